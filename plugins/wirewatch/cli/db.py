"""`db`: the database."""

from __future__ import annotations

import os
import sys

import click

from wirewatch.cli import pools
from wirewatch.cli.output import say
from wirewatch.cli.store import open_store, url
from wirewatch.storage import database


@click.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
@click.option("--no-pools", is_flag=True, help="Leave Airflow's pools alone.")
def db_upgrade(no_pools: bool) -> None:
    """Bring the schema up to date, and make the pools our DAGs wait in, in the Airflow that the environment names.

    Pools that are there keep their slots. Where no Airflow is named, the commands that make them are printed.
    """
    open_store()
    click.echo("The database is up to date.")
    if not no_pools:
        _make_pools(pools.wanted())


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
    """Say which migrations have not run; exit code 1 if there are any."""
    with database.reach(database.connect(url())) as connection:
        waiting = database.pending(connection)
    click.echo("\n".join(f"to run: {file.name}" for file in waiting) or "The database is up to date.")
    sys.exit(1 if waiting else 0)
