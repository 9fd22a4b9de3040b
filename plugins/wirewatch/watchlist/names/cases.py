"""Russian names in Cyrillic that are not in the nominative: "встреча с Сергеем Викторовичем Лавровым".

Every nominative that a form may have come from is looked up by its fold; most of them are no name at all. A given name and a
surname must stand in one case, so that "Мария Лаврова" is nobody's genitive; a surname alone counts after the full name only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from wirewatch.text.fold import fold
from wirewatch.watchlist.names.surnames import SCORE_AFTER_FULL
from wirewatch.watchlist.persons import Person
from wirewatch.watchlist.prose.article import Article, Find, is_whole_word
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.vocabulary import GIVEN_NAMES

SCORE_IN_CASE = 0.95
SHORTEST = 4  # letters of a form

_CYRILLIC = re.compile("[а-яё]")
_PATRONYMIC = re.compile(r"\w{2,}(?:ич(?:а|у|ем|е)|вн(?:ы|е|ой|у)|чн(?:ы|е|ой|у))")

# Ending, cases (genitive or accusative, dative, instrumental, prepositional), the endings of the nominative ("-" is none).
_TABLE = (
    "а g -;у d -;ом i -;ым i -;е p -;я g й ь;ю d й ь;ем i й ь;е p й ь;и p й;ы g а;и g а я;е dp а я;у g а;ю g я;ой i а;ей i я;ёй i я"
    ";ого g ий ой ый;ому d ий ой ый;им i ий;ым i ой ый;ом p ий ой ый;ой gdip а ая;ую g ая"
)
_ENDINGS = tuple(
    (ending, frozenset(cases), tuple(put.replace("-", "") for put in endings))
    for ending, cases, *endings in map(str.split, _TABLE.split(";"))
)
# The genitive of a man's name and the nominative of a woman's: "Александра Петрова" is either.
_EITHER = frozenset(map(fold, ("александра", "валентина", "валерия", "евгения", "виктория"))) | GIVEN_NAMES


class Declined:
    """The people of a list by the folded nominatives of their surnames."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people: dict[str, list[Person]] = {}
        for person in people:
            for surname in person.surnames:
                self._people.setdefault(surname, []).append(person)

    def finds(self, article: Article) -> Iterator[Find]:
        """Yield each full name in another case than the nominative."""
        for passage in _in_cyrillic(article):
            for index, word in enumerate(passage.words):
                if word.capital and is_whole_word(passage, index):
                    for nominative, cases in nominatives(word.text).items():
                        for person in self._people.get(nominative, ()):
                            yield from _full(passage, index, cases, person)


def declined_surname_finds(article: Article, whole: Sequence[Find]) -> Iterator[Find]:
    """Yield the surnames that stand alone in another case, of people whose full name stands in the article."""
    people = {find.person.id: find.person for find in whole if find.whole}
    for passage in _in_cyrillic(article) if people else ():
        for index, word in enumerate(passage.words):
            if word.capital and is_whole_word(passage, index) and not _behind_a_name(passage, index):
                meant = [person for person in people.values() if not person.surnames.isdisjoint(nominatives(word.text))]
                if len(meant) == 1:
                    yield _alone(passage, index, meant[0])


@lru_cache(maxsize=16384)
def nominatives(form: str) -> Mapping[str, frozenset[str]]:
    """Return the folded words that the form may be a case of, and of which; empty for words that are not Cyrillic."""
    found: dict[str, frozenset[str]] = {}
    if len(form) < SHORTEST or not _CYRILLIC.match(form):
        return found
    for ending, cases, endings in _ENDINGS:
        if form.endswith(ending):
            for put in endings:
                nominative = fold(form[: -len(ending)] + put)
                found[nominative] = found.get(nominative, frozenset()) | cases
    return found


def _in_cyrillic(article: Article) -> Iterator[Passage]:
    for passage in article.passages:
        text = passage.normal.text
        if not text.isascii() and _CYRILLIC.search(text):
            yield passage


def _full(passage: Passage, surname: int, cases: frozenset[str], person: Person) -> Iterator[Find]:
    given = surname - 1
    if given > 0 and passage.adjacent(given) and _PATRONYMIC.fullmatch(passage.words[given].text):
        given -= 1
    if given < 0 or not passage.adjacent(given) or not passage.words[given].capital or fold(passage.words[given].text) in _EITHER:
        return
    if any(name in person.givens and cases & of for name, of in nominatives(passage.words[given].text).items()):
        start, end = passage.words[given].start, passage.words[surname].end
        reason = f"printed “{passage.printed(start, end)}”, a case of the Russian spelling of the list's {person.entity.name}"
        yield Find(person, passage, start, end, "confirmed", SCORE_IN_CASE, reason, whole=True)


def _behind_a_name(passage: Passage, index: int) -> bool:
    return index > 0 and passage.adjacent(index - 1) and passage.words[index - 1].capital


def _alone(passage: Passage, index: int, person: Person) -> Find:
    start, end = passage.words[index].start, passage.words[index].end
    reason = (
        f"surname “{passage.printed(start, end)}”: the full name stands in the same article ({person.entity.name} on the list)"
    )
    return Find(person, passage, start, end, "confirmed", SCORE_AFTER_FULL, reason)
