"""`sources add`: a source file from any article page of the publication."""

from __future__ import annotations

import re
import sys
import textwrap
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from wirewatch import config, source_files
from wirewatch.cli.output import as_json, emit, say
from wirewatch.cli.sources import ask_before
from wirewatch.cli.store import open_store
from wirewatch.configured import Listing, Politeness, Source
from wirewatch.errors import ConfigError, SourceChanged, WirewatchError
from wirewatch.models import KST, Article, Response
from wirewatch.pipeline.probe import visit
from wirewatch.sites.kcna_watch import refusals
from wirewatch.sites.kcna_watch.clues import Target, id_clues, target_of
from wirewatch.sites.kcna_watch.markup import read_page
from wirewatch.sites.kcna_watch.urls import article_key
from wirewatch.source_files import CONTACT_WANTED, Draft

MOST_REQUESTS = 2  # robots.txt and the page
KEY = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
# Where no source of the host has a file to take them from.
MANNERS = Politeness(user_agent=f"Wirewatch/0.1 (state media monitor; operator: {CONTACT_WANTED})")
# How labels name a language: `KCNA.kp (En)`, `Voice of Korea (KR)`.
LANGUAGES = {"en": "en", "kr": "ko", "ko": "ko", "ru": "ru", "cn": "zh", "ch": "zh", "jp": "ja", "ja": "ja", "ar": "ar"}


@dataclass(frozen=True)
class Seen:
    """What an article page shows of its publication."""

    url: str
    label: str
    target: Target
    language: str
    politeness: Politeness


@click.command("add", short_help="Write a source file from any article page.")
@click.argument("article_url", metavar="ARTICLE_URL")
@click.option("--key", help="The source's key, which names its file and DAG; default: made from the label.")
@click.option(
    "--file", "page", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The page as saved; nothing is asked."
)
@click.option("--yes", is_flag=True, help="Ask the live site even though its terms are not accepted yet.")
@as_json
def add(article_url: str, key: str | None, page: Path | None, yes: bool, json_only: bool) -> None:
    """Write a source file, switched off, from any article page of the publication."""
    if article_key(article_url) is None:
        raise click.UsageError(f"{article_url} is no article's address: those hold /newstream/NUMBER-NUMBER/.")
    try:
        seen = look_at(article_url, page, yes)
    except ConfigError:
        raise
    except WirewatchError as error:
        emit({"state": error.state, "reason": error.reason}) if json_only else say(f"{error.state}: {error.reason}")
        sys.exit(error.state.exit_code or 1)
    done = next((known(source, seen) for source in config.load_sources().values() if source.is_called(seen.label)), None)
    done = done or added(seen, key)
    emit(done) if json_only else click.echo(in_words(done))


def look_at(article_url: str, page: Path | None, yes: bool) -> Seen:
    """Read the page, from the file or the site. Raises what its answer calls for, SourceChanged where it names no publication."""
    like = source_like(article_url)
    if page:
        response = Response(article_url, article_url, 200, {}, page.read_bytes(), datetime.now(UTC))
        article = refusals.read_article_response(response, article_url)
    else:
        ask_before(like, MOST_REQUESTS, yes)
        response, article = visit(open_store(), like, article_url, MOST_REQUESTS)
    if not article.source:
        raise SourceChanged("the page does not name its publication; try another article of it")
    html = read_page(response.body, response.final_url, response.headers.get("content-type"))
    target = target_of(id_clues(html, response.final_url), article.source)
    return Seen(article_url, article.source, target, language(article), like.politeness)


def source_like(article_url: str) -> Source:
    """A source on the article's host, with the manners and terms of one that is configured for that host."""
    base_url = article_url[: article_url.lower().index("/newstream/")]
    try:
        new = Source(key="new", label="new", base_url=base_url, listing=Listing(method="search"), politeness=MANNERS)
    except ValueError as error:
        raise click.UsageError(f"{article_url} is no address on the web: it must begin with http:// or https://.") from error
    neighbours = [source for source in config.load_sources().values() if source.host == new.host]
    best = next((source for source in neighbours if source.terms), next(iter(neighbours), new))
    return Source(key="new", label="new", base_url=base_url, listing=new.listing, politeness=best.politeness, terms=best.terms)


def language(article: Article) -> str:
    """The language the label names, else the one of the article's letters."""
    named = re.search(r"\(([A-Za-z]{2})\)\s*$", article.source or "")
    return LANGUAGES.get(named[1].lower(), article.language) if named else article.language


def known(source: Source, seen: Seen) -> dict[str, object]:
    """What to say of a publication that has a source file: the line to change, where the page shows a number the file has not."""
    file = config.source_file(source.key)
    number = seen.target.id
    line = None
    if number is not None and str(number) != str(source.listing.id):
        line = source_files.line_with_id(source, method(seen.target), number)
    at = f"{file}:{config.line_of(file, 'listing')}"
    return {"written": False, **shown(source.key, file, seen), "at": at, "line": line}


def added(seen: Seen, key: str | None) -> dict[str, object]:
    """Write the file. Raises ConfigError where the key is taken, UsageError where there is none."""
    key = key or re.sub(r"[^a-z0-9]+", "-", seen.label.lower()).strip("-")
    if not KEY.fullmatch(key):
        raise click.UsageError(f"“{key}” is no key for {seen.label}. Say --key with small letters, digits and hyphens.")
    if key in config.load_sources():
        raise ConfigError(
            f"{config.source_file(key)}: has the key {key} already and was left as it is. Say --key with another one."
        )
    file = config.folder() / "sources" / f"{key}.yml"
    source_files.create(file, source_files.written(draft(seen, key)))
    return {"written": True, **shown(key, file, seen), "at": str(file), "line": None}


def shown(key: str, file: Path, seen: Seen) -> dict[str, object]:
    """What the page showed, and whose it is."""
    target = seen.target
    return {"source": key, "file": str(file), "label": seen.label, "id": target.id, "method": method(target), "why": target.why}


def method(target: Target) -> str:
    """The listing method a number is for: without one, only the search by day is left."""
    return "search" if target.id is None or target.kind == "search" else "more_articles"


def draft(seen: Seen, key: str) -> Draft:
    """The new source with what is known of it, and where from, in the comment on top."""
    target = seen.target
    doubt = " Whether the listing takes the number in that address is not known." if target.kind == "page" else ""
    found = (
        f"The site's number of it: {target.why}.{doubt}"
        if target.id is not None
        else f"The site's number of it is not known: {target.why}."
    )
    notes = [
        f"{seen.label}, as the page {seen.url} names it (read on {datetime.now(KST):%Y-%m-%d}).",
        f"{found} Check it: wirewatch sources probe {key}",
    ]
    lines = [line for note in notes for line in textwrap.wrap(note, 128, break_long_words=False, break_on_hyphens=False)]
    base_url = seen.url[: seen.url.lower().index("/newstream/")]
    return Draft(key, seen.label, base_url, method(target), target.id, seen.language, seen.politeness, tuple(lines))


def in_words(done: dict[str, object]) -> str:
    """What was done, for a person."""
    if done["written"]:
        number = f"with the number {done['id']}" if done["id"] is not None else "without a number"
        return (
            f"{done['file']} is written: {done['label']}, {number} ({done['why']}), switched off.\n"
            f"Next: `wirewatch sources probe {done['source']}`, then `wirewatch sources enable {done['source']}`."
        )
    words = f"{done['label']} is the source {done['source']} already; nothing was written."
    if done["line"]:
        return f"{words}\nThe page shows its number ({done['why']}). To use it, write in place of the listing at {done['at']}:\n  {done['line']}"
    return f"{words} Its number: {done['why']}."
