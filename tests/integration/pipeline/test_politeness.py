"""Delay, budget and robots.txt of a host hold across fetchers, through its row in the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import pytest
from sqlalchemy import Engine, text

from tests.integration.web import Web, answer, in_turn
from wirewatch.configured import Source
from wirewatch.errors import AccessDenied, RetryableError, State
from wirewatch.fetching import ROBOTS_ANEW, ROBOTS_JUST_READ, Fetcher, Limits
from wirewatch.models import Purpose
from wirewatch.pipeline import host
from wirewatch.pipeline.report import Report
from wirewatch.storage import hosts


def test_the_delay_holds_across_two_fetchers_in_two_threads(web: Web, source: Source, engine: Engine) -> None:
    web.ways["/page"] = answer(200, b"text")
    slow = replace(source, politeness=replace(source.politeness, delay_seconds=0.25))

    def ask_thrice() -> None:
        fetcher = host.fetcher(engine, slow)
        for _ in range(3):
            fetcher.fetch(f"{web.url}/page")

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(ask_thrice) for _ in range(2)]:
            done.result()

    times = sorted(when for when, _, _ in web.seen)
    assert web.paths.count("/page") == 6
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.15


def test_the_other_fetcher_takes_over_robots_txt(web: Web, source: Source, engine: Engine) -> None:
    web.ways["/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /secret/\n")
    assert host.fetcher(engine, source).allowed(f"{web.url}/page")

    assert not host.fetcher(engine, source).allowed(f"{web.url}/secret/")
    assert web.paths == ["/robots.txt"]
    assert host.fetcher(engine, source, robots_age=ROBOTS_ANEW).allowed(f"{web.url}/page")
    assert web.paths == ["/robots.txt"] * 2


def test_a_daily_run_takes_over_robots_txt_from_the_run_beside_it_but_not_from_an_earlier_one(
    web: Web, source: Source, engine: Engine
) -> None:
    web.ways["/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /secret/\n")
    for _ in range(2):
        assert not host.fetcher(engine, source, robots_age=ROBOTS_JUST_READ).allowed(f"{web.url}/secret/")
    assert web.paths == ["/robots.txt"]

    with engine.begin() as db:
        db.execute(text("update host set robots_at = robots_at - interval '11 minutes'"))

    assert host.fetcher(engine, source, robots_age=ROBOTS_JUST_READ).allowed(f"{web.url}/page")
    assert web.paths == ["/robots.txt"] * 2


def test_the_budget_counts_every_request_of_a_korean_day(web: Web, source: Source, engine: Engine) -> None:
    web.ways["/page"] = in_turn(answer(500), answer(200, b"text"))
    spare = replace(source, politeness=replace(source.politeness, max_requests_per_day=4))
    fetcher = Fetcher(spare, host.StoredHost(engine, spare), sleep=lambda _: None)
    for _ in range(2):
        fetcher.fetch(f"{web.url}/page")

    with pytest.raises(RetryableError, match="today's 4 requests") as caught:
        fetcher.fetch(f"{web.url}/page")
    assert caught.value.state is State.BUDGET_SPENT
    assert web.paths == ["/robots.txt", "/page", "/page", "/page"]

    with engine.begin() as db:
        db.execute(text("update host set day = (now() at time zone 'Asia/Seoul')::date - 1"))
    assert fetcher.fetch(f"{web.url}/page").body == b"text"
    with engine.begin() as db:
        today = db.execute(text("select used, day = (now() at time zone 'Asia/Seoul')::date from host")).one()
    assert tuple(today) == (1, True)


# --- whose requests ------------------------------------------------------------------------------


def ask(engine: Engine, source: Source, purpose: Purpose, times: int) -> int:
    """How many of so many requests for a purpose are given."""
    row = host.StoredHost(engine, source, purpose)
    given = 0
    for _ in range(times):
        try:
            row.reserve(0)
        except RetryableError as error:
            given += error.state is not State.BUDGET_SPENT
        else:
            given += 1
    return given


def refused(engine: Engine, source: Source, purpose: Purpose) -> str:
    with pytest.raises(RetryableError) as caught:
        host.StoredHost(engine, source, purpose).reserve(0)
    return caught.value.reason


@pytest.fixture
def shared(source: Source) -> Source:
    """Twenty requests a day: ten kept for the daily run, four at most for rechecks."""
    return replace(source, politeness=replace(source.politeness, max_requests_per_day=20))


@pytest.mark.parametrize("purpose", [Purpose.BACKFILL, Purpose.PROBE])
def test_a_backfill_leaves_the_daily_run_its_share(engine: Engine, shared: Source, purpose: Purpose) -> None:
    assert ask(engine, shared, purpose, 15) == 10
    assert f"what a {purpose} may use of today's 20 requests" in refused(engine, shared, purpose)
    assert "10 of them are kept for the daily run" in refused(engine, shared, purpose)
    assert "more from midnight in Korea" in refused(engine, shared, purpose)

    assert ask(engine, shared, Purpose.DAILY, 6) + ask(engine, shared, Purpose.POLL, 6) == 10
    assert "today's 20 requests" in refused(engine, shared, Purpose.DAILY)
    assert "today's 20 requests" in refused(engine, shared, purpose)


def test_the_daily_run_may_use_the_whole_day(engine: Engine, shared: Source) -> None:
    assert ask(engine, shared, Purpose.DAILY, 25) == 20
    assert ask(engine, shared, Purpose.BACKFILL, 1) == 0


def test_what_the_daily_run_used_of_its_share_is_not_kept_twice(engine: Engine, shared: Source) -> None:
    assert ask(engine, shared, Purpose.DAILY, 8) == 8
    assert ask(engine, shared, Purpose.BACKFILL, 20) == 10
    assert ask(engine, shared, Purpose.DAILY, 20) == 2


def test_rechecks_have_a_most_of_their_own(engine: Engine, shared: Source) -> None:
    assert ask(engine, shared, Purpose.RECHECK, 10) == 4
    assert "the 4 of today's 20 requests" in refused(engine, shared, Purpose.RECHECK)
    assert ask(engine, shared, Purpose.BACKFILL, 10) == 6
    assert "kept for the daily run" in refused(engine, replace_recheck_share(shared), Purpose.RECHECK)


def replace_recheck_share(source: Source) -> Source:
    return replace(source, politeness=replace(source.politeness, recheck_share=1.0))


def test_every_share_begins_anew_at_midnight_in_korea(engine: Engine, shared: Source) -> None:
    assert (
        ask(engine, shared, Purpose.RECHECK, 4)
        + ask(engine, shared, Purpose.BACKFILL, 6)
        + ask(engine, shared, Purpose.DAILY, 10)
        == 20
    )
    with engine.begin() as db:
        db.execute(text("update host set day = day - 1"))

    assert ask(engine, shared, Purpose.RECHECK, 5) == 4
    assert ask(engine, shared, Purpose.BACKFILL, 20) == 6
    assert ask(engine, shared, Purpose.DAILY, 20) == 10


@pytest.mark.parametrize(("share", "backfill"), [(0.0, 20), (1.0, 0), (0.33, 13)])
def test_the_share_is_what_the_source_file_says(engine: Engine, shared: Source, share: float, backfill: int) -> None:
    asked = replace(shared, politeness=replace(shared.politeness, daily_share=share))
    assert ask(engine, asked, Purpose.BACKFILL, 25) == backfill


def test_the_share_holds_however_many_ask_at_once(engine: Engine, shared: Source) -> None:
    with ThreadPoolExecutor(6) as threads:
        given = threads.map(lambda purpose: ask(engine, shared, purpose, 5), [Purpose.BACKFILL] * 4 + [Purpose.RECHECK] * 2)
        assert sum(given) == 10
    assert ask(engine, shared, Purpose.DAILY, 20) == 10


# --- closed doors --------------------------------------------------------------------------------


def test_a_task_that_waits_for_its_slot_does_not_ask_once_the_host_is_closed(web: Web, source: Source, engine: Engine) -> None:
    slow = replace(source, politeness=replace(source.politeness, delay_seconds=30, obey_robots=False))
    web.ways["/page"] = answer(200, b"text")
    host.fetcher(engine, slow).fetch(f"{web.url}/page")

    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(host.fetcher(engine, slow, limits=Limits(look_seconds=0.2)).fetch, f"{web.url}/page")
        time.sleep(0.5)
        begun = time.monotonic()
        hosts.close(engine, slow.host, 4, State.BLOCKED, "the site refuses us (status 403)")
        with pytest.raises(AccessDenied, match="is closed until"):
            waiting.result(60)

    assert time.monotonic() - begun < 15  # its slot is half a minute away
    assert web.paths == ["/page"]


@pytest.mark.parametrize(
    ("asked", "hours"), [({}, 4), ({"retry_after": 60.0}, 4), ({"retry_after": 36_000.0}, 10), ({"retry_after": 9e9}, 168)]
)
def test_a_host_stays_closed_as_long_as_it_asks_for_within_reason(asked: dict[str, object], hours: float) -> None:
    assert host.closed_hours(AccessDenied("no", State.BLOCKED, asked)) == hours


def test_a_crawl_that_waits_for_another_worker_ends_when_the_host_is_closed(
    kcna: Source, engine: Engine, crawl_days: Callable[..., Report]
) -> None:
    crawl_days(kcna)
    held = """update entry set state = 'new', claimed_by = 'another', claimed_until = now() + interval '2 minutes'
              where id in (select entry_id from article order by entry_id limit 1)"""
    with engine.begin() as db:
        db.execute(text(held))
        db.execute(text("delete from crawl_entry"))

    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(crawl_days, kcna)
        while not waiting.done() and not crawls_begun(engine, 2):
            time.sleep(0.1)
        time.sleep(1)
        assert not waiting.done()
        begun = time.monotonic()
        hosts.close(engine, kcna.host, 4, State.BLOCKED, "the site refuses us (status 403)")
        report = waiting.result(90)

    assert time.monotonic() - begun < 60  # the other holds it for two minutes
    assert report.crawl.state is State.BLOCKED


def crawls_begun(engine: Engine, number: int) -> bool:
    """Whether so many listings were read."""
    with engine.begin() as db:
        return int(db.execute(text("select count(*) from crawl where method is not null")).scalar_one()) >= number
