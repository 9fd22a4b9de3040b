"""Full names in other spellings: the surname by its fold, then a given name and perhaps a patronymic beside it."""

from __future__ import annotations

from collections.abc import Iterator

from wirewatch.text.fold import fold
from wirewatch.watchlist.persons import Person
from wirewatch.watchlist.prose.article import Find, is_whole_word
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.surroundings import Lead, in_institution, lead
from wirewatch.watchlist.prose.titles import TITLE_WORDS
from wirewatch.watchlist.prose.vocabulary import ORDINARY, is_patronymic

SCORE_VARIANT = 0.95
MOST_REMEMBERED = 200_000  # words; more than the English of state media has


class Surnames:
    """The people of a list by the surnames a text may print for them."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        self._by_fold: dict[str, list[Person]] = {}
        self._nobodys: set[str] = set()
        for person in people:
            for surname in person.surnames:
                self._by_fold.setdefault(surname, []).append(person)

    def people(self, word: str) -> list[Person]:
        """Return whose surname a word of a normalised text can be; most words are nobody's."""
        return self._by_fold.get(fold(word), [])

    def among(self, words: frozenset[str]) -> dict[str, list[Person]]:
        """Return those of the words that can be a surname, and whose; what is nobody's is remembered."""
        if len(self._nobodys) > MOST_REMEMBERED:
            self._nobodys.clear()
        whose = {word: people for word in words - self._nobodys if (people := self.people(word))}
        self._nobodys |= words - whose.keys()
        return whose


def surname_words(passage: Passage, surnames: Surnames) -> Iterator[tuple[int, list[Person]]]:
    """Yield the index of each capitalised word that folds to a listed surname, and whose it is."""
    if whose := surnames.among(passage.capitals):
        for index in passage.places(whose):
            if is_whole_word(passage, index):
                yield index, whose[passage.words.texts[index]]


def spelled_finds(passage: Passage, surnames: Surnames) -> Iterator[Find]:
    """Yield each full name that is a spelling of a listed one: "Sergei Viktorovich Lavrov", "Zinoviev Georgiy"."""
    for index, people in surname_words(passage, surnames):
        before = lead(passage, index)
        for person in people:
            span = _given_first(passage, before, index, person) or _surname_first(passage, before, index, person)
            if span and all(is_whole_word(passage, end) for end in span) and not in_institution(passage, *span):
                yield _find(passage, span, person)


def _given_first(passage: Passage, before: Lead, surname: int, person: Person) -> tuple[int, int] | None:
    """Return the words of a name such as "Sergei Lavrov", "Sergei Viktorovich Lavrov" or "Sergei V. Lavrov"."""
    if before.before is None or fold(passage.words[before.before].text) not in person.givens:
        return None
    if before.patronymic and person.patronymics and before.patronymic not in person.patronymics:
        return None
    return before.before, surname


def _surname_first(passage: Passage, before: Lead, surname: int, person: Person) -> tuple[int, int] | None:
    """Return the words of "Lavrov Sergei" or "Lavrov Sergei Viktorovich"; another surname after them belongs to the given name."""
    given = surname + 1
    if before.first < surname or not passage.adjacent(surname) or fold(passage.words[given].text) not in person.givens:
        return None
    last = given
    if passage.adjacent(given) and is_patronymic(passage.words[given + 1].text):
        last = given + 1
        if person.patronymics and fold(passage.words[last].text) not in person.patronymics:
            return None
    return None if _name_goes_on(passage, last) else (surname, last)


def _name_goes_on(passage: Passage, last: int) -> bool:
    if not passage.adjacent(last):
        return False
    following = passage.words[last + 1]
    return following.capital and following.text not in TITLE_WORDS | ORDINARY


def _find(passage: Passage, span: tuple[int, int], person: Person) -> Find:
    start, end = passage.words[span[0]].start, passage.words[span[1]].end
    reason = f"printed “{passage.printed(start, end)}”, a spelling of the list's {person.entity.name}"
    return Find(person, passage, start, end, "confirmed", SCORE_VARIANT, reason, whole=True)
