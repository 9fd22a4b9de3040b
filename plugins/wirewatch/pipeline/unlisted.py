"""unlisted: officials of the watched countries whom no list has, one group for each person, whatever spellings were printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from wirewatch.configured import Watchlist
from wirewatch.storage import officials
from wirewatch.storage.officials import Printed
from wirewatch.watchlist.officials.nations import DPRK
from wirewatch.watchlist.officials.unlisted import Known, bones, countries, name_key, resembles, same_person


@dataclass(frozen=True)
class Office:
    """A title as printed, from the first day it was printed to the last, in so many articles."""

    title: str
    first: date
    last: date
    articles: int


@dataclass(frozen=True)
class Unlisted:
    """An official on no list: the spelling printed most, all of them, the offices, and the articles with their days, newest first.

    `resembles` names a listed person the name comes close to: perhaps a misprint.
    """

    name: str
    spellings: tuple[str, ...]
    side: str
    offices: tuple[Office, ...]
    articles: tuple[tuple[date, str], ...]
    resembles: str | None

    @property
    def country(self) -> str:
        """The side as watchlists write it."""
        return "kp" if self.side == DPRK else self.side

    @property
    def last(self) -> date:
        """The last day the person was printed."""
        return self.articles[0][0]


def unlisted(engine: Engine, watchlists: Sequence[Watchlist]) -> list[Unlisted]:
    """Return the officials on none of these lists, of the lists' countries; those printed most often first."""
    with engine.connect() as db:
        printed = officials.unlisted(db, countries(watchlists))
    lists = [Known(watchlist) for watchlist in watchlists]
    groups = [_group(places, lists) for places in _by_name(printed)]
    return sorted(groups, key=lambda group: (-len(group.articles), -group.last.toordinal(), group.name))


def named(groups: Iterable[Unlisted], name: str) -> Unlisted | None:
    """Return the group of the person whose name is printed so, in any spelling the fold takes for the same; None without one."""
    key = name_key(name)
    return next((group for group in groups if any(name_key(spelling) == key for spelling in group.spellings)), None)


def _by_name(printed: Iterable[Printed]) -> Iterable[list[Printed]]:
    """The places of each person. A spelling seen more rarely that may be a misprint of another one goes with it."""
    by_key: dict[tuple[str, str], list[Printed]] = {}
    for place in printed:
        by_key.setdefault((place.side, name_key(place.name)), []).append(place)
    alike: dict[tuple[str, str], list[list[Printed]]] = {}
    for (side, _), places in sorted(by_key.items(), key=lambda group: -len(group[1])):
        groups = alike.setdefault((side, bones(places[0].name)), [])
        known = next((one for one in groups if same_person(one[0].name, places[0].name)), None)
        if known:
            known += places
        else:
            groups.append(places)
    return [places for groups in alike.values() for places in groups]


def _group(places: Sequence[Printed], lists: Sequence[Known]) -> Unlisted:
    spellings = [spelling for spelling, _ in Counter(place.name for place in places).most_common()]
    close = resembles(spellings[0], lists)
    return Unlisted(
        name=spellings[0],
        spellings=tuple(spellings),
        side=places[0].side,
        offices=tuple(_offices(places)),
        articles=tuple(sorted({(place.day, place.url) for place in places}, reverse=True)),
        resembles=str(close) if close else None,
    )


def _offices(places: Sequence[Printed]) -> Iterable[Office]:
    """The titles, the last printed first; one title in capitals and in small letters is one."""
    titles: dict[str, list[Printed]] = {}
    for place in places:
        titles.setdefault(place.role.casefold(), []).append(place)
    offices = [
        Office(same[0].role, min(one.day for one in same), max(one.day for one in same), len({one.url for one in same}))
        for same in titles.values()
    ]
    return sorted(offices, key=lambda office: (office.last, office.first), reverse=True)
