"""Airflow as the local stack runs it: the environment of its processes, its database, and whether they run.

Airflow itself is never imported here: importing it takes seconds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import requests

from wirewatch.config import PROJECT
from wirewatch.local import postgres
from wirewatch.local.airflow_api import HEALTH, AirflowError, Client, wait
from wirewatch.local.home import locked, mark, ports, private_folder, secrets, write_private

USER = "admin"
AIRFLOW = (sys.executable, "-m", "airflow")
PRELOADED = (sys.executable, "-m", "wirewatch.orchestration.preload")  # the same command, with what its forks would import each
PROCESSES = {
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}  # without --skip-serve-logs two of them would serve logs on every network interface

# Another installation's settings; and nothing that runs daily needs the login that may change tables.
NOT_FOR_TASKS = {"AIRFLOW_CONFIG", "WIREWATCH_OWNER_URL"}


# --- the environment of its processes -------------------------------------------------------------


def ui_address(home: Path) -> str:
    """Where a browser finds this stack's Airflow."""
    return f"http://127.0.0.1:{ports(home)['airflow']}"


def programs() -> dict[str, list[str]]:
    """The commands of Airflow's four processes, the slowest to start first."""
    return {name: [*(PRELOADED if name == "scheduler" else AIRFLOW), *command] for name, command in PROCESSES.items()}


def passwords(home: Path) -> Path:
    """The file in which Airflow finds its users' passwords."""
    return home / "airflow" / "passwords.json"


def prepare(home: Path) -> None:
    """Write the two files Airflow would otherwise make up at its first start, each of its four processes for itself."""
    folder = private_folder(home, "airflow")
    write_private(folder / "airflow.cfg", "# Wirewatch gives Airflow every setting through the environment.\n")
    write_private(passwords(home), json.dumps({USER: secrets(home).admin_password}) + "\n")


def environment(
    home: Path,
    config: Path,
    databases: Mapping[str, str],
    *,
    paused: bool,
    connections: Mapping[str, Mapping[str, object]] | None = None,
    dags: Path | None = None,
) -> dict[str, str]:
    """The whole environment of the stack's processes; holds secrets, so it must reach them as environment and not as a file.

    `databases` are WIREWATCH_DATABASE_URL and WIREWATCH_READER_URL; the owner's is not handed on. `connections` are Airflow connections
    by id (conn_type, host, port, …); `paused` is whether a new DAG waits to be switched on.
    """
    return {
        **{name: value for name, value in os.environ.items() if name not in NOT_FOR_TASKS},
        **_airflow_settings(home, dags or PROJECT / "dags", paused),
        # This Airflow is ours alone: the DAG `maintenance` may clean its database, which Airflow hides from tasks.
        "AIRFLOW_CONN_WIREWATCH_AIRFLOW_DB": postgres.url(home, "airflow").replace("postgresql+psycopg2:", "postgres:"),
        **{f"AIRFLOW_CONN_{name.upper()}": json.dumps(fields) for name, fields in (connections or {}).items()},
        **_without_proxies_for_loopback(),
        "WIREWATCH_HOME": str(home),
        "PYTHONWARNINGS": "ignore:GitWildMatchPattern",  # Airflow's own, about .airflowignore, in every task's log
        "SPT_NOENV": "1",  # else the process titles Airflow sets overwrite the environment that others see, and the mark with it
        **mark(home),
        "WIREWATCH_CONFIG": str(config),
        **databases,
    }


def _airflow_settings(home: Path, dags: Path, paused: bool) -> dict[str, str]:
    keys, address, folder = secrets(home), ui_address(home), home / "airflow"
    return {
        "AIRFLOW_HOME": str(folder),
        "AIRFLOW__CORE__DAGS_FOLDER": str(dags),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT / "plugins"),
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "8",
        # Seconds; the defaults (30 and 50) end the reading of a DAG on a machine that is only busy, and tasks with it.
        "AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT": "120",
        "AIRFLOW__DAG_PROCESSOR__DAG_FILE_PROCESSOR_TIMEOUT": "150",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": str(paused),
        "AIRFLOW__CORE__HOSTNAME_CALLABLE": "socket.gethostname",  # the default asks the DNS, which may not answer
        "AIRFLOW__CORE__FERNET_KEY": keys.fernet_key,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": postgres.url(home, "airflow"),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords(home)),
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


# --- whether it runs -------------------------------------------------------------------------------


def wait_until_healthy(home: Path, since: datetime, timeout: float = 300) -> Client:
    """Wait until the API answers and all four processes have sent a heartbeat after `since` (UTC).

    Returns a client, whose login proves that it is our Airflow that answers; raises AirflowError after `timeout` seconds.
    """
    if not wait(lambda: not _unhealthy(home, since), timeout):
        raise AirflowError(
            f"Not healthy after {timeout:.0f} s: {', '.join(_unhealthy(home, since))}. See the logs in {home / 'logs'}."
        )
    return client(home)


def client(home: Path) -> Client:
    """The API of this home's stack, as its administrator. Raises AirflowError where it does not answer."""
    return Client(ui_address(home), USER, secrets(home).admin_password)


def _unhealthy(home: Path, since: datetime) -> list[str]:
    try:
        health = requests.get(f"{ui_address(home)}/api/v2/monitor/health", timeout=20, proxies={"http": ""}).json()
    except requests.RequestException:
        return ["api-server"]
    return [name for name in HEALTH if not _beats(health.get(name) or {}, name, since)]


def _beats(part: Mapping[str, str | None], name: str, since: datetime) -> bool:
    """A process that has just died still counts as healthy for half a minute, so the beat's time is looked at too."""
    beat = part.get(f"latest_{name}_heartbeat")
    return part.get("status") == "healthy" and (
        name == "metadatabase" or (beat is not None and datetime.fromisoformat(beat) >= since)
    )
