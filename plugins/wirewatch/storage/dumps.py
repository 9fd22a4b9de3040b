"""PostgreSQL's own programs: the store written into one file, and read back out of it.

`pg_dump` reads servers of its own version and older ones, `pg_restore` files of its own and older ones, and what either says to a server
not all older ones know: the pair nearest to the server's version is taken.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from psycopg2.extensions import make_dsn
from sqlalchemy import URL

from wirewatch.errors import ConfigError, PermanentError
from wirewatch.storage.database import SCHEMA

# Since this version a server knows what newer programs say to it first (`SET transaction_timeout`); older ones need their own.
FORGIVING = 17


@dataclass(frozen=True)
class Programs:
    """A folder that holds pg_dump and pg_restore, and their version as they print it."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The part of the version that decides which servers and files they can read."""
        return major(self.version)


def major(version: str) -> int:
    """The first part of a printed version: 15 of “15.18 (Debian …)”."""
    return int(version.split(".")[0])


def fitting(server: int, folders: Iterable[Path], dump: int = 0) -> Programs:
    """The programs for a server of that major version, and for a file that pg_dump of the version `dump` wrote. Raises ConfigError."""
    found = [programs for folder in folders if (programs := _look(folder))]
    fit = [one for one in found if one.major >= max(server, dump) and (one.major == server or server >= FORGIVING)]
    if not fit:
        there = ", ".join(f"{one.version} in {one.folder}" for one in found) or "none"
        wanted = f"{server}" if server < FORGIVING else f"{max(server, dump)} or newer"
        of_dump = f", and the backup was written by pg_dump {dump}" if dump else ""
        raise ConfigError(
            f"The server is PostgreSQL {server}{of_dump}: pg_dump and pg_restore {wanted} are needed; there are: {there}. "
            "Install them and set PG_BIN to their folder, or take a newer server."
        )
    return min(fit, key=lambda one: one.major)


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
    # What our own sessions are opened with, the password through the environment: arguments can be read by every user of the machine.
    _, opened_with = url.get_dialect()().create_connect_args(url)
    password = opened_with.pop("password", None)
    env = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    where = f"--dbname={make_dsn(**opened_with)}"
    command = [str(programs.folder / name), "--no-password", "--no-owner", "--no-acl", where, *map(str, options)]
    done = subprocess.run(command, env=env, cwd="/", capture_output=True, text=True)
    if done.returncode:
        raise PermanentError(f"{name} failed: {done.stderr.strip()[-2000:]}")
