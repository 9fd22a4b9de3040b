"""What tests at every height share: a real PostgreSQL, the demo site, and sources and lists that point at it."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from demo.site import DemoSite
from wirewatch.config import PROJECT, load_watchlist
from wirewatch.local import postgres
from wirewatch.models import Alerting, Channel, Listing, Politeness, Rule, Source, Watchlist
from wirewatch.storage import database

LAST_DAY = date(2026, 11, 20)

for name in ("WIREWATCH_DATABASE_URL", "WIREWATCH_CONFIG", "WIREWATCH_HOME"):
    os.environ.pop(name, None)

numbers = itertools.count(1)

# A change must not fail CI for a case that was there before it; at a desk every run looks for new ones.
settings.register_profile("ci", derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real PostgreSQL server that lives as long as the tests."""
    home = tmp_path_factory.mktemp("server")
    yield postgres.ensure(home)
    postgres.remove(home)


@pytest.fixture(scope="session")
def template(server: str) -> str:
    """Name of a database with the newest schema, to be copied."""
    _execute(server, "create database template_wirewatch")
    engine = database.connect(on_database(server, "template_wirewatch"))
    database.upgrade(engine)
    engine.dispose()
    return "template_wirewatch"


@pytest.fixture
def database_url(server: str, template: str) -> str:
    """A database of the test's own, schema and all."""
    name = f"test_{os.getpid()}_{next(numbers)}"
    _execute(server, f"create database {name} template {template}")
    return on_database(server, name)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on the test's own database."""
    engine = database.connect(database_url)
    yield engine
    engine.dispose()


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
    return Source(
        key="kcna-en",
        label="KCNA.kp (En)",
        base_url=site.base_url,
        listing=Listing(method="more_articles", id=156),
        start_date=date(2026, 11, 1),
        watch_since=date(2026, 11, 16),
        politeness=Politeness(delay_seconds=0),
        enabled=True,
    )


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


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real pages and texts that lie beside the project and are not part of it."""
    folder = PROJECT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared data is not here")
    return folder
