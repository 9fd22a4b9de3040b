"""`make demo`: the whole of Wirewatch at work, on a small site of its own.

Starts the local stack on the demo's own state folder, lets Airflow's scheduler crawl two sources, waits until everybody is told,
and says what happened. The last line on stdout is one JSON object. The stack stays up; `make down` ends it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from demo import settings, summary
from demo.settings import Calendar
from wirewatch import config
from wirewatch.configured import Airflow, Source
from wirewatch.errors import WirewatchError
from wirewatch.local import airflow_api, postgres, stack
from wirewatch.local.home import StackError
from wirewatch.storage import database

PORTS = {"site": 8090, "smtp": 8025, "mailpage": 8091}
SLOTS = 2  # tasks that may talk to the demo site at once
PATIENCE_SECONDS = 240
SCHEDULED_SECONDS = 45  # the scheduler makes the first run by itself within seconds


class DemoError(Exception):
    """The demo did not come to its end, and why."""


def main() -> int:
    """Run the demo once; returns the exit code."""
    began = time.monotonic()
    # The demo never touches a live database or configuration, whatever the environment names.
    for name in ("WIREWATCH_DATABASE_URL", "WIREWATCH_READER_URL", "WIREWATCH_OWNER_URL"):
        os.environ.pop(name, None)
    home = config.home() / "demo"
    try:
        show(home, began)
    except (DemoError, StackError, WirewatchError, OSError, OperationalError) as error:
        say(began, f"The demo stopped: {error}")
        say(began, f"Logs: {home / 'logs'}. `{started_by()} down` ends what runs; `{started_by()} demo` goes on from here.")
        return 1
    except KeyboardInterrupt:
        say(began, f"Interrupted. `{started_by()} down` ends what runs; `{started_by()} demo` goes on from here.")
        return 130
    return 0


def show(home: Path, began: float) -> None:
    """Bring the stack up, crawl, wait, and say what happened."""
    since = datetime.now(UTC)
    days = settings.calendar(home, since)
    with stack.reserved(home, PORTS) as ports:
        folder = settings.write_config(home, days, ports)
        postgres.ensure(home)
        database.upgrade(database.connect(postgres.url(home, "owner")))
        engine = database.connect(postgres.url(home, "reader"))
        running = stack.up(
            home,
            folder,
            paused=False,
            connections=settings.connections(home, ports),
            programs=programs(home, days, ports),
            say=lambda step: say(began, step),
        )
    say(began, f"Airflow is up: {running.ui}  (login {running.user} / {running.password})")
    sources = list(config.load_sources(folder).values())
    running.client.ensure_pools(Airflow().pools(sources, SLOTS))
    crawl(running.client, sources, days, engine, since, began)
    wait_until_told(running.client, engine, since, began)
    finish(home, folder, ports, running, days, engine, since, began)


def programs(home: Path, days: Calendar, ports: dict[str, int]) -> dict[str, list[str]]:
    """The demo site and the receivers, run beside Airflow."""
    receivers = ["--smtp-port", str(ports["smtp"]), "--http-port", str(ports["mailpage"]), "--folder", str(home / "received")]
    return {
        "demo-site": [sys.executable, "-m", "demo.site", "--port", str(ports["site"]), "--last-day", str(days.last)],
        "receivers": [sys.executable, "-m", "demo.receivers", *receivers],
    }


def crawl(
    client: airflow_api.Client, sources: list[Source], days: Calendar, engine: Engine, since: datetime, began: float
) -> None:
    """Wait for each source's scheduled first run, or, where there was one, run it again by hand; until all are finished."""
    client.wait_dags([source.crawl for source in sources] + ["alert"])
    asked = {"first_day": days.first.isoformat(), "last_day": days.last.isoformat()}
    runs = {source.crawl: first_run(client, source.crawl) or client.trigger(source.crawl, asked) for source in sources}
    say(began, f"Crawling {', '.join(source.label for source in sources)}, {days.first} to {days.last}")
    with patience(f"the crawls {', '.join(runs)} did not finish"):
        while unfinished := {dag: run for dag, run in runs.items() if not finished(client, dag, run)}:
            tell_progress(engine, since, began)
            runs = {**runs, **unfinished}
    failed = [dag for dag, run in runs.items() if client.run(dag, run)["state"] != "success"]
    if failed:
        raise DemoError(f"{', '.join(failed)} failed; its report task says why")


def first_run(client: airflow_api.Client, dag_id: str) -> str | None:
    """The run the scheduler makes of itself when the DAG is new; None when the DAG has finished a run before."""
    until = time.monotonic() + SCHEDULED_SECONDS
    while time.monotonic() < until:
        runs = client.runs(dag_id)
        if any(run["state"] in airflow_api.FINAL_STATES for run in runs):
            return None
        if runs:
            return str(runs[-1]["dag_run_id"])
        time.sleep(0.3)
    return None


def finished(client: airflow_api.Client, dag_id: str, run_id: str) -> bool:
    """Whether the run came to an end; waits a moment before it says no."""
    if client.run(dag_id, run_id)["state"] in airflow_api.FINAL_STATES:
        return True
    time.sleep(0.5)
    return False


def wait_until_told(client: airflow_api.Client, engine: Engine, since: datetime, began: float) -> None:
    """Until every mention is decided and every message is out. The alert DAG starts by itself; it is not pushed."""
    with patience("messages are still waiting"), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        while summary.still_open(db):
            tell_progress(engine, since, began)
            time.sleep(0.5)
    with patience("an alert run did not finish"):
        while any(run["state"] not in airflow_api.FINAL_STATES for run in client.runs("alert")):
            time.sleep(0.5)


@contextmanager
def patience(complaint: str) -> Iterator[None]:
    """Raise DemoError when the block neither ended nor had progress to tell for PATIENCE_SECONDS: a slow machine is no mistake."""

    def give_up(*_: object) -> None:
        raise DemoError(f"{complaint}, and nothing happened for {PATIENCE_SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


last_told = ""


def tell_progress(engine: Engine, since: datetime, began: float) -> None:
    """Say how far it is, when that changed."""
    global last_told
    with engine.begin() as db:
        line = summary.progress(db, since)
    if line != last_told:
        last_told = line
        signal.alarm(PATIENCE_SECONDS)
        say(began, line)


def finish(
    home: Path,
    folder: Path,
    ports: dict[str, int],
    running: stack.Stack,
    days: Calendar,
    engine: Engine,
    since: datetime,
    began: float,
) -> None:
    """Say what happened, where to look and how to stop; the JSON object last."""
    with engine.begin() as db:
        found = summary.collect(db, days, since)
    mails = home / "received" / "mail"
    print(summary.words(found))
    print(f"\nAirflow       {running.ui}  (login {running.user}, password {running.password})")
    print(f"Mails, Slack  http://127.0.0.1:{ports['mailpage']}/  and as .eml files in {mails}")
    print(f"Configuration {folder}")
    print(f"Stop          {started_by()} down")
    print(f"Took          {time.monotonic() - began:.0f} seconds\n")
    where = {"ui": running.ui, "user": running.user, "password": running.password, "mails": str(mails), "config": str(folder)}
    print(json.dumps({**summary.numbers(found), **where}), flush=True)


def started_by() -> str:
    """What this was started with, and so can be ended with."""
    return "make" if "MAKELEVEL" in os.environ else "python3 run.py"


def say(began: float, words: str) -> None:
    """Progress, with the seconds since the beginning."""
    print(f"[{time.monotonic() - began:5.1f} s] {words}", flush=True)
