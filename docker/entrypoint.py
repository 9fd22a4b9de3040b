#!/usr/bin/env python3
"""The first program of each of our containers: fills in the secrets, then becomes the program it was given.

A secret is an environment variable, or else the file of that name (lower or upper case) in /run/secrets or /run/secrets-admin, which
is there only where the database is administered. Wherever another variable says `{NAME}`, the secret is put in its place, quoted where
that variable is an address. Standard library only.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

SECRETS = Path("/run/secrets")
PLACE = re.compile(r"\{([A-Z][A-Z0-9_]+)\}")
# What Airflow reads as it is; whatever else is secret is asked for by a `{NAME}`.
OPTIONAL = re.compile(r"AIRFLOW_CONN_")


class Missing(Exception):
    """A secret that nobody gave."""


class Unreadable(Exception):
    """A file of secrets that holds no text, or is not for our eyes."""


def main(command: list[str]) -> None:
    """Become the command. Exit code 2 where secrets are missing, all of which are named, or one cannot be read."""
    folder = Path(os.environ.get("WIREWATCH_SECRETS_FOLDER") or SECRETS)
    try:
        environment = filled(os.environ, folder)
    except Missing as error:
        files = f"{folder}, or in {_administration(folder)} what only who administers the database may read"
        cure = f"Put them into .env (`python3 docker/new_env.py` writes one), or each into a file of its name in {files}."
        print(f"{error} {cure}", file=sys.stderr)
        sys.exit(2)
    except Unreadable as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    if password := environment.pop("WIREWATCH_UI_PASSWORD", None):
        write_login(Path(environment["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"]), password)
    os.execvpe(command[0], command, environment)  # noqa: S606 - no shell: the command is the container's own


def filled(given: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The environment with its secrets in their places; what is empty is left out. Raises Missing, Unreadable."""
    files = {**_files(folder), **_files(_administration(folder))}
    known = {name: value for name, value in {**files, **{k: v for k, v in given.items() if v}}.items() if value}
    plain = {name: value for name, value in known.items() if name in given or OPTIONAL.match(name)}
    missing = sorted({name for value in plain.values() for name in PLACE.findall(value)} - set(known))
    if missing:
        raise Missing(f"Secrets are missing: {', '.join(missing)}.")
    return {name: _fill(value, known) for name, value in plain.items()}


def _files(folder: Path) -> dict[str, str]:
    """What each file of the folder says, by its name in capitals; hidden ones are of the desktop or the editor."""
    found = sorted(folder.glob("[!.]*")) if folder.is_dir() else []
    return {file.name.upper(): _read(file) for file in found if file.is_file()}


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError as error:
        raise Unreadable(f"{file} holds no text: take it out of the folder of secrets.") from error
    except OSError as error:
        raise Unreadable(
            f"{file} cannot be read by user {os.geteuid()} ({error.strerror}): let it, or take the file away."
        ) from error


def _administration(folder: Path) -> Path:
    """The folder of the secrets that two containers have and the others do not."""
    return folder.with_name(f"{folder.name}-admin")


def _fill(value: str, secrets: Mapping[str, str]) -> str:
    address = "://" in value
    return PLACE.sub(lambda place: quote(secrets[place[1]], safe="") if address else secrets[place[1]], value)


def write_login(file: Path, password: str) -> None:
    """The file in which Airflow's simple login keeps the password of `admin`; only its owner may read it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump({"admin": password}, out)


if __name__ == "__main__":
    main(sys.argv[1:])
