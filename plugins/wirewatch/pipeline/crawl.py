"""The whole way of a source's days in one process: discover → ingest → audit → match → report. Airflow walks the same steps as tasks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine

from wirewatch.errors import WirewatchError
from wirewatch.models import KST, Source, Watchlist
from wirewatch.pipeline import host
from wirewatch.pipeline.audit import audit
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.discover import discover
from wirewatch.pipeline.ingest import ingest
from wirewatch.pipeline.match import match
from wirewatch.pipeline.report import Report, finish
from wirewatch.storage import crawls, entries

LOOK_AGAIN_SECONDS = 1.0


def crawl(
    engine: Engine,
    source: Source,
    window: Window,
    watchlists: Sequence[Watchlist],
    label_keys: Mapping[str, str],
    run: str,
    historical: bool = False,
    progress: Callable[[str], None] = lambda words: None,
) -> Report:
    """Crawl the window's days and report. Trouble with the site is in the report's state, not raised."""
    with engine.begin() as db:
        crawls.register(db, source, datetime.now(KST).date())
    try:
        _read(engine, source, window, label_keys, run, historical, progress)
    except WirewatchError as error:
        progress(f"{source.key}: stopped: {error.reason}")
    found = match(engine, watchlists)
    progress(f"{source.key}: {found.mentions} new mentions in {found.revisions} texts")
    with engine.begin() as db:
        begun = crawls.find(db, run)
    assert begun is not None
    return finish(engine, source, begun.id, datetime.now(UTC), [watchlist.name for watchlist in watchlists])


def _read(
    engine: Engine,
    source: Source,
    window: Window,
    label_keys: Mapping[str, str],
    run: str,
    historical: bool,
    progress: Callable[[str], None],
) -> None:
    fetcher = host.fetcher(engine, source, fresh_robots=True)
    found = discover(engine, fetcher, run, window, historical, label_keys)
    progress(f"{source.key}: {len(found.due)} articles to read")
    ingest(engine, fetcher, found.crawl_id, found.due, run, label_keys)
    if pause := _held(engine, found.due, run):
        progress(f"{source.key}: another worker holds an article; waiting at most {pause:.0f} s for it")
        _wait_while_held(engine, found.due, run)
        ingest(engine, fetcher, found.crawl_id, found.due, run, label_keys)
    if missed := audit(engine, fetcher, found.crawl_id, run, label_keys).read:
        progress(f"{source.key}: {len(missed)} articles that other pages name and the listing lacks")


def _wait_while_held(engine: Engine, ids: Sequence[int], run: str) -> None:
    """Until no other worker holds one of these entries: one that lives is done in a moment, a dead one's lease ends."""
    while pause := _held(engine, ids, run):
        time.sleep(min(pause, LOOK_AGAIN_SECONDS))


def _held(engine: Engine, ids: Sequence[int], run: str) -> float:
    with engine.begin() as db:
        return entries.held_by_others(db, ids, run)
