"""The address a saved page says it is from: a browser's own comment, or what the page declares of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup

from wirewatch.sites.kcna_watch.charsets import decode
from wirewatch.sites.kcna_watch.urls import article_key

_HEAD = 256 * 1024  # bytes: all of it stands in the head
# Browsers write `<!-- saved from url=(0057)https://… -->` on top; the number is the address's length.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(\S+?)\s*-->", re.IGNORECASE)
_MARKUP = re.compile(r"<\s*(?:!doctype|html|head|body|meta|title|div|p|article|table|h[1-6])\b", re.IGNORECASE)


def is_html(body: bytes) -> bool:
    """Whether bytes are a page at all: they hold markup near their beginning."""
    return bool(_MARKUP.search(decode(body[:_HEAD])))


def saved_from(body: bytes) -> str | None:
    """The article's address that a saved page names; None where it names none, or more than one article."""
    named = {article_key(url): url for url in reversed(list(_addresses(decode(body[:_HEAD])))) if article_key(url)}
    return next(iter(named.values())) if len(named) == 1 else None


def _addresses(head: str) -> Iterator[str]:
    """What is said of the address, best evidence first."""
    yield from _SAVED_FROM.findall(head)
    soup = BeautifulSoup(head, "lxml")
    for link in soup.find_all("link", rel="canonical", href=True):
        yield str(link["href"]).strip()
    for meta in soup.find_all("meta", property="og:url", content=True):
        yield str(meta["content"]).strip()
