"""`parse` and `match`: what Wirewatch makes of pages and texts in files."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from wirewatch import config
from wirewatch.cli.officials import show_unlisted
from wirewatch.cli.output import DAY, as_json, emit, say
from wirewatch.errors import WirewatchError
from wirewatch.models import Article, Mention, Response
from wirewatch.sites.kcna_watch import refusals
from wirewatch.watchlist.matcher import Matcher


@click.command()
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


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--watchlist",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A list file; default: all configured lists.",
)
@click.option("--unlisted", is_flag=True, help="Officials of the watched countries who are on no list, too.")
@as_json
def match(files: tuple[Path, ...], watchlist: Path | None, unlisted: bool, json_only: bool) -> None:
    """Find the people of the watchlists in text files."""
    lists = [config.load_watchlist(watchlist)] if watchlist else list(config.load_watchlists().values())
    found: dict[Path, list[Mention]] = {file: [] for file in files}
    for matcher in [Matcher(one) for one in lists]:
        for file in files:
            mentions = matcher.find({"body": read_text(file)})
            found[file] += mentions
            for mention in mentions:
                if json_only:
                    emit(mention_json(file, mention))
                else:
                    what = f"{mention.name} ({mention.tier}): {mention.reason}"
                    click.echo(f"{file}:{mention.start}: {what}\n    {mention.sentence}")
    for file, mentions in found.items() if unlisted else ():
        show_unlisted(file, read_text(file), mentions, lists, json_only)


def mention_json(file: Path, mention: Mention) -> dict[str, object]:
    """The object that `match --json` prints for a mention; offsets are code points of the file."""
    shown = [
        "name",
        "surface",
        "start",
        "end",
        "tier",
        "score",
        "reason",
        "role",
        "event",
        "event_day",
        "sentence",
        "counterpart",
        "day_evidence",
    ]
    return {"file": str(file), "entity": mention.entity_id, **{name: getattr(mention, name) for name in shown}}


def read_text(file: Path) -> str:
    """A text file's characters as they stand in it, line ends too: offsets count them. Raises UsageError where it is not UTF-8."""
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file} is not UTF-8 (byte {error.start}). Save it as UTF-8.") from error
