"""Running text: what tells a sentence of an article from a label, and the signs that end a report (`-0-`, `(끝)`, the footer)."""

from __future__ import annotations

import re

from wirewatch.sites.kcna_watch.dates import is_dateline, narrow
from wirewatch.sites.kcna_watch.markup import Line

PROSE = 80  # characters from which an unlinked line is running text and no label; a Korean sentence needs half of them
_SENTENCE = 20  # characters from which a line that ends in a full stop is one ("The children sang a song.")
_WIDE = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3]")
_FULL_STOP = re.compile(r"(?<![.…])[.!?。][\"”’')\]]*$")

_END_MARK = re.compile(r"\s*(?:[-–—]\s?[0O]\s?[-–—]|\(끝\))\s*$")
_FOOTER_DAY = r"[(\[]\s*(?:(?:Juche|주체)\s*\d{1,3}|\d{4})\s*\.\s*\d{1,2}\s*\.\s*\d{1,2}\s*\.?\s*[)\]]"
_FOOTER_HOST = r"(?:https?://)?(?:[a-z0-9-]+\.)+kp/?"
_FOOTER = re.compile(rf"(?:^|\s*(?<![\w/.-])){_FOOTER_HOST}\s*{_FOOTER_DAY}\s*$|^{_FOOTER_DAY}$|^{_FOOTER_HOST}$", re.IGNORECASE)


def footer_of(text: str) -> str | None:
    """The footer in which a line ends (`www.kcna.kp (Juche112.10.20.)`), as printed."""
    found = _FOOTER.search(narrow(text))
    return text[found.start() : found.end()].strip() if found else None


def end_of(text: str) -> int:
    """Where the end mark and the footer of a line begin; its length where it has neither."""
    plain = narrow(text)
    footer = _FOOTER.search(plain)
    end = footer.start() if footer else len(plain)
    mark = _END_MARK.search(plain, 0, end)
    return mark.start() if mark else end


def closes(line: Line) -> bool:
    """Whether the line is or ends in the end mark or the footer."""
    return end_of(line.text) < len(line.text)


def ends_in_full_stop(text: str) -> bool:
    """Whether a text ends as a sentence does, before an end mark or after one; three stops break off and end nothing."""
    return end_of(text) < len(text) or _FULL_STOP.search(text) is not None


def is_prose(line: Line) -> bool:
    """Whether a line is running text: a dateline, or long, and neither a link nor a heading."""
    if is_dateline(line.text):
        return True
    long = len(line.text) >= PROSE or (width(line.text) >= PROSE and ends_in_full_stop(line.text))
    return long and not line.linked and line.heading is None


def is_sentence(line: Line) -> bool:
    """Whether a line may be a piece of an article, however short: prose, or a sentence with its full stop."""
    if is_prose(line) or closes(line):
        return True
    return width(line.text) >= _SENTENCE and ends_in_full_stop(line.text) and not line.linked and line.heading is None


def width(text: str) -> int:
    """The length of a text, a letter of Hangul, Han and kana counted twice."""
    return len(text) + len(_WIDE.findall(text))
