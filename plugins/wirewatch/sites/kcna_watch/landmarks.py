"""The words every article page prints around its body, found in the page's lines.

    KCNA KCNA.kp (En)                                                               the crumb
    Title
    Date: 13/07/2025 | Source: KCNA.kp (En) | Read original version at source       the Date line
    … -0-                                                                           the end mark
    www.kcna.kp (2025.07.13.)                                                       the footer
    More From KCNA.kp (En)
    More Articles

Any of them may be spread over several elements, so a landmark is a span of lines.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from wirewatch.sites.kcna_watch.dates import day_in_words, is_view_date, narrow
from wirewatch.sites.kcna_watch.markup import HEADINGS, Line
from wirewatch.sites.kcna_watch.prose import is_prose, is_sentence
from wirewatch.sites.kcna_watch.sources import known_label, looks_like_label
from wirewatch.sites.kcna_watch.urls import article_key

_GAP = r"[\s|·•–—,-]*"
_DATE_LINE = re.compile(
    rf"Date\b\s*:?\s*(?P<day>[^|:]{{0,30}}?){_GAP}(?:Source\b\s*:?\s*(?P<source>[^|]{{0,60}}?))?"
    rf"{_GAP}(?:(?P<original>Read original(?: version)?(?: at source)?)[\s|]*(?P<rest>.*))?[\s|]*",
    re.IGNORECASE | re.DOTALL,
)
_DATE_LINE_START = re.compile(r"^Date\s*:?\s*$|^Date\s*:|\bDate\s*:?\s*(?=\d{1,2}/\d{1,2}/\d{4})", re.IGNORECASE)
_WIDEST = 10  # "Date:", day, "|", "Source:", label, "|", "Read original", "version", "at", "source"
_LONGEST_DATE_LINE = 300  # characters; what follows in the same line is the body's
_MORE_FROM = re.compile(r"More\s+From\b\s*:?\s*(?P<source>.{0,80})", re.IGNORECASE)
_MORE_ARTICLES = re.compile(r"(?:load more|more|show more|view more)(?: articles| results)?", re.IGNORECASE)
_CRUMB = re.compile(r"(?:(?:Home|Newstream|KCNA(?: Watch)?)(?:\s*[>»›/|:]\s*|\s+))+?(?P<source>.+)", re.IGNORECASE)

_CHROME = re.compile(
    r"KCNA Watch(?: Logo| Menu)?|Browse|Menu|Search|Home|Newstream(?: \| KCNA Watch)?|NK News|NK PRO|\.* ?Upgrade to NK PRO today\.?"
    r"|Read original(?: version)?(?: at source)?|[|·•>»/-]+|KCNA|Skip to (?:main )?content|Advertisement"
    r"|(?:©|Copyright\b).*|.{0,60}\bAll rights reserved\.?"
    r"|Related(?: articles| news)?|See also|Previous|Next|Latest(?: articles| news)?"
    r"|(?:(?:Share|Tweet|Print|E?-?mail|Facebook|Twitter|X|WhatsApp|Telegram|LinkedIn|Reddit|Pinterest|Copy(?: link)?|Link|Save"
    r"|this|article|on|via|to|with|PDF|Cite)(?:\s*[:|,·•]\s*|\s+|$))+",
    re.IGNORECASE,
)
_LONGEST_LINKED_LABEL = 60


@dataclass(frozen=True)
class DateLine:
    """Where the Date line stands and what it says: `day` as printed, words `before` and `after` it where no element parts them."""

    first: int
    last: int
    day: str | None
    source: str | None
    original: bool
    before: str
    after: str


@dataclass(frozen=True)
class MoreFrom:
    """Where the heading "More From <source>" stands."""

    first: int
    last: int
    source: str | None


@dataclass(frozen=True)
class Title:
    """Where the title stands (`first` to `last`), and why it is taken for one."""

    first: int
    last: int
    text: str
    evidence: str


def find_date_line(lines: Sequence[Line]) -> DateLine | None:
    """The most complete Date line, the first of equals; None where no line says `Date:` with a day or a source."""
    found = [line for index in range(len(lines)) if (line := _date_line_at(lines, index))]
    return max(found, key=_completeness, default=None)


def find_more_from(lines: Sequence[Line], start: int) -> MoreFrom | None:
    """The first "More From <source>" at or after `start`; the label may be the next line."""
    for index in range(start, len(lines)):
        found = _MORE_FROM.fullmatch(lines[index].text)
        if not found or found["source"].endswith((".", "!", "?")):
            continue
        if found["source"]:
            return MoreFrom(index, index, found["source"])
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        return MoreFrom(index, index + 1, following) if looks_like_label(following) else MoreFrom(index, index, None)
    return None


def find_title(
    lines: Sequence[Line], date_line: DateLine | None, end: int, listed: str | None, others: Container[int]
) -> Title | None:
    """The title above the Date line (or the first line of the body): what the listing calls it, a heading, or the last line there.

    `others` are the lines that belong to other articles' items; without a Date line the header ends before `end`.
    """
    top = date_line.first if date_line else first_prose(lines, 0, end)
    above = [index for index in range(_header_top(lines, top), top) if index not in others]
    candidates = [
        _listed_title(lines, above, listed),
        _last_heading(lines, above),
        _heading_below(lines, date_line, ("h1", "h2")),
        _line_above(lines, above, date_line),
        _glued_title(date_line),
        _heading_below(lines, date_line, HEADINGS),
    ]
    return next((title for title in candidates if title), None)


def first_prose(lines: Sequence[Line], start: int, end: int) -> int:
    """Index of the first line that is running text or begins with a dateline; `end` where there is none."""
    return next((index for index in range(start, end) if is_prose(lines[index])), end)


def is_chrome(line: Line) -> bool:
    """Whether a line belongs to the page's frame: menu and share words, crumb, day of viewing, a lone link."""
    text = line.text
    return bool(
        not text
        or _CHROME.fullmatch(text)
        or is_view_date(text)
        or crumb_source(text)
        or known_label(text)
        or (line.linked and len(text) <= _LONGEST_LINKED_LABEL and line.heading is None)
    )


def crumb_source(text: str) -> str | None:
    """The label in a crumb `KCNA KCNA.kp (En)`; None for any other line, such as the title "KCNA issues commentary"."""
    found = _CRUMB.fullmatch(text)
    return found["source"] if found and looks_like_label(found["source"]) else None


def is_more_control(text: str) -> bool:
    """Whether a button or link with these words brings the next items of a listing."""
    return bool(_MORE_ARTICLES.fullmatch(text.strip(" .…›»+")))


def same_words(left: str | None, right: str | None) -> bool:
    """Whether two texts are equal but for case, spaces and punctuation."""
    return left is not None and right is not None and re.sub(r"\W+", "", left).casefold() == re.sub(r"\W+", "", right).casefold()


def _date_line_at(lines: Sequence[Line], index: int) -> DateLine | None:
    """The best reading of the lines from `index`: as complete as possible, then as few lines as possible."""
    first = lines[index].text
    start = _DATE_LINE_START.search(narrow(first))
    if not start:
        return None
    readings = []
    joined = first[start.start() :]
    before = first[: start.start()].strip(" |")
    for last in range(index, min(index + _WIDEST, len(lines))):
        joined = joined if last == index else f"{joined} {lines[last].text}"
        found = _DATE_LINE.fullmatch(narrow(joined[:_LONGEST_DATE_LINE]))
        if found and (found["source"] or re.search(r"\d", found["day"])):
            after = joined[found.start("rest") :] if found["rest"] else joined[_LONGEST_DATE_LINE:]
            readings.append(_date_line(found, index, last, before, after))
        if len(joined) > _LONGEST_DATE_LINE or (found and found["rest"]):
            break
    return max(readings, key=lambda line: (_completeness(line), -line.last), default=None)


def _date_line(found: re.Match[str], first: int, last: int, before: str, after: str) -> DateLine:
    original = (found["original"] or "").casefold()
    return DateLine(first, last, found["day"] or None, found["source"] or None, original.endswith("source"), before, after)


def _completeness(line: DateLine) -> int:
    return 4 * line.original + 2 * bool(line.source) + bool(line.day)


def _header_top(lines: Sequence[Line], top: int) -> int:
    """First line of the header: below the last crumb or day of viewing, where one stands above."""
    marks = [index for index in range(top) if is_view_date(lines[index].text) or crumb_source(lines[index].text)]
    return marks[-1] + 1 if marks else 0


def _listed_title(lines: Sequence[Line], above: Sequence[int], listed: str | None) -> Title | None:
    found = (index for index in reversed(above) if same_words(lines[index].text, listed))
    return next((Title(index, index, lines[index].text, "line equal to the listing's title") for index in found), None)


def _last_heading(lines: Sequence[Line], above: Sequence[int]) -> Title | None:
    found = (index for index in reversed(above) if lines[index].heading is not None and not is_chrome(lines[index]))
    last = next(found, None)
    return None if last is None else _heading(lines, last)


def _heading_below(lines: Sequence[Line], date_line: DateLine | None, names: Container[str]) -> Title | None:
    """A heading right below the Date line; a small one may be the body's own."""
    index = date_line.last + 1 if date_line else len(lines)
    heading = lines[index].heading if index < len(lines) else None
    if heading is None or heading.name not in names or _MORE_FROM.match(lines[index].text):
        return None
    return _heading(lines, index)


def _heading(lines: Sequence[Line], index: int) -> Title:
    """The whole heading a line is part of: `<h1>One<br>two</h1>` is one title."""
    heading = lines[index].heading
    members = [place for place, line in enumerate(lines) if line.heading is heading and line.text]
    name = heading.name if heading is not None else "h1"
    return Title(members[0], members[-1], " ".join(lines[place].text for place in members), f"heading {name}")


def _glued_title(date_line: DateLine | None) -> Title | None:
    if date_line is None or not date_line.before or is_chrome(Line(date_line.before)):
        return None
    return Title(date_line.first, date_line.first, date_line.before, "words before the Date line")


def _line_above(lines: Sequence[Line], above: Sequence[int], date_line: DateLine | None) -> Title | None:
    """The last line above; without a Date line only where crumb or day of viewing say that the header begins there."""
    if date_line is None and 0 in (*above, len(above)):
        return None
    index = next((index for index in reversed(above) if not is_chrome(lines[index]) or _links_itself(lines[index])), None)
    if index is None or is_sentence(lines[index]) or day_in_words(lines[index].text):
        return None
    return Title(index, index, lines[index].text, "line above the Date line" if date_line else "line above the body")


def _links_itself(line: Line) -> bool:
    """Whether a line links an article; above the header, where other articles' lines are left out, that is the page's own."""
    return any(piece.href and article_key(piece.href) for piece in line.pieces)
