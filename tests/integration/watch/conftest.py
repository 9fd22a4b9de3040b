"""One run of what the alert DAG does for operators, at a time the test says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from tests.integration.pipeline.conftest import crawl_days  # noqa: F401 - a fixture
from tests.integration.storage.rows import do
from wirewatch.configured import Alerting, Source
from wirewatch.models import Message
from wirewatch.pipeline.alert import decide_alerts, send_due

Told = Callable[..., list[tuple[str, Message]]]

LONG_AGO = timedelta(days=3)  # the summary due by then is one of before anything in a test happened


@pytest.fixture
def operated(alerting: Alerting) -> Alerting:
    """Operators who read mail in the morning and are paged by Slack; no rules."""
    mail = replace(alerting.channels["mail"], to=("ops@demo.example",))
    channels = {**alerting.channels, "mail": mail}
    return replace(alerting, channels=channels, operators=("mail",), pages=("slack",), rules=())


@pytest.fixture
def told(engine: Engine, operated: Alerting, kcna: Source) -> Told:
    """told(now, alerting=…, source=…) → (channel, message) of what one alert run sends; without `now` no summary is due."""

    def run(now: datetime | None = None, alerting: Alerting = operated, source: Source = kcna) -> list[tuple[str, Message]]:
        messages: list[tuple[str, Message]] = []
        decide_alerts(engine, alerting, {source.key: source}, now or datetime.now(UTC) - LONG_AGO)
        send_due(engine, lambda channel, message: messages.append((channel, message)), sources={source.key: source})
        return messages

    return run


def subjects(told: list[tuple[str, Message]]) -> list[tuple[str, str]]:
    """(channel, subject without the name of the house) of each message."""
    return [(channel, message.subject.removeprefix("Wirewatch: ")) for channel, message in told]


def set_back(engine: Engine, hours: float) -> None:
    """Whatever is known of states and troubles happened so many hours earlier."""
    for table in ("source_state", "fault"):
        column = f"make_interval(secs => {3600 * hours})"
        do(engine, f"update {table} set began_at = began_at - {column}, ended_at = ended_at - {column}")  # noqa: S608
