"""What a backfill will cost, in which pieces it goes, and where it may be stopped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from wirewatch.configured import Expect, Listing, Politeness, Source
from wirewatch.pipeline.backfill import Brake, Paused, duration, estimated, pieces
from wirewatch.storage.backfills import StoredDay

FIRST = date(2025, 1, 1)
MISSING = StoredDay("missing", 0, 0, 0, 0)
DONE = StoredDay("complete", 10, 10, 0, 0)


USUAL = Expect((10, 20))


def source(expect: Expect = USUAL) -> Source:
    return Source(
        key="kcna-en",
        label="KCNA.kp (En)",
        base_url="http://127.0.0.1:9",
        listing=Listing(method="more_articles", id=156),
        politeness=Politeness(delay_seconds=5, max_requests_per_day=1000),
        expect=expect,
    )


def days(*stored: StoredDay) -> dict[date, StoredDay]:
    return {FIRST + timedelta(days=n): one for n, one in enumerate(stored)}


def test_a_year_unread_costs_its_articles_and_pages_at_the_polite_rate() -> None:
    found = estimated(source(), days(*[MISSING] * 365), (0, 0))

    assert found.articles == 365 * 15
    assert 6000 < found.requests < 6300
    assert found.hours == pytest.approx(found.requests * 5 / 3600, abs=0.01)
    assert found.budget_days == pytest.approx(found.requests / 500, abs=0.01)  # the other half is kept for the daily run
    assert found.long
    assert "10 to 20" in found.rests_on


def test_what_is_stored_costs_nothing() -> None:
    found = estimated(source(), days(*[DONE] * 30), (0, 0))

    assert (found.done_days, found.articles, found.requests, found.long) == (30, 0, 0, False)


def test_a_covered_day_costs_only_what_was_not_read_of_it() -> None:
    found = estimated(source(), days(DONE, StoredDay("complete", 10, 7, 1, 3)), (0, 0))

    assert (found.done_days, found.articles, found.requests) == (1, 3, 4)


def test_articles_stored_of_an_open_day_are_subtracted() -> None:
    assert estimated(source(), days(StoredDay("open", 12, 8, 0, 4)), (0, 0)).articles == 7


def test_days_stored_before_tell_more_than_the_source_file() -> None:
    found = estimated(source(), days(MISSING), (30, 1200))

    assert found.articles == 40
    assert "30 days stored already" in found.rests_on


def test_a_source_nobody_described_is_guessed_and_the_guess_is_named() -> None:
    assert "guess" in estimated(source(Expect()), days(MISSING), (0, 0)).rests_on


@pytest.mark.parametrize(("count", "parts"), [(1, 1), (92, 1), (93, 4), (365, 12)])
def test_more_than_92_days_go_month_by_month(count: int, parts: int) -> None:
    wanted = [FIRST + timedelta(days=n) for n in range(count)]

    found = pieces(wanted)

    assert len(found) == parts
    assert [day for piece in found for day in piece.days] == wanted


def test_the_brake_stops_at_once_where_no_article_is_being_read() -> None:
    with pytest.raises(Paused):
        Brake().pull()


def reading(brake: Brake, pulls: int) -> Iterator[int]:
    for entry_id in brake.between([1, 2, 3]):
        yield entry_id
        for _ in range(pulls):
            brake.pull()


def test_the_brake_waits_for_the_article_that_is_being_read() -> None:
    ids = reading(Brake(), pulls=1)
    assert next(ids) == 1
    with pytest.raises(Paused):
        next(ids)


def test_the_brake_pulled_twice_stops_in_the_middle_of_an_article() -> None:
    brake = Brake()
    between = brake.between([1, 2])
    next(between)
    brake.pull()
    with pytest.raises(Paused):
        brake.pull()


def test_time_is_told_as_people_tell_it() -> None:
    assert [duration(seconds) for seconds in (5, 600, 36000)] == ["5 s", "10 min", "10.0 h"]
