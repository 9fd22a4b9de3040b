"""Airflow's connections as the objects the use cases take."""

from __future__ import annotations

import os
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from functools import cache

from airflow.providers.slack.hooks.slack_webhook import SlackWebhookHook
from airflow.providers.smtp.hooks.smtp import SmtpHook
from airflow.sdk import BaseHook
from airflow.sdk.exceptions import AirflowException, AirflowNotFoundException
from sqlalchemy import Engine

from wirewatch.configured import Alerting, Source
from wirewatch.delivery import address as parse_address
from wirewatch.delivery import deliver_email, deliver_slack, hand_over, slack_send
from wirewatch.errors import ConfigError, PermanentError, RetryableError
from wirewatch.fetching import access
from wirewatch.models import Message
from wirewatch.storage import database

DATABASE, READER = "wirewatch_db", "wirewatch_db_reader"


@cache
def engine() -> Engine:
    """Our database: the connection `wirewatch_db`, else WIREWATCH_DATABASE_URL. Airflow's own is out of a task's reach."""
    return database.connect(_url())


@cache
def reading_engine() -> Engine:
    """The same database for who only reads: the connection `wirewatch_db_reader`, else WIREWATCH_READER_URL, else as `engine`.

    Whoever that is, its sessions are read-only.
    """
    return database.connect(_address(READER, "WIREWATCH_READER_URL") or _url(), read_only=True)


def _url() -> str:
    url = _address(DATABASE, "WIREWATCH_DATABASE_URL")
    if not url:
        raise ConfigError(f"Neither the Airflow connection {DATABASE} nor WIREWATCH_DATABASE_URL is set. Set one of them.")
    return url


def _address(connection: str, variable: str) -> str:
    try:
        return BaseHook.get_connection(connection).get_uri()
    except AirflowNotFoundException:
        return os.environ.get(variable, "")


def site_session(source: Source) -> dict[str, str]:
    """Headers of the operator's own account session, from the connection `wirewatch_site`; none where nobody made it. Raises ConfigError."""
    try:
        connection = BaseHook.get_connection(access.CONNECTION)
    except AirflowNotFoundException:
        return {}
    return access.session_headers(source, connection.host or "", connection.extra_dejson, bool(connection.password))


class Deliverer:
    """Hands a message to the channel it is for."""

    def __init__(self, alerting: Alerting) -> None:
        self._channels = alerting.channels

    def __call__(self, channel: str, message: Message) -> str:
        """Deliver; returns what the other side said. Raises RetryableError or PermanentError, with a reason in words."""
        try:
            return self._deliver(channel, message)
        except AirflowException as error:  # a connection that nobody made; Airflow's words hold no secret
            raise RetryableError(f"channel “{channel}”: {error}") from error

    def _deliver(self, channel: str, message: Message) -> str:
        if channel not in self._channels:
            raise PermanentError(f"alerts.yml has no channel “{channel}” any more")
        known = self._channels[channel]
        if known.kind == "email":
            return deliver_email(message, sender(known.conn_id), lambda mail: send_mail(known.conn_id, mail))
        if known.kind == "slack":
            return deliver_slack(message, slack_send(webhook(known.conn_id)))
        raise ConfigError(f"alerts.yml: channel “{channel}”: kind {known.kind} cannot be delivered yet. Use email or slack.")


def webhook(conn_id: str) -> str:
    """The address of a Slack webhook, which is a secret."""
    return str(SlackWebhookHook(slack_webhook_conn_id=conn_id).client.url)


def sender(conn_id: str) -> str:
    """The address mails come from: `from_email` of the connection's extra, else its login."""
    connection = BaseHook.get_connection(conn_id)
    address = connection.extra_dejson.get("from_email") or connection.login
    try:
        parse_address(str(address or ""))
    except PermanentError as error:
        reason = f"The connection {conn_id} does not say who sends: put an address into from_email of its extra."
        raise ConfigError(reason) from error
    return str(address)


def send_mail(conn_id: str, mail: EmailMessage) -> str:
    """Send over the hook's session; its own send_email_smtp builds one part only and a Message-ID of its own. Returns the server's answer."""
    with mail_session(conn_id) as client:
        return hand_over(client, mail)


@contextmanager
def mail_session(conn_id: str) -> Iterator[smtplib.SMTP]:
    """The hook's session: connected, secured and logged in as the connection says. Raises what the hook and smtplib raise."""
    with SmtpHook(smtp_conn_id=conn_id) as hook:
        client = hook._smtp_client
        if not isinstance(client, smtplib.SMTP):
            raise RetryableError(f"the connection {conn_id} gave no SMTP session")
        yield client
