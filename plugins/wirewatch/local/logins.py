"""Who may log in to the embedded cluster: the pipeline, the reader and the owner of our database, and Airflow to its own.

Each database lets in its own logins and no others; the cluster's superuser stays for making databases and logins.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Literal

import psycopg2
from psycopg2 import sql

from wirewatch.config import PROJECT

Login = Literal["owner", "pipeline", "reader", "airflow"]
GROUPS: Mapping[Login, str] = {"owner": "wirewatch_owner", "pipeline": "wirewatch_pipeline", "reader": "wirewatch_reader"}
ROLES = PROJECT / "sql" / "roles"

Connection = psycopg2.extensions.connection
Cursor = psycopg2.extensions.cursor


def admit_airflow(connection: Connection, password: str) -> None:
    """Give Airflow's database, which the superuser's `connection` has open, to Airflow's own login. Closes the connection."""
    with closing(connection), connection, connection.cursor() as cursor:
        _make(cursor, "airflow", password)
        cursor.execute(sql.SQL("ALTER DATABASE {} OWNER TO airflow").format(_database(connection)))
        cursor.execute((ROLES / "hand_over.sql").read_text(encoding="utf-8"))
        cursor.execute("SELECT pg_temp.hand_over('public', 'airflow')")
        _admit(cursor, _database(connection), ["airflow"])


def admit_ours(connection: Connection, passwords: Mapping[Login, str]) -> None:
    """Make the roles of our database, which the superuser's `connection` has open, and a login for each. Closes the connection."""
    with closing(connection), connection, connection.cursor() as cursor:
        for name in ("hand_over.sql", "roles.sql"):
            cursor.execute((ROLES / name).read_text(encoding="utf-8"))
        for login, group in GROUPS.items():
            _make(cursor, login, passwords[login])
            cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), sql.Identifier(login)))
        _admit(cursor, _database(connection), GROUPS)


def _make(cursor: Cursor, login: str, password: str) -> None:
    """A login with that password, also where there is one with another."""
    cursor.execute("SELECT to_regrole(%s) IS NULL", (login,))
    (new,) = cursor.fetchone() or (True,)
    command = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}" if new else "ALTER ROLE {} LOGIN PASSWORD {}")
    cursor.execute(command.format(sql.Identifier(login), sql.Literal(password)))


def _admit(cursor: Cursor, database: sql.Identifier, logins: Mapping[Login, str] | list[str]) -> None:
    """Let nobody but these (and a superuser) into a database."""
    cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    cursor.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.SQL(", ").join(map(sql.Identifier, logins)))
    )


def _database(connection: Connection) -> sql.Identifier:
    return sql.Identifier(connection.info.dbname)
