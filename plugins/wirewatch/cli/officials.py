"""`attendees`, `watchlist unlisted` and `watchlist person`: who else is printed, and how often somebody of a list appears."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from sqlalchemy import Engine

from wirewatch import config
from wirewatch.alerting.lines import counted
from wirewatch.cli.output import as_json, emit, say
from wirewatch.cli.store import not_stored, open_store
from wirewatch.configured import Entity, Watchlist
from wirewatch.models import Mention
from wirewatch.pipeline import appearances
from wirewatch.pipeline import unlisted as groups
from wirewatch.pipeline.appearances import Record
from wirewatch.pipeline.unlisted import Unlisted
from wirewatch.sites.kcna_watch.urls import url_hash
from wirewatch.storage import officials as store
from wirewatch.storage.officials import Attendee
from wirewatch.text.normalise import plain
from wirewatch.text.sentences import sentence_at
from wirewatch.watchlist.officials.printed import officials
from wirewatch.watchlist.officials.unlisted import Known, countries, resembles
from wirewatch.watchlist.officials.unlisted import unlisted as on_no_list
from wirewatch.watchlist.persons import entity_id
from wirewatch.watchlist.prose.passage import Field


@click.command("unlisted")
@as_json
def unlisted(json_only: bool) -> None:
    """Officials in print who are on no list.

    They stand in stored articles with an office of a country of the lists; those printed most come first.
    """
    found = groups.unlisted(open_store(), list(config.load_watchlists().values()))
    for one in found:
        emit(asdict(one)) if json_only else click.echo(in_words(one))
    if not json_only:
        say(
            f"{counted(len(found), 'official', 'officials')} on no list. `wirewatch watchlist add NAME --list LIST --unlisted` takes one over."
        )


def show_unlisted(
    file: Path, texts: Mapping[Field, str], mentions: Sequence[Mention], lists: Sequence[Watchlist], json_only: bool
) -> None:
    """Print the officials in a text file whom no list has; offsets are code points of the file, or of the field of a parsed page."""
    known = [Known(watchlist) for watchlist in lists]
    for one in on_no_list(officials(texts), mentions, countries(lists)):
        text = texts[one.field]
        first, last = sentence_at(text, one.start, one.end)
        close = resembles(one.name, known)
        like = str(close) if close else None
        if json_only:
            where = {"file": str(file), "field": one.field, "start": one.start, "end": one.end}
            emit(
                {
                    "unlisted": one.name,
                    **where,
                    "role": one.role,
                    "side": one.side,
                    "sentence": text[first:last],
                    "resembles": like,
                }
            )
        else:
            doubt = f"; resembles {like}" if like else ""
            click.echo(f"{file}:{one.start}: {one.name} (on no list): {one.role}{doubt}\n    {text[first:last]}")


def unlisted_called(name: str) -> Unlisted:
    """The official on no list whose name is printed so in stored articles. Raises UsageError where there is none."""
    found = groups.named(groups.unlisted(open_store(), list(config.load_watchlists().values())), name)
    if found is None:
        raise click.UsageError(f"No official on no list is called “{name}”. `wirewatch watchlist unlisted` names them all.")
    return found


def in_words(one: Unlisted) -> str:
    """An unlisted official as a person reads it."""
    others = [f"also printed “{spelling}”" for spelling in one.spellings[1:]]
    close = [f"resembles {one.resembles}"] if one.resembles else []
    head = "; ".join([f"{one.name} ({one.side}): {_articles(len(one.articles))}, last {one.last}", *others, *close])
    offices = [f"    {office.title}, {_days(office.first, office.last)}" for office in one.offices]
    return "\n".join([head, *offices, f"    {one.articles[0][1]}"])


@click.command("attendees", short_help="Who was present or led a delegation.")
@click.argument("url")
@as_json
def attendees(url: str, json_only: bool) -> None:
    """Who was present or led a delegation according to an article, with the role and side in print and whom a list has.

    Exit code 1 where the article is not stored.
    """
    with open_store().begin() as db:
        found = store.attendees(db, url_hash(url))
    if found is None:
        not_stored(url, json_only)
    for one in found:
        emit(asdict(one)) if json_only else click.echo(attendee_in_words(one))
    if not json_only:
        say(f"{counted(len(found), 'person', 'people')} present or at the head of a delegation")


def attendee_in_words(one: Attendee) -> str:
    """A person present as an analyst reads it."""
    side = f" ({one.side})" if one.side else ""
    lists = [f"on {name}: {entity}" for name, entity in sorted(one.entity_ids.items())]
    return "; ".join([f"{one.name}{side}", *filter(None, [one.role]), f"“{one.opener}”", *lists])


@click.command("person")
@click.argument("name")
@click.option("--list", "list_name", metavar="LIST", help="The watchlist, by its name; default: every list that has the person.")
@as_json
def person(name: str, list_name: str | None, json_only: bool) -> None:
    """How often a person of a watchlist appears.

    Shows the first and the last time, the usual days between, the longest silence, the titles and what was notable.

    NAME is a name, another spelling or an id on the list. Exit code 1 where no stored article mentions the person.
    """
    lists = [watchlist for watchlist in config.load_watchlists().values() if list_name in (None, watchlist.name)]
    people = [(watchlist.name, entity) for watchlist in lists for entity in _called(watchlist, name)]
    if not people:
        close = [entity.name for watchlist in lists for entity in watchlist.entities if plain(name) in plain(entity.name).split()]
        cure = f"Did you mean {' or '.join(close)}?" if close else "`wirewatch config check` names the lists."
        raise click.UsageError(f"Nobody is called “{name}” on {_names(lists, list_name)}. {cure}")
    engine = open_store()
    seen = [_show(engine, watchlist, entity, json_only) for watchlist, entity in people]
    sys.exit(0 if any(seen) else 1)


def _called(watchlist: Watchlist, name: str) -> Iterable[Entity]:
    wanted = plain(name)
    for entity in watchlist.entities:
        if wanted in {entity_id(entity), *(plain(spelling) for spelling in (entity.name, *entity.aliases, *entity.native))}:
            yield entity


def _names(lists: Iterable[Watchlist], asked: str | None) -> str:
    return ", ".join(watchlist.name for watchlist in lists) or f"the list “{asked}”, which there is not"


def _show(engine: Engine, watchlist: str, entity: Entity, json_only: bool) -> bool:
    with engine.connect() as db:
        record = appearances.record(db, watchlist, entity_id(entity))
    if json_only:
        emit({"list": watchlist, "entity": entity_id(entity), "name": entity.name, **_json(record)})
    else:
        click.echo(f"{entity.name} ({watchlist})\n{_in_words(record) if record else '  no stored article mentions this person'}")
    return record is not None


def _json(record: Record | None) -> dict[str, object]:
    if record is None:
        return {"articles": 0, "reason": "no stored article mentions this person"}
    silence = record.longest_silence
    return {**asdict(record), "longest_silence": {**asdict(silence), "days": silence.days} if silence else None}


def _in_words(record: Record) -> str:
    lines = [
        f"first printed {record.first.day}: {record.first.url}",
        f"last printed {record.last.day}: {record.last.url}",
        f"{_articles(record.articles)} on {counted(record.days, 'day', 'days')}"
        + (f", usually every {record.usual_days} days" if record.usual_days else ""),
    ]
    if record.longest_silence:
        silence = record.longest_silence
        lines.append(f"longest silence: {silence.days} days, from {silence.first} to {silence.last}")
    lines += [f"title: {one.title}, {_days(one.first, one.last)}" for one in record.titles]
    lines += [f"{one.appearance.day}: {'; '.join(one.notes)} ({one.appearance.url})" for one in record.notable]
    return "\n".join(f"  {line}" for line in lines)


def _articles(number: int) -> str:
    return counted(number, "article", "articles")


def _days(first: object, last: object) -> str:
    return f"{first}" if first == last else f"{first} to {last}"
