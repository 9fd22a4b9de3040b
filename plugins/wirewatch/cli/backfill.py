"""`backfill`: past days of a source, with what it will cost before, progress meanwhile, and a summary after."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime

import click

from wirewatch import config
from wirewatch.cli.crawling import not_crawled, refuse_unasked
from wirewatch.cli.output import DAY, as_json, emit, say
from wirewatch.cli.store import open_store
from wirewatch.configured import Source
from wirewatch.errors import BackfillUnderWay, ConfigError
from wirewatch.fetching import access
from wirewatch.pipeline.backfill import Backfill, Brake, Estimate, Paused, estimate
from wirewatch.pipeline.backfill_summary import plan, summary, table
from wirewatch.pipeline.coverage import Window
from wirewatch.storage import crawls

STOPS = (signal.SIGINT, signal.SIGTERM)


@click.command(short_help="Store past days; never alerts.")
@click.argument("source_key", metavar="SOURCE")
@click.argument("first", metavar="FROM", type=DAY)
@click.argument("last", metavar="TO", type=DAY)
@click.option("--newest-first/--oldest-first", default=True, help="Which end to begin at; default: the newest days.")
@click.option("--dry-run", is_flag=True, help="Say what it would cost, and ask the site for nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before a long one.")
@as_json
def backfill(
    source_key: str, first: datetime, last: datetime, newest_first: bool, dry_run: bool, yes: bool, json_only: bool
) -> None:
    """Store past days, both ends included. Never alerts: what a backfill finds is historical.

    More than 92 days go month by month. Ctrl-C stops it after the article it is reading; the same command goes on from there,
    also after it was killed.
    """
    window = Window(first.date(), last.date())
    try:
        code = run(source_key, window, newest_first, dry_run, yes, json_only)
    except (ConfigError, BackfillUnderWay) as error:
        emit(not_crawled(source_key, error.reason)) if json_only else say(error.reason)
        code = error.state.exit_code
    sys.exit(code)


def run(source_key: str, window: Window, newest_first: bool, dry_run: bool, yes: bool, json_only: bool) -> int:
    """Estimate, ask, go through it, and sum up; returns the exit code. Raises ConfigError and BackfillUnderWay before a request."""
    source = config.load_source(source_key)
    refuse_unasked(source, window)
    engine = open_store()
    expected = estimate(engine, source, window)
    if dry_run:
        emit({"source": source.key, **asdict(expected)}) if json_only else click.echo(plan(source.key, window, expected))
        return 0
    say(plan(source.key, window, expected))
    refuse_unwanted(expected, yes)
    lists, labels = list(config.load_watchlists().values()), crawls.source_keys_by_label(config.load_sources().values())
    work = Backfill(engine, source, window, lists, labels, newest_first, say, session=access.from_environment(source))
    paused = go(work, source, window)
    found = summary(work, expected, paused)
    emit(found.as_json()) if json_only else click.echo(table(found))
    return found.exit_code


def go(work: Backfill, source: Source, window: Window) -> bool:
    """Run it; returns whether it was stopped."""
    who = f"`wirewatch backfill {source.key} {window.first} {window.last}` (process {os.getpid()} on {socket.gethostname()})"
    try:
        with stoppable(work.brake):
            work.run(who)
    except Paused:
        say("Stopped. The same command goes on from here.")
        return True
    return False


def refuse_unwanted(expected: Estimate, yes: bool) -> None:
    """Where a person sits before it, ask before a long one. Raises Abort (exit code 1) for a no."""
    if expected.long and not yes and sys.stdin.isatty():
        click.confirm("Begin? It can be stopped at any time, and goes on where it was", abort=True, err=True)


@contextmanager
def stoppable(brake: Brake) -> Iterator[None]:
    """Ctrl-C and SIGTERM pull the brake; the second one stops wherever it is."""
    before = {number: signal.signal(number, lambda *_: brake.pull()) for number in STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
