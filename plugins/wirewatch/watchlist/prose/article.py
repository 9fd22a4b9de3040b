"""What the layers of the matcher share: the fields of one article, and a find in one of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from wirewatch.models import Tier
from wirewatch.text.sounds import has_hangul
from wirewatch.watchlist.persons import Person
from wirewatch.watchlist.prose.boundaries import stands_alone
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.places import ALL_PLACES, is_russia, names_russia, places


@dataclass(frozen=True)
class Article:
    """All texts of one article, and the day in Korea it was published on, where that is known."""

    passages: tuple[Passage, ...]
    published_on: date | None = None

    @cached_property
    def nations(self) -> frozenset[str]:
        """The words that name countries and their regions anywhere in the article."""
        return frozenset[str]().union(*(ALL_PLACES.intersection(passage.words.texts) for passage in self.passages))

    def speaks_of(self, country: str | None) -> bool:
        """Tell whether the article names the country, given by its ISO code, a region of it or a chamber that only it has anywhere."""
        return not places(country).isdisjoint(self.nations) or (is_russia(country) and self._names_russia)

    @cached_property
    def _names_russia(self) -> bool:
        return any(names_russia(passage.words.texts) for passage in self.passages)

    @cached_property
    def korean(self) -> tuple[Passage, ...]:
        """The passages that have Hangul at all; most articles have none, and nothing is looked for in it there."""
        return tuple(passage for passage in self.passages if has_hangul(passage.normal.text))


@dataclass(frozen=True)
class Find:
    """A person in a span of a passage (normalised offsets).

    `whole`: a full name, so that the surname may stand alone; `office`: an office without a name, so that the span is a role.
    """

    person: Person
    passage: Passage
    start: int
    end: int
    tier: Tier
    score: float
    reason: str
    whole: bool = False
    office: bool = False


def is_whole_word(passage: Passage, index: int) -> bool:
    """Tell whether the word is a name of its own, no half of a hyphenated one."""
    words = passage.words
    capital_after = index + 1 < len(words.texts) and words.capitals[index + 1]
    return stands_alone(passage.normal.text, words.starts[index], words.ends[index], capital_after)


def keep_longest(finds: Iterable[Find]) -> list[Find]:
    """Return the finds without those inside or across a longer one.

    Where two people claim the same span the list is at fault (`check.problems` says so) and neither is reported.
    """
    kept: list[Find] = []
    claimed: dict[str, list[tuple[int, int]]] = {}  # by field, in order; none overlaps another
    for group in _by_span(finds):
        spans, span = claimed.setdefault(group[0].passage.field, []), (group[0].start, group[0].end)
        at = bisect_left(spans, span)
        if any(start < span[1] and span[0] < end for start, end in spans[max(0, at - 1) : at + 1]):
            continue
        spans.insert(at, span)
        if len({find.person.id for find in group}) == 1:
            kept.append(max(group, key=lambda find: find.score))
    return kept


def _by_span(finds: Iterable[Find]) -> Iterator[list[Find]]:
    groups: dict[tuple[str, int, int], list[Find]] = {}
    for find in finds:
        groups.setdefault((find.passage.field, find.start, find.end), []).append(find)
    yield from sorted(groups.values(), key=lambda group: group[0].start - group[0].end)
