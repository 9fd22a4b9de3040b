"""Who is signed in to Airflow, and what they may do in Wirewatch: dependencies for `ui`.

Airflow's roles know nothing of mentions. Whoever may see the DAG rematch_archive may read them, and whoever may trigger it may judge
them: a verdict changes the archive as a run of that DAG does. A plain viewer may only read.
"""

from __future__ import annotations

from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity
from airflow.api_fastapi.core_api.security import GetUserDep, requires_access_dag
from fastapi import Depends

from wirewatch.orchestration import schedule

DAG = schedule.names().name("rematch_archive")

may_see = requires_access_dag("GET", param_dag_id=DAG)
may_trigger = requires_access_dag("POST", DagAccessEntity.RUN, param_dag_id=DAG)


def reader(user: GetUserDep, _: None = Depends(may_see)) -> str:
    """The name of whoever is signed in and may read."""
    return str(user.get_name())


def writer(user: GetUserDep, _: None = Depends(may_trigger)) -> str:
    """The name of whoever is signed in and may give verdicts."""
    return str(user.get_name())
