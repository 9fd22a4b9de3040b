"""The `wirewatch` command: the use cases without Airflow.

With `--json`, JSON alone stands on stdout and progress goes to stderr. Exit codes: 0 ok, 1 failed or not complete, 2 usage or
configuration, 3 refused or changed.
"""

from __future__ import annotations

import sys

import click

from wirewatch.cli.adding import add
from wirewatch.cli.backfill import backfill
from wirewatch.cli.captures import captures, ingest, reparse
from wirewatch.cli.configuration import config_group
from wirewatch.cli.crawling import coverage, crawl
from wirewatch.cli.db import db
from wirewatch.cli.files import match, parse
from wirewatch.cli.output import say
from wirewatch.cli.rechecks import recheck, revisions
from wirewatch.cli.sources import sources
from wirewatch.errors import ConfigError
from wirewatch.local.home import StackError


def main() -> None:
    """Entry point; turns configuration errors into exit code 2, and a database that will not start into 1, in their own words."""
    try:
        cli()
    except ConfigError as error:
        say(str(error.reason))
        sys.exit(2)
    except StackError as error:
        say(str(error))
        sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Watches North Korean state media for the people you follow."""


sources.add_command(add)
for command in (
    parse, match, crawl, backfill, coverage, recheck, revisions, captures, reparse, ingest, sources, config_group, db
):  # fmt: skip
    cli.add_command(command)
