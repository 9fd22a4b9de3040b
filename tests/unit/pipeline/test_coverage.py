"""Which days a run covers, and what a reading of a listing proves about a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirewatch.models import Entry, ListingPage
from wirewatch.pipeline.coverage import (
    AT_LEAST_DAYS,
    AT_MOST_DAYS,
    Reading,
    Window,
    day_ended,
    healing_window,
    last_finished_day,
    late_to_close,
    position,
)

DAY = timedelta(days=1)
D = date(2026, 11, 18)
LONG_AFTER = datetime(2026, 11, 30, tzinfo=UTC)


def page(*days: date | None, more: bool = False) -> ListingPage:
    """A page of entries listed on those days; every entry is another article."""
    entries = tuple(
        Entry(f"http://x/{i}-{day}", f"{i} {day}".encode().ljust(32, b"."), listed_on=day) for i, day in enumerate(days)
    )
    return ListingPage(entries, more)


def reading(*pages: ListingPage, read_at: datetime = LONG_AFTER, top: bool = True, end: bool = False) -> Reading:
    return Reading("more_articles", read_at, list(pages), list(pages), top_seen=top, end_seen=end)


def searched(*pages: ListingPage, first: date = D - DAY, last: date = D + DAY, unread: bool = False) -> Reading:
    asked = Window(first, last)
    return Reading("search", LONG_AFTER, list(pages), asked=asked, unread=[asked] if unread else [])


# --- days ----------------------------------------------------------------------------------------


def test_a_window_holds_both_its_ends() -> None:
    assert Window(D, D).days == [D]
    assert Window(date(2026, 2, 27), date(2026, 3, 1)).days == [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1)]


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 20, 14, 59, tzinfo=UTC), date(2026, 11, 19)),  # 23:59 in Korea
        (datetime(2026, 11, 20, 15, 0, tzinfo=UTC), date(2026, 11, 20)),  # midnight in Korea
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_the_last_finished_day_is_a_korean_one(now: datetime, day: date) -> None:
    assert last_finished_day(now) == day


def test_a_day_ends_at_midnight_in_korea() -> None:
    assert day_ended(D) == datetime(2026, 11, 18, 15, 0, tzinfo=UTC)


def test_a_run_covers_three_days_when_all_is_well() -> None:
    states = {D - n * DAY: "complete" for n in range(AT_MOST_DAYS)}

    assert healing_window(D, states, date(2020, 1, 1)) == Window(D - 2 * DAY, D)


@pytest.mark.parametrize("state", ["missing", "open"])
def test_a_run_goes_back_to_the_oldest_day_that_is_not_complete(state: str) -> None:
    states = {D - n * DAY: "complete" for n in range(AT_MOST_DAYS)} | {D - 9 * DAY: state}

    assert healing_window(D, states, date(2020, 1, 1)).first == D - 9 * DAY


def test_a_gap_is_told_of_once_and_not_read_for_daily() -> None:
    states = {D - n * DAY: "complete" for n in range(AT_MOST_DAYS)} | {D - 9 * DAY: "gap"}

    assert healing_window(D, states, date(2020, 1, 1)) == Window(D - 2 * DAY, D)


def test_a_long_outage_is_healed_thirty_days_back() -> None:
    assert healing_window(D, {}, date(2020, 1, 1)) == Window(D - 29 * DAY, D)


def test_days_before_the_first_watched_one_need_no_healing() -> None:
    assert healing_window(D, {}, D - 5 * DAY).first == D - 5 * DAY


@given(
    st.dictionaries(st.integers(0, 40), st.sampled_from(["missing", "open", "complete", "gap"])),
    st.integers(-2, 60),
)
def test_a_run_ends_on_its_day_and_covers_3_to_30_days(states: dict[int, str], watched: int) -> None:
    window = healing_window(D, {D - n * DAY: state for n, state in states.items()}, D - watched * DAY)

    assert window.last == D
    assert AT_LEAST_DAYS <= len(window.days) <= AT_MOST_DAYS
    left_out = range(len(window.days), min(watched + 1, AT_MOST_DAYS))
    assert all(states.get(n) in ("complete", "gap") for n in left_out)


# --- both sides of a day -------------------------------------------------------------------------


def test_a_day_with_a_later_entry_and_a_whole_older_page_is_complete() -> None:
    covered = reading(page(D + DAY, D), page(D, D - DAY), page(*[D - DAY] * 5)).covered(D)

    assert covered.complete
    assert str(D + DAY) in (covered.newer or "")


def test_one_older_entry_proves_nothing_because_old_ones_are_ingested_again() -> None:
    covered = reading(page(D + DAY, D), page(D, D, date(2012, 3, 26), D)).covered(D)

    assert (covered.newer is not None, covered.older) == (True, None)


@pytest.mark.parametrize("day_of_tenth", [D, D + DAY, None])
def test_nine_older_entries_of_ten_prove_nothing_either(day_of_tenth: date | None) -> None:
    assert reading(page(D + DAY), page(*[D - DAY] * 9, day_of_tenth)).covered(D).older is None


def test_the_end_of_the_listing_is_an_older_side_of_days_newer_than_the_one_it_stands_at() -> None:
    read = reading(page(D + DAY, D, D - DAY), page(D - DAY, D - DAY), ListingPage((), False), end=True)

    assert read.covered(D).older == "the listing ended"
    assert read.covered(D - DAY).older is None


def test_an_empty_page_alone_is_not_a_page_of_older_entries() -> None:
    assert not reading(page(D + DAY, D), ListingPage((), False)).whole_page_older(D)


def test_a_reading_that_stopped_among_the_days_entries_proves_no_older_side() -> None:
    assert reading(page(D + DAY, D), page(D, D)).covered(D).older is None


@pytest.mark.parametrize(
    ("after_its_end", "seen"), [(timedelta(hours=5, minutes=59), False), (timedelta(hours=6), True), (timedelta(days=9), True)]
)
def test_the_top_of_the_listing_is_a_newer_side_six_hours_after_the_day(after_its_end: timedelta, seen: bool) -> None:
    covered = reading(page(D, D), page(D - DAY), read_at=day_ended(D) + after_its_end).covered(D)

    assert (covered.newer is not None) is seen


def test_a_later_entry_is_a_newer_side_at_once() -> None:
    assert reading(page(D + DAY, D), read_at=day_ended(D)).covered(D).newer


def test_without_the_top_and_without_a_later_entry_there_is_no_newer_side() -> None:
    assert reading(page(D, D), top=False).covered(D).newer is None


def test_an_entry_of_the_day_itself_is_no_later_one() -> None:
    assert reading(page(D, D), read_at=day_ended(D)).covered(D).newer is None


def test_a_search_from_the_day_before_has_seen_the_older_side() -> None:
    found = searched(page(D + DAY, D, D - DAY))

    assert found.covered(D).complete
    assert found.covered(D - DAY).older is None


def test_a_search_that_found_nothing_older_is_believed_only_when_the_week_before_was_asked_for_too() -> None:
    found = searched(page(D + DAY, D))

    assert not found.covered(D).complete
    assert replace(found, nothing_before="nothing in the week before").covered(D).complete


def test_other_publications_entries_prove_nothing_of_ours() -> None:
    ours, other = page(D + DAY, D), page(D - DAY)
    labelled = [
        ListingPage(tuple(replace(one, source_label=label) for one in part.entries), False)
        for part, label in ((ours, "Our"), (other, "Other"))
    ]
    found = replace(searched(*labelled), label="Our")

    assert not found.covered(D).complete
    assert replace(found, label=None).covered(D).complete


def test_a_search_with_an_unread_more_proves_nothing() -> None:
    covered = searched(page(D + DAY, D, D - DAY, more=True), unread=True).covered(D)

    assert (covered.newer, covered.older) == (None, None)


@pytest.mark.parametrize("pages", [(), (ListingPage((), False),)])
def test_a_search_without_a_single_hit_proves_nothing(pages: tuple[ListingPage, ...]) -> None:
    covered = searched(*pages).covered(D)

    assert (covered.newer, covered.older) == (None, None)


def test_a_quiet_day_between_two_others_is_covered() -> None:
    assert reading(page(D + DAY, D + DAY), page(*[D - DAY] * 5)).covered(D).complete
    assert searched(page(D + DAY, D - DAY)).covered(D).complete


def test_an_entry_read_twice_counts_once() -> None:
    assert len(reading(page(D, D - DAY), page(D, D - DAY)).entries) == 2


# --- where a page stands -------------------------------------------------------------------------


def test_a_page_stands_at_the_median_of_its_days() -> None:
    assert position(page(D, D, date(2012, 3, 26), D, D - DAY)) == D
    assert position(page(None, D)) == D


@pytest.mark.parametrize("nowhere", [page(), page(None, None)])
def test_a_page_without_days_stands_nowhere(nowhere: ListingPage) -> None:
    assert position(nowhere) is None


@given(st.lists(st.integers(1, 4000), max_size=4), st.integers(0, 9))
def test_fewer_old_entries_than_half_a_page_do_not_move_it(ages: list[int], place: int) -> None:
    days = [D] * (9 - len(ages))
    days[min(place, len(days)) : 0] = [D - age * DAY for age in ages]

    assert position(page(*days)) == D


# --- in time -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "hours", "overdue"),
    [("open", 36, False), ("open", 37, True), ("missing", 37, True), ("complete", 999, False), ("gap", 999, False)],
)
def test_a_day_is_overdue_36_hours_after_its_end_and_a_gap_never(state: str, hours: int, overdue: bool) -> None:
    assert late_to_close([D], {D: state}, day_ended(D) + timedelta(hours=hours)) == ([D] if overdue else [])
