"""Backups of a store that was crawled, matched and archived; restored into an empty database and compared row for row."""

from __future__ import annotations

import shutil
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.conftest import LAST_DAY
from tests.integration.backup.conftest import CONFIG, back_up, contents, dying, put_back, rows, sources, unshared
from tests.integration.captures.conftest import LABELS
from tests.integration.storage.rows import do
from wirewatch.archive import Archive
from wirewatch.cli.backups import programs
from wirewatch.configured import Alerting, Source, Watchlist
from wirewatch.errors import ConfigError, PermanentError
from wirewatch.pipeline import manifest as manifests
from wirewatch.pipeline.alert import decide_alerts
from wirewatch.pipeline.backup import backup
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.crawl import crawl
from wirewatch.storage import database, dumps


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


def test_what_was_told_after_the_backup_is_told_again_unless_its_days_are_backfilled_first(
    database_url: str, kcna: Source, officials: Watchlist, alerting: Alerting, store: Archive, tmp_path: Path
) -> None:
    def told(engine: Engine, historical: bool = False) -> int:
        crawl(engine, kcna, Window(LAST_DAY, LAST_DAY), [officials], LABELS, str(uuid.uuid4()), historical)
        return decide_alerts(engine, alerting, {kcna.key: kcna}).alerts

    alone = unshared(database_url)
    back_up(alone, store, tmp_path / "backup")
    first = told(alone)
    put_back(alone, store, tmp_path / "backup", overwrite=True)
    again = told(alone)
    put_back(alone, store, tmp_path / "backup", overwrite=True)

    assert (again, told(alone, historical=True), told(alone)) == (first, 0, 0)
    assert first > 0


def test_a_backup_sees_one_moment_whatever_is_written_meanwhile(
    small: Engine, store: Archive, empty: Engine, tmp_path: Path
) -> None:
    def write_meanwhile(words: str) -> None:
        do(small, "insert into wirewatch.source values ('later', 'Later', '2026-11-16') on conflict do nothing")

    made = backup(small, store, CONFIG, programs(), tmp_path / "backup", say=write_meanwhile)
    put_back(empty, store, tmp_path / "backup")

    assert made.tables["source"] == 2
    assert sources(empty) == ["kcna-en", "vok-en"]
    assert len(sources(small)) == 3


def test_a_backup_is_private_holds_the_configuration_and_nothing_that_may_be_a_secret(
    small: Engine, store: Archive, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    shutil.copytree(CONFIG, config)
    (config / "secrets.env").write_text("PASSWORD=x")

    backup(small, store, config, programs(), tmp_path / "backup")

    assert [path for path in (tmp_path / "backup", *(tmp_path / "backup").rglob("*")) if path.stat().st_mode & 0o077] == []
    assert contents(tmp_path / "backup" / "config") == contents(CONFIG)
    password = small.url.password
    assert password
    assert all(password.encode() not in content for content in contents(tmp_path / "backup").values())


def test_a_killed_backup_leaves_nothing_under_its_name_and_the_next_one_is_whole(
    small: Engine, store: Archive, empty: Engine, tmp_path: Path
) -> None:
    target = tmp_path / "backup"
    dying(small, "dump", target, tmp_path)
    assert not target.exists()

    back_up(small, store, target)
    put_back(empty, store, target)
    assert sources(empty) == ["kcna-en", "vok-en"]
    assert [path.name for path in tmp_path.iterdir()] == ["backup"]


def test_a_backup_never_writes_over_another(small: Engine, store: Archive, tmp_path: Path) -> None:
    back_up(small, store, tmp_path / "backup")
    before = contents(tmp_path / "backup")

    with pytest.raises(ConfigError, match="Name a folder that does not exist"):
        back_up(small, store, tmp_path / "backup")

    assert contents(tmp_path / "backup") == before


def test_a_backup_that_fails_leaves_nothing_and_says_which_file_is_damaged(
    stored: Engine, store: Archive, tmp_path: Path
) -> None:
    (file,) = Path(str(store.folder)).rglob("*.warc.gz")
    file.write_bytes(b"x" * file.stat().st_size)

    with pytest.raises(PermanentError, match=file.name):
        back_up(stored, store, tmp_path / "backup")

    assert [path.name for path in tmp_path.iterdir()] == ["the archive"]
    made = back_up(stored, store, tmp_path / "backup", with_archive=False)
    assert (made.with_archive, len(made.archived)) == (False, 1)


def test_a_store_with_rows_is_replaced_only_when_told(small: Engine, store: Archive, tmp_path: Path) -> None:
    back_up(small, store, tmp_path / "backup")
    do(small, "insert into wirewatch.source values ('later', 'Later', '2026-11-16')")

    with pytest.raises(ConfigError, match="--overwrite"):
        put_back(small, store, tmp_path / "backup")
    assert len(sources(small)) == 3

    put_back(small, store, tmp_path / "backup", overwrite=True)
    assert sources(small) == ["kcna-en", "vok-en"]
    with small.connect() as db:
        assert not database.has_schema(db, database.ASIDE)


def test_nothing_is_touched_where_a_file_of_the_backup_is_not_what_it_was(small: Engine, store: Archive, tmp_path: Path) -> None:
    back_up(small, store, tmp_path / "backup")
    dump = tmp_path / "backup" / manifests.DUMP
    dump.write_bytes(dump.read_bytes()[:-1] + b"x")

    with pytest.raises(PermanentError, match=r"not what was backed up: database\.dump"):
        put_back(small, store, tmp_path / "backup", overwrite=True)

    assert sources(small) == ["kcna-en", "vok-en"]


def test_the_store_is_as_it_was_where_rows_are_missing_afterwards(small: Engine, store: Archive, tmp_path: Path) -> None:
    made = back_up(small, store, tmp_path / "backup")
    do(small, "insert into wirewatch.source values ('later', 'Later', '2026-11-16')")
    manifests.write(tmp_path / "backup", replace(made, tables={**made.tables, "source": 7}))

    with pytest.raises(PermanentError, match="source: 2 of 7"):
        put_back(small, store, tmp_path / "backup", overwrite=True)

    assert sources(small) == ["kcna-en", "later", "vok-en"]


def test_a_restore_killed_before_the_rows_are_in_is_undone_by_the_next_and_hidden_by_nobody(
    small: Engine, store: Archive, tmp_path: Path
) -> None:
    back_up(small, store, tmp_path / "backup")
    do(small, "insert into wirewatch.source values ('later', 'Later', '2026-11-16')")
    dying(small, "set_aside", tmp_path / "backup", tmp_path)
    with pytest.raises(ConfigError, match="A restore was interrupted"):
        database.upgrade(small)

    with pytest.raises(ConfigError, match="--overwrite"):
        put_back(small, store, tmp_path / "backup")
    assert len(sources(small)) == 3

    put_back(small, store, tmp_path / "backup", overwrite=True)
    assert sources(small) == ["kcna-en", "vok-en"]


def test_a_restore_killed_in_its_last_step_leaves_both_stores_and_asks_which_is_wanted(
    small: Engine, store: Archive, tmp_path: Path
) -> None:
    back_up(small, store, tmp_path / "backup")
    dying(small, "restore", tmp_path / "backup", tmp_path)

    with pytest.raises(ConfigError, match=f"drop schema {database.ASIDE} cascade"):
        put_back(small, store, tmp_path / "backup", overwrite=True)
    assert sources(small) == ["kcna-en", "vok-en"]

    do(small, f"drop schema {database.ASIDE} cascade")
    put_back(small, store, tmp_path / "backup", overwrite=True)


def test_a_restore_waits_for_nobody_who_uses_the_database(small: Engine, store: Archive, tmp_path: Path) -> None:
    back_up(small, store, tmp_path / "backup")

    with small.connect() as somebody:
        somebody.execute(text("select 1"))
        with pytest.raises(ConfigError, match="1 other sessions use the database"):
            put_back(small, store, tmp_path / "backup", overwrite=True)


def test_a_backup_of_a_newer_wirewatch_is_refused(small: Engine, store: Archive, empty: Engine, tmp_path: Path) -> None:
    made = back_up(small, store, tmp_path / "backup")
    manifests.write(tmp_path / "backup", replace(made, migrations=(*made.migrations, "999_from_the_future.sql")))

    with pytest.raises(ConfigError, match=r"newer Wirewatch.*999_from_the_future"):
        put_back(empty, store, tmp_path / "backup")


def test_a_backup_of_an_older_wirewatch_is_brought_up_to_date(
    small: Engine, store: Archive, empty: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(small, store, tmp_path / "backup")
    newer = tmp_path / "migrations"
    shutil.copytree(database.MIGRATIONS, newer)
    (newer / "999_later.sql").write_text("create table later (id integer)")
    monkeypatch.setattr(database, "MIGRATIONS", newer)

    assert put_back(empty, store, tmp_path / "backup").migrated == ["999_later.sql"]
    with pytest.raises(ConfigError, match=r"999_later\.sql.*wirewatch db upgrade"):
        back_up(small, store, tmp_path / "another")


def test_an_archive_that_grew_since_is_left_alone_and_a_foreign_file_is_not_written_over(
    stored: Engine, store: Archive, empty: Engine, elsewhere: Archive, tmp_path: Path
) -> None:
    back_up(stored, store, tmp_path / "backup")
    (name,) = (str(file.relative_to(str(store.folder))) for file in Path(str(store.folder)).rglob("*.warc.gz"))
    there = Path(str(elsewhere.folder)) / name
    there.parent.mkdir(parents=True)
    there.write_bytes(b"something else")
    with pytest.raises(PermanentError, match="another file than the backup's"):
        put_back(empty, elsewhere, tmp_path / "backup")
    assert there.read_bytes() == b"something else"

    grown = (tmp_path / "backup" / "archive" / name).read_bytes() + b"more"
    there.write_bytes(grown)
    assert put_back(empty, elsewhere, tmp_path / "backup").files == 0
    assert there.read_bytes() == grown


def test_programs_too_old_for_the_server_are_named_with_the_cure(tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("pg_dump", "pg_restore"):
        (folder / name).write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 16.4'\n")
        (folder / name).chmod(0o755)

    assert dumps.fitting(16, [folder]).version == "16.4"
    with pytest.raises(ConfigError, match=r"PostgreSQL 18.*there are: 16\.4 in .*PG_BIN"):
        dumps.fitting(18, [folder])
    with pytest.raises(ConfigError, match=r"PostgreSQL 15.*15 are needed"):
        dumps.fitting(15, [folder])
    with pytest.raises(ConfigError, match=r"written by pg_dump 18"):
        dumps.fitting(16, [folder], dump=18)
