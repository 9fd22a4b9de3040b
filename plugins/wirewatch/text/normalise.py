"""One spelling for texts that look alike: NFKC, casefold, white space collapsed or mended, with the way back to the original.

Pages print names with no-break spaces, full-width letters, decomposed Hangul and line breaks inside; names are compared here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from wirewatch.text.glue import lost_spaces

_BLANK_LINE = re.compile(r"\n\s*\n")

# Characters nobody sees; a soft hyphen may stand inside a name.
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")

# Characters that may join the one before under NFKC: combining marks, and the Hangul vowels and finals of all three blocks.
# All are above U+0300, so none has a meaning of its own inside a set of a pattern.
_JOINING = "".join(
    character
    for character in map(chr, range(0x300, 0x10000))
    if unicodedata.combining(character)
    or "\u1160" <= character <= "\u11ff"
    or "\u3130" <= character <= "\u318f"
    or "\uffa0" <= character <= "\uffdc"
)
_PIECE = re.compile(rf"(?P<space>\s+)|(?P<ascii>[!-~]+)(?![{_JOINING}])|\S[{_JOINING}]*")


# Letters that are written for another one. With these, nearly every English text is ASCII.
WRITTEN_AS = {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "‐": "-", "‑": "-", "•": "·", "・": "·"}

_JOINING_ONE = re.compile(f"[{_JOINING}]")


@dataclass(frozen=True)
class Normalised:
    """A normalised text; `starts[i]` and `ends[i]` are the original code points that position i stands for (end exclusive)."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text behind a non-empty span of the normalised one, in code points."""
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> Normalised:
    """Return the text as names are compared in it.

    A run of white space becomes one space, and two line feeds where it holds a blank line: a name may run over a line break,
    never from one paragraph into the next. Where a space was lost between two words, one is read that stands for no code point.

    Most texts are read at once, every code point as one; the others letter by letter, with the same result.
    """
    text = written(text)
    read = _read_at_once(text)
    if read is None:
        return letter_by_letter(text)
    if lost := lost_spaces(text):
        return _with_spaces(read, lost)
    return Normalised(read, range(len(read)), range(1, len(read) + 1))


def lower_ascii(text: str) -> str | None:
    """Return the text in lower case where it is ASCII but for the letters of WRITTEN_AS; its white space stays as it is."""
    text = written(text)
    return text.lower() if text.isascii() else None


def written(text: str) -> str:
    """Return the text with the letters of WRITTEN_AS as they are read, one for one."""
    if not text.isascii():
        for letter, read in WRITTEN_AS.items():
            text = text.replace(letter, read)
    return text


def _read_at_once(text: str) -> str | None:
    """Return the normalised text where every code point becomes exactly one, None where one may not."""
    lines = text.split("\n")
    # What is printable is visible and no white space but the space. Runs of spaces are for a closer look.
    if not all(map(str.isprintable, lines)) or list(map(str.strip, lines)) != lines or "  " in text:
        return None
    if any(lines[1::2]) or not all(lines[::2]) or len(lines) % 2 == 0:  # not every second line is blank
        if "\n\n\n" in text:
            return None
        text = "\n\n".join(paragraph.replace("\n", " ") for paragraph in text.split("\n\n"))
    if text.isascii():
        return text.lower()
    read = text.casefold()  # no code point becomes none, so at an equal length each became one
    if len(read) != len(text) or _JOINING_ONE.search(text):
        return None
    return read if all(unicodedata.is_normalized("NFKC", one) for one in (text, read)) else None


def _with_spaces(read: str, lost: list[int]) -> Normalised:
    """Return a text that was read at once, with a space that stands for nothing before each of these offsets."""
    starts, ends = list(range(lost[0])), list(range(1, lost[0] + 1))
    for first, last in pairwise((*lost, len(read))):
        starts += (first, *range(first, last))
        ends += (first, *range(first + 1, last + 1))
    return Normalised(" ".join(read[first:last] for first, last in pairwise((0, *lost, len(read)))), starts, ends)


def letter_by_letter(text: str) -> Normalised:
    """Return what `normalise` returns, for any text and slowly; without the letters of WRITTEN_AS."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for first, last in pairwise((0, *lost_spaces(text), len(text))):
        if first:
            letters.append(" ")
            starts.append(first)
            ends.append(first)
        _add(text, first, last, letters, starts, ends)
    return Normalised("".join(letters), starts, ends)


def _add(text: str, first: int, last: int, letters: list[str], starts: list[int], ends: list[int]) -> None:
    """Append the normalised letters of text[first:last] and where each of them stands."""
    for piece in _PIECE.finditer(text, first, last):
        start, end = piece.span()
        if piece.group("ascii"):
            letters.append(piece.group().lower())
            starts += range(start, end)
            ends += range(start + 1, end + 1)
        elif piece.group("space") and _BLANK_LINE.search(piece.group().replace("\r\n", "\n")):
            letters.append("\n\n")
            starts += (start, end - 1)
            ends += (start + 1, end)
        else:
            written = " " if piece.group("space") else _letters(piece.group())
            letters.append(written)
            starts += [start] * len(written)
            ends += [end] * len(written)


def plain(text: str) -> str:
    """Return a short text, such as a name, normalised and stripped."""
    return normalise(text).text.strip()


def _letters(piece: str) -> str:
    if piece in _INVISIBLE:
        return ""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", piece).casefold())
