"""`db`: the database."""

from __future__ import annotations

import sys

import click

from wirewatch.cli.store import open_store, url
from wirewatch.storage import database


@click.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the schema up to date."""
    open_store()
    click.echo("The database is up to date.")


@db.command("status")
def db_status() -> None:
    """Say which migrations have not run; exit code 1 if there are any."""
    with database.reach(database.connect(url())) as connection:
        waiting = database.pending(connection)
    click.echo("\n".join(f"to run: {file.name}" for file in waiting) or "The database is up to date.")
    sys.exit(1 if waiting else 0)
