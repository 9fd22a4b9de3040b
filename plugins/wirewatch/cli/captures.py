"""`captures`, `reparse` and `ingest`: the raw pages, what is made of them again, and pages that somebody saved."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from wirewatch import archive, config
from wirewatch.cli.output import DAY, as_json, emit, say
from wirewatch.cli.store import open_store
from wirewatch.errors import ConfigError, WirewatchError
from wirewatch.pipeline.archive import archive as archive_captures
from wirewatch.pipeline.ingest_saved import Taken, take
from wirewatch.pipeline.match import match
from wirewatch.pipeline.reparse import Reparsed
from wirewatch.pipeline.reparse import reparse as reparse_captures
from wirewatch.saved import files
from wirewatch.storage import captures as stored
from wirewatch.storage.captures import Listed, Wanted

first_day = click.option("--from", "first", type=DAY, help="First Korean day; default: the earliest.")
last_day = click.option("--to", "last", type=DAY, help="Last Korean day, included; default: the latest.")


@click.group(short_help="The raw pages as they were received.")
def captures() -> None:
    """The raw pages as they were received, and what each turned out to be."""


@captures.command("list", short_help="List captures, newest first.")
@click.option("--failed", is_flag=True, help="Only pages that could not be read.")
@click.option("--source", "source_key", metavar="SOURCE", help="Only of this source.")
@first_day
@last_day
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many, newest first.")
@as_json
def captures_list(
    failed: bool, source_key: str | None, first: datetime | None, last: datetime | None, limit: int, json_only: bool
) -> None:
    """List captures by the Korean day they were fetched on, newest first."""
    with open_store().begin() as db:
        found = stored.listed(db, wanted(source_key, first, last, failed), limit)
    if json_only:
        for one in found:
            emit(asdict(one))
        return
    click.echo("\n".join(map(line, found)) if found else "There are none.")


def line(one: Listed) -> str:
    """A capture for people; the hash is cut to what tells captures apart."""
    what = f"{one.state or 'not read'}: {one.reason}" if one.reason else one.state or "not read"
    return f"{one.id}  {one.fetched_at:%Y-%m-%d %H:%M} UTC  {one.sha256[:12]}  {one.url}  {what}"


@captures.command("show", short_help="Write the bytes of a capture to stdout.")
@click.argument("capture_id", metavar="ID", type=int)
def captures_show(capture_id: int) -> None:
    """Write the bytes of a capture, as they were received, to stdout: captures show ID > page.html"""
    try:
        with open_store().begin() as db:
            body = stored.body(db, capture_id, archive.configured().read)
    except WirewatchError as error:
        say(error.reason)
        sys.exit(1)
    if body is None:
        say(f"No capture has the id {capture_id}. `wirewatch captures list` shows those there are.")
        sys.exit(1)
    sys.stdout.buffer.write(body)


@captures.command("archive", short_help="Pack captures of finished days into WARC files.")
@as_json
def captures_archive(json_only: bool) -> None:
    """Pack the captures of finished days (UTC) into WARC files now, as the DAG `archive` does daily."""
    per = config.load_settings().archive.per
    try:
        done = archive_captures(open_store(), archive.configured(), per, datetime.now(UTC))
    except WirewatchError as error:
        emit({"captures": 0, "files": 0, "problems": [], "reason": error.reason}) if json_only else say(error.reason)
        sys.exit(2 if isinstance(error, ConfigError) else 1)
    if json_only:
        emit(asdict(done))
    else:
        click.echo("\n".join([f"{done.captures} captures went into {done.files} files", *done.problems]))
    sys.exit(1 if done.problems else 0)


@click.command(short_help="Read stored pages again, without the network.")
@click.argument("source_key", metavar="[SOURCE]", required=False)
@first_day
@last_day
@click.option("--failed", is_flag=True, help="Only pages that could not be read.")
@as_json
def reparse(source_key: str | None, first: datetime | None, last: datetime | None, failed: bool, json_only: bool) -> None:
    """Read stored pages again, without the network. A text that differs becomes a revision, cause “reparsed”, and never alerts;
    a page that could not be read before and now can is news and may."""
    sources, store, engine = config.load_sources(), archive.configured(), open_store()
    done = reparse_captures(engine, sources, store.read, wanted(source_key, first, last, failed), progress=say)
    found = match(engine, list(config.load_watchlists().values()))
    if json_only:
        emit({**asdict(done), "mentions": found.mentions})
    else:
        click.echo("\n".join(reparsed_words(done, found.mentions)))
    sys.exit(0 if done.complete else 1)


def wanted(source_key: str | None, first: datetime | None, last: datetime | None, failed: bool) -> Wanted:
    """What the options ask for. Raises ConfigError for a source that nobody configured, UsageError for days the wrong way round."""
    key = config.load_source(source_key).key if source_key else None
    if first and last and first > last:
        raise click.UsageError(f"The first day, {first:%Y-%m-%d}, is after the last, {last:%Y-%m-%d}. Swap them.")
    return Wanted(key, first.date() if first else None, last.date() if last else None, failed)


def reparsed_words(done: Reparsed, mentions: int) -> list[str]:
    """What a reparse did, for people."""
    lines = [
        f"{done.read} captures read again: {done.unchanged} unchanged, {done.revised} revised, {done.recovered} readable at last,"
        f" {done.unreadable} still unreadable, {done.lost} that were readable before; {mentions} new mentions"
    ]
    return lines + [f"{url}: {reason}" for url, reason in done.reasons.items()]


@click.command(short_help="Store pages that a person or an archive saved.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--urls",
    type=click.Path(path_type=Path),
    help="The URLs of HTML files: lines “path URL”, or CSV with the columns path and url.",
)
@as_json
def ingest(paths: tuple[Path, ...], urls: Path | None, json_only: bool) -> None:
    """Store pages that a person or an archive saved: HTML files, WARC files, folders of them. Never alerts.

    An HTML file's date is its modification time; its URL stands in --urls, or in the page.
    """
    sources, addresses = config.load_sources(), files.read_addresses(urls) if urls else {}
    engine, store = open_store(), archive.configured()
    done = take(engine, sources, store.read, files.find(paths, addresses))
    found = match(engine, list(config.load_watchlists().values()))
    if json_only:
        emit({**done.as_json(), "mentions": found.mentions})
    else:
        click.echo("\n".join(taken_words(done, found.mentions)))
    sys.exit(0 if done.complete else 1)


def taken_words(done: Taken, mentions: int) -> list[str]:
    """What became of saved pages, for people."""
    read = f"{done.stored} stored, {done.revised} revised, {done.known} known, {done.older} older than what is stored"
    lines = [f"{done.pages} pages: {read}, {len(done.unreadable)} kept but unreadable; {mentions} new mentions"]
    lines += [f"skipped: {count} × {kind}" for kind, count in sorted(done.skipped.items())]
    lines += [f"no configured source: {count} × {label}" for label, count in sorted(done.without_source.items())]
    lines += [f"{where}: {reason} (kept; see `wirewatch captures list --failed`)" for where, reason in done.unreadable.items()]
    return lines + [f"{where}: {reason}" for where, reason in done.refused.items()]
