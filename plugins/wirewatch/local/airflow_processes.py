"""Airflow as the local stack runs it: the environment of its processes, and its REST API.

Airflow itself is never imported here: importing it takes seconds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

import requests

from wirewatch.config import PROJECT
from wirewatch.local import postgres
from wirewatch.local.home import StackError, locked, ports, private_folder, secrets, write_private

USER = "admin"
AIRFLOW = (sys.executable, "-m", "airflow")
PROCESSES = {
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}  # without --skip-serve-logs two of them would serve logs on every network interface

HEALTH = ("metadatabase", "scheduler", "dag_processor", "triggerer")
FINAL_STATES = {"success", "failed"}


class AirflowError(StackError):
    """Airflow did not do what it was asked to do; the text holds its answer."""


# --- the environment of its processes -------------------------------------------------------------


def ui_address(home: Path) -> str:
    """Where a browser finds this stack's Airflow."""
    return f"http://127.0.0.1:{ports(home)['airflow']}"


def programs() -> dict[str, list[str]]:
    """The commands of Airflow's four processes, the slowest to start first."""
    return {name: [*AIRFLOW, *command] for name, command in PROCESSES.items()}


def prepare(home: Path) -> None:
    """Write the two files Airflow would otherwise make up at its first start, each of its four processes for itself."""
    folder = private_folder(home, "airflow")
    write_private(folder / "airflow.cfg", "# Wirewatch gives Airflow every setting through the environment.\n")
    write_private(folder / "passwords.json", json.dumps({USER: secrets(home).admin_password}) + "\n")


def environment(
    home: Path,
    config: Path,
    database_url: str,
    *,
    paused: bool,
    connections: Mapping[str, Mapping[str, object]] | None = None,
    dags: Path | None = None,
) -> dict[str, str]:
    """The whole environment of the stack's processes; holds secrets, so it must reach them as environment and not as a file.

    `connections` are Airflow connections by id (conn_type, host, port, …); `paused` is whether a new DAG waits to be switched on.
    """
    return {
        **{name: value for name, value in os.environ.items() if name != "AIRFLOW_CONFIG"},
        **_airflow_settings(home, dags or PROJECT / "dags", paused),
        # This Airflow is ours alone: the DAG `maintenance` may clean its database, which Airflow hides from tasks.
        "AIRFLOW_CONN_WIREWATCH_AIRFLOW_DB": postgres.airflow_url(home).replace("postgresql+psycopg2:", "postgres:"),
        **{f"AIRFLOW_CONN_{name.upper()}": json.dumps(fields) for name, fields in (connections or {}).items()},
        **_without_proxies_for_loopback(),
        "WIREWATCH_HOME": str(home),
        "PYTHONWARNINGS": "ignore:GitWildMatchPattern",  # Airflow's own, about .airflowignore, in every task's log
        "SPT_NOENV": "1",  # else the process titles Airflow sets overwrite the environment that others see, and the mark with it
        "WIREWATCH_STACK": str(home.resolve()),  # the mark by which `down` knows the stack's processes
        "WIREWATCH_CONFIG": str(config),
        "WIREWATCH_DATABASE_URL": database_url,
    }


def _airflow_settings(home: Path, dags: Path, paused: bool) -> dict[str, str]:
    keys, address, folder = secrets(home), ui_address(home), home / "airflow"
    return {
        "AIRFLOW_HOME": str(folder),
        "AIRFLOW__CORE__DAGS_FOLDER": str(dags),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT / "plugins"),
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "8",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": str(paused),
        "AIRFLOW__CORE__HOSTNAME_CALLABLE": "socket.gethostname",  # the default asks the DNS, which may not answer
        "AIRFLOW__CORE__FERNET_KEY": keys.fernet_key,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(folder / "passwords.json"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": postgres.airflow_url(home),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(ports(home)["airflow"]),
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API__SECRET_KEY": keys.api_secret_key,
        "AIRFLOW__API_AUTH__JWT_SECRET": keys.jwt_secret,
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "10",  # seconds; the default shows a new source after five minutes
        # Airflow's own defaults for these two go wrong where the path holds a `%`.
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(folder / "logs"),
        "AIRFLOW__LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(folder / "logs" / "dag_processor"),
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO",  # at WARNING the tasks' own words would be lost
        "AIRFLOW__LOGGING__NAMESPACE_LEVELS": "airflow=WARNING alembic=WARNING http.access=WARNING",
        "AIRFLOW__LOGGING__UVICORN_LOGGING_LEVEL": "WARNING",
    }


def _without_proxies_for_loopback() -> dict[str, str]:
    given = os.environ.get("NO_PROXY") or os.environ.get("no_proxy") or ""
    hosts = ",".join(dict.fromkeys([*filter(None, given.split(",")), "127.0.0.1", "localhost"]))
    return {"NO_PROXY": hosts, "no_proxy": hosts}


# --- its database ----------------------------------------------------------------------------------


def migrate(home: Path, env: Mapping[str, str]) -> bool:
    """Bring Airflow's database to the installed version; False when it was there already. Raises AirflowError.

    The version is noted as a comment on the database itself, so the note can never outlive the tables.
    """
    note = f"migrated by Airflow {version('apache-airflow-core')}"
    with locked(home, "migrate"):
        if postgres.database_comment(home, "airflow") == note:
            return False
        done = subprocess.run([*AIRFLOW, "db", "migrate"], env=dict(env), cwd=PROJECT, capture_output=True, text=True)
        if done.returncode:
            raise AirflowError(f"`airflow db migrate` failed:\n{(done.stdout + done.stderr)[-2000:]}")
        postgres.comment_on_database(home, "airflow", note)
    return True


# --- its REST API -----------------------------------------------------------------------------------


class Client:
    """Airflow's REST API for somebody who may log in; every answer but 2xx, and none, raises AirflowError with Airflow's own words."""

    def __init__(self, address: str, user: str, password: str) -> None:
        self.address = address.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy for the outside has no business on loopback
        token = self._ask("POST", "/auth/token", {"username": user, "password": password})["access_token"]
        self._session.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **query: object) -> Any:
        """GET /api/v2`path`."""
        return self._ask("GET", f"/api/v2{path}", None, query)

    def post(self, path: str, body: object) -> Any:
        """POST `body` to /api/v2`path`."""
        return self._ask("POST", f"/api/v2{path}", body)

    def patch(self, path: str, body: object, **query: object) -> Any:
        """PATCH /api/v2`path` with `body`."""
        return self._ask("PATCH", f"/api/v2{path}", body, query)

    def ensure_pools(self, pools: Mapping[str, int]) -> None:
        """Make each pool with its number of slots, or give an existing pool that number."""
        present = {pool["name"]: pool["slots"] for pool in self.get("/pools", limit=100)["pools"]}
        for name, slots in pools.items():
            if name not in present:
                self.post("/pools", {"name": name, "slots": slots})
            elif present[name] != slots:
                self.patch(f"/pools/{quote(name)}", {"pool": name, "slots": slots, "include_deferred": False})

    def wait_dags(self, dag_ids: Iterable[str], timeout: float = 60) -> None:
        """Wait until Airflow knows these DAGs; raises AirflowError with its import errors after `timeout` seconds."""
        missing = set(dag_ids)

        def arrived() -> bool:
            missing.difference_update(dag["dag_id"] for dag in self.get("/dags", limit=100)["dags"])
            return not missing

        if not _wait(arrived, timeout):
            errors = [error["stack_trace"][-500:] for error in self.get("/importErrors")["import_errors"]]
            raise AirflowError(
                f"DAGs not there after {timeout:.0f} s: {', '.join(sorted(missing))}. Import errors: {errors or 'none'}"
            )

    def trigger(self, dag_id: str, conf: Mapping[str, object] | None = None) -> str:
        """Start a manual run without a date; returns its run id."""
        return str(self.post(f"/dags/{dag_id}/dagRuns", {"logical_date": None, "conf": dict(conf or {})})["dag_run_id"])

    def run(self, dag_id: str, run_id: str) -> dict[str, Any]:
        """One run as Airflow describes it; `state` is queued, running, success or failed."""
        return dict(self.get(f"/dags/{dag_id}/dagRuns/{quote(run_id)}"))

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        """The runs of a DAG, newest first, at most 100."""
        return list(self.get(f"/dags/{dag_id}/dagRuns", limit=100, order_by="-run_after")["dag_runs"])

    def _ask(self, method: str, path: str, body: object = None, query: Mapping[str, object] | None = None) -> Any:
        try:
            answer = self._session.request(method, self.address + path, json=body, params=dict(query or {}), timeout=30)  # type: ignore[arg-type]
        except requests.RequestException as error:
            raise AirflowError(f"{self.address} does not answer ({type(error).__name__})") from error
        if not answer.ok:
            raise AirflowError(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
        return answer.json() if answer.content else None


def wait_until_healthy(home: Path, since: datetime, timeout: float = 120) -> Client:
    """Wait until the API answers and all four processes have sent a heartbeat after `since` (UTC).

    Returns a client, whose login proves that it is our Airflow that answers; raises AirflowError after `timeout` seconds.
    """
    if not _wait(lambda: not _unhealthy(home, since), timeout):
        raise AirflowError(
            f"Not healthy after {timeout:.0f} s: {', '.join(_unhealthy(home, since))}. See the logs in {home / 'logs'}."
        )
    return client(home)


def client(home: Path) -> Client:
    """The API of this home's stack, as its administrator. Raises AirflowError where it does not answer."""
    return Client(ui_address(home), USER, secrets(home).admin_password)


def _unhealthy(home: Path, since: datetime) -> list[str]:
    try:
        health = requests.get(f"{ui_address(home)}/api/v2/monitor/health", timeout=5, proxies={"http": ""}).json()
    except requests.RequestException:
        return ["api-server"]
    return [name for name in HEALTH if not _beats(health.get(name) or {}, name, since)]


def _beats(part: Mapping[str, str | None], name: str, since: datetime) -> bool:
    """A process that has just died still counts as healthy for half a minute, so the beat's time is looked at too."""
    beat = part.get(f"latest_{name}_heartbeat")
    return part.get("status") == "healthy" and (
        name == "metadatabase" or (beat is not None and datetime.fromisoformat(beat) >= since)
    )


def _wait(done: Callable[[], bool], timeout: float, pause: float = 0.2) -> bool:
    end = time.monotonic() + timeout
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True
