"""Asking those who know the connections: the running Airflow's DAG `doctor`, else a process of our own with this environment's.

Airflow's API hides passwords, so a command cannot log in to the mail server for Airflow. A task can.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from urllib.parse import quote, unquote, urlsplit

from wirewatch import config
from wirewatch.cli.output import say
from wirewatch.cli.store import url
from wirewatch.errors import ConfigError
from wirewatch.local.airflow_api import FINAL_STATES, AirflowError, Client
from wirewatch.local.home import private_folder
from wirewatch.pipeline.doctor import Check

# http://user:password@host:port, both percent-encoded; of an Airflow that is not the local stack
ADDRESS = "WIREWATCH_AIRFLOW_URL"
DAG = "doctor"
TASK = "examine"
SECONDS_TO_START = 60
SECONDS_A_SOURCE = 180


def airflow() -> Client | None:
    """The Airflow at WIREWATCH_AIRFLOW_URL, else the local stack's; None where none is named and none runs. Raises AirflowError, ConfigError."""
    if address := os.environ.get(ADDRESS):
        parts = urlsplit(address)
        if not (parts.hostname and parts.username and parts.password):
            raise ConfigError(f"{ADDRESS} is no address with a login. It reads http://user:password@host:port.")
        where = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
        return Client(where, unquote(parts.username), unquote(parts.password))
    return local_stack()


def local_stack() -> Client | None:
    """The running local stack's Airflow."""
    try:
        from wirewatch.local import airflow_processes, supervise
    except ModuleNotFoundError:  # in an Airflow that others run there is no supervisor
        return None
    return airflow_processes.client(config.home()) if supervise.running(config.home()) else None


def ask(client: Client | None, sources: Sequence[str], recipient: str | None = None) -> list[Check]:
    """What those who know the connections found. Raises AirflowError where they do not answer."""
    wish = {"sources": list(sources), "recipient": recipient}
    return ask_airflow(client, wish, len(sources)) if client else ask_process(wish)


def ask_airflow(client: Client, wish: Mapping[str, object], sources: int) -> list[Check]:
    """Trigger the DAG, wait for its end, read what it left."""
    dag_id = config.load_settings().airflow.name(DAG)
    dag = client.find(f"/dags/{dag_id}")
    if dag is None or dag["is_paused"]:
        raise AirflowError(f"its DAG {dag_id} is {'switched off: switch it on in the UI' if dag else 'not there (yet)'}")
    run = client.trigger(dag_id, wish)
    say(f"Airflow is asked: {client.address}/dags/{dag_id}/runs/{quote(run)}")
    end = time.monotonic() + SECONDS_TO_START + SECONDS_A_SOURCE * (sources + 1)
    while not has_ended(client, dag_id, run):
        if time.monotonic() > end:
            raise AirflowError(f"the run {run} of its DAG {dag_id} has not ended; look there")
        time.sleep(0.5)
    return left_by(client, dag_id, run)


def has_ended(client: Client, dag_id: str, run: str) -> bool:
    """Whether the run is over; an API that is slow to answer is asked again."""
    try:
        return client.run(dag_id, run)["state"] in FINAL_STATES
    except AirflowError as error:
        if error.status:
            raise
        return False


def left_by(client: Client, dag_id: str, run: str) -> list[Check]:
    """What the run's task found. Raises AirflowError where it left nothing."""
    task = f"/dags/{dag_id}/dagRuns/{quote(run)}/taskInstances/{TASK}"
    try:
        found = client.get(f"{task}/xcomEntries/checks")["value"]
    except AirflowError as error:
        raise AirflowError(f"the run {run} of its DAG {dag_id} broke off; its log says why") from error
    return [Check(**one) for one in (json.loads(found) if isinstance(found, str) else found)]


def ask_process(wish: Mapping[str, object]) -> list[Check]:
    """The same code in a process of its own, which may import Airflow and knows this environment's connections."""
    store = {} if wish["recipient"] else {"WIREWATCH_DATABASE_URL": url()}
    env = {"AIRFLOW_HOME": str(private_folder(config.home(), "airflow")), **os.environ, **store}
    command = [sys.executable, "-m", "wirewatch.orchestration.doctor"]
    done = subprocess.run(command, input=json.dumps(wish), env=env, stdout=subprocess.PIPE, text=True)
    try:
        answer = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError) as error:
        raise AirflowError(f"the process that knows the connections ended with {done.returncode}") from error
    return [Check(**one) for one in answer]
