"""The three roles of the database: wirewatch_owner migrates, wirewatch_pipeline reads and writes rows, wirewatch_reader reads them.

The SQL stands in sql/roles, for a database administrator to read and to run. Where one login owns everything and nobody may make
roles, Wirewatch works as before, as that login.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from psycopg2.errors import InsufficientPrivilege
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

ROLES = Path(__file__).resolve().parents[3] / "sql" / "roles"
OWNER = "wirewatch_owner"

DIVIDE = """The three roles are not in use: this login owns the tables and may do anything with them.
`wirewatch db roles` prints the SQL that makes them, for whoever may make roles; docs/database-roles.md says who then logs in as what."""


@dataclass(frozen=True)
class Standing:
    """Who one is in the database, and on how many of its tables and views one may do what."""

    login: str
    superuser: bool
    roles: list[str]  # those of the three one is a member of
    owner: str | None  # whose the schema is; None where there is none
    tables: int
    read: int
    add: int
    change: int
    delete: int
    makes_tables: bool

    @property
    def divided(self) -> bool:
        """Whether the tables are the owner role's, so that the roles hold."""
        return self.owner == OWNER

    def __str__(self) -> str:
        group = ", a superuser" if self.superuser else f", a member of {' and '.join(self.roles)}" if self.roles else ""
        makes = "may" if self.makes_tables else "may not"
        rows = f"read {self.read}, add to {self.add}, change {self.change} and delete rows of {self.delete}"
        return f"You are {self.login}{group}. Of {self.tables} tables and views you may {rows}; you {makes} make tables."


def sql_to_divide() -> str:
    """What a superuser, or the database's owner who may make roles, runs once in the database, with psql or otherwise."""
    return "".join((ROLES / name).read_text(encoding="utf-8") for name in ("hand_over.sql", "roles.sql"))


def divide(db: Connection) -> bool:
    """Make the roles and hand the tables over, as far as this login may, and go on as their owner until the transaction ends.

    False where the tables are not the owner role's, or this login is no member of it.
    """
    _tried(db, sql_to_divide())
    return standing(db).divided and _tried(db, f"set local role {OWNER}")


def _tried(db: Connection, command: str) -> bool:
    try:
        with db.begin_nested():
            db.exec_driver_sql(command.replace("%", "%%"))
    except ProgrammingError as error:
        if isinstance(error.orig, InsufficientPrivilege):
            return False
        raise
    return True


def grant(db: Connection) -> None:
    """Say what the other two roles may do; the caller acts as the owner."""
    db.exec_driver_sql((ROLES / "grants.sql").read_text(encoding="utf-8").replace("%", "%%"))


def standing(db: Connection) -> Standing:
    """Who this session is and what it may do."""
    row = db.execute(
        text("""
        with object as (select oid from pg_class where relnamespace = to_regnamespace('wirewatch') and relkind in ('r', 'p', 'v', 'm'))
        select current_user::text as login, (select rolsuper from pg_roles where rolname = current_user) as superuser,
               array(select rolname::text from pg_roles
                     where rolname in ('wirewatch_owner', 'wirewatch_pipeline', 'wirewatch_reader') and pg_has_role(oid, 'member')
                     order by 1) as roles,
               (select nspowner::regrole::text from pg_namespace where nspname = 'wirewatch') as owner,
               count(*) as tables,
               count(*) filter (where has_table_privilege(oid, 'select')) as read,
               count(*) filter (where has_table_privilege(oid, 'insert')) as add,
               count(*) filter (where has_table_privilege(oid, 'update')) as change,
               count(*) filter (where has_table_privilege(oid, 'delete')) as delete,
               coalesce(has_schema_privilege(to_regnamespace('wirewatch'), 'create'), false) as makes_tables
        from object
        """)
    )
    return Standing(**row.mappings().one())
