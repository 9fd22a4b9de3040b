#!/usr/bin/env python3
"""The first program of each of our containers: fills in the secrets, then becomes the program it was given.

A secret is an environment variable, or else the file of that name (lower or upper case) in /run/secrets. Wherever another variable
says `{NAME}`, the secret is put in its place, quoted where that variable is an address. Standard library only.
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


def main(command: list[str]) -> None:
    """Become the command. Exit code 2, naming every secret that is missing, where one is."""
    folder = Path(os.environ.get("WIREWATCH_SECRETS_FOLDER") or SECRETS)
    try:
        environment = filled(os.environ, folder)
    except Missing as error:
        cure = f"Put them into .env (`python3 docker/new_env.py` writes one), or each into a file of its name in {folder}."
        print(f"{error} {cure}", file=sys.stderr)
        sys.exit(2)
    if password := environment.pop("WIREWATCH_UI_PASSWORD", None):
        write_login(Path(environment["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"]), password)
    os.execvpe(command[0], command, environment)  # noqa: S606 - no shell: the command is the container's own


def filled(given: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The environment with its secrets in their places; what is empty is left out. Raises Missing."""
    files = (
        {file.name.upper(): file.read_text().strip() for file in folder.glob("*") if file.is_file()} if folder.is_dir() else {}
    )
    known = {name: value for name, value in {**files, **{k: v for k, v in given.items() if v}}.items() if value}
    plain = {name: value for name, value in known.items() if name in given or OPTIONAL.match(name)}
    missing = sorted({name for value in plain.values() for name in PLACE.findall(value)} - set(known))
    if missing:
        raise Missing(f"Secrets are missing: {', '.join(missing)}.")
    return {name: _fill(value, known) for name, value in plain.items()}


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
