"""doctor where the connections are: inside a task of Airflow, or in a process of its own (`python -m wirewatch.orchestration.doctor`).

The API of Airflow gives no passwords away, so whoever wants to know whether mail goes out must ask a task. The process of its own
serves a command line without an Airflow: it knows the connections of its environment (AIRFLOW_CONN_…) alone.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from airflow.sdk import BaseHook, Param, get_current_context, task
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowNotFoundException
from sqlalchemy import Engine

from wirewatch import config
from wirewatch.alerting.trial import meant, trial
from wirewatch.configured import Alerting, Channel, Source
from wirewatch.delivery import mail_errors, session_words, slack_host
from wirewatch.errors import ConfigError, WirewatchError
from wirewatch.orchestration.connections import Deliverer, engine, mail_session, sender, site_session, webhook
from wirewatch.orchestration.outcome import outcome
from wirewatch.pipeline.doctor import SITE, Check, database_checks, not_checked, reason, site_checks
from wirewatch.storage import crawls

log = logging.getLogger(__name__)

CHECKS = "checks"  # the XCom under which the task leaves what it found
ABOUT = {"email": "SMTP", "slack": "Slack"}
# What the hook does of itself: TLS from the start, and then STARTTLS inside of it, which no server knows.
TLS_TWICE = (
    'It asks for TLS twice: its extra needs "disable_tls": true for port 465, or "disable_ssl": true for STARTTLS on port 587.'
)
LOOPBACK = ("localhost", "127.0.0.1", "::1")

PARAMS = {
    "sources": Param(
        [], type="array", items={"type": "string"}, description="Keys of sources; empty: all that are on. A few requests each."
    ),
    "recipient": Param(
        None,
        type=["null", "string"],
        description="A mail address or channel of alerts.yml: sends it a test, and checks nothing else.",
    ),
}

Progress = Callable[[str], None]


@task(retries=0)
@outcome
def examine() -> int:
    """Check, or send a test message, as the run's parameters say; returns how many checks there were. Fails when one failed."""
    context: Any = get_current_context()
    params = context["params"]
    found = []
    for check in look(params["sources"], params["recipient"], log.info):
        found.append(check)
        log.info("%s", " ".join(filter(None, (f"{check.result}: {check.about}", check.subject, check.words, check.cure))))
    context["ti"].xcom_push(CHECKS, [asdict(check) for check in found])
    if failed := reason(found):
        raise AirflowFailException(failed)
    return len(found)


def look(sources: list[str], recipient: str | None, progress: Progress) -> Iterator[Check]:
    """Every check that needs a connection; with a recipient only the test message to it. A broken configuration is a failed check."""
    try:
        alerting = config.load_alerting()
        if recipient:
            yield from tried(alerting, recipient)
            return
        yield from _database_and_site(sources or [source.key for source in config.sources_on()], progress)
        yield from channel_checks(alerting)
    except ConfigError as error:
        yield Check("configuration", "failed", error.reason)


def _database_and_site(keys: list[str], progress: Progress) -> Iterator[Check]:
    sources, labels = [config.load_source(key) for key in keys], crawls.source_keys_by_label(config.load_sources().values())
    store = engine()
    found = database_checks(store)
    yield from found
    if not keys:
        yield Check("site", "warning", "no source is on", "`wirewatch sources enable KEY` switches one on.")
    for source in sources:
        if reason(found):
            yield from not_checked(SITE, "the database, which keeps count of the requests, cannot be used", source.key)
        else:
            yield from _site(store, source, labels, progress)


def _site(store: Engine, source: Source, labels: dict[str, str], progress: Progress) -> Iterator[Check]:
    try:
        session = site_session(source)
    except ConfigError as error:
        yield Check("access", "failed", error.reason, None, source.key)
        return
    yield from site_checks(store, source, labels, session, progress)


# --- channels ------------------------------------------------------------------------------------


def channel_checks(alerting: Alerting) -> Iterator[Check]:
    """Whether every channel could take a message now; none is sent."""
    if not alerting.channels:
        yield Check("SMTP", "warning", "alerts.yml has no channel: nobody is told of anything", "Add one under `channels`.")
    for name, channel in alerting.channels.items():
        yield checked(name, channel)


def checked(name: str, channel: Channel) -> Check:
    """One channel: is its connection there, and does the other side let us in?"""
    about = ABOUT[channel.kind]
    try:
        connection = BaseHook.get_connection(channel.conn_id)
    except AirflowNotFoundException:
        return missing(about, name, channel.conn_id)
    try:
        words, cure = (_mail if channel.kind == "email" else _slack)(connection, channel)
    except (AirflowException, WirewatchError) as error:
        cure = f"Correct the connection {channel.conn_id}; `wirewatch alerts test {name}` then sends a message."
        twice = channel.kind == "email" and not {"disable_ssl", "disable_tls"} & set(connection.extra_dejson)
        return Check(about, "failed", str(error), f"{cure} {TLS_TWICE}" if twice else cure, name)
    return Check(about, "warning" if cure else "ok", words, cure, name)


def missing(about: str, name: str, conn_id: str) -> Check:
    """A connection that nobody made, or that nobody told this process of."""
    where = f"Make it in Airflow (Admin, Connections), or set AIRFLOW_CONN_{conn_id.upper()}; or take {name} out of alerts.yml."
    if in_airflow():
        return Check(about, "failed", f"there is no connection {conn_id}", where, name)
    words = f"no Airflow runs, and this environment has no connection {conn_id}"
    return Check(about, "not checked", words, where, name)


def in_airflow() -> bool:
    """Whether this is a task, which knows all connections of its Airflow."""
    try:
        get_current_context()
    except (AirflowException, RuntimeError):
        return False
    return True


def _mail(connection: Any, channel: Channel) -> tuple[str, str | None]:
    """What the mail server said, and what should be better."""
    if not connection.host:
        raise ConfigError(f"the connection {channel.conn_id} names no host")
    from_whom = sender(channel.conn_id)
    with mail_errors(), mail_session(channel.conn_id) as client:
        secured = session_words(client)
    login = "logged in" if connection.login and connection.password else "no login"
    words = f"{connection.host} takes our session ({secured}, {login}), from {from_whom} to {len(channel.to)}"
    if secured == "no TLS" and connection.host not in LOOPBACK:
        return words, "Mail and password go out readable: take disable_tls or disable_ssl out of the connection's extra."
    nobody = [one for one in channel.to if one.endswith((".example", ".invalid", ".test", "@example.com", "@example.org"))]
    return words, f"Nobody reads {', '.join(nobody)}: put real addresses into alerts.yml." if nobody else None


def _slack(connection: Any, channel: Channel) -> tuple[str, str | None]:
    host = slack_host(webhook(channel.conn_id))
    return f"{host} answers; nothing was posted: `wirewatch alerts test` does that", None


# --- a test message ------------------------------------------------------------------------------


def tried(alerting: Alerting, recipient: str) -> Iterator[Check]:
    """Send a test message on every channel that has this recipient. Raises ConfigError where none has."""
    deliver = Deliverer(alerting)
    for channel, address in meant(alerting, recipient):
        about = ABOUT[alerting.channels[channel].kind]
        try:
            said = deliver(channel, trial(channel, address, datetime.now(UTC)))
        except WirewatchError as error:
            yield Check(about, "failed", f"{address}: {error.reason}", None, channel)
        else:
            yield Check(about, "ok", f"{address}: taken, with the words “{said}”", None, channel)


def main() -> None:
    """Read what is asked for as JSON from stdin, write the checks as one line of JSON to stdout, progress to stderr."""
    wish = json.load(sys.stdin)
    found = look(wish["sources"], wish["recipient"], lambda words: print(words, file=sys.stderr))
    print(json.dumps([asdict(check) for check in found]), flush=True)


if __name__ == "__main__":
    main()
