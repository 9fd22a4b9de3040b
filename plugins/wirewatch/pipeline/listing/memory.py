"""What earlier runs read of a listing, as far as it may still be believed, and where this run keeps what it reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from wirewatch.configured import Source
from wirewatch.models import KST, ListingPage
from wirewatch.pipeline.coverage import DAY, SETTLED, Window, day_ended, position
from wirewatch.pipeline.listing.seek import Chart, Point, point
from wirewatch.pipeline.listing.stretch import Placed
from wirewatch.storage import readings
from wirewatch.storage.crawls import Crawl

FRESH = timedelta(days=3)  # a walk of long finished days is believed for so long
FRESH_SEARCH = timedelta(hours=1)  # the daily runs of all sources share a search
WEEK = 7 * DAY
AROUND = 40 * DAY  # so far around its days a crawl looks for pages that earlier ones read


class Memory:
    """The stored readings of one listing, for one crawl. Only a backfill goes on from walks of others; all share searches."""

    def __init__(self, engine: Engine, crawl: Crawl, source: Source, method: str) -> None:
        self._engine = engine
        self._crawl = crawl
        self._listing = f"{source.host} {method} {source.listing.id or 'all'}"
        self._reading: int | None = None

    def pages(self, window: Window) -> list[Placed]:
        """Pages around the days that may stand in for reading them: read after the days were over, lately, and not used for them yet.

        Who asks again for days that were decided on wants the listing read anew; so does the daily run.
        """
        now = datetime.now(UTC)
        if not self._crawl.historical or now < day_ended(window.last) + SETTLED:
            return []
        newer_than = max(now - FRESH, day_ended(window.last) + SETTLED, self._asked_since(window))
        days = (window.first - AROUND, window.last + AROUND)
        with self._engine.begin() as db:
            found = readings.pages_around(db, self._listing, self._crawl.id, days, newer_than)
        return [Placed(one.place, one.page, one.read_at, one.reading_id) for one in found if one.place is not None]

    def points(self, window: Window) -> list[Point]:
        """Points around the days, moved as deep as they must be by now."""
        now = datetime.now(UTC)
        with self._engine.begin() as db:
            stored = readings.points(db, self._listing, window.last.toordinal() + 0.5)
        per_day = Chart([Point(one.offset, one.moment) for one in stored]).per_day(now.astimezone(KST).toordinal())
        return [Point(one.offset + per_day * ((now - one.read_at) / DAY), one.moment) for one in stored]

    def keep(self, placed: Placed) -> None:
        """Keep a page that was read at an offset."""
        found = point(placed)
        with self._engine.begin() as db:
            readings.add_page(
                db,
                self._id(),
                placed.page,
                placed.read_at,
                place=placed.offset,
                day=position(placed.page),
                moment=found.day if found else None,
            )

    def searched(self, asked: Window, window: Window) -> tuple[ListingPage, datetime] | None:
        """The answer to a search for the days, asked by another crawl within the hour and after the finished ones of `window` ended."""
        now = datetime.now(UTC)
        settled = [ended for day in window.days if (ended := day_ended(day) + SETTLED) <= now]
        newer_than = max(now - FRESH_SEARCH, self._asked_since(window), *settled)
        with self._engine.begin() as db:
            found = readings.searched(db, self._listing, self._crawl.id, (asked.first, asked.last), newer_than)
        return None if found is None else (found.page, found.read_at)

    def found_too_much(self, asked: Window, window: Window) -> bool:
        """Whether a crawl of the week before, at the same part of its days, was shown a "More": an answer that proves nothing."""
        with self._engine.begin() as db:
            return readings.had_more(
                db,
                self._listing,
                since=window.last - WEEK,
                until=window.last,
                days_before=(window.last - asked.first).days,
                days=len(asked.days),
            )

    def keep_search(self, asked: Window, page: ListingPage, read_at: datetime) -> None:
        """Keep the answer to a search for the days."""
        with self._engine.begin() as db:
            readings.add_page(db, self._id(), page, read_at, asked=(asked.first, asked.last))

    def ended_well(self) -> None:
        """The reading came to its end: others may use it."""
        if self._reading is not None:
            with self._engine.begin() as db:
                readings.ended_well(db, self._reading)

    def forget(self) -> None:
        """The site answered with something that is no listing: what was read of it is not kept."""
        if self._reading is not None:
            with self._engine.begin() as db:
                readings.forget(db, self._reading)
            self._reading = None

    def _id(self) -> int:
        if self._reading is None:
            with self._engine.begin() as db:
                self._reading = readings.begin(db, self._crawl.id, self._listing)
        return self._reading

    def _asked_since(self, window: Window) -> datetime:
        with self._engine.begin() as db:
            asked = readings.asked_since(db, self._crawl.source_key, window.first, window.last)
        return asked or datetime.min.replace(tzinfo=UTC)


def remembered(memory: Memory | None, window: Window) -> tuple[Sequence[Point], Sequence[Placed]]:
    """Points and pages for the days; nothing without a memory."""
    return (memory.points(window), memory.pages(window)) if memory else ((), ())
