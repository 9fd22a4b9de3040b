"""What tests at every height share: a real PostgreSQL, the demo site, and sources and lists that point at it."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from demo.settings import kcna_at
from demo.site import DemoSite
from wirewatch.config import PROJECT, load_watchlist
from wirewatch.configured import Alerting, Channel, Listing, Rule, Source, Watchlist
from wirewatch.local import postgres
from wirewatch.storage import database

LAST_DAY = date(2026, 11, 20)

for name in ("WIREWATCH_DATABASE_URL", "WIREWATCH_READER_URL", "WIREWATCH_OWNER_URL", "WIREWATCH_CONFIG", "WIREWATCH_HOME"):
    os.environ.pop(name, None)

numbers = itertools.count(1)

# Ends whatever still works in a database, forgets its rows, and begins the numbers anew. No key or trigger asks for an order.
CLEAR = """
do $$ declare name text; begin
  perform pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();
  set local session_replication_role = replica;
  for name in select quote_ident(tablename) from pg_tables where schemaname = 'wirewatch' and tablename <> 'migration' loop
    execute 'delete from wirewatch.' || name;
  end loop;
  perform setval(format('wirewatch.%I', sequencename), 1, false) from pg_sequences where schemaname = 'wirewatch';
end $$
"""

# A change must not fail CI for a case that was there before it; at a desk every run looks for new ones.
# No case has a deadline: a busy machine is no mistake.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real PostgreSQL server that lives as long as the tests, and so need not wait for the disk.

    Without vacuum, rows stand in the order in which they were written, also where another test's rows were before.
    """
    home = tmp_path_factory.mktemp("server")
    url = postgres.ensure(home)
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
        _execute(url, f"alter system set {setting} = off")
    _execute(url, "select pg_reload_conf()")
    yield url
    postgres.remove(home)


@pytest.fixture(scope="session")
def template(server: str) -> str:
    """Name of a database with the newest schema, to be copied."""
    _execute(server, "create database template_wirewatch")
    engine = database.connect(on_database(server, "template_wirewatch"))
    database.upgrade(engine)
    engine.dispose()
    return "template_wirewatch"


@pytest.fixture(scope="session")
def spare() -> list[str]:
    """The URLs of databases that are empty again: making one takes longer than most tests."""
    return []


@pytest.fixture
def database_url(server: str, template: str, spare: list[str]) -> Iterator[str]:
    """A database of the test's own, schema and all, without a row."""
    url = spare.pop() if spare else new_database(server, template)
    yield url
    with create_engine(url, poolclass=NullPool).begin() as db:
        db.execute(text(CLEAR))
    spare.append(url)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on the test's own database."""
    engine = database.connect(database_url)
    yield engine
    engine.dispose()


def new_database(server: str, template: str = "template1") -> str:
    """The URL of a new copy of a database, which nothing empties."""
    name = f"test_{os.getpid()}_{next(numbers)}"
    _execute(server, f"create database {name} template {template}")
    return on_database(server, name)


def on_database(server: str, name: str) -> str:
    """The server's URL, with another database."""
    return server.rpartition("/")[0] + "/" + name


def _execute(server: str, command: str) -> None:
    with create_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as db:
        db.execute(text(command))


@pytest.fixture
def site() -> Iterator[DemoSite]:
    """The demo site, its newest full day being LAST_DAY."""
    site = DemoSite(LAST_DAY).start()
    yield site
    site.stop()


@pytest.fixture
def kcna(site: DemoSite) -> Source:
    """KCNA on the demo site, read by paging."""
    return kcna_at(site.base_url, watch_since=date(2026, 11, 16))


@pytest.fixture
def vok(kcna: Source) -> Source:
    """Voice of Korea on the demo site."""
    return replace(kcna, key="vok-en", label="Voice of Korea (EN)", listing=Listing(method="more_articles", id=163))


@pytest.fixture(scope="session")
def officials() -> Watchlist:
    """The project's own watchlist."""
    return load_watchlist(PROJECT / "config" / "watchlists" / "russian-officials.yml")


@pytest.fixture(scope="session")
def alerting() -> Alerting:
    """One rule, told by mail to two people and to Slack."""
    channels = {
        "mail": Channel(kind="email", conn_id="wirewatch_smtp", to=("desk@demo.example", "analyst@demo.example")),
        "slack": Channel(kind="slack", conn_id="wirewatch_slack"),
    }
    # The demo site's days stand still while the clock goes on.
    return Alerting(channels=channels, rules=(Rule(name="officials", channels=("mail", "slack")),), late_days=100_000)


class OneFileOneProcess(LoadScopeScheduling):
    """What shares a costly fixture (one demo, one Airflow) runs in one of the parallel processes; other files go to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        folder = file.rpartition("/")[0]
        return folder if folder in ("tests/browser", "tests/dags") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneFileOneProcess:
    """Which tests run in one process."""
    return OneFileOneProcess(config, log)
