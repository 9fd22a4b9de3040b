"""poll: look at the top of the listings between the daily runs, so that news is told within the half hour.

A poll is a crawl of the last three Korean days (one row a source and day) that records, and marks no day: what is complete is for the
daily run to say. It covers its days in the sense of decision 1: what it finds is news, not history.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from wirewatch.configured import Source
from wirewatch.errors import REFUSALS, SourceChanged, State, WirewatchError
from wirewatch.fetching import Fetcher
from wirewatch.models import KST, ListingPage, Purpose
from wirewatch.pipeline import host
from wirewatch.pipeline.coverage import AT_LEAST_DAYS, DAY, Reading, Window
from wirewatch.pipeline.discover import by_source, falls_back, worse
from wirewatch.pipeline.ingest import ingest
from wirewatch.pipeline.listing.pages import fetch_page
from wirewatch.sites.kcna_watch import urls
from wirewatch.storage import crawls, entries
from wirewatch.storage.crawls import Crawl

log = logging.getLogger(__name__)

MOST_PAGES = 3  # a listing that gained more between two polls is the daily run's business
FOR_A_PERSON = (*REFUSALS, State.LAYOUT_CHANGED)
SAME_FOR_ALL = (*REFUSALS, State.DOWN, State.BUDGET_SPENT)  # the host's answer, whichever source is asked for

Known = Callable[[ListingPage], bool]
Session = Callable[[Source], Mapping[str, str] | None]


def no_session(source: Source) -> None:
    """Asks as anybody would."""


@dataclass(frozen=True)
class Fresh:
    """What a look at a source's listing found to read."""

    source_key: str
    crawl_id: int
    due: list[int]


def look(
    engine: Engine, sources: Sequence[Source], label_keys: Mapping[str, str], now: datetime, session: Session = no_session
) -> list[Fresh]:
    """Look at the listings of the sources: one request for each, or one search for all of a host that are read so.

    Trouble is written down as always and raises nothing; after a host's own refusal its other sources are not asked for.
    """
    found: list[Fresh] = []
    for name in dict.fromkeys(source.host for source in sources):
        for group in groups([source for source in sources if source.host == name]):
            try:
                fetcher = host.fetcher(engine, group[0], Purpose.POLL, session=session(group[0]))
                found += _look(engine, fetcher, group, label_keys, now)
            except WirewatchError as error:
                log.info("%s: %s: %s", ", ".join(one.key for one in group), error.state, error.reason)
                if error.state in SAME_FOR_ALL:
                    break
    return [one for one in found if one.due]


def groups(sources: Sequence[Source]) -> list[list[Source]]:
    """Sources of one host that one request serves: those searched without an id all together, every other alone."""
    together = [source for source in sources if source.listing.method == "search" and source.listing.id is None]
    return [*([together] if together else []), *([source] for source in sources if source not in together)]


def read(
    engine: Engine,
    source: Source,
    crawl_id: int,
    ids: Sequence[int],
    owner: str,
    label_keys: Mapping[str, str],
    session: Session = no_session,
) -> int:
    """Read the articles a look found; returns how many were stored. Trouble is written down, and left to the next run."""
    fetcher = host.fetcher(engine, source, Purpose.POLL, session=session(source))
    try:
        done = ingest(engine, fetcher, crawl_id, ids, owner, label_keys)
    except WirewatchError as error:
        log.info("%s: %s: %s", source.key, error.state, error.reason)
        return 0
    with engine.begin() as db:
        crawls.end_in(db, crawl_id, State.OK, None)
        # The top of a listing proves little: only who also read an article of it says that trouble is over.
        if done.stored:
            crawls.now_in(db, source.key, State.OK, "its listing and its articles were read")
    return done.stored


def news_for_a_person(engine: Engine, sources: Sequence[Source], since: datetime) -> list[str]:
    """What a person has to see to and began since then, in words: trouble makes one poll red, and not the next thirty."""
    with engine.begin() as db:
        began = crawls.trouble_since(db, [source.key for source in sources], since)
    return [f"{key} is {state}: {reason}" for key, state, reason in began if State(state) in FOR_A_PERSON]


def _look(engine: Engine, fetcher: Fetcher, group: Sequence[Source], label_keys: Mapping[str, str], now: datetime) -> list[Fresh]:
    today = now.astimezone(KST).date()
    begun = {source.key: _begin(engine, source, today) for source in group}
    first = begun[group[0].key]
    try:
        reading = read_newest(fetcher, today, lambda page: _known(engine, page))
    except WirewatchError as error:
        for source in group:
            host.trouble(engine, source, begun[source.key].id, error)
        raise
    finally:
        robots = fetcher.requests_for_robots
        with engine.begin() as db:
            crawls.spent(db, first.id, robots=robots, listing=fetcher.requests_made - robots)
    return _record(engine, group[0], reading, begun, label_keys)


def _begin(engine: Engine, source: Source, today: date) -> Crawl:
    """The day's poll of a source: one crawl, found again by every look."""
    with engine.begin() as db:
        crawls.register(db, source, today)
        first = today - (AT_LEAST_DAYS - 1) * DAY
        return crawls.begin(db, source.key, f"poll:{source.key}:{today}", first, today, historical=False)


def _known(engine: Engine, page: ListingPage) -> bool:
    with engine.begin() as db:
        return entries.any_listed(db, [entry.url_hash for entry in page.entries])


def _record(
    engine: Engine, source: Source, reading: Reading, begun: Mapping[str, Crawl], label_keys: Mapping[str, str]
) -> list[Fresh]:
    """Record what was listed; entries of sources nobody asked for are recorded too, those nobody's logo names go to the first."""
    for key, found in by_source(reading, source, label_keys).items():
        crawl = begun.get(key or source.key)
        with engine.begin() as db:  # a transaction of its own, see `entries.record`
            ids = entries.record(db, key, found, "listing")
            if crawl:
                crawls.saw(db, crawl.id, ids, ours=True if key else None)
    return [_due(engine, crawl, reading.method) for crawl in begun.values()]


def _due(engine: Engine, crawl: Crawl, method: str) -> Fresh:
    with engine.begin() as db:
        crawls.listing_read(db, crawl.id, method, [], None)
        crawls.end_in(db, crawl.id, State.OK, None)
    with engine.begin() as db:
        return Fresh(crawl.source_key, crawl.id, entries.due(db, crawl))


# --- reading the newest --------------------------------------------------------------------------


def read_newest(fetcher: Fetcher, today: date, known: Known) -> Reading:
    """What the configured method shows first, else the other; `known` says whether a page holds what was listed before."""
    methods = {"more_articles": _top, "search": _yesterday_and_today}
    first = fetcher.source.listing.method
    second = next(name for name in methods if name != first)
    try:
        return methods[first](fetcher, today, known)
    except WirewatchError as refused:
        if not falls_back(refused):
            raise
        try:
            reading = methods[second](fetcher, today, known)
        except WirewatchError as second_refused:
            raise worse(refused, second_refused) from refused
        if not reading.entries:  # where the one fails, nothing from the other is no proof of silence
            raise
        return reading


def _top(fetcher: Fetcher, today: date, known: Known) -> Reading:
    """The first page, and the next as long as everything on a page is new."""
    listing, reading = fetcher.source.listing, Reading("more_articles", datetime.now(UTC))
    if listing.id is None:
        raise SourceChanged("the site's id of this source is not known (listing.id is null)")
    for number in range(MOST_PAGES):
        address = (str(listing.id), number * listing.page_size, listing.page_size)
        page = fetch_page(fetcher, urls.more_articles_url(fetcher.source.base_url, *address), may_be_empty=number > 0)
        reading.pages.append(page)
        if not page.entries or known(page):
            break
    return reading


def _yesterday_and_today(fetcher: Fetcher, today: date, known: Known) -> Reading:
    """One search for both days; where a "More" stays unread and nothing on the page is known, one for each day."""
    reading, yesterday = Reading("search", datetime.now(UTC)), today - DAY
    asked = [Window(yesterday, today), Window(today, today), Window(yesterday, yesterday)]
    for days in asked:
        address = urls.search_url(fetcher.source.base_url, fetcher.source.listing.id, days.first, days.last)
        page = fetch_page(fetcher, address, may_be_empty=True)  # early in the morning there may be nothing yet
        reading.pages.append(page)
        if not page.more or known(page):
            break
    return reading
