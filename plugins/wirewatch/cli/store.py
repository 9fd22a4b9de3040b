"""The database a command works on."""

from __future__ import annotations

import os
import sys
from typing import Literal, NoReturn

from sqlalchemy import Engine

from wirewatch import config
from wirewatch.cli.output import emit, say
from wirewatch.local import postgres
from wirewatch.storage import database


def url() -> str:
    """`WIREWATCH_DATABASE_URL`, else the embedded database as the pipeline; that is started if need be."""
    return os.environ.get("WIREWATCH_DATABASE_URL") or _embedded("pipeline")


def owner_url() -> str:
    """The same database as whoever runs migrations: `WIREWATCH_OWNER_URL` where it is set, else whoever `url()` is."""
    given = os.environ.get("WIREWATCH_DATABASE_URL")
    return (os.environ.get("WIREWATCH_OWNER_URL") or given) if given else _embedded("owner")


def _embedded(login: Literal["pipeline", "owner"]) -> str:
    postgres.ensure(config.home())
    return postgres.url(config.home(), login)


def open_store() -> Engine:
    """The database at `url()`, its schema brought up to date. Raises ConfigError where that cannot be done."""
    engine = database.connect(url())
    with database.reach(engine) as db:
        waiting = database.pending(db)
    if waiting:
        upgrade_store()
    return engine


def upgrade_store() -> list[str]:
    """Bring the schema and what each role may do up to date; returns the migrations that ran."""
    owner = database.connect(owner_url())
    try:
        return database.upgrade(owner)
    finally:
        owner.dispose()


def not_stored(url: str, json_only: bool) -> NoReturn:
    """Say that no article has this URL, and how one comes to the store; ends the program with code 1."""
    reason = f"{url} is not in the store. The URL is that of the article's page; `wirewatch crawl` brings its day."
    emit({"url": url, "reason": reason}) if json_only else say(reason)
    sys.exit(1)
