"""`db`: the database."""

from __future__ import annotations

import os
import sys

import click

from wirewatch.cli import pools
from wirewatch.cli.output import say
from wirewatch.cli.store import owner_url, upgrade_store, url
from wirewatch.storage import database, roles


@click.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
@click.option("--no-pools", is_flag=True, help="Leave Airflow's pools alone.")
def db_upgrade(no_pools: bool) -> None:
    """Bring tables, roles and Airflow's pools up to date.

    The pools are those our DAGs wait in, made in the Airflow that the environment names.
    Where this login may not make the roles, and nobody did, it says so, and the tables stay its own. Pools that are there keep their
    slots. Where no Airflow is named, the commands that make them are printed.
    """
    upgrade_store()
    click.echo("The database is up to date.")
    _tell_of_roles()
    if not no_pools:
        _make_pools(pools.wanted())


def _tell_of_roles() -> None:
    with database.reach(database.connect(owner_url())) as connection:
        if not roles.standing(connection).divided:
            say(roles.DIVIDE)


def _make_pools(wanted: dict[str, int]) -> None:
    """Make them or say how; a database of the local stack's own needs nothing, as the stack makes its pools."""
    if not pools.airflow_is_here():
        if os.environ.get("WIREWATCH_DATABASE_URL"):
            say("No Airflow is named here (AIRFLOW_HOME is not set). Where it is, call this again, or:")
            say("\n".join(pools.commands(wanted)))
        return
    try:
        made = pools.make(wanted)
    except pools.PoolsMissing as error:
        say(f"Airflow's pools could not be made: {error}\nIn an environment in which `airflow` works:")
        say("\n".join(pools.commands(wanted)))
        sys.exit(1)
    click.echo(f"Pools made in Airflow: {', '.join(made)}." if made else "Airflow has the pools.")


@db.command("status")
def db_status() -> None:
    """Say what has not run (exit code 1) and what one may do.

    Which migrations are waiting, as whom Wirewatch works, and what that login may do with the tables.
    """
    with database.reach(database.connect(owner_url())) as connection:
        waiting = database.pending(connection)
    with database.reach(database.connect(url())) as connection:
        who = roles.standing(connection)
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
