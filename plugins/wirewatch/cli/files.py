"""`parse` and `match`: what Wirewatch makes of pages and texts in files."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from wirewatch import config
from wirewatch.alerting.happenings import happening
from wirewatch.cli.officials import show_unlisted
from wirewatch.cli.output import DAY, as_json, emit, say
from wirewatch.errors import WirewatchError
from wirewatch.models import Article, Mention, Response
from wirewatch.sites.kcna_watch import refusals
from wirewatch.sites.kcna_watch.saved_text import day_of_saved_text, end_of_article
from wirewatch.watchlist.matcher import Matcher
from wirewatch.watchlist.prose.passage import Field


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


@dataclass(frozen=True)
class TextFile:
    """What a file gives to match: its fields, and the day of publication it states itself."""

    fields: dict[Field, str]
    published_on: date | None


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--watchlist",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A list file; default: all configured lists.",
)
@click.option(
    "--published-on", type=DAY, help="The day in Korea the texts were published on; default: what each file says itself."
)
@click.option("--unlisted", is_flag=True, help="Officials of the watched countries who are on no list, too.")
@as_json
def match(
    files: tuple[Path, ...], watchlist: Path | None, published_on: datetime | None, unlisted: bool, json_only: bool
) -> None:
    """Find the people of the watchlists in text files.

    Says of each mention why it is made and what happened with the person.

    A file holds a text, the text of a saved page, of which what stands below "More From" is left out, or what `parse --json`
    printed; of the last, offsets count in title or body.
    Its day comes from the page's "Date:" line, a footer such as (Juche112.10.20.), or the JSON; without any, "on the 4th" is no day.
    """
    lists = [config.load_watchlist(watchlist)] if watchlist else list(config.load_watchlists().values())
    found: dict[Path, list[Mention]] = {file: [] for file in files}
    for matcher in [Matcher(one) for one in lists]:
        for file in files:
            text = text_file(file)
            mentions = matcher.find(text.fields, published_on.date() if published_on else text.published_on)
            found[file] += mentions
            for mention in mentions:
                if json_only:
                    emit(mention_json(file, mention))
                else:
                    click.echo(f"{file}:{mention.start}: {mention_words(mention)}")
    for file, mentions in found.items() if unlisted else ():
        show_unlisted(file, text_file(file).fields, mentions, lists, json_only)


def mention_words(mention: Mention) -> str:
    """A mention as a person reads it: who, what happened, why we say so, and the sentence."""
    happened = happening(mention.event, mention.counterpart, mention.event_day)
    what = f", {happened}" if happened else ""
    sentence = " ".join(mention.sentence.split())  # a letter's or a headline's goes over lines
    return f"{mention.name} ({mention.tier}){what}: {mention.reason}\n    {sentence}"


def mention_json(file: Path, mention: Mention) -> dict[str, object]:
    """The object that `match --json` prints for a mention; offsets are code points of the file, or of the field of a parsed page."""
    shown = [
        "name",
        "surface",
        "field",
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


def text_file(file: Path) -> TextFile:
    """A file's text with its day. Raises UsageError where it is not UTF-8, or parsed JSON with a day that is none."""
    text = read_text(file)
    parsed = _parsed(text)
    if parsed is None:
        return TextFile({"body": text[: end_of_article(text)]}, day_of_saved_text(text))
    try:
        day = date.fromisoformat(parsed["published_on"]) if parsed.get("published_on") else None
    except (TypeError, ValueError) as error:
        raise click.UsageError(f"{file}: published_on is {parsed['published_on']!r}; write it as YYYY-MM-DD.") from error
    return TextFile({"title": str(parsed.get("title") or ""), "body": parsed["body"]}, day)


def _parsed(text: str) -> dict[str, Any] | None:
    """The object that `parse --json` printed, None for any other text."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        return None
    return value if isinstance(value, dict) and isinstance(value.get("body"), str) else None


def read_text(file: Path) -> str:
    """A text file's characters as they stand in it, line ends too: offsets count them. Raises UsageError where it is not UTF-8."""
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file} is not UTF-8 (byte {error.start}). Save it as UTF-8.") from error
