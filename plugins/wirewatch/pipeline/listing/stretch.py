"""A piece of a listing without a hole: pages each of which shares an entry with the one before it. Pure.

New items come in on top and push the others deeper; items that are taken out move the deeper ones up. An offset is therefore only where
a page *was*; that two pages belong together is shown by entries they share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, KeysView, Sequence
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


class Stretch:
    """A piece of a listing, newest first."""

    def __init__(self, placed: Iterable[Placed] = ()) -> None:
        self.placed: list[Placed] = []
        self.end = 0  # the offset behind its last item, as far as is known
        self._stale = 0  # pages in a row that held nothing new
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
        self._stale = 0 if fresh else self._stale + 1
        if placed.hashes and not fresh:
            # All known: items came in on top, or the site leaves out what stands below. Where the last one stands now shows the end:
            # at first as if nothing were left out below it, then (or of pages too small to overlap) as if the page were full.
            step = end - placed.offset
            shown = len(placed.hashes) if self._stale == 1 and step >= FEWEST else step
            end = placed.offset + shown + len(self._days) - 1 - self._place[placed.hashes[-1]]
        self.end = end
        self.placed.append(placed)

    @property
    def start(self) -> int:
        """The offset of its first item, when that was read."""
        return self.placed[0].offset

    @property
    def from_top(self) -> bool:
        """Whether it begins with the top of the listing."""
        return self.start == 0

    @property
    def hashes(self) -> KeysView[bytes]:
        """Its entries, by their hashes."""
        return self._place.keys()

    def contains(self, placed: Placed) -> bool:
        """Whether it has all of the page's entries."""
        return all(one in self._place for one in placed.hashes)

    def goes_on_in(self, placed: Placed) -> bool:
        """Whether the page continues it (or lies in it, where items came in on top). Below what another run read, what they share
        must stand in the same order, nothing unknown above it, and the end be near.
        """
        places = self._places(placed)
        shared = [place for place in places if place is not None]
        if self.placed[-1].reading == placed.reading or not shared:
            return bool(shared)
        near_end = len(shared) == len(places) or len(self._days) - 1 - shared[-1] < JOIN
        return near_end and None not in places[: len(shared)] and _shows_contact(shared, places)

    def runs_into(self, below: Stretch) -> bool:
        """Whether its last page runs into the other piece, which goes on where it ends."""
        last = self.placed[-1]
        places = below._places(last)
        shared = [place for place in places if place is not None]
        if not shared or self.contains(below.placed[-1]):
            return False
        if below.placed[below._page[shared[-1]]].reading == last.reading:
            return True
        return None not in places[-len(shared) :] and _shows_contact(shared, places)

    def onto(self, below: Stretch) -> Stretch:
        """Both pieces as one, where this one runs into the other."""
        joined = Stretch(self.placed)
        joined.absorb(below)
        return joined

    def absorb(self, below: Stretch) -> None:
        """Go on with the pages of the piece it runs into."""
        last = self.placed[-1]
        shared = next(one for one in reversed(last.hashes) if one in below._place)
        contact = below._page[below._place[shared]]
        for one in below.placed[contact:]:
            self.append(one, one.offset + len(one.page.entries))
        then = below.placed[contact].offset + below.placed[contact].hashes.index(shared)
        self.end = below.end + max(0, last.offset + last.hashes.index(shared) - then)

    def _places(self, placed: Placed) -> list[int | None]:
        return [self._place.get(one) for one in placed.hashes]

    def begins_inside(self, above: Stretch) -> bool:
        """Whether its first entry stands in the other piece, below that one's own first."""
        return above._place.get(self.placed[0].hashes[0], 0) > 0

    def left_below(self, entry: bytes) -> int:
        """How many entries stand below this one."""
        return len(self._days) - self._place[entry]

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


def _shows_contact(shared: Sequence[int], places: Sequence[int | None]) -> bool:
    """Whether what a page shares with another run's pages is enough, and in the order in which it stood there."""
    return len(shared) >= min(JOIN, len(places)) and all(upper < lower for upper, lower in pairwise(shared))


def _runs(wanted: Sequence[bool]) -> Iterator[range]:
    """Stretches of consecutive places that are wanted."""
    place = 0
    for yes, group in groupby(wanted):
        length = sum(1 for _ in group)
        if yes:
            yield range(place, place + length)
        place += length


def assembled(pages: Sequence[Placed]) -> list[Stretch]:
    """The pages as pieces without a hole: those of one reading where they share an entry, those of several where they run together."""
    readings: dict[int, list[Placed]] = defaultdict(list)
    for one in pages:
        readings[one.reading].append(one)
    pieces = [Stretch(chain) for group in readings.values() for chain in _chains(group)]
    holding = _index(pieces)
    heads = [
        one for one in pieces if not any(one.begins_inside(two) for two in holding[one.placed[0].hashes[0]] if two is not one)
    ]
    return [_joined(one, holding) for one in heads]


def _index(pieces: Sequence[Stretch]) -> dict[bytes, list[Stretch]]:
    holding: dict[bytes, list[Stretch]] = defaultdict(list)
    for piece in pieces:
        for entry in piece.hashes:
            holding[entry].append(piece)
    return holding


def _joined(head: Stretch, holding: dict[bytes, list[Stretch]]) -> Stretch:
    piece, used = Stretch(head.placed), {id(head)}
    while True:
        last = piece.placed[-1].hashes[-1]
        below = [one for one in holding[last] if id(one) not in used and piece.runs_into(one)]
        if not below:
            return piece
        longest = max(below, key=lambda one: one.left_below(last))
        used.add(id(longest))
        piece.absorb(longest)


def _chains(pages: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Pages of one reading, each followed by the one that holds its last entry and reaches furthest beyond it."""
    holding: dict[bytes, list[Placed]] = defaultdict(list)
    for one in pages:
        for entry in one.hashes:
            holding[entry].append(one)
    for first in pages:
        top = first.hashes[0]
        if any(top != one.hashes[0] for one in holding[top]):
            continue
        chain, used = [first], {id(first)}
        while further := [one for one in holding[chain[-1].hashes[-1]] if id(one) not in used]:
            last = chain[-1].hashes[-1]
            chain.append(min(further, key=lambda one: one.hashes.index(last)))
            used |= {id(one) for one in further}
        yield chain
