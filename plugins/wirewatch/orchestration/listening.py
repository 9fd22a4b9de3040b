"""Airflow's DAG processor tells us of DAG files of ours that cannot be loaded: their runs would just not come."""

from __future__ import annotations

import logging
from pathlib import Path

from airflow.listeners import hookimpl

log = logging.getLogger(__name__)

OURS = "from wirewatch."  # what every DAG file of ours holds, wherever it was mounted


@hookimpl
def on_new_dag_import_error(filename: str, stacktrace: str) -> None:
    """A file that could be loaded, or is new, cannot be loaded."""
    broken(Path(filename), stacktrace)


@hookimpl
def on_existing_dag_import_error(filename: str, stacktrace: str) -> None:
    """It still cannot; said anew each time it is tried, several times an hour."""
    broken(Path(filename), stacktrace)


def broken(file: Path, stacktrace: str) -> None:
    """Write it down as a fault of that file, where it is one of ours; its reason is the last line of the trace."""
    from airflow.sdk.exceptions import AirflowException  # every process of Airflow loads this file, and few come this far
    from sqlalchemy.exc import SQLAlchemyError

    from wirewatch.errors import WirewatchError
    from wirewatch.models import FaultKind
    from wirewatch.orchestration.connections import engine
    from wirewatch.storage import faults

    try:
        if OURS not in file.read_text(encoding="utf-8"):
            return
        reason = next((line for line in reversed(stacktrace.splitlines()) if line.strip()), "Airflow gives no reason")
        with engine().begin() as db:
            faults.met(db, FaultKind.DAG_BROKEN, f"{FaultKind.DAG_BROKEN}:{file.name}", reason.strip(), {"names": [file.name]})
    except (OSError, UnicodeDecodeError, WirewatchError, SQLAlchemyError, AirflowException) as error:
        log.warning("that %s cannot be loaded could not be noted: %s", file.name, type(error).__name__)
