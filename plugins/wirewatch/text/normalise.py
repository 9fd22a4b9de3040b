"""One spelling for texts that look alike: NFKC, casefold, white space collapsed or mended, with the way back to the original.

Pages print names with no-break spaces, full-width letters, decomposed Hangul and line breaks inside; names are compared here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Normalised:
    """A normalised text; `starts[i]` and `ends[i]` are the original code points that position i stands for (end exclusive)."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text behind a non-empty span of the normalised one, in code points."""
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> Normalised:
    """Return the text as names are compared in it.

    A run of white space becomes one space, and one line feed where it holds a blank line: a name may run over a line break,
    never from one paragraph into the next. Where a space was lost between two words, one is read that stands for no code point.
    """
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    first = 0
    for last in (*lost_spaces(text), len(text)):
        if first:
            letters.append(" ")
            starts.append(first)
            ends.append(first)
        _add(text, first, last, letters, starts, ends)
        first = last
    return Normalised("".join(letters), tuple(starts), tuple(ends))


def _add(text: str, first: int, last: int, letters: list[str], starts: list[int], ends: list[int]) -> None:
    """Append the normalised letters of text[first:last] and where each of them stands."""
    for piece in _PIECE.finditer(text, first, last):
        if piece.group("ascii"):
            letters.append(piece.group().lower())
            starts.extend(range(*piece.span()))
            ends.extend(range(piece.start() + 1, piece.end() + 1))
            continue
        written = _space(piece.group()) if piece.group("space") else _letters(piece.group())
        letters.append(written)
        starts.extend([piece.start()] * len(written))
        ends.extend([piece.end()] * len(written))


def plain(text: str) -> str:
    """Return a short text, such as a name, normalised and stripped."""
    return normalise(text).text.strip()


def _space(run: str) -> str:
    return "\n" if _BLANK_LINE.search(run.replace("\r\n", "\n")) else " "


def _letters(piece: str) -> str:
    if piece in _INVISIBLE:
        return ""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", piece).casefold())
