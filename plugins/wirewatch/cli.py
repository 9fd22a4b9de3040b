"""The `wirewatch` command: the use cases without Airflow.

With `--json`, JSON alone stands on stdout and progress goes to stderr. Exit codes: 0 ok, 1 failed or not complete, 2 usage or
configuration, 3 refused or changed.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import uuid
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine

from wirewatch import config
from wirewatch.errors import ConfigError, State, WirewatchError
from wirewatch.local import postgres
from wirewatch.local.home import StackError
from wirewatch.models import Article, Mention, Response, Source
from wirewatch.pipeline.coverage import Window, last_finished_day
from wirewatch.pipeline.crawl import crawl as run_crawl
from wirewatch.pipeline.report import Report, align, table
from wirewatch.sites.kcna_watch import refusals
from wirewatch.storage import crawls, database, hosts
from wirewatch.watchlist.check import problems
from wirewatch.watchlist.matcher import Matcher

DAY = click.DateTime(formats=["%Y-%m-%d"])
as_json = click.option("--json", "json_only", is_flag=True, help="Print JSON alone on stdout.")


def main() -> None:
    """Entry point; turns configuration errors into exit code 2, and a database that will not start into 1, in their own words."""
    try:
        cli()
    except ConfigError as error:
        say(str(error.reason))
        sys.exit(2)
    except StackError as error:
        say(str(error))
        sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Watches North Korean state media for the people you follow."""


def say(words: str) -> None:
    """Progress and complaints, on stderr."""
    click.echo(words, err=True)


def emit(value: object) -> None:
    """One JSON object on a line of stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))


def open_store() -> Engine:
    """The database of `WIREWATCH_DATABASE_URL`, else the embedded one, started if need be; its schema brought up to date."""
    url = os.environ.get("WIREWATCH_DATABASE_URL") or postgres.ensure(config.home())
    engine = database.connect(url)
    database.upgrade(engine)
    return engine


# --- reading and matching files ------------------------------------------------------------------


@cli.command()
@click.argument("page", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", required=True, help="The address the page was saved from.")
@click.option("--listed-on", type=DAY, help="The day the listing printed for it.")
@as_json
def parse(page: Path, url: str, listed_on: datetime | None, json_only: bool) -> None:
    """Read one saved article page."""
    response = Response(url, url, 200, {}, page.read_bytes(), datetime.now(UTC))
    try:
        article = refusals.read_article_response(response, url, listed_on.date() if listed_on else None, None)
    except WirewatchError as error:
        emit({"state": error.state, "reason": error.reason}) if json_only else say(f"{error.state}: {error.reason}")
        sys.exit(3)
    if json_only:
        emit(article_json(article))
    else:
        click.echo(readable(article))


def article_json(article: Article) -> dict[str, object]:
    """The object that `parse --json` prints; the hash in hexadecimal."""
    fields = asdict(article)
    more_from = [{name: entry[name] for name in ("url", "title", "excerpt", "listed_on")} for entry in fields.pop("more_from")]
    return {**fields, "url_hash": article.url_hash.hex(), "more_from": more_from}


def readable(article: Article) -> str:
    """The article as a person reads it."""
    head = f"{article.title or '(no title)'}\n{article.published_on or 'no date'} · {article.source or 'unknown source'}"
    warnings = "".join(f"\nwarning: {warning}" for warning in article.warnings)
    return f"{head}{warnings}\n\n{article.body}"


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--watchlist",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A list file; default: all configured lists.",
)
@as_json
def match(files: tuple[Path, ...], watchlist: Path | None, json_only: bool) -> None:
    """Find the people of the watchlists in text files."""
    lists = [config.load_watchlist(watchlist)] if watchlist else list(config.load_watchlists().values())
    for matcher in [Matcher(one) for one in lists]:
        for file in files:
            for mention in matcher.find({"body": read_text(file)}):
                if json_only:
                    emit(mention_json(file, mention))
                else:
                    what = f"{mention.name} ({mention.tier}): {mention.reason}"
                    click.echo(f"{file}:{mention.start}: {what}\n    {mention.sentence}")


def mention_json(file: Path, mention: Mention) -> dict[str, object]:
    """The object that `match --json` prints for a mention; offsets are code points of the file."""
    shown = ["name", "surface", "start", "end", "tier", "score", "reason", "role", "event", "event_day", "sentence"]
    return {"file": str(file), "entity": mention.entity_id, **{name: getattr(mention, name) for name in shown}}


def read_text(file: Path) -> str:
    """A text file's characters as they stand in it, line ends too: offsets count them. Raises UsageError where it is not UTF-8."""
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file} is not UTF-8 (byte {error.start}). Save it as UTF-8.") from error


# --- crawling ------------------------------------------------------------------------------------


@cli.command()
@click.argument("source_key", metavar="SOURCE")
@click.option("--from", "first", type=DAY, help="First Korean day; default: the last finished one.")
@click.option("--to", "last", type=DAY, help="Last Korean day, included; default: the first.")
@click.option("--reopen", is_flag=True, help="Ask even if a refusal closed the host: its cause has been seen to.")
@as_json
def crawl(source_key: str, first: datetime | None, last: datetime | None, reopen: bool, json_only: bool) -> None:
    """Read a source's listing for the days and store what it holds. May alert."""
    first_day = first.date() if first else last.date() if last else last_finished_day(datetime.now(UTC))
    run_days(source_key, first_day, last.date() if last else first_day, json_only, historical=False, reopen=reopen)


@cli.command()
@click.argument("source_key", metavar="SOURCE")
@click.argument("first", metavar="FROM", type=DAY)
@click.argument("last", metavar="TO", type=DAY)
@as_json
def backfill(source_key: str, first: datetime, last: datetime, json_only: bool) -> None:
    """Store past days, both ends included. Never alerts: what a backfill finds is historical."""
    run_days(source_key, first.date(), last.date(), json_only, historical=True, reopen=False)


def run_days(source_key: str, first: date, last: date, json_only: bool, historical: bool, reopen: bool) -> None:
    """Crawl and print the report; ends the process with the report's exit code."""
    try:
        report = crawl_days(source_key, Window(first, last), historical, reopen)
    except ConfigError as error:
        emit(not_crawled(source_key, error.reason)) if json_only else say(error.reason)
        sys.exit(State.DISABLED.exit_code)
    emit(report.as_json()) if json_only else click.echo(table(report))
    sys.exit(report.crawl.state.exit_code or (0 if report.complete else 1))


def crawl_days(source_key: str, window: Window, historical: bool, reopen: bool) -> Report:
    """Crawl the days. Raises ConfigError where they make no sense or the source is off."""
    sources = config.load_sources()
    source = config.load_source(source_key)
    refuse_unasked(source, window)
    engine = open_store()
    if reopen:
        hosts.reopen(engine, source.host)
    label_keys = crawls.source_keys_by_label(sources.values())
    run = f"cli:{socket.gethostname()}:{uuid.uuid4()}"
    return run_crawl(engine, source, window, list(config.load_watchlists().values()), label_keys, run, historical, say)


def refuse_unasked(source: Source, window: Window) -> None:
    """Raise ConfigError where the days make no sense or the source is off."""
    if window.first > window.last:
        raise ConfigError(f"The first day, {window.first}, is after the last, {window.last}. Swap them.")
    if window.first < source.start_date:
        reason = f"{source.key} starts on {source.start_date} (start_date in its source file); {window.first} is before that."
        raise ConfigError(reason)
    if off := config.why_off(source):
        raise ConfigError(f"{source.key} is not crawled: {off}.")


def not_crawled(source_key: str, reason: str) -> dict[str, object]:
    """The whole object for a crawl that did not begin."""
    zeros = dict.fromkeys(("requests", "requests_listing", "requests_article", "mentions"), 0)
    return {"source": source_key, "state": State.DISABLED, "reason": reason, "method": None, "notes": [], "days": {}, **zeros}


@cli.command()
@click.argument("source_key", metavar="SOURCE")
@click.option("--from", "first", type=DAY, required=True)
@click.option("--to", "last", type=DAY, required=True)
@as_json
def coverage(source_key: str, first: datetime, last: datetime, json_only: bool) -> None:
    """Say of each day whether it is missing, open, complete or a gap."""
    source = config.load_source(source_key)
    with open_store().begin() as db:
        states = crawls.coverage(db, source.key, first.date(), last.date())
    if json_only:
        emit({"source": source.key, "days": {day.isoformat(): state for day, state in states.items()}})
    else:
        click.echo("\n".join(f"{day}  {state}" for day, state in states.items()))
    sys.exit(0 if set(states.values()) == {"complete"} else 1)


# --- configuration and database ------------------------------------------------------------------


@cli.group()
def sources() -> None:
    """The publications that are read."""


@sources.command("list")
@as_json
def sources_list(json_only: bool) -> None:
    """All sources, and why one is off."""
    found = [
        {"source": s.key, "label": s.label, "base_url": s.base_url, "off": config.why_off(s)}
        for s in config.load_sources().values()
    ]
    if json_only:
        for one in found:
            emit(one)
        return
    rows = [(str(s["source"]), str(s["label"]), "on" if s["off"] is None else f"off: {s['off']}") for s in found]
    click.echo("\n".join(align([("source", "label", "state"), *rows])))


@cli.group("config")
def config_group() -> None:
    """The configuration files."""


@config_group.command("check")
def config_check() -> None:
    """Read every configuration file and say what is wrong, with file, line and cure."""
    found = config.load_sources()
    lists = config.load_watchlists()
    alerting = config.load_alerting()
    wrong = [problem for watchlist in lists.values() for problem in problems(watchlist)]
    unknown = [
        f"warning: rule {r.name} names the source {key}, which is not configured"
        for r in alerting.rules
        for key in r.sources
        if key not in found
    ]
    for words in [*wrong, *unknown]:
        say(words)
    click.echo(f"{len(found)} sources, {len(lists)} watchlists with {people(lists.values())} people, {len(alerting.rules)} rules")
    sys.exit(2 if wrong else 0)


def people(lists: Any) -> int:
    """How many people stand on the lists."""
    return sum(len(watchlist.entities) for watchlist in lists)


@cli.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the schema up to date."""
    open_store()
    click.echo("The database is up to date.")


@db.command("status")
def db_status() -> None:
    """Say which migrations have not run; exit code 1 if there are any."""
    url = os.environ.get("WIREWATCH_DATABASE_URL") or postgres.ensure(config.home())
    with database.reach(database.connect(url)) as connection:
        waiting = database.pending(connection)
    click.echo("\n".join(f"to run: {file.name}" for file in waiting) or "The database is up to date.")
    sys.exit(1 if waiting else 0)
