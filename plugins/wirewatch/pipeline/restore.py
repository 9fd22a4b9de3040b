"""restore: a backup becomes the store again, in an empty database or in place of the store that is there.

The store that is there is set aside under another name, in the same database, and dropped when the new one is in, counted and migrated; whatever
goes wrong before that brings it back. Killed in the middle, the next call brings it back first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine

from wirewatch.archive import Archive
from wirewatch.errors import ConfigError, PermanentError, RetryableError
from wirewatch.models import ArchiveFile
from wirewatch.pipeline import manifest as manifests
from wirewatch.pipeline.manifest import DUMP, Manifest
from wirewatch.storage import database, dumps, replacing

Say = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """What was put back: rows, files of the archive; `missing` are archived files that are in neither place, `differing` files of the
    configuration that are not what the backup holds; `migrated` ran afterwards; `made_at` (UTC) is the moment the store is of.
    """

    made_at: str

    tables: int
    rows: int
    files: int
    missing: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    migrated: list[str] = field(default_factory=list)


def restore(
    engine: Engine, store: Archive, config: Path, folders: Iterable[Path], source: Path, *, overwrite: bool = False, say: Say
) -> Restored:
    """Put the backup in the folder `source` back.

    Raises ConfigError where it is none, a newer Wirewatch wrote it, the store holds rows and `overwrite` is not given, or others use
    the database; PermanentError where a file is not what was backed up, or rows are missing afterwards. The store is then as it was.
    """
    backup = manifests.read(source)
    _refuse_newer(backup)
    say("Checking the backup's files")
    with manifests.on_disk(source, "Nothing was restored."):
        manifests.verify(source, backup)
        differing = _differing(config, source, backup)
    with replacing.alone(engine):
        _make_room(engine, overwrite, say)
        programs = _programs(engine, folders, backup)
        files = _put_back_archive(store, backup, source)
        say("Reading the database")
        migrated = _replace(engine, programs, source / DUMP, backup)
    return Restored(backup.made_at, len(backup.tables), backup.rows, files, _missing(store, backup), differing, migrated)


def _refuse_newer(backup: Manifest) -> None:
    unknown = sorted(set(backup.migrations) - {file.name for file in database.MIGRATIONS.glob("*.sql")})
    if unknown:
        raise ConfigError(
            f"The backup is of a newer Wirewatch ({backup.wirewatch}): {', '.join(unknown)} is not known here. Update this one first."
        )


def _make_room(engine: Engine, overwrite: bool, say: Say) -> None:
    with database.reach(engine) as db:
        if replacing.mend(db):
            say("An earlier restore was interrupted; the store is as it was before it.")
    with database.reach(engine) as db:
        if replacing.holds_rows(db) and not overwrite:
            raise ConfigError(
                f"The database {engine.url.database} holds a store with rows. Name an empty one in WIREWATCH_DATABASE_URL, or replace "
                "what is there with --overwrite."
            )


def _programs(engine: Engine, folders: Iterable[Path], backup: Manifest) -> dumps.Programs:
    with database.reach(engine) as db:
        return dumps.fitting(dumps.major(replacing.server_version(db)), folders, dumps.major(backup.pg_dump))


def _put_back_archive(store: Archive, backup: Manifest, source: Path) -> int:
    """Copy the archive's files that are in the backup; returns how many were not there. They harm nobody until rows name them."""
    kept = {name: one for name, one in backup.archived.items() if f"archive/{name}" in backup.files}
    files = [ArchiveFile(name, one.bytes, bytes.fromhex(one.sha256)) for name, one in kept.items()]
    return sum(store.put_back(file, source / "archive" / file.name) for file in files)


def _replace(engine: Engine, programs: dumps.Programs, dump: Path, backup: Manifest) -> list[str]:
    """Put the backup's rows in the store's place; returns the migrations that ran. Nothing of the old one goes before all of that is done."""
    with database.reach(engine) as db:
        replacing.set_aside(db)
    whole = False
    try:
        dumps.restore(programs, engine.url, dump)
        with database.reach(engine) as db:
            _compare(db, backup)
            migrated = database.migrate(db)
        whole = True
    finally:
        with database.reach(engine) as db:
            replacing.drop_aside(db) if whole else replacing.bring_back(db)
    return migrated


def _compare(db: Connection, backup: Manifest) -> None:
    found = replacing.counts(db)
    wrong = [f"{name}: {found.get(name, 0)} of {rows}" for name, rows in backup.tables.items() if found.get(name) != rows]
    if wrong:
        raise PermanentError(f"Rows are missing after the restore ({'; '.join(wrong)}). The store is as it was before.")


def _missing(store: Archive, backup: Manifest) -> list[str]:
    """What is wrong with archived files that were not in the backup: whoever kept them apart has to put them back.

    The rows are back by then: an archive that does not answer undoes nothing.
    """
    files = [ArchiveFile(name, one.bytes, bytes.fromhex(one.sha256)) for name, one in backup.archived.items()]
    try:
        return store.shortened(files) if files else []
    except RetryableError as error:
        return [error.reason]


def _differing(config: Path, source: Path, backup: Manifest) -> list[str]:
    names = [name.removeprefix("config/") for name in backup.files if name.startswith("config/")]
    kept = {name: backup.files[f"config/{name}"].sha256 for name in names}
    return [name for name, sha256 in kept.items() if not (config / name).is_file() or manifests.digest(config / name) != sha256]
