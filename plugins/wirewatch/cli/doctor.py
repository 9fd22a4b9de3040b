"""`doctor` and `alerts test`: does everything work that a day needs?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import NoReturn

import click

from wirewatch import config
from wirewatch.alerting.trial import meant
from wirewatch.cli import connected
from wirewatch.cli.output import as_json, emit, say
from wirewatch.cli.store import url
from wirewatch.configured import Source
from wirewatch.errors import ConfigError
from wirewatch.local.airflow_api import AirflowError, Client
from wirewatch.local.home import StackError
from wirewatch.pipeline.doctor import SITE, Check, database_checks, exit_code, not_checked, reason
from wirewatch.pipeline.doctor_airflow import ABOUT as AIRFLOW
from wirewatch.pipeline.doctor_airflow import airflow_checks
from wirewatch.storage import database

CHANNELS = ("SMTP", "Slack")


@click.command("doctor", short_help="Check everything a day needs, and say the cures.")
@click.argument("source_key", metavar="[SOURCE]", required=False)
@click.option("--offline", is_flag=True, help="Ask nobody outside: neither site nor mail server nor Slack.")
@as_json
def doctor(source_key: str | None, offline: bool, json_only: bool) -> None:
    """Check in order: configuration, database, migrations, Airflow, then each source that is on (or SOURCE, on or off) by at most five
    requests, then each channel. No message is sent: `alerts test` does that.

    Exit code 0: all ok, or warnings; 1: something failed; 2: wrong configuration; 3: the site refused or changed.
    """
    tell(examination(source_key, offline), json_only)


@click.group()
def alerts() -> None:
    """The messages."""


@alerts.command("test", short_help="Send one test message.")
@click.argument("recipient")
@as_json
def alerts_test(recipient: str, json_only: bool) -> None:
    """Send a message that says it is a test to RECIPIENT, a mail address or a channel of alerts.yml, on every channel that has it, and
    say what the other side answered. It is not stored as a delivery.

    Exit code 0: taken; 1: not taken; 2: no such recipient.
    """
    tell(trial(recipient), json_only)


def trial(recipient: str) -> Iterator[Check]:
    """The test message, by those who know the connections. Raises ConfigError for a recipient nobody configured."""
    meant(config.load_alerting(), recipient)
    try:
        yield from connected.ask(connected.airflow(), [], recipient)
    except AirflowError as error:
        yield Check("Airflow", "failed", str(error))


# --- what is looked at, in order -----------------------------------------------------------------


def examination(source_key: str | None, offline: bool) -> Iterator[Check]:
    """All checks, each as soon as it is known. Raises ConfigError where the configuration cannot be read."""
    sources = [config.load_source(source_key)] if source_key else config.sources_on()
    yield configuration()
    yield from (local := database_lines())
    client, about_airflow = reach_airflow(config.sources_on())
    yield from about_airflow
    left = [(about, source.key) for source in sources for about in SITE] + [(about, "") for about in CHANNELS]
    if offline or (client and about_airflow[0].result == "failed"):
        why = "--offline: nobody outside was asked" if offline else "Airflow, which knows the connections, is not well"
        for about, subject in left:
            yield from not_checked([about], why, subject)
        return
    yield from (check for check in connections(client, sources) if check not in local)


def configuration() -> Check:
    """That all files can be read. Raises ConfigError."""
    found, lists = config.load_sources(), config.load_watchlists()
    config.load_alerting()
    config.load_settings()
    words = f"{config.folder()}: {len(config.sources_on())} of {len(found)} sources are on, {len(lists)} watchlists"
    return Check("configuration", "ok", words)


def database_lines() -> list[Check]:
    """The database that commands work on."""
    try:
        engine = database.connect(url())
    except (ConfigError, StackError) as error:
        return [Check("database", "failed", str(error)), *not_checked(["migrations"], "the database cannot be used")]
    found = database_checks(engine)
    engine.dispose()
    return found


def reach_airflow(sources: Sequence[Source]) -> tuple[Client | None, list[Check]]:
    """The Airflow there is, and how it is."""
    try:
        client = connected.airflow()
        if client:
            return client, list(airflow_checks(client, config.load_settings().airflow, sources))
    except AirflowError as error:
        return None, [Check("Airflow", "failed", str(error)), *not_checked(AIRFLOW[1:], "no Airflow")]
    cure = f"`make up` starts the local stack; {connected.ADDRESS} names another Airflow."
    return None, [Check("Airflow", "failed", "no Airflow runs", cure), *not_checked(AIRFLOW[1:], "no Airflow")]


def connections(client: Client | None, sources: Sequence[Source]) -> Iterator[Check]:
    """What needs Airflow's connections: the operator's session on the site, SMTP, Slack."""
    try:
        yield from connected.ask(client, [source.key for source in sources])
    except StackError as error:
        yield Check("connections", "failed", str(error))


# --- what is said --------------------------------------------------------------------------------


def tell(checks: Iterator[Check], json_only: bool) -> NoReturn:
    """Show each check as soon as it is known, or all as one object, and exit with what they come to."""
    found: list[Check] = []
    try:
        for check in checks:
            found.append(check)
            if not json_only:
                click.echo(line(check))
    except ConfigError as error:
        ended(found, error.reason, error.state.exit_code, json_only)
    ended(found, reason(found), exit_code(found), json_only)


def line(check: Check) -> str:
    """A check as a person reads it, its cure below."""
    name = f"{check.about} {check.subject}".strip()
    return f"{check.result:<12}{name:<22} {check.words}" + (f"\n{'':<12}→ {check.cure}" if check.cure else "")


def ended(found: Sequence[Check], why: str | None, code: int, json_only: bool) -> NoReturn:
    """The end of all checks: the object, or a last word where it is not good."""
    if json_only:
        emit({"ok": code == 0, "reason": why, "checks": [asdict(check) for check in found]})
    elif why:
        say(why)
    sys.exit(code)
