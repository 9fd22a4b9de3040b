"""The database a command works on."""

from __future__ import annotations

import os

from sqlalchemy import Engine

from wirewatch import config
from wirewatch.errors import ConfigError
from wirewatch.storage import database


def url() -> str:
    """`WIREWATCH_DATABASE_URL`, else the embedded database's address, which is started if need be."""
    return os.environ.get("WIREWATCH_DATABASE_URL") or _embedded()


def _embedded() -> str:
    try:
        from wirewatch.local import postgres
    except ModuleNotFoundError as error:  # an Airflow that others run has no database of ours in its packages
        raise ConfigError(
            f"WIREWATCH_DATABASE_URL is not set, and this machine has no database of its own ({error}). Set it."
        ) from error
    return postgres.ensure(config.home())


def open_store() -> Engine:
    """The database at `url()`, its schema brought up to date."""
    engine = database.connect(url())
    database.upgrade(engine)
    return engine
