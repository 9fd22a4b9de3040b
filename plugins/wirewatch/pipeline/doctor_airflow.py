"""doctor's look at Airflow, through its REST API: do its processes beat, does it know our DAGs and pools, what is switched off?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from wirewatch.config import PROJECT
from wirewatch.configured import Airflow, Source
from wirewatch.local.airflow_api import HEALTH, AirflowError, Client
from wirewatch.pipeline.doctor import Check

ABOUT = ("Airflow", "DAGs", "pools")
ALERT = "alert"


def airflow_checks(client: Client, names: Airflow, sources: Sequence[Source]) -> Iterator[Check]:
    """Airflow's processes, DAGs and pools, as the sources that are on need them."""
    try:
        yield processes(client)
        yield dags(client, names, sources)
        yield pools(client, names, sources)
    except AirflowError as error:
        yield Check("Airflow", "failed", str(error))


def processes(client: Client) -> Check:
    """Whether each process sent a heartbeat lately; a triggerer is not needed by our DAGs."""
    health: Mapping[str, Any] = client.get("/monitor/health")
    silent = [name for name in HEALTH if (health.get(name) or {}).get("status") != "healthy"]
    words = f"Airflow {client.get('/version')['version']} at {client.address}"
    if not silent:
        return Check("Airflow", "ok", f"{words}: {', '.join(HEALTH)} are healthy")
    cure = f"Look into the log of {silent[0]}. Of the local stack: logs/ in the state folder; `make up` starts what died."
    return Check(
        "Airflow", "warning" if silent == ["triggerer"] else "failed", f"{words}: no heartbeat of {', '.join(silent)}", cure
    )


def dags(client: Client, names: Airflow, sources: Sequence[Source]) -> Check:
    """Whether our DAG files can be read, each source that is on has its DAG, and what is switched off of all that has a schedule."""
    if broken := import_errors(client):
        name, trace = broken[0]
        return Check("DAGs", "failed", f"{len(broken)} of our files cannot be read; {name}: {trace}", "Correct the file.")
    alert, known = names.name(ALERT), client.get("/dags", tags=names.name("wirewatch"), limit=1000)["dags"]
    wanted = {alert, *map(names.crawl_dag, sources)}
    if missing := sorted(wanted - {dag["dag_id"] for dag in known}):
        cure = "A new one appears within a minute. Else see that Airflow's dags folder and WIREWATCH_CONFIG are the ones meant."
        return Check("DAGs", "failed", f"Airflow does not know {', '.join(missing)}", cure)
    scheduled = [dag for dag in known if dag["timetable_summary"]]
    if off := [dag["dag_id"] for dag in scheduled if dag["is_paused"]]:
        nobody = "; while alert is off nobody is told of anything" if alert in off else ""
        return Check("DAGs", "warning", f"switched off: {', '.join(off)}{nobody}", "Switch them on in Airflow's list of DAGs.")
    return Check("DAGs", "ok", f"all {len(scheduled)} that have a schedule can be read and are switched on")


def import_errors(client: Client) -> list[tuple[str, str]]:
    """Our DAG files that cannot be read: (name, last line of the error). Other people's files are no business of ours."""
    ours = {file.name for file in (PROJECT / "dags").glob("*.py")}
    found = [(Path(one["filename"]).name, one["stack_trace"]) for one in client.get("/importErrors", limit=100)["import_errors"]]
    return [(name, trace.strip().splitlines()[-1][:200]) for name, trace in found if name in ours]


def find(client: Client, dag_id: str) -> dict[str, Any] | None:
    """A DAG as Airflow describes it; None where it is not known."""
    try:
        return dict(client.get(f"/dags/{dag_id}"))
    except AirflowError as error:
        if error.status == 404:
            return None
        raise


def pools(client: Client, names: Airflow, sources: Sequence[Source]) -> Check:
    """Whether the pools that hold back requests to each host are there."""
    wanted = sorted(names.pools(sources))
    known = {pool["name"] for pool in client.get("/pools", limit=1000)["pools"]}
    if missing := [pool for pool in wanted if pool not in known]:
        cure = "`make up` makes them; in an Airflow of your own `wirewatch db upgrade` does."
        return Check("pools", "failed", f"missing, so that no task starts: {', '.join(missing)}", cure)
    return Check("pools", "ok", f"{', '.join(wanted) or 'none'} {'are there' if wanted else 'needed: no source is on'}")
