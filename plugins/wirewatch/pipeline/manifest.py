"""What a backup holds, in words and checksums: `manifest.json` beside its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from wirewatch.errors import ConfigError, PermanentError

NAME = "manifest.json"
DUMP = "database.dump"
STRICT = ConfigDict(extra="forbid")


@checked_dataclass(frozen=True, config=STRICT)
class Kept:
    """A file as it was when the backup was made; `sha256` in hexadecimal."""

    bytes: int
    sha256: str


@checked_dataclass(frozen=True, config=STRICT)
class Manifest:
    """All of manifest.json.

    `files` are those of the backup, by their path in it; `archived` those of the archive as the database knows them, whether they are in
    the backup or not; `tables` how many rows each has; `made_at` is UTC.
    """

    made_at: str
    wirewatch: str
    postgres: str
    pg_dump: str
    migrations: tuple[str, ...]
    tables: dict[str, int]
    archive: str
    archived: dict[str, Kept]
    files: dict[str, Kept]
    format: Literal[1] = 1

    @property
    def rows(self) -> int:
        """How many rows the store has, those that tell of migrations not counted."""
        return sum(self.tables.values()) - self.tables.get("migration", 0)

    @property
    def with_archive(self) -> bool:
        """Whether the archive's files are in the backup."""
        return all(f"archive/{name}" in self.files for name in self.archived)


@contextmanager
def on_disk(folder: Path, outcome: str) -> Iterator[None]:
    """Raises PermanentError, with the file (else the folder) and what came of it, where the disk is full or may not be read or written."""
    try:
        yield
    except OSError as error:
        file = error.filename2 or error.filename or folder
        raise PermanentError(f"{file}: {error.strerror or error}. {outcome}") from error


def describe(folder: Path) -> dict[str, Kept]:
    """The files below a folder, by their path in it."""
    return {
        str(file.relative_to(folder)): Kept(file.stat().st_size, digest(file))
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def digest(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest: the last file of a backup."""
    (folder / NAME).write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """The manifest of a backup. Raises ConfigError where the folder holds none."""
    file = folder / NAME
    try:
        return TypeAdapter(Manifest).validate_json(file.read_bytes())
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror}). Name the folder that `wirewatch backup` wrote.") from error
    except ValidationError as error:
        what = error.errors(include_url=False)[0]
        place = ".".join(map(str, what["loc"])) or "it"
        raise ConfigError(f"{file}: {place}: {what['msg']}. Take another backup, or a newer Wirewatch.") from error


def verify(folder: Path, manifest: Manifest) -> None:
    """Raise PermanentError unless every file of the backup is there and as it was."""
    wrong = [name for name, kept in manifest.files.items() if not _is(folder / name, kept)]
    if wrong:
        raise PermanentError(
            f"{folder}: not what was backed up: {', '.join(wrong[:5])}{' …' if len(wrong) > 5 else ''}. Nothing was restored; take another backup."
        )


def _is(file: Path, kept: Kept) -> bool:
    return file.is_file() and file.stat().st_size == kept.bytes and digest(file) == kept.sha256
