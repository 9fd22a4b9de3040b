"""ETag and Last-Modified of the demo site's article pages, and the conditional GET that uses them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from email.message import Message
from email.utils import formatdate, parsedate_to_datetime

from demo.edition import Item

# Whose validators a page carries: none at all, those of the article's own words (they stay while sidebar and view date change
# daily), or those of the whole page.
MODES = ("none", "content", "page")
EDIT_SECONDS = 60
DAY_SECONDS = 86_400


def validators(mode: str, item: Item, page: bytes, edits: int, viewed_on: date) -> dict[str, str]:
    """The headers of an article's page after so many edits."""
    if mode == "none":
        return {}
    whole = mode == "page"
    words = page if whole else repr((item.title, item.paragraphs)).encode()
    changed = item.ingested + edits * EDIT_SECONDS + (viewed_on - item.day).days * DAY_SECONDS * whole
    return {"ETag": f'"{hashlib.sha256(words).hexdigest()[:16]}"', "Last-Modified": formatdate(changed, usegmt=True)}


def is_unchanged(headers: Mapping[str, str], asked: Message) -> bool:
    """Whether a page with these headers may be answered with 304; If-None-Match counts before If-Modified-Since (RFC 9110, 13.2.2)."""
    if "ETag" not in headers:
        return False
    if etags := asked.get("If-None-Match"):
        return headers["ETag"] in etags
    since = asked.get("If-Modified-Since")
    return since is not None and parsedate_to_datetime(headers["Last-Modified"]) <= parsedate_to_datetime(since)
