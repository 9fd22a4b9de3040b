"""discover: read a listing, record its entries, say which are due.

Two methods reach the same entries. `more_articles` pages from the newest item back; `search` asks for days. A method that is refused or
unknown falls back to the other, and the crawl says so. A refusal of the site itself (a wall, a challenge) is not walked around.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine

from wirewatch.configured import Source
from wirewatch.errors import AccessDenied, PermanentError, SourceChanged, State, WirewatchError
from wirewatch.fetching import Fetcher
from wirewatch.models import Entry
from wirewatch.pipeline import host
from wirewatch.pipeline.coverage import AT_MOST_DAYS, DAY, Reading, Window, last_finished_day
from wirewatch.pipeline.listing.memory import Memory
from wirewatch.pipeline.listing.more_articles import read_more_articles
from wirewatch.pipeline.listing.pages import is_label, is_stranger
from wirewatch.pipeline.listing.search import read_search
from wirewatch.storage import crawls, entries, gaps, readings
from wirewatch.storage.crawls import Crawl


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
        reading, notes = read_listing(engine, crawl, fetcher, Window(crawl.first_day, crawl.last_day))
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
        crawls.listing_read(db, crawl.id, reading.method, notes, reading.read_at)
        for day in Window(crawl.first_day, crawl.last_day).days:
            crawls.cover(db, crawl.source_key, day, reading.covered(day))
        gaps.mark(db, crawl)
        readings.prune(db, datetime.now(UTC))
    with engine.begin() as db:
        due = entries.due(db, crawl, news_from(source, datetime.now(UTC)))
    with engine.begin() as db:
        crawls.reopen_days_with_late_entries(db, crawl)
    return Discovery(crawl.id, due)


def news_from(source: Source, now: datetime) -> date:
    """The Korean day since which late entries are news: the daily runs heal so many days back, but none before the watch began."""
    return max(source.watch_since or date.min, last_finished_day(now) - AT_MOST_DAYS * DAY)


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


# --- reading by either method --------------------------------------------------------------------


def read_listing(engine: Engine, crawl: Crawl, fetcher: Fetcher, window: Window) -> tuple[Reading, list[str]]:
    """Read by the configured method, else by the other; returns the reading and notes in words. Raises the first method's error."""
    first = fetcher.source.listing.method
    second = next(name for name in METHODS if name != first)
    try:
        reading, notes = _read(engine, crawl, fetcher, window, first), []
    except WirewatchError as refused:
        if not falls_back(refused):
            raise
        try:
            reading = _read(engine, crawl, fetcher, window, second)
        except WirewatchError as second_refused:
            raise worse(refused, second_refused) from refused
        notes = [f"the listing method {first} failed ({refused.reason}); read by {second} instead"]
    if reading.reused:
        notes.append(
            f"{reading.reused} pages of the listing were read by an earlier crawl, at {reading.read_at:%Y-%m-%d %H:%M} UTC"
        )
    return reading, notes


def _read(engine: Engine, crawl: Crawl, fetcher: Fetcher, window: Window, method: str) -> Reading:
    """Read by one method. What it read is kept for others if it ended well; not if the site's answers were no listing."""
    memory = Memory(engine, crawl, fetcher.source, method)
    try:
        reading = METHODS[method](fetcher, window, memory)
    except WirewatchError as error:
        if falls_back(error) or isinstance(error, AccessDenied):
            memory.forget()
        raise
    memory.ended_well()
    return reading


def falls_back(error: WirewatchError) -> bool:
    """A method that is unknown or refused may be replaced; a site that is down, closed, shows a wall or a challenge may not."""
    if error.evidence.get("closed"):
        return False
    plain_refusal = (
        error.state is State.BLOCKED and error.evidence.get("status") == 403 and error.evidence.get("kind") != "challenge"
    )
    return isinstance(error, SourceChanged | PermanentError) or error.state is State.ROBOTS_DISALLOWED or plain_refusal


def worse(first: WirewatchError, second: WirewatchError) -> WirewatchError:
    """When both methods failed: the one that forbids more speaks, and names the other."""
    loud, other = (second, first) if isinstance(second, AccessDenied) and not isinstance(first, AccessDenied) else (first, second)
    loud.reason = f"{loud.reason}; the other listing method failed too: {other.reason}"
    return loud


METHODS = {"more_articles": read_more_articles, "search": read_search}
