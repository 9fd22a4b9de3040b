"""The main job through Airflow's own scheduler: crawl, store once, find, tell once; again; backfill; down."""

from __future__ import annotations

import email
import email.policy
import time
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import text

from demo.settings import ARCHIVE_DAYS, calendar
from tests.browser.conftest import Demo, processes_of


def calendar_of(demo: Demo) -> tuple[date, date]:
    from datetime import UTC, datetime

    days = calendar(demo.home / "demo", datetime.now(UTC))
    return days.first, days.last


def test_the_first_call_crawls_stores_and_tells(demo: Demo) -> None:
    assert demo.first.code == 0, "\n".join(demo.first.lines)
    found = demo.first.summary
    assert {name: found[name] for name in ("listed", "new", "stored", "failed")} == {
        "listed": 80,
        "new": 80,
        "stored": 80,
        "failed": 0,
    }
    assert found["mentions"] >= 15
    assert found["alerts"] >= 15
    assert found["deliveries"] >= 3


def test_the_mails_it_names_are_there_and_readable(demo: Demo) -> None:
    files = sorted(Path(demo.first.summary["mails"]).glob("*.eml"))
    mails = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]

    assert {mail["To"] for mail in mails} == {"desk@demo.example", "analyst@demo.example"}
    texts = "\n".join(mail.get_body(("plain",)).get_content() for mail in mails)  # type: ignore[union-attr]
    assert "»Sergei Lavrov«" in texts
    assert "Denis Mantrov" in texts


def test_nobody_is_told_the_same_thing_twice(demo: Demo) -> None:
    with demo.engine.begin() as db:
        assert (
            db.execute(text("select count(*) - count(distinct (channel, recipient, alert_id)) from delivery_alert")).scalar_one()
            == 0
        )
        assert db.execute(text("select count(distinct state) from delivery where state <> 'sent'")).scalar_one() == 0


def test_a_second_call_finds_nothing_new_and_tells_nobody(demo: Demo) -> None:
    again = demo.call("demo")

    assert again.code == 0
    found = again.summary
    assert {name: found[name] for name in ("listed", "new", "stored", "alerts", "deliveries")} == {
        "listed": 80,
        "new": 0,
        "stored": 80,
        "alerts": 0,
        "deliveries": 0,
    }


def test_a_backfill_from_bare_dates_stores_exactly_those_korean_days_and_tells_nobody(demo: Demo) -> None:
    first_watched, _ = calendar_of(demo)
    first = first_watched - timedelta(days=ARCHIVE_DAYS - 1)
    last = first + timedelta(days=4)
    with demo.engine.begin() as db:
        alerts = db.execute(text("select count(*) from alert")).scalar_one()

    backfill(demo, "crawl_vok_en", first, last)

    with demo.engine.begin() as db:
        crawls = db.execute(text("select first_day, last_day, state from crawl where historical order by 1")).all()
        stored = db.execute(
            text("select published_on, count(*) from article where historical and published_on is not null group by 1 order by 1")
        ).all()
        fresh = db.execute(
            text("select count(*) from article where published_on < :day and not historical"), {"day": first_watched}
        ).scalar_one()
        mentions = db.execute(text("select count(*) from mention where historical")).scalar_one()
        assert db.execute(text("select count(*) from alert")).scalar_one() == alerts
    days = [first + timedelta(days=n) for n in range(5)]
    assert [tuple(row) for row in crawls] == [(day, day, "ok") for day in days]
    assert [row[0] for row in stored] == days
    assert all(row[1] >= 4 for row in stored)
    assert fresh == 0
    assert mentions >= 1


def backfill(demo: Demo, dag_id: str, first: date, last: date) -> None:
    """Start a backfill as the UI's form does, from bare dates, and wait for its end."""
    asked = {"from_date": first.isoformat(), "to_date": last.isoformat(), "reprocess_behavior": "none", "max_active_runs": 2}
    demo.client.post("/backfills", {"dag_id": dag_id, "run_backwards": False, "dag_run_conf": {}, **asked})
    until = time.monotonic() + 120
    while time.monotonic() < until:
        runs = [run for run in demo.client.runs(dag_id) if run["run_type"] == "backfill"]
        if len(runs) == 5 and all(run["state"] == "success" for run in runs):
            return
        time.sleep(1)
    raise AssertionError(f"the backfill did not end well: {[(run['dag_run_id'], run['state']) for run in runs]}")


def test_no_password_stands_in_a_file_that_others_can_read(demo: Demo) -> None:
    password = demo.first.summary["password"]
    for file in (demo.home / "demo").rglob("*"):
        if file.is_file() and file.stat().st_size < 1_000_000 and password.encode() in file.read_bytes():
            assert file.stat().st_mode & 0o077 == 0, file


def test_down_ends_every_process_in_time(demo: Demo) -> None:
    done = demo.call("down")

    assert done.code == 0
    assert done.seconds < 15
    assert processes_of(demo.home) == []
