"""One day anywhere among half a million entries, asked for by a listing that knows only offsets."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from random import Random

from benchmarks import bounds
from benchmarks.ground import Shape, Site, compare, list_days, listed, new_store, served, source
from benchmarks.peers import Walker, gallop, naive_walk
from benchmarks.scale import Scale
from benchmarks.table import Found, Row
from demo.edition import KCNA
from demo.pages import SEARCH_LIMIT
from demo.volume import DAY, ingest_day

PAGE_SIZES = (10, 30)


def random_day(server: str, scale: Scale) -> Iterator[Row]:
    """Listing requests for single days, drawn once and asked of everybody."""
    drawn = _draw(scale.archive, scale.warm_up_days + scale.random_days)
    warm_up, days = drawn[: scale.warm_up_days], drawn[scale.warm_up_days :]
    with served(scale.archive) as site:
        case = f"a day among {len(site.volume.of_source(KCNA.id)):,} entries"
        for page_size in PAGE_SIZES:
            yield _product(f"{case}, {page_size} a page", server, site, warm_up, days, "more_articles", page_size)
            yield _galloping(f"{case}, {page_size} a page", site, days, page_size)
            yield _naive(f"{case}, {page_size} a page", site, days, page_size, scale.naive_days)
        yield _product(case, server, site, warm_up, days, "search", SEARCH_LIMIT)


def _draw(shape: Shape, number: int) -> list[date]:
    """Days with items, but not the newest, which need no looking for."""
    volume, draw = shape.volume(), Random(11)  # noqa: S311 - a sample, not a secret
    old = [volume.first_day + n * DAY for n in range(3, shape.days - 30)]
    return draw.sample([day for day in old if volume.count(day, day, KCNA.id)], number)


def _product(
    case: str, server: str, site: Site, warm_up: Sequence[date], days: Sequence[date], method: str, page_size: int
) -> Row:
    with new_store(server) as store:
        one = source(site.base_url, method, page_size)

        def ask(day: date) -> None:
            list_days(store, one, day, day)

        for day in warm_up:
            ask(day)
        asked = [_listing_requests(site, lambda day=day: ask(day)) for day in days]
        found = sum((compare(site.volume.of_day(day, KCNA.id), listed(store)) for day in days), Found(0, 0))
    by = "more articles" if method == "more_articles" else "search of one source"
    return _told(case, f"{by}, {len(warm_up)} days before", site, days, asked, found, page_size, promised=True)


def _listing_requests(site: Site, ask: Callable[[], None]) -> int:
    before = site.counts()
    ask()
    after = site.counts()
    return sum(after[kind] - before[kind] for kind in ("listing", "search"))


def _galloping(case: str, site: Site, days: Sequence[date], page_size: int) -> Row:
    walkers = []
    for day in days:
        walkers.append(Walker(site.base_url, page_size))
        gallop(walkers[-1], day)
    found = sum((_found(site, day, walker) for day, walker in zip(days, walkers, strict=True)), Found(0, 0))
    return _told(case, "gallop + binary search", site, days, [walker.asked for walker in walkers], found, page_size)


def _naive(case: str, site: Site, days: Sequence[date], page_size: int, walked: int) -> Row:
    """The newest of the days are walked to; for the others, the pages above them are counted, as if nothing new arrived."""
    found, walked_pages, counted_pages = Found(0, 0), 0, 0
    for day in sorted(days, reverse=True)[:walked]:
        walker = Walker(site.base_url, page_size)
        naive_walk(walker, day)
        found += _found(site, day, walker)
        walked_pages += walker.asked
        counted_pages += _pages_down_to(site, day, page_size)
    asked = [_pages_down_to(site, day, page_size) for day in days]
    by = f"naive walk (pages counted; {walked} walked: {walked_pages:,} requests for {counted_pages:,} counted)"
    return _told(case, by, site, days, asked, found, page_size)


def _pages_down_to(site: Site, day: date, page_size: int) -> int:
    """How many pages a walk from the top reads until one is wholly older than the day."""
    volume = site.volume
    above = sum(volume.number_taken_in([KCNA], day + n * DAY) for n in range((volume.last_day - day).days + 2))
    return above // page_size + 2


def _found(site: Site, day: date, walker: Walker) -> Found:
    here = [item for item in site.volume.of_day(day, KCNA.id) if ingest_day(item) == day]
    return Found(sum(item.ts_id in walker.found for item in here), len(here))


def _told(
    case: str,
    by: str,
    site: Site,
    days: Sequence[date],
    asked: Sequence[int],
    found: Found,
    page_size: int,
    promised: bool = False,
) -> Row:
    entries = [site.volume.number_taken_in([KCNA], day) for day in days]
    targets = [bounds.day_target(number, page_size) for number in entries]
    kept = sum(requests <= target for requests, target in zip(asked, targets, strict=True))
    return Row(
        case,
        by,
        f"mean {statistics.mean(asked):,.1f} listing requests (median {statistics.median(asked):,.0f}, most {max(asked):,})",
        f"{sum(entries) / page_size / len(days):.1f}",
        f"≤ entries/page + 4: mean {statistics.mean(targets):.1f}, kept on {kept}/{len(days)} days",
        str(found),
        found.all and kept == len(days) if promised else None,
    )
