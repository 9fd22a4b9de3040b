"""appearances: how often a listed person appears, and what is notable in it: the first time, a return, another title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from sqlalchemy import Connection

from wirewatch.alerting.happenings import day_in_words
from wirewatch.storage.appearances import Appearance, appearances, before, stored_since
from wirewatch.watchlist.prose.agreement import alike, names_office

# A silence is told from so many days on, and only where it is so many times what is usual.
SILENT_DAYS = 30
TIMES_USUAL = 3
# What is usual shows from so many days with an appearance on; a silence before that is told from LONG_SILENCE days on.
KNOWN_FROM = 4
LONG_SILENCE = 90
# A title is new when none like it was printed in so many days before, nor the time before that.
TITLE_DAYS = 365


@dataclass(frozen=True)
class Silence:
    """The days between two appearances."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days after the one appearance the other came."""
        return (self.last - self.first).days


@dataclass(frozen=True)
class Titled:
    """A title as printed, from the first day it was printed to the last."""

    title: str
    first: date
    last: date


@dataclass(frozen=True)
class Notable:
    """An appearance and what is notable about it, in words."""

    appearance: Appearance
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """What the stored mentions tell of a person. `usual_days`: the median of the days between two appearances."""

    first: Appearance
    last: Appearance
    articles: int
    days: int
    usual_days: int | None
    longest_silence: Silence | None
    titles: tuple[Titled, ...]
    notable: tuple[Notable, ...]


def record(db: Connection, watchlist: str, entity_id: str) -> Record | None:
    """Return what is stored of a person of a list, or None where no article mentions them."""
    history = appearances(db, watchlist, entity_id)
    if not history:
        return None
    days = _days(history)
    silences = [Silence(*pair) for pair in pairwise(days)]
    since = stored_since(db)
    noted = [Notable(one, tuple(notes(history[:place], one, since))) for place, one in enumerate(history)]
    return Record(
        first=history[0],
        last=history[-1],
        articles=len(history),
        days=len(days),
        usual_days=usual(history),
        longest_silence=max(silences, key=lambda silence: silence.days, default=None),
        titles=tuple(_titles(history)),
        notable=tuple(one for one in noted if one.notes),
    )


def notes_on(db: Connection, mention_id: int) -> list[str]:
    """Return what is notable about a mention, against what is stored of the days before; mostly nothing.

    "first mention ever (stored articles begin on 1 March 2019)" · "first in 214 days; usually every 9 days" · "title changed: “deputy
    minister” before, “minister” now". Raises NoResultFound for a mention that is none or is retired.
    """
    history, own = before(db, mention_id)
    return notes(history, own, stored_since(db) if not history else None)


def notes(history: Sequence[Appearance], new: Appearance, since: date | None = None) -> list[str]:
    """Return what is notable about an appearance after those before it, oldest first; `since`: the first day anything is known of."""
    if not history:
        return ["first mention ever" + (f" (stored articles begin on {day_in_words(since)})" if since else "")]
    return [note for note in (_return(history, new), _new_title(history, new)) if note]


def usual(history: Sequence[Appearance]) -> int | None:
    """Return how many days usually lie between two appearances (the median), or None where too few are known."""
    days = _days(history)
    return round(median((later - earlier).days for earlier, later in pairwise(days))) if len(days) >= KNOWN_FROM else None


def _days(history: Iterable[Appearance]) -> list[date]:
    return sorted({one.day for one in history})


def _return(history: Sequence[Appearance], new: Appearance) -> str | None:
    silent = (new.day - history[-1].day).days
    if silent < SILENT_DAYS:
        return None
    normally = usual(history)
    if normally is None:
        return f"first in {silent} days" if silent >= LONG_SILENCE else None
    if silent < TIMES_USUAL * normally:
        return None
    return f"first in {silent} days; usually every {f'{normally} days' if normally > 1 else 'day'}"


def _new_title(history: Sequence[Appearance], new: Appearance) -> str | None:
    """Compare by meaning: another spelling or a shorter form of a title is none that is new."""
    printed = [role for role in new.roles if names_office(role)]
    last = None
    for day, earlier in _titles_back(history) if printed else ():
        if last and day < new.day - timedelta(days=TITLE_DAYS):
            break
        last = last or earlier
        if any(alike(role, earlier) for role in printed):
            return None
    return f"title changed: “{last}” before, “{printed[0]}” now" if last else None


def _titles_back(history: Sequence[Appearance]) -> Iterator[tuple[date, str]]:
    return ((one.day, role) for one in reversed(history) for role in one.roles if names_office(role))


def _titles(history: Iterable[Appearance]) -> Iterable[Titled]:
    """The titles in the order in which they came up; one title in capitals and in small letters is one."""
    printed: dict[str, Titled] = {}
    for one in history:
        for role in one.roles:
            known = printed.get(role.casefold(), Titled(role, one.day, one.day))
            printed[role.casefold()] = Titled(known.title, known.first, one.day)
    return printed.values()
