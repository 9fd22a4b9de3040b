"""The DAG `maintenance`, run for real: the store is tidied; Airflow's own history only where Airflow is ours alone."""

# ruff: noqa: F811 - fixtures of a neighbour

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.conftest import LAST_DAY
from tests.dags.conftest import HOME
from tests.dags.test_dag_runs import Run, connected, receivers, run, states  # noqa: F401
from wirewatch.orchestration import schedule

HUNDRED_DAYS = 100 * 24 * 3600


@pytest.fixture
def old_log() -> Path:
    """A log file of a task, a hundred days old."""
    file = Path(HOME, "logs", "dag_id=alert", "run_id=old", "attempt=1.log")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("x")
    os.utime(file, (time.time() - HUNDRED_DAYS,) * 2)
    return file


@pytest.fixture
def crawled(run: Run, engine: Engine) -> Engine:
    """A day that was crawled a hundred days ago."""
    run("crawl_kcna_en", None, {"first_day": LAST_DAY.isoformat(), "last_day": LAST_DAY.isoformat()})
    with engine.begin() as db:
        db.execute(text("update crawl set started_at = now() - interval '100 days', finished_at = now() - interval '100 days'"))
    return engine


def test_the_store_is_tidied_and_an_airflow_that_is_not_ours_alone_is_left_alone(
    crawled: Engine, run: Run, old_log: Path
) -> None:
    done = run("maintenance")

    assert str(done.state) == "success"
    with crawled.begin() as db:
        assert db.execute(text("select count(*) from crawl_entry")).scalar_one() == 0
        assert db.execute(text("select count(*) from article")).scalar_one() == 8
    assert old_log.exists()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks that are not tried again."""
    monkeypatch.setitem(schedule.RETRYING, "retries", 0)


def test_where_airflow_is_ours_old_logs_go_and_a_failed_cleaning_makes_the_run_red(
    impatient: None, run: Run, old_log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WIREWATCH_AIRFLOW_DB", "postgres://nobody:x@127.0.0.1:1/airflow")

    done = run("maintenance")

    assert not old_log.exists()
    assert states(done) == {
        ("store", -1): "success", ("logs", -1): "success", ("history", -1): "failed", ("report", -1): "failed",
    }  # fmt: skip
