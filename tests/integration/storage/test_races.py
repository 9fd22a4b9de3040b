"""What PostgreSQL itself must hold up: two at once, one after the other died, and rows that must not be."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import Engine, text

from tests.integration.storage.rows import DAY, at_once, do, entry, one
from wirewatch.configured import Politeness
from wirewatch.errors import AccessDenied, RetryableError, State
from wirewatch.storage import crawls, entries, hosts, mentions
from wirewatch.storage.crawls import Covered

BUDGET = Politeness(max_requests_per_day=1000)


# --- entries -------------------------------------------------------------------------------------


def test_two_that_record_the_same_entries_at_once_make_one_row_each(engine: Engine) -> None:
    listed = [entry(n) for n in range(40)]

    def record(_: int) -> object:
        with engine.begin() as db:
            return entries.record(db, "x-en", listed, "listing")

    first, second, third = at_once(3, record)

    assert first == second == third
    assert one(engine, "select count(*) from entry") == 40


def test_entries_may_be_recorded_and_claimed_for_a_day_in_any_order_at_once(engine: Engine, crawl_id: int) -> None:
    """Batches read at the same time name each other's articles under "More From", while a listing is recorded."""
    listed = [entry(n) for n in range(200)]

    def work(number: int) -> object:
        mixed = random.Random(number).sample(listed, len(listed))  # noqa: S311 - nothing secret
        for _ in range(3):
            with engine.begin() as db:
                ids = entries.record(db, "x-en", mixed, "more_from")
            with engine.begin() as db:
                entries.due(db, crawls.get(db, crawl_id))
        return sorted(ids)

    one_after_the_other = at_once(4, work)

    assert one_after_the_other == [one_after_the_other[0]] * 4
    assert one(engine, "select count(*) from entry") == 200


def test_a_known_entry_gains_what_it_lacked_and_keeps_what_it_has(engine: Engine) -> None:
    with engine.begin() as db:
        entries.record(db, None, [entry(1, title=None, listed_on=None)], "more_from")
        entries.record(db, "x-en", [entry(1, title="First")], "listing")
        entries.record(db, "y-en", [entry(1, title="Second", listed_on=date(2020, 1, 1))], "listing")

    with engine.begin() as db:
        row = db.execute(text("select source_key, title, listed_on, found_by from entry")).one()
    assert tuple(row) == ("x-en", "First", DAY, "listing")


def test_one_of_many_workers_gets_an_entry(engine: Engine, ids: list[int]) -> None:
    def claim(number: int) -> object:
        with engine.begin() as db:
            return entries.claim(db, ids[0], f"worker {number}")

    won = [got for got in at_once(6, claim) if got]

    assert len(won) == 1
    assert one(engine, "select attempts from entry where claimed_by is not null") == 1


def test_an_entry_that_a_sidebar_names_at_this_moment_is_waited_for_and_not_skipped(engine: Engine, ids: list[int]) -> None:
    recorded, named = threading.Event(), entry(0)

    def name_it() -> None:
        with engine.begin() as db:
            db.execute(text("select from entry where id = :id for update"), {"id": ids[0]})
            entries.record(db, "x-en", [named], "more_from")
            recorded.set()
            time.sleep(0.3)

    with ThreadPoolExecutor(1) as threads:
        naming = threads.submit(name_it)
        recorded.wait(5)
        with engine.begin() as db:
            assert entries.claim(db, ids[0], "worker")
        naming.result()


def test_the_lease_of_a_dead_worker_ends_and_another_takes_over(engine: Engine, ids: list[int]) -> None:
    with engine.begin() as db:
        assert entries.claim(db, ids[0], "dead")
    with engine.begin() as db:
        assert entries.claim(db, ids[0], "other") is None
        assert 0 < entries.held_by_others(db, ids, "other") <= entries.LEASE_SECONDS
    do(engine, "update entry set claimed_until = now() - interval '1 second' where claimed_by = 'dead'")

    with engine.begin() as db:
        assert entries.held_by_others(db, ids, "other") == 0
        claimed = entries.claim(db, ids[0], "other")

    assert claimed
    assert claimed.attempts == 2


def test_a_retry_has_its_own_entries_again_at_once(engine: Engine, ids: list[int]) -> None:
    with engine.begin() as db:
        entries.claim(db, ids[0], "run 1")
    with engine.begin() as db:
        assert entries.held_by_others(db, ids, "run 1") == 0
        assert entries.claim(db, ids[0], "run 1")


def test_what_is_stored_or_not_covered_is_nobodys_to_claim_and_what_is_gone_may_come_back(engine: Engine, ids: list[int]) -> None:
    with engine.begin() as db:
        entries.stored(db, ids[0], "x-en")
        entries.failed(db, ids[1], "the page is gone (404)", gone=True)
        db.execute(text("update entry set historical = null where id = :id"), {"id": ids[2]})

    with engine.begin() as db:
        claimed = [entries.claim(db, one_id, "worker") for one_id in ids]
    assert [one is not None for one in claimed] == [False, True, False]


def test_an_entry_given_back_is_as_it_was(engine: Engine, ids: list[int]) -> None:
    with engine.begin() as db:
        entries.claim(db, ids[0], "first")
        entries.release(db, ids[0])
    with engine.begin() as db:
        claimed = entries.claim(db, ids[0], "second")

    assert claimed
    assert claimed.attempts == 1


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 0), (2, 10), (3, 20), (5, 80), (12, 1440), (40, 1440)])
def test_a_failed_entry_waits_longer_each_time_and_a_day_at_most(
    engine: Engine, ids: list[int], attempts: int, minutes: int
) -> None:
    do(engine, "update entry set attempts = :attempts where id = :id", attempts=attempts, id=ids[0])
    with engine.begin() as db:
        entries.failed(db, ids[0], "down")

    waits = "select round(extract(epoch from next_attempt_at - now()) / 60) from entry where state = 'failed'"
    assert one(engine, waits) == minutes


# --- the host row --------------------------------------------------------------------------------


def test_slots_for_one_host_lie_at_least_the_delay_apart(engine: Engine) -> None:
    delay = 0.15

    def reserve_twice(_: int) -> list[float]:
        slots = []
        for _ in range(2):
            wait = hosts.reserve(engine, "x", delay, BUDGET)
            slots.append(time.monotonic() + wait)
        return slots

    slots = sorted(slot for mine in at_once(8, reserve_twice) for slot in mine)  # type: ignore[attr-defined]

    assert len(slots) == 16
    assert min(later - earlier for earlier, later in pairwise(slots)) > delay / 2
    assert slots[-1] - slots[0] > 14.5 * delay
    assert one(engine, "select used from host") == 16


def test_hosts_do_not_wait_for_each_other(engine: Engine) -> None:
    hosts.reserve(engine, "x", 30, BUDGET)

    assert hosts.reserve(engine, "y", 30, BUDGET) == 0
    assert 29 < hosts.reserve(engine, "x", 30, BUDGET) <= 30


def test_no_more_than_the_budget_is_given_out_however_many_ask(engine: Engine) -> None:
    def reserve(_: int) -> object:
        try:
            return hosts.reserve(engine, "x", 0, Politeness(max_requests_per_day=5))
        except RetryableError as error:
            return error.state

    given = at_once(8, reserve)

    assert given.count(State.BUDGET_SPENT) == 3
    assert one(engine, "select used from host") == 5


def test_a_closed_host_gives_no_slot_until_it_is_opened_or_its_time_is_over(engine: Engine) -> None:
    hosts.close(engine, "x", 4, State.BLOCKED, "the site refuses us (status 403)")
    with pytest.raises(AccessDenied, match=r"x is closed until .* UTC: the site refuses us \(status 403\)") as caught:
        hosts.reserve(engine, "x", 0, BUDGET)
    assert caught.value.state is State.BLOCKED

    hosts.reopen(engine, "x")
    assert hosts.reserve(engine, "x", 0, BUDGET) == 0

    hosts.close(engine, "x", -0.001, State.BLOCKED, "it was yesterday")
    assert hosts.reserve(engine, "x", 0, BUDGET) == 0


def test_a_spent_budget_is_not_blamed_on_a_refusal_that_is_over(engine: Engine) -> None:
    hosts.close(engine, "x", -1, State.BLOCKED, "the site refused us this morning")
    hosts.reserve(engine, "x", 0, Politeness(max_requests_per_day=1))

    with pytest.raises(RetryableError) as caught:
        hosts.reserve(engine, "x", 0, Politeness(max_requests_per_day=1))
    assert caught.value.state is State.BUDGET_SPENT


# --- coverage and crawls -------------------------------------------------------------------------


def test_a_complete_day_stays_complete(engine: Engine, crawl_id: int) -> None:
    def state_after(newer: str | None, older: str | None) -> object:
        with engine.begin() as db:
            crawls.cover(db, "x-en", DAY, Covered(newer, older))
            return crawls.coverage(db, "x-en", DAY, DAY)[DAY]

    assert state_after("newer", None) == "open"
    assert state_after("newer", "older") == "complete"
    assert state_after(None, None) == "complete"


def test_a_retry_finds_its_crawl_again_with_what_it_spent(engine: Engine, crawl_id: int) -> None:
    with engine.begin() as db:
        crawls.spent(db, crawl_id, listing=3)
        crawls.end_in(db, crawl_id, State.DOWN, "down")
        crawls.end_in(db, crawl_id, State.OK, None)
        assert crawls.get(db, crawl_id).state is State.DOWN
        crawl = crawls.begin(db, "x-en", "run 1", date(2020, 1, 1), DAY, False)

    assert (crawl.id, crawl.first_day) == (crawl_id, DAY)
    assert (crawl.state, crawl.reason, crawl.requests_listing) == (State.OK, None, 3)


def test_two_that_load_the_same_list_at_once_give_it_one_version(engine: Engine) -> None:
    def version(number: int) -> object:
        with engine.begin() as db:
            return mentions.list_version(db, "list", bytes([number % 2]) * 32)

    versions = at_once(6, version)

    assert {versions[0], versions[1]} == {1, 2}
    assert versions == [versions[0], versions[1]] * 3


def test_many_tasks_in_trouble_at_once_record_it_once(engine: Engine) -> None:
    do(engine, "insert into source values ('x-en', 'X', '2026-11-01')")

    def record(_: int) -> object:
        with engine.begin() as db:
            return crawls.now_in(db, "x-en", State.ACCESS_WALL, "a wall")

    assert sorted(map(bool, at_once(6, record))) == [False] * 5 + [True]
