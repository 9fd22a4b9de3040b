"""backup: the store, its archive and the configuration as they were at one moment, in a folder of its own.

The folder gets its name when it is whole; until then it is called `….unfinished`. Captures that go to the archive meanwhile are still in
their rows for the snapshot, and what the snapshot knows of a file stays at its place in it: files only grow.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from wirewatch import __version__
from wirewatch.archive import Archive
from wirewatch.errors import ConfigError
from wirewatch.models import ArchiveFile
from wirewatch.pipeline import manifest as manifests
from wirewatch.pipeline.manifest import DUMP, Kept, Manifest
from wirewatch.storage import archives, database, dumps, replacing

CONFIGURATION = ("*.yml", "sources/*.yml", "watchlists/*.yml")


def backup(
    engine: Engine,
    store: Archive,
    config: Path,
    folders: Iterable[Path],
    target: Path,
    *,
    with_archive: bool = True,
    say: Callable[[str], None] = lambda words: None,
) -> Manifest:
    """Write a backup to the folder `target`, which must not exist; returns its manifest.

    `folders` are where pg_dump may lie. Raises ConfigError where the target exists or no pg_dump fits, PermanentError where the archive
    is not what was archived, or the disk is full or not to be written to.
    """
    _refuse_older(engine)
    with (
        manifests.on_disk(target, "There is no backup."),
        _new_folder(target) as half,
        replacing.frozen(engine) as (db, snapshot),
    ):
        server, files = replacing.server_version(db), archives.files(db)
        programs = dumps.fitting(dumps.major(server), folders)
        say("Writing the database")
        dumps.dump(programs, engine.url, snapshot, half / DUMP)
        copied = files if with_archive and store.folder else []
        _copy_archive(store, copied, half / "archive", say)
        _copy_config(config, half / "config")
        made = _manifest(db, server, programs, store, files, half)
        manifests.write(half, made)
    return made


def _refuse_older(engine: Engine) -> None:
    """Backups are taken before an update, by the version that made the store: this one would have to change it first."""
    with database.reach(engine) as db:
        waiting = ", ".join(file.name for file in database.pending(db))
    if waiting:
        raise ConfigError(
            f"The store is older than this Wirewatch ({waiting} did not run). Back it up with the version that made it, or run "
            "`wirewatch db upgrade` first."
        )


@contextmanager
def _new_folder(target: Path) -> Iterator[Path]:
    """A folder to write to, which becomes `target` when all went well. Only its owner may look inside: it holds whom somebody watches."""
    half = target.with_name(f"{target.name}.unfinished")
    half.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _held(half), ExitStack() as otherwise:
        otherwise.callback(shutil.rmtree, half, ignore_errors=True)
        if target.exists():
            raise ConfigError(f"{target}: there is something already. Name a folder that does not exist.")
        _empty(half)  # of a backup that was killed
        yield half
        _close_to_others(half)
        os.sync()  # whole on the disk before it gets its name
        half.rename(target)
        otherwise.pop_all()


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Nobody else writes a backup there; the kernel lets go of it when the holder dies. Raises ConfigError where somebody does."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigError(f"{folder}: another backup is being written there. Wait for it, or name another folder.") from error
        yield
    finally:
        os.close(handle)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _close_to_others(folder: Path) -> None:
    """Nobody but the owner reads the files, wherever they are carried later."""
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _copy_archive(store: Archive, files: Iterable[ArchiveFile], target: Path, say: Callable[[str], None]) -> None:
    for file in files:
        say(f"Copying {file.name}")
        store.copy_out(file, target / file.name)


def _copy_config(config: Path, target: Path) -> None:
    """Only the files that Wirewatch reads; what else lies there may be a secret."""
    for file in (file for pattern in CONFIGURATION for file in sorted(config.glob(pattern))):
        copy = target / file.relative_to(config)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)


def _manifest(
    db: Connection, server: str, programs: dumps.Programs, store: Archive, files: Iterable[ArchiveFile], folder: Path
) -> Manifest:
    return Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        wirewatch=__version__,
        postgres=server,
        pg_dump=programs.version,
        migrations=tuple(replacing.migrations(db)),
        tables=replacing.counts(db),
        archive=store.place,
        archived={file.name: Kept(file.length, file.sha256.hex()) for file in files},
        files=manifests.describe(folder),
    )
