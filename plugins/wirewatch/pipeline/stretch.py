"""A piece of a listing without a hole: pages each of which shares an entry with the one before it. Pure.

New items come in on top and push the others deeper; items that are taken out move the deeper ones up. An offset is therefore only where
a page *was*; that two pages belong together is shown by entries they share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise

from wirewatch.models import ListingPage
from wirewatch.pipeline.coverage import FEWEST, SETTLED, Window, day_ended, page_worth, position
from wirewatch.sites.kcna_watch import urls

NEAR = timedelta(days=30)  # older entries further back than this may be a block that was ingested again
# So many shared entries, in the same order, show that what one run read continues in what another did; within a run one is enough.
JOIN = 3


@dataclass(frozen=True)
class Placed:
    """A page, the offset it was asked at, when it came, and which reading it is of (0: the one that is going on)."""

    offset: int
    page: ListingPage
    read_at: datetime
    reading: int = 0

    @property
    def hashes(self) -> list[bytes]:
        """Its entries, by their hashes."""
        return [entry.url_hash for entry in self.page.entries]


def touches(above: Placed, below: Placed) -> bool:
    """Whether the upper page runs into the lower one: it ends with entries that the lower one has as well."""
    upper, lower = set(above.hashes), set(below.hashes)
    shared = [one for one in above.hashes if one in lower]
    if above.reading == below.reading:
        return bool(shared)
    runs_in = shared == above.hashes[len(above.hashes) - len(shared) :]
    return runs_in and shared == [one for one in below.hashes if one in upper] and len(shared) >= min(JOIN, len(upper))


class Stretch:
    """A piece of a listing, newest first."""

    def __init__(self, placed: Iterable[Placed] = ()) -> None:
        self.placed: list[Placed] = []
        self.end = 0  # the offset behind its last item, as far as is known
        self._place: dict[bytes, int] = {}
        self._days: list[date | None] = []
        self._came: list[datetime | None] = []
        self._page: list[int] = []
        for one in placed:
            self.append(one, one.offset + len(one.page.entries))

    def append(self, placed: Placed, end: int) -> None:
        """Add the page that follows; `end` is the offset behind its last item."""
        fresh = [entry for entry in placed.page.entries if entry.url_hash not in self._place]
        for entry in fresh:
            self._place[entry.url_hash] = len(self._days)
            self._days.append(entry.listed_on)
            self._came.append(urls.ingested_at(entry.url))
            self._page.append(len(self.placed))
        # All known: items came in on top, and how far the end moved shows by where these stand now.
        last = self._place[placed.hashes[-1]] if placed.hashes else 0
        self.end = end if fresh else end + len(self._days) - 1 - last
        self.placed.append(placed)

    @property
    def start(self) -> int:
        """The offset of its first item, when that was read."""
        return self.placed[0].offset

    @property
    def from_top(self) -> bool:
        """Whether it begins with the top of the listing."""
        return self.start == 0

    def contains(self, placed: Placed) -> bool:
        """Whether it has all of the page's entries."""
        return all(one in self._place for one in placed.hashes)

    def goes_on_in(self, placed: Placed) -> bool:
        """Whether the page continues it (or lies in it, where items came in on top). Below what another run read, what they share
        must stand in the same order, and nothing unknown above it.
        """
        places = [self._place.get(one) for one in placed.hashes]
        shared = [place for place in places if place is not None]
        if self.placed[-1].reading == placed.reading:
            return bool(shared)
        in_order = all(upper < lower for upper, lower in pairwise(shared))
        all_in = len(shared) == len(places) or len(self._days) - 1 - shared[-1] < JOIN if shared else False
        return in_order and all_in and None not in places[: len(shared)] and len(shared) >= min(JOIN, len(places))

    def runs_into(self, below: Stretch) -> bool:
        """Whether its last page runs into the other piece, which goes on where it ends."""
        last = self.placed[-1]
        return not self.contains(below.placed[-1]) and any(touches(last, one) for one in below.placed)

    def onto(self, below: Stretch) -> Stretch:
        """Both pieces as one, where this one runs into the other."""
        last, joined = self.placed[-1], Stretch(self.placed)
        contact = max(n for n, one in enumerate(below.placed) if touches(last, one))
        for one in below.placed[contact:]:
            joined.append(one, one.offset + len(one.page.entries))
        sunk = last.offset + last.hashes.index(shared := _last_shared(last, below.placed[contact]))
        joined.end = below.end + max(0, sunk - below.placed[contact].offset - below.placed[contact].hashes.index(shared))
        return joined

    # --- what it shows of some days ---

    def newer(self, window: Window) -> bool:
        """Whether it reaches up to newer entries in a row, or to the top.

        As many as prove something, and taken in when the last of the days had settled: late items of a day stand among the first of
        the next. Where the URLs do not say when that was, a page's worth.
        """
        return self.from_top or self._newer_run(window) is not None

    def older(self, window: Window, nearer_than: date = date.min) -> bool:
        """Whether it reaches down to a page's worth of entries in a row older than the days (and not older than `nearer_than`)."""
        return self._older_run(window, nearer_than) is not None

    def around(self, window: Window) -> list[Placed]:
        """The pages that show the days, with their two sides."""
        newest, oldest = self._newer_run(window), self._older_run(window, window.first - NEAR)
        first = 0 if newest is None else self._page[newest]
        return self.placed[first : len(self.placed) if oldest is None else self._page[oldest] + 1]

    def _newer_run(self, window: Window) -> int | None:
        """The place of the first entry of the last run of newer entries above the days' own."""
        own = next((n for n, day in enumerate(self._days) if day and window.first <= day <= window.last), len(self._days))
        settled = day_ended(window.last) + SETTLED
        newer = [day is not None and day > window.last for day in self._days[:own]]
        late = [yes and came is not None and came >= settled for yes, came in zip(newer, self._came, strict=False)]
        starts = [
            run.stop - worth
            for flags, worth in ((newer, self._worth), (late, FEWEST))
            for run in _runs(flags)
            if len(run) >= worth
        ]
        return max(starts, default=None)

    def _older_run(self, window: Window, nearer_than: date) -> int | None:
        """The place of the entry that completes the first run of older entries below the newer ones."""
        above = self._newer_run(window) or 0
        for run in _runs([day is not None and day < window.first for day in self._days[above:]]):
            days = [day for day in self._days[above + run.start : above + run.stop] if day]
            if len(run) >= self._worth and max(days) >= nearer_than:
                return above + run.start + self._worth - 1
        return None

    @property
    def _worth(self) -> int:
        return page_worth(one.page for one in self.placed)

    @property
    def top_day(self) -> date:
        """The day its first page stands at."""
        return next((day for one in self.placed if (day := position(one.page))), date.min)

    @property
    def bottom_day(self) -> date:
        """The day its last page stands at."""
        return next((day for one in reversed(self.placed) if (day := position(one.page))), date.max)


def _last_shared(above: Placed, below: Placed) -> bytes:
    return next(one for one in reversed(above.hashes) if one in below.hashes)


def _runs(wanted: Sequence[bool]) -> Iterator[range]:
    """Stretches of consecutive places that are wanted."""
    place = 0
    for yes, group in groupby(wanted):
        length = sum(1 for _ in group)
        if yes:
            yield range(place, place + length)
        place += length


def assembled(pages: Sequence[Placed]) -> list[Stretch]:
    """The pages as pieces without a hole: each goes on in the page that touches its end and reaches furthest."""
    holding: dict[bytes, list[Placed]] = defaultdict(list)
    for one in pages:
        for entry in one.hashes:
            holding[entry].append(one)
    inside = {
        id(one) for one in pages if any(two.hashes[0] != one.hashes[0] and touches(two, one) for two in holding[one.hashes[0]])
    }
    return [Stretch(_chain(one, holding)) for one in pages if id(one) not in inside]


def _chain(first: Placed, holding: dict[bytes, list[Placed]]) -> Iterator[Placed]:
    one: Placed | None = first
    seen: set[int] = set()
    while one is not None and id(one) not in seen:
        yield one
        seen.add(id(one))
        last = one.hashes[-1]
        further = [two for two in holding[last] if two.hashes[-1] != last and touches(one, two)]
        one = min(further, key=lambda two: two.hashes.index(last), default=None)
