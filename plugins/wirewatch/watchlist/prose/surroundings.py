"""What stands around a surname: a given name, a patronymic, initials, or an institution that bears the name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wirewatch.text.fold import fold
from wirewatch.watchlist.persons import Person
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.titles import TITLE_WORDS
from wirewatch.watchlist.prose.vocabulary import (
    COURTESY,
    FAR_INSTITUTIONS,
    GIVEN_NAMES,
    HEADS,
    INSTITUTION_KINDS,
    INSTITUTIONS,
    ORDINARY,
    is_patronymic,
)

_NO_INITIALS = COURTESY | {"st", "lt", "no", "mt"}
_STREETS = (FAR_INSTITUTIONS - {"works", "park", "center", "centre"}) | {"street", "avenue", "square", "boulevard"}
_INSIDE_INSTITUTION = frozenset({" ", "-"})
MOST_STEPS = 5  # words from a name to the institution: "Yuri Gagarin Cosmonaut Training Center"
_WORD = re.compile(r"[^\W_]+")
_NAMED_AFTER = re.compile(
    r"(?:\b(?:named (?:after|for)|bear(?:s|ing)? the name of|(?:order|medal) of)"
    r" (?:(?!(?:by|with|in|on|at|to|from|when|who|which|where|was|were|is|as)\b)[\w'’.\-]+ ){0,6}"
    r"|\b(?:ship|warship|cruiser|frigate|corvette|icebreaker|tanker|vessel|destroyer|submarine|carrier|trawler|yacht|liner|ferry)"
    r" [\"“]?(?:admiral |marshal |general )?)$"
)


@dataclass(frozen=True)
class Lead:
    """What stands right before a surname: `first` is the index of the first word that belongs to the name."""

    first: int
    before: int | None = None
    patronymic: str = ""
    initials: tuple[str, ...] = ()


def lead(passage: Passage, surname: int) -> Lead:
    """Return the initials or the patronymic before the surname, and the index of a capitalised word before those, if any."""
    first = surname
    while first > 0 and passage.is_initial(first - 1) and passage.words.texts[first - 1] not in _NO_INITIALS:
        first -= 1
    initials = tuple(passage.words.texts[first:surname])
    patronymic = ""
    if not initials and _capital_before(passage, first) and is_patronymic(passage.words.texts[first - 1]):
        first -= 1
        patronymic = fold(passage.words.texts[first])
    return Lead(first, first - 1 if _capital_before(passage, first) else None, patronymic, initials)


def initials_behind(passage: Passage, found: Lead, surname: int) -> tuple[Lead, int] | None:
    """Return the initials behind a surname with nothing of a name before it, and the last of them: "Orlov S. V.", "Orlov S.V."."""
    if found.before is not None or found.initials or found.patronymic or not passage.adjacent(surname):
        return None
    last = surname
    while last + 1 < len(passage.words) and last - surname < 2 and _is_initial_behind(passage, last + 1):
        last += 1
    if last == surname:
        return None
    return Lead(found.first, initials=tuple(word.text for word in passage.words[surname + 1 : last + 1])), last


def _is_initial_behind(passage: Passage, index: int) -> bool:
    word = passage.words[index]
    between = passage.gap(index - 1)
    initial = word.capital and len(word.text) <= 2 and word.text not in _NO_INITIALS
    return initial and passage.normal.text.startswith(".", word.end) and between in (" ", ".", ". ")


def contradicts(passage: Passage, found: Lead, surname: int, person: Person) -> bool:
    """Tell whether what stands beside the surname is another person's name ("Arkady Orlov", "Orlov Petrosyan")."""
    if found.patronymic and not person.may_be_called(found.patronymic):
        return True
    if found.initials:
        return not initials_agree(found.initials, person)
    if found.before is not None and _is_other_name(passage, found.before, person):
        return True
    return passage.adjacent(surname) and _is_other_name(passage, surname + 1, person)


def names_namesake(passage: Passage, found: Lead, surname: int, person: Person) -> bool:
    """Tell whether another man of that surname is surely meant: a known given name, a patronymic or initials that differ."""
    sure = found.patronymic or found.initials or (found.before is not None and _is_given(passage, found.before))
    return bool(sure) and contradicts(passage, found, surname, person)


def initials_agree(initials: tuple[str, ...], person: Person) -> bool:
    """Tell whether the initials can be the person's ("V. V." for Vladimir Vladimirovich, "Yu." for Yuri)."""
    if not _may_begin(initials[0], person.givens | _raw_givens(person)):
        return False
    return len(initials) == 1 or not person.patronymics or _may_begin(initials[1], person.patronymics)


def in_institution(passage: Passage, first: int, last: int) -> bool:
    """Tell whether the name in the words first–last belongs to an ensemble, a street, a prize … and not to a person."""
    if _NAMED_AFTER.search(passage.normal.text, max(0, passage.words.starts[first] - 80), passage.words.starts[first]):
        return True
    for steps in range(1, MOST_STEPS + 1):
        if passage.gap(last + steps - 1) not in _INSIDE_INSTITUTION or last + steps == len(passage.words):
            return False
        word = passage.words[last + steps]
        if _is_institution(word.text, word.capital, steps, passage.field == "body"):
            return True
        if not word.capital or word.text in ORDINARY | HEADS or (passage.field != "body" and word.text not in INSTITUTION_KINDS):
            return False
    return False


def may_be_in_institution(passage: Passage, start: int, end: int) -> bool:
    """Tell whether `in_institution` has to be asked about a span; cheap, for it does not need the passage's words."""
    text = passage.normal.text
    if _NAMED_AFTER.search(text, max(0, start - 80), start):
        return True
    following = _WORD.match(text, end + 1) if text.startswith(" ", end) else None
    return following is not None and (passage.capital(end + 1) or following.group() in _STREETS)


def _is_institution(word: str, capital: bool, steps: int, prose: bool) -> bool:
    if steps == 1:
        return word in _STREETS or (word in INSTITUTIONS and capital and prose)
    return capital and word in FAR_INSTITUTIONS


def _capital_before(passage: Passage, index: int) -> bool:
    return index > 0 and passage.adjacent(index - 1) and passage.words.capitals[index - 1]


def _is_given(passage: Passage, index: int) -> bool:
    word = passage.words[index]
    return word.capital and (fold(word.text) in GIVEN_NAMES or is_patronymic(word.text))


def _is_other_name(passage: Passage, index: int, person: Person) -> bool:
    """In prose every capital that is no title and no ordinary word is taken for a name; headlines capitalise all words."""
    word = passage.words[index]
    if fold(word.text) in person.givens:
        return False
    if _is_given(passage, index):
        return True
    if passage.field != "body" or word.text in TITLE_WORDS or word.text in ORDINARY or word.text in passage.lower_case:
        return False
    return not (passage.opens_sentence(index) and word.text.endswith("ing"))


def _raw_givens(person: Person) -> set[str]:
    return {name.split()[0].casefold() for name in (person.entity.name, *person.entity.aliases) if " " in name}


def _may_begin(initial: str, names: frozenset[str] | set[str]) -> bool:
    return any(name.startswith((initial, fold(initial))) for name in names)
