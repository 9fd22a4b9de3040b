"""The `wirewatch` command: the use cases without Airflow.

With `--json`, JSON alone stands on stdout and progress goes to stderr. Exit codes: 0 ok, 1 failed or not complete, 2 usage or
configuration, 3 refused or changed.
"""

from __future__ import annotations

import sys

import click

from wirewatch.cli.adding import add
from wirewatch.cli.backfill import backfill
from wirewatch.cli.backups import backup, restore
from wirewatch.cli.captures import captures, ingest, reparse
from wirewatch.cli.configuration import config_group
from wirewatch.cli.crawling import coverage, crawl
from wirewatch.cli.db import db
from wirewatch.cli.doctor import alerts, doctor
from wirewatch.cli.files import match, parse
from wirewatch.cli.officials import attendees, person, unlisted
from wirewatch.cli.output import emit, say
from wirewatch.cli.rechecks import recheck, revisions
from wirewatch.cli.rematching import rematch
from wirewatch.cli.sources import sources
from wirewatch.cli.verdicts import mentions, verdict
from wirewatch.cli.watchlists import watchlist_group
from wirewatch.errors import WirewatchError
from wirewatch.local.home import StackError


def main() -> None:
    """Entry point: an error that no command answers itself ends it in the error's words and with its exit code."""
    try:
        cli()
    except (WirewatchError, StackError) as error:
        emit({"reason": str(error)}) if "--json" in sys.argv else say(str(error))
        sys.exit((error.state.exit_code if isinstance(error, WirewatchError) else 0) or 1)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Watches North Korean state media for the people you follow.

    Exit codes: 0 ok; 1 failed or not complete; 2 wrong usage or configuration; 3 the site refused or changed.
    """


sources.add_command(add)
watchlist_group.add_command(unlisted)
watchlist_group.add_command(person)
for command in (
    parse, match, crawl, backfill, coverage, recheck, revisions, captures, reparse, rematch, mentions, attendees, verdict,
    ingest, sources, watchlist_group, config_group, db, doctor, alerts, backup, restore,
):  # fmt: skip
    cli.add_command(command)
