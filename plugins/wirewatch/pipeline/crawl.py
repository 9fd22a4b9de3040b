"""The whole way of a source's days in one process: discover → ingest → audit → match → report. Airflow walks the same steps as tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine

from wirewatch.configured import Source, Watchlist
from wirewatch.errors import WirewatchError
from wirewatch.fetching import ROBOTS_JUST_READ, ROBOTS_VALID, Fetcher
from wirewatch.models import KST, Purpose
from wirewatch.pipeline import host
from wirewatch.pipeline.audit import audit
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.discover import Discovery, discover
from wirewatch.pipeline.ingest import ingest_all
from wirewatch.pipeline.match import match
from wirewatch.pipeline.report import Report, finish
from wirewatch.storage import crawls, entries, listed

Progress = Callable[[str], None]
Take = Callable[[Sequence[int]], Iterable[int]]


def crawl(
    engine: Engine,
    source: Source,
    window: Window,
    watchlists: Sequence[Watchlist],
    label_keys: Mapping[str, str],
    run: str,
    historical: bool = False,
    progress: Progress = lambda words: None,
    fetcher: Fetcher | None = None,
    take: Take = iter,
    listing_known: bool = False,
) -> Report:
    """Crawl the window's days and report. Trouble with the site is in the report's state, not raised.

    `fetcher` where it shows the operator's session; `take` hands on the entries to read, in its own order; where the listing of all
    days is known, only what waits is read.
    """
    with engine.begin() as db:
        crawls.register(db, source, datetime.now(KST).date())
    purpose = Purpose.BACKFILL if historical else Purpose.DAILY
    fetcher = fetcher or host.fetcher(engine, source, purpose, ROBOTS_VALID if historical else ROBOTS_JUST_READ)
    try:
        if listing_known:
            found = known_entries(engine, source, run, window, historical)
        else:
            found = discover(engine, fetcher, run, window, historical, label_keys)
        progress(f"{source.key}: {len(found.due)} articles to read")
        ingest_all(engine, fetcher, found.crawl_id, found.due, run, label_keys, take=take)
        if missed := audit(engine, fetcher, found.crawl_id, run, label_keys).read:
            progress(f"{source.key}: {len(missed)} articles that other pages name and the listing lacks")
    except WirewatchError as error:
        progress(f"{source.key}: stopped: {error.reason}")
    return close(engine, source, run, watchlists, progress)


def known_entries(engine: Engine, source: Source, run: str, window: Window, historical: bool) -> Discovery:
    """What is still to be read of days whose listing an earlier crawl read whole; asks the site for nothing."""
    with engine.begin() as db:
        crawl = crawls.begin(db, source.key, run, window.first, window.last, historical)
        note = "an earlier crawl had read the listing; only what it left was read"
        crawls.listing_read(db, crawl.id, source.listing.method, [note], None)
        crawls.saw_what_is_known(db, crawl)
    with engine.begin() as db:
        return Discovery(crawl.id, entries.due(db, crawl))


def close(
    engine: Engine,
    source: Source,
    run: str,
    watchlists: Sequence[Watchlist],
    progress: Progress = lambda words: None,
    stopped: bool = False,
) -> Report:
    """Match what the crawl stored, and report. Where it was not stopped, entries without a page are matched on their listing."""
    with engine.begin() as db:
        begun = crawls.find(db, run)
        assert begun is not None
        unread = [] if stopped else listed.unread(db, begun.id)
    found = match(engine, watchlists, entry_ids=unread)
    progress(f"{source.key}: {found.mentions} new mentions in {found.revisions} texts")
    return finish(engine, source, begun.id, datetime.now(UTC), [watchlist.name for watchlist in watchlists])
