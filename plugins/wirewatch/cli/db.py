"""`db`: the database."""

from __future__ import annotations

import sys

import click

from wirewatch.cli.store import owner_url, upgrade_store, url
from wirewatch.storage import database, roles


@click.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the schema and the three roles up to date.

    Where this login may not make the roles, and nobody did, it says so, and the tables stay its own.
    """
    upgrade_store()
    with database.reach(database.connect(owner_url())) as connection:
        who = roles.standing(connection)
    click.echo("The database is up to date.")
    if not who.divided:
        click.echo(roles.DIVIDE, err=True)


@db.command("status")
def db_status() -> None:
    """Say what has not run (exit code 1) and what one may do.

    Which migrations are waiting, as whom Wirewatch works, and what that login may do with the tables.
    """
    with database.reach(database.connect(url())) as connection:
        waiting, who = database.pending(connection), roles.standing(connection)
    click.echo("\n".join(f"to run: {file.name}" for file in waiting) or "The database is up to date.")
    click.echo(who)
    if who.owner and not who.divided:
        click.echo(roles.DIVIDE)
    sys.exit(1 if waiting else 0)


@db.command("roles")
def db_roles() -> None:
    """Print the SQL that makes the three roles.

    For a superuser, or the database's owner who may make roles; it may run again and again.
    """
    click.echo(roles.sql_to_divide(), nl=False)
