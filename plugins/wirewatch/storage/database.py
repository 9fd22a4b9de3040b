"""The database itself: connections, the schema and its migrations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg2.errors import InsufficientPrivilege
from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, ProgrammingError

from wirewatch.errors import ConfigError
from wirewatch.storage import roles

MIGRATIONS = Path(__file__).resolve().parents[3] / "sql" / "migrations"

# Two processes must not migrate at once; the number is ours and means nothing.
MIGRATION_LOCK = 7_420_001

# The schema of the store, and what a store that is being replaced is called meanwhile.
SCHEMA = "wirewatch"
ASIDE = "wirewatch_before_restore"

OWNER_NEEDED = (
    f"Migrations are run by a member of {roles.OWNER}: set WIREWATCH_OWNER_URL to one. `wirewatch db status` says what a login may do, "
    "and docs/database-roles.md how to make one."
)


def connect(url: str, *, read_only: bool = False) -> Engine:
    """An engine on our schema `wirewatch`; every session speaks UTC and, if `read_only`, changes nothing. Opens no connection yet."""
    url = with_driver(url)
    # A session that vanished must free its locks within a minute or so, whichever side notices.
    alive = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
    options = f"-c search_path=wirewatch,public -c timezone=UTC {alive}"
    if read_only:
        options += " -c default_transaction_read_only=on"
    try:
        make_url(url)
    except ArgumentError as error:
        raise ConfigError(
            "The database's address is none. It reads postgresql+psycopg2://user:password@host:port/name."
        ) from error
    pool = {"pool_pre_ping": True, "pool_size": 2, "max_overflow": 4}
    # What a statement was called with, people's names, must not get into logs and messages with its errors.
    return create_engine(url, **pool, hide_parameters=True, connect_args={"options": options})


def said(error: DBAPIError) -> str:
    """What the server or the driver said in the first place; without its DETAIL, a row or a key that may hold people's names."""
    return str(getattr(getattr(error.orig, "diag", None), "message_primary", None) or error.orig)


def with_driver(url: str) -> str:
    """The URL with our driver in it: SQLAlchemy 2.1 reads a bare postgresql:// as psycopg 3, which we do not install."""
    return url.replace("postgresql://", "postgresql+psycopg2://", 1).replace("postgres://", "postgresql+psycopg2://", 1)


def upgrade(engine: Engine) -> list[str]:
    """Run the migrations that have not run, as the owner of the tables, and say anew what the other roles may do; returns their names.

    Where the login may not make roles, and nobody did, the tables are its own. Raises ConfigError where the server cannot be reached,
    and where the login may not make tables.
    """
    with reach(engine) as db:
        db.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        _refuse_half_restored(db)
        return migrate(db)


def migrate(db: Connection) -> list[str]:
    """The same in a transaction of the caller's, who holds MIGRATION_LOCK. Raises ConfigError as `upgrade` does."""
    table = "create table if not exists migration (name text primary key, sha256 bytea not null, at timestamptz default now())"
    divided = roles.divide(db)
    if not divided:
        _as_one_login(db)
    db.execute(text(table))
    ran = [_apply(db, file) for file in pending(db)]
    if divided:
        roles.grant(db)
    return ran


def _as_one_login(db: Connection) -> None:
    """The schema is this login's own, or is made so. Raises ConfigError where it is another's: tables would go elsewhere, or nowhere."""
    if not has_schema(db, SCHEMA):
        db.execute(text(f"create schema {SCHEMA}"))
    who = roles.standing(db)
    if not who.makes_tables:
        raise ConfigError(
            f"The login {who.login} may not make tables in the schema {SCHEMA}, which is {who.owner}'s. {OWNER_NEEDED}"
        )


def has_schema(db: Connection, name: str) -> bool:
    """Whether the database has a schema of that name."""
    return db.execute(text("select to_regnamespace(:name)"), {"name": name}).scalar_one() is not None


def _refuse_half_restored(db: Connection) -> None:
    """A new, empty store beside one that was set aside would hide it."""
    if has_schema(db, ASIDE) and not has_schema(db, SCHEMA):
        raise ConfigError("A restore was interrupted. Call `wirewatch restore` again: it brings the store back first.")


@contextmanager
def reach(engine: Engine) -> Iterator[Connection]:
    """A transaction on a database nobody has spoken to yet.

    Raises ConfigError where the server cannot be reached, and where it does not let this login do what is asked.
    """
    with in_words(engine), engine.begin() as db:
        yield db


@contextmanager
def in_words(engine: Engine) -> Iterator[None]:
    """Raises ConfigError where the server cannot be reached, and where it does not let this login do what is asked."""
    try:
        yield
    except OperationalError as error:
        raise ConfigError(
            f"The database does not answer: {error.orig}. Is it running, and is WIREWATCH_DATABASE_URL right?"
        ) from error
    except ProgrammingError as error:
        if not isinstance(error.orig, InsufficientPrivilege):
            raise
        raise ConfigError(
            f"The login {engine.url.username} may not do this: {str(error.orig).splitlines()[0]}. {OWNER_NEEDED}"
        ) from error


def pending(db: Connection) -> list[Path]:
    """The migrations that have not run yet. Raises ConfigError when one that ran was changed afterwards, or none is there."""
    files = sorted(MIGRATIONS.glob("*.sql"))
    if not files:  # a package that was copied without the rest of the project would take an empty database for a finished one
        raise ConfigError(f"{MIGRATIONS}: no migrations. Take sql/ of the project along, or call the command from the project.")
    begun = db.execute(text("select to_regclass('migration')")).scalar_one() is not None
    ran = db.execute(text("select name, sha256 from migration")).all() if begun else []
    done = {row.name: bytes(row.sha256) for row in ran}
    for file in files:
        if file.name in done and done[file.name] != _digest(file):
            raise ConfigError(f"{file}: changed after it ran. Undo the change and write a new migration instead.")
    return [file for file in files if file.name not in done]


def _apply(db: Connection, file: Path) -> str:
    # The driver is used directly: a migration may hold colons, which text() would take for parameters.
    db.exec_driver_sql(file.read_text(encoding="utf-8").replace("%", "%%"))
    db.execute(text("insert into migration (name, sha256) values (:name, :sha)"), {"name": file.name, "sha": _digest(file)})
    return file.name


def _digest(file: Path) -> bytes:
    return hashlib.sha256(file.read_bytes()).digest()
