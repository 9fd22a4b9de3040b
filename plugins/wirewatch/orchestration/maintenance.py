"""Maintenance as Airflow tasks.

Airflow keeps its own database from tasks: the address reads `airflow-db-not-allowed` in them. `airflow db clean` therefore runs as a
program of its own that is given the address by a connection, and only where somebody made that connection: it stands for "this Airflow
is Wirewatch's", and without it neither Airflow's history nor its logs are touched.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from airflow.sdk import BaseHook, TriggerRule, task
from airflow.sdk.configuration import conf
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowNotFoundException

from wirewatch import archive as archives
from wirewatch import config
from wirewatch.orchestration.connections import engine
from wirewatch.orchestration.outcome import outcome
from wirewatch.pipeline import maintenance
from wirewatch.storage.database import with_driver

log = logging.getLogger(__name__)

Gone = Mapping[str, int] | None

AIRFLOW_DATABASE = "wirewatch_airflow_db"

# Without an archive table beside each one that it cleans, and red when one could not be cleaned; the time comes behind.
CLEAN = (
    sys.executable,
    *["-m", "airflow", "db", "clean", "--yes", "--skip-archive", "--error-on-cleanup-failure", "--clean-before-timestamp"],
)


@task
@outcome
def store() -> dict[str, int]:
    """Throw away what the store may forget; returns how many of what."""
    return maintenance.tidy(engine(), archives.configured(), config.load_settings().retention, datetime.now(UTC))


@task
@outcome
def logs() -> dict[str, int]:
    """Delete old log files of Airflow's tasks and DAG files; returns how many. Leaves them alone where the Airflow is not ours alone."""
    if _airflow_database() is None:
        return {}
    before = datetime.now(UTC) - timedelta(days=config.load_settings().retention.logs_days)
    return {"log files": maintenance.remove_old_logs(Path(conf.get("logging", "base_log_folder")), before)}


@task
@outcome
def history() -> dict[str, int]:
    """Delete old runs, tasks and events from Airflow's database; returns {table: rows}. Leaves it alone where it is not ours alone."""
    url = _airflow_database()
    if url is None:
        return {}
    before = datetime.now(UTC) - timedelta(days=config.load_settings().retention.airflow_days)
    done = subprocess.run([*CLEAN, before.isoformat()], env=_as_airflow(os.environ, url), capture_output=True, text=True)
    if done.returncode:
        raise AirflowException(f"`airflow db clean` failed: {(done.stdout + done.stderr)[-2000:]}")
    return maintenance.cleaned(done.stdout)


@task(trigger_rule=TriggerRule.ALL_DONE, retries=0)
def report(store: Gone, logs: Gone, history: Gone) -> dict[str, int]:
    """Say what was thrown away; fails where a task before it did (and left nothing to say), for the run has the colour of its last task."""
    gone = {"store": store, "logs": logs, "history": history}
    total = {what: count for one in gone.values() for what, count in (one or {}).items()}
    log.info("Thrown away: %s", ", ".join(f"{count} {what}" for what, count in total.items()) or "nothing")
    if failed := [name for name, one in gone.items() if one is None]:
        raise AirflowFailException(f"Failed: {', '.join(failed)}; see their logs.")
    return total


def _airflow_database() -> str | None:
    """The address of Airflow's own database; None where nobody gave it."""
    try:
        return with_driver(BaseHook.get_connection(AIRFLOW_DATABASE).get_uri())
    except AirflowNotFoundException:
        log.info("There is no connection %s: this Airflow's history and logs are left to those who run it", AIRFLOW_DATABASE)
        return None


def _as_airflow(environment: Mapping[str, str], url: str) -> dict[str, str]:
    """The environment of a program of Airflow's: what the task's own hides, it is told."""
    hidden = "AIRFLOW__CORE__SQL_ALCHEMY_CONN"
    return {**{name: value for name, value in environment.items() if name != hidden}, "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": url}
