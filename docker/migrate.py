#!/usr/bin/env python3
"""Brings the databases to this version: makes what is missing, runs Airflow's migrations and ours, then the pools. May run at any time.

`POSTGRES_URL` is the superuser's address; the logins it makes get the passwords of the other addresses.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import closing
from urllib.parse import unquote, urlsplit

import psycopg2
from psycopg2 import sql

from wirewatch import config

LOGINS = {"airflow": "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "wirewatch": "WIREWATCH_DATABASE_URL"}


def main() -> int:
    """Do it, in order; returns the exit code of the first step that failed."""
    for name, variable in LOGINS.items():
        make_database(os.environ["POSTGRES_URL"], name, password(os.environ[variable]))
    return run("airflow", "db", "migrate") or run("wirewatch", "db", "upgrade") or make_pools()


def password(url: str) -> str:
    """The password in an address."""
    return unquote(urlsplit(url).password or "")


def make_database(server: str, name: str, secret: str) -> None:
    """A login of that name with that password, and a database of its own."""
    with closing(psycopg2.connect(server)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("select to_regrole(%s) is null, not exists (select from pg_database where datname = %s)", (name, name))
        new_login, new_database = cursor.fetchone() or (True, True)
        command = sql.SQL("create role {} login password {}" if new_login else "alter role {} password {}")
        cursor.execute(command.format(sql.Identifier(name), sql.Literal(secret)))
        if new_database:
            cursor.execute(sql.SQL("create database {0} owner {0}").format(sql.Identifier(name)))


def make_pools() -> int:
    """The pools that keep few tasks at a host at once; one that is there keeps its slots."""
    hosts = {source.host: source for source in config.load_sources().values()}.values()
    slots = {pool: 1 for source in hosts for pool in (source.pool, source.backfill_pool)}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        pools = {name: {"slots": number, "description": "", "include_deferred": False} for name, number in slots.items()}
        file.write(json.dumps(pools))
        file.flush()
        return run("airflow", "pools", "import", file.name)


def run(*command: str) -> int:
    """Run a step to its end; returns its exit code."""
    print(" ".join(command[:3]), "…", file=sys.stderr, flush=True)
    return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main())
