"""The body's paragraphs: the lines of the frame without end mark, footer, share words and other articles' items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bs4 import Tag

from wirewatch.errors import SourceChanged
from wirewatch.sites.kcna_watch.dates import day_in_words, day_of_footer, is_dateline
from wirewatch.sites.kcna_watch.frame import Frame
from wirewatch.sites.kcna_watch.items import find_items
from wirewatch.sites.kcna_watch.landmarks import is_chrome, same_words
from wirewatch.sites.kcna_watch.markup import Line, tidy
from wirewatch.sites.kcna_watch.prose import PROSE, closes, end_of, footer_of, is_sentence
from wirewatch.sites.kcna_watch.urls import article_key

_LONGEST_ITEM = 8  # lines; a larger element around a lone link is the article itself
_GENERIC = 3  # links to other articles in a page without a Date line


@dataclass(frozen=True)
class Body:
    """Paragraphs, the footer's day and words, whether end mark or footer close them, and whether running text follows."""

    paragraphs: tuple[str, ...]
    footer: str | None
    footer_date: date | None
    closed: bool
    text_after: bool


def read_body(frame: Frame, url: str) -> Body:
    """The body in a frame. Raises SourceChanged where a list of other articles cannot be told from it."""
    region = frame.region if frame.more_from else _to_first_mark(frame.region)
    lines = _without_sidebars(_without_items(region, frame, url), frame)
    _refuse_items_without_links(lines)
    last = max((index for index, line in enumerate(lines) if closes(line)), default=None)
    inside = lines if last is None else lines[: last + 1]
    after = [] if last is None else lines[last + 1 :]
    footers = [found for line in inside if (found := footer_of(line.text))]
    dated = [(footer, day) for footer in footers if (day := day_of_footer(footer))]
    footer, footer_date = dated[-1] if dated else (None, None)
    return Body(
        paragraphs=tuple(text for line in _trimmed(inside, frame) if (text := _unmarked(line.text))),
        footer=footer,
        footer_date=footer_date,
        closed=last is not None,
        text_after=any(is_sentence(line) and not is_chrome(line) for line in after),
    )


def _to_first_mark(lines: Sequence[Line]) -> Sequence[Line]:
    """Without "More From" nothing says where the body ends but its own end mark, and the footer below it."""
    first = next((index for index, line in enumerate(lines) if closes(line)), len(lines))
    end = first + 1
    while end < len(lines) and footer_of(lines[end].text):
        end += 1
    return lines[:end]


def _refuse_items_without_links(lines: Sequence[Line]) -> None:
    """Signs of a list in pages that lost their links: a second dateline, or a date between an excerpt and its repetition."""
    datelines = [line.text for line in lines if is_dateline(line.text)]
    texts = [line.text for line in lines]
    repeated = [
        day for before, day, after in zip(texts, texts[1:], texts[2:], strict=False) if before == after and day_in_words(day)
    ]
    if len(datelines) > 1 or repeated:
        raise SourceChanged(
            "excerpts of other articles stand where the body should be", {"text": [*datelines, *repeated][-1][:200]}
        )


def _without_items(lines: Sequence[Line], frame: Frame, url: str) -> list[Line]:
    """Without other articles' items; a lone link inside a sentence is the article's own."""
    items, flat = find_items(lines, besides=article_key(url))
    sentences = [line for item in items for line in item.lines if _is_sentence_with_link(line)]
    if len(items) == 1 and sentences:
        return list(lines)
    if len(items) >= (_GENERIC if frame.date_line is None else 2) and (flat or sentences or frame.date_line is None):
        links = [item.url for item in items][:10]
        raise SourceChanged("links to other articles stand where the body should be", {"links": links})
    linking = {id(line) for item in items for line in item.lines if any(piece.href for piece in line.pieces)}
    whole = {id(line) for item in items if len(item.lines) <= _LONGEST_ITEM and not flat for line in item.lines}
    return [line for line in lines if id(line) not in linking | whole]


def _is_sentence_with_link(line: Line) -> bool:
    """Whether a line is running text that begins without a link and links some words further on."""
    worded = [piece for piece in line.pieces if piece.text.strip()]
    plain = sum(len(piece.text) for piece in worded if piece.href is None)
    return plain >= PROSE and worded[0].href is None and any(piece.href for piece in worded)


def _without_sidebars(lines: Sequence[Line], frame: Frame) -> list[Line]:
    """Without `<aside>`s, unless the header stands in one too."""
    marks = [frame.lines[mark.first] for mark in (frame.title, frame.date_line) if mark]
    around = {id(tag) for line in marks for tag in _asides(line)}
    return [line for line in lines if all(id(tag) in around for tag in _asides(line))]


def _asides(line: Line) -> list[Tag]:
    return [tag for tag in line.around if tag.name == "aside"]


def _trimmed(lines: Sequence[Line], frame: Frame) -> list[Line]:
    """Without the page's own words; a date alone is a signature in the body, but the day of viewing above it."""
    kept = [line for line in lines if not is_chrome(line) and not _is_title(line, frame)]
    first = next((index for index, line in enumerate(kept) if day_in_words(line.text) is None), len(kept))
    return kept[first:]


def _is_title(line: Line, frame: Frame) -> bool:
    return frame.title is not None and same_words(line.text, frame.title.text)


def _unmarked(text: str) -> str:
    """The paragraph without footer and end mark: "… amicable atmosphere. -0-"."""
    return tidy(text[: end_of(text)])
