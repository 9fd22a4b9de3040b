"""A text as the matcher reads it: normalised, cut into words, with the way back to the original code points.

All offsets here are of the normalised text unless a name says `original`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, compress, count
from operator import add, itemgetter, not_, sub
from typing import Literal, NamedTuple, overload

from wirewatch.text.normalise import Normalised, normalise, written
from wirewatch.text.sentences import whole_sentence_at

Field = Literal["title", "body", "listing"]

# An apostrophe inside a word may be a soft sign (Vasil'ev); before "s" it is a possessive and ends the word. "U.S." is one word.
_US = "u.s."
_WORD = re.compile(r"((?<![\w.])u\.s\.(?!\w)|[^\W_]+(?:['ʼʹ](?!s\b)[^\W_]+)*)")
# Most normalised texts are ASCII: there every sign but a letter, a digit and such an apostrophe parts words, and none is a capital.
_JOINING_APOSTROPHE = re.compile(r"'(?<=[a-z0-9]')(?!s\b)(?=[a-z0-9])")
_JOINED = "A"  # such an apostrophe, until the others are gone
_LETTERS_ALONE = "".join(sign if sign.isalnum() else " " for sign in map(chr, range(128))).replace(_JOINED, "'")
# All words that begin with a capital letter, and perhaps the ends of others; Hangul has no capitals.
_MAYBE_CAPITAL = re.compile(r"[^\W\d_a-z가-힣][^\W_]*(?:['ʼʹ](?![sS]\b)[^\W_]+)*")
_ASCII_MAYBE_CAPITAL = re.compile(r"[A-Z][A-Za-z0-9]*(?:'(?![sS]\b)[A-Za-z0-9]+)*")
NEAR = 120  # code points; more than the longest name of an institution takes
_HYPHEN = re.compile(r"-(?=[^\W_])")
_INITIAL_GAP = re.compile(r"\. ?")


class Word(NamedTuple):
    """One word: its normalised text, its span, and whether the original begins with a capital letter."""

    text: str
    start: int
    end: int
    capital: bool


class Words(Sequence[Word]):
    """The words of a text. Only where they stand is found out at once; most of them nobody ever looks at."""

    def __init__(self, original: str, normal: Normalised) -> None:
        self._original, self._normal = original, normal
        self.texts, self.starts, self.ends = (_cut_ascii if normal.text.isascii() and _US not in normal.text else _cut)(
            normal.text
        )

    @cached_property
    def capitals(self) -> list[bool]:
        """Of each word, whether it begins with a capital letter in the original."""
        where = self._normal.starts
        starts = self.starts if isinstance(where, range) else [where[start] for start in self.starts]
        return list(map(str.isupper, itemgetter(*starts, 0, 0)(self._original)[:-2])) if starts else []

    @cached_property
    def gaps(self) -> list[str]:
        """Of each word but the last, what stands between it and the next one."""
        text = self._normal.text
        return [text[end:start] for end, start in zip(self.ends, self.starts[1:], strict=False)]

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Word, ...]: ...
    def __getitem__(self, index: int | slice) -> Word | tuple[Word, ...]:
        if isinstance(index, slice):
            return tuple(self[one] for one in range(*index.indices(len(self.texts))))
        return Word(self.texts[index], self.starts[index], self.ends[index], self.capitals[index])


def _cut(text: str) -> tuple[list[str], list[int], list[int]]:
    """Return the words of a normalised text, where each begins and where it ends."""
    parts = _WORD.split(text)
    ends = list(accumulate(map(len, parts)))
    return parts[1::2], ends[:-1:2], ends[1::2]


def _cut_ascii(text: str) -> tuple[list[str], list[int], list[int]]:
    """Return what `_cut` returns for a text that is ASCII and without "U.S.", in less time."""
    parts = _JOINING_APOSTROPHE.sub(_JOINED, text).translate(_LETTERS_ALONE).split(" ")
    lengths = list(map(len, parts))
    ends = list(compress(map(add, accumulate(lengths), count()), lengths))
    texts = list(filter(None, parts))
    starts = list(map(sub, ends, filter(None, lengths)))
    return texts, starts, ends


@dataclass(frozen=True)
class Passage:
    """One field of an article. It is normalised, and cut into words, only when somebody asks for that."""

    field: Field
    original: str

    @cached_property
    def normal(self) -> Normalised:
        """The text as names are compared in it."""
        return normalise(self.original)

    @cached_property
    def words(self) -> Words:
        """All words, in order."""
        return Words(self.original, self.normal)

    @cached_property
    def capitals(self) -> frozenset[str]:
        """What stands capitalised somewhere, words cut off in the middle included: cheap, to see who cannot be in the text."""
        if not self.at_once:
            return frozenset(compress(self.words.texts, self.words.capitals))
        text = written(self.original)
        found = (_ASCII_MAYBE_CAPITAL if text.isascii() else _MAYBE_CAPITAL).findall(text)
        return frozenset(map(str.casefold, found))

    @property
    def at_once(self) -> bool:
        """Whether every normalised offset is the original's."""
        return isinstance(self.normal.starts, range)

    def capital(self, offset: int) -> bool:
        """Tell whether a capital letter stands at the offset in the original; there is none behind the end."""
        return offset < len(self.normal.text) and self.original[self.normal.starts[offset]].isupper()

    @cached_property
    def capital_words(self) -> tuple[int, ...]:
        """The indices of the words that begin with a capital letter in the original."""
        return tuple(compress(range(len(self.words)), self.words.capitals))

    def near(self, start: int, end: int) -> tuple[Passage, int]:
        """Return the span and what stands around it in its paragraph as a passage of its own, and the offset where that begins.

        For whoever needs few words of a long text. All of the text, where offsets are not the original's.
        """
        if not self.at_once or "words" in self.__dict__:
            return self, 0
        first = self.original.find(" ", max(0, start - NEAR), start) + 1 if start > NEAR else 0
        last = self.original.rfind(" ", end, end + NEAR) if end + NEAR < len(self.original) else len(self.original)
        return Passage(self.field, self.original[first : max(last, end)]), first

    def around(self, start: int, end: int) -> tuple[list[str], list[str]]:
        """Return the two words before the span and the two behind it, or as much of them as is near; the text is not cut for it."""
        text = self.normal.text
        return _WORD.findall(text, max(0, start - NEAR), start)[-2:], _WORD.findall(text, end, end + NEAR)[:2]

    @cached_property
    def halves(self) -> frozenset[int]:
        """The indices of the words that nothing but a hyphen parts from the next one."""
        ends, starts = self.words.ends, self.words.starts
        before = ((bisect_left(ends, hyphen.start()), hyphen.end()) for hyphen in _HYPHEN.finditer(self.normal.text))
        return frozenset(index for index, following in before if starts[index + 1 : index + 2] == [following])

    def gap(self, index: int) -> str:
        """Return what stands between the word and the next one; a full stop where there is no next."""
        words = self.words
        return self.normal.text[words.ends[index] : words.starts[index + 1]] if 0 <= index < len(words.texts) - 1 else "\n"

    def adjacent(self, index: int) -> bool:
        """Tell whether only a space stands between the word and the next one."""
        return self.gap(index) == " "

    def is_initial(self, index: int) -> bool:
        """Tell whether the word is an initial of a name: "V." or "Ya.", the next word following at once."""
        words = self.words
        return words.capitals[index] and len(words.texts[index]) <= 2 and _INITIAL_GAP.fullmatch(self.gap(index)) is not None

    def opens_sentence(self, index: int) -> bool:
        """Tell whether the word stands first in a sentence or a quotation."""
        return index == 0 or re.search(r"[.!?:\n\"“«]|--", self.gap(index - 1)) is not None

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets of the whole sentence that holds the span, however long it is."""
        first, last = whole_sentence_at(self.original, *self.normal.original(start, end))
        return bisect_left(self.normal.starts, first), bisect_left(self.normal.starts, last)

    def word_at(self, start: int) -> int:
        """Return the index of the first word that starts at the offset or after it."""
        return bisect_left(self.words.starts, start)

    @cached_property
    def lower_case(self) -> frozenset[str]:
        """The words that stand in lower case somewhere: none of them is a given name."""
        return frozenset(compress(self.words.texts, map(not_, self.words.capitals)))

    def printed(self, start: int, end: int) -> str:
        """Return the original text of a span, its white space collapsed."""
        first, last = self.normal.original(start, end)
        return " ".join(self.original[first:last].split())


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a short text, such as a role on a list, cut as those of a passage are."""
    return tuple(Passage("body", text).words.texts)


def passages(texts: Mapping[Field, str]) -> tuple[Passage, ...]:
    """Return the fields of one article in reading order, empty ones left out."""
    order: tuple[Field, ...] = ("title", "body", "listing")
    return tuple(Passage(field, text) for field in order if (text := texts.get(field)))
