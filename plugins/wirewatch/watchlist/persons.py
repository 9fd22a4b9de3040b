"""A listed person, made ready for matching: folded name parts from every spelling the list gives."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from wirewatch.configured import Entity, Watchlist
from wirewatch.text.fold import SOFT, fold
from wirewatch.text.normalise import plain
from wirewatch.watchlist.names.slips import misprint, signs
from wirewatch.watchlist.prose.vocabulary import GIVEN_NAMES, KOREAN_SURNAMES, givens_like, is_patronymic

# Countries whose names are never compared by the fold or by a surname alone: the surname is no last word, and Korean syllables
# are too short to tell people apart.
_EXACT_COUNTRIES = frozenset({"kp", "kr", "cn", "hk", "mo", "tw", "jp", "vn", "la", "kh", "th", "mm", "mn"})

DEAREST_PATRONYMIC = 1.1  # "Biktorobich" is Viktorovich, "Petrovich" is not Viktorovich

_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’ʼʹ\-][^\W\d_]+)*")
_BY_PARTS = re.compile(r"[A-Za-z\u00c0-\u024f\u0400-\u04ff'’ʼʹ\-, ]+")
# Endings that a given name rarely has, so that "Orlov Sergei" on a list is read in the right order.
_SURNAME_ENDING = re.compile(r"(?:[oe]v|in|sk|tsk|ova|eva|ina|skaa|ski|tski|ko|uk|ik|ich|an|dze|shvili)$")


@dataclass(frozen=True)
class Person:
    """An entity and the folded parts of its names; empty parts mean that only the exact spellings count."""

    entity: Entity
    id: str
    givens: frozenset[str] = frozenset()
    patronymics: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    written: tuple[str, ...] = ()  # the surnames not folded, for what a misprint may make of them

    @property
    def shortest_surname(self) -> int:
        """How many letters the shortest surname has, folded."""
        return min((len(surname.replace(SOFT, "")) for surname in self.surnames), default=0)

    def may_be_called(self, patronymic: str) -> bool:
        """Tell whether a folded patronymic can be the person's: a listed one, misprinted by rule, or any where none is listed."""
        if not self.patronymics or patronymic in self.patronymics:
            return True
        slips = (misprint(signs(listed), signs(patronymic)) for listed in self.patronymics)
        return any(slip and slip.ruled and slip.cost <= DEAREST_PATRONYMIC for slip in slips)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every spelling on the list: the name, the aliases, the native ones."""
        return (self.entity.name, *self.entity.aliases, *self.entity.native)


def entity_id(entity: Entity) -> str:
    """Return the entity's id, or a slug of its name where the list gives none ("Sergey Orlov" is sergey-orlov)."""
    if entity.id:
        return entity.id
    bare = unicodedata.normalize("NFD", plain(entity.name))
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", letters)).strip("-")


def persons(watchlist: Watchlist) -> tuple[Person, ...]:
    """Return the people of a list, ready for matching."""
    return tuple(_person(entity) for entity in watchlist.entities)


def only_exact(entity: Entity) -> bool:
    """Tell whether only spellings on the list count: East Asian names ("Han referred", "Kim in the message")."""
    words = plain(entity.name).split()
    looks_korean = len(words) in (2, 3) and words[0] in KOREAN_SURNAMES and all(len(word) <= 9 for word in words)
    return (entity.country or "").lower() in _EXACT_COUNTRIES or looks_korean


def _person(entity: Entity) -> Person:
    if only_exact(entity):
        return Person(entity, entity_id(entity))
    names = [name for spelling in (entity.name, *entity.aliases, *entity.native) if (name := name_parts(spelling))]
    return Person(
        entity,
        entity_id(entity),
        givens=frozenset(given for name in names for given in givens_like(fold(name.given), entity.country)),
        patronymics=frozenset(fold(name.patronymic) for name in names if name.patronymic),
        surnames=frozenset(fold(name.surname) for name in names),
        written=tuple(dict.fromkeys(name.surname for name in names)),
    )


class NameParts(NamedTuple):
    """The parts of a full name, normalised and not folded."""

    given: str
    patronymic: str
    surname: str


def name_parts(name: str) -> NameParts | None:
    """Return the given name, patronymic ("" if none) and surname of a full name, or None where it is not one.

    Initials ("V. Orlov"), single words and names of more than three words give no parts.
    """
    words = _in_order(name)
    if not _BY_PARTS.fullmatch(name) or not 2 <= len(words) <= 3 or min(map(len, words)) < 3:
        return None
    if len(words) == 2:
        return NameParts(words[0], "", words[1])
    if is_patronymic(words[2]):  # Orlov Sergei Viktorovich
        return NameParts(words[1], words[2], words[0])
    return NameParts(*words) if is_patronymic(words[1]) else None


def _in_order(name: str) -> list[str]:
    """Return the words of a name, the given name first: imported lists print "ORLOV Sergei" and "Orlov, Sergei Viktorovich"."""
    surname, comma, rest = name.partition(",")
    words = _NAME_WORD.findall(plain(name))
    if comma:
        return _NAME_WORD.findall(plain(rest)) + _NAME_WORD.findall(plain(surname))
    printed = _NAME_WORD.findall(name)
    if len(words) == 2 and len(printed) == 2 and _surname_first(*printed):
        return words[::-1]
    return words


def _surname_first(first: str, second: str) -> bool:
    if first.isupper() != second.isupper():
        return first.isupper()
    return fold(second) in GIVEN_NAMES and fold(first) not in GIVEN_NAMES and _SURNAME_ENDING.search(fold(first)) is not None
