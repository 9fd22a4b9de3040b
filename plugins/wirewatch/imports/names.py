"""Names as foreign lists print them, turned to the way a watchlist has them: "PUTIN, Vladimir" is Vladimir Putin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from wirewatch.configured import Entity
from wirewatch.imports.countries import codes
from wirewatch.imports.records import Record
from wirewatch.text.fold import fold
from wirewatch.text.normalise import plain
from wirewatch.watchlist.east_asian import looks_east_asian
from wirewatch.watchlist.persons import only_exact
from wirewatch.watchlist.prose.vocabulary import GIVEN_NAMES, is_patronymic

Script = Literal["latin", "native", "other"]

# Scripts that the texts are written in, by the first word of the letters' Unicode names.
_NATIVE = frozenset({"CYRILLIC", "HANGUL", "CJK", "HIRAGANA", "KATAKANA"})
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|[\"“”«»]")
_INSIDE = re.compile(r"([-'’])")


@dataclass(frozen=True)
class Found:
    """A person ready for the list, and the spellings that stay out with the reason in words."""

    entity: Entity
    left_out: tuple[tuple[str, str], ...] = ()


def person(record: Record, country: str | None = None) -> Found | None:
    """Return the person of a record, with that country where the record gives several; None where no name is usable.

    The name is the first in Latin letters with a given name and a surname, else the first in Cyrillic; its patronymic stays in an
    alias.
    """
    own = codes(record.countries)
    land = country if country in own else own[0] if len(own) == 1 else None
    spellings = tuple(dict.fromkeys(filter(None, map(_clean, record.names))))
    surname = next(filter(None, (_surname(one) for one in spellings)), None)
    turned = list(dict.fromkeys(turn(one, surname, land) for one in spellings))
    full = next((one for one in turned if is_whole(one, "latin")), None) or next(
        (one for one in turned if is_whole(one, "native")), None
    )
    if full is None:
        return None
    name = _without_patronymic(full)
    rest = [one for one in dict.fromkeys([full, *turned]) if plain(one) != plain(name)]
    kept = {one: _why_not(one, name) for one in rest}
    good = [one for one, why in kept.items() if why is None]
    entity = Entity(
        name=name,
        country=land,
        aliases=tuple(one for one in good if script(one) == "latin"),
        native=tuple(one for one in good if script(one) == "native"),
        roles=record.roles,
    )
    return Found(entity, tuple((one, why) for one, why in kept.items() if why))


def turn(name: str, surname: str | None = None, country: str | None = None) -> str:
    """Return a name with the given name first: by its comma, its capitals, its patronymic, or the surname known from elsewhere.

    Names in the East Asian order keep it. Words all in capitals get one.
    """
    family, comma, given = (part.strip() for part in name.partition(","))
    words = family.split()
    if comma and given:
        first_last = f"{_cased(family)} {_cased(given)}"
        listed = Entity(name=first_last, country=country)
        return first_last if looks_east_asian(listed) or only_exact(listed) else f"{_cased(given)} {_cased(family)}"
    if len(words) > 1 and not looks_east_asian(Entity(name=family)) and _surname_stands_first(words, surname):
        words = [*words[1:], words[0]]
    return _cased(" ".join(words))


def script(name: str) -> Script:
    """Return which letters a name is written in: Latin, others the texts have (Cyrillic, Hangul, Han, kana), or neither and mixtures."""
    names = {unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha()}
    if names == {"LATIN"} or (names and names <= {"LATIN", "MODIFIER"}):
        return "latin"
    return "native" if names and (names <= {"CYRILLIC"} or names <= _NATIVE - {"CYRILLIC"}) else "other"


def is_whole(name: str, letters: Script) -> bool:
    """Tell whether a name in these letters has more than a surname or initials."""
    if script(name) != letters:
        return False
    words = [word for word in name.split() if len(word.strip(".")) > 1 and not word.endswith(".")]
    return len(words) > 1 or (
        letters == "native" and len(name) > 1 and unicodedata.name(name[0], "").startswith(("CJK", "HANGUL"))
    )


def _clean(name: str) -> str:
    return " ".join(_ASIDE.sub(" ", unicodedata.normalize("NFC", name)).split()).strip(" ,;")


def _surname(name: str) -> str | None:
    """Return the folded surname where the spelling itself shows which word it is."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and given:
        return fold(plain(family))
    words = name.split()
    if len(words) == 3 and is_patronymic(plain(words[1])):
        return fold(plain(words[2]))
    return fold(plain(words[0])) if len(words) > 1 and _surname_stands_first(words, None) else None


def _surname_stands_first(words: list[str], surname: str | None) -> bool:
    if surname is not None and fold(plain(words[0])) == surname and fold(plain(words[-1])) != surname:
        return True
    if len(words) == 3 and is_patronymic(plain(words[2])) and not is_patronymic(plain(words[1])):
        return True
    shouted = [len(word) > 2 and word.isupper() for word in words]
    if any(shouted) and not all(shouted):
        return shouted[0] and not shouted[-1]
    given = [fold(plain(word)) in GIVEN_NAMES for word in words]
    return len(words) == 2 and given[1] and not given[0]


def _cased(words: str) -> str:
    return " ".join(_cased_word(word) for word in words.split())


def _cased_word(word: str) -> str:
    if not word.isupper() or len(word) < 2 or "." in word:
        return word
    return "".join(part.capitalize() for part in _INSIDE.split(word))


def _without_patronymic(name: str) -> str:
    words = name.split()
    return f"{words[0]} {words[2]}" if len(words) == 3 and is_patronymic(plain(words[1])) else name


def _why_not(spelling: str, name: str) -> str | None:
    """Return why a spelling stays out; of one word, only those in letters that run on without spaces or in Cyrillic are names."""
    if script(spelling) == "other":
        return "letters that no text here is written in"
    if any(letter.isdigit() for letter in spelling):
        return "a number in it"
    if script(spelling) == "latin" and " " not in spelling:
        return "one word alone"
    return "the name turned round" if _folded(spelling.split()) == _folded(reversed(name.split())) else None


def _folded(words: Iterable[str]) -> list[str]:
    return [fold(plain(word)) for word in words]
