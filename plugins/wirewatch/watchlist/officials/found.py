"""What the ways of finding officials share: a person in a passage, by offsets of the normalised text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.shapes import Name

How = Literal["attendance", "delegation", "title"]
Span = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """A person's name and title, the side they are on, what brings them in, and the words that open the list or delegation."""

    name: Span
    role: Span | None
    side: str | None
    how: How
    opener: Span | None = None


def offsets(passage: Passage, words: Name | Span) -> Span:
    """Return the offsets of a name, or of words by index, end exclusive."""
    first, last = (words.first, words.last) if isinstance(words, Name) else words
    return passage.words.starts[first], passage.words.ends[last - 1]
