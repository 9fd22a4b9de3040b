"""The database a command works on."""

from __future__ import annotations

import os

from sqlalchemy import Engine

from wirewatch import config
from wirewatch.local import postgres
from wirewatch.storage import database


def url() -> str:
    """`WIREWATCH_DATABASE_URL`, else the embedded database's address, which is started if need be."""
    return os.environ.get("WIREWATCH_DATABASE_URL") or postgres.ensure(config.home())


def open_store() -> Engine:
    """The database at `url()`, its schema brought up to date."""
    engine = database.connect(url())
    database.upgrade(engine)
    return engine
