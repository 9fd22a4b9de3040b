"""Officials on no list: who has an office of a country that the lists watch and is nobody on any of them.

A doubtful misprint of a listed name ends here too, and says whom it resembles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from wirewatch.models import Mention, Watchlist
from wirewatch.text.fold import fold
from wirewatch.text.normalise import plain
from wirewatch.watchlist.officials.nations import DPRK, nation_of
from wirewatch.watchlist.officials.printed import Official
from wirewatch.watchlist.officials.vocabulary import NO_OFFICE
from wirewatch.watchlist.persons import Person
from wirewatch.watchlist.prose.vocabulary import HEADS, is_patronymic

# How alike two folded names are, 0 to 1: "Koslov" and "Kozlov" 0.83, "Petrov" and "Petrenko" 0.57.
ALIKE_SURNAME = 0.75
ALIKE_GIVEN = 0.6

# A title that ends so was cut at a word that stands in none: "commander of the Russian | spaceship".
_ADJECTIVE = ("ian", "ean", "ese", "ish", "can")


@dataclass(frozen=True)
class Known:
    """A person of a list, to compare with."""

    watchlist: str
    person: Person


def countries(watchlists: Iterable[Watchlist]) -> frozenset[str]:
    """Return the countries of the lists' entities as sides are called: ISO codes, "dprk" for North Korea."""
    codes = {entity.country.lower() for watchlist in watchlists for entity in watchlist.entities if entity.country}
    return frozenset(DPRK if code == "kp" else code for code in codes)


def unlisted(found: Iterable[Official], mentions: Collection[Mention], of: Collection[str]) -> list[Official]:
    """Return the officials of these countries whom no mention covers, in reading order."""
    return [one for one in found if one.side in of and is_office(one) and not _is_mentioned(one, mentions)]


def is_office(official: Official) -> bool:
    """Tell whether a full name stands with an office of a state; a surname alone only where its own title names the country."""
    words = _words(official.role or "")
    beside = words + _words(official.opener or "") if official.how == "delegation" else words
    if official.korean:
        return True
    if HEADS.isdisjoint(words) or not NO_OFFICE.isdisjoint(beside) or words[-1].endswith(_ADJECTIVE):
        return False
    return " " in official.name or nation_of(words) is not None


def name_key(name: str) -> str:
    """Return what groups the spellings of one printed name: its folded parts in any order, without patronymic and initials."""
    return " ".join(sorted(_parts(name)))


def resembles(name: str, people: Iterable[Known]) -> Known | None:
    """Return the listed person whom a printed full name comes close to, the closest one, or None."""
    words = _parts(name)
    if len(words) < 2:
        return None
    close = [(score, one) for one in people if (score := _likeness(words[0], words[-1], one.person)) is not None]
    return max(close, key=lambda pair: pair[0])[1] if close else None


def _parts(name: str) -> list[str]:
    """The folded given name and surname in the order printed; "Gershevich" may be either, a third word like it is a patronymic."""
    words = [word for word in _words(name) if len(word) > 2]
    return [fold(word) for word in words if len(words) < 3 or not is_patronymic(word)]


def _likeness(given: str, surname: str, person: Person) -> float | None:
    """How alike the names are, or None where they are not. One of the two parts must be (nearly) the same, the other alike."""
    family = max((_ratio(surname, other) for other in person.surnames), default=0.0)
    first = max((_ratio(given, other) for other in person.givens), default=0.0)
    alike = family >= ALIKE_SURNAME and first >= ALIKE_GIVEN
    return family + first if alike else None


def _ratio(left: str, right: str) -> float:
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def _is_mentioned(official: Official, mentions: Collection[Mention]) -> bool:
    return any(m.field == official.field and m.start < official.end and official.start < m.end for m in mentions)


def _words(text: str) -> list[str]:
    return plain(text).replace("-", " ").replace("’s", " s").replace("'s", " s").replace(".", " ").replace(",", " ").split()
