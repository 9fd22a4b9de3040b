"""What goes wrong under a backup or a restore: it is said in a sentence, and the store is as it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from tests.integration.backup.conftest import CONFIG, back_up, put_back, sources
from tests.integration.storage.rows import do
from wirewatch.archive import Archive
from wirewatch.cli.backups import programs
from wirewatch.errors import ConfigError, PermanentError
from wirewatch.pipeline import manifest as manifests
from wirewatch.pipeline.backup import backup
from wirewatch.storage import archives, dumps

As = Callable[[str], Engine]
BROKEN = "/proc/self/mem"  # a file whose first bytes cannot be read, whoever asks


@pytest.fixture
def backed_up(small: Engine, store: Archive, tmp_path: Path) -> Path:
    """A backup of the two rows; the store has a third since."""
    back_up(small, store, tmp_path / "backup")
    do(small, "insert into wirewatch.source values ('later', 'Later', '2026-11-16')")
    return tmp_path / "backup"


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
