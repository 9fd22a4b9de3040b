"""The store as a whole: seen at one moment, counted, set aside for another and brought back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from wirewatch.errors import ConfigError
from wirewatch.storage.database import ASIDE, MIGRATION_LOCK, SCHEMA, has_schema, in_words

# Autovacuum and its like are nobody's. What kind a session is PostgreSQL tells of one's own alone, unless one may read all statistics:
# a session of the pipeline's has no kind for the owner.
OTHERS = """
    select usename::text from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and usesysid is not null
      and coalesce(backend_type, 'client backend') = 'client backend'
"""
GONE_SECONDS = 1


@contextmanager
def frozen(engine: Engine) -> Iterator[tuple[Connection, str]]:
    """A connection that sees the store as it is now, whatever others write, and the name under which pg_dump sees the same."""
    as_now = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with in_words(engine), engine.connect().execution_options(**as_now) as db:
        yield db, str(db.execute(text("select pg_export_snapshot()")).scalar_one())


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Nobody else is in the database: raises ConfigError while others are; migrations wait for the end of this."""
    with in_words(engine), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        if others := _others(db):
            raise ConfigError(
                f"{len(others)} other sessions use the database (as {', '.join(sorted(set(others)))}). Stop what runs "
                "(`python3 run.py down`, or your Airflow), then try again."
            )
        if not db.execute(text("select pg_try_advisory_lock(:lock)"), {"lock": MIGRATION_LOCK}).scalar_one():
            raise ConfigError("Somebody migrates or restores this database just now. Try again when that is done.")
        try:
            yield
        finally:
            db.execute(text("select pg_advisory_unlock(:lock)"), {"lock": MIGRATION_LOCK})


def _others(db: Connection) -> list[str]:
    """As whom others are in the database. Who has just gone, as our own look whether the server answers, is seen a moment longer."""
    end = time.monotonic() + GONE_SECONDS
    while (others := list(db.execute(text(OTHERS)).scalars())) and time.monotonic() < end:
        time.sleep(0.1)
    return others


def server_version(db: Connection) -> str:
    """The server's version, as it prints it."""
    return str(db.execute(text("show server_version")).scalar_one())


def migrations(db: Connection) -> list[str]:
    """The migrations that ran, in their order."""
    return list(db.execute(text("select name from migration order by name")).scalars())


def counts(db: Connection) -> dict[str, int]:
    """{table: rows} of the whole store."""
    return {name: _ask(db, f"select count(*) from {SCHEMA}.{name}") for name in _tables(db, SCHEMA)}  # noqa: S608 - quoted


def holds_rows(db: Connection, schema: str = SCHEMA) -> bool:
    """Whether anything was ever stored there: rows in any table but `migration`."""
    tables = [name for name in _tables(db, schema) if name != "migration"]
    return any(_ask(db, f"select exists (select from {schema}.{name})::int") for name in tables)  # noqa: S608 - quoted


def mend(db: Connection) -> bool:
    """Bring back the store that an interrupted restore set aside; False when there was none. Raises ConfigError where both hold rows."""
    if not has_schema(db, ASIDE):
        return False
    if not holds_rows(db, ASIDE):
        db.execute(text(f"drop schema {ASIDE} cascade"))
    elif holds_rows(db):
        raise ConfigError(
            f"An earlier restore was interrupted in its last step: the schema {SCHEMA} is what it restored, {ASIDE} what was there before. "
            f"Look at both, then `drop schema {ASIDE} cascade` and `wirewatch db upgrade` to keep the first, or drop {SCHEMA} and call "
            "this again to keep the second."
        )
    else:
        bring_back(db)
    return True


def set_aside(db: Connection) -> None:
    """Put the store, if there is one, out of the way."""
    if has_schema(db, SCHEMA):
        db.execute(text(f"alter schema {SCHEMA} rename to {ASIDE}"))


def bring_back(db: Connection) -> None:
    """Undo `set_aside`: what stands in the store's place is dropped, what was set aside takes it."""
    db.execute(text(f"drop schema if exists {SCHEMA} cascade"))
    if has_schema(db, ASIDE):
        db.execute(text(f"alter schema {ASIDE} rename to {SCHEMA}"))


def drop_aside(db: Connection) -> None:
    """The new store is good: drop the one that was set aside."""
    db.execute(text(f"drop schema if exists {ASIDE} cascade"))


def _tables(db: Connection, schema: str) -> list[str]:
    """The names of a schema's tables, quoted where they need it."""
    query = "select quote_ident(tablename) from pg_tables where schemaname = :schema order by tablename"
    return list(db.execute(text(query), {"schema": schema}).scalars())


def _ask(db: Connection, query: str) -> int:
    return int(db.execute(text(query)).scalar_one())
