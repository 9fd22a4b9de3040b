"""A normal day: the run of nine in the morning, which reads three days of which two are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import takewhile

from sqlalchemy import Engine, text

from benchmarks import bounds
from benchmarks.ground import Shape, Site, compare, crawl_days, new_store, served_here, source, stored, url_hash
from benchmarks.scale import DRIFT, Scale
from benchmarks.table import Found, Row
from demo.edition import KCNA, PUBLICATIONS, Item, Publication
from demo.pages import SEARCH_LIMIT
from demo.volume import DAY
from wirewatch.configured import Source
from wirewatch.models import KST

RUN_AT = time(9)
DAYS_READ = 3
PAGE_SIZE = 10


@dataclass(frozen=True)
class Run:
    """One morning: what it asked, what there was, and what it left unfound."""

    requests: int
    articles: int
    entries: int
    found: Found

    def target(self, page_size: int) -> float:
        """What the run may ask at most."""
        return bounds.daily_target(self.articles, self.entries, page_size)


def normal_day(server: str, scale: Scale) -> Iterator[Row]:
    """Requests of a day's run against its new articles and the entries of the days it reads."""
    for drift in (0, DRIFT):
        shape = replace(scale.normal, drift=drift)
        case = "normal day" + (f", a new item per {drift} requests" if drift else "")
        yield _row(case, "more articles", server, shape, scale, [KCNA], "more_articles", PAGE_SIZE)
        yield _row(case, "search of one source", server, shape, scale, [KCNA], "search", SEARCH_LIMIT)
    both = list(PUBLICATIONS.values())
    yield _row("normal day", "search of the whole site, two sources", server, scale.normal, scale, both, "search", SEARCH_LIMIT)


def _row(
    case: str, by: str, server: str, shape: Shape, scale: Scale, of: Sequence[Publication], method: str, page_size: int
) -> Row:
    days = 1 if shape.drift else scale.normal_days
    with served_here(shape) as (demo, site), new_store(server) as store:
        sources = [source(site.base_url, method, PAGE_SIZE, each, whole_site=len(of) > 1) for each in of]
        runs = []
        for day in [shape.last_day - n * DAY for n in reversed(range(days + 1))]:
            demo.viewed_on = day + DAY
            site.volume.at = datetime.combine(day + DAY, RUN_AT, KST)
            runs.append(_run(store, site, sources, of, day))
    return _told(case, by, runs[1:], page_size)  # the first run had nothing to build on


def _run(store: Engine, site: Site, sources: Sequence[Source], of: Sequence[Publication], day: date) -> Run:
    _let_a_day_pass(store)
    known, asked = stored(store), sum(site.counts().values())
    for one in sources:
        crawl_days(store, one, day - (DAYS_READ - 1) * DAY, day, others=sources)
    days = [day - n * DAY for n in range(DAYS_READ)]
    items = [item for each in of for one in days for item in site.volume.of_day(one, each.id) if site.volume.shows(item)]
    standing = _standing_down_to(site, days[-1], of)
    # Among them stands what was ingested again: late news of other days, which nobody had either.
    new = {url_hash(item) for item in [*items, *standing]} & stored(store) - known
    return Run(
        requests=sum(site.counts().values()) - asked,
        articles=len(new),
        entries=len(standing),
        found=compare(items, stored(store)),
    )


def _let_a_day_pass(store: Engine) -> None:
    """The mornings follow at once on each other here; robots.txt of the one before must not serve this one."""
    with store.begin() as db:
        db.execute(text("update host set robots_at = robots_at - interval '1 day'"))


def _standing_down_to(site: Site, day: date, of: Sequence[Publication]) -> list[Item]:
    """What stands in the listing from its top to the end of that day."""
    since = datetime.combine(day, time(), KST).timestamp()
    return [item for each in of for item in takewhile(lambda item: item.ingested >= since, site.volume.of_source(each.id))]


def _told(case: str, by: str, runs: Sequence[Run], page_size: int) -> Row:
    worst = max(runs, key=lambda run: run.requests / run.target(page_size))
    found = sum((run.found for run in runs), Found(0, 0))
    least = sum(bounds.least(run.articles, run.entries, page_size) for run in runs) / len(runs)
    return Row(
        case,
        by,
        f"{sum(run.requests for run in runs) / len(runs):.1f} requests a day ({worst.requests} on the tightest)",
        f"{least:.1f}",
        f"≤ {worst.target(page_size):.1f} on the tightest day",
        str(found),
        found.all and worst.requests <= worst.target(page_size),
    )
