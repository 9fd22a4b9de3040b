"""What Airflow calls when a task of ours ended: the row in the database decides what operators are told, once for each cause.

Airflow calls in the task's own process, or in the DAG processor where that process was killed. Neither may fail for this.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from airflow.sdk.exceptions import AirflowException
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from wirewatch.errors import WirewatchError
from wirewatch.models import FaultKind
from wirewatch.orchestration.connections import engine
from wirewatch.orchestration.outcome import ToldAlready
from wirewatch.storage import database, faults, pulse

log = logging.getLogger(__name__)

BY_THE_CLOCK = (
    "scheduled",
    "asset_triggered",
)  # run types: a run that a person or a backfill began shows nothing of the schedule
WITHOUT_A_WORD = "it ended without a word: it was killed, or its machine is gone"

Note = Callable[[Connection, Any], None]


def quietly(note: Note) -> Callable[[Any], None]:
    """What Airflow calls: a database that cannot be reached is logged, and no task fails for it."""

    @wraps(note)
    def called(context: Any) -> None:
        try:
            with engine().begin() as db:
                note(db, context)
        except (WirewatchError, SQLAlchemyError, AirflowException) as error:
            log.warning("what became of this task could not be noted: %s", type(error).__name__)

    return called


@quietly
def failed(db: Connection, context: Any) -> None:
    """A task failed for good: one fault for each task of a DAG, however many runs or mapped tasks fail of it."""
    task, error = context["ti"], context.get("exception")
    _seen(db, context)
    if not told(error):
        evidence = {"names": [_name(task)], "link": task.log_url, "run": task.run_id, "map_index": _map_index(task)}
        faults.met(db, FaultKind.TASK_FAILED, _cause(task), _reason(error), evidence)


@quietly
def succeeded(db: Connection, context: Any) -> None:
    """A task succeeded: what it failed of before is over."""
    task = context["ti"]
    _seen(db, context)
    faults.task_well(db, _cause(task), task.run_id, _map_index(task))


def told(error: object) -> bool:
    """Whether operators are told of the error's cause otherwise."""
    cause = getattr(error, "__cause__", None)
    return isinstance(error, ToldAlready) or (isinstance(cause, WirewatchError) and cause.told)


def _reason(error: object) -> str:
    """Our own words where the error has some, without the state that Airflow's words begin with; of the database's no row."""
    if isinstance(error, DBAPIError):
        return f"the database says: {database.said(error)}"
    cause = getattr(error, "__cause__", None)
    return cause.reason if isinstance(cause, WirewatchError) else str(error or WITHOUT_A_WORD)


CALLBACKS: dict[str, Any] = {"on_failure_callback": failed, "on_success_callback": succeeded}


def _seen(db: Connection, context: Any) -> None:
    run = context.get("dag_run")
    if run is not None and run.run_type in BY_THE_CLOCK:
        pulse.seen(db, context["ti"].dag_id)


def _cause(task: Any) -> str:
    return f"{FaultKind.TASK_FAILED}:{_name(task)}"


def _name(task: Any) -> str:
    return f"{task.dag_id}.{task.task_id}"


def _map_index(task: Any) -> int:
    return -1 if task.map_index is None else int(task.map_index)
