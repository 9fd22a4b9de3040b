"""A listing's response → its entries: the "More Articles" fragment, the search page and a source's page alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from wirewatch.errors import SourceChanged
from wirewatch.models import Entry, ListingPage
from wirewatch.sites.kcna_watch.items import read_items
from wirewatch.sites.kcna_watch.landmarks import is_more_control
from wirewatch.sites.kcna_watch.markup import Line, Page, ancestors, read_page, stands_aside
from wirewatch.sites.kcna_watch.noise import is_hidden

# Hints only: containers and controls seen in other people's scrapers, 2022 to 2025.
_CONTAINERS = ["search_wrapper", "latest_article_wrapper"]
_MORE_IDS = ("more_results", "load_more", "load-more")
_MORE_CLASSES = ["more-full-link", "load-more", "more_results"]
# What WordPress answers when an AJAX action says nothing ("0", "-1" for a refused one).
_EMPTY = frozenset({"", "0", "-1"})
_NO_RESULTS = re.compile(
    r"\bno (?:more )?(?:results?|articles?|posts?|items?|matches)\b|\bnothing (?:was )?found\b|\b0 (?:results|articles)\b|\bdid not match\b",
    re.IGNORECASE,
)
_LONGEST_MESSAGE = 200  # characters of a line that says there are no results


def read_listing(body: bytes, page_url: str, content_type: str | None = None) -> ListingPage:
    """The entries of a listing in order, each article once, and whether there is more: a control for it stands under them, or the page breaks off.

    Raises SourceChanged with evidence `kind`: "empty" for an answer without content (nothing, `0`, `-1`), "no_items" for a
    page without one article, "generic" for the whole Newstream page where the fragment was asked for. A page that says in
    words that nothing was found has no entries.
    """
    page = read_page(body, page_url, content_type)
    _refuse_generic(page, page_url)
    entries = _entries(page)
    if entries or _says_no_results(page.lines):
        return ListingPage(entries, bool(entries) and (has_more_control(page) or _breaks_off(body)))
    if "".join(line.text for line in page.lines).strip() in _EMPTY and not page.title:
        raise SourceChanged("the listing came back empty", {"kind": "empty", "text": body[:200].decode("utf-8", "replace")})
    text = " ".join(line.text for line in page.lines)[:200]
    raise SourceChanged("the listing holds no link to an article", {"kind": "no_items", "title": page.title, "text": text})


def has_more_control(page: Page) -> bool:
    """Whether a visible button, link or line "More Articles" stands on the page, by its words or by a known id or class."""
    if page.soup is None:
        return any(is_more_control(line.text) and " " in line.text for line in page.lines)
    return any(_is_more_control(tag) and not any(map(is_hidden, ancestors(tag))) for tag in page.soup.find_all(True))


def _breaks_off(body: bytes) -> bool:
    """Whether a whole page (the bare fragment of "More Articles" is none) begins and never ends: what else it would list is not known."""
    return bool(re.search(rb"<(?:html|body)\b", body, re.IGNORECASE)) and not re.search(
        rb"</(?:html|body)\b", body, re.IGNORECASE
    )


def _entries(page: Page) -> tuple[Entry, ...]:
    """Items of the known container, else outside of sidebars, else anywhere."""
    content = [line for line in page.lines if not stands_aside(line)]
    for lines in (_contained(page.lines, page.soup), content, page.lines):
        if entries := read_items(lines):
            return entries
    return ()


def _contained(lines: Sequence[Line], soup: BeautifulSoup | None) -> list[Line]:
    containers = soup.find_all(id=_CONTAINERS) if soup else []
    return [line for line in lines if any(tag is container for tag in line.around for container in containers)]


def _is_more_control(tag: Tag) -> bool:
    if str(tag.get("id", "")) in _MORE_IDS or set(tag.get_attribute_list("class")) & set(_MORE_CLASSES):
        return not tag.has_attr("disabled")
    words = str(tag.get("value", "")) if tag.name == "input" else tag.get_text(" ", strip=True)
    if tag.name in ("a", "button", "input") or tag.get("role") == "button" or tag.has_attr("onclick"):
        return is_more_control(words) and not tag.has_attr("disabled")
    return tag.name in ("div", "span", "p", "center", "li") and " " in words and is_more_control(words)


def _says_no_results(lines: Sequence[Line]) -> bool:
    return any(_NO_RESULTS.search(line.text) for line in lines if len(line.text) <= _LONGEST_MESSAGE)


def _refuse_generic(page: Page, page_url: str) -> None:
    """The AJAX address answers with a bare fragment; the whole page `Newstream | KCNA Watch` lists all sources instead."""
    if urlsplit(page_url).path.endswith("admin-ajax.php") and (page.title or "").startswith("Newstream"):
        raise SourceChanged(
            "the generic Newstream page came instead of the source's listing", {"kind": "generic", "title": page.title}
        )
