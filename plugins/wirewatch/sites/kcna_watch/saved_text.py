"""A saved page as plain text, every line a line of its own: where the article ends in it, and the day it gives of itself.

www.kcna.kp (2025.07.13.)
More From KCNA.kp (En)
Title, excerpt, day and excerpt again of each other article
More Articles
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from wirewatch.sites.kcna_watch.dates import day_in_words, day_of_date_line, day_of_footer, narrow
from wirewatch.sites.kcna_watch.landmarks import MoreFrom, find_more_from, is_more_control
from wirewatch.sites.kcna_watch.markup import Line, tidy
from wirewatch.sites.kcna_watch.sources import looks_like_label

_MORE_FROM = re.compile(r"more\s+from\b", re.IGNORECASE)  # asked first, as most texts have no such line
_DATE_LINE = re.compile(r"^\s*Date:\s*([^|\n]{6,40}?)\s*\|\s*Source:", re.IGNORECASE | re.MULTILINE)
_BRACKETED_FOOTER = re.compile(r"\(\s*(?:(?:Juche|주체)\s*\d{1,3}|\d{4})\s*\.\s*\d{1,2}\s*\.\s*\d{1,2}\s*\.?\s*\)", re.IGNORECASE)


def end_of_article(text: str) -> int:
    """The offset (code points) of the line "More From <source>" with the other articles below it; the text's length without one."""
    if not _MORE_FROM.search(text):
        return len(text)
    printed = text.splitlines(keepends=True)
    lines = [Line(tidy(line)) for line in printed]
    ends = (heading.first for heading, below in _headings(lines) if _heads_list(heading, below))
    first = next(ends, len(lines))
    return sum(map(len, printed[:first]))


def _headings(lines: Sequence[Line]) -> Iterator[tuple[MoreFrom, Sequence[Line]]]:
    """Yield what may be such a heading, with the lines from it to the next."""
    heading = find_more_from(lines, 0)
    while heading:
        following = find_more_from(lines, heading.last + 1)
        yield heading, lines[heading.last + 1 : following.first if following else len(lines)]
        heading = following


def _heads_list(heading: MoreFrom, below: Sequence[Line]) -> bool:
    """Whether a line is no sentence's ("More from the harvest"): a publication's label, or a list's days and repetitions below it."""
    if heading.source and looks_like_label(heading.source):
        return True
    texts = [line.text for line in below if line.text]
    repeats = any(one == other for one, other in pairwise(texts))
    return not texts or repeats or any(is_more_control(text) or day_in_words(text) or day_of_footer(text) for text in texts)


def day_of_saved_text(text: str) -> date | None:
    """The day of publication the text gives of itself: its `Date: … | Source: …` line, else a footer in brackets.

    What stands below "More From" is of other articles.
    """
    own = narrow(text[: end_of_article(text)])
    if line := _DATE_LINE.search(own):
        return day_of_date_line(line[1])
    footers = (day_of_footer(found.group()) for found in _BRACKETED_FOOTER.finditer(own))
    return next((day for day in footers if day), None)
