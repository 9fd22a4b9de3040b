"""Backups of a store that was crawled, matched and archived; restored into an empty database and compared row for row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
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
from wirewatch.storage import database, replacing

CONFIG = PROJECT / "config"


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
        do(engine, f"update capture set fetched_at = '{at}' where archive_file is null")  # noqa: S608 - one of the two days above
        archive(engine, store, "month", LATER)
    return engine


@pytest.fixture
def empty(server: str) -> Iterator[Engine]:
    """A database without a store, in which nobody else is."""
    engine = create_engine(new_database(server), poolclass=NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Archive:
    """The archive of another machine."""
    return Archive(str(tmp_path / "other machine" / "archive"))


def back_up(engine: Engine, store: Archive, target: Path, **options: bool) -> manifests.Manifest:
    return backup(engine, store, CONFIG, programs(), target, **options)


def put_back(engine: Engine, store: Archive, source: Path, **options: bool) -> Restored:
    return restore(engine, store, CONFIG, programs(), source, say=lambda words: None, **options)


def rows(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table, as PostgreSQL prints it."""
    with engine.connect() as db:
        names = list(replacing.counts(db))
        return {name: sorted(db.execute(text(f"select t::text from wirewatch.{name} t")).scalars()) for name in names}  # noqa: S608


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_restore_into_an_empty_database_is_the_store_row_for_row(
    stored: Engine, store: Archive, empty: Engine, elsewhere: Archive, tmp_path: Path
) -> None:
    made = back_up(stored, store, tmp_path / "backup")
    done = put_back(empty, elsewhere, tmp_path / "backup")

    assert rows(empty) == rows(stored)
    assert made.tables["mention"] > 0
    assert made.tables["capture"] == 16
    assert (done.rows, done.files, done.missing, done.differing) == (made.rows, 1, [], [])
    assert contents(Path(elsewhere.place.removeprefix("file://"))) == contents(Path(store.place.removeprefix("file://")))
    # Numbers go on where they were, and the schema is whole.
    with empty.begin() as db:
        db.execute(text("insert into wirewatch.story default values"))
    assert database.upgrade(empty) == []
