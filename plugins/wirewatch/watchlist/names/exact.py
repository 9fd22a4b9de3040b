"""The exact layer: every spelling on the list, in one pass of one automaton over the normalised text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from wirewatch.text.normalise import lower_ascii, plain
from wirewatch.text.sounds import is_hangul
from wirewatch.watchlist.persons import Person
from wirewatch.watchlist.prose.article import Find
from wirewatch.watchlist.prose.boundaries import stands_alone
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.surroundings import contradicts, in_institution, lead, may_be_in_institution

SCORE_AS_LISTED = 1.0
SHORT = 4  # letters; shorter words stand inside too many others to be looked for

_WORD = re.compile(r"[^\W_]+")

_AFTER_INITIAL = re.compile(r"(?<![^\W_])([^\W\d_]{1,2}\.) ?(?=[^\W\d_])")
_BEFORE_SURNAME = re.compile(r"(?<=\.)(?=[^\W\d_]{3})")


class _Form(NamedTuple):
    """A way to set a listed spelling, normalised, and where in it the word begins by which it is looked for."""

    text: str
    offset: int
    before: str  # the word of it that stands before that word, or what is written right before it
    after: str
    person: Person
    spelling: str
    whole: bool  # whether it is a full name
    wordless: bool  # whether it is of a script without spaces and capitals, so that no checks by words can be made

    def may_stand(self, text: str, start: int, end: int) -> bool:
        """Tell whether the words beside the one that was found are the spelling's, whatever white space is between them."""
        return text[:start].rstrip().endswith(self.before) and text[end:].lstrip().startswith(self.after)


class Spellings:
    """The compiled spellings of a list of people: one automaton over the rarest word of each.

    A word is found whatever white space is in or lost around the name, so that a text without any needs no closer look.
    """

    def __init__(self, people: tuple[Person, ...]) -> None:
        forms = [
            (form, person, spelling)
            for person in people
            for spelling in dict.fromkeys(person.spellings)
            for form in _forms(plain(spelling))
        ]
        common = Counter(word for form, _, _ in forms for word in set(_WORD.findall(form)))
        by_word: dict[str, list[_Form]] = {}
        for form, person, spelling in forms:
            word = min(_WORD.findall(form), key=lambda word: (len(word) < SHORT, common[word], -len(word)), default=form)
            by_word.setdefault(word, []).append(_form(form, word, person, spelling))
        self._forms = list(by_word.values())
        self._automaton = AhoCorasick(list(by_word), implementation=Implementation.DFA)

    def finds(self, passage: Passage) -> Iterator[Find]:
        """Yield each place where a listed spelling stands as a whole name."""
        for form, start in self._places(passage):
            end = start + len(form.text)
            if passage.normal.text.startswith(form.text, start) and _is_name(passage, form, start, end):
                reason = _why(passage.printed(start, end), form.person, form.spelling)
                yield Find(form.person, passage, start, end, "confirmed", SCORE_AS_LISTED, reason, form.whole)

    def _places(self, passage: Passage) -> list[tuple[_Form, int]]:
        """Return where a listed spelling stands in the normalised text if all its words do.

        A text that is ASCII becomes different by its white space alone, so that it is normalised only where a spelling may stand.
        """
        quickly = lower_ascii(passage.original)
        if not self._forms or (quickly is not None and not (found := self._search(quickly))):
            return []
        if quickly != passage.normal.text:
            found = self._search(passage.normal.text)
        return [(form, start - form.offset) for form, start in found if start >= form.offset]

    def _search(self, text: str) -> list[tuple[_Form, int]]:
        """Return each spelling whose rarest word stands in the text between its neighbours, and where that word stands."""
        return [
            (form, start)
            for word, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
            for form in self._forms[word]
            if form.may_stand(text, start, end)
        ]


def _form(text: str, word: str, person: Person, spelling: str) -> _Form:
    offset = text.index(word)
    before, after = text[:offset].split()[-1:], text[offset + len(word) :].split()[:1]
    whole = " " in spelling.strip()
    return _Form(text, offset, "".join(before), "".join(after), person, spelling, whole, _has_no_words(text))


def _forms(name: str) -> dict[str, None]:
    """Return the ways to set a normalised name that differ in spaces alone: "v. v. putin", "v.v. putin", "v.v.putin"."""
    tight = _AFTER_INITIAL.sub(r"\1", name)
    return dict.fromkeys((name, tight, _BEFORE_SURNAME.sub(" ", tight), _AFTER_INITIAL.sub(r"\1 ", name)))


def _is_name(passage: Passage, form: _Form, start: int, end: int) -> bool:
    if not stands_alone(passage.normal.text, start, end, passage.capital(end + 1)):
        return False
    if form.wordless:
        return True
    if " " not in form.text:
        return _is_person(passage, start, end, form.person)
    if (start == 0 or passage.normal.text[start - 1].isspace()) and not may_be_in_institution(passage, start, end):
        return True
    near, offset = passage.near(start, end)
    return _is_person(near, start - offset, end - offset, form.person)


def _is_person(passage: Passage, start: int, end: int, person: Person) -> bool:
    """Tell whether the words are a person's name: no institution's, and a single one no other man's surname."""
    first, last = passage.word_at(start), passage.word_at(end) - 1
    if last < first or passage.words.starts[first] != start or in_institution(passage, first, last):
        return False
    return first < last or (passage.words.capitals[first] and not contradicts(passage, lead(passage, first), first, person))


def _has_no_words(name: str) -> bool:
    """Hangul, Han and kana run on without spaces and capitals, so the checks by words cannot be made there."""
    return any("\u3040" <= letter <= "\u9fff" or is_hangul(letter) for letter in name)


def _why(printed: str, person: Person, spelling: str) -> str:
    if spelling == person.entity.name:
        return f"printed “{printed}”, the name on the list"
    if spelling in person.entity.native:
        return f"printed “{printed}”, on the list as a native spelling of {person.entity.name}"
    return f"printed “{printed}”, on the list as another spelling of {person.entity.name}"
