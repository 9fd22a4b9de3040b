"""Where the tasks of Airflow's backfills wait. Every process of Airflow imports this: it reads no configuration, and not Airflow."""

from __future__ import annotations

from typing import Any

from wirewatch.models import BACKFILL_POOL, OWNER

BEHIND_ALL_OTHERS = 0  # what nobody gave a weight weighs 1 and more


def stand_back(task_instance: Any) -> None:
    """A backfill's task of ours waits in its host's pool for backfills, and behind everything else; others' tasks are left alone."""
    # By the run's name, which Airflow gives: its dag_run is not there yet when a task instance is set up. One that comes from
    # Airflow's database without its task was set up before.
    task = getattr(task_instance, "task", None)
    if task is None or task.owner != OWNER or not (task_instance.run_id or "").startswith("backfill__"):
        return
    task_instance.priority_weight = BEHIND_ALL_OTHERS
    if "wirewatch_" in task_instance.pool and not task_instance.pool.endswith(BACKFILL_POOL):
        task_instance.pool += BACKFILL_POOL
