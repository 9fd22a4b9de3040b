"""An article page → `models.Article`: the body is what stands between the header and "More From <source>".

Every field says in `provenance` which words of the page gave it. What contradicts the contract raises; what is only missing
or disagrees is a warning: `no_title`, `no_date_line`, `bad_date`, `no_more_from`, `no_end_mark`, `dates_disagree`,
`source_disagrees`, `text_after_end`, `text_above`. The last two, `no_more_from` and `no_end_mark` say that the body may not be whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from wirewatch.errors import AccessDenied, SourceChanged, State
from wirewatch.models import Article
from wirewatch.sites.kcna_watch.body import Body, read_body
from wirewatch.sites.kcna_watch.dates import day_of_date_line, day_of_dateline, is_dateline
from wirewatch.sites.kcna_watch.frame import Frame, find_frame
from wirewatch.sites.kcna_watch.items import Item, find_items, read_items
from wirewatch.sites.kcna_watch.landmarks import crumb_source, is_chrome, is_more_control, same_words
from wirewatch.sites.kcna_watch.languages import language_of
from wirewatch.sites.kcna_watch.markup import Line, Page, read_page, stands_aside, tidy
from wirewatch.sites.kcna_watch.noise import signup_forms
from wirewatch.sites.kcna_watch.prose import is_sentence
from wirewatch.sites.kcna_watch.urls import url_hash

PARSER_VERSION = "2"

_BREAKS_OFF = ("...", "…", "[…]", "[...]", "Read more", "Continue reading")
_KCNA = "(KCNA)"  # every report of KCNA ends in -0-
_A_DAY = timedelta(days=1)
_READ_ORIGINAL = re.compile(r"^Read original\b", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://[^/\s]", re.IGNORECASE)


def read_article(
    body: bytes,
    url: str,
    content_type: str | None = None,
    listed_on: date | None = None,
    listed_title: str | None = None,
) -> Article:
    """The article of a page received from `url`; `listed_on` (a Korean day) and `listed_title` are what the listing said.

    Raises SourceChanged where the contract fails: no paragraph, no end, or words of the body outside of it. Raises
    AccessDenied where a sign-up form stands behind a body that breaks off.
    """
    page = read_page(body, url, content_type)
    frame = find_frame([line for line in page.lines if line.text], url, listed_title)
    text = read_body(frame, url)
    _check_contract(page, frame, text)
    source, title, published = _source(frame), _title(frame, listed_title), _published_on(frame, text, listed_on)
    dateline_day = day_of_dateline(text.paragraphs[0], published[0] or text.footer_date)
    original = _original_url(page)
    given = {"source": source[1], "title": title[1], "published_on": published[1]}
    given["original_url"] = "link Read original version at source" if original else None
    given["dateline_day"] = text.paragraphs[0].partition(")")[0] + ")" if dateline_day else None
    return Article(
        url=url,
        url_hash=url_hash(url),
        source=source[0],
        title=title[0],
        published_on=published[0],
        language=language_of(" ".join(text.paragraphs)),
        body="\n\n".join(text.paragraphs),
        original_url=original,
        dateline_day=dateline_day,
        footer_date=text.footer_date,
        more_from=read_items(_below(page, frame)),
        provenance={name: words for name, words in {**given, **_evidence(frame, text)}.items() if words},
        warnings=tuple(_warnings(page, frame, text, (published[0], dateline_day, listed_on))),
    )


def _evidence(frame: Frame, text: Body) -> dict[str, str | None]:
    """What gave the fields that have one kind of evidence only."""
    more_from = frame.lines[frame.more_from.first].text if frame.more_from else None
    return {
        "body": f'before "{more_from}"' if more_from else "closed by end mark or footer",
        "footer_date": f"footer {_bracketed(text.footer)}" if text.footer else None,
        "language": "letters of the body",
    }


def _check_contract(page: Page, frame: Frame, text: Body) -> None:
    """Raise where there is no body, where nothing ends it, or where a sign-up form stands in for its rest."""
    evidence: dict[str, object] = {"title": page.title, "text": " ".join(line.text for line in frame.lines)[:200]}
    if not text.paragraphs:
        raise SourceChanged("the page holds no paragraph of an article", evidence)
    if frame.more_from is None and not text.closed:
        raise SourceChanged('nothing ends the article: no "More From", no end mark, no footer', evidence)
    teaser = text.paragraphs[-1].endswith(_BREAKS_OFF) or (is_dateline(text.paragraphs[0]) and _KCNA in text.paragraphs[0])
    if teaser and not text.closed and page.soup is not None and signup_forms(page.soup):
        raise AccessDenied("the article breaks off at a sign-up form", State.ACCESS_WALL, evidence)


def _source(frame: Frame) -> tuple[str | None, str | None]:
    """The publication and the words that name it."""
    return next(((label, words) for label, words in _sources(frame) if label), (None, None))


def _sources(frame: Frame) -> list[tuple[str | None, str]]:
    """What Date line, "More From" and crumb call the source, best evidence first."""
    crumbs = [crumb_source(line.text) for line in frame.lines[: frame.start]]
    return [
        (frame.date_line.source if frame.date_line else None, "Date line"),
        (frame.more_from.source if frame.more_from else None, "More From"),
        (next((crumb for crumb in reversed(crumbs) if crumb), None), "crumb"),
    ]


def _title(frame: Frame, listed_title: str | None) -> tuple[str | None, str | None]:
    if frame.title:
        return frame.title.text, frame.title.evidence
    return (listed_title, "listing") if listed_title else (None, None)


def _published_on(frame: Frame, text: Body, listed_on: date | None) -> tuple[date | None, str | None]:
    """The Date line's day, else the listing's, else the footer's: never the dateline, the day of viewing or the URL's number."""
    printed = _date_line_day(frame)
    if printed:
        return printed, "Date line"
    if listed_on:
        return listed_on, "listing"
    return (text.footer_date, f"footer {_bracketed(text.footer or '')}") if text.footer_date else (None, None)


def _date_line_day(frame: Frame) -> date | None:
    return day_of_date_line(frame.date_line.day) if frame.date_line and frame.date_line.day else None


def _bracketed(footer: str) -> str:
    """`Juche112.10.20.` of `www.kcna.kp (Juche112.10.20.)`."""
    return footer.rpartition("(")[2].strip(" ()[]")


def _original_url(page: Page) -> str | None:
    """Where "Read original version at source" leads, if that is an address on the web."""
    links = page.soup.find_all("a", href=True) if page.soup else []
    hrefs = [str(link["href"]).strip() for link in links if _READ_ORIGINAL.search(tidy(link.get_text(" ")))]
    return next((href for href in hrefs if _WEB_ADDRESS.match(href)), None)


def _below(page: Page, frame: Frame) -> Sequence[Line]:
    """The lines below the heading "More From", down to the control "More Articles" where there is one."""
    if frame.more_from is None:
        return ()
    heading = frame.lines[frame.more_from.last]
    first = next(index for index, line in enumerate(page.lines) if line is heading) + 1
    last = next((index for index in range(first, len(page.lines)) if is_more_control(page.lines[index].text)), len(page.lines))
    return page.lines[first:last]


def _text_among_items(page: Page, frame: Frame) -> bool:
    """Whether sentences stand below "More From" and belong to no item: they may be a lost part of the body.

    Plain text has no links, so that all excerpts are loose there.
    """
    below = _below(page, frame)
    return page.soup is not None and _has_loose_text(below, find_items(below)[0])


def _text_above(frame: Frame) -> bool:
    """Whether sentences stand above the body that are neither the header's nor another list's."""
    return _has_loose_text(frame.around, find_items(frame.around)[0])


def _has_loose_text(lines: Sequence[Line], items: Sequence[Item]) -> bool:
    owned = {id(line) for item in items for line in item.lines}
    return any(is_sentence(line) and not is_chrome(line) and id(line) not in owned and not stands_aside(line) for line in lines)


def _warnings(page: Page, frame: Frame, text: Body, days: tuple[date | None, date | None, date | None]) -> Iterator[str]:
    checks = {
        "no_title": frame.title is None,
        "no_date_line": frame.date_line is None,
        "bad_date": frame.date_line is not None and _date_line_day(frame) is None,
        "no_more_from": frame.more_from is None,
        "no_end_mark": _KCNA in text.paragraphs[0] and is_dateline(text.paragraphs[0]) and not text.closed,
        "dates_disagree": _dates_disagree(text, *days),
        "source_disagrees": _sources_disagree(frame),
        "text_after_end": text.text_after or _text_among_items(page, frame),
        "text_above": _text_above(frame),
    }
    return (warning for warning, holds in checks.items() if holds)


def _dates_disagree(text: Body, published: date | None, dateline: date | None, listed: date | None) -> bool:
    """Footer and listing should print the Date line's day; the dateline may be a day off (dateline June 8, listing June 09)."""
    if published is None:
        return False
    others = [day for day in (text.footer_date, listed) if day]
    return any(day != published for day in others) or (dateline is not None and abs(dateline - published) > _A_DAY)


def _sources_disagree(frame: Frame) -> bool:
    labels = [label for label, _ in _sources(frame) if label]
    return any(not same_words(label, labels[0]) for label in labels[1:])
