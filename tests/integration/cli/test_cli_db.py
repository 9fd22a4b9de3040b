"""`db` as logins of the roles call it: what it says they may do is what PostgreSQL says."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Engine, make_url, text

from tests.integration.cli.command import Run

PRIVILEGES = ("select", "insert", "update", "delete")


def member(engine: Engine, role: str) -> str:
    """The address of `engine`'s database for a new login that is a member of that role and nothing more."""
    login = f"asks_as_{role}"
    with engine.begin() as db:
        db.exec_driver_sql(f"drop role if exists {login}; create role {login} login password 'x' in role wirewatch_{role}")
    return make_url(engine.url).set(username=login, password="x").render_as_string(hide_password=False)  # noqa: S106


@pytest.mark.parametrize("role", ["pipeline", "reader"])
def test_status_says_on_how_many_tables_the_login_may_do_what_postgresql_says(run: Run, engine: Engine, role: str) -> None:
    said = run("db", "status", database=member(engine, role))

    (numbers,) = re.findall(r"read (\d+), add to (\d+), change (\d+) and delete rows of (\d+)", said.out)
    granted = """
        select count(distinct table_name) from information_schema.role_table_grants
        where grantee = :role and table_schema = 'wirewatch' and privilege_type = upper(:what)
    """
    with engine.connect() as db:
        by_grants = [db.execute(text(granted), {"role": f"wirewatch_{role}", "what": what}).scalar_one() for what in PRIVILEGES]
    assert [int(number) for number in numbers] == by_grants
    assert f"You are asks_as_{role}, a member of wirewatch_{role}." in said.out
    assert said.code == 0


@pytest.mark.parametrize("role", ["pipeline", "reader"])
def test_upgrade_by_who_may_not_is_refused_with_the_cure(run: Run, engine: Engine, role: str) -> None:
    said = run("db", "upgrade", "--no-pools", database=member(engine, role))

    assert said.code == 2
    assert "set WIREWATCH_OWNER_URL" in said.err
