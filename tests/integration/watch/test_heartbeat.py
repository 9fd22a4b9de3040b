"""The heartbeat goes out when every source's day is in, and only then; a real server takes it, or does not."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial

import pytest
from sqlalchemy import Engine

from demo.site import DemoSite
from tests.conftest import LAST_DAY
from tests.integration.storage.rows import do, one
from tests.integration.watch.conftest import Told, refuse, subjects
from tests.integration.web import Web, answer, serve
from wirewatch.configured import Alerting, Settings, Source, Watchlist
from wirewatch.delivery import ask_monitor
from wirewatch.errors import RetryableError
from wirewatch.models import FaultKind
from wirewatch.pipeline.report import Report, finish
from wirewatch.pipeline.watch import heartbeat, note_report
from wirewatch.storage import faults

Beat = Callable[..., date | None]

MORNING = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)  # half past nine in Korea on the day after LAST_DAY
ADDRESS = "/ping/0b1c-secret"
at_once = partial(ask_monitor, first_wait_seconds=0.01)


@pytest.fixture
def monitor() -> Iterator[Web]:
    """A monitor that takes everything."""
    with serve() as web:
        web.ways |= {ADDRESS: answer(200, b"OK"), ADDRESS + "/fail": answer(200, b"OK")}
        yield web


@pytest.fixture
def beat(engine: Engine, operated: Alerting, monitor: Web, kcna: Source, vok: Source) -> Beat:
    """beat(*sources, now=…) → the day the monitor was told of; both sources by default."""

    def run(*sources: Source, now: datetime = MORNING) -> date | None:
        settings = Settings(heartbeat_url=monitor.url + ADDRESS, heartbeat_fail_url=monitor.url + ADDRESS + "/fail")
        return heartbeat(engine, settings, operated, {one.key: one for one in sources or (kcna, vok)}, now, at_once)

    return run


def test_the_monitor_is_asked_once_and_only_when_every_source_is_in(
    crawl_days: Callable[..., Report], engine: Engine, beat: Beat, monitor: Web, kcna: Source, vok: Source
) -> None:
    nothing = beat()
    note_report(engine, crawl_days(kcna))
    half = beat()
    note_report(engine, crawl_days(vok))
    whole, again = beat(), beat()

    assert (nothing, half, whole, again) == (None, None, LAST_DAY, None)
    assert monitor.paths == [ADDRESS]


def test_a_day_that_could_not_be_read_is_no_heartbeat_until_it_is(
    crawl_days: Callable[..., Report], engine: Engine, beat: Beat, monitor: Web, kcna: Source, site: DemoSite
) -> None:
    site.behave("articles", "generic")
    note_report(engine, crawl_days(kcna))
    blind = beat(kcna)
    site.behave("all", "ok")
    do(engine, "update entry set next_attempt_at = now()")
    note_report(engine, crawl_days(kcna))

    assert blind is None
    assert beat(kcna) == LAST_DAY
    assert monitor.paths == [ADDRESS]


def test_one_page_that_cannot_be_read_keeps_no_heartbeat_back(
    crawl_days: Callable[..., Report], engine: Engine, beat: Beat, kcna: Source, site: DemoSite
) -> None:
    site.behave("articles", "generic", match="weather")
    report = crawl_days(kcna)
    note_report(engine, report)

    assert "could not be read" in (report.complaint or "")
    assert beat(kcna) == LAST_DAY


@pytest.mark.parametrize("left", ["update entry set state = 'new'", "delete from matched"])
def test_a_day_of_which_something_waits_to_be_read_or_matched_is_no_heartbeat(
    crawl_days: Callable[..., Report], engine: Engine, beat: Beat, kcna: Source, officials: Watchlist, left: str
) -> None:
    first = crawl_days(kcna)
    do(engine, left)
    note_report(engine, finish(engine, kcna, first.crawl.id, MORNING, [officials.name]))

    assert beat(kcna) is None


def test_without_sources_or_without_an_address_nothing_is_asked(
    crawl_days: Callable[..., Report], engine: Engine, beat: Beat, monitor: Web, kcna: Source, operated: Alerting
) -> None:
    note_report(engine, crawl_days(kcna))

    assert heartbeat(engine, Settings(), operated, {kcna.key: kcna}, MORNING, at_once) is None
    assert heartbeat(engine, Settings(heartbeat_url=monitor.url + ADDRESS), operated, {}, MORNING, at_once) is None
    assert monitor.paths == []


def test_a_day_long_past_is_no_sign_of_life(
    crawl_days: Callable[..., Report], engine: Engine, beat: Beat, monitor: Web, kcna: Source
) -> None:
    note_report(engine, crawl_days(kcna))

    assert beat(kcna, now=datetime(2026, 11, 23, 0, 30, tzinfo=UTC)) is None
    assert monitor.paths == []


def test_a_monitor_that_refuses_is_tried_again_and_told_without_its_address(
    crawl_days: Callable[..., Report],
    engine: Engine,
    beat: Beat,
    monitor: Web,
    kcna: Source,
    caplog: pytest.LogCaptureFixture,
) -> None:
    note_report(engine, crawl_days(kcna))
    monitor.ways[ADDRESS] = answer(500)
    with caplog.at_level(logging.DEBUG, logger="wirewatch"):
        refused = beat(kcna)
    reason = one(engine, "select reason from fault where kind = 'heartbeat' and ended_at is null")
    monitor.ways[ADDRESS] = answer(204)

    assert refused is None
    assert monitor.paths == [ADDRESS] * 3
    assert reason == "the monitor did not take it (it answers 500)"
    assert "secret" not in caplog.text
    assert beat(kcna) == LAST_DAY
    assert one(engine, "select count(*) from fault where ended_at is null") == 0


@pytest.mark.parametrize("recipient", ["gone@demo.example", "no longer configured"])
def test_no_heartbeat_says_all_is_well_while_a_message_cannot_leave(
    crawl_days: Callable[..., Report], engine: Engine, beat: Beat, kcna: Source, recipient: str
) -> None:
    note_report(engine, crawl_days(kcna))
    refuse(engine, 1, recipient, state="queued")
    do(engine, "update delivery set created_at = created_at - interval '121 minutes'")

    assert beat(kcna) == (None if "@" in recipient else LAST_DAY)
    do(engine, "update delivery set state = 'sent', sent_at = now()")
    assert beat(kcna) == (LAST_DAY if "@" in recipient else None)


def test_no_heartbeat_says_all_is_well_while_nobody_decides_on_mentions(
    crawl_days: Callable[..., Report], engine: Engine, beat: Beat, kcna: Source
) -> None:
    note_report(engine, crawl_days(kcna))
    do(engine, "update mention set found_at = now() - interval '121 minutes'")
    undecided = beat(kcna)
    do(engine, "update mention set decided_at = now()")

    assert (undecided, beat(kcna)) == (None, LAST_DAY)


def test_a_redirect_is_no_yes_and_nobody_there_names_no_address(monitor: Web) -> None:
    monitor.ways[ADDRESS] = answer(302, Location="/login")
    with pytest.raises(RetryableError, match="it answers 302"):
        at_once(monitor.url + ADDRESS)
    with pytest.raises(RetryableError) as caught:
        at_once("http://127.0.0.1:9" + ADDRESS)

    assert "secret" not in caught.value.reason
    assert "/login" not in monitor.paths


def test_what_pages_is_told_to_the_monitors_other_address_once(engine: Engine, beat: Beat, monitor: Web, told: Told) -> None:
    undelivered(engine)
    beat()
    first = list(monitor.paths)
    pages = told(MORNING)
    beat()

    assert first == [ADDRESS + "/fail"]
    assert monitor.paths == first
    assert [channel for channel, _ in subjects(pages)] == ["slack"]


def test_an_address_for_failures_that_is_dead_keeps_no_heartbeat_back(
    crawl_days: Callable[..., Report], engine: Engine, beat: Beat, monitor: Web, kcna: Source
) -> None:
    note_report(engine, crawl_days(kcna))
    undelivered(engine)
    monitor.ways[ADDRESS + "/fail"] = answer(500)
    day = beat(kcna)
    still = open_faults(engine)
    monitor.ways[ADDRESS + "/fail"] = answer(200)
    beat(kcna)

    assert day == LAST_DAY
    assert still == "heartbeat, undelivered"
    assert open_faults(engine) == "undelivered"


def test_without_a_monitor_nothing_is_wrong_with_it(engine: Engine, beat: Beat, monitor: Web, operated: Alerting) -> None:
    undelivered(engine)
    monitor.ways[ADDRESS + "/fail"] = answer(500)
    beat()
    before = open_faults(engine)
    heartbeat(engine, Settings(), operated, {}, MORNING, at_once)

    assert (before, open_faults(engine)) == ("heartbeat, undelivered", "undelivered")
    assert one(engine, "select healed from fault where kind = 'heartbeat'") is False


def undelivered(engine: Engine) -> None:
    """Something that pages."""
    with engine.begin() as db:
        faults.now_so(db, FaultKind.UNDELIVERED, {"mail: gone@demo.example": "550 no such user"}, {})


def open_faults(engine: Engine) -> str:
    return str(one(engine, "select string_agg(kind, ', ' order by kind) from fault where ended_at is null"))
