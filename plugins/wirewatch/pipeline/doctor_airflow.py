"""doctor's look at Airflow, through its REST API: do its processes beat, does it know our DAGs and pools, what is switched off?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from wirewatch.config import PROJECT
from wirewatch.configured import Airflow, Source
from wirewatch.local.airflow_api import HEALTH, AirflowError, Client
from wirewatch.pipeline.doctor import Check, not_checked

ABOUT = ("Airflow", "DAGs", "pools")
ALERT = "alert"


def airflow_checks(client: Client, names: Airflow, sources: Sequence[Source]) -> Iterator[Check]:
    """Airflow's processes, DAGs and pools, as the sources that are on need them."""
    looks: tuple[Callable[[], Check], ...] = (
        lambda: processes(client),
        lambda: dags(client, names, sources),
        lambda: pools(client, names, sources),
    )
    for number, look in enumerate(looks):
        try:
            yield look()
        except AirflowError as error:
            yield Check(ABOUT[number], "failed", str(error))
            yield from not_checked(ABOUT[number + 1 :], "Airflow did not answer the question before")
            return


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
    alert, known = names.name(ALERT), client.every("/dags", "dags", tags=names.name("wirewatch"))
    if broken := import_errors(client, known):
        name, trace = broken[0]
        return Check("DAGs", "failed", f"{len(broken)} of our files cannot be read; {name}: {trace}", "Correct the file.")
    wanted = {alert, *map(names.crawl_dag, sources)}
    if missing := sorted(wanted - {dag["dag_id"] for dag in known}):
        cure = "A new one appears within a minute. Else see that Airflow's dags folder and WIREWATCH_CONFIG are the ones meant."
        return Check("DAGs", "failed", f"Airflow does not know {', '.join(missing)}", cure)
    scheduled = [dag for dag in known if dag["timetable_summary"]]
    if off := [dag["dag_id"] for dag in scheduled if dag["is_paused"]]:
        nobody = "; while alert is off nobody is told of anything" if alert in off else ""
        return Check("DAGs", "warning", f"switched off: {', '.join(off)}{nobody}", "Switch them on in Airflow's list of DAGs.")
    return Check("DAGs", "ok", f"all {len(scheduled)} that have a schedule can be read and are switched on")


def import_errors(client: Client, known: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Our DAG files that cannot be read: (name, last line of the error). Other people's files are no business of ours.

    Ours are those of our names in a folder from which a `known` DAG of ours was read; or anywhere, where none could be read.
    """
    ours = {file.name for file in (PROJECT / "dags").glob("*.py")}
    folders = {_folder(dag["bundle_name"], dag["relative_fileloc"]) for dag in known if dag["relative_fileloc"]}
    return [
        (Path(one["filename"]).name, one["stack_trace"].strip().splitlines()[-1][:200])
        for one in client.every("/importErrors", "import_errors")
        if Path(one["filename"]).name in ours and (not folders or _folder(one["bundle_name"], one["filename"]) in folders)
    ]


def _folder(bundle: str | None, file: str) -> tuple[str | None, Path]:
    return bundle, Path(file).parent


def pools(client: Client, names: Airflow, sources: Sequence[Source]) -> Check:
    """Whether the pools that hold back requests to each host are there."""
    wanted = sorted(names.pools(sources))
    if missing := [pool for pool in wanted if client.find(f"/pools/{quote(pool)}") is None]:
        cure = "`make up` makes them; in an Airflow of your own `wirewatch db upgrade` does."
        return Check("pools", "failed", f"missing, so that no task starts: {', '.join(missing)}", cure)
    return Check("pools", "ok", f"{', '.join(wanted) or 'none'} {'are there' if wanted else 'needed: no source is on'}")
