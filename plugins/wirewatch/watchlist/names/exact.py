"""The exact layer: every spelling on the list, in one pass of one automaton over the normalised text."""

from __future__ import annotations

from collections.abc import Iterator

from ahocorasick_rs import AhoCorasick, Implementation

from wirewatch.text.normalise import plain
from wirewatch.watchlist.persons import Person
from wirewatch.watchlist.prose.article import Find
from wirewatch.watchlist.prose.boundaries import stands_alone
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.surroundings import contradicts, in_institution, lead

SCORE_AS_LISTED = 1.0


class Spellings:
    """The compiled spellings of a list of people."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        owners: dict[str, list[tuple[Person, str]]] = {}
        for person in people:
            for spelling in dict.fromkeys(person.spellings):
                owners.setdefault(plain(spelling), []).append((person, spelling))
        self._owners = list(owners.values())
        self._automaton = AhoCorasick(list(owners), implementation=Implementation.DFA) if owners else None

    def finds(self, passage: Passage) -> Iterator[Find]:
        """Yield each place where a listed spelling stands as a whole name."""
        if self._automaton is None:
            return
        for pattern, start, end in self._automaton.find_matches_as_indexes(passage.normal.text, overlapping=True):
            for person, spelling in self._owners[pattern]:
                if _is_name(passage, start, end, person):
                    reason = _why(passage.printed(start, end), person, spelling)
                    whole = " " in spelling.strip()
                    yield Find(person, passage, start, end, "confirmed", SCORE_AS_LISTED, reason, whole)


def _is_name(passage: Passage, start: int, end: int, person: Person) -> bool:
    text = passage.normal.text
    capital_after = passage.original[passage.normal.starts[end + 1]].isupper() if end + 1 < len(text) else False
    if not stands_alone(text, start, end, capital_after):
        return False
    first, last = passage.word_at(start), passage.word_at(end) - 1
    if last < first or passage.words[first].start != start or in_institution(passage, first, last):
        return _has_no_words(text[start:end])
    if first < last or _has_no_words(text[start:end]):
        return True
    return passage.words[first].capital and not contradicts(passage, lead(passage, first), first, person)


def _has_no_words(name: str) -> bool:
    """Hangul, Han and kana run on without spaces and capitals, so the checks by words cannot be made there."""
    return any("\u3040" <= letter <= "\u9fff" or "가" <= letter <= "힣" for letter in name)


def _why(printed: str, person: Person, spelling: str) -> str:
    if spelling == person.entity.name:
        return f"printed “{printed}”, the name on the list"
    if spelling in person.entity.native:
        return f"printed “{printed}”, on the list as a native spelling of {person.entity.name}"
    return f"printed “{printed}”, on the list as another spelling of {person.entity.name}"
