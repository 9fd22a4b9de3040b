"""The sentence that holds a span: what an alert quotes as its proof."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

LIMIT = 600  # code points; the longest attendee lists run to thousands

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")

# A full stop of Latin script needs white space after it; Korean state media print the next sentence without any ("하였다.이에").
_STOP = re.compile(
    r"(?:[.!?…]+[\"'”’)\]»》」』]*(?=\s)"
    r"|(?:(?<=[가-힣])|(?<=[가-힣] ))[.!?]+[\"'”’)\]》」』]*(?=[^\s.!?\d])"
    r"|(?<=다)\.(?=\d)"
    # Pages lose spaces: "on Monday.According to"; no "U.S.A", "No.1" or "V.Putin" has small letters before it and a word after it.
    r"|(?<=[a-z0-9][a-z0-9])[.!?]+[\"'”’)\]]*(?=[A-Z][a-z]+[ ,])"
    r"|[。！？]+[」』”’）》]*"
    r"|(?<=조선중앙통신)\))"  # (평양 5월 15일발 조선중앙통신) is no part of the first sentence
)

# What each stop begins with; the pattern itself takes long to try everywhere.
_MAY_STOP = re.compile(r"[.!?…。！？)]")

_CLOSING = "\"'”’》」』"
# 《우리는 간다.》라고 말하였다: what is cited ends there, the sentence does not.
_CITED = re.compile(r"(?:\s?(?:이?라(?:고|는|며|면서|던)|하고|하며)|고|며)(?=\s)")

_HANGUL_INITIAL = re.compile(r"(?<![^\s(.])[가-힣]$")  # 아. 이. 마쩨고라: open syllables, as no sentence ends in
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")

_ABBREVIATIONS = (
    "mr mrs ms dr prof hon rev gen col lt maj capt sgt cmdr adm sen rep gov st mt messrs"
    " jan feb mar apr jun jul aug sep sept oct nov dec co ltd inc corp dept univ vs cf fig art vol nos pp approx etc int"
)
_SHORT_FORMS = frozenset(_ABBREVIATIONS.split())
_LONGER = max(map(len, _SHORT_FORMS)) + 1


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentence that holds the span start–end, in code points, white space trimmed.

    Blank lines always split. A sentence over LIMIT code points is cut around the span at word boundaries.
    """
    return _cut(text, *whole_sentence_at(text, start, end), start, end)


def whole_sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of that sentence however long it is: lists of who attended run to thousands of code points."""
    marks = _marks(text)
    first = max(marks.stops.end_before(start), marks.gaps.end_before(start))
    last = min([len(text), *marks.stops.ends[marks.stops.after(end) :][:1], *marks.gaps.starts[marks.gaps.after(end) :][:1]])
    return _trim(text, first, last)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of all sentences in order, whole however long, white space trimmed and empty ones left out."""
    first, marks = 0, _marks(text)
    for last in sorted({*marks.stops.ends, *marks.gaps.ends, len(text)}):
        start, end = _trim(text, first, last)
        first = last
        if start < end:
            yield start, end


class _Places(NamedTuple):
    """Where something stands in a text, in order."""

    starts: list[int]
    ends: list[int]

    def end_before(self, offset: int) -> int:
        """Return the end of the last one that ends at the offset or before it; 0 where none does."""
        found = bisect_right(self.ends, offset)
        return self.ends[found - 1] if found else 0

    def after(self, offset: int) -> int:
        """Return the number of the first one that begins at the offset or after it."""
        return bisect_left(self.starts, offset)


class _Marks(NamedTuple):
    """What ends sentences in a text: stops, and blank lines."""

    stops: _Places
    gaps: _Places


@lru_cache(maxsize=16)
def _marks(text: str) -> _Marks:
    """Return what ends sentences in the text; remembered for the fields of one article, which are asked about many spans."""
    cited = "《" in text
    stops = (stop.span() for stop in _stops(text) if _ends_sentence(text, stop, cited))
    return _Marks(_places(stops), _places(gap.span() for gap in _BLANK_LINE.finditer(text)))


def _stops(text: str) -> Iterator[re.Match[str]]:
    end = 0
    for begins in _MAY_STOP.finditer(text):
        if begins.start() >= end and (stop := _STOP.match(text, begins.start())):
            end = stop.end()
            yield stop


def _places(spans: Iterable[tuple[int, int]]) -> _Places:
    found = list(spans)
    return _Places([start for start, _ in found], [end for _, end in found])


def _ends_sentence(text: str, stop: re.Match[str], cited: bool) -> bool:
    """Tell whether a stop does; `cited`: whether the text has any 《."""
    printed = stop.group()
    if printed[-1] in _CLOSING and _CITED.match(text, stop.end()):
        return False
    if cited and _is_in_citation(text, stop):
        return False
    if printed[0] != ".":
        return True
    if _is_hangul_initial(text, stop.start()):
        return False
    following = text[stop.end() : stop.end() + 40].lstrip()[:1]
    if following.islower():
        return False
    before = text[max(0, stop.start() - _LONGER) : stop.start()]
    if before.isalpha() and len(before) == _LONGER:
        return True  # no short form is so long
    word = _LAST_WORD.search(before)
    return word is None or not _is_short_form(word.group(), following)


def _is_in_citation(text: str, stop: re.Match[str]) -> bool:
    """Tell whether the stop stands between 《 and 》, so that what is said has more sentences than one."""
    opened = text.rfind("《", max(0, stop.start() - LIMIT), stop.start())
    if opened < 0 or "》" in text[opened : stop.end()]:
        return False
    closed = text.find("》", stop.end(), stop.end() + LIMIT)
    return closed >= 0 and "《" not in text[stop.end() : closed] and not _BLANK_LINE.search(text, opened, closed)


def _is_hangul_initial(text: str, stop: int) -> bool:
    letter = _HANGUL_INITIAL.search(text, max(0, stop - 2), stop)
    return letter is not None and (ord(letter.group()) - ord("가")) % 28 == 0


def _is_short_form(word: str, following: str) -> bool:
    """Tell initials ("V. V. Putin", "U.S."), titles and months ("Oct. 19"), and "No." before a figure from a sentence's end."""
    if len(word) == 1 or (len(word) == 2 and word in ("Ya", "Yu", "Ye", "Yo")):
        return word.isascii() or word.isupper()
    return word.lower() in _SHORT_FORMS or (word.lower() == "no" and following.isdigit())


def _trim(text: str, first: int, last: int) -> tuple[int, int]:
    piece = text[first:last]
    return first + len(piece) - len(piece.lstrip()), last - (len(piece) - len(piece.rstrip()))


def _cut(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    if last - first <= LIMIT:
        return first, last
    room = max(0, LIMIT - (end - start))
    left = max(first, min(start - room // 2, last - LIMIT))
    right = min(last, max(left + LIMIT, end))
    return _trim(text, *_at_words(text, left, right, start, end, first, last))


def _at_words(text: str, left: int, right: int, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """Move the two ends of a cut inwards to the next white space, never into the span."""
    if left > first and not text[left - 1].isspace():
        left = next((at for at in range(left, start) if text[at].isspace()), start)
    if right < last and not text[right].isspace():
        right = next((at for at in range(right, end, -1) if text[at].isspace()), end)
    return left, right
