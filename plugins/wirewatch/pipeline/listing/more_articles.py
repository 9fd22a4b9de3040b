"""The method `more_articles`: the source's listing, newest first, paged by offset."""

from __future__ import annotations

from datetime import UTC, date, datetime

from wirewatch.errors import AccessDenied, RetryableError, SourceChanged, State, WirewatchError
from wirewatch.fetching import Fetcher
from wirewatch.pipeline.coverage import DAY, Reading, Window
from wirewatch.pipeline.listing.memory import Memory, remembered
from wirewatch.pipeline.listing.pages import fetch_page
from wirewatch.pipeline.listing.search import read_search
from wirewatch.pipeline.listing.stretch import Placed, Stretch
from wirewatch.pipeline.listing.walk import Walk
from wirewatch.sites.kcna_watch import urls


def read_more_articles(fetcher: Fetcher, window: Window, memory: Memory | None = None) -> Reading:
    """The days, from a page's worth of newer entries to a page's worth of older ones; what `memory` holds of them is not asked for again."""
    source = fetcher.source
    if source.listing.id is None:
        raise SourceChanged("the site's id of this source is not known (listing.id is null)")

    def read_page(offset: int) -> Placed:
        url = urls.more_articles_url(source.base_url, str(source.listing.id), offset, source.listing.page_size)
        # Only the very top must hold something; an empty page after others may be the listing's end.
        page = fetch_page(fetcher, url, may_be_empty=offset > 0 or bool(walk.pages))
        placed = Placed(offset, page, datetime.now(UTC))
        if memory:
            memory.keep(placed)
        return placed

    points, stored = remembered(memory, window)
    walk = Walk(read_page, source.listing.page_size, points, stored)
    reading = as_reading(walk, walk.read_days(window), window)
    if reading.end_seen and window.first <= reading.last_day:
        reading.also = _beyond_the_end(fetcher, Window(window.first, min(window.last, reading.last_day)))
    return reading


def as_reading(walk: Walk, stretch: Stretch, window: Window) -> Reading:
    """What a walk read, and which of it shows the days."""
    around = stretch.around(window)
    stored = [one for one in around if one.reading]
    reading = Reading(
        "more_articles",
        min(one.read_at for one in around),
        pages=[one.page for one in [*walk.pages, *stored]],
        walked=[one.page for one in around],
        top_seen=around[0].offset == 0,
        end_seen=walk.end_seen,
        reused=len(stored),
    )
    if walk.hole:
        reading.unread.append(Window(date.min + DAY, date.max - DAY))
    return reading


def _beyond_the_end(fetcher: Fetcher, window: Window) -> Reading | None:
    """A listing may be cut off at some length: what the search knows of the days at and beyond its end, if it can be read."""
    try:
        return read_search(fetcher, window)
    except WirewatchError as error:
        if isinstance(error, AccessDenied | RetryableError) and error.state is not State.ROBOTS_DISALLOWED:
            raise
        return None
