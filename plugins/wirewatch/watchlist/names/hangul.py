"""A surname in Hangul that stands alone after the full name: `쎄르게이 라브로브동지 … 라브로브동지는`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wirewatch.watchlist.names.surnames import SCORE_AFTER_FULL
from wirewatch.watchlist.persons import Person
from wirewatch.watchlist.prose.article import Article, Find
from wirewatch.watchlist.prose.boundaries import stands_alone
from wirewatch.watchlist.prose.passage import Passage

SHORTEST = 2  # syllables; a surname of one is any syllable


def hangul_surname_finds(article: Article, whole: Sequence[Find]) -> list[Find]:
    """The surnames, in Hangul, of people whose full name stands in the article; of two people of one surname neither's."""
    owners: dict[str, dict[str, Person]] = {}
    for find in whole:
        name = find.passage.normal.text[find.start : find.end].split()
        if find.whole and len(name) > 1 and len(name[-1]) >= SHORTEST and all("가" <= letter <= "힣" for letter in name[-1]):
            owners.setdefault(name[-1], {})[find.person.id] = find.person
    return [
        _find(person, passage, start, start + len(surname))
        for surname, people in owners.items()
        if len(people) == 1
        for person in people.values()
        for passage in article.passages
        for start in _places(passage.normal.text, surname)
    ]


def _places(text: str, surname: str) -> Iterator[int]:
    start = text.find(surname)
    while start >= 0:
        if stands_alone(text, start, start + len(surname), capital_after=False):
            yield start
        start = text.find(surname, start + 1)


def _find(person: Person, passage: Passage, start: int, end: int) -> Find:
    reason = (
        f"surname “{passage.printed(start, end)}”: the full name stands in the same article ({person.entity.name} on the list)"
    )
    return Find(person, passage, start, end, "confirmed", SCORE_AFTER_FULL, reason)
