"""The three roles of the database: what each may and may not do, found out by trying."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from psycopg2 import errors
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import InternalError, ProgrammingError
from sqlalchemy.pool import NullPool

from tests.conftest import new_database
from wirewatch.errors import ConfigError
from wirewatch.storage import database, roles

numbers = itertools.count(1)
As = Callable[..., Engine]


@pytest.fixture
def database_url(server: str, template: str) -> str:
    """A database that no other test gets: what the roles may do changes here."""
    return new_database(server, template)


@pytest.fixture
def as_role(server: str) -> Iterator[As]:
    """as_role(url, *groups, options="", read_only=False) → an engine that is logged in there as a new member of these groups."""
    made: list[tuple[str, Engine]] = []

    def as_role(url: str, *groups: str, options: str = "", read_only: bool = False) -> Engine:
        name, password = f"login_{next(numbers)}", "secret"
        member = f"in role {', '.join(groups)}" if groups else ""
        run(server, f"create role {name} login password '{password}' {options} {member}")
        engine = database.connect(
            make_url(url).set(username=name, password=password).render_as_string(hide_password=False), read_only=read_only
        )
        made.append((name, engine))
        return engine

    yield as_role
    for _, engine in made:
        engine.dispose()


def run(url: str, *commands: str) -> None:
    """Run commands as the superuser."""
    with create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as db:
        for command in commands:
            db.execute(text(command))


def tried(engine: Engine, statement: str) -> str:
    """What became of a statement, none of which stays: "done" or "denied". It may still be wrong for another reason: that counts as done."""
    with engine.connect() as db, db.begin() as all_of_it:
        try:
            db.exec_driver_sql(statement)
        except ProgrammingError as error:
            if isinstance(error.orig, errors.InsufficientPrivilege):
                return "denied"
            raise
        except InternalError as error:
            assert isinstance(error.orig, errors.ReadOnlySqlTransaction)  # noqa: PT017 - which of the database's errors it is
            return "denied"
        finally:
            all_of_it.rollback()
    return "done"


def tables(engine: Engine) -> list[str]:
    with engine.connect() as db:
        return list(db.execute(text("select tablename from pg_tables where schemaname = 'wirewatch' order by 1")).scalars())


DELETES = {"alert", "backfill_claim", "crawl_entry", "delivery_alert", "official", "reading", "reading_page"}
TO_A_ROW = {
    "select": "select * from {0}",
    "insert": "insert into {0} ({1}) select {1} from {0} where false",
    "update": "update {0} set {1} = {1} where false",
    "delete": "delete from {0} where false",
    "truncate": "truncate {0} cascade",
}
TO_THE_SCHEMA = (
    "create table mine (id int)",
    "create table public.mine (id int)",
    "create schema mine",
    "create function mine() returns int language sql as 'select 1'",
    "alter table article add column mine int",
    "alter table article owner to current_user",
    "alter table article disable trigger all",
    "create index mine on article (url)",
    "create or replace view open_gap as select 1 as entry_id",
    "drop table delivery_alert",
    "drop schema wirewatch cascade",
    "set role wirewatch_owner",
    "create role mine",
)


def may(engine: Engine) -> dict[str, set[str]]:
    """What that engine's login may do, each with the tables it may do it to."""
    done: dict[str, set[str]] = {}
    for table in tables(engine):
        with engine.connect() as db:
            columns = "select quote_ident(attname) from pg_attribute where attrelid = to_regclass(:table) and attnum > 0 and attidentity = '' and attgenerated = '' limit 1"
            column = db.execute(text(columns), {"table": f"wirewatch.{table}"}).scalar_one()
        for what, statement in TO_A_ROW.items():
            if tried(engine, statement.format(table, column)) == "done":
                done.setdefault(what, set()).add(table)
    return done


def test_the_pipeline_reads_and_writes_rows_and_deletes_only_where_the_code_does(
    engine: Engine, database_url: str, as_role: As
) -> None:
    everything = set(tables(engine))

    assert may(as_role(database_url, "wirewatch_pipeline")) == {
        "select": everything,
        "insert": everything - {"migration"},
        "update": everything - {"migration"},
        "delete": DELETES,
    }


@pytest.mark.parametrize("read_only", [False, True])
def test_a_reader_reads_everything_and_changes_nothing(engine: Engine, database_url: str, as_role: As, read_only: bool) -> None:
    assert may(as_role(database_url, "wirewatch_reader", read_only=read_only)) == {"select": set(tables(engine))}


def test_without_a_reader_of_its_own_the_ui_still_writes_nothing(engine: Engine, database_url: str, as_role: As) -> None:
    assert may(as_role(database_url, "wirewatch_pipeline", read_only=True)) == {"select": set(tables(engine))}


@pytest.mark.parametrize("role", ["wirewatch_pipeline", "wirewatch_reader"])
@pytest.mark.parametrize("statement", TO_THE_SCHEMA)
def test_neither_of_them_makes_changes_or_takes_away_a_table(database_url: str, as_role: As, role: str, statement: str) -> None:
    assert tried(as_role(database_url, role), statement) == "denied"


def test_a_login_without_a_role_does_not_even_read(database_url: str, as_role: As) -> None:
    assert tried(as_role(database_url), "select * from wirewatch.article") == "denied"


def test_everything_is_the_owners_and_nothing_the_pipelines(engine: Engine) -> None:
    owned = """
        select distinct relowner::regrole::text from pg_class where relnamespace = 'wirewatch'::regnamespace
        union select proowner::regrole::text from pg_proc where pronamespace = 'wirewatch'::regnamespace
        union select nspowner::regrole::text from pg_namespace where nspname = 'wirewatch'
    """
    with engine.connect() as db:
        assert list(db.execute(text(owned)).scalars()) == ["wirewatch_owner"]


@pytest.fixture
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations, to which the test may add."""
    for file in database.MIGRATIONS.glob("*.sql"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(database, "MIGRATIONS", tmp_path)
    return tmp_path


def test_what_a_member_of_the_owner_migrates_later_is_readable_and_writable_and_still_the_owners(
    engine: Engine, database_url: str, migrations: Path, as_role: As
) -> None:
    (migrations / "998_new.sql").write_text(
        "create table fresh (id bigint generated always as identity, word text, kept serial); create view fresher as select * from fresh;"
    )

    assert database.upgrade(as_role(database_url, "wirewatch_owner")) == ["998_new.sql"]

    assert tried(as_role(database_url, "wirewatch_pipeline"), "insert into fresh (word) values ('new') returning id") == "done"
    assert tried(as_role(database_url, "wirewatch_reader"), "select * from fresh, fresher") == "done"
    assert tried(as_role(database_url, "wirewatch_reader"), "insert into fresh (word) values ('new')") == "denied"
    assert tried(as_role(database_url, "wirewatch_pipeline"), "delete from fresh") == "denied"
    test_everything_is_the_owners_and_nothing_the_pipelines(engine)


def test_a_table_the_owner_makes_is_readable_before_the_next_upgrade_says_so(database_url: str, as_role: As) -> None:
    with as_role(database_url, "wirewatch_owner").begin() as db:
        db.exec_driver_sql("set local role wirewatch_owner; create table fresh (id serial)")

    assert tried(as_role(database_url, "wirewatch_pipeline"), "insert into fresh default values returning id") == "done"
    assert tried(as_role(database_url, "wirewatch_reader"), "select * from fresh") == "done"


@pytest.mark.parametrize("role", ["wirewatch_pipeline", "wirewatch_reader"])
def test_migrations_run_as_somebody_else_are_refused_with_the_cure(
    database_url: str, migrations: Path, as_role: As, role: str
) -> None:
    (migrations / "998_new.sql").write_text("create table fresh (id int)")

    with pytest.raises(ConfigError, match=r"a member of wirewatch_owner: set WIREWATCH_OWNER_URL"):
        database.upgrade(as_role(database_url, role))


def owned_by_one(server: str, as_role: As, options: str = "") -> tuple[str, Engine]:
    """A database that one login made and owns, as it was before there were roles; its address and that login's engine."""
    url = new_database(server)
    one = as_role(url, options=options)
    run(
        url,
        f"alter database {make_url(url).database} owner to {one.url.username}",
        f"create schema wirewatch authorization {one.url.username}",
    )
    with one.begin() as db:
        for file in sorted(database.MIGRATIONS.glob("*.sql")):
            db.exec_driver_sql(file.read_text().replace("%", "%%"))
        db.exec_driver_sql("create table migration (name text primary key, sha256 bytea not null, at timestamptz default now())")
        for file in database.MIGRATIONS.glob("*.sql"):
            row = {"name": file.name, "sha": database._digest(file)}
            db.execute(text("insert into migration (name, sha256) values (:name, :sha)"), row)
        db.exec_driver_sql("insert into source (key, label, first_seen) values ('kept', 'Kept', '2026-11-20')")
    return url, one


@pytest.mark.parametrize("options", ["createrole", "superuser"])
def test_a_database_of_one_login_that_may_make_roles_is_divided_in_place(server: str, as_role: As, options: str) -> None:
    url, one = owned_by_one(server, as_role, options)
    if (
        options == "createrole"
    ):  # the roles are there, of other tests' databases: whoever makes one may hand out memberships in it
        run(url, f"grant wirewatch_owner to {one.url.username} with admin true, inherit false, set false")

    assert database.upgrade(one) == []

    test_everything_is_the_owners_and_nothing_the_pipelines(one)
    assert tried(as_role(url, "wirewatch_pipeline"), "update source set label = 'Kept on' where key = 'kept'") == "done"
    with as_role(url, "wirewatch_reader").connect() as db:
        assert db.execute(text("select label from source")).scalar_one() == "Kept"
    assert database.upgrade(one) == []


def test_one_login_that_may_not_make_roles_goes_on_alone_and_is_told(server: str, as_role: As, migrations: Path) -> None:
    url, one = owned_by_one(server, as_role)
    (migrations / "998_new.sql").write_text("create table fresh (id int)")

    assert database.upgrade(one) == ["998_new.sql"]

    with one.connect() as db:
        standing = roles.standing(db)
    assert (standing.divided, standing.owner, standing.makes_tables) == (False, one.url.username, True)
    assert standing.read == standing.delete == standing.tables

    run(url, roles.sql_to_divide())  # what an administrator is given
    run(url, f"grant wirewatch_owner to {one.url.username}")
    assert database.upgrade(one) == []
    test_everything_is_the_owners_and_nothing_the_pipelines(one)
    assert tried(as_role(url, "wirewatch_reader"), "select * from fresh") == "done"


def test_everybody_is_told_who_they_are_and_what_they_may(engine: Engine, database_url: str, as_role: As) -> None:
    pipeline, reader = as_role(database_url, "wirewatch_pipeline"), as_role(database_url, "wirewatch_reader")
    with pipeline.connect() as db:
        may_write = roles.standing(db)
    with reader.connect() as db:
        may_read = roles.standing(db)

    assert (may_write.roles, may_read.roles) == (["wirewatch_pipeline"], ["wirewatch_reader"])
    assert may_write.divided
    assert (may_write.delete, may_write.makes_tables) == (len(DELETES), False)
    assert (may_read.read, may_read.add, may_read.change, may_read.delete) == (may_read.tables, 0, 0, 0)
    assert str(may_read).startswith(f"You are {reader.url.username}, a member of wirewatch_reader. Of {may_read.tables} tables")
