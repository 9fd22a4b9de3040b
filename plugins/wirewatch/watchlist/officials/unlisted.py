"""Officials on no list: who has an office of a country that the lists watch and is nobody on any of them.

A doubtful misprint of a listed name ends here too, and says whom it resembles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from math import inf

from wirewatch.configured import Watchlist
from wirewatch.models import Mention
from wirewatch.text.fold import fold
from wirewatch.watchlist.names.slips import SAME, Misprint, encoded, misprint, readings, skeleton
from wirewatch.watchlist.names.spelled import Surnames
from wirewatch.watchlist.officials.nations import DPRK, nation_of
from wirewatch.watchlist.officials.printed import Official
from wirewatch.watchlist.officials.vocabulary import NO_OFFICE
from wirewatch.watchlist.persons import Person, persons
from wirewatch.watchlist.prose.passage import words_of
from wirewatch.watchlist.prose.vocabulary import HEADS, is_patronymic

# What the slips between two printed names may cost together: for the spellings of one person by rules alone ("Obchinnikov", "Ovchinnikov"),
# and for a name that only comes close to a listed one ("Koslovich", "Kozlovich").
ONE_PERSON = 1.0
CLOSE = 2.5

# A title that ends so was cut at a word that stands in none: "commander of the Russian | spaceship".
_ADJECTIVE = ("ian", "ean", "ese", "ish", "can")


class Known:
    """The people of a list, to be compared with."""

    def __init__(self, watchlist: Watchlist) -> None:
        people = persons(watchlist)
        self.name = watchlist.name
        self._surnames = Surnames(people)
        self._by_given: dict[str, list[Person]] = {}
        for person in people:
            for given in person.givens:
                self._by_given.setdefault(given, []).append(person)

    def close_to(self, given: str, surname: str) -> Iterator[Person]:
        """Yield the people of the given name or the surname, and those whose surname may have been misprinted so."""
        yield from self._by_given.get(fold(given), ())
        yield from self._surnames.people(surname)
        yield from (near.person for near in self._surnames.near(surname))


@dataclass(frozen=True)
class Likeness:
    """A listed person whom a printed name comes close to, and what the slips between the names cost."""

    name: str
    watchlist: str
    cost: float

    def __str__(self) -> str:
        return f"{self.name} on {self.watchlist}"


def countries(watchlists: Iterable[Watchlist]) -> frozenset[str]:
    """Return the countries of the lists' entities as sides are called: ISO codes, "dprk" for North Korea."""
    codes = {entity.country.lower() for watchlist in watchlists for entity in watchlist.entities if entity.country}
    return frozenset(DPRK if code == "kp" else code for code in codes)


def unlisted(found: Iterable[Official], mentions: Collection[Mention], of: Collection[str]) -> list[Official]:
    """Return the officials of these countries whom no mention covers, in reading order."""
    return [one for one in found if one.side in of and is_office(one) and not _is_mentioned(one, mentions)]


def is_office(official: Official) -> bool:
    """Tell whether a full name stands with an office of a state; a surname alone only where its own title names the country."""
    words = words_of(official.role or "")
    beside = words + words_of(official.opener or "") if official.how == "delegation" else words
    if official.korean:
        return True
    if HEADS.isdisjoint(words) or not NO_OFFICE.isdisjoint(beside) or words[-1].endswith(_ADJECTIVE):
        return False
    return " " in official.name or nation_of(words) is not None


def name_key(name: str) -> str:
    """Return what groups the spellings of one printed name: its folded parts in any order, without patronymic and initials."""
    return " ".join(sorted(fold(part) for part in _parts(name)))


def bones(name: str) -> str:
    """Return the coarse consonants of a name's surname, which no misprint by rule changes."""
    return skeleton(encoded(words_of(name)[-1]))


def same_person(one: str, other: str) -> bool:
    """Tell whether two printed full names may be one person's: each part the same, or a misprint that rules explain."""
    parts, others = _parts(one), _parts(other)
    if len(parts) != 2 or len(others) != 2:
        return False
    slips = [_slips(*pair) for pair in zip(parts, others, strict=True)]
    return all(slip and slip.ruled for slip in slips) and sum(slip.cost for slip in slips if slip) <= ONE_PERSON


def resembles(name: str, lists: Iterable[Known]) -> Likeness | None:
    """Return the listed person whom a printed full name comes closest to, or None: another given name is another person."""
    parts = _parts(name)
    found = [like for known in lists for like in _likenesses(parts[0], parts[-1], known)] if len(parts) == 2 else []
    return min(found, key=lambda like: like.cost, default=None)


def _likenesses(given: str, surname: str, known: Known) -> Iterator[Likeness]:
    for person in known.close_to(given, surname):
        cost = _least(person.givens, given) + _least(person.written, surname)
        if cost <= CLOSE:
            yield Likeness(person.entity.name, known.name, cost)


def _least(listed: Iterable[str], printed: str) -> float:
    return min((slips.cost for one in listed if (slips := _slips(one, printed))), default=inf)


def _slips(one: str, other: str) -> Misprint | None:
    """The slips between two words, none where the fold makes them equal; None where they are two names."""
    if fold(one) == fold(other):
        return SAME
    ways = [slips for printed in readings(other) if (slips := misprint(encoded(one), printed))]
    return min(ways, key=lambda slips: slips.cost, default=None)


def _parts(name: str) -> list[str]:
    """The given name and surname in the order printed; "Davidovich" may be either, a third word like it is a patronymic."""
    words = [word for word in words_of(name) if len(word) > 2]
    return [word for word in words if len(words) < 3 or not is_patronymic(word)]


def _is_mentioned(official: Official, mentions: Collection[Mention]) -> bool:
    return any(m.field == official.field and m.start < official.end and official.start < m.end for m in mentions)
