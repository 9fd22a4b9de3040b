"""How faults end: seen healed, or only not met any more; and a name that comes back is another one."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import Engine

from tests.integration.storage.rows import do, one
from tests.integration.watch.conftest import Look, Told, a_day_passes, next_morning, refuse, set_back, subjects, task_fails
from wirewatch.models import FaultKind
from wirewatch.storage import faults, pulse


def runs(engine: Engine, *dags: str, hours_ago: int = 0) -> None:
    """The last scheduled run of each was at work so many hours ago."""
    with engine.begin() as db:
        for dag in dags:
            pulse.seen(db, dag)
    do(engine, f"update dag_seen set seen_at = now() - interval '{hours_ago} hours' where dag_id = any(:dags)", dags=list(dags))  # noqa: S608


def open_ones(engine: Engine) -> int:
    return int(one(engine, "select count(*) from fault where ended_at is null"))


def test_a_name_that_comes_back_while_the_others_last_is_told_again(engine: Engine, told: Told, look: Look) -> None:
    dags = ("crawl_a", "crawl_b")
    runs(engine, *dags, hours_ago=27)
    look(*dags)
    first = told()
    runs(engine, "crawl_a")
    look(*dags)
    well = told()
    runs(engine, "crawl_a", hours_ago=27)
    look(*dags)
    again = told()
    runs(engine, "crawl_b")
    look(*dags)

    assert subjects(first) == [("slack", "no run for 26 hours: crawl_a, crawl_b")]
    assert well == []
    assert subjects(again) == [("slack", "no run for 26 hours: crawl_a")]
    assert subjects(told()) == [("slack", "it runs again: crawl_b")]


def test_the_end_names_all_that_run_again_and_none_that_is_switched_off(engine: Engine, told: Told, look: Look) -> None:
    dags = ("crawl_a", "crawl_b", "crawl_off")
    runs(engine, *dags, hours_ago=27)
    look(*dags)
    told()
    runs(engine, "crawl_a")
    look("crawl_a", "crawl_b")
    meanwhile = told()
    runs(engine, "crawl_b")
    look("crawl_a", "crawl_b")

    assert meanwhile == []
    assert subjects(told()) == [("slack", "it runs again: crawl_a, crawl_b")]


def test_the_reason_of_what_lasts_is_todays_and_speaks_of_those_that_are_left(engine: Engine, told: Told) -> None:
    with engine.begin() as db:
        faults.now_so(db, FaultKind.UNREADABLE_PAGES, {"a": "1 of a", "b": "1 of b"}, {})
        faults.now_so(db, FaultKind.UNREADABLE_PAGES, {"b": "40 of b"}, {})

    ((_, message),) = told(next_morning())

    assert message.subject == "Wirewatch: article pages cannot be read: b"
    assert "Why: 40 of b." in message.text
    assert "of a" not in message.text


def test_three_hundred_names_at_once_are_one_fault(engine: Engine) -> None:
    found = {f"mail: {uuid.uuid4()}@demo.example": "the mail server does not answer" for _ in range(300)}
    with engine.begin() as db:
        faults.now_so(db, FaultKind.UNDELIVERED, found, {})
        faults.now_so(db, FaultKind.UNDELIVERED, found, {})

    assert one(engine, "select jsonb_array_length(evidence -> 'names') from fault") == 300


def test_a_source_that_is_not_wanted_any_more_does_not_run_again(engine: Engine, told: Told, look: Look) -> None:
    runs(engine, "crawl_a", hours_ago=27)
    look("crawl_a")
    told()
    look()

    assert open_ones(engine) == 0
    assert told() == []
    assert told(next_morning()) == []


def test_a_source_that_is_switched_on_again_has_26_hours(engine: Engine, told: Told, look: Look) -> None:
    runs(engine, "crawl_a", "recheck", hours_ago=50)
    look("recheck")
    told()
    look("crawl_a", "recheck")

    assert told() == []
    assert one(engine, "select evidence -> 'names' from fault where ended_at is null") == ["recheck"]


def test_a_refused_message_that_grew_old_does_not_mean_that_messages_are_taken_again(
    engine: Engine, told: Told, look: Look
) -> None:
    refuse(engine, 1)
    look()
    told()
    do(engine, "update delivery set created_at = created_at - interval '8 days'")
    a_day_passes(engine)
    look()

    assert open_ones(engine) == 0
    assert told() == []


PAGE = """
    insert into entry (url_hash, url, source_key, found_by, historical, state, error, found_at)
    values (sha256('1'), 'http://demo/1', 'kcna-en', 'listing', false, 'failed', 'no paragraph', now() - make_interval(days => :days))
"""


def test_an_article_nobody_could_read_is_told_as_long_as_runs_ask_for_it(engine: Engine, told: Told, look: Look) -> None:
    do(engine, PAGE, days=8)
    look()
    after_a_week = open_ones(engine)
    set_back(engine, 24 * 23)
    do(engine, "update entry set found_at = now() - interval '31 days'")
    look()

    assert (after_a_week, open_ones(engine)) == (1, 0)
    assert told(next_morning()) == []


def test_an_article_that_is_read_at_last_is_told(engine: Engine, told: Told, look: Look) -> None:
    do(engine, PAGE, days=1)
    look()
    do(engine, "update entry set state = 'stored'")
    look()

    assert subjects(told(next_morning())) == [("mail", "no article page is left unread: KCNA.kp (En)")]


def test_an_article_left_unread_for_good_long_ago_keeps_no_later_one_from_being_told_as_read(
    engine: Engine, told: Told, look: Look
) -> None:
    do(engine, PAGE, days=31)
    do(engine, PAGE.replace("sha256('1')", "sha256('2')"), days=1)
    look()
    do(engine, "update entry set state = 'stored' where url_hash = sha256('2')")
    look()

    assert subjects(told(next_morning())) == [("mail", "no article page is left unread: KCNA.kp (En)")]


def test_a_file_that_nobody_tries_to_load_any_more_is_not_called_loaded(engine: Engine, told: Told, look: Look) -> None:
    with engine.begin() as db:
        faults.met(db, FaultKind.DAG_BROKEN, "dag_broken:alert.py", "no module named 'x'", {"names": ["alert.py"]})
    do(engine, "update fault set last_at = now() - interval '31 minutes'")
    look()

    assert open_ones(engine) == 0
    assert told(next_morning()) == []


@pytest.mark.parametrize("kind", ["task_failed", "older_pages", "heartbeat"])
def test_what_nobody_met_for_three_days_ends_without_a_word(engine: Engine, told: Told, look: Look, kind: str) -> None:
    task_fails(engine, "crawl_gone.report")
    do(engine, "update fault set kind = :kind, last_at = now() - interval '2 days'", kind=kind)
    look()
    still = open_ones(engine)
    do(engine, "update fault set last_at = now() - interval '73 hours'")
    look()

    assert (still, open_ones(engine)) == (1, 0)
    assert told(next_morning()) == []
