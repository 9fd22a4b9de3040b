#!/usr/bin/env python3
"""Makes up the secrets of an installation: `python3 docker/new_env.py` writes them to `.env`, which only its owner may read.

A file that is there stays as it is: its passwords are those of a database. Standard library only.
"""

from __future__ import annotations

import base64
import os
import secrets
import sys
from pathlib import Path

ENV = Path(__file__).resolve().parents[1] / ".env"
TEXT = """\
# Read by docker compose. Only its owner may read this file. Every setting: docs/production.md
COMPOSE_PROFILES=live
{secrets}
"""


def main(file: Path = ENV) -> int:
    """Write the file; returns the exit code, 3 where there is one already."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        print(f"{file} is there already and stays as it is.", file=sys.stderr)
        return 3
    lines = "\n".join(f"{name}={value}" for name, value in made().items())
    with os.fdopen(handle, "w") as out:
        out.write(TEXT.format(secrets=lines))
    print(f"Wrote {file}. AIRFLOW_ADMIN_PASSWORD in it is the password of “admin”.", file=sys.stderr)
    return 0


def made() -> dict[str, str]:
    """All secrets by name, new ones each time."""
    passwords = ("POSTGRES", "AIRFLOW_DATABASE", "AIRFLOW_ADMIN", "WIREWATCH_OWNER", "WIREWATCH_PIPELINE", "WIREWATCH_READER")
    return {
        **{f"{name}_PASSWORD": secrets.token_hex(16) for name in passwords},
        "AIRFLOW_FERNET_KEY": base64.urlsafe_b64encode(os.urandom(32)).decode(),
        "AIRFLOW_JWT_SECRET": secrets.token_urlsafe(64),
        "AIRFLOW_API_SECRET_KEY": secrets.token_urlsafe(48),
    }


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
