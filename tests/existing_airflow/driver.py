"""Run inside the other team's Airflow, by its Python: what its parts make of our DAGs and of their own. Prints one JSON object.

What is looked at is what runs there: the DAG files as the dag-processor parses them, tasks run by `dag.test()`, a backfill as the
scheduler sets it up, and the web server's application.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

WEEK = (datetime(2026, 11, 17, tzinfo=UTC), datetime(2026, 11, 18, tzinfo=UTC))


def parsed(bag: Any) -> dict[str, Any]:
    """Each DAG's tags, title, description and pools."""
    return {
        dag.dag_id: {
            "tags": sorted(dag.tags),
            "title": dag.dag_display_name,
            "pools": sorted({task.pool for task in dag.tasks}),
            "description": dag.description,
        }
        for dag in bag.dags.values()
    }


def ran(bag: Any, dag_id: str, conf: dict[str, str] | None = None) -> dict[str, Any]:
    """Run a DAG: its state, and its tasks' states and return values."""
    run = bag.dags[dag_id].test(run_conf=conf)
    tasks = {f"{one.task_id} {one.map_index}": str(one.state) for one in run.get_task_instances()}
    return {"state": str(run.state), "tasks": tasks}


def backfilled(bag: Any, *dag_ids: str) -> dict[str, Any]:
    """Backfill a day or two of each: where Airflow has the tasks wait."""
    from airflow.dag_processing.dagbag import sync_bag_to_db
    from airflow.models.backfill import _create_backfill
    from airflow.models.taskinstance import TaskInstance
    from airflow.utils.session import create_session
    from sqlalchemy import select

    sync_bag_to_db(bag, "dags-folder", None)
    for dag_id in dag_ids:
        _create_backfill(
            dag_id=dag_id,
            from_date=WEEK[0],
            to_date=WEEK[1],
            max_active_runs=1,
            reverse=False,
            dag_run_conf={},
            triggering_user_name="x",
        )
    with create_session() as session:
        instances = session.scalars(select(TaskInstance).where(TaskInstance.run_id.like("backfill__%"))).all()
        return {f"{one.dag_id} {one.task_id}": [one.pool, one.priority_weight, one.queue] for one in instances}


def served() -> dict[str, Any]:
    """What the web server answers on both plugins' pages: to nobody, and to somebody who is signed in."""
    from airflow.api_fastapi.app import create_app, get_auth_manager
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
    from fastapi.testclient import TestClient

    nobody = TestClient(create_app(apps="core"), base_url="http://airflow.example")
    token = get_auth_manager().generate_jwt(SimpleAuthManagerUser(username="ann", role="VIEWER"))
    mentions = "/wirewatch/api/mentions"
    signed_in = nobody.get(mentions, headers={"Authorization": f"Bearer {token}"})
    return {
        "theirs": nobody.get("/stock/ping").json(),
        "ours, to nobody": nobody.get(mentions).status_code,
        "ours, to a viewer": [signed_in.status_code, len(signed_in.json())],
    }


def main() -> None:
    """Look at everything, in the order in which it needs each other."""
    from airflow import settings
    from airflow.dag_processing.dagbag import BundleDagBag

    import airflow_local_settings

    bag = BundleDagBag(bundle_path=Path(settings.DAGS_FOLDER))
    seen = {"import_errors": bag.import_errors, "dags": parsed(bag), "settings": airflow_local_settings.__file__}
    seen["ran"] = {name: ran(bag, name) for name in ("alert", "stock", "plain")}
    days = {"first_day": "2026-11-19", "last_day": "2026-11-20"}
    seen["ran"] |= {"kp_crawl_kcna_en": ran(bag, "kp_crawl_kcna_en", days), "kp_alert": ran(bag, "kp_alert")}
    seen["backfilled"] = backfilled(bag, "alert", "kp_crawl_kcna_en")
    seen["served"] = served()
    names = ("archive", "config", "models", "storage", "delivery", "pipeline", "text")
    seen["modules"] = {name: getattr(sys.modules[name], "__file__", None) for name in names if name in sys.modules}
    print(json.dumps(seen, default=str))


main()
