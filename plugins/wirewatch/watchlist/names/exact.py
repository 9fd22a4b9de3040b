"""The exact layer: every spelling on the list, in one pass of one automaton over the normalised text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ahocorasick_rs import AhoCorasick, Implementation

from wirewatch.text.normalise import plain
from wirewatch.watchlist.persons import Person
from wirewatch.watchlist.prose.article import Find
from wirewatch.watchlist.prose.boundaries import stands_alone
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.surroundings import contradicts, in_institution, lead

SCORE_AS_LISTED = 1.0

_AFTER_INITIAL = re.compile(r"(?<![^\W_])([^\W\d_]{1,2}\.) ?(?=[^\W\d_])")
_BEFORE_SURNAME = re.compile(r"(?<=\.)(?=[^\W\d_]{3})")


class Spellings:
    """The compiled spellings of a list of people."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        owners: dict[str, list[tuple[Person, str]]] = {}
        for person in people:
            for spelling in dict.fromkeys(person.spellings):
                for form in _forms(plain(spelling)):
                    owners.setdefault(form, []).append((person, spelling))
        self._owners = list(owners.items())
        self._automaton = AhoCorasick(list(owners), implementation=Implementation.DFA) if owners else None

    def finds(self, passage: Passage) -> Iterator[Find]:
        """Yield each place where a listed spelling stands as a whole name."""
        if self._automaton is None:
            return
        for pattern, start, end in self._automaton.find_matches_as_indexes(passage.normal.text, overlapping=True):
            name, owners = self._owners[pattern]
            for person, spelling in owners:
                if _is_name(passage, name, start, end, person):
                    reason = _why(passage.printed(start, end), person, spelling)
                    whole = " " in spelling.strip()
                    yield Find(person, passage, start, end, "confirmed", SCORE_AS_LISTED, reason, whole)


def _forms(name: str) -> dict[str, None]:
    """Return the ways to set a normalised name that differ in spaces alone: "v. v. putin", "v.v. putin", "v.v.putin"."""
    tight = _AFTER_INITIAL.sub(r"\1", name)
    return dict.fromkeys((name, tight, _BEFORE_SURNAME.sub(" ", tight), _AFTER_INITIAL.sub(r"\1 ", name)))


def _is_name(passage: Passage, name: str, start: int, end: int, person: Person) -> bool:
    if not stands_alone(passage.normal.text, start, end, passage.capital(end + 1)):
        return False
    if _has_no_words(name):
        return True
    if " " not in name:
        return _is_person(passage, start, end, person)
    near, offset = passage.paragraph(start)
    return _is_person(near, start - offset, end - offset, person)


def _is_person(passage: Passage, start: int, end: int, person: Person) -> bool:
    """Tell whether the words are a person's name: no institution's, and a single one no other man's surname."""
    first, last = passage.word_at(start), passage.word_at(end) - 1
    if last < first or passage.words.starts[first] != start or in_institution(passage, first, last):
        return False
    return first < last or (passage.words.capital(first) and not contradicts(passage, lead(passage, first), first, person))


def _has_no_words(name: str) -> bool:
    """Hangul, Han and kana run on without spaces and capitals, so the checks by words cannot be made there."""
    return any("\u3040" <= letter <= "\u9fff" or "가" <= letter <= "힣" for letter in name)


def _why(printed: str, person: Person, spelling: str) -> str:
    if spelling == person.entity.name:
        return f"printed “{printed}”, the name on the list"
    if spelling in person.entity.native:
        return f"printed “{printed}”, on the list as a native spelling of {person.entity.name}"
    return f"printed “{printed}”, on the list as another spelling of {person.entity.name}"
