"""discover: read a listing, record its entries, say which are due.

Two methods reach the same entries. `more_articles` pages from the newest item back; `search` asks for days. A method that is refused or
unknown falls back to the other, and the crawl says so. A refusal of the site itself (a wall, a challenge) is not walked around.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine

from wirewatch.errors import AccessDenied, PermanentError, RetryableError, SourceChanged, State, WirewatchError
from wirewatch.fetching import Fetcher
from wirewatch.models import Entry, ListingPage, Source
from wirewatch.pipeline import host
from wirewatch.pipeline.coverage import DAY, Reading, Window, position
from wirewatch.sites.kcna_watch import refusals, urls
from wirewatch.sites.kcna_watch.sources import known_among
from wirewatch.storage import crawls, entries
from wirewatch.storage.crawls import Crawl

# A listing that keeps giving what it gave does not page.
PAGES_WITHOUT_NEWS = 2

# How a reader's complaint names an answer without a single item.
NOTHING = ("empty", "no_items")

# A page may be short by an item that stands in it twice.
FULL_ENOUGH = 0.8

ReadPage = Callable[[int], ListingPage]


@dataclass(frozen=True)
class Discovery:
    """What a crawl found: its id and the ids of the entries to read, oldest first."""

    crawl_id: int
    due: list[int]


def discover(
    engine: Engine, fetcher: Fetcher, run: str, window: Window, historical: bool, label_keys: Mapping[str, str]
) -> Discovery:
    """Read the listing for the window's days and record what it holds. `label_keys` maps printed labels, casefolded, to sources.

    Raises what the site's answer calls for (AccessDenied, SourceChanged, RetryableError), after the crawl's row says so.
    """
    source = fetcher.source
    with engine.begin() as db:
        crawl = crawls.begin(db, source.key, run, window.first, window.last, historical)
    try:
        reading, notes = read_listing(fetcher, Window(crawl.first_day, crawl.last_day))
    except WirewatchError as error:
        host.trouble(engine, source, crawl.id, error)
        raise
    finally:
        with engine.begin() as db:
            robots = fetcher.requests_for_robots
            crawls.spent(db, crawl.id, robots=robots, listing=fetcher.requests_made - robots)
    for key, found in by_source(reading, source, label_keys).items():
        with engine.begin() as db:
            _record(db, crawl, key, found)
    with engine.begin() as db:
        crawls.listing_read(db, crawl.id, reading.method, notes)
        for day in Window(crawl.first_day, crawl.last_day).days:
            crawls.cover(db, crawl.source_key, day, reading.covered(day), gap=False)
        crawls.reopen_days_with_late_entries(db, crawl)
    with engine.begin() as db:
        return Discovery(crawl.id, entries.due(db, crawl))


def _record(db: Connection, crawl: Crawl, key: str | None, found: list[Entry]) -> None:
    """Record the entries of one source (a transaction of its own, see `entries.record`), and that this crawl saw its own."""
    ids = entries.record(db, key, found, "listing")
    if key in (crawl.source_key, None):
        crawls.saw(db, crawl.id, ids, ours=True if key else None)


def by_source(reading: Reading, source: Source, label_keys: Mapping[str, str]) -> dict[str | None, list[Entry]]:
    """Entries by the source they belong to: a listing asked for by id is the source's own, one of all sources goes by the logo.

    None holds those without a logo we know: their page will say. Those of publications nobody configured are left out.
    """
    whose: dict[str | None, list[Entry]] = {}
    for entry in reading.entries.values():
        own = is_label(entry.source_label, source) or (source.listing.id is not None and not is_stranger(entry, source))
        key = source.key if own else label_keys.get((entry.source_label or "").casefold())
        if key is not None or entry.source_label is None:
            whose.setdefault(key, []).append(entry)
    return whose


def is_label(label: str | None, source: Source) -> bool:
    """Whether a printed label is the source's."""
    return source.is_called(label)


# --- reading by either method --------------------------------------------------------------------


def read_listing(fetcher: Fetcher, window: Window) -> tuple[Reading, list[str]]:
    """Read by the configured method, else by the other; returns the reading and notes in words. Raises the first method's error."""
    methods = {"more_articles": read_more_articles, "search": read_search}
    first = fetcher.source.listing.method
    second = next(name for name in methods if name != first)
    try:
        return methods[first](fetcher, window), []
    except WirewatchError as refused:
        if not falls_back(refused):
            raise
        try:
            reading = methods[second](fetcher, window)
        except WirewatchError as second_refused:
            raise worse(refused, second_refused) from refused
        return reading, [f"the listing method {first} failed ({refused.reason}); read by {second} instead"]


def falls_back(error: WirewatchError) -> bool:
    """A method that is unknown or refused may be replaced; a site that is down, shows a wall or a challenge may not."""
    plain_refusal = (
        error.state is State.BLOCKED and error.evidence.get("status") == 403 and error.evidence.get("kind") != "challenge"
    )
    return isinstance(error, SourceChanged | PermanentError) or error.state is State.ROBOTS_DISALLOWED or plain_refusal


def worse(first: WirewatchError, second: WirewatchError) -> WirewatchError:
    """When both methods failed: the one that forbids more speaks, and names the other."""
    loud, other = (second, first) if isinstance(second, AccessDenied) and not isinstance(first, AccessDenied) else (first, second)
    loud.reason = f"{loud.reason}; the other listing method failed too: {other.reason}"
    return loud


def read_search(fetcher: Fetcher, window: Window) -> Reading:
    """Ask for the days and one more on either side; where a "More" stays unread, for halves of them, down to single days."""
    around = Window(window.first - DAY, window.last + DAY)
    label = known_among(fetcher.source.labels) or fetcher.source.label
    reading = Reading("search", datetime.now(UTC), asked=around, label=label if fetcher.source.listing.id is None else None)
    _search(fetcher, around, reading)
    if not any(day < window.first for day in reading.days):
        _look_back(fetcher, window.first, reading)
    return reading


def _look_back(fetcher: Fetcher, first: date, reading: Reading) -> None:
    """Nothing was found on the day before: ask for the week before that, so that a search which shows the newest only is not believed.

    A page without a single item is a plain "nothing" here, whatever its words: the same search has just answered with items.
    """
    week = Window(first - 8 * DAY, first - 2 * DAY)
    unread = len(reading.unread)
    try:
        _search(fetcher, week, reading)
    except SourceChanged as error:
        if error.evidence.get("kind") not in NOTHING:
            return
    if len(reading.unread) == unread and not any(day < first for day in reading.days):
        reading.nothing_before = f"the search found nothing from {week.first} to {first - DAY}"


def _search(fetcher: Fetcher, asked: Window, reading: Reading) -> None:
    source, days = fetcher.source, asked.days
    page = listing_page(fetcher, urls.search_url(source.base_url, source.listing.id, asked.first, asked.last))
    reading.pages.append(page)
    astray = [entry for entry in page.entries if entry.listed_on and entry.listed_on not in days]
    if len(astray) * 2 > len(page.entries):
        raise SourceChanged(f"the search answers with other days than {asked.first} to {asked.last}", {"kind": "generic"})
    # A search that strays at all does not keep to its days or its source, so what it left out is not known.
    if page.more or astray or any(is_stranger(entry, source) for entry in page.entries):
        if len(days) == 1:
            reading.unread.append(asked)
            return
        middle = days[len(days) // 2]
        _search(fetcher, Window(asked.first, middle - DAY), reading)
        _search(fetcher, Window(middle, asked.last), reading)


def read_more_articles(fetcher: Fetcher, window: Window) -> Reading:
    """Walk from a page newer than the window to a whole page older than it."""
    if fetcher.source.listing.id is None:
        raise SourceChanged("the site's id of this source is not known (listing.id is null)")
    reading = Reading("more_articles", datetime.now(UTC))
    top = _more_articles(fetcher, 0, reading)
    reading.top_seen = True
    # Offsets count items. A site that gives fewer than were asked for would be skipped over at the configured step.
    wanted = fetcher.source.listing.page_size
    step = wanted if len(top.entries) >= FULL_ENOUGH * wanted else len(top.entries)

    def read_page(number: int) -> ListingPage:
        return _more_articles(fetcher, number * step, reading)

    start, page = seek(read_page, top, window)
    walk(read_page, start, page, window, reading)
    if reading.end_seen and window.first <= reading.last_day:
        reading.also = _beyond_the_end(fetcher, Window(window.first, min(window.last, reading.last_day)))
    return reading


def _beyond_the_end(fetcher: Fetcher, window: Window) -> Reading | None:
    """A listing may be cut off at some length: what the search knows of the days at and beyond its end, if it can be read."""
    try:
        return read_search(fetcher, window)
    except WirewatchError as error:
        if isinstance(error, AccessDenied | RetryableError) and error.state is not State.ROBOTS_DISALLOWED:
            raise
        return None


def _more_articles(fetcher: Fetcher, offset: int, reading: Reading) -> ListingPage:
    """One page, added to the reading. Nothing (an empty body, `0`, a page without an item) after others may be the listing's end."""
    source = fetcher.source
    url = urls.more_articles_url(source.base_url, str(source.listing.id), offset, source.listing.page_size)
    page = listing_page(fetcher, url, may_be_empty=bool(reading.pages))
    reading.pages.append(page)
    return page


def listing_page(fetcher: Fetcher, url: str, may_be_empty: bool = False) -> ListingPage:
    """A listing page, its links on the host that the source is read from. Raises SourceChanged for a page of other sources."""
    source, response = fetcher.source, fetcher.fetch(url)
    try:
        page = refusals.read_listing_response(response)
    except SourceChanged as error:
        if may_be_empty and error.evidence.get("kind") in NOTHING:
            return ListingPage((), more=False)
        raise
    strangers = {entry.source_label for entry in page.entries if is_stranger(entry, source)}
    if 2 * sum(is_stranger(entry, source) for entry in page.entries) > len(page.entries):
        raise SourceChanged(f"the listing of {source.label} holds {', '.join(map(str, strangers))}", {"kind": "generic"})
    return replace(page, entries=tuple(replace(one, url=urls.on_host(one.url, source.base_url)) for one in page.entries))


def is_stranger(entry: Entry, source: Source) -> bool:
    """Whether a logo says that an entry of a listing asked for by id is another source's. Says no where our own logo is not known."""
    known = source.listing.id is not None and known_among(source.labels) is not None
    return known and entry.source_label is not None and not is_label(entry.source_label, source)


def seek(read_page: ReadPage, top: ListingPage, window: Window) -> tuple[int, ListingPage]:
    """The last page that stands newer than the window, with its number, found in about 2·log2(pages) steps; the top when that is near.

    Doubling steps find a page at or behind the window, halving ones the last page before it. New items push old ones deeper
    while we read, so reading on from a newer page never skips one. Raises SourceChanged if the listing does not page.
    """
    newer, page, step = 0, top, 1
    if not _stands_newer(top, window):
        return newer, page
    refuse_repetition = repetition_guard(top)
    while _stands_newer(ahead := read_page(newer + step), window):
        refuse_repetition(ahead)
        newer, page, step = newer + step, ahead, step * 2
    behind = newer + step
    while behind - newer > 1:
        middle = (newer + behind) // 2
        if _stands_newer(ahead := read_page(middle), window):
            newer, page = middle, ahead
        else:
            behind = middle
    return newer, page


def _stands_newer(page: ListingPage, window: Window) -> bool:
    day = position(page)
    return day is not None and day > window.last + DAY


def walk(read_page: ReadPage, number: int, page: ListingPage, window: Window, reading: Reading) -> None:
    """Read on from a page until a whole page is older than the window or the listing ends. Raises SourceChanged if it does not page."""
    refuse_repetition = repetition_guard(page)
    reading.walked.append(page)
    while page.entries and not reading.whole_page_older(window.first):
        number += 1
        page = read_page(number)
        reading.walked.append(page)
        refuse_repetition(page)
    if not page.entries:
        _confirm_end(read_page, number, reading)


def _confirm_end(read_page: ReadPage, number: int, reading: Reading) -> None:
    """Behind the end stands nothing, and the top still answers; else the empty answer was a hole, or a refusal in disguise."""
    if not read_page(0).entries:
        raise SourceChanged("the listing stopped answering: its top is empty now", {"kind": "empty"})
    reading.end_seen = not read_page(number + 1).entries
    if not reading.end_seen:
        reading.unread.append(Window(date.min + DAY, date.max - DAY))


def repetition_guard(first: ListingPage) -> Callable[[ListingPage], None]:
    """A check to be shown every further page; it raises SourceChanged when PAGES_WITHOUT_NEWS in a row hold only known items."""
    known = {entry.url_hash for entry in first.entries}
    without_news = 0

    def check(page: ListingPage) -> None:
        nonlocal without_news
        hashes = {entry.url_hash for entry in page.entries}
        without_news = 0 if hashes - known or not hashes else without_news + 1
        known.update(hashes)
        if without_news >= PAGES_WITHOUT_NEWS:
            raise SourceChanged("the listing gives the same items at every offset: it does not page")

    return check
