"""rematch: hold what is stored against the lists as they are now, month by month.

A list is another one when its file, a verdict or the matcher is (`Judged.sha256`). Every text waits that met an older version of it,
or only other lists: the latest text of each article first, then those it replaced, for whom the state took out of an article is to be
found too. What the listing said of an article waits only while its page is not read.

Each batch is a transaction: killed anywhere, the next run goes on, and one that finds nothing waiting does nothing. Only differences
are written; a mention that is no longer made is retired and comes back when it is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Engine

from wirewatch.configured import Watchlist
from wirewatch.pipeline.judging import Unforeseen
from wirewatch.pipeline.match import Current, current, find, officials_in, refuse_failed
from wirewatch.storage import mentions, officials, rematches
from wirewatch.storage.articles import Text
from wirewatch.storage.mentions import Changes, Stored
from wirewatch.storage.rematches import Month
from wirewatch.watchlist.officials.printed import Official

BATCH = 100  # texts held at once: a second of matching, for which a daily match of one of them waits at most

Progress = Callable[[str], None]


@dataclass
class Rematched:
    """How many texts were held against a list anew, and what became of their mentions; `fresh` of the new ones may alert."""

    texts: int = 0
    new: int = 0
    changed: int = 0
    again: int = 0
    retired: int = 0
    fresh: int = 0


def waiting(engine: Engine, watchlists: Iterable[Watchlist], first: date = date.min, last: date = date.max) -> list[Month]:
    """The months of publication from `first` to `last` (days in them) with texts that wait for a list, the latest month first."""
    with engine.begin() as db:
        lists = current(db, watchlists)
    with engine.begin() as db:
        found = [month for one in lists for month in rematches.months(db, one.name, one.version)]
    asked = [month for month in found if first.replace(day=1) <= month.first_day <= last]
    return sorted(asked, key=lambda month: month.first_day, reverse=True)


def rematch(
    engine: Engine,
    watchlists: Sequence[Watchlist],
    months: Iterable[date] | None = None,
    alert: bool = False,
    progress: Progress = lambda _: None,
) -> Rematched:
    """Hold what waits of these months (each named by its first day; None: all) against the lists. A second call finds nothing to do.

    New mentions are historical. With `alert`, one of a person whom the list did not know in that text before may alert, unless a
    backfill or a person brought the article; `decide` still asks `watch_since` and `late_days`.

    A text that the matcher breaks on goes on waiting: raises Unforeseen when all the others are done.
    """
    done = Rematched()
    with engine.begin() as db:
        lists = current(db, watchlists)
    asked = sorted({one.first_day for one in waiting(engine, watchlists)}, reverse=True) if months is None else months
    failed: list[int] = []
    for month in asked:
        read: set[int] = set()
        for one in lists:
            failed += _month(engine, one, month, alert, done, read, progress)
    refuse_failed(failed)
    return done


def _month(
    engine: Engine, one: Current, month: date, alert: bool, done: Rematched, read: set[int], progress: Progress
) -> list[int]:
    """Do a month for a list; returns the revisions that the matcher broke on. `read`: texts whose officials are read already."""
    failed: list[int] = []
    with engine.begin() as db:
        ids = rematches.waiting(db, one.name, one.version, month)
    for start in range(0, len(ids), BATCH):
        with engine.begin() as db:
            batch = ids[start : start + BATCH]
            broken = _batch(db, one, batch, alert, done, read)
        failed += broken
        read.update(set(batch) - set(broken))
        progress(f"{month:%Y-%m} {one.name}: {min(start + BATCH, len(ids))} of {len(ids)} texts")
    return failed


def _batch(db: Connection, one: Current, ids: Sequence[int], alert: bool, done: Rematched, read: Collection[int]) -> list[int]:
    texts, changes = rematches.take(db, one.name, one.version, ids), Changes()
    known = mentions.stored(db, one.name, [text.id for text in texts])
    people: dict[int, list[Official]] = {}
    for text in texts:
        stored = known.get(text.id, [])
        try:
            found, people[text.id] = find(one.judged, text), [] if text.id in read else officials_in(text)
        except Unforeseen:
            continue
        changes.add(text.id, stored, found, _historical(text, stored, alert))
    mentions.write(db, one.name, one.version, people, changes)
    officials.replace(db, {text: found for text, found in people.items() if text not in read})
    done.texts += len(people)
    done.new += len(changes.new)
    done.changed += len(changes.changed)
    done.again += len(changes.again)
    done.retired += len(changes.gone)
    done.fresh += changes.fresh
    return [text.id for text in texts if text.id not in people]


def _historical(text: Text, stored: Iterable[Stored], alert: bool) -> mentions.Historical:
    """Which new mentions of a text never alert: all, unless it is asked for; else those of people the list knew in it before."""
    known = {one.key[0] for one in stored}
    return lambda mention: not alert or text.historical or mention.entity_id in known
