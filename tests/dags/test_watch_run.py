"""What Airflow's own callbacks, its listener and its metrics do with our tasks, run for real."""

# ruff: noqa: F811 - fixtures of the other file are arguments here

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from demo.receivers import Receivers
from demo.site import DemoSite
from tests.conftest import LAST_DAY
from tests.dags.test_dag_runs import Run, connected, receivers, run  # noqa: F401 - fixtures
from wirewatch.config import PROJECT, load_alerting

pytestmark = pytest.mark.usefixtures("connected")

DAY = {"first_day": LAST_DAY.isoformat(), "last_day": LAST_DAY.isoformat()}


def rows(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.begin() as db:
        return [tuple(row) for row in db.execute(text(query))]


def open_faults(engine: Engine) -> dict[str, str]:
    return dict(rows(engine, "select cause, reason from fault where ended_at is null"))


def test_a_task_that_fails_is_a_trouble_with_reason_and_link_until_it_succeeds(run: Run, connected: Path, engine: Engine) -> None:
    alerts = connected / "alerts.yml"
    good = alerts.read_text()
    alerts.write_text(good + "colour: red\n")
    red = run("alert")
    first = open_faults(engine)
    ((evidence,),) = rows(engine, "select evidence from fault where cause = 'task_failed:alert.decide'")
    alerts.write_text(good)
    green = run("alert")

    assert (str(red.state), str(green.state)) == ("failed", "success")
    assert set(first) >= {"task_failed:alert.decide"}
    assert first["task_failed:alert.decide"].startswith(f"{alerts}:")
    assert "“colour” is not a known key" in first["task_failed:alert.decide"]
    assert f"/dags/alert/runs/{red.run_id.replace(':', '%3A').replace('+', '%2B')}/tasks/decide" in evidence["link"]
    assert open_faults(engine) == {}


def test_what_is_told_as_the_state_of_a_source_is_no_failed_task_too(run: Run, site: DemoSite, engine: Engine) -> None:
    site.behave("all", "signup_redirect")
    walled = run("crawl_kcna_en", None, DAY)
    polled = run("poll_listings")

    assert (str(walled.state), str(polled.state)) == ("failed", "success")
    assert open_faults(engine) == {}
    assert rows(engine, "select state from source_state where ended_at is null") == [("access_wall",)]


def test_what_a_report_complains_of_is_told_and_keeps_no_complete_day_from_the_heartbeat(
    run: Run, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wirewatch.pipeline.report.Report.complaint", "the listing lacks 1 article")

    run("crawl_kcna_en", None, DAY)

    assert open_faults(engine) == {"task_failed:crawl_kcna_en.report": "the listing lacks 1 article"}
    assert rows(engine, "select day from day_report") == [(LAST_DAY,)]


def test_a_good_report_counts_for_the_heartbeat(run: Run, engine: Engine) -> None:
    run("crawl_kcna_en", None, DAY)

    assert rows(engine, "select source_key, day from day_report") == [("kcna-en", LAST_DAY)]


def test_only_runs_by_the_clock_show_that_a_dag_is_alive(connected: Path, engine: Engine, run: Run) -> None:
    from wirewatch.orchestration import callbacks

    def ends(run_type: str, dag_id: str) -> None:
        task = SimpleNamespace(dag_id=dag_id, task_id="t", run_id="r", map_index=-1)
        callbacks.succeeded({"ti": task, "dag_run": SimpleNamespace(run_type=run_type)})

    for run_type in ("scheduled", "asset_triggered", "manual", "backfill"):
        ends(run_type, run_type)

    assert rows(engine, "select dag_id from dag_seen order by 1") == [("asset_triggered",), ("scheduled",)]


def test_a_callback_that_cannot_reach_the_database_fails_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from wirewatch.orchestration import callbacks, connections

    monkeypatch.setenv("AIRFLOW_CONN_WIREWATCH_DB", "postgres://nobody:nothing@127.0.0.1:9/none")
    connections.engine.cache_clear()
    task = SimpleNamespace(dag_id="d", task_id="t", run_id="r", map_index=-1, log_url="http://x/")

    callbacks.failed({"ti": task, "exception": ValueError("boom")})

    assert "could not be noted: OperationalError" in caplog.text


def test_what_the_database_says_of_a_row_is_in_no_message(run: Run, engine: Engine) -> None:
    from wirewatch.orchestration import callbacks

    with pytest.raises(IntegrityError, match=r"(?s)violates check.*Oleg Petrov") as raised, engine.begin() as db:
        db.execute(text("insert into fault (kind, cause, reason) values ('none', 'c', 'Oleg Petrov')"))
    task = SimpleNamespace(dag_id="d", task_id="t", run_id="r", map_index=-1, log_url="http://x/")
    callbacks.failed({"ti": task, "exception": raised.value})

    assert open_faults(engine) == {
        "task_failed:d.t": 'the database says: new row for relation "fault" violates check constraint "fault_kind_check"'
    }


def test_a_dag_file_of_ours_that_cannot_be_loaded_is_a_trouble_until_airflow_complains_no_more(
    run: Run, engine: Engine, tmp_path: Path
) -> None:
    from wirewatch.orchestration import listening
    from wirewatch.pipeline.watch import watch as look

    ours, foreign = tmp_path / "alert.py", tmp_path / "foreign.py"
    ours.write_text("from wirewatch.orchestration import tasks\n")
    foreign.write_text("import nothing\n")
    trace = "Traceback (most recent call last):\n  …\nModuleNotFoundError: No module named 'tasks'\n"
    for file in (ours, foreign, tmp_path / "gone.py"):
        listening.on_new_dag_import_error(str(file), trace)
    listening.on_existing_dag_import_error(str(ours), trace)
    broken = open_faults(engine)
    look(engine, [], load_alerting(), datetime.now(UTC))
    still = open_faults(engine)
    with engine.begin() as db:
        db.execute(text("update fault set last_at = now() - interval '31 minutes'"))
    look(engine, [], load_alerting(), datetime.now(UTC))

    assert broken == still == {"dag_broken:alert.py": "ModuleNotFoundError: No module named 'tasks'"}
    assert open_faults(engine) == {}


def test_every_dag_that_runs_by_the_clock_is_watched(dag_bag: Any) -> None:
    from wirewatch.config import load_settings, sources_on
    from wirewatch.orchestration.watch import by_the_clock

    scheduled = {name for name, dag in dag_bag.dags.items() if dag.timetable.can_be_scheduled}
    assert scheduled == set(by_the_clock(sources_on(), load_settings().airflow))


def test_every_task_but_the_doctors_tells_of_its_end(dag_bag: Any) -> None:
    from wirewatch.orchestration.callbacks import CALLBACKS

    for task in (task for name, dag in dag_bag.dags.items() if name != "doctor" for task in dag.tasks):
        for name, callback in CALLBACKS.items():
            assert getattr(task, name) in (callback, [callback]), task.task_id  # a mapped one has it as it was written


WATCH = """
from airflow.sdk._shared.observability.metrics import stats
from airflow.sdk.configuration import conf
from airflow.sdk.observability.metrics import stats_utils
stats.initialize(factory=stats_utils.get_stats_factory(), export_legacy_names=conf.getboolean("metrics", "legacy_names_on"))
from wirewatch.orchestration.watch import watch
watch.function()
"""


def figures(on: bool) -> dict[str, float]:
    """What a StatsD server on loopback gets of the task, as its process runs it with Airflow's setting on or off."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(0.5)
        metrics = {"STATSD_ON": str(on), "STATSD_HOST": "127.0.0.1", "STATSD_PORT": str(server.getsockname()[1])}
        env = {**os.environ, **{f"AIRFLOW__METRICS__{name}": value for name, value in metrics.items()}}
        env["PYTHONPATH"] = str(PROJECT / "plugins")
        done = subprocess.run([sys.executable, "-c", WATCH], env=env, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr[-2000:]
        found = dict(datagrams(server))
    return {name.removeprefix("airflow.wirewatch."): float(value) for name, value in found.items() if "wirewatch" in name}


def test_figures_reach_a_statsd_server_where_airflow_is_set_to_send_them(run: Run, connected: Path) -> None:
    run("crawl_kcna_en", None, DAY)

    ours = figures(on=True)

    assert 0 < ours["mention_undecided_age_seconds"] < 600
    assert 0 <= ours["newest_article_age_hours.kcna-en"] < 0.2
    assert ours["sources_in_trouble.access_wall"] == 0
    assert any(name.startswith("requests_used_share.127_0_0_1_") and value > 0 for name, value in ours.items())
    assert {
        "delivery_queued_age_seconds",
        "entry_due_age_seconds",
        "recheck_due_age_seconds",
        "deliveries_refused_for_good",
    } <= set(ours)


def test_nothing_is_sent_where_airflow_is_not_set_to(connected: Path) -> None:
    assert figures(on=False) == {}


def datagrams(server: socket.socket) -> list[tuple[str, str]]:
    """(name, value) of the gauges that came."""
    found = []
    while True:
        try:
            line = server.recv(65_536).decode()
        except TimeoutError:
            return found
        found += [(one.partition(":")[0], one.partition(":")[2].partition("|")[0]) for one in line.splitlines()]


def test_a_dead_letter_pages_with_the_run_after_the_one_that_met_it(
    run: Run, connected: Path, engine: Engine, receivers: Receivers
) -> None:
    alerts = yaml.safe_load((connected / "alerts.yml").read_text())
    (connected / "alerts.yml").write_text(yaml.safe_dump({**alerts, "pages": ["slack"]}))
    run("crawl_kcna_en", None, DAY)
    receivers.behave("mail", "550", times=1)
    for _ in range(3):
        run("alert")

    pages = rows(engine, "select channel, state, subject from delivery where about like 'fault:%'")
    assert pages == [("slack", "sent", "Wirewatch: messages do not leave: mail: desk@demo.example")]
    assert open_faults(engine).keys() == {"undelivered:mail: desk@demo.example"}


def test_messages_to_a_channel_that_was_removed_are_tried_once_more_and_told_of(
    run: Run, connected: Path, engine: Engine, receivers: Receivers
) -> None:
    run("crawl_kcna_en", None, DAY)
    receivers.behave("mail", "451", times=1)
    run("alert")
    alerts = yaml.safe_load((connected / "alerts.yml").read_text())
    del alerts["channels"]["mail"]
    (connected / "alerts.yml").write_text(
        yaml.safe_dump({**alerts, "rules": [{"name": "officials", "channels": ["slack"]}], "operators": ["slack"]})
    )
    with engine.begin() as db:
        db.execute(text("update delivery set next_attempt_at = now()"))
        db.execute(text("update delivery set created_at = now() - interval '2 days' where channel = 'mail'"))
    for _ in range(3):
        run("alert")

    (message,) = rows(engine, "select state, attempts, error from delivery where channel = 'mail'")
    assert message == ("failed", 2, "alerts.yml has no channel “mail” any more")
    assert "undelivered:mail: desk@demo.example" in open_faults(engine)
    pages = rows(engine, "select channel, state, subject from delivery where about like 'fault:%'")
    assert ("slack", "sent", "Wirewatch: messages do not leave: mail: desk@demo.example") in pages
