"""The main job through Airflow's own scheduler: crawl, store once, find, tell once; again; backfill; down."""

from __future__ import annotations

import email
import email.policy
import json
import os
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import requests
import yaml
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


def test_doctor_and_a_test_message_work_inside_the_running_airflow(demo: Demo) -> None:
    mails = Path(demo.first.summary["mails"])
    before = len(list(mails.glob("*.eml")))

    code, found = wirewatch(demo, "doctor", "kcna-en", "--json")
    sent, message = wirewatch(demo, "alerts", "test", "desk@demo.example", "--json")

    results = {f"{one['about']} {one['subject']}".strip(): one["result"] for one in found["checks"]}
    assert (code, found["reason"]) == (0, None)
    assert {name for name, result in results.items() if result != "ok"} == {
        "SMTP desk-mail"
    }  # a warning: nobody reads demo.example
    assert {"Airflow", "DAGs", "pools", "article kcna-en", "Slack desk-slack"} <= set(results)
    assert (sent, [one["result"] for one in message["checks"]]) == (0, ["ok"])
    assert len(list(mails.glob("*.eml"))) == before + 1


def wirewatch(demo: Demo, *arguments: str) -> tuple[int, dict[str, Any]]:
    """The command on the demo's stack: exit code, and the object it printed."""
    home = demo.home / "demo"
    env = {**os.environ, "WIREWATCH_HOME": str(home), "WIREWATCH_CONFIG": str(home / "config")}
    command = [str(Path(sys.executable).with_name("wirewatch")), *arguments]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, timeout=280)
    return done.returncode, json.loads(done.stdout)


def test_after_a_list_changes_old_articles_are_matched_again_and_nobody_is_told(demo: Demo) -> None:
    file = next((demo.home / "demo" / "config" / "watchlists").glob("*.yml"))
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    content["entities"].append({"name": "Choe Son Hui", "id": "choe-son-hui", "country": "kp"})
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    messages = "select json_agg(d order by id) from delivery d"
    with demo.engine.begin() as db:
        before = db.execute(text(messages)).scalar_one()

    ended(demo, "rematch_archive", demo.client.trigger("rematch_archive"))
    quiet = ended(demo, "rematch_archive", demo.client.trigger("rematch_archive"))
    ended(demo, "alert", demo.client.trigger("alert"))

    with demo.engine.begin() as db:
        found = db.execute(text("select historical, count(*) from mention where entity_id = 'choe-son-hui' group by 1")).all()
        assert db.execute(text(messages)).scalar_one() == before
    assert [row[0] for row in found] == [True]
    tasks = demo.client.get(f"/dags/rematch_archive/dagRuns/{quiet}/taskInstances")["task_instances"]
    assert {task["task_id"]: task["state"] for task in tasks} == {"changed": "success", "rematch": "skipped", "report": "success"}


def ended(demo: Demo, dag_id: str, run_id: str) -> str:
    """Wait until a run has ended well; returns its id."""
    until = time.monotonic() + 120
    while (state := demo.client.run(dag_id, run_id)["state"]) not in ("success", "failed") and time.monotonic() < until:
        time.sleep(0.5)
    assert state == "success", (dag_id, run_id, state)
    return run_id


def test_a_verdict_given_through_the_web_server_counts_at_once(demo: Demo) -> None:
    api, signed_in = f"{demo.client.address}/wirewatch/api", sign_in(demo)
    asked = {"person": "sergey-lavrov", "limit": 1}
    (mention,) = signed_in.get(f"{api}/mentions", params=asked).json()

    nobody = requests.post(f"{api}/verdicts", json={"mention_id": mention["id"], "ruling": "rejected"}, timeout=30)
    given = signed_in.post(f"{api}/verdicts", json={"mention_id": mention["id"], "ruling": "rejected"}, timeout=30)

    assert (nobody.status_code, given.status_code, given.json()["by"]) == (401, 201, "admin")
    with demo.engine.begin() as db:
        retired = db.execute(
            text("select rejected_by from mention where id = :id and retired_at is not null"), {"id": mention["id"]}
        )
        assert retired.scalar_one() == given.json()["id"]
    undone = signed_in.post(f"{api}/verdicts/{given.json()['id']}/undo", timeout=30)
    assert (undone.status_code, undone.json()["undone_by"]) == (200, "admin")
    assert mention in signed_in.get(f"{api}/mentions", params={"person": "sergey-lavrov"}).json()


def sign_in(demo: Demo) -> requests.Session:
    """A session of the administrator's."""
    login = {"username": demo.first.summary["user"], "password": demo.first.summary["password"]}
    token = requests.post(f"{demo.client.address}/auth/token", json=login, timeout=30).json()["access_token"]
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {token}"
    return session


def test_no_password_stands_in_a_file_that_others_can_read(demo: Demo) -> None:
    password = demo.first.summary["password"]
    for file in (demo.home / "demo").rglob("*"):
        if file.is_file() and file.stat().st_size < 1_000_000 and password.encode() in file.read_bytes():
            assert file.stat().st_mode & 0o077 == 0, file


def test_down_ends_every_process_in_time(demo: Demo) -> None:
    done = demo.call("down")

    assert done.code == 0
    assert done.seconds < 45  # five on an idle machine; the steps of ending by force come to twenty
    assert processes_of(demo.home) == []
