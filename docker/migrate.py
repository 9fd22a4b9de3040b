#!/usr/bin/env python3
"""Brings the databases to this version: makes databases and logins, runs Airflow's migrations and ours. May run at any time.

POSTGRES_URL is the superuser's address, who makes databases and logins and does nothing else; the other addresses name the logins.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from urllib.parse import unquote, urlsplit

import psycopg2
from psycopg2 import sql

from wirewatch.local.logins import Login, admit_airflow, admit_ours

AIRFLOW = "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"
OURS: dict[Login, str] = {"owner": "WIREWATCH_OWNER_URL", "pipeline": "WIREWATCH_DATABASE_URL", "reader": "WIREWATCH_READER_URL"}


def main() -> int:
    """Do it, in order; returns the exit code of the first step that failed."""
    admit_airflow(opened("airflow"), password(AIRFLOW))
    admit_ours(opened("wirewatch"), {login: password(variable) for login, variable in OURS.items()})
    return run("airflow", "db", "migrate") or run("wirewatch", "db", "upgrade")  # which makes Airflow's pools too


def opened(name: str) -> psycopg2.extensions.connection:
    """The database of that name, which is made if it is missing, opened as the superuser."""
    server = os.environ["POSTGRES_URL"]
    with closing(psycopg2.connect(server)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("select from pg_database where datname = %s", (name,))
        if not cursor.rowcount:
            cursor.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    return psycopg2.connect(server, dbname=name)


def password(variable: str) -> str:
    """The password in the address that a variable holds."""
    return unquote(urlsplit(os.environ[variable]).password or "")


def run(*command: str) -> int:
    """Run a step to its end; returns its exit code."""
    print(" ".join(command), "…", file=sys.stderr, flush=True)
    return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main())
