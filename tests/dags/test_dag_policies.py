"""Rules for every DAG, and for what happens while a DAG file is parsed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from wirewatch.config import PROJECT, load_source
from wirewatch.configured import Airflow


def test_there_is_a_dag_for_each_enabled_source_and_one_that_alerts(dag_bag: Any) -> None:
    assert dag_bag.import_errors == {}
    crawls, others = (
        {"crawl_kcna_en", "crawl_vok_en"},
        {"poll_listings", "recheck", "alert", "archive", "reparse", "rematch_archive", "doctor", "maintenance"},
    )
    assert set(dag_bag.dags) == crawls | others


def test_a_crawl_discovers_then_reads_and_matches_then_audits_then_reports(dag_bag: Any) -> None:
    dag = dag_bag.dags["crawl_kcna_en"]

    shape = {task.task_id: task.downstream_task_ids for task in dag.tasks}

    assert shape["discover"] >= {"read.ingest"}
    assert shape["read.ingest"] == {"read.match"}
    assert shape["read.match"] == {"audit"}
    assert shape["audit"] == {"report"}
    assert shape["report"] == set()


def test_every_dag_has_a_runbook_an_owner_tags_and_one_run_at_a_time(dag_bag: Any) -> None:
    for dag in dag_bag.dags.values():
        assert dag.doc_md.startswith("# ")
        assert "wirewatch" in dag.tags
        assert dag.max_active_runs == 1
        assert not dag.catchup
        assert all(task.owner == "wirewatch" for task in dag.tasks)


def test_tasks_that_talk_to_the_site_retry_with_backoff_and_share_the_hosts_pool(dag_bag: Any) -> None:
    dag = dag_bag.dags["crawl_kcna_en"]
    for name in ("discover", "read.ingest"):
        task = dag.get_task(name)
        assert task.pool == "wirewatch_127.0.0.1_9"
        assert task.retries == 3
        assert task.retry_exponential_backoff == pytest.approx(2.0)
        assert task.max_retry_delay == timedelta(minutes=15)


def test_the_last_tasks_run_whatever_happened_before(dag_bag: Any) -> None:
    dag = dag_bag.dags["crawl_kcna_en"]
    assert [dag.get_task(name).trigger_rule.value for name in ("read.match", "report")] == ["all_done", "all_done"]


def test_a_crawl_runs_at_nine_in_korea(dag_bag: Any) -> None:
    timetable = dag_bag.dags["crawl_kcna_en"].timetable
    assert (timetable.expression, str(timetable.timezone)) == ("0 9 * * *", "Asia/Seoul")


def test_reading_again_waits_in_the_hosts_pool_behind_all_others_and_keeps_off_the_crawls_hour(dag_bag: Any) -> None:
    dag = dag_bag.dags["recheck"]
    read = dag.get_task("read_127_0_0_1_9")

    assert (read.pool, read.priority_weight, read.weight_rule) == ("wirewatch_127.0.0.1_9", 1, dag.get_task("report").weight_rule)
    assert dag_bag.dags["crawl_kcna_en"].get_task("read.ingest").weight_rule != read.weight_rule  # 1, and its followers on top
    assert (dag.timetable.expression, str(dag.timetable.timezone)) == ("0 3 * * *", "Asia/Seoul")


def test_a_rematch_does_one_month_at_a_time_behind_all_others(dag_bag: Any) -> None:
    rematch = dag_bag.dags["rematch_archive"].get_task("rematch")
    lowest = dag_bag.dags["recheck"].get_task("report")

    assert (rematch.priority_weight, rematch.weight_rule) == (1, lowest.weight_rule)
    assert rematch.max_active_tis_per_dag == 1


def test_the_listings_are_polled_each_half_hour_of_the_korean_day(dag_bag: Any) -> None:
    timetable = dag_bag.dags["poll_listings"].timetable
    assert (timetable.expression, str(timetable.timezone)) == ("*/30 6-23 * * *", "Asia/Seoul")


def test_the_tasks_of_a_backfill_stand_in_a_pool_of_their_own_behind_all_others(dag_bag: Any) -> None:
    import airflow_local_settings

    ours = dag_bag.dags["crawl_kcna_en"].get_task("discover")

    def waits(run_id: str, task: Any = ours, pool: str = "kp_wirewatch_site") -> tuple[str, int]:
        instance = SimpleNamespace(run_id=run_id, task=task, pool=pool, priority_weight=3)
        airflow_local_settings.task_instance_mutation_hook(instance, None)
        airflow_local_settings.task_instance_mutation_hook(instance, None)  # Airflow asks more than once
        return instance.pool, instance.priority_weight

    assert waits("backfill__2026-11-01T00:00:00+00:00") == ("kp_wirewatch_site_backfill", 0)
    assert waits("backfill__2026-11-01T00:00:00+00:00", pool="default_pool") == ("default_pool", 0)
    assert waits("scheduled__2026-11-01T00:00:00+00:00") == ("kp_wirewatch_site", 3)
    theirs = SimpleNamespace(owner="airflow")
    for task in (theirs, None):
        assert waits("backfill__2026-11-01T00:00:00+00:00", task) == ("kp_wirewatch_site", 3)
    assert set(Airflow("kp_").pools([load_source("kcna-en")])) == {
        "kp_wirewatch_127.0.0.1_9",
        "kp_wirewatch_127.0.0.1_9_backfill",
    }


def test_a_dag_file_stays_on_one_screen() -> None:
    for file in (PROJECT / "dags").glob("*.py"):
        code = file.read_text().split('"""', 2)[2]
        assert len(code.splitlines()) <= 60, file


PARSE = """
import builtins, runpy, socket, sys
opened = []
real_open = builtins.open

def watched(file, *rest, **named):
    opened.append(str(file))
    return real_open(file, *rest, **named)

def refused(*_, **__):
    raise RuntimeError("a DAG file opened a connection while it was parsed")

import airflow.sdk, airflow.sdk.definitions.dag, wirewatch.orchestration.tasks, wirewatch.orchestration.schedule  # noqa
import io
io.open = watched
builtins.open = watched
socket.socket.connect = refused
runpy.run_path(sys.argv[1])
config = sys.argv[2]
print("\\n".join(name for name in opened if not name.endswith((".py", ".pyc"))))
"""


@pytest.mark.parametrize(
    "name",
    [
        "crawl.py",
        "recheck.py",
        "alert.py",
        "archive.py",
        "reparse.py",
        "rematch_archive.py",
        "poll_listings.py",
        "maintenance.py",
    ],
)
def test_parsing_a_dag_file_reads_the_settings_and_the_source_files_it_needs_and_nothing_else(
    config: Path, airflow_database: None, name: str
) -> None:
    (config / "settings.yml").write_text("poll: {every_minutes: 30}\n")
    env = {**os.environ, "PYTHONPATH": str(PROJECT / "plugins")}
    command = [sys.executable, "-c", PARSE, str(PROJECT / "dags" / name), str(config)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)

    assert done.returncode == 0, done.stderr[-2000:]
    read = {line for line in done.stdout.splitlines() if line.strip() and not line.startswith("/proc/")}
    settings, sources = {str(config / "settings.yml")}, {str(file) for file in (config / "sources").glob("*.yml")}
    per_source = name in ("crawl.py", "recheck.py", "alert.py")
    assert read == (settings | sources if per_source else settings)


LOAD_PLUGINS = """
import sys
from airflow import plugins_manager
plugins_manager._get_plugins()
files = {name: getattr(module, "__file__", None) or "" for name, module in list(sys.modules.items())}
print([name for name, file in files.items() if "/plugins/wirewatch/" in file and not name.startswith("wirewatch")])
"""


@pytest.mark.parametrize(("ignored", "syntax"), [(True, "glob"), (True, "regexp"), (False, "glob")])
def test_the_ignore_files_and_they_alone_keep_airflow_from_running_the_package_as_plugins(
    airflow_database: None, tmp_path: Path, ignored: bool, syntax: str
) -> None:
    shutil.copytree(
        PROJECT / "plugins", tmp_path / "plugins", ignore=None if ignored else shutil.ignore_patterns(".airflowignore")
    )
    settings = {"AIRFLOW__CORE__PLUGINS_FOLDER": str(tmp_path / "plugins"), "AIRFLOW__CORE__DAG_IGNORE_FILE_SYNTAX": syntax}
    env = {**os.environ, **settings, "PYTHONPATH": str(tmp_path / "plugins")}
    done = subprocess.run([sys.executable, "-c", LOAD_PLUGINS], env=env, capture_output=True, text=True, timeout=120)

    untouched = done.returncode == 0 and done.stdout.splitlines()[-1] == "[]"
    assert untouched is ignored, done.stderr[-2000:]


def test_no_module_of_the_package_is_called_like_one_of_the_standard_library() -> None:
    names = {path.stem for path in (PROJECT / "plugins").rglob("*.py")} | {
        path.name for path in (PROJECT / "plugins").rglob("*") if path.is_dir()
    }
    assert not names & set(sys.stdlib_module_names) - {"__init__", "__main__"}
