"""The whole stack of one home: embedded PostgreSQL, Airflow's four processes and what the caller adds, up and down."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from wirewatch.local import airflow_api, airflow_processes, postgres, supervise
from wirewatch.local.home import claim_ports, locked, ports, secrets

PREFERRED_PORTS = {"airflow": 8080, "supervisor": 9001}


@dataclass(frozen=True)
class Stack:
    """A running stack: where to look, how to log in, and a client of its Airflow."""

    home: Path
    ui: str
    user: str
    password: str
    database_url: str
    client: airflow_api.Client
    started: bool


def reserve(home: Path, preferred: Mapping[str, int] | None = None) -> dict[str, int]:
    """The ports of all the stack's services and of the caller's own (`preferred`, by name), before it is up.

    A running stack keeps its ports; for one that is down each port is checked and, if a stranger took it, changed.
    """
    with locked(home, "stack"):
        return _reserve(home, {**PREFERRED_PORTS, **(preferred or {})})


def _reserve(home: Path, wanted: Mapping[str, int]) -> dict[str, int]:
    if supervise.running(home):
        known = ports(home)
        return claim_ports(home, {name: port for name, port in wanted.items() if name not in known})
    supervise.stop(home)  # what a killed supervisord left behind would still hold the ports
    return claim_ports(home, wanted)


def up(
    home: Path,
    config: Path,
    *,
    paused: bool,
    connections: Mapping[str, Mapping[str, object]] | None = None,
    programs: supervise.Programs | None = None,
    dags: Path | None = None,
    say: Callable[[str], None] = lambda words: None,
) -> Stack:
    """Bring the stack up, or leave it alone if it is; returns when the API answers and all four processes beat.

    `programs` (name → command) run beside Airflow's; call `reserve` first to know their ports. `say` is told each step.
    """
    with locked(home, "stack"):
        say("Starting PostgreSQL")
        embedded = postgres.ensure(home)
        database_url = os.environ.get("WIREWATCH_DATABASE_URL") or embedded
        _reserve(home, PREFERRED_PORTS)
        airflow_processes.prepare(home)
        env = airflow_processes.environment(home, config, database_url, paused=paused, connections=connections, dags=dags)
        say("Preparing Airflow's database")
        airflow_processes.migrate(home, env)
        say("Starting Airflow")
        before = datetime.now(UTC)
        started = supervise.start(home, {**airflow_processes.programs(), **(programs or {})}, env)
        client = airflow_processes.wait_until_healthy(home, since=before if started else datetime.fromtimestamp(0, UTC))
    return Stack(
        home,
        airflow_processes.ui_address(home),
        airflow_processes.USER,
        secrets(home).admin_password,
        database_url,
        client,
        started,
    )


def down(home: Path) -> bool:
    """End everything of the stack, the database last; False when nothing ran."""
    processes = supervise.stop(home)
    database = postgres.stop(home)
    return processes or database
