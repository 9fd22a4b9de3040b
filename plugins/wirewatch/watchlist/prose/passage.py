"""A text as the matcher reads it: normalised, cut into words, with the way back to the original code points.

All offsets here are of the normalised text unless a name says `original`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from wirewatch.text.normalise import Normalised, normalise

Field = Literal["title", "body", "listing"]

# An apostrophe inside a word may be a soft sign (Vasil'ev); before "s" it is a possessive and ends the word.
_WORD = re.compile(r"[^\W_]+(?:['’ʼʹ](?!s\b)[^\W_]+)*")
_INITIAL_GAP = re.compile(r"\. ?")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its normalised text, its span, and whether the original begins with a capital letter."""

    text: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True)
class Passage:
    """One field of an article."""

    field: Field
    original: str
    normal: Normalised
    words: tuple[Word, ...]

    def gap(self, index: int) -> str:
        """Return what stands between the word and the next one; a full stop where there is no next."""
        if not 0 <= index < len(self.words) - 1:
            return "\n"
        return self.normal.text[self.words[index].end : self.words[index + 1].start]

    def adjacent(self, index: int) -> bool:
        """Tell whether only a space stands between the word and the next one."""
        return self.gap(index) == " "

    def is_initial(self, index: int) -> bool:
        """Tell whether the word is an initial of a name: "V." or "Ya.", the next word following at once."""
        word = self.words[index]
        return word.capital and len(word.text) <= 2 and _INITIAL_GAP.fullmatch(self.gap(index)) is not None

    def opens_sentence(self, index: int) -> bool:
        """Tell whether the word stands first in a sentence or a quotation."""
        return index == 0 or re.search(r"[.!?:\n\"“«]|--", self.gap(index - 1)) is not None

    def word_at(self, start: int) -> int:
        """Return the index of the first word that starts at the offset or after it."""
        return bisect_left(self.starts, start)

    @cached_property
    def starts(self) -> list[int]:
        """Where the words start."""
        return [word.start for word in self.words]

    @cached_property
    def lower_case(self) -> frozenset[str]:
        """The words that stand in lower case somewhere: none of them is a given name."""
        return frozenset(word.text for word in self.words if not word.capital)

    def printed(self, start: int, end: int) -> str:
        """Return the original text of a span, its white space collapsed."""
        first, last = self.normal.original(start, end)
        return " ".join(self.original[first:last].split())


def passages(texts: Mapping[Field, str]) -> tuple[Passage, ...]:
    """Return the fields of one article in reading order, empty ones left out."""
    order: tuple[Field, ...] = ("title", "body", "listing")
    return tuple(_passage(field, texts[field]) for field in order if texts.get(field))


def _passage(field: Field, original: str) -> Passage:
    normal = normalise(original)
    words = tuple(
        Word(found.group(), found.start(), found.end(), original[normal.starts[found.start()]].isupper())
        for found in _WORD.finditer(normal.text)
    )
    return Passage(field, original, normal, words)
