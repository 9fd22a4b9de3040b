"""Going to a day far back in a listing: guess an offset from known points, look, guess better. Pure but for the read it is given.

A *point* says at which offset which day stood. Days run on as a real number: the day's ordinal, plus the share of the day that is over;
the middle of day N is N + 0.5, and offsets grow as days sink. Points of earlier runs give the shape of the listing (how many items lie
between two days), the pages read now say where we are: items that came in since push everything deeper by the same number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from wirewatch.models import ListingPage
from wirewatch.pipeline.coverage import position
from wirewatch.pipeline.listing.stretch import Placed

USUAL_A_DAY = 30.0  # items; a first guess, where nothing is known
GUESSES = 4  # so many before every second one halves what is left instead
MOST_READS = 60
STRAYS = timedelta(days=3)  # an entry further from its page's day stands out of order
APART = 3.0  # days; two points nearer to each other say little about what lies between them
BLOCK = 30.0  # days: a jump of more between two pages may be a block of old items that were ingested again
BLOCK_PAGES = 256  # how far behind such a jump is looked


@dataclass(frozen=True)
class Point:
    """Where in the listing which moment stands: the offset of a page's middle, and its day as a real number."""

    offset: float
    day: float


def point(placed: Placed, per_day: float = USUAL_A_DAY) -> Point | None:
    """The point a page gives; None where it stands nowhere."""
    day = position(placed.page)
    if day is None:
        return None
    return Point(placed.offset + len(placed.page.entries) / 2, _moment(placed.page, day, per_day))


def _moment(page: ListingPage, day: date, per_day: float) -> float:
    """When the middle of a page is: counted from the change of days nearest to it, else the middle of the day."""
    days = [entry.listed_on for entry in page.entries if entry.listed_on and abs(entry.listed_on - day) <= STRAYS]
    changes = [(n, newer) for n, (newer, older) in enumerate(pairwise(days), 1) if newer > older]
    if not changes:
        return day.toordinal() + 0.5
    place, newer = min(changes, key=lambda change: abs(change[0] - len(days) / 2))
    return newer.toordinal() - (len(days) / 2 - place) / max(per_day, 1.0)


class Chart:
    """The shape of a listing as far as points show it: how many items lie between two moments."""

    def __init__(self, points: Sequence[Point]) -> None:
        self._points: list[Point] = []
        for one in _descending(sorted(points, key=lambda one: one.offset)):
            if not self._points or self._points[-1].day - one.day >= APART:
                self._points.append(one)

    def per_day(self, day: float) -> float:
        """Items a day around that moment."""
        return max((self.offset(day - 5) - self.offset(day + 5)) / 10, 1.0)

    def offset(self, day: float) -> float:
        """Where that moment stands, in the points' own count; beyond the outermost, as dense as there."""
        newer, older = self._segment(day)
        slope = (older.offset - newer.offset) / (newer.day - older.day)
        return newer.offset + (newer.day - day) * slope

    def _segment(self, day: float) -> tuple[Point, Point]:
        if len(self._points) < 2:
            only = self._points[0] if self._points else Point(0, day)
            return only, Point(only.offset + USUAL_A_DAY, only.day - 1)
        pairs = list(pairwise(self._points))
        return next((pair for pair in pairs if pair[1].day <= day), pairs[-1])


def _descending(points: Sequence[Point]) -> list[Point]:
    """The most points of which each that is deeper is older: what is not stands out of order."""
    best: list[list[Point]] = []
    for one in points:
        longest = max((chain for chain in best if chain[-1].day > one.day), key=len, default=[])
        best.append([*longest, one])
    return max(best, key=len, default=[])


@dataclass
class Seek:
    """One search for a moment: what was read on the way, and between which two pages it must be.

    `newer` is the deepest page read that stands before the moment, `older` the next one behind it (without items: behind the end).
    """

    read: Callable[[int], Placed]
    known: Sequence[Point]
    aim: float
    step: int
    newer: Placed | None = None
    older: Placed | None = None
    reads: int = 0

    def __post_init__(self) -> None:
        self._seen: list[Point] = []

    def land(self, begun_at: Placed | None = None) -> Placed:
        """A page at the moment or within a page of its day; where there is none, the last one that stands before it."""
        placed = begun_at or self._look(self._first_guess())
        if begun_at:
            self._note(placed)
        while not self._is_near(placed) and self.reads < MOST_READS:
            if self._closed():
                beyond = self._beyond_the_block()
                if beyond is None:
                    break
                placed = beyond
                continue
            placed = self._look(self._guess())
        if self._is_near(placed) or self.newer is None:
            return placed
        return self.newer

    def _look(self, offset: int) -> Placed:
        self.reads += 1
        placed = self.read(max(0, offset))
        self._note(placed)
        return placed

    def _note(self, placed: Placed) -> None:
        found = point(placed, self._chart().per_day(self.aim))
        if found is None:
            if self.older is None or placed.offset < self.older.offset:
                self.older = placed
            return
        self._seen.append(found)
        if found.day > self.aim:
            if self.newer is None or placed.offset > self.newer.offset:
                self.newer = placed
        elif self.older is None or placed.offset < self.older.offset:
            self.older = placed

    def _is_near(self, placed: Placed) -> bool:
        chart = self._chart()
        found = point(placed, chart.per_day(self.aim))
        return (
            found is not None and abs(chart.offset(found.day) - chart.offset(self.aim)) <= chart.per_day(self.aim) / 2 + self.step
        )

    def _closed(self) -> bool:
        """Nothing is left between the two pages, or nothing before the older one."""
        if self.older is None:
            return False
        if self.newer is None:
            return self.older.offset == 0
        return self.older.offset - self.newer.offset <= self.step + 1

    def _chart(self) -> Chart:
        """Stored points where there are enough of them, else what was read now."""
        return Chart(self.known) if len(self.known) > 1 else Chart([*self.known, *self._seen])

    def _first_guess(self) -> int:
        return round(self._chart().offset(self.aim) - self.step / 2)

    def _guess(self) -> int:
        """From the nearest page read, as many items on as the chart says; inside what is left, and halving it when that drags on."""
        little = max(1, self.step - 2)  # what overlaps a page that was read tells little more
        low = self.newer.offset + little if self.newer else 0
        chart = self._chart()
        if self._seen:
            here = min(self._seen, key=lambda one: abs(one.day - self.aim))
            guess = here.offset + chart.offset(self.aim) - chart.offset(here.day) - self.step / 2
        else:
            guess = low
        if self.older is None:
            least = self.step << max(0, self.reads - GUESSES)
            return max(round(guess), low + least)
        high = max(low, self.older.offset - little)
        if not self.older.page.entries or (self.reads > GUESSES and self.reads % 2):
            return (low + high) // 2
        return min(max(round(guess), low), high)

    def _beyond_the_block(self) -> Placed | None:
        """Pages between which more than BLOCK days are missing: the older ones may be a block ingested again. The first page behind
        it that stands later than it does, looked for with doubling steps; None where there is no such jump or no such page.
        """
        older = point(self.older) if self.older else None
        newer = point(self.newer) if self.newer else None
        if older is None or newer is None or self.older is None or newer.day - older.day < BLOCK:
            return None
        edge, pages = self.older.offset, 1
        while pages <= BLOCK_PAGES:
            self.reads += 1
            placed = self.read(edge + pages * self.step)
            found = point(placed)
            if found is None:
                return None
            if found.day > older.day + BLOCK:
                if found.day < self.aim:  # the moment is on this side of the block, or in it
                    return None
                self.older = None
                self._note(placed)
                return placed
            pages *= 2
        return None
