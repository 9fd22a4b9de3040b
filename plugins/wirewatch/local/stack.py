"""The whole stack of one home: embedded PostgreSQL, Airflow's four processes and what the caller adds, up and down."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from wirewatch.local import airflow_api, airflow_processes, postgres, supervise
from wirewatch.local.home import claimed_ports, locked, ports, secrets, write_private
from wirewatch.local.processes import end

PREFERRED_PORTS = {"airflow": 8080, "supervisor": 9001}
HOLDER = "stack.holder"
SAME_SECONDS = 10  # the time at which a process began is reckoned from a clock that may have been set right since
END_STEPS = ((signal.SIGINT, 2), (signal.SIGTERM, 2), (signal.SIGKILL, 1))  # Ctrl-C first: so it says what became of it


@dataclass(frozen=True)
class Stack:
    """A running stack: where to look, how to log in, and a client of its Airflow."""

    home: Path
    ui: str
    user: str
    password: str
    client: airflow_api.Client


@contextmanager
def reserved(home: Path, preferred: Mapping[str, int] | None = None) -> Iterator[dict[str, int]]:
    """The ports of all the stack's services and of the caller's own (`preferred`, by name); bring the stack up inside the block.

    A running stack keeps its ports; for one that is down each port is checked and, if a stranger took it, changed. Another
    call for the same home waits until the block ends.
    """
    wanted = {**PREFERRED_PORTS, **(preferred or {})}
    with locked(home, "stack"), _known_as_holder(home):
        runs = supervise.running(home)
        if not runs:
            supervise.stop(home)  # what a killed supervisord left behind would still hold the ports
        with claimed_ports(home, wanted, ours=ports(home) if runs else ()) as claimed:
            yield claimed


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

    To be called inside `reserved`. `programs` (name → command) run beside Airflow's; `say` is told each step.
    """
    say("Starting PostgreSQL")
    postgres.ensure(home)
    urls = _urls(home)
    airflow_processes.prepare(home)
    env = airflow_processes.environment(home, config, urls, paused=paused, connections=connections, dags=dags)
    say("Preparing Airflow's database")
    airflow_processes.migrate(home, env)
    say("Starting Airflow")
    before = datetime.now(UTC)
    started = supervise.start(home, {**airflow_processes.programs(), **(programs or {})}, env)
    client = airflow_processes.wait_until_healthy(home, since=before if started else datetime.fromtimestamp(0, UTC))
    return Stack(home, airflow_processes.ui_address(home), airflow_processes.USER, secrets(home).admin_password, client)


def _urls(home: Path) -> dict[str, str]:
    """The database as tasks open it and as the UI reads it: the one the environment names, else the embedded one."""
    given = {name: os.environ.get(name, "") for name in ("WIREWATCH_DATABASE_URL", "WIREWATCH_READER_URL")}
    if given["WIREWATCH_DATABASE_URL"]:
        return given
    return {"WIREWATCH_DATABASE_URL": postgres.url(home, "pipeline"), "WIREWATCH_READER_URL": postgres.url(home, "reader")}


def down(home: Path) -> bool:
    """End everything of the stack, the database last, and first whoever is bringing it up; False when nothing ran."""
    if not home.exists():
        return False
    ended: list[bool] = []
    with locked(home, "stack", while_busy=lambda: ended.append(_end_holder(home))):
        ended.append(supervise.stop(home))
        ended.append(postgres.stop(home))
    return any(ended)


# --- who brings it up ------------------------------------------------------------------------------


@contextmanager
def _known_as_holder(home: Path) -> Iterator[None]:
    """Say which process holds the lock `stack`: it carries no mark, as it is a person's own command."""
    file, ours = home / HOLDER, psutil.Process()
    write_private(file, f"{ours.pid} {ours.create_time()}")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def _end_holder(home: Path) -> bool:
    """End the process that holds the lock; False where it says nothing of itself, as another `down` does not."""
    if holder := _holder(home):
        end([holder], *END_STEPS)
    else:
        time.sleep(0.1)
    return holder is not None


def _holder(home: Path) -> psutil.Process | None:
    """Who said so and still runs; after a crash the number may be another process's, which began at another time."""
    try:
        number, began = (home / HOLDER).read_text().split()
        process = psutil.Process(int(number))
        return process if abs(process.create_time() - float(began)) < SAME_SECONDS else None
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return None
