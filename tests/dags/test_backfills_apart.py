"""Two backfills over the same days of a source: the tasks of the second wait for the first, and nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.sdk.exceptions import AirflowRescheduleException
from sqlalchemy import Engine

from wirewatch.configured import Source
from wirewatch.errors import BackfillUnderWay
from wirewatch.orchestration.outcome import outcome
from wirewatch.orchestration.tasks import undisturbed
from wirewatch.pipeline.coverage import Window
from wirewatch.storage import backfills, crawls

DAY = date(2026, 11, 3)
Task = Callable[..., str]


@pytest.fixture
def task(engine: Engine, kcna: Source) -> Task:
    """task(kind of run, day) → "read" when it could work on the day."""
    with engine.begin() as db:
        crawls.register(db, kcna, DAY)

    @outcome
    def read(kind: str, day: date = DAY) -> str:
        context: Any = {"dag_run": SimpleNamespace(run_type=kind, dag_id="crawl_kcna_en", run_id=f"{kind}__{day}")}
        with undisturbed(engine, kcna.key, Window(day, day), context):
            return "read"

    return read


def test_a_backfills_task_waits_while_another_backfill_is_at_work_on_its_day(engine: Engine, task: Task) -> None:
    before = datetime.now(UTC)
    with (
        backfills.claimed(engine, "kcna-en", DAY, DAY, "`wirewatch backfill`"),
        pytest.raises(AirflowRescheduleException) as error,
    ):
        task("backfill")

    assert 200 < (error.value.reschedule_date - before).total_seconds() < 400  # type: ignore[attr-defined]
    assert task("backfill") == "read", "once it is over"


def test_other_days_and_other_kinds_of_runs_are_not_held_up(engine: Engine, task: Task) -> None:
    with backfills.claimed(engine, "kcna-en", DAY, DAY, "`wirewatch backfill`"):
        assert task("backfill", date(2026, 11, 4)) == "read"
        assert task("scheduled") == task("manual") == "read"


def test_two_tasks_of_one_backfill_run_work_side_by_side(engine: Engine, task: Task) -> None:
    with backfills.claimed(engine, "kcna-en", DAY, DAY, f"Airflow's crawl_kcna_en:backfill__{DAY}"):
        assert task("backfill") == "read"


def test_the_refusal_names_the_other_and_its_days(engine: Engine, task: Task) -> None:
    with backfills.claimed(engine, "kcna-en", DAY, date(2026, 11, 9), "the other"), pytest.raises(BackfillUnderWay) as error:
        backfills.claimed(engine, "kcna-en", date(2026, 11, 8), date(2026, 12, 1), "this one").__enter__()

    assert "the other is at work on kcna-en from 2026-11-03 to 2026-11-09" in error.value.reason
