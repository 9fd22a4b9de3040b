"""Reading some days out of a listing that is paged by offset: land near them, read up to newer entries and down to older ones.

Every page reaches back into what was read before it. An item that came in meanwhile only makes pages overlap more; one that was taken
out moves the rest up, the shared entry is missing, and the reader steps back until it finds one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from wirewatch.errors import SourceChanged
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.listing.seek import Chart, Point, Seek, point
from wirewatch.pipeline.listing.stretch import JOIN, NEAR, Placed, Stretch, assembled

# A listing that keeps giving what it gave does not page.
PAGES_WITHOUT_NEWS = 2
# A page may be short by an item that stands in it twice.
FULL_ENOUGH = 0.8
# Pages of fewer items are too small to spare one for the overlap: what is taken out while they are read may hide an item.
SMALLEST_PAGE = 5
STEPS_BACK = 8
MOST_STUCK = 8  # pages in a row that led no further down
STEPS_BACK_TO_STORED = 2
# Pages that a backfill which goes towards newer days reads ahead of its own.
AHEAD = 10
# An earlier reading is read on from, not sought beside, when the days begin at most so many days beyond it.
ADJOINING = 3
NEAR_TOP = 3  # pages; what stands nearer to the top than this is read from the top
PROBES = 8  # doubling steps to see what stands behind old items


class Contradiction(Exception):
    """What an earlier run read does not fit what the listing shows now."""


@dataclass
class Walk:
    """One run's way through a listing; `pages` are all that it read.

    `stored` are pages that earlier runs read, still to be believed; `points` say where days stood.
    """

    read_page: Callable[[int], Placed]
    page_size: int
    points: Sequence[Point] = ()
    stored: Sequence[Placed] = ()
    pages: list[Placed] = field(default_factory=list)
    end_seen: bool = False
    hole: bool = False

    def __post_init__(self) -> None:
        sizes = [len(one.page.entries) for one in self.stored]
        most = max(sizes, default=0)
        # What earlier runs were given says how much the site gives; a single short page may have been the listing's last.
        self.step = most if sizes.count(most) > 2 and 0 < most < FULL_ENOUGH * self.page_size else self.page_size
        self._known = assembled([one for one in self.stored if one.page.entries])
        self._seen: dict[bytes, int] = {}  # where each entry stood last
        self._without_news = 0
        self._stuck = 0

    def read_days(self, window: Window) -> Stretch:
        """A stretch that shows the days and both their sides, or as much of them as the listing holds.

        Raises SourceChanged if the listing does not page, or changes faster than it can be read.
        """
        try:
            return self._read(self._known_part(window) or self._landing(window), window)
        except Contradiction:
            self._known = []
            return self._read(self._landing(window), window)

    def _read(self, stretch: Stretch, window: Window) -> Stretch:
        while not stretch.newer(window):
            stretch = self._up(stretch, window)
        believed = window.first - NEAR
        while not stretch.older(window, believed) and not self.end_seen and not self.hole:
            stretch = self._down(stretch)
            if not stretch.older(window, believed) and stretch.older(window) and not self._later_days_behind(stretch):
                believed = date.min
        return stretch

    def _known_part(self, window: Window) -> Stretch | None:
        """The earlier reading that shows most of the days: both sides, the newer side, or the older one."""
        shown = [(one.newer(window), one.older(window, window.first - NEAR), one) for one in self._known]
        for newer, older, one in sorted(shown, key=lambda it: (it[0] + it[1], it[0], len(it[2].placed)), reverse=True):
            adjoins_below = newer and (one.bottom_day - window.last).days <= ADJOINING
            adjoins_above = older and (window.first - one.top_day).days <= ADJOINING
            if (newer and older) or adjoins_below or adjoins_above:
                return one
        return None

    def _landing(self, window: Window) -> Stretch:
        """Where to begin: at the top where it is near the days, which saves looking for their newer side; else somewhere in them."""
        top = self._fetch(0) if len(self.points) < 2 or self._is_near(None, window) else None
        if top and self._is_near(top, window):
            return self._begun(top)
        landed = Seek(self._fetch, self.points, window.last.toordinal() + 0.5, self.step).land(top)
        self._known += (own := assembled([one for one in self.pages if one.page.entries]))
        return next((one for one in own if landed in one.placed), None) or self._begun(landed)

    def _is_near(self, top: Placed | None, window: Window) -> bool:
        """Whether the end of the last day stands less than NEAR_TOP pages below the top, as far as the points or the top page say."""
        here = point(top) if top else None
        chart = Chart(self.points if len(self.points) > 1 else [here] if here else [])
        begin = chart.offset(here.day) - here.offset if here else 0
        return chart.offset(window.last.toordinal() + 1) - begin < NEAR_TOP * self.page_size

    def _begun(self, placed: Placed) -> Stretch:
        stretch = Stretch()
        stretch.append(placed, placed.offset + self.step)
        return stretch

    # --- one page on ---

    def _down(self, stretch: Stretch) -> Stretch:
        """One page further down, and into what is known already where it meets that."""
        placed = self._below(stretch)
        if not placed.page.entries:
            self._confirm_end(placed.offset)
            return stretch
        known = len(stretch.hashes)
        stretch.append(placed, placed.offset + self.step)
        self._stuck = 0 if len(stretch.hashes) > known else self._stuck + 1
        if self._stuck > MOST_STUCK:
            raise SourceChanged(f"the listing does not go on below offset {placed.offset}")
        below = next((one for one in self._known if stretch.runs_into(one)), None)
        return stretch.onto(below) if below else stretch

    def _up(self, stretch: Stretch, window: Window) -> Stretch:
        """From further up down into the stretch: by a page; above an earlier reading by as many as that has, at most AHEAD.

        The days after these will want those, too.
        """
        pages = min(AHEAD, len(stretch.placed)) if stretch.placed[0].reading else 1
        reach = max(1, self.step - 2 * self._overlap) * pages
        piece = self._begun(self._fetch(max(0, stretch.start - reach)))
        while not piece.runs_into(stretch):
            if above := next((one for one in self._known if piece.runs_into(one) and one.runs_into(stretch)), None):
                return piece.onto(above).onto(stretch)
            length = len(piece.placed)
            piece = self._down(piece)
            if piece.contains(stretch.placed[-1]) or piece.older(window) or len(piece.placed) == length:
                return piece  # the listing is not what it was: the earlier piece is given up
        return piece.onto(stretch)

    def _below(self, stretch: Stretch) -> Placed:
        """The page that follows and shares an entry with the stretch, with what another run read so many as show that it is right."""
        stored = stretch.placed[-1].reading != 0
        offset = stretch.end - (JOIN if stored and self._overlap else self._overlap)
        for back in range(STEPS_BACK_TO_STORED if stored else STEPS_BACK):
            placed = self._fetch(max(0, offset))
            if not placed.page.entries or not self._overlap or stretch.goes_on_in(placed):
                return placed
            offset -= (self.step - 1) * 2**back
        if stored:
            raise Contradiction
        raise SourceChanged("the listing changes faster than it can be read")

    @property
    def _overlap(self) -> int:
        return 1 if self.step >= SMALLEST_PAGE else 0

    def _fetch(self, offset: int) -> Placed:
        """A page. Raises SourceChanged when PAGES_WITHOUT_NEWS in a row hold only known items, and not where these stood."""
        placed = self._look(offset)
        given = len(placed.page.entries)
        if len(self.pages) == 1 and offset == 0 and 0 < given < FULL_ENOUGH * self.page_size:
            # Offsets count items. A site that gives fewer than were asked for would be skipped over at the configured step.
            # Only the top tells: a short page further down may be the listing's last.
            self.step = given
        moved = [abs(offset + n - self._seen[one]) for n, one in enumerate(placed.hashes) if one in self._seen]
        repeated = given and len(moved) == given and median(moved) >= max(1, self.step - 1)
        self._without_news = self._without_news + 1 if repeated else 0
        self._seen.update({one: offset + n for n, one in enumerate(placed.hashes)})
        if self._without_news >= PAGES_WITHOUT_NEWS:
            raise SourceChanged("the listing gives the same items at every offset: it does not page")
        return placed

    def _look(self, offset: int) -> Placed:
        placed = self.read_page(offset)
        self.pages.append(placed)
        return placed

    # --- the end, and what looks like it ---

    def _confirm_end(self, offset: int) -> None:
        """Behind the end stands nothing, and the top still answers; else the empty answer was a hole, or a refusal in disguise."""
        if not self._look(0).page.entries:
            raise SourceChanged("the listing stopped answering: its top is empty now", {"kind": "empty"})
        self.end_seen = not self._look(offset + self.step).page.entries
        self.hole = not self.end_seen

    def _later_days_behind(self, stretch: Stretch) -> bool:
        """Whether a run of old items is a block that was ingested again, behind which the listing goes on where it was."""
        for doubling in range(PROBES):
            placed = self._look(stretch.end + self.step * 2**doubling)
            behind = Stretch([placed]).bottom_day
            if behind == date.max or behind > stretch.bottom_day + NEAR:
                return behind < date.max
        return False
