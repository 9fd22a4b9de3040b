"""An article page → `models.Article`: the body is what stands between the header and "More From <source>".

Every field says in `provenance` which words of the page gave it. What contradicts the contract raises; what is only missing
or disagrees is a warning: `no_title`, `no_date_line`, `bad_date`, `no_more_from`, `no_end_mark`, `dates_disagree`,
`source_disagrees`, `text_after_end`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from wirewatch.errors import AccessDenied, SourceChanged, State
from wirewatch.models import Article, Entry
from wirewatch.sites.kcna_watch.body import Body, read_body
from wirewatch.sites.kcna_watch.dates import day_of_date_line, day_of_dateline, is_dateline
from wirewatch.sites.kcna_watch.frame import Frame, find_frame
from wirewatch.sites.kcna_watch.items import absolute, read_items
from wirewatch.sites.kcna_watch.landmarks import crumb_source, same_words
from wirewatch.sites.kcna_watch.languages import language_of
from wirewatch.sites.kcna_watch.markup import Page, read_page
from wirewatch.sites.kcna_watch.noise import signup_forms
from wirewatch.sites.kcna_watch.urls import url_hash

PARSER_VERSION = "1"

_BREAKS_OFF = ("...", "…", "[…]", "[...]", "Read more", "Continue reading")
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Found[T]:
    """A value and the words that gave it."""

    value: T
    evidence: str


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
    page = read_page(body, content_type)
    frame = find_frame([line for line in page.lines if line.text], absolute(url, page.base or ""), listed_title)
    text = read_body(frame, absolute(url, page.base or ""))
    _check_contract(page, frame, text)
    source = _source(frame)
    title = _title(frame, listed_title)
    published = _published_on(frame, text, listed_on)
    near = published.value if published else text.footer_date
    dateline_day = day_of_dateline(text.paragraphs[0], near)
    original = _original_url(page)
    found = {"source": source, "title": title, "published_on": published, "original_url": original}
    return Article(
        url=url,
        url_hash=url_hash(url),
        source=source.value if source else None,
        title=title.value if title else None,
        published_on=published.value if published else None,
        language=language_of(" ".join(text.paragraphs)),
        body="\n\n".join(text.paragraphs),
        original_url=original.value if original else None,
        dateline_day=dateline_day,
        footer_date=text.footer_date,
        more_from=_more_from(page, frame, url),
        provenance=_provenance(found, frame, text, dateline_day),
        warnings=tuple(_warnings(frame, text, published, dateline_day, listed_on)),
    )
