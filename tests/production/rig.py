"""The demo profile of docker-compose.yml at work: every service a process, two workers, PostgreSQL and Redis for real."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psutil
import psycopg2
from psycopg2 import sql
from sqlalchemy import Engine, text

from demo import settings, show
from wirewatch import config
from wirewatch.configured import Source
from wirewatch.local import home as homes
from wirewatch.local import logins, postgres
from wirewatch.local.airflow_api import Client
from wirewatch.storage import database

from .compose import Loopback, services

SITE = "http://demo-site:8090"
AIRFLOW = ("demo-api-server", "demo-scheduler", "demo-dag-processor", "demo-triggerer")
WORKERS = ("demo-worker-1", "demo-worker-2")
Say = Callable[[str], None]


class Rig:
    """The running demo profile."""

    def __init__(self, folder: Path, say: Say = lambda words: None, more: dict[str, str] | None = None) -> None:
        self.home, self.say, self.more = folder, say, more or {}
        self.containers = Loopback(folder, services())
        self.since, self.began = datetime.now(UTC), time.monotonic()

    def up(self) -> None:
        """Start everything in the order the file says, until the health checks of Airflow's processes pass."""
        self._serve_postgres()
        self._serve_redis()
        self.containers.finish("demo-config")
        self._find_site()
        self.containers.start("demo-site")
        self.containers.start("demo-receivers")
        self.say("migrating")
        self.containers.finish("demo-migrate")
        self.say("migrated")
        for name in AIRFLOW:
            self.containers.start(name, more=self.more)
        for name in WORKERS:
            self.start_worker(name)
        self.containers.wait_healthy("demo-api-server", "demo-scheduler", "demo-dag-processor", "demo-triggerer")
        self.say("Airflow is healthy")

    def start_worker(self, name: str) -> None:
        """Start one more worker; a container's host name tells workers apart, here a name of its own does."""
        self.containers.start("demo-worker", name, self.more, ("--celery-hostname", f"celery@{name}"))

    def crawl(self) -> None:
        """Wait until the scheduler's first runs of both sources are through and everybody is told."""
        show.crawl(self.client, self.sources, self.days, self.engine, self.since, self.began)
        self.say("crawled")
        show.wait_until_told(self.client, self.engine, self.since, self.began)
        self.say("told")

    def down(self) -> None:
        """End everything."""
        self.containers.down()
        postgres.remove(self.home)

    # --- what is seen ----------------------------------------------------------------------------

    def busy(self, client: Client, task: str) -> str | None:
        """A worker that runs a task of that name at this moment; None where none does."""
        running = client.get("/dags/~/dagRuns/~/taskInstances", state="running")["task_instances"]
        ids = [one["id"] for one in running if one["task_id"] == task]
        for name in WORKERS:
            titles = [_title(each) for each in psutil.Process(self.containers.running[name].pid).children(recursive=True)]
            if any(one in title for one in ids for title in titles):
                return name
        return None

    @property
    def folder(self) -> Path:
        """The demo's configuration."""
        return self.home / "volumes" / "demo-config" / "config"

    @property
    def sources(self) -> list[Source]:
        """The demo's sources."""
        return list(config.load_sources(self.folder).values())

    @property
    def days(self) -> settings.Calendar:
        """The demo's calendar."""
        return settings.calendar(self.folder.parent, self.since)

    def sent(self, channel: str) -> int:
        """How many messages went out by that channel."""
        with self.engine.begin() as db:
            return int(
                db.execute(
                    text("select count(*) from delivery where channel = :c and state = 'sent'"), {"c": channel}
                ).scalar_one()
            )

    def stored(self) -> int:
        """How many articles are stored."""
        with self.engine.begin() as db:
            return int(db.execute(text("select count(*) from revision where number > 0")).scalar_one())

    @property
    def engine(self) -> Engine:
        """The database that the demo's tasks write to."""
        env = self.containers.environment("demo-worker", WORKERS[0])
        return database.connect(env["WIREWATCH_DATABASE_URL"].format(**env))

    @property
    def client(self) -> Client:
        """Airflow's REST API, signed in as the demo's administrator."""
        return Client(f"http://127.0.0.1:{self.containers.ports['8080']}", "admin", "demo")

    # --- what stands in for images that are not ours --------------------------------------------------

    def _serve_postgres(self) -> None:
        """An empty server with the superuser the image would make from its environment."""
        url = postgres.ensure(self.home).replace("+psycopg2", "")
        password = self.containers.environment("demo-postgres", "demo-postgres")["POSTGRES_PASSWORD"]
        with closing(psycopg2.connect(url.rpartition("/")[0] + "/postgres")) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            for name in postgres.DATABASES:
                cursor.execute(sql.SQL("drop database {}").format(sql.Identifier(name)))
            for name in ("owner", "pipeline", "reader", "airflow", *logins.GROUPS.values()):
                cursor.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))
            cursor.execute(sql.SQL("create role postgres superuser login password {}").format(sql.Literal(password)))
        self.containers.ports["5432"] = homes.ports(self.home)["postgres"]

    def _serve_redis(self) -> None:
        data = self.home / "redis"
        data.mkdir(exist_ok=True)
        port = str(self.containers.ports["6379"])
        self.containers.start("demo-redis", arguments=("--port", port, "--bind", "127.0.0.1", "--dir", str(data)))

    def _find_site(self) -> None:
        """The name of the site's container means nothing here."""
        for file in (self.folder / "sources").glob("*.yml"):
            file.write_text(file.read_text().replace(SITE, self.containers.here("", [SITE])[0]))


def _title(process: psutil.Process) -> str:
    """What a process calls itself; a task's has the id of its task instance in it."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""
