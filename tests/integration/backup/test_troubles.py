"""What goes wrong under a backup or a restore: it is said in a sentence, and the store is as it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import DataError
from sqlalchemy.pool import NullPool

from tests.integration.backup.conftest import CONFIG, back_up, put_back, sources
from tests.integration.storage.rows import do
from wirewatch.archive import Archive
from wirewatch.cli.backups import programs
from wirewatch.errors import ConfigError, PermanentError
from wirewatch.pipeline import manifest as manifests
from wirewatch.pipeline.backup import backup
from wirewatch.storage import archives, database, dumps

As = Callable[[str], Engine]
BROKEN = "/proc/self/mem"  # a file whose first bytes cannot be read, whoever asks


@pytest.fixture
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations, which the test may change."""
    copy = tmp_path / "migrations"
    shutil.copytree(database.MIGRATIONS, copy)
    monkeypatch.setattr(database, "MIGRATIONS", copy)
    return copy


@pytest.fixture
def backed_up(small: Engine, store: Archive, tmp_path: Path) -> Path:
    """A backup of the two rows; the store has a third since."""
    back_up(small, store, tmp_path / "backup")
    do(small, "insert into wirewatch.source values ('later', 'Later', '2026-11-16')")
    return tmp_path / "backup"


def is_as_it_was(engine: Engine) -> bool:
    with engine.connect() as db:
        return len(sources(engine)) == 3 and not database.has_schema(db, database.ASIDE)


def test_where_the_roles_are_in_use_the_owner_sees_the_pipeline_at_work(backed_up: Path, store: Archive, member: As) -> None:
    owner, pipeline = member("wirewatch_owner"), member("wirewatch_pipeline")

    with pipeline.connect() as at_work:
        at_work.execute(text("select 1"))
        with pytest.raises(ConfigError, match=r"1 other sessions use the database \(as backs_up_as_pipeline\)"):
            put_back(owner, store, backed_up, overwrite=True)
    assert is_as_it_was(owner)

    put_back(owner, store, backed_up, overwrite=True)
    do(pipeline, "update wirewatch.source set label = 'may be written' where key = 'vok-en'")
    assert sources(pipeline) == ["kcna-en", "vok-en"]


def test_who_is_just_going_is_waited_for(backed_up: Path, store: Archive, member: As) -> None:
    going = member("wirewatch_pipeline").connect()
    going.execute(text("select 1"))
    Timer(0.3, going.close).start()

    assert put_back(member("wirewatch_owner"), store, backed_up, overwrite=True).rows == 2


def test_who_may_not_replace_the_store_is_told_who_may(backed_up: Path, store: Archive, member: As) -> None:
    with pytest.raises(ConfigError, match=r"The login backs_up_as_pipeline may not do this.*WIREWATCH_OWNER_URL"):
        put_back(member("wirewatch_pipeline"), store, backed_up, overwrite=True)

    assert is_as_it_was(member("wirewatch_owner"))


def test_a_migration_that_was_changed_since_leaves_the_store_as_it_was(
    small: Engine, store: Archive, migrations: Path, backed_up: Path
) -> None:
    first = sorted(migrations.glob("*.sql"))[0]
    first.write_text(first.read_text() + "-- changed")

    with pytest.raises(ConfigError, match=f"{first.name}: changed after it ran"):
        put_back(small, store, backed_up, overwrite=True)

    assert is_as_it_was(small)


def test_a_migration_that_fails_leaves_the_store_as_it_was(
    small: Engine, store: Archive, migrations: Path, backed_up: Path
) -> None:
    (migrations / "999_fails.sql").write_text("select 1 / 0")

    with pytest.raises(DataError):
        put_back(small, store, backed_up, overwrite=True)

    assert is_as_it_was(small)


def test_an_archive_that_does_not_answer_undoes_nothing_and_is_told(
    small: Engine, store: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*asked: object, **how: object) -> None:
        raise ConnectionRefusedError("no bucket there")

    do(small, "insert into wirewatch.archive_file (name, length, sha256) values ('2026/x.warc.gz', 7, sha256('x'))")
    back_up(small, store, tmp_path / "backup", with_archive=False)

    monkeypatch.setattr((bucket := Archive("memory://pages"))._fs, "find", refused)

    done = put_back(small, bucket, tmp_path / "backup", overwrite=True)

    assert done.missing == ["the archive file /pages/ cannot be reached: no bucket there"]
    assert database.upgrade(small) == []


def test_a_configuration_that_cannot_be_read_is_told_before_anything_is_replaced(
    small: Engine, store: Archive, backed_up: Path, tmp_path: Path
) -> None:
    config = broken_config(tmp_path)

    with pytest.raises(PermanentError, match=r"Input/output error\. Nothing was restored\."):
        put_back(small, store, backed_up, config=config, overwrite=True)

    assert is_as_it_was(small)


def broken_config(folder: Path) -> Path:
    """A configuration one file of which lies on a broken disk."""
    config = folder / "broken"
    shutil.copytree(CONFIG, config)
    (config / "alerts.yml").unlink()
    (config / "alerts.yml").symlink_to(BROKEN)
    return config


def test_a_disk_that_fails_under_a_backup_is_told_and_leaves_nothing(small: Engine, store: Archive, tmp_path: Path) -> None:
    with pytest.raises(PermanentError, match=r"Input/output error\. There is no backup\."):
        backup(small, store, broken_config(tmp_path), programs(), tmp_path / "backup")

    assert [path.name for path in tmp_path.iterdir()] == ["broken"]


def test_a_place_where_no_folder_can_be_made_is_named(small: Engine, store: Archive, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(PermanentError, match=r"file/backup.*Not a directory"):
        back_up(small, store, tmp_path / "file" / "backup")


def test_a_full_disk_is_not_called_an_archive_that_cannot_be_reached(stored: Engine, store: Archive) -> None:
    with stored.begin() as db:
        (file,) = archives.files(db)

    with pytest.raises(OSError, match="No space left on device"):
        store.copy_out(file, Path("/dev/full"))


def test_a_server_that_does_not_answer_is_told_in_a_sentence(backed_up: Path, store: Archive) -> None:
    nowhere = create_engine("postgresql+psycopg2://somebody:secret@127.0.0.1:9/wirewatch", poolclass=NullPool)

    with pytest.raises(ConfigError, match="The database does not answer"):
        put_back(nowhere, store, backed_up)


def test_a_backup_in_another_form_is_refused(small: Engine, store: Archive, backed_up: Path) -> None:
    file = backed_up / manifests.NAME
    file.write_text(json.dumps({**json.loads(file.read_text()), "format": 99}))

    with pytest.raises(ConfigError, match=r"manifest\.json: format: .*newer Wirewatch"):
        put_back(small, store, backed_up, overwrite=True)


def test_two_backups_to_one_folder_at_once_do_not_harm_each_other(
    small: Engine, store: Archive, empty: Engine, tmp_path: Path
) -> None:
    refused = []

    def another(words: str) -> None:
        with pytest.raises(ConfigError, match="another backup is being written there") as error:
            back_up(small, store, tmp_path / "backup")
        refused.append(error)

    backup(small, store, CONFIG, programs(), tmp_path / "backup", say=another)

    assert refused
    put_back(empty, store, tmp_path / "backup")
    assert sources(empty) == ["kcna-en", "vok-en"]


@pytest.fixture
def spy(tmp_path: Path) -> dumps.Programs:
    """A pg_dump that writes its arguments, and the password in its environment, to the file `seen`."""
    (tmp_path / "pg_dump").write_text(f"#!/bin/sh\necho \"$@ PGPASSWORD=$PGPASSWORD\" > '{tmp_path}/seen'\n")
    (tmp_path / "pg_dump").chmod(0o755)
    return dumps.Programs(tmp_path, "18.0")


@pytest.mark.parametrize("address", ["ann:hidden@db:5432/w?sslmode=require", "ann@db:5432/w?sslmode=require&password=hidden"])
def test_a_password_is_never_among_the_arguments(spy: dumps.Programs, tmp_path: Path, address: str) -> None:
    dumps.dump(spy, make_url(f"postgresql+psycopg2://{address}"), "snapshot", tmp_path / "file")

    arguments, _, told = (tmp_path / "seen").read_text().strip().partition(" PGPASSWORD=")
    assert told == "hidden"
    assert "hidden" not in arguments
    assert "--dbname=host=db dbname=w user=ann port=5432 sslmode=require" in arguments


def test_an_operators_own_password_is_left_alone(spy: dumps.Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "theirs")

    dumps.dump(spy, make_url("postgresql+psycopg2://ann@db/w"), "snapshot", tmp_path / "file")

    assert (tmp_path / "seen").read_text().endswith("PGPASSWORD=theirs\n")
