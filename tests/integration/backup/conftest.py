"""A store and its archive, a database for each, and backups of them in one call."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from tests.conftest import LAST_DAY, new_database
from tests.integration.captures.conftest import LABELS, LATER
from tests.integration.storage.rows import do
from wirewatch.archive import Archive
from wirewatch.cli.backups import programs
from wirewatch.config import PROJECT
from wirewatch.configured import Source, Watchlist
from wirewatch.pipeline import manifest as manifests
from wirewatch.pipeline.archive import archive
from wirewatch.pipeline.backup import backup
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.crawl import crawl
from wirewatch.pipeline.restore import Restored, restore
from wirewatch.storage import replacing, roles

CONFIG = PROJECT / "config"
OPENS = "of a test"
SCRIPT = Path(__file__).with_name("dying.py")


@pytest.fixture
def store(tmp_path: Path) -> Archive:
    """The archive, in a folder with a space in its name."""
    return Archive(str(tmp_path / "the archive"))


@pytest.fixture
def stored(engine: Engine, kcna: Source, officials: Watchlist, store: Archive) -> Engine:
    """A store with two crawled days, matched; half of the captures archived, half in their rows."""
    for number, day in enumerate((date(2026, 11, 19), LAST_DAY)):
        crawl(engine, kcna, Window(day, day), [officials], LABELS, str(number))
        at = "2026-11-20 08:00+00" if number == 0 else "2026-11-23 04:00+00"
        do(engine, "update capture set fetched_at = cast(:at as timestamptz) where archive_file is null", at=at)
        archive(engine, store, "month", LATER)
    return engine


@pytest.fixture
def empty(server: str) -> Engine:
    """A database without a store, in which nobody else is."""
    return unshared(new_database(server))


@pytest.fixture
def elsewhere(tmp_path: Path) -> Archive:
    """The archive of another machine."""
    return Archive(str(tmp_path / "other machine" / "archive"))


def back_up(engine: Engine, store: Archive, target: Path, **options: bool) -> manifests.Manifest:
    return backup(engine, store, CONFIG, programs(), target, **options)


def put_back(engine: Engine, store: Archive, source: Path, config: Path = CONFIG, *, overwrite: bool = False) -> Restored:
    return restore(engine, store, config, programs(), source, overwrite=overwrite, say=lambda words: None)


def rows(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table, as PostgreSQL prints it."""
    with engine.connect() as db:
        names = list(replacing.counts(db))
        return {name: sorted(db.execute(text(f"select t::text from wirewatch.{name} t")).scalars()) for name in names}  # noqa: S608


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def small(server: str, template: str) -> Engine:
    """A store with two rows, in which nobody else is."""
    engine = unshared(new_database(server, template))
    do(engine, "insert into wirewatch.source values ('kcna-en', 'KCNA.kp (En)', '2026-11-16'), ('vok-en', 'VOK', '2026-11-16')")
    return engine


def unshared(url: str) -> Engine:
    """An engine that keeps no connection open: nobody else may be in a database that is restored."""
    return create_engine(url, poolclass=NullPool, connect_args={"options": "-c search_path=wirewatch,public"})


def sources(engine: Engine) -> list[str]:
    with engine.connect() as db:
        return list(db.execute(text("select key from wirewatch.source order by key")).scalars())


def dying(engine: Engine, after: str, place: Path, tmp_path: Path) -> None:
    url = engine.url.render_as_string(hide_password=False)
    settings = json.dumps({"after": after, "url": url, "archive": str(tmp_path / "the archive"), "place": str(place)})
    killed = subprocess.run([sys.executable, str(SCRIPT), settings], cwd=PROJECT / "plugins", timeout=60)
    assert killed.returncode == -signal.SIGKILL


@pytest.fixture(scope="session")
def members(server: str) -> dict[str, str]:
    """{role: login} of a member of each role, none of which is more than that."""
    logins = {role: f"backs_up_as_{role.removeprefix('wirewatch_')}" for role in ("wirewatch_owner", "wirewatch_pipeline")}
    for role, login in logins.items():
        run(server, f"create role {login} login password '{OPENS}' in role {role}")
    return logins


@pytest.fixture
def member(server: str, small: Engine, members: dict[str, str]) -> Callable[[str], Engine]:
    """member(role) → `small` as a login of that role opens it, with the roles in use."""
    url = small.url.render_as_string(hide_password=False)
    run(url, roles.sql_to_divide())
    return lambda role: unshared(make_url(url).set(username=members[role], password=OPENS).render_as_string(False))


def run(url: str, command: str) -> None:
    """Run a command as the superuser."""
    with create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as db:
        db.execute(text(command))
