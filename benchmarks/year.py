"""A backfill, articles and all: a year month by month, two months day by day from either end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import Engine, text

from benchmarks import bounds
from benchmarks.ground import Site, compare, crawl_days, new_store, served, source, stored
from benchmarks.peers import Walker, gallop, naive_walk
from benchmarks.scale import Scale
from benchmarks.table import Found, Row
from demo.edition import KCNA, Item
from demo.volume import DAY, ingest_day
from wirewatch.pipeline.coverage import Window

PAGE_SIZE = 10
MENTIONS = "select count(*) from mention where retired_at is null"


def year(server: str, scale: Scale) -> Iterator[Row]:
    """All requests of a backfill against every article once and every entry in full pages."""
    days, fewer = _days(scale, scale.year_days), _days(scale, scale.days_alone)
    orders = [
        ("in months, oldest first", days, _months(days)),
        ("day by day, oldest first", fewer, [Window(day, day) for day in fewer]),
        ("day by day, newest first", fewer, [Window(day, day) for day in reversed(fewer)]),
    ]
    for by, asked, windows in orders[: scale.orders]:
        with served(scale.year) as site, new_store(server) as store:
            yield _backfilled(f"backfill of {len(asked)} days", by, site, store, asked, windows)
    with served(scale.year) as site:
        yield _peer(f"backfill of {len(days)} days, listing only", "gallop + binary search", gallop, site, days, days)
        few = [days[0], days[len(days) // 2], days[-1]]
        name = "naive walk (first, middle and last day walked, taken for all)"
        yield _peer(f"backfill of {len(days)} days, listing only", name, naive_walk, site, days, few)


def _days(scale: Scale, number: int) -> list[date]:
    """So many days in the middle of what the site holds."""
    first = scale.year.last_day - ((scale.year.days + number) // 2) * DAY
    return [first + n * DAY for n in range(number)]


def _months(days: Sequence[date]) -> list[Window]:
    months = [list(month) for _, month in groupby(days, key=lambda day: (day.year, day.month))]
    return [Window(month[0], month[-1]) for month in months]


def _backfilled(case: str, by: str, site: Site, store: Engine, days: Sequence[date], windows: Sequence[Window]) -> Row:
    one, began = source(site.base_url, page_size=PAGE_SIZE), time.monotonic()
    for window in windows:
        crawl_days(store, one, window.first, window.last, historical=True)
    seconds, counts = time.monotonic() - began, site.counts()
    items = [item for day in days for item in site.volume.of_day(day, KCNA.id)]
    known = stored(store)
    found = compare(items, known)
    articles, entries = found.found + found.strays_found, _entries(site, days)
    asked, target = sum(counts.values()), bounds.backfill_target(articles, entries, PAGE_SIZE)
    per_article = f"{1000 * seconds / articles:.0f} ms an article"
    kinds = f"{counts['article']:,} articles, {counts['listing'] + counts['search']:,} listing, {counts['robots']:,} robots.txt"
    return Row(
        case,
        f"more articles, {by}",
        f"{asked:,} requests ({kinds}; {per_article}; {_mentions(site, store, items)})",
        f"{bounds.least(articles, entries, PAGE_SIZE):,.0f}",
        f"≤ {target:,.0f}",
        str(found),
        found.all and asked <= target,
    )


def _mentions(site: Site, store: Engine, items: Sequence[Item]) -> str:
    """Mentions made of those that are there, stored or not."""
    there = sum(site.volume.names_somebody(item) for item in items)
    with store.begin() as db:
        return f"{db.execute(text(MENTIONS)).scalar_one()} of {there} mentions"


def _entries(site: Site, days: Sequence[date]) -> int:
    """How many entries stand in the listing from these days."""
    return sum(site.volume.number_taken_in([KCNA], day) for day in days)


def _peer(
    case: str, by: str, walk: Callable[[Walker, date], None], site: Site, days: Sequence[date], walked: Sequence[date]
) -> Row:
    asked, found = 0, Found(0, 0)
    for day in walked:
        walker = Walker(site.base_url, PAGE_SIZE)
        walk(walker, day)
        here = [item for item in site.volume.of_day(day, KCNA.id) if ingest_day(item) == day]
        asked += walker.asked
        found += Found(sum(item.ts_id in walker.found for item in here), len(here))
    total = round(asked * len(days) / len(walked))
    return Row(case, by, f"{total:,} listing requests", f"{_entries(site, days) / PAGE_SIZE:,.0f}", "", str(found))
