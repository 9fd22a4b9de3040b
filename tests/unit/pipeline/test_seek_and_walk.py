"""Finding a day in a long listing and reading all of it, while the listing moves."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wirewatch.configured import Listing, Source
from wirewatch.errors import SourceChanged
from wirewatch.fetching import Fetcher
from wirewatch.models import Entry, ListingPage, Response
from wirewatch.pipeline.coverage import Reading, Window
from wirewatch.pipeline.listing.more_articles import as_reading, read_more_articles
from wirewatch.pipeline.listing.seek import Point, Seek
from wirewatch.pipeline.listing.stretch import Placed
from wirewatch.pipeline.listing.walk import Walk
from wirewatch.sites.kcna_watch import refusals

NEWEST = date(2026, 11, 20)
DAY = timedelta(days=1)
PER_DAY = 8
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def entry(day: date, number: int) -> Entry:
    return Entry(f"http://x/newstream/{number}-{day:%Y%m%d}", hashlib.sha256(f"{day} {number}".encode()).digest(), listed_on=day)


@dataclass
class Newsroom:
    """A listing, newest first, that counts what is asked of it; `drift` items come in on top after every answer."""

    items: list[Entry]
    page_size: int = 10
    drift: int = 0
    reads: list[int] = field(default_factory=list)

    def place(self, offset: int) -> Placed:
        return Placed(offset, self.read(offset), NOW)

    def read(self, offset: int) -> ListingPage:
        self.reads.append(offset)
        page = ListingPage(tuple(self.items[offset : offset + self.page_size]), more=True)
        for _ in range(self.drift):
            self.items.insert(0, entry(NEWEST + DAY, len(self.items)))
        return page


def listing(entries: int, per_day: int = PER_DAY) -> list[Entry]:
    return [entry(NEWEST - (n // per_day) * DAY, n) for n in range(entries)]


def read(room: Newsroom, window: Window) -> Reading:
    """Read as `read_more_articles` does, without a site."""
    return read_by(room.place, window, room.page_size)


def read_by(place: Callable[[int], Placed], window: Window, page_size: int = 10) -> Reading:
    walk = Walk(place, page_size)
    return as_reading(walk, walk.read_days(window), window)


def of_days(entries: list[Entry], window: Window) -> set[bytes]:
    return {one.url_hash for one in entries if one.listed_on and window.first <= one.listed_on <= window.last}


def seek_reads(room: Newsroom, window: Window) -> int:
    Seek(room.place, (), window.last.toordinal() + 0.5, room.page_size).land(room.place(0))
    return len(room.reads)


@pytest.mark.parametrize("days_back", [0, 1, 2, 3, 17, 400, 1249, 2400, 2490])
def test_a_day_in_a_listing_of_20000_is_found_in_few_reads_and_read_whole(days_back: int) -> None:
    items = listing(20_000)
    window = Window(NEWEST - days_back * DAY, NEWEST - days_back * DAY)

    reads = seek_reads(Newsroom(list(items)), window)
    room = Newsroom(list(items))
    reading = read(room, window)

    assert reads <= 2 * math.log2(20_000 / 10) + 3
    assert of_days(items, window) <= set(reading.entries)
    assert reading.covered(window.first).complete
    assert len(room.reads) <= reads + 6


def test_a_day_near_the_top_costs_no_seeking() -> None:
    assert seek_reads(Newsroom(listing(20_000)), Window(NEWEST, NEWEST)) == 1


def test_a_day_whose_end_is_near_the_top_is_read_from_the_top_where_earlier_runs_know_it_to_be() -> None:
    room = Newsroom(listing(20_000, per_day=40))
    points = [Point(40 * n + 20, (NEWEST - n * DAY).toordinal() + 0.5) for n in range(0, 40, 4)]

    Walk(room.place, room.page_size, points).read_days(Window(NEWEST, NEWEST))

    assert room.reads == [0, 9, 18, 27, 36, 45]  # down to ten older ones, and never up again


def test_nothing_is_read_beyond_the_first_page_that_is_wholly_older() -> None:
    room = Newsroom(listing(20_000))

    read(room, Window(NEWEST, NEWEST))

    assert room.reads == [0, 9]  # eight of the day and two older; then one of these again, and nine older


@settings(max_examples=60, deadline=None)
@given(
    pages=st.integers(1, 300),
    per_day=st.integers(1, 40),
    days_back=st.integers(0, 400),
    length=st.integers(1, 12),
    drift=st.integers(0, 2),
    page_size=st.sampled_from([5, 10, 20]),
    strewn=st.integers(0, 40),
    seed=st.integers(0, 2**16),
)
def test_no_entry_of_the_days_is_missed_whatever_the_listing(
    pages: int, per_day: int, days_back: int, length: int, drift: int, page_size: int, strewn: int, seed: int
) -> None:
    # A tenth of a page between two reads is ten times what a site prints. Beyond, the crawl may end in "changes faster than it can be read".
    assume(10 * drift <= page_size)
    items = listing(pages * page_size, per_day)
    strew(items, strewn, random.Random(seed))  # noqa: S311 - nothing secret
    last = NEWEST - days_back * DAY
    window = Window(last - (length - 1) * DAY, last)

    reading = read(Newsroom(list(items), page_size, drift), window)

    assert of_days(items, window) <= set(reading.entries)
    in_sight = max(one.listed_on for one in items[-2 * page_size :] if one.listed_on)
    assert all(reading.covered(day).older for day in window.days if day > in_sight)


def strew(items: list[Entry], count: int, chance: random.Random) -> None:
    """Put old articles that were ingested again between the others, at most one in about five."""
    for n in range(min(count, len(items) // 5)):
        items.insert(chance.randrange(len(items)), entry(date(2012, 3, 26), 900_000 + n))


@pytest.mark.parametrize("days_back", [0, 30, 1200])
def test_a_new_item_on_top_after_every_read_hides_none(days_back: int) -> None:
    items = listing(20_000)
    window = Window(NEWEST - (days_back + 2) * DAY, NEWEST - days_back * DAY)

    reading = read(Newsroom(list(items), drift=1), window)

    assert of_days(items, window) <= set(reading.entries)


def test_the_last_day_of_a_listing_ends_with_the_listing() -> None:
    items = listing(100)
    oldest = items[-1].listed_on
    assert oldest
    reading = read(Newsroom(list(items)), Window(oldest, oldest))

    assert reading.end_seen
    assert of_days(items, Window(oldest, oldest)) <= set(reading.entries)


def test_an_empty_answer_with_items_behind_it_is_a_hole_that_proves_nothing() -> None:
    room = Newsroom(listing(200))
    window = Window(NEWEST - 4 * DAY, NEWEST)

    def place(offset: int) -> Placed:
        return Placed(offset, ListingPage((), more=False), NOW) if 15 < offset < 25 else room.place(offset)

    reading = read_by(place, window)

    assert not reading.end_seen
    assert not any(reading.covered(day).complete for day in window.days)


def test_the_end_of_a_listing_says_nothing_of_days_older_than_its_last_page() -> None:
    long_ago, items = date(1997, 1, 1), listing(2_000)
    oldest = items[-1].listed_on
    assert oldest

    reading = read(Newsroom(items), Window(long_ago, oldest))

    assert reading.end_seen
    assert reading.covered(oldest + DAY).older
    assert reading.covered(oldest).older is None
    assert reading.covered(long_ago).older is None


def test_a_listing_that_stops_answering_is_not_one_that_ended() -> None:
    room = Newsroom(listing(200))

    def place(offset: int) -> Placed:
        return room.place(offset) if len(room.reads) < 3 else Placed(offset, ListingPage((), more=False), NOW)

    with pytest.raises(SourceChanged, match="stopped answering"):
        read_by(place, Window(NEWEST - 9 * DAY, NEWEST))


def test_pages_of_one_item_need_several_older_ones_in_a_row() -> None:
    items = listing(100)
    items.insert(4, entry(date(2012, 3, 26), 900_000))
    window = Window(NEWEST, NEWEST)

    reading = read(Newsroom(list(items), page_size=1), window)

    assert of_days(items, window) <= set(reading.entries)
    assert reading.covered(NEWEST).older


# --- a site that does not page -------------------------------------------------------------------


@pytest.mark.parametrize("days_back", [0, 1, 2, 30])
def test_the_same_page_at_every_offset_is_a_change_of_the_source(days_back: int) -> None:
    page = ListingPage(tuple(listing(10, per_day=3)), more=True)
    reads: list[int] = []

    def place(offset: int) -> Placed:
        reads.append(offset)
        assert len(reads) < 20, "still reading the same page"
        return Placed(offset, page, NOW)

    window = Window(NEWEST - (days_back + 5) * DAY, NEWEST - days_back * DAY)
    with pytest.raises(SourceChanged, match="does not page"):
        read_by(place, window)
    assert len(reads) <= 5


def test_one_page_that_came_twice_is_no_change_of_the_source() -> None:
    """Ten items came in between two reads."""
    room = Newsroom(listing(200))

    def place(offset: int) -> Placed:
        room.drift = 10 if not room.reads else 0
        return room.place(offset)

    reading = read_by(place, Window(NEWEST - 3 * DAY, NEWEST))

    assert len(reading.pages) >= 4
    assert of_days(room.items, Window(NEWEST - 3 * DAY, NEWEST)) <= set(reading.entries)


# --- the whole method, with the answers of a site ------------------------------------------------


Answer = Callable[[int, int], ListingPage]


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer, Window, int], Reading]:
    """read(answer, window, page_size): `read_more_articles` on a site that answers (offset, asked) with a page."""

    answering: list[Answer] = []

    class Site:
        def __init__(self, source: Source) -> None:
            self.source = source

        def fetch(self, url: str) -> Response:
            query = dict(part.split("=") for part in url.partition("?")[2].split("&"))
            if "from" not in query:
                raise SourceChanged("this site has no search")
            body = url.encode() if answering[0](int(query["from"]), int(query["to"])).entries else b""
            return Response(url, url, 200, {}, body, datetime.now(UTC))

    def read(answer: Answer, window: Window, page_size: int) -> Reading:
        answering[:] = [answer]

        def read_listing_response(response: Response) -> ListingPage:
            query = dict(part.split("=") for part in response.url.partition("?")[2].split("&"))
            page = answer(int(query["from"]), int(query["to"]))
            if not page.entries:
                raise SourceChanged("nothing", {"kind": "empty"})
            return page

        monkeypatch.setattr(refusals, "read_listing_response", read_listing_response)
        listing = Listing(method="more_articles", id=156, page_size=page_size)
        site: Fetcher = Site(Source(key="x", label="X", base_url="http://x", listing=listing))  # type: ignore[assignment]
        return read_more_articles(site, window)

    return read


@pytest.mark.parametrize("given", [1, 7, 10, 39, 49, 50, 60])
@pytest.mark.parametrize("days_back", [0, 40])
def test_a_site_that_gives_another_number_of_items_than_asked_hides_none(
    reader: Callable[[Answer, Window, int], Reading], given: int, days_back: int
) -> None:
    """49 of 50 is a page with an item that stands in it twice: offsets still count fifty."""
    items = listing(3_000)
    window = Window(NEWEST - (days_back + 2) * DAY, NEWEST - days_back * DAY)

    def answer(offset: int, asked: int) -> ListingPage:
        if given == 49:
            return ListingPage(tuple(dict.fromkeys([*items[offset : offset + 49], items[min(offset + 50, 2_999) - 1]])), True)
        return ListingPage(tuple(items[offset : offset + given]), more=True)

    assert of_days(items, window) <= set(reader(answer, window, 50).entries)


def test_the_top_of_the_listing_is_read_and_an_empty_page_ends_it(reader: Callable[[Answer, Window, int], Reading]) -> None:
    items = listing(25)
    window = Window(NEWEST - 30 * DAY, NEWEST)

    reading = reader(lambda offset, asked: ListingPage(tuple(items[offset : offset + asked]), True), window, 10)

    assert (reading.top_seen, reading.end_seen) == (True, True)
    assert len(reading.entries) == 25
    assert reading.covered(NEWEST).older


def test_an_empty_top_is_no_end_but_an_answer_nobody_understands(reader: Callable[[Answer, Window, int], Reading]) -> None:
    with pytest.raises(SourceChanged):
        reader(lambda offset, asked: ListingPage((), False), Window(NEWEST, NEWEST), 10)


@pytest.mark.parametrize("missing", range(8, 31))
def test_an_item_that_counts_but_is_never_shown_stops_nobody(missing: int) -> None:
    """As where a listing counts an item it does not print: the pages beside it share no entry."""
    items, window = listing(400), Window(NEWEST - 4 * DAY, NEWEST - DAY)
    reads: list[int] = []

    def place(offset: int) -> Placed:
        reads.append(offset)
        assert len(reads) < 40, reads[-5:]
        shown = [one for n, one in enumerate(items[offset : offset + 10], offset) if n != missing]
        return Placed(offset, ListingPage(tuple(shown), more=True), NOW)

    reading = read_by(place, window)

    assert of_days(items, window) - {items[missing].url_hash} <= set(reading.entries)
    assert reading.covered(window.first).complete


def test_a_listing_that_shows_nothing_further_down_is_given_up() -> None:
    items = listing(400)

    def place(offset: int) -> Placed:
        return Placed(offset, ListingPage(tuple(items[min(offset, 30) : min(offset, 30) + 10]), more=True), NOW)

    with pytest.raises(SourceChanged):
        read_by(place, Window(NEWEST - 20 * DAY, NEWEST - 10 * DAY))
