"""`crawl` and `coverage`: a source and its Korean days."""

from __future__ import annotations

import socket
import sys
import uuid
from datetime import UTC, date, datetime

import click

from wirewatch import config
from wirewatch.cli.output import DAY, as_json, emit, say
from wirewatch.cli.store import open_store
from wirewatch.configured import Source
from wirewatch.errors import ConfigError, State
from wirewatch.fetching import ROBOTS_ANEW, access
from wirewatch.models import Purpose
from wirewatch.pipeline import host
from wirewatch.pipeline.coverage import Window, last_finished_day
from wirewatch.pipeline.coverage_summary import covered_days
from wirewatch.pipeline.crawl import crawl as run_crawl
from wirewatch.pipeline.report import Report, table
from wirewatch.storage import crawls, hosts


@click.command()
@click.argument("source_key", metavar="SOURCE")
@click.option("--from", "first", type=DAY, help="First Korean day; default: that of --to, else the last finished one.")
@click.option("--to", "last", type=DAY, help="Last Korean day, included; default: that of --from.")
@click.option("--reopen", is_flag=True, help="Ask even if a refusal closed the host: its cause has been seen to.")
@as_json
def crawl(source_key: str, first: datetime | None, last: datetime | None, reopen: bool, json_only: bool) -> None:
    """Read a source's listing for the days and store what it holds. May alert."""
    first_day = first.date() if first else last.date() if last else last_finished_day(datetime.now(UTC))
    run_days(source_key, first_day, last.date() if last else first_day, json_only, reopen)


def run_days(source_key: str, first: date, last: date, json_only: bool, reopen: bool) -> None:
    """Crawl and print the report; ends the process with the report's exit code."""
    try:
        report = crawl_days(source_key, Window(first, last), reopen)
    except ConfigError as error:
        emit(not_crawled(source_key, error.reason)) if json_only else say(error.reason)
        sys.exit(State.DISABLED.exit_code)
    emit(report.as_json()) if json_only else click.echo(table(report))
    sys.exit(report.crawl.state.exit_code or (0 if report.complete else 1))


def crawl_days(source_key: str, window: Window, reopen: bool) -> Report:
    """Crawl the days. Raises ConfigError where they make no sense or the source is off."""
    sources = config.load_sources()
    source = config.load_source(source_key)
    refuse_unasked(source, window)
    engine = open_store()
    if reopen:
        hosts.reopen(engine, source.host)
    label_keys = crawls.source_keys_by_label(sources.values())
    run = f"cli:{socket.gethostname()}:{uuid.uuid4()}"
    fetcher = host.fetcher(engine, source, Purpose.DAILY, robots_age=ROBOTS_ANEW, session=access.from_environment(source))
    return run_crawl(
        engine, source, window, list(config.load_watchlists().values()), label_keys, run, progress=say, fetcher=fetcher
    )


def refuse_unasked(source: Source, window: Window) -> None:
    """Raise ConfigError where the days make no sense or the source is off."""
    refuse_reversed(window)
    if window.first < source.start_date:
        reason = f"{source.key} starts on {source.start_date} (start_date in its source file); {window.first} is before that."
        raise ConfigError(reason)
    if off := config.why_off(source):
        raise ConfigError(f"{source.key} is not crawled: {off}.")


def refuse_reversed(window: Window) -> None:
    """Raise ConfigError where the first day comes after the last."""
    if window.first > window.last:
        raise ConfigError(f"The first day, {window.first}, is after the last, {window.last}. Swap them.")


def not_crawled(source_key: str, reason: str) -> dict[str, object]:
    """The whole object for a crawl that did not begin."""
    zeros = dict.fromkeys(("requests", "requests_listing", "requests_article", "mentions"), 0)
    return {
        "source": source_key,
        "state": State.DISABLED,
        "reason": reason,
        "method": None,
        "notes": [],
        "days": {},
        "gaps": [],
        **zeros,
    }


@click.command(short_help="Say of each day what is known of it.")
@click.argument("source_key", metavar="SOURCE")
@click.option("--from", "first", type=DAY, required=True, help="First Korean day.")
@click.option("--to", "last", type=DAY, required=True, help="Last Korean day, included.")
@as_json
def coverage(source_key: str, first: datetime, last: datetime, json_only: bool) -> None:
    """Say of each day whether it is missing, open, complete or a gap, what shows it, and what is not stored yet.

    Exit code 0: all days are complete; 1: not all.
    """
    source = config.load_source(source_key)
    window = Window(first.date(), last.date())
    refuse_reversed(window)
    known = covered_days(open_store(), source.key, window)
    emit(known.as_json()) if json_only else click.echo("\n".join(known.lines()))
    sys.exit(0 if known.complete else 1)
