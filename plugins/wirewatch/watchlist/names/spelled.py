"""Full names in other spellings: the surname by its fold, then a given name and perhaps a patronymic beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from wirewatch.text.fold import fold
from wirewatch.watchlist.names.slips import SAME, Misprint, encoded, misprint, readings, shortened, signs, skeleton
from wirewatch.watchlist.persons import Person
from wirewatch.watchlist.prose.article import Find, is_whole_word
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.surroundings import Lead, in_institution, lead
from wirewatch.watchlist.prose.titles import TITLE_WORDS
from wirewatch.watchlist.prose.vocabulary import GIVEN_NAMES, KOREAN_SURNAMES, ORDINARY, is_patronymic

SCORE_VARIANT = 0.95
SHORTEST_MISPRINT = 4  # letters; in shorter words every slip makes another name
LONGEST_MISPRINT = 40  # letters; longer words are no name, and take long to compare
SHORTEST_GIVEN = 3
LONG = 7  # letters from which a surname with one slip is nobody else's
DEAREST_GIVEN = 1.0
DEAREST_SHORT_GIVEN = 1.1  # "Reb" for Lev, both of its consonants by rule: only beside a surname as listed
LONGEST_INITIAL = 2  # letters: "Yu."
MOST_REMEMBERED = 200_000  # words; more than the English of state media has

_COMMA = re.compile(r"\.?\s*,")

NO_NAMES = TITLE_WORDS | ORDINARY
NO_SURNAMES = NO_NAMES | KOREAN_SURNAMES


class Near(NamedTuple):
    """A listed person whose surname a word may be a misprint of."""

    person: Person
    misprint: Misprint


class Surnames:
    """The people of a list by the surnames and given names a text may print for them; every answer is kept for the next time."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        self._by_fold: dict[str, list[Person]] = {}
        self._by_bones: dict[str, list[tuple[str, Person]]] = {}
        self._by_fewer_bones: dict[str, list[tuple[str, Person]]] = {}
        self._givens: dict[str, set[str]] = {}
        for person in people:
            for surname in person.surnames:
                self._by_fold.setdefault(surname, []).append(person)
            for code in {encoded(surname) for surname in person.written}:
                bones = skeleton(code)
                self._by_bones.setdefault(bones, []).append((code, person))
                for fewer in shortened(bones):
                    self._by_fewer_bones.setdefault(fewer, []).append((code, person))
            for given in person.givens:
                self._givens.setdefault(skeleton(signs(given)), set()).add(given)
        self._halves = {fold(surname.partition("-")[0]) for person in people for surname in person.written if "-" in surname}
        self._nobodys: set[str] = set()
        self.people = lru_cache(maxsize=MOST_REMEMBERED)(self._people)
        self.near = lru_cache(maxsize=MOST_REMEMBERED)(self._near)
        self.givens = lru_cache(maxsize=MOST_REMEMBERED)(self._givens_like)

    def among(self, words: frozenset[str]) -> frozenset[str]:
        """Return those of the words that can be a surname, misprinted or not; what is nobody's is remembered."""
        if len(self._nobodys) > MOST_REMEMBERED:
            self._nobodys.clear()
        somebodys = frozenset(word for word in words - self._nobodys if self._is_surname(word))
        self._nobodys |= words - somebodys
        return somebodys

    def _is_surname(self, word: str) -> bool:
        return bool(self.people(word) or self.near(word)) or fold(word) in self._halves

    def _people(self, word: str) -> tuple[Person, ...]:
        """Return whose surname a word of a normalised text can be; most words are nobody's."""
        return tuple(self._by_fold.get(fold(word), ()))

    def _near(self, word: str) -> tuple[Near, ...]:
        """Return the people whose surname the word may be a misprint of, the cheapest misprint first.

        None for words that are known to be something else: titles, Korean surnames, given names, words of any sentence.
        """
        printed = fold(word)
        if not SHORTEST_MISPRINT <= len(printed) <= LONGEST_MISPRINT:
            return ()
        if printed in self._by_fold or printed in GIVEN_NAMES or word in NO_SURNAMES:
            return ()
        return _nearest((code, word, person) for word in readings(word) for code, person in self._of_like_bones(word))

    def _of_like_bones(self, printed: str) -> Iterator[tuple[str, Person]]:
        """Yield the encoded surnames of the same skeleton, of one class more, and of one less.

        With a role to confirm it, one class may be another: "Margunov" for Margulov.
        """
        bones = skeleton(printed)
        yield from self._by_bones.get(bones, ())
        yield from self._by_fewer_bones.get(bones, ())
        for fewer in shortened(bones):
            yield from self._by_bones.get(fewer, ())
            yield from (pair for pair in self._by_fewer_bones.get(fewer, ()) if pair[1].entity.roles)

    def _givens_like(self, word: str) -> dict[str, Misprint]:
        """Return the folded given names of the list that the word prints, with the slips by rule between them."""
        printed = fold(word)
        found = {printed: SAME} if printed in self._givens.get(skeleton(signs(printed)), ()) else {}
        if found or printed in GIVEN_NAMES or not SHORTEST_GIVEN <= len(printed) <= LONGEST_MISPRINT:
            return found
        dearest = DEAREST_SHORT_GIVEN if len(printed) == SHORTEST_GIVEN else DEAREST_GIVEN
        for code in readings(word):
            for given in self._givens.get(skeleton(code), ()):
                slips = misprint(signs(given), code)
                if slips and slips.ruled and slips.cost <= dearest:
                    found[given] = slips
        return found


def _nearest(pairs: Iterable[tuple[str, str, Person]]) -> tuple[Near, ...]:
    """Return the people whose encoded surname the printed word can be, each with the cheapest misprint."""
    best: dict[str, Near] = {}
    for code, printed, person in pairs:
        slips = misprint(code, printed)
        if slips is None or (slips.plain and not _is_telling(slips, person)):
            continue
        if person.id not in best or slips.cost < best[person.id].misprint.cost:
            best[person.id] = Near(person, slips)
    return tuple(sorted(best.values(), key=lambda near: (near.misprint.cost, near.person.id)))


def _is_telling(slips: Misprint, person: Person) -> bool:
    """Tell whether slips by no rule may ever count: for a long surname, or for somebody whose role can confirm them."""
    return bool(person.entity.roles) or slips.slight or (not slips.unruly and person.shortest_surname >= LONG)


class Surname(NamedTuple):
    """A listed surname in a text: its first and last word (a double surname has two), whose it is, what stands before it."""

    first: int
    last: int
    people: tuple[Person, ...]
    before: Lead


@dataclass(frozen=True)
class Spotted:
    """The words of a passage that can be names of listed people; a text is cut into words only where somebody may be in it.

    `somebodys`: what stands capitalised and can be a listed surname, misprinted or not.
    """

    passage: Passage
    listed: Surnames
    somebodys: frozenset[str]

    @cached_property
    def surnames(self) -> tuple[Surname, ...]:
        """The surnames as the list spells them, or as its names are romanised elsewhere; whole words only."""
        found: list[Surname] = []
        for index in self._places if any(map(self._may_be_listed, self.somebodys)) else ():
            if people := _double(self.passage, index, self.listed):
                found.append(Surname(index, index + 1, people, lead(self.passage, index)))
            elif (people := self.listed.people(self.passage.words.texts[index])) and is_whole_word(self.passage, index):
                found.append(Surname(index, index, people, lead(self.passage, index)))
        return tuple(found)

    @cached_property
    def near(self) -> tuple[int, ...]:
        """The words that may be misprinted surnames."""
        if not (misprinted := frozenset(filter(self.listed.near, self.somebodys))):
            return ()
        texts, doubles = self.passage.words.texts, {one.first for one in self.surnames if one.first < one.last}
        return tuple(index for index in self._places if texts[index] in misprinted and index not in doubles)

    @cached_property
    def givens(self) -> tuple[tuple[int, int, Mapping[str, Misprint]], ...]:
        """The first and the last word of each given name and which of the list it may be; none where it could be nobody's."""
        if not self.surnames and not self.accompanied:
            return ()
        found: list[tuple[int, int, Mapping[str, Misprint]]] = []
        texts, halves = self.passage.words.texts, self.passage.halves
        called = frozenset(filter(self.listed.givens, self.passage.capitals))
        for index in self.passage.capital_words:
            if texts[index] in called:
                found.append((index, index, self.listed.givens(texts[index])))
            elif index in halves and (given := self.listed.givens(texts[index] + texts[index + 1])):
                found.append((index, index + 1, given))
        return tuple(found)

    @cached_property
    def accompanied(self) -> bool:
        """Whether a misprinted surname may have beside it what lets it count where nobody is named in full.

        Asked before a text is cut into words. Such a word counts beside a given name, initials and a patronymic between them or
        not, and beside a title, which is of title words up to the name or follows its comma: `_in_company` sees any of them.
        """
        return any(_in_company(self.passage, word, self.listed) for word in self.somebodys)

    @cached_property
    def _places(self) -> tuple[int, ...]:
        texts = self.passage.words.texts
        return tuple(index for index in self.passage.capital_words if texts[index] in self.somebodys)

    def _may_be_listed(self, word: str) -> bool:
        """Tell whether the word is a listed surname, or a hyphen behind it may make it the first half of one."""
        return bool(self.listed.people(word)) or f"{word}-" in self.passage.normal.text


def _in_company(passage: Passage, word: str, listed: Surnames) -> bool:
    """Tell whether a given name, an initial, a patronymic or a title may stand beside the word anywhere in the passage."""
    text, end = passage.normal.text, 0
    while (start := text.find(word, end)) >= 0:
        end = start + len(word)
        before, after = passage.around(start, end)
        if _COMMA.match(text, end) or any(map(_introduces, before[-1:])):
            return True
        if any(map(listed.givens, (*before[-1:], "".join(before), *after[:1], "".join(after)))):
            return True
    return False


def _introduces(word: str) -> bool:
    """Tell whether the word right before a surname may be a title's last, or a part of the name that the surname follows."""
    return word in TITLE_WORDS or len(word) <= LONGEST_INITIAL or is_patronymic(word)


def spotted(passages: Iterable[Passage], surnames: Surnames) -> list[Spotted]:
    """Return which words can be listed names, for each passage where any can; most texts hold no listed surname."""
    read = ((passage, surnames.among(passage.capitals)) for passage in passages)
    return [Spotted(passage, surnames, somebodys) for passage, somebodys in read if somebodys]


def _double(passage: Passage, index: int, surnames: Surnames) -> tuple[Person, ...]:
    """Return whose double surname begins with the word: "Bonch-Bruyevich"."""
    if passage.gap(index) != "-":
        return ()
    return surnames.people(passage.words.texts[index] + passage.words.texts[index + 1])


def spelled_finds(names: Spotted) -> Iterator[Find]:
    """Yield each full name that is a spelling of a listed one: "Sergei Viktorovich Orlov", "Orlov Georgiy"."""
    passage = names.passage
    for first, last, people, before in names.surnames:
        for person in people:
            span = _given_first(passage, before, last, person) or _surname_first(passage, before, first, last, person)
            if span and (first < last or _is_whole(passage, *span)) and not in_institution(passage, *span):
                yield _find(passage, span, person)


def _is_whole(passage: Passage, first: int, last: int) -> bool:
    """Tell whether the words are a name of their own; a hyphen may stand in the given name alone: "Yunus-Bek Orlov"."""
    return is_whole_word(passage, last) and (is_whole_word(passage, first) or (last > first + 1 and passage.gap(first) == "-"))


def _given_first(passage: Passage, before: Lead, last: int, person: Person) -> tuple[int, int] | None:
    """Return the words of a name such as "Sergei Orlov", "Sergei Viktorovich Orlov" or "Sergei V. Orlov"."""
    given = _first_given(passage, before, person)
    if given < 0 or not passage.adjacent(given):
        return None
    begin = given - 1 if passage.gap(given - 1) == "-" and passage.words.capitals[given - 1] else given  # "Yunus-bek"
    if not passage.words.capitals[begin] or fold("".join(passage.words.texts[begin : given + 1])) not in person.givens:
        return None
    if before.patronymic and not person.may_be_called(before.patronymic):
        return None
    return begin, last


def _first_given(passage: Passage, before: Lead, person: Person) -> int:
    """Return where the given name stands; a second one may follow it where none print a patronymic: "Miguel Mario Valdés"."""
    given = before.first - 1
    if given < 1 or before.patronymic or before.initials or not passage.adjacent(given - 1):
        return given
    first, second = passage.words[given - 1], passage.words[given]
    is_second = second.capital and second.text not in NO_NAMES and len(second.text) > LONGEST_INITIAL
    called = is_second and fold(first.text) in person.givens and fold(second.text) not in person.givens
    return given - 1 if called and passage.adjacent(given) and person.may_be_called(fold(second.text)) else given


def _surname_first(passage: Passage, before: Lead, first: int, last: int, person: Person) -> tuple[int, int] | None:
    """Return the words of "Orlov Sergei" or "Orlov Sergei Viktorovich"; another surname after them belongs to the given name."""
    given = last + 1
    if before.first < first or not passage.adjacent(last) or fold(passage.words.texts[given]) not in person.givens:
        return None
    end = given
    if passage.adjacent(given) and is_patronymic(passage.words.texts[given + 1]):
        end = given + 1
        if not person.may_be_called(fold(passage.words.texts[end])):
            return None
    return None if name_goes_on(passage, end) else (first, end)


def name_goes_on(passage: Passage, last: int) -> bool:
    """Tell whether another word of a name follows the word."""
    if not passage.adjacent(last):
        return False
    following = passage.words[last + 1]
    return following.capital and following.text not in NO_NAMES


def _find(passage: Passage, span: tuple[int, int], person: Person) -> Find:
    start, end = passage.words.starts[span[0]], passage.words.ends[span[1]]
    reason = f"printed “{passage.printed(start, end)}”, a spelling of the list's {person.entity.name}"
    return Find(person, passage, start, end, "confirmed", SCORE_VARIANT, reason, whole=True)
