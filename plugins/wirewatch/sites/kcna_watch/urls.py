"""URLs of KCNA Watch: the key that makes an article one row, and the two listing requests.

`<ts>-<id>` in the path is the article; the host (`.org`, `.xyz`, a demo), the slug and the trailing slash vary.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

ADAPTER_HOST = "kcnawatch.org"
EARLIEST, LATEST = 946_684_800, 4_102_444_800  # unix seconds of 2000 and 2100: what is not between them is no timestamp
DEFAULT_PORTS = {"http": 80, "https": 443}

# `/newstream/1396423980-1027/laws/slug/` is an article as well; `/newstream/2024-07-13/` is not.
_ARTICLE_PATH = re.compile(r"/newstream/+([0-9]+-[0-9]+)(?:/|$)", re.IGNORECASE)


def article_key(url: str) -> str | None:
    """Canonical key `kcnawatch.org/newstream/<ts>-<id>` of an article's URL on any host; None for any other URL."""
    parts = _split(url)
    found = _ARTICLE_PATH.search(parts.path) if parts else None
    return f"{ADAPTER_HOST}/newstream/{found.group(1)}" if found else None


@lru_cache(20_000)  # stored pages name the same ones again and again
def ingested_at(url: str) -> datetime | None:
    """When the site took the article in: the timestamp in its URL (not the day it is of). None for other URLs, and for no likely time."""
    found = re.search(r"/newstream/([0-9]+)-", article_key(url) or "")
    seconds = int(found.group(1)) if found else 0
    return datetime.fromtimestamp(seconds, UTC) if EARLIEST <= seconds < LATEST else None


def url_hash(url: str) -> bytes:
    """SHA-256 (32 bytes) of the article key; of the normalised whole URL where there is no key."""
    return hashlib.sha256((article_key(url) or normalised_url(url)).encode("utf-8", "surrogatepass")).digest()


def normalised_url(url: str) -> str:
    """The URL with scheme and host in lower case, without default port and fragment, its query sorted, its path kept."""
    parts = _split(url)
    if parts is None:
        return url.strip()
    query = "&".join(sorted(filter(None, parts.query.split("&"))))
    return parts._replace(scheme=parts.scheme.lower(), netloc=_netloc(parts), query=query, fragment="").geturl()


def on_host(url: str, base_url: str) -> str:
    """The article's URL on the host and path of `base_url`: listings link to `.org` or `.xyz` wherever they are read.

    What is on that host already, or is no article, stays as it is.
    """
    parts, base = _split(url), _split(base_url)
    found = _ARTICLE_PATH.search(parts.path) if parts else None
    if parts is None or base is None or found is None or _netloc(parts) == _netloc(base):
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{base_url.rstrip('/')}{parts.path[found.start() :]}{query}"


def more_articles_url(base_url: str, source_id: int | str, offset: int, page_size: int) -> str:
    """The request behind "More Articles" of one source; `to` is a count, not an end."""
    query = f"action=get_cat_by_source&die=true&from={offset}&to={page_size}&sort=&id={source_id}"
    return f"{base_url.rstrip('/')}/wp-admin/admin-ajax.php?{query}"


def search_url(base_url: str, source_id: int | str | None, first: date, last: date) -> str:
    """The search page with an empty query from `first` to `last` (Korean days); all sources when `source_id` is None."""
    source = "" if source_id is None else f"&source={source_id}"
    return f"{base_url.rstrip('/')}/?s={source}&start={first:%d-%m-%Y}&end={last:%d-%m-%Y}&sort=recent"


def _split(url: str) -> SplitResult | None:
    """The parts of a URL; None for what is no URL at all (`http://[`, a port out of range)."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return None
    return parts


def _netloc(parts: SplitResult) -> str:
    user, at, host = parts.netloc.rpartition("@")
    host = host.lower()
    if parts.port is not None and parts.port == DEFAULT_PORTS.get(parts.scheme.lower()):
        host = host.rpartition(":")[0]
    return user + at + host
