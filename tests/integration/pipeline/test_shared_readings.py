"""What one crawl read of a listing serves the next: neighbouring days of a backfill, and the searches of all sources."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from demo.reply import Reply
from demo.site import DemoSite, kind_of
from tests.conftest import LAST_DAY
from tests.integration.pipeline.test_drift import hashes, stored, without_reingested
from wirewatch.configured import Listing, Source
from wirewatch.errors import State
from wirewatch.pipeline.report import Report
from wirewatch.storage import readings

Crawl = Callable[..., Report]
DAY = timedelta(days=1)
DAYS = [LAST_DAY - n * DAY for n in range(1, 9)]  # newest first
PAGE = 5


@pytest.fixture
def small(kcna: Source, site: DemoSite) -> Source:
    """KCNA in pages of five."""
    without_reingested(site)
    return replace(kcna, listing=Listing(method="more_articles", id=156, page_size=PAGE))


@pytest.fixture
def backfilled(crawl_days: Crawl, small: Source, site: DemoSite) -> Callable[..., list[int]]:
    """backfilled(days) → the listing requests of each day's crawl, all of them complete."""

    def crawl_each(days: list[date]) -> list[int]:
        reports = [crawl_days(small, day, day, historical=True) for day in days]
        assert [report.complete for report in reports] == [True] * len(days)
        return [report.crawl.requests_listing for report in reports]

    return crawl_each


def change(engine: Engine, query: str) -> None:
    with engine.begin() as db:
        db.execute(text(query))


def count(engine: Engine, query: str) -> int:
    with engine.begin() as db:
        return int(db.execute(text(query)).scalar_one())


# --- neighbouring days ---------------------------------------------------------------------------


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_backfill_day_by_day_reads_the_listing_about_once(
    backfilled: Callable[..., list[int]], site: DemoSite, engine: Engine, newest_first: bool
) -> None:
    requests = backfilled(DAYS if newest_first else DAYS[::-1])

    assert stored(engine) >= hashes(site, DAYS[-1], DAYS[0])
    assert sum(requests) <= 8 * len(DAYS) / (PAGE - 1) * 1.6
    assert newest_first or requests.count(0) >= 2


def test_the_days_in_between_need_no_request_and_say_when_they_were_read(
    backfilled: Callable[..., list[int]], crawl_days: Crawl, small: Source, site: DemoSite, engine: Engine
) -> None:
    backfilled(DAYS[::-1][:4])
    change(engine, f"delete from coverage where day = '{DAYS[-3]}'")  # noqa: S608 - a day of this file

    report = crawl_days(small, DAYS[-3], DAYS[-3], historical=True)

    assert (report.crawl.requests_listing, report.complete) == (0, True)
    assert report.days[DAYS[-3]].listed == len(hashes(site, DAYS[-3], DAYS[-3])) > 0
    assert "were read by an earlier crawl, at 20" in report.notes[0]
    assert "(read at 20" in str(count_evidence(engine, DAYS[-3]))


def count_evidence(engine: Engine, day: date) -> object:
    with engine.begin() as db:
        return db.execute(text("select older_evidence from coverage where day = :day"), {"day": day}).scalar_one()


def test_who_asks_again_for_a_day_has_the_listing_read_anew(crawl_days: Crawl, small: Source, site: DemoSite) -> None:
    day = DAYS[3]
    crawl_days(small, day, day, historical=True)
    asked = site.counts["listing"]

    again = crawl_days(small, day, day, historical=True)

    assert again.crawl.requests_listing == site.counts["listing"] - asked > 0


def test_the_daily_run_reads_anew_what_a_backfill_has_just_read(crawl_days: Crawl, small: Source, site: DemoSite) -> None:
    crawl_days(small, DAYS[1], DAYS[0], historical=True)

    assert crawl_days(small, DAYS[2], DAYS[2]).crawl.requests_listing > 2


@pytest.mark.parametrize("age", ["4 days", "31 days"])
def test_what_was_read_days_ago_is_not_believed(
    backfilled: Callable[..., list[int]], crawl_days: Crawl, small: Source, engine: Engine, age: str
) -> None:
    backfilled(DAYS[:2])
    change(engine, f"update reading_page set read_at = read_at - interval '{age}'")  # noqa: S608 - the words stand above

    report = crawl_days(small, DAYS[2], DAYS[2], historical=True)

    assert not any("earlier crawl" in note for note in report.notes)
    assert report.complete


def test_a_listing_that_no_longer_fits_what_was_read_is_read_anew(
    backfilled: Callable[..., list[int]], crawl_days: Crawl, small: Source, site: DemoSite, engine: Engine
) -> None:
    backfilled(DAYS[:2])
    site.items = [item for item in site.items if item.day != DAYS[1]]  # where the stored walk ends now stand much older items

    report = crawl_days(small, DAYS[2], DAYS[2], historical=True)

    assert report.complete
    assert stored(engine) >= hashes(site, DAYS[2], DAYS[2])


def test_what_was_read_before_the_source_changed_is_forgotten(
    backfilled: Callable[..., list[int]], crawl_days: Crawl, small: Source, site: DemoSite, engine: Engine
) -> None:
    backfilled(DAYS[:1])
    site.behave("articles", "generic")

    assert crawl_days(small, DAYS[1], DAYS[1], historical=True).crawl.state is State.LAYOUT_CHANGED

    assert count(engine, "select count(*) from reading_page") == 0


def test_two_backfills_at_once_find_everything(crawl_days: Crawl, small: Source, site: DemoSite, engine: Engine) -> None:
    crawl_days(small, DAYS[4], DAYS[4], historical=True)

    with ThreadPoolExecutor(3) as threads:
        reports = list(threads.map(lambda day: crawl_days(small, day, day, historical=True), [DAYS[5], DAYS[3], DAYS[5]]))

    assert all(report.complete for report in reports)
    assert stored(engine) == hashes(site, DAYS[5], DAYS[3])


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_site_that_publishes_while_it_is_backfilled_hides_nothing(
    backfilled: Callable[..., list[int]], site: DemoSite, engine: Engine, monkeypatch: pytest.MonkeyPatch, newest_first: bool
) -> None:
    proper, asked = site.answer, 0

    def answer(target: str, host: str) -> Reply:
        nonlocal asked
        reply, asked = proper(target, host), asked + 1
        if kind_of(target) == "listing" and asked % 3 == 0:
            site.add(LAST_DAY + DAY, 156, f"Dispatch {asked}", ["It is so."])
        return reply

    monkeypatch.setattr(site, "answer", answer)

    backfilled(DAYS if newest_first else DAYS[::-1])

    assert stored(engine) >= hashes(site, DAYS[-1], DAYS[0])


def test_an_item_taken_out_while_the_listing_is_read_hides_no_other(
    crawl_days: Crawl, small: Source, site: DemoSite, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is taken out above moves the rest up, over the edge of the page that was read last."""
    proper = site.answer

    def answer(target: str, host: str) -> Reply:
        reply = proper(target, host)
        if kind_of(target) == "listing":
            top = next(item for item in site.items if item.publication.id == 156)
            site.items = [item for item in site.items if item is not top]
        return reply

    monkeypatch.setattr(site, "answer", answer)
    wanted = hashes(site, DAYS[4], DAYS[2])

    report = crawl_days(small, DAYS[4], DAYS[2], historical=True)

    assert report.crawl.state is State.OK
    assert wanted <= stored(engine)


# --- searches ------------------------------------------------------------------------------------


@pytest.fixture
def all_at_once(kcna: Source, vok: Source) -> tuple[Source, Source]:
    """Two sources that are read by a search over all."""
    every = Listing(method="search", id=None)
    return replace(kcna, listing=every), replace(vok, listing=every)


def test_the_daily_runs_of_two_sources_cost_one_search(
    crawl_days: Crawl, all_at_once: tuple[Source, Source], site: DemoSite, engine: Engine
) -> None:
    first, second = (crawl_days(source) for source in all_at_once)

    assert (first.crawl.requests_listing, second.crawl.requests_listing, site.counts["search"]) == (1, 0, 1)
    assert (first.days[LAST_DAY].stored, second.days[LAST_DAY].stored) == (8, 8)
    assert (first.complete, second.complete) == (True, True)
    assert count(engine, "select count(distinct source_key) from article") == 2


def test_the_same_source_asking_again_searches_anew(
    crawl_days: Crawl, all_at_once: tuple[Source, Source], site: DemoSite
) -> None:
    for source in (*all_at_once, *all_at_once):
        crawl_days(source)

    assert site.counts["search"] == 2  # the second crawl of the second source has that of the first


@pytest.mark.parametrize("moved", ["read_at = read_at - interval '61 minutes'", "read_at = '2026-11-20 20:59:00+00'"])
def test_a_search_of_more_than_an_hour_ago_or_before_the_days_end_had_settled_is_not_shared(
    crawl_days: Crawl, all_at_once: tuple[Source, Source], site: DemoSite, engine: Engine, moved: str
) -> None:
    crawl_days(all_at_once[0])
    change(engine, f"update reading_page set {moved}")  # noqa: S608 - the words stand above

    crawl_days(all_at_once[1])

    assert site.counts["search"] == 2


def test_a_search_with_an_unread_more_is_not_shared(
    crawl_days: Crawl, all_at_once: tuple[Source, Source], engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("demo.pages.SEARCH_LIMIT", 8)
    crawl_days(all_at_once[0])

    assert count(engine, "select count(*) from reading_page where more and first_day = last_day") == 0
    assert crawl_days(all_at_once[1]).crawl.requests_listing == 2


def test_what_was_too_much_for_one_answer_is_not_asked_for_again_as_a_whole(
    crawl_days: Crawl, all_at_once: tuple[Source, Source], site: DemoSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("demo.pages.SEARCH_LIMIT", 18)  # sixteen a day
    day = LAST_DAY - 5 * DAY
    learning = crawl_days(all_at_once[0], day, day + DAY)
    asked = site.counts["search"]

    first, second = (crawl_days(source, day + DAY, day + 2 * DAY) for source in all_at_once)

    assert (learning.crawl.requests_listing, asked) == (7, 7)  # four days, then two, then each
    assert (first.crawl.requests_listing, second.crawl.requests_listing, site.counts["search"]) == (4, 0, 11)
    assert (first.complete, second.complete) == (True, True)


def test_a_search_that_failed_is_not_shared(
    crawl_days: Crawl, all_at_once: tuple[Source, Source], site: DemoSite, engine: Engine
) -> None:
    site.behave("search", "generic")
    crawl_days(all_at_once[0])

    assert count(engine, "select count(*) from reading where well") == 0


# --- old readings --------------------------------------------------------------------------------


def test_of_old_pages_only_points_stay_and_few_of_them(crawl_days: Crawl, small: Source, engine: Engine) -> None:
    crawl_days(small, DAYS[-1], DAYS[0], historical=True)
    before = count(engine, "select count(*) from reading_page")

    with engine.begin() as db:
        readings.prune(db, datetime.now(UTC) + timedelta(days=31))

    assert count(engine, "select count(*) from reading_page where entries is not null") == 0
    assert 1 <= count(engine, "select count(*) from reading_page where moment is not null") <= 4 < before
