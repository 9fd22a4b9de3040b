"""Airflow imports this from its plugins folder when it starts: backfills stand back behind the daily runs and the polls.

No DAG file can say so, because one DAG serves both (docs/decisions/0012). An Airflow that has an airflow_local_settings of its own
calls `stand_back` from there.
"""

from __future__ import annotations

from typing import Any

__all__ = ["task_instance_mutation_hook"]  # Airflow takes every other name for a setting of its own

BEHIND_ALL_OTHERS = 0  # what nobody gave a weight weighs 1 and more
BACKFILL_POOL = "_backfill"  # as in wirewatch.configured, which is not imported here: every process of Airflow reads this file


def stand_back(task_instance: Any) -> None:
    """A backfill's task waits in its host's pool for backfills, and behind everything else."""
    # By the run's name, which Airflow gives: its dag_run is not there yet when a task instance is set up.
    if (task_instance.run_id or "").startswith("backfill__") and task_instance.dag_id.startswith("crawl_"):
        task_instance.priority_weight = BEHIND_ALL_OTHERS
        if task_instance.pool.startswith("wirewatch_") and not task_instance.pool.endswith(BACKFILL_POOL):
            task_instance.pool += BACKFILL_POOL


def task_instance_mutation_hook(task_instance: Any, dag_run: Any) -> None:
    """Airflow's name for what may change a task before it is queued."""
    stand_back(task_instance)
