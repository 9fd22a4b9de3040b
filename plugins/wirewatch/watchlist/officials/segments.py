"""What stands between two names of a list, cut into titles and people without names.

Titles hold commas and "and" themselves ("Committee for Cooperation in Trade, Economy, Science and Technology"), so a cut is made
only where the left part is a whole title and the right one begins another title, or people without names.
"""

from __future__ import annotations

from dataclasses import dataclass

from wirewatch.watchlist.officials.vocabulary import (
    BEFORE_PEOPLE,
    CONCURRENTLY,
    DAYS,
    ENDS_TITLE,
    IS_ALSO,
    LEADS_ON,
    PEOPLE,
)
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.titles import TITLE_WORDS
from wirewatch.watchlist.prose.vocabulary import CONNECTORS, OFFICES

_INSIDE_AN_OFFICE = CONNECTORS - {"the", "and", "s", "a", "an"}
_ENDS_NONE = TITLE_WORDS - ENDS_TITLE - {"on", "who", "as"}
_JOINS = CONNECTORS | CONCURRENTLY


@dataclass(frozen=True)
class Piece:
    """The words begin … end (exclusive) of a title, or of people without names; `comma`: one stands before it."""

    begin: int
    end: int
    comma: bool
    title: bool


def pieces(passage: Passage, begin: int, end: int) -> list[Piece]:
    """Return the titles and the people without names in the words begin … end (exclusive), in order.

    A part is whole once it holds an office or begins with people without names: "Industry and Trade Minister" is one.
    """
    cuts, whole, texts = [begin], False, passage.words.texts
    for at in range(begin, end):
        if at > begin and _may_cut(passage, at) and _begins(passage, at, end) and (whole or _is_led_on(passage, at)):
            cuts.append(at)
            whole = False
        whole = whole or texts[at] in OFFICES or (at == cuts[-1] and begins_people(passage, at))
    parts = [_piece(passage, first, last) for first, last in zip(cuts, [*cuts[1:], end], strict=True)]
    return [part for part in parts if part.begin < part.end]


def begins_people(passage: Passage, at: int) -> bool:
    """Whether people without names begin with the word: "and other senior officials", "vice-chairmen of …"."""
    while at < len(passage.words) - 1 and passage.words.texts[at] in BEFORE_PEOPLE:
        at += 1
    return passage.words.texts[at] in PEOPLE


def _may_cut(passage: Passage, at: int) -> bool:
    """After a comma, at an "and", and after "including", "led by" or "as well as"."""
    words = passage.words
    return words.texts[at] == "and" or "," in words.gaps[at - 1] or _is_led_on(passage, at)


def _begins(passage: Passage, at: int, end: int) -> bool:
    """Whether a title or people without names begin: "Deputy Head of …", no "Science and Technology"."""
    return begins_people(passage, at) or _is_led_on(passage, at) or _office_first(passage, at, end)


def _is_led_on(passage: Passage, at: int) -> bool:
    """Whether the words before make a title begin: "including", "as well as"."""
    if at == 0:
        return False
    before = passage.words.texts[at - 1]
    return before in LEADS_ON or (before == "as" and passage.words.texts[max(0, at - 3) : at] == ["as", "well", "as"])


def _office_first(passage: Passage, at: int, end: int) -> bool:
    """Whether an office stands before the first "of", "to" or comma, and no verb first: "visited the tourist area"."""
    if _is_verb(passage, at):
        return False
    for index in range(at, end):
        word = passage.words.texts[index]
        if word in OFFICES:
            return True
        if word in _INSIDE_AN_OFFICE or "," in passage.gap(index):
            return False
    return False


def _is_verb(passage: Passage, at: int) -> bool:
    word = passage.words.texts[at]
    return word.endswith("ed") and word not in TITLE_WORDS and not passage.words.capitals[at]


def _has_office(passage: Passage, first: int, last: int) -> bool:
    return not OFFICES.isdisjoint(passage.words.texts[first:last])


def _piece(passage: Passage, first: int, last: int) -> Piece:
    comma = first > 0 and "," in passage.gap(first - 1)
    begin = first
    while begin < last and _only_joins(passage, begin):
        comma = comma or "," in passage.gap(begin)
        begin += 1
    end = _trimmed(passage, begin, last)
    title = begin < end and not begins_people(passage, begin) and _has_office(passage, begin, end)
    return Piece(begin, end, comma, title)


def _only_joins(passage: Passage, at: int) -> bool:
    """Whether the word only joins a title to what stands before: "and concurrently T", "N, who is T"."""
    following = passage.words.texts[at + 1] if at + 1 < len(passage.words) else ""
    before = passage.words.texts[at - 1] if at else ""
    word = passage.words.texts[at]
    return (
        word in CONCURRENTLY
        or (word == "who" and following in IS_ALSO)
        or before == "who"
        or (word == "as" and before in IS_ALSO)
    )


def _trimmed(passage: Passage, begin: int, end: int) -> int:
    """Return where a title ends: before "at the airport", "on Thursday", "who …", and without an "and" at its end."""
    texts = passage.words.texts
    end = next((at for at in range(begin, end) if texts[at] not in _ENDS_NONE and _ends(passage, at, at == begin)), end)
    while end > begin and texts[end - 1] in _JOINS:
        end -= 1
    return end


def _ends(passage: Passage, at: int, first: bool) -> bool:
    """Whether a title ends before the word: "at the airport", "on Thursday", "who …", ", arrived here"; "who doubles as" goes on."""
    words = passage.words
    word, following = words.texts[at], words.texts[at + 1] if at + 1 < len(words) else ""
    if word == "on":
        return following in DAYS or following[:1].isdigit()
    if word == "who":
        return following not in IS_ALSO
    if word == "as":
        return words.texts[at - 1] not in IS_ALSO
    if word in ENDS_TITLE:
        return True
    return word not in TITLE_WORDS and not first and not words.capitals[at] and "," in passage.gap(at - 1)
