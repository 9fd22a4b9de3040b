"""PostgreSQL's own programs: the store written into one file, and read back out of it.

`pg_dump` reads servers of its own version and older ones, and `pg_restore` says things that older servers do not know; so the pair
whose version is the server's is looked for first.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

from wirewatch.errors import ConfigError, PermanentError
from wirewatch.storage.database import SCHEMA


@dataclass(frozen=True)
class Programs:
    """A folder that holds pg_dump and pg_restore, and their version as they print it."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The first part of the version: what decides which servers and files they can read."""
        return int(self.version.split(".")[0])


def fitting(server: int, folders: Iterable[Path]) -> Programs:
    """The programs for a server of that major version: its own version, else the next newer one. Raises ConfigError with the cure."""
    found = [programs for folder in folders if (programs := _look(folder))]
    fit = sorted((one for one in found if one.major >= server), key=lambda one: one.major)
    if not fit:
        there = ", ".join(f"{one.version} in {one.folder}" for one in found) or "none"
        raise ConfigError(
            f"The server is PostgreSQL {server} and needs pg_dump and pg_restore {server} or newer; there are: {there}. "
            "Install them, and set PG_BIN to their folder."
        )
    return fit[0]


def _look(folder: Path) -> Programs | None:
    if not all((folder / name).exists() for name in ("pg_dump", "pg_restore")):
        return None
    try:
        said = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True)
    except OSError:  # made for another machine
        return None
    version = re.search(r"\d+[.\d]*", said.stdout)
    return Programs(folder, version[0]) if version else None


def dump(programs: Programs, url: URL, snapshot: str, file: Path) -> None:
    """Write the store as that exported snapshot shows it; without owners and grants, which belong to the server. Raises PermanentError."""
    _run(programs, "pg_dump", url, "--format=custom", f"--schema={SCHEMA}", f"--snapshot={snapshot}", f"--file={file}")


def restore(programs: Programs, url: URL, file: Path) -> None:
    """Make the store that a dump holds, wholly or not at all. Raises PermanentError with the program's words."""
    _run(programs, "pg_restore", url, "--single-transaction", "--exit-on-error", file)


def _run(programs: Programs, name: str, url: URL, *options: object) -> None:
    # The password goes through the environment: arguments can be read by every user of the machine.
    without = URL.create("postgresql", url.username, host=url.host, port=url.port, database=url.database, query=url.query)
    env = {**os.environ, "PGPASSWORD": url.password or ""}
    command = [
        str(programs.folder / name),
        "--no-password",
        "--no-owner",
        "--no-acl",
        f"--dbname={without.render_as_string()}",
        *map(str, options),
    ]
    done = subprocess.run(command, env=env, cwd="/", capture_output=True, text=True)
    if done.returncode:
        raise PermanentError(f"{name} failed: {done.stderr.strip()[-2000:]}")
