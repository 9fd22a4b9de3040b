"""Where an article page's header ends and its body's end begins: the landmarks of one page, put in relation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wirewatch.errors import SourceChanged
from wirewatch.sites.kcna_watch.dates import is_dateline
from wirewatch.sites.kcna_watch.items import linked_key
from wirewatch.sites.kcna_watch.landmarks import (
    DateLine,
    MoreFrom,
    Title,
    find_date_line,
    find_more_from,
    find_title,
    first_prose,
)
from wirewatch.sites.kcna_watch.markup import Line
from wirewatch.sites.kcna_watch.prose import closes, ends_in_full_stop, is_prose
from wirewatch.sites.kcna_watch.urls import article_key


@dataclass(frozen=True)
class Frame:
    """The lines with words, the landmarks among them, and the span `start` to `end` (excluded) that holds the body."""

    lines: Sequence[Line]
    title: Title | None
    date_line: DateLine | None
    more_from: MoreFrom | None
    start: int
    end: int

    @property
    def around(self) -> list[Line]:
        """The lines above the body that are no part of the header."""
        header = {n for mark in (self.title, self.date_line) if mark for n in range(mark.first, mark.last + 1)}
        return [line for index, line in enumerate(self.lines[: self.start]) if index not in header]

    @property
    def region(self) -> Sequence[Line]:
        """The lines that hold the body, a paragraph glued to the Date line first."""
        glued = [Line(self.date_line.after)] if self.date_line and self.date_line.after else []
        return [*glued, *self.lines[self.start : self.end]]


def find_frame(lines: Sequence[Line], url: str, listed_title: str | None = None) -> Frame:
    """The frame of an article page; raises SourceChanged where words of the body stand outside of it."""
    date_line = find_date_line(lines)
    more_from = find_more_from(lines, date_line.last + 1 if date_line else 0)
    end = more_from.first if more_from else len(lines)
    others = _linking_elsewhere(lines, url)
    title = find_title(lines, date_line, end, listed_title, others)
    _refuse_text_above(lines, title, date_line, others)
    _refuse_end_below(lines, more_from, others)
    return Frame(lines, title, date_line, more_from, _start(lines, title, date_line, end), end)


def _start(lines: Sequence[Line], title: Title | None, date_line: DateLine | None, end: int) -> int:
    """First line below title and Date line; without either, the first running text (seed 000 begins with its dateline)."""
    below = [mark.last + 1 for mark in (title, date_line) if mark]
    return max(below) if below else first_prose(lines, 0, end)


def _linking_elsewhere(lines: Sequence[Line], url: str) -> set[int]:
    """The lines with links to other articles."""
    own = article_key(url)
    return {index for index, line in enumerate(lines) for piece in line.pieces if linked_key(piece) not in (None, own)}


def _refuse_text_above(lines: Sequence[Line], title: Title | None, date_line: DateLine | None, others: set[int]) -> None:
    """A page in another order would lose paragraphs: sentences between title and Date line, or a report above both.

    A long subtitle is no sentence: it has no full stop.
    """
    top = min((mark.first for mark in (title, date_line) if mark), default=0)
    between = lines[title.last + 1 : date_line.first] if title and date_line else []
    list_above = any(index < top for index in others) or find_more_from(lines[:top], 0)
    above = [] if list_above else [line for line in lines[:top] if is_dateline(line.text) or closes(line)]
    misplaced = [
        *above,
        *(line for line in between if is_prose(line) and (is_dateline(line.text) or ends_in_full_stop(line.text))),
    ]
    if misplaced:
        raise SourceChanged("text of the article stands above its header", {"text": misplaced[0].text[:200]})


def _refuse_end_below(lines: Sequence[Line], more_from: MoreFrom | None, others: set[int]) -> None:
    """The end mark or footer below "More From" and none above it: the rest of the body stands there as well."""
    if more_from is None or any(map(closes, lines[: more_from.first])):
        return
    below = [lines[index] for index in range(more_from.last + 1, len(lines)) if index not in others and closes(lines[index])]
    if below:
        raise SourceChanged('the end of the article stands below "More From"', {"text": below[0].text[-200:]})
