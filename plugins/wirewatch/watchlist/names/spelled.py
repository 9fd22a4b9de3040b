"""Full names in other spellings: the surname by its fold, then a given name and perhaps a patronymic beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from wirewatch.text.fold import fold
from wirewatch.watchlist.names.slips import SAME, Misprint, encoded, misprint, neighbourhood, readings, skeleton
from wirewatch.watchlist.persons import Person
from wirewatch.watchlist.prose.article import Find, is_whole_word
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.surroundings import Lead, in_institution, lead
from wirewatch.watchlist.prose.titles import TITLE_WORDS
from wirewatch.watchlist.prose.vocabulary import GIVEN_NAMES, ORDINARY, is_patronymic

SCORE_VARIANT = 0.95
SHORTEST_MISPRINT = 4  # letters; in shorter words every slip makes another name
SHORTEST_GIVEN = 4
DEAREST_GIVEN = 1.0
_KEPT = 65536  # answers; the capitalised words of years of articles


class Near(NamedTuple):
    """A listed person whose surname a word may be a misprint of."""

    person: Person
    misprint: Misprint


class Surnames:
    """The people of a list by the surnames and given names a text may print for them; every answer is kept for the next time."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        self._by_fold: dict[str, list[Person]] = {}
        self._by_bones: dict[str, list[tuple[str, Person]]] = {}
        self._givens: dict[str, set[str]] = {}
        for person in people:
            for surname in person.surnames:
                self._by_fold.setdefault(surname, []).append(person)
            for code in {encoded(surname) for surname in person.written}:
                for bones in neighbourhood(skeleton(code)):
                    self._by_bones.setdefault(bones, []).append((code, person))
            for given in person.givens:
                self._givens.setdefault(skeleton(encoded(given)), set()).add(given)
        self.people = lru_cache(maxsize=_KEPT)(self._people)
        self.near = lru_cache(maxsize=_KEPT)(self._near)
        self.givens = lru_cache(maxsize=_KEPT)(self._givens_like)

    def _people(self, word: str) -> tuple[Person, ...]:
        """Return whose surname a word of a normalised text can be; most words are nobody's."""
        return tuple(self._by_fold.get(fold(word), ()))

    def _near(self, word: str) -> tuple[Near, ...]:
        """Return the people whose surname the word may be a misprint of, the cheapest misprint first."""
        if fold(word) in self._by_fold or len(word) < SHORTEST_MISPRINT:
            return ()
        best: dict[str, Near] = {}
        for printed in readings(word):
            seen = {pair for bones in neighbourhood(skeleton(printed)) for pair in self._by_bones.get(bones, ())}
            for code, person in seen:
                slips = misprint(code, printed)
                if slips and (person.id not in best or slips.cost < best[person.id].misprint.cost):
                    best[person.id] = Near(person, slips)
        return tuple(sorted(best.values(), key=lambda near: (near.misprint.cost, near.person.id)))

    def _givens_like(self, word: str) -> dict[str, Misprint]:
        """Return the folded given names of the list that the word prints, with the slips by rule between them."""
        printed = fold(word)
        found = {printed: SAME} if printed in self._givens.get(skeleton(encoded(printed)), ()) else {}
        if found or printed in GIVEN_NAMES or len(printed) < SHORTEST_GIVEN:
            return found
        for code in readings(word):
            for given in self._givens.get(skeleton(code), ()):
                slips = misprint(encoded(given), code)
                if slips and slips.ruled and slips.cost <= DEAREST_GIVEN:
                    found[given] = slips
        return found


@dataclass(frozen=True)
class Spotted:
    """The words of a passage that can be names of listed people, found in one walk over its capitals."""

    passage: Passage
    surnames: tuple[tuple[int, int, tuple[Person, ...]], ...]  # first word, last word ("Bonch-Bruyevich" has two), whose
    givens: tuple[tuple[int, Mapping[str, Misprint]], ...]
    titled: tuple[int, ...]  # words behind a title or before one, which may be misprinted surnames


def spotted(passage: Passage, surnames: Surnames) -> Spotted:
    """Return which words of the passage can be listed names."""
    found: list[tuple[int, int, tuple[Person, ...]]] = []
    givens: list[tuple[int, Mapping[str, Misprint]]] = []
    titled: list[int] = []
    words = passage.words
    for index, word in enumerate(words):
        if not word.capital:
            continue
        if passage.normal.text.startswith("-", word.end) and (people := _double(passage, index, surnames)):
            found.append((index, index + 1, people))
        elif (people := surnames.people(word.text)) and is_whole_word(passage, index):
            found.append((index, index, people))
        elif (index and words[index - 1].text in TITLE_WORDS) or _comma_and_title(passage, index):
            titled.append(index)
        if given := surnames.givens(word.text):
            givens.append((index, given))
    return Spotted(passage, tuple(found), tuple(givens), tuple(titled))


def _double(passage: Passage, index: int, surnames: Surnames) -> tuple[Person, ...]:
    if passage.gap(index) != "-":
        return ()
    return surnames.people(passage.words[index].text + passage.words[index + 1].text)


def _comma_and_title(passage: Passage, index: int) -> bool:
    if not passage.normal.text.startswith(",", passage.words[index].end) or index + 1 == len(passage.words):
        return False
    return passage.words[index + 1].text in TITLE_WORDS


def spelled_finds(names: Spotted) -> Iterator[Find]:
    """Yield each full name that is a spelling of a listed one: "Sergei Viktorovich Lavrov", "Zinoviev Georgiy"."""
    passage = names.passage
    for first, last, people in names.surnames:
        before = lead(passage, first)
        for person in people:
            span = _given_first(passage, before, last, person) or _surname_first(passage, before, first, last, person)
            if span and all(is_whole_word(passage, end) or first < last for end in span) and not in_institution(passage, *span):
                yield _find(passage, span, person)


def _given_first(passage: Passage, before: Lead, last: int, person: Person) -> tuple[int, int] | None:
    """Return the words of a name such as "Sergei Lavrov", "Sergei Viktorovich Lavrov" or "Sergei V. Lavrov"."""
    if before.before is None or fold(passage.words[before.before].text) not in person.givens:
        return None
    if before.patronymic and person.patronymics and before.patronymic not in person.patronymics:
        return None
    return before.before, last


def _surname_first(passage: Passage, before: Lead, first: int, last: int, person: Person) -> tuple[int, int] | None:
    """Return the words of "Lavrov Sergei" or "Lavrov Sergei Viktorovich"; another surname after them belongs to the given name."""
    given = last + 1
    if before.first < first or not passage.adjacent(last) or fold(passage.words[given].text) not in person.givens:
        return None
    end = given
    if passage.adjacent(given) and is_patronymic(passage.words[given + 1].text):
        end = given + 1
        if person.patronymics and fold(passage.words[end].text) not in person.patronymics:
            return None
    return None if name_goes_on(passage, end) else (first, end)


def name_goes_on(passage: Passage, last: int) -> bool:
    """Tell whether another word of a name follows the word."""
    if not passage.adjacent(last):
        return False
    following = passage.words[last + 1]
    return following.capital and following.text not in TITLE_WORDS | ORDINARY


def _find(passage: Passage, span: tuple[int, int], person: Person) -> Find:
    start, end = passage.words[span[0]].start, passage.words[span[1]].end
    reason = f"printed “{passage.printed(start, end)}”, a spelling of the list's {person.entity.name}"
    return Find(person, passage, start, end, "confirmed", SCORE_VARIANT, reason, whole=True)
