"""Who gets into the embedded cluster's databases, and a cluster from before there were logins."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg2
import pytest

from wirewatch.config import PROJECT
from wirewatch.local import logins, postgres
from wirewatch.local.home import ports, secrets
from wirewatch.local.logins import Login
from wirewatch.storage import database

MIGRATIONS = "".join(file.read_text() for file in sorted((PROJECT / "sql" / "migrations").glob("*.sql")))
AIRFLOWS = """
    create type mood as enum ('glad', 'sad');
    create table dag (id serial primary key, mood mood);
    create view dags as select * from dag;
    insert into dag (mood) values ('glad');
"""


OWNERS = """
    select string_agg(distinct owner::regrole::text, ' ') from (
        select relowner as owner from pg_class where relnamespace = %s::regnamespace
        union select typowner from pg_type where typnamespace = %s::regnamespace) it
"""


def ask(url: str, *statements: str) -> object:
    """Run statements, the last one's single value being the answer; what they change stays."""
    connection = psycopg2.connect(url.replace("+psycopg2", ""))
    with connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        row = cursor.fetchone() if cursor.description else None
    connection.close()
    return row[0] if row else None


def owners(url: str, schema: str) -> object:
    """Whose the tables, views, sequences and types of a schema are."""
    connection = psycopg2.connect(url.replace("+psycopg2", ""))
    with connection, connection.cursor() as cursor:
        cursor.execute(OWNERS, (schema, schema))
        (answer,) = cursor.fetchone() or (None,)
    connection.close()
    return answer


def test_each_login_opens_its_own_database_and_no_other(home: Path) -> None:
    postgres.ensure(home)
    logs_in: list[Login] = ["owner", "pipeline", "reader", "airflow"]

    for login in logs_in:
        own, other = ("airflow", "wirewatch") if login == "airflow" else ("wirewatch", "airflow")
        url = postgres.url(home, login)
        assert ask(url, "select current_user || ' in ' || current_database()") == f"{login} in {own}"
        with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
            ask(url.rpartition("/")[0] + f"/{other}")
        assert ask(
            url, "select not rolsuper and not rolcreaterole and not rolcreatedb from pg_roles where rolname = current_user"
        )


def test_passwords_are_the_homes_own_private_and_of_one_login_each(home: Path) -> None:
    postgres.ensure(home)
    keys, file = secrets(home), home / "secrets.json"

    assert file.stat().st_mode & 0o777 == 0o600
    assert (
        len({keys.database_password, keys.owner_password, keys.pipeline_password, keys.reader_password, keys.airflow_password})
        == 5
    )
    with pytest.raises(psycopg2.OperationalError, match="authentication failed"):
        ask(f"postgresql://owner:{keys.pipeline_password}@127.0.0.1:{ports(home)['postgres']}/wirewatch")


@pytest.fixture
def old_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home as it was: one superuser, whose both databases are, with something in them; its server runs."""
    with monkeypatch.context() as before:
        before.setattr(logins, "admit_airflow", lambda connection, _: connection.close())
        before.setattr(logins, "admit_ours", lambda connection, _: connection.close())
        url = postgres.ensure(home)
    ask(url, "create schema wirewatch", "set search_path to wirewatch", MIGRATIONS)
    ask(url, "insert into wirewatch.source (key, label, first_seen) values ('kept', 'Kept', '2026-11-20')")
    ask(url.rpartition("/")[0] + "/airflow", AIRFLOWS)
    file = home / "secrets.json"
    known = json.loads(file.read_text())
    file.write_text(
        json.dumps(
            {
                key: value
                for key, value in known.items()
                if not key.endswith(("owner_password", "pipeline_password", "reader_password", "airflow_password"))
            }
        )
    )
    return home


@pytest.mark.parametrize("stopped", [False, True])
def test_a_home_from_before_is_furnished_when_it_is_next_used_and_loses_nothing(old_home: Path, stopped: bool) -> None:
    if stopped:
        postgres.stop(old_home)

    superuser = postgres.ensure(old_home)
    as_airflow = postgres.url(old_home, "airflow")

    assert owners(superuser, "wirewatch") == "wirewatch_owner"
    assert owners(as_airflow, "public") == "airflow"
    assert ask(as_airflow, "alter type mood add value 'mad'", "create table later (id int)", "select mood from dags") == "glad"

    with database.connect(postgres.url(old_home, "owner")).begin() as db:
        db.exec_driver_sql("set local role wirewatch_owner")
        db.exec_driver_sql("create table migration (name text primary key, sha256 bytea not null, at timestamptz default now())")
        for file in database.MIGRATIONS.glob("*.sql"):
            db.exec_driver_sql("insert into migration (name, sha256) values (%s, %s)", (file.name, database._digest(file)))
    assert database.upgrade(database.connect(postgres.url(old_home, "owner"))) == []
    assert ask(postgres.url(old_home, "reader"), "select label from wirewatch.source") == "Kept"
    assert ask(postgres.url(old_home, "pipeline"), "update wirewatch.source set label = 'Kept on' returning label") == "Kept on"
