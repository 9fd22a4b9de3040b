"""backfill: store past days, in pieces that are done one after the other and can be stopped and taken up again at the article.

What is stored needs no request again: complete days are skipped, and of days whose listing was read whole only the articles are read
that are missing. What a backfill finds is historical and never alerts; it ends with a summary instead.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil

from sqlalchemy import Engine

from wirewatch.configured import Expect, Source, Watchlist
from wirewatch.errors import State
from wirewatch.models import KST, Purpose
from wirewatch.pipeline import host
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.crawl import close, crawl
from wirewatch.pipeline.report import Report
from wirewatch.storage import backfills, crawls, hosts
from wirewatch.storage.backfills import StoredDay

MOST_DAYS_AT_ONCE = 92  # more go month by month
TELL_EVERY_SECONDS = 10
ENOUGH_DAYS = 7  # complete days that tell more of a source's volume than its file does
GUESSED_A_DAY = 15
SEEK_REQUESTS = 12  # to find a piece's first page, and to see both its sides

Say = Callable[[str], None]


class Paused(KeyboardInterrupt):
    """Somebody asked for a stop. What was done is done; the same backfill goes on from there."""


class Brake:
    """Stops a backfill between two articles: at once where none is being read, else after it. Pulled twice, at once anywhere."""

    def __init__(self) -> None:
        self.pulled = False
        self._reading = False

    def pull(self) -> None:
        """Ask for the stop; raises Paused where that may be."""
        again, self.pulled = self.pulled, True
        if again or not self._reading:
            raise Paused

    def between(self, ids: Sequence[int]) -> Iterator[int]:
        """Hand on the ids; raises Paused after the one during whose reading the brake was pulled."""
        for entry_id in ids:
            self._reading = True
            try:
                yield entry_id
            finally:
                self._reading = False
            if self.pulled:
                raise Paused


# --- before it begins ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Estimate:
    """What a backfill will cost, and what that is guessed from. `hours` at the polite rate, `budget_days` of what is left of a
    day's requests beside the daily run's share."""

    days: int
    done_days: int
    articles: int
    requests: int
    hours: float
    budget_days: float
    rests_on: str

    @property
    def long(self) -> bool:
        """Whether somebody should think twice: more than an hour, or than a day's requests."""
        return self.hours > 1 or self.budget_days > 1


def estimate(engine: Engine, source: Source, window: Window) -> Estimate:
    """What it will cost to store the days of the window that are not stored yet."""
    with engine.begin() as db:
        days = backfills.days(db, source.key, window.first, window.last)
        return estimated(source, days, backfills.volume(db, source.key))


def estimated(source: Source, days: Mapping[date, StoredDay], volume: tuple[int, int]) -> Estimate:
    """The same of what is known: the days as they are stored, and the source's volume as (complete days, their entries)."""
    a_day, rests_on = usual_volume(source, volume)
    unlisted = {day: stored for day, stored in days.items() if not stored.covered}
    listed = sum(max(a_day, stored.listed) for stored in unlisted.values())
    to_read = listed - sum(stored.stored for stored in unlisted.values())
    to_read += sum(stored.waiting for day, stored in days.items() if day not in unlisted)
    pages = ceil(listed / source.listing.page_size) + SEEK_REQUESTS * len(pieces(list(unlisted))) if unlisted else 0
    articles = ceil(max(0.0, to_read))
    requests = articles + pages + (1 if articles or pages else 0)  # and robots.txt
    manners = source.politeness
    return Estimate(
        days=len(days),
        done_days=sum(stored.done for stored in days.values()),
        articles=articles,
        requests=requests,
        hours=round(requests * manners.delay_seconds / 3600, 2),
        budget_days=round(requests / max(1, manners.max_requests_per_day - hosts.kept_for_daily(manners)), 2),
        rests_on=rests_on,
    )


def usual_volume(source: Source, volume: tuple[int, int]) -> tuple[float, str]:
    """How many articles the source has a day, and how we come to say so."""
    days, entries = volume
    low, high = source.expect.articles_per_day
    if days >= ENOUGH_DAYS or (days and source.expect == Expect()):
        return entries / days, f"the {days} days stored already, with {entries / days:.1f} articles a day"
    if source.expect == Expect():
        return (
            GUESSED_A_DAY,
            f"a guess of {GUESSED_A_DAY} articles a day: expect.articles_per_day in its source file would be better",
        )
    return (low + high) / 2, f"the middle of expect.articles_per_day in its source file, {low} to {high}"


def pieces(days: Sequence[date]) -> list[Window]:
    """The days in pieces, oldest first: all at once, or month by month where they are more than MOST_DAYS_AT_ONCE."""
    if len(days) <= MOST_DAYS_AT_ONCE:
        return [Window(days[0], days[-1])]
    months: dict[tuple[int, int], list[date]] = {}
    for day in days:
        months.setdefault((day.year, day.month), []).append(day)
    return [Window(found[0], found[-1]) for found in months.values()]


# --- the backfill --------------------------------------------------------------------------------


@dataclass
class Piece:
    """What became of one piece. `articles` were stored now; `skipped` where nothing was left to do."""

    window: Window
    articles: int = 0
    seconds: float = 0.0
    skipped: bool = False
    report: Report | None = None

    @property
    def state(self) -> State:
        """The state its crawl ended in; ok where there was none."""
        return self.report.crawl.state if self.report else State.OK


@dataclass
class Backfill:
    """A backfill of a source's days: `run` it, then look at its `done` pieces."""

    engine: Engine
    source: Source
    window: Window
    watchlists: Sequence[Watchlist]
    label_keys: Mapping[str, str]
    newest_first: bool = True
    say: Say = lambda words: None
    brake: Brake = field(default_factory=Brake)
    done: list[Piece] = field(default_factory=list)
    articles_expected: int = 0
    session: Mapping[str, str] | None = None

    def run(self, who: str) -> None:
        """Go through the pieces until all are done, one meets trouble, or the brake is pulled (Paused).

        Raises BackfillUnderWay where another backfill is at work on these days; `who` is what it would be told of us.
        """
        with self.engine.begin() as db:
            crawls.register(db, self.source, datetime.now(KST).date())
        with backfills.claimed(self.engine, self.source.key, self.window.first, self.window.last, who):
            self.articles_expected = estimate(self.engine, self.source, self.window).articles
            ordered = pieces(self.window.days)
            for window in reversed(ordered) if self.newest_first else ordered:
                self._do(Piece(window))
                if self.done[-1].state not in (State.OK, State.QUIET):
                    return

    def _do(self, piece: Piece) -> None:
        before = self._stored(piece.window)
        self.done.append(piece)
        wanted = self._wanted(piece.window, before)
        if wanted is None:
            piece.skipped = True
            return
        self.say(f"{_name(piece.window)}: {len(before)} days, {sum(day.done for day in before.values())} of them stored already")
        began = time.monotonic()
        try:
            piece.report = self._crawl(*wanted, piece.window)
        finally:
            after = self._stored(piece.window)
            piece.seconds = time.monotonic() - began
            piece.articles = sum(day.stored for day in after.values()) - sum(day.stored for day in before.values())
            self._tell_end(piece, after)

    def _stored(self, window: Window) -> dict[date, StoredDay]:
        with self.engine.begin() as db:
            return backfills.days(db, self.source.key, window.first, window.last)

    def _wanted(self, window: Window, stored: Mapping[date, StoredDay]) -> tuple[Window, bool] | None:
        """The days of a piece that are to be crawled, and whether their listing is known; None where nothing is left to do."""
        with self.engine.begin() as db:
            undated = backfills.undated(db, self.source.key, window.first, window.last)
        if undated:
            return window, False
        left = [day for day, found in stored.items() if not found.done]
        return (Window(left[0], left[-1]), all(stored[day].covered for day in left)) if left else None

    def _crawl(self, window: Window, listing_known: bool, piece: Window) -> Report:
        run, take = f"backfill:{uuid.uuid4()}", self._pace(piece)
        shared = (self.engine, self.source, window, self.watchlists, self.label_keys, run)
        fetcher = host.fetcher(self.engine, self.source, Purpose.BACKFILL, session=self.session)
        try:
            return crawl(*shared, historical=True, fetcher=fetcher, take=take, listing_known=listing_known)
        except Paused:
            with self.engine.begin() as db:
                begun = crawls.find(db, run)
            if begun:
                self.done[-1].report = close(self.engine, self.source, run, self.watchlists, stopped=True)
            raise

    def _pace(self, piece: Window) -> Callable[[Sequence[int]], Iterator[int]]:
        """Hands on a piece's articles in the order wanted, with the brake between them, and tells now and then how far it is."""

        def take(ids: Sequence[int]) -> Iterator[int]:
            began = told = time.monotonic()
            ordered = list(reversed(ids)) if self.newest_first else ids
            for number, entry_id in enumerate(self.brake.between(ordered)):
                if (now := time.monotonic()) - told > TELL_EVERY_SECONDS:
                    told = now
                    self.say(f"{_name(piece)}: {self._how_far(number, len(ids), now - began)}")
                yield entry_id

        return take

    def _how_far(self, number: int, all_of_piece: int, seconds: float) -> str:
        each = seconds / max(1, number)
        left = max(all_of_piece - number, self.articles_expected - sum(piece.articles for piece in self.done) - number)
        rate = f"{number / max(seconds, 0.001):.2f} a second"
        return f"{number} of {all_of_piece} articles, {rate}, {duration(left * each)} left for all"

    def _tell_end(self, piece: Piece, after: Mapping[date, StoredDay]) -> None:
        made = piece.report.crawl if piece.report else None
        requests = made.requests_robots + made.requests_listing + made.requests_article if made else 0
        done = sum(day.done for day in after.values())
        self.say(
            f"{_name(piece.window)}: {done} of {len(after)} days stored, {piece.articles} articles in {requests} requests"
            f" and {duration(piece.seconds)}, {piece.articles / max(piece.seconds, 0.001):.2f} a second"
        )


def _name(window: Window) -> str:
    whole_month = window.first.day == 1 and (window.last + timedelta(days=1)).day == 1 and len(window.days) <= 31
    return f"{window.first:%Y-%m}" if whole_month else f"{window.first} to {window.last}"


def duration(seconds: float) -> str:
    """A span of time as people say it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 90 * 60 else f"{seconds / 3600:.1f} h"
