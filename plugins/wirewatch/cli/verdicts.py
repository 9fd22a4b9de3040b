"""`mentions` and `verdict`: what was found, and what analysts say of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from wirewatch import config
from wirewatch.alerting.happenings import happening
from wirewatch.cli.output import DAY, as_json, emit, say
from wirewatch.cli.store import open_store
from wirewatch.pipeline import verdicts as judging
from wirewatch.storage import found, verdicts
from wirewatch.storage.found import Found, Wanted
from wirewatch.storage.verdicts import Given
from wirewatch.watchlist.verdicts import Ruling

by = click.option("--by", required=True, metavar="NAME", help="Who says so.")
note = click.option("--note", help="Why, for whoever reads it later.")


@click.command(short_help="Show stored mentions with their ids and reasons.")
@click.option("--list", "watchlist", metavar="LIST", help="Of one watchlist.")
@click.option("--person", metavar="ID", help="Of one person, by id or by the list's spelling of the name.")
@click.option("--tier", type=click.Choice(["confirmed", "probable"]))
@click.option("--from", "first", type=DAY, help="Published on that Korean day or later.")
@click.option("--to", "last", type=DAY, help="Published on that Korean day or earlier.")
@click.option("--retired", is_flag=True, help="Those too that the list makes no more, or that were rejected.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 100_000))
@as_json
def mentions(
    watchlist: str | None,
    person: str | None,
    tier: Any,
    first: datetime | None,
    last: datetime | None,
    retired: bool,
    limit: int,
    json_only: bool,
) -> None:
    """Print stored mentions, the last found first: id, reason, sentence, event. `wirewatch verdict` takes the id."""
    days = (first.date() if first else None, last.date() if last else None)
    with open_store().begin() as db:
        shown = found.mentions(db, Wanted(watchlist, person, tier, *days, retired, limit=limit))
    for mention in shown:
        emit(asdict(mention)) if json_only else click.echo(mention_text(mention))
    if not shown:
        say("No stored mention is like that.")
    if len(shown) == limit:
        say(f"The last {len(shown)}; there may be more: --limit.")


def mention_text(mention: Found) -> str:
    """A mention for a person."""
    gone = f"  rejected by verdict {mention.rejected_by}" if mention.rejected_by else "  retired" if mention.retired_at else ""
    event = happening(mention.event, mention.counterpart, mention.event_day)
    return "\n".join(
        [
            f"{mention.id}  {mention.published_on or 'no date'}  {mention.name} ({mention.tier}, {mention.list}){gone}",
            *[f"    {line}" for line in (mention.reason, event, mention.sentence, mention.url) if line],
        ]
    )


@click.group()
def verdict() -> None:
    """An analyst's no or yes to a mention. It counts for every article, and can be undone."""


@verdict.command(short_help="These words in this sentence do not mean that person.")
@click.argument("mention_id", type=int)
@by
@note
@as_json
def reject(mention_id: int, by: str, note: str | None, json_only: bool) -> None:
    """Say that a mention is not that person: not in any article that prints the same words in the same sentence.

    The mention is retired at once, and an alert that was not sent is not sent.
    """
    _give(mention_id, Ruling.REJECTED, by, note, json_only)


@verdict.command(short_help="These words are a spelling of that person's name.")
@click.argument("mention_id", type=int)
@by
@note
@as_json
def accept(mention_id: int, by: str, note: str | None, json_only: bool) -> None:
    """Say that the words of a mention are that person's name, misprinted or not: they count as an alias from now on."""
    _give(mention_id, Ruling.ACCEPTED, by, note, json_only)


@verdict.command(short_help="Take a verdict back.")
@click.argument("verdict_id", type=int)
@by
@as_json
def undo(verdict_id: int, by: str, json_only: bool) -> None:
    """Take a verdict back, by its own id (`wirewatch verdict list`); who gave it and who undid it stays on record."""
    _tell(judging.undo(open_store(), verdict_id, by), json_only)


@verdict.command("list", short_help="Show all verdicts, undone ones too.")
@click.option("--list", "watchlist", metavar="LIST", help="On one watchlist's people.")
@as_json
def list_verdicts(watchlist: str | None, json_only: bool) -> None:
    """Print all verdicts, undone ones too: who said what of which words, when."""
    with open_store().begin() as db:
        given = verdicts.history(db, watchlist)
    for one in given:
        emit(asdict(one)) if json_only else click.echo(verdict_text(one))


def _give(mention_id: int, ruling: Ruling, by: str, note: str | None, json_only: bool) -> None:
    _tell(judging.give(open_store(), config.load_watchlists(), mention_id, ruling, by, note), json_only)
    dag = config.load_settings().airflow.name("rematch_archive")
    say(f"`wirewatch rematch`, or the DAG {dag} within the hour, brings what is stored up to it.")


def _tell(given: Given, json_only: bool) -> None:
    emit(asdict(given)) if json_only else click.echo(verdict_text(given))


def verdict_text(given: Given) -> str:
    """A verdict for a person; times are UTC."""
    undone = f", undone by {given.undone_by} on {given.undone_at:%Y-%m-%d %H:%M}" if given.undone_at else ""
    head = f"{given.id}  {given.ruling} by {given.by} on {given.made_at:%Y-%m-%d %H:%M}{undone}"
    words = f"“{given.surface}” is {'not ' if given.ruling == Ruling.REJECTED else ''}{given.entity} ({given.list}), mention {given.mention_id}"
    return "\n".join([head, *[f"    {line}" for line in (words, given.sentence, given.note) if line]])
