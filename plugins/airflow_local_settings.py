"""Airflow imports this from its plugins folder when it starts: backfills stand back behind the daily runs and the polls.

No DAG file can say so, because one DAG serves both (docs/decisions/0012). An Airflow that has an airflow_local_settings of its own
calls `stand_back` from there (docs/existing-airflow.md).
"""

from __future__ import annotations

from typing import Any

from wirewatch.orchestration.policy import stand_back

__all__ = ["task_instance_mutation_hook"]  # Airflow takes every other name for a setting of its own


def task_instance_mutation_hook(task_instance: Any, dag_run: Any) -> None:
    """Airflow's name for what may change a task before it is queued."""
    stand_back(task_instance)
