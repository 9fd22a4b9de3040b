"""The real stack on a demo site of many days, to be killed in the middle: PostgreSQL, Airflow's processes, the site, the receivers."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import requests
import yaml
from sqlalchemy import Engine, text

from demo import settings, show
from demo.volume import Volume
from wirewatch.config import load_source
from wirewatch.configured import Airflow, Source
from wirewatch.local import postgres, stack, supervise
from wirewatch.storage import database

DAG, SOURCE, NUMBER = "crawl_kcna_en", "kcna-en", 156
WATCHED_DAYS = 3  # the newest days are the daily run's, which covers three at least
# A scheduler that comes back looks after what the dead one left; Airflow's own default lets five minutes pass.
QUICK = {
    "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "5",
    "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_THRESHOLD": "10",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "20",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "5",
}
PORTS = {"site": 8190, "smtp": 8125, "mailpage": 8191, "airflow": 8180, "supervisor": 9101}


@dataclass(frozen=True)
class Size:
    """How many days are to be filled, the source's items on each, and the seconds between two requests."""

    days: int
    per_day: int
    delay: float


class Rig:
    """A running stack in a state folder of its own."""

    def __init__(self, home: Path, size: Size) -> None:
        self.home, self.size = home, size
        os.environ.pop("WIREWATCH_DATABASE_URL", None)
        os.environ.update(QUICK)
        calendar = settings.calendar(home, datetime.now(UTC))
        self.last_day = calendar.last
        self.volume = Volume(calendar.last, self._site_days, (size.per_day, size.per_day), empty=0, reingested=0, named_every=3)
        with stack.reserved(home, PORTS) as self.ports:
            self.config = settings.write_config(home, calendar, self.ports)
            self._configure()
            self.engine: Engine = database.connect(postgres.ensure(home))
            database.upgrade(self.engine)
            programs = show.programs(home, calendar, self.ports)
            programs["demo-site"] += ["--days", str(self._site_days), "--per-day", str(size.per_day), "--empty", "0"]
            programs["demo-site"] += ["--reingested", "0", "--named-every", "3"]
            connections = settings.connections(home, self.ports)
            self.stack = stack.up(home, self.config, paused=True, connections=connections, programs=programs)
        self.client = self.stack.client
        self.client.ensure_pools(Airflow().pools([self.source]))
        self.client.wait_dags([DAG, "alert", "poll_listings"])

    @property
    def _site_days(self) -> int:
        return self.size.days + WATCHED_DAYS

    @property
    def source(self) -> Source:
        """The source as it is configured."""
        return load_source(SOURCE, self.config)

    def _configure(self) -> None:
        """One source is on, slow as asked, watched since its newest days."""
        for file in (self.config / "sources").glob("*.yml"):
            source = yaml.safe_load(file.read_text())
            source["enabled"] = source["key"] == SOURCE
            source["start_date"], source["watch_since"] = self.first_day - timedelta(days=1), self.watched_day
            source["politeness"] |= {"delay_seconds": self.size.delay, "max_requests_per_day": 100_000}
            file.write_text(settings.dump(source))

    @property
    def first_day(self) -> date:
        """The first day to be filled."""
        return self.watched_day - timedelta(days=self.size.days)

    @property
    def watched_day(self) -> date:
        """The first day that is the daily run's."""
        return self.last_day - timedelta(days=WATCHED_DAYS - 1)

    # --- what is done ----------------------------------------------------------------------------

    def switch_on(self, *dags: str) -> None:
        """Unpause these DAGs."""
        for dag in dags:
            self.client.patch(f"/dags/{dag}", {"is_paused": False})

    def backfill(self) -> None:
        """Start the backfill as the UI's form does, its runs as many at once as the form proposes."""
        asked = {"from_date": str(self.first_day), "to_date": str(self.watched_day - timedelta(days=1)), "max_active_runs": 10}
        more = {"dag_id": DAG, "run_backwards": False, "dag_run_conf": {}, "reprocess_behavior": "none"}
        self.client.post("/backfills", {**asked, **more})

    def kill_scheduler(self) -> list[str]:
        """SIGKILL the scheduler and all its task processes; supervisord starts it anew. Returns what was killed."""
        killed = []
        found = [process for process in supervise.marked(self.home) if "airflow" in " ".join(_words(process))]
        schedulers = [process for process in found if "scheduler" in " ".join(_words(process))]
        for process in [child for one in schedulers for child in [one, *one.children(recursive=True)]]:
            with suppress(psutil.NoSuchProcess):
                killed.append(" ".join(_words(process))[:100])
                process.send_signal(signal.SIGKILL)
        return killed

    # --- what is seen ----------------------------------------------------------------------------

    def wait(self, what: str, done: Callable[[], bool], seconds: float) -> float:
        """Wait until that is so; returns the seconds it took. Raises AssertionError naming it after `seconds`."""
        began = time.monotonic()
        while not done():
            if time.monotonic() - began > seconds:
                raise AssertionError(f"{what} did not come about within {seconds:.0f} s: {self.states()}")
            time.sleep(0.25)
        return time.monotonic() - began

    def states(self) -> dict[str, int]:
        """How many backfill runs are in which state."""
        found: dict[str, int] = {}
        for run in self.backfill_runs():
            found[run["state"]] = found.get(run["state"], 0) + 1
        return found

    def backfill_runs(self) -> list[dict[str, Any]]:
        """The runs of the backfill."""
        return [run for run in self.client.runs(DAG) if run["run_type"] == "backfill"]

    def backfilled(self) -> bool:
        """Whether every run of it has ended well."""
        return self.states() == {"success": self.size.days}

    def articles(self) -> int:
        """Articles stored of the days to be filled."""
        return int(self.one("select count(*) from article where published_on between :first and :last", **self.span))

    @property
    def span(self) -> dict[str, date]:
        """The days to be filled, as a query's parameters."""
        return {"first": self.first_day, "last": self.watched_day - timedelta(days=1)}

    def one(self, query: str, **values: object) -> Any:
        """The one value a query gives."""
        with self.engine.begin() as db:
            return db.execute(text(query), values).scalar_one()

    def counts(self) -> Mapping[str, int]:
        """The site's requests by kind."""
        found: dict[str, int] = requests.get(f"http://127.0.0.1:{self.ports['site']}/__demo/counts", timeout=10).json()
        return found

    def down(self) -> None:
        """End the stack."""
        self.engine.dispose()
        stack.down(self.home)


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
