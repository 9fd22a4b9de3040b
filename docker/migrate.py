#!/usr/bin/env python3
"""Brings the databases to this version: makes what is missing, runs Airflow's migrations and ours; ours make the pools. May run at any time.

`POSTGRES_URL` is the superuser's address; the logins it makes get the passwords of the other addresses.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from urllib.parse import unquote, urlsplit

import psycopg2
from psycopg2 import sql

DATABASES = ("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "WIREWATCH_DATABASE_URL")


def main() -> int:
    """Do it, in order; returns the exit code of the first step that failed."""
    for variable in DATABASES:
        make_database(os.environ["POSTGRES_URL"], os.environ[variable])
    return run("airflow", "db", "migrate") or run("wirewatch", "db", "upgrade")


def make_database(server: str, url: str) -> None:
    """The login of the address with its password, and the database of the address, its own."""
    parts = urlsplit(url)
    login, name = sql.Identifier(parts.username or ""), sql.Identifier(parts.path[1:])
    with closing(psycopg2.connect(server)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("select to_regrole(%s) is null", (parts.username,))
        command = "create role {} login password {}" if cursor.fetchone() == (True,) else "alter role {} password {}"
        cursor.execute(sql.SQL(command).format(login, sql.Literal(unquote(parts.password or ""))))
        cursor.execute("select from pg_database where datname = %s", (parts.path[1:],))
        if not cursor.rowcount:
            cursor.execute(sql.SQL("create database {} owner {}").format(name, login))


def run(*command: str) -> int:
    """Run a step to its end; returns its exit code."""
    print(" ".join(command[:3]), "…", file=sys.stderr, flush=True)
    return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main())
