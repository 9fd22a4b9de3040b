"""Which pages belong together, what earlier readings are worth, and how few requests neighbouring days need."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from wirewatch.models import Entry, ListingPage
from wirewatch.pipeline.coverage import Window, position
from wirewatch.pipeline.listing.more_articles import as_reading
from wirewatch.pipeline.listing.seek import Chart, Point, point
from wirewatch.pipeline.listing.stretch import Placed, Stretch, assembled
from wirewatch.pipeline.listing.walk import Walk

NEWEST = date(2026, 11, 20)
DAY = timedelta(days=1)
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def entry(day: date, number: int, hour: int = 8) -> Entry:
    came = datetime(day.year, day.month, day.day, hour, tzinfo=UTC) if day.year > 2000 else NOW
    url = f"http://x/newstream/{int(came.timestamp())}-{number}/title"
    return Entry(url, f"{number}".encode(), listed_on=day)


@dataclass
class Press:
    """A listing that grows by an item after every `every`-th read, and remembers for its readers what they read, as the store does."""

    items: list[Entry]
    page_size: int = 10
    every: int = 7
    reads: int = 0
    runs: int = 0
    remembered: list[Placed] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)

    def look(self, offset: int) -> Placed:
        self.reads += 1
        page = ListingPage(tuple(self.items[offset : offset + self.page_size]), more=True)
        if self.every and self.reads % self.every == 0:
            self.items.insert(0, entry(NEWEST + DAY, 10_000_000 + self.reads))
        return Placed(offset, page, NOW)

    def read(self, window: Window, share: bool = True) -> tuple[set[bytes], bool, int]:
        """(the entries read, whether all the days are complete, requests)."""
        before, near = self.reads, sorted(self.points, key=lambda one: abs(one.day - window.last.toordinal()))[:40]
        around = [one for one in self.remembered if abs((position(one.page) or NEWEST) - window.first) <= 40 * DAY]
        walk = Walk(self.look, self.page_size, near, around if share else ())
        reading = as_reading(walk, walk.read_days(window), window)
        self.runs += 1
        self.remembered += [replace(one, reading=self.runs) for one in walk.pages if one.page.entries]
        self.points += [found for one in walk.pages if (found := point(one))]
        return set(reading.entries), all(reading.covered(day).complete for day in window.days), self.reads - before


def press(days: int, seed: int = 1, per_day: tuple[int, int] = (18, 42), page_size: int = 10, every: int = 7) -> Press:
    """A listing with a trend, empty days (2 %) and items that were ingested again (1 %)."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    items: list[Entry] = []
    for back in range(days):
        usual = per_day[1] - (per_day[1] - per_day[0]) * back / days
        many = 0 if chance.random() < 0.02 else round(usual * chance.uniform(0.75, 1.25))
        items += [entry(NEWEST - back * DAY, len(items) + n, 23 - n * 20 // max(many, 1)) for n in range(many)]
    for _ in range(len(items) // 100):
        items.insert(chance.randrange(len(items)), entry(date(1999, 3, 26), 20_000_000 + len(items)))
    return Press(items, page_size, every)


def of_days(items: Sequence[Entry], window: Window) -> set[bytes]:
    return {one.url_hash for one in items if one.listed_on and window.first <= one.listed_on <= window.last}


# --- requests ------------------------------------------------------------------------------------


@pytest.mark.parametrize("page_size", [10, 30])
def test_random_days_need_about_four_requests_beside_their_own_pages(page_size: int) -> None:
    listing, chance = press(700, page_size=page_size), random.Random(2)  # noqa: S311 - nothing secret
    over = []
    for run in range(50):
        day = NEWEST - chance.randrange(5, 690) * DAY
        wanted = of_days(listing.items, Window(day, day))
        found, complete, requests = listing.read(Window(day, day), share=False)
        assert complete
        assert wanted <= found
        if run >= 20:
            over.append(requests - math.ceil(len(wanted) / page_size) - 4)

    assert sum(over) <= 0
    assert max(over) <= (0 if page_size == 30 else 2)


@pytest.mark.parametrize("page_size", [10, 30])
@pytest.mark.parametrize("order", ["newest first", "oldest first", "months, newest first", "months, oldest first"])
def test_a_backfill_reads_the_listing_about_once(page_size: int, order: str) -> None:
    listing, length = press(120, page_size=page_size), 15 if order.startswith("months") else 1
    first = NEWEST - 90 * DAY
    windows = [Window(first + n * DAY, first + (n + length - 1) * DAY) for n in range(0, 45, length)]
    requests, wanted = 0, 0
    for window in reversed(windows) if "newest" in order else windows:
        due = of_days(listing.items, window)
        found, complete, asked = listing.read(window)
        assert complete
        assert due <= found | {one for page in listing.remembered for one in page.hashes}
        requests, wanted = requests + asked, wanted + len(due)

    bound = wanted + math.ceil(wanted / page_size)
    assert wanted + requests <= 1.05 * bound


MANY = 10  # items taken out between two runs

# --- whatever happens to the listing -------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    page_size=st.sampled_from([5, 10, 30]),
    every=st.integers(0, 3),
    taken_out=st.integers(0, 30),
    days=st.lists(st.integers(3, 90), min_size=2, max_size=6),
)
@example(
    seed=1, page_size=5, every=0, taken_out=22, days=[36, 3, 3, 3, 3, 81]
)  # the first page read was the listing's short last one
def test_days_read_one_after_the_other_are_whole_whatever_comes_in_and_is_taken_out_between(
    seed: int, page_size: int, every: int, taken_out: int, days: list[int]
) -> None:
    assume(not every or every * page_size >= 10)  # more than a tenth of a page between two reads may end in SourceChanged
    listing, chance = press(100, seed, (4, 20), page_size, every), random.Random(seed)  # noqa: S311 - nothing secret
    for back in days:
        window = Window(NEWEST - back * DAY, NEWEST - back * DAY)
        found, complete, _ = listing.read(window)
        assert complete or taken_out > MANY  # so many may leave a day open; none is called complete that is not
        assert not complete or of_days(listing.items, window) <= found
        for _ in range(taken_out):
            del listing.items[chance.randrange(len(listing.items))]


def test_an_item_taken_out_after_every_read_hides_none() -> None:
    listing = press(100, every=0)
    proper, window = listing.look, Window(NEWEST - 20 * DAY, NEWEST - 15 * DAY)

    def look(offset: int) -> Placed:
        placed = proper(offset)
        del listing.items[0]
        return placed

    wanted = of_days(listing.items, window)
    walk = Walk(look, 10)

    assert wanted <= set(as_reading(walk, walk.read_days(window), window).entries)


def test_a_block_of_old_items_is_no_older_side() -> None:
    listing = press(200, every=0)
    day = NEWEST - 90 * DAY
    place = next(n for n, one in enumerate(listing.items) if one.listed_on == day) + 3
    listing.items[place:place] = [entry(date(1999, 1, 1), 30_000_000 + n) for n in range(60)]
    window = Window(day, day)

    found, complete, _ = listing.read(window)

    assert complete
    assert of_days(listing.items, window) <= found


def test_a_listing_sorted_anew_makes_stored_pages_worthless_and_no_day_wrong() -> None:
    listing = press(100, every=0)
    listing.read(Window(NEWEST - 30 * DAY, NEWEST - 30 * DAY))
    by_day: dict[date, list[Entry]] = {}
    for one in listing.items:
        by_day.setdefault(one.listed_on or NEWEST, []).append(one)
    listing.items = [
        one for day in sorted(by_day, reverse=True) for one in sorted(by_day[day], key=lambda one: one.url_hash[::-1])
    ]
    window = Window(NEWEST - 31 * DAY, NEWEST - 31 * DAY)

    found, complete, _ = listing.read(window)

    assert complete
    assert of_days(listing.items, window) <= found


# --- pieces --------------------------------------------------------------------------------------


def placed(offset: int, numbers: range, reading: int) -> Placed:
    return Placed(offset, ListingPage(tuple(entry(NEWEST - n // 20 * DAY, n) for n in numbers), True), NOW, reading)


@pytest.mark.parametrize(
    ("lower", "reading", "pieces"),
    [
        (range(9, 19), 1, 1),  # one entry shared within a reading
        (range(10, 20), 1, 2),  # none
        (range(9, 19), 2, 2),  # one is too little between two readings
        (range(7, 17), 2, 1),  # three are enough
        (range(10), 2, 1),  # the same page twice
    ],
)
def test_pages_are_joined_by_what_they_share(lower: range, reading: int, pieces: int) -> None:
    joined = assembled([placed(0, range(10), 1), placed(lower.start, lower, reading)])

    assert len({len(list(piece.hashes)) for piece in joined}) <= pieces
    assert max(len(list(piece.hashes)) for piece in joined) == (len({*range(10), *lower}) if pieces == 1 else 10)


def test_entries_in_another_order_do_not_join_two_readings() -> None:
    upper, lower = placed(0, range(10), 1), placed(7, range(7, 17), 2)
    turned = replace(lower, page=ListingPage((*lower.page.entries[2::-1], *lower.page.entries[3:]), True))

    assert not Stretch([upper]).runs_into(Stretch([turned]))
    assert Stretch([upper]).runs_into(Stretch([lower]))


def test_late_items_of_a_day_among_the_first_of_the_next_are_read_past() -> None:
    """Five newer entries prove a side only if they came when the day had settled, six hours after its end in Korea."""
    day = NEWEST - 5 * DAY
    early = [entry(day + DAY, n, 0) for n in range(6)]  # 09:00 in Korea: settled
    night = [replace(one, url=one.url.replace("newstream/1", "newstream/0")) for one in early]  # no time to be seen
    own = [entry(day, 100 + n) for n in range(10)]

    def shown(entries: list[Entry]) -> bool:
        return Stretch([Placed(50, ListingPage((*entries, *own), True), NOW)]).newer(Window(day, day))

    assert shown(early)
    assert not shown(night)


def test_a_chart_leaves_out_what_stands_out_of_order() -> None:
    straight = [Point(n * 100, 1000 - n * 10) for n in range(10)]

    chart = Chart([*straight, Point(250, 3), Point(455, 990)])

    assert chart.offset(955) == pytest.approx(450)
    assert chart.per_day(955) == pytest.approx(10)
