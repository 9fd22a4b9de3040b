"""One run of what the alert DAG does for operators, at a time the test says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from tests.conftest import LAST_DAY
from tests.integration.pipeline.conftest import crawl_days  # noqa: F401 - a fixture
from tests.integration.storage.rows import do
from wirewatch.configured import Alerting, Source
from wirewatch.errors import State
from wirewatch.models import KST, FaultKind, Message
from wirewatch.pipeline.alert import decide_alerts, send_due
from wirewatch.pipeline.watch import watch
from wirewatch.storage import crawls, faults

Told = Callable[..., list[tuple[str, Message]]]
Look = Callable[..., None]

WALL = (State.ACCESS_WALL, "a sign-up form stands in place of the content", {"final_url": "http://demo/", "status": 200})

LONG_AGO = timedelta(days=3)  # the summary due by then is one of before anything in a test happened


@pytest.fixture(autouse=True)
def known(engine: Engine, kcna: Source) -> None:
    """The source is known to the store."""
    with engine.begin() as db:
        crawls.register(db, kcna, LAST_DAY)


@pytest.fixture
def operated(alerting: Alerting) -> Alerting:
    """Operators who read mail in the morning and are paged by Slack; a desk; no rules."""
    mail = replace(alerting.channels["mail"], to=("ops@demo.example",))
    desk = replace(mail, to=("gone@demo.example", "other@demo.example"))
    channels = {**alerting.channels, "mail": mail, "desk": desk}
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


@pytest.fixture
def look(engine: Engine, operated: Alerting) -> Look:
    """look(*dag_ids, alerting=…) → what the task `watch` does, now."""

    def run(*dag_ids: str, alerting: Alerting = operated) -> None:
        watch(engine, dag_ids, alerting, datetime.now(UTC))

    return run


def subjects(told: list[tuple[str, Message]]) -> list[tuple[str, str]]:
    """(channel, subject without the name of the house) of each message."""
    return [(channel, message.subject.removeprefix("Wirewatch: ")) for channel, message in told]


def set_back(engine: Engine, hours: float) -> None:
    """Whatever is known of states and troubles happened so many hours earlier."""
    for table in ("source_state", "fault"):
        column = f"make_interval(secs => {3600 * hours})"
        do(engine, f"update {table} set began_at = began_at - {column}, ended_at = ended_at - {column}")  # noqa: S608


def state(engine: Engine, state: State, reason: str, evidence: dict[str, object] | None = None) -> None:
    with engine.begin() as db:
        crawls.now_in(db, "kcna-en", state, reason, evidence)


def task_fails(engine: Engine, name: str, run: str = "scheduled__1", map_index: int = -1) -> None:
    evidence = {"names": [name], "link": f"http://airflow/{name}/{run}", "run": run, "map_index": map_index}
    with engine.begin() as db:
        faults.met(db, FaultKind.TASK_FAILED, f"task_failed:{name}", "the disk is full", evidence)


def refuse(engine: Engine, number: int, recipient: str = "gone@demo.example", state: str = "failed") -> None:
    sent = "now()" if state == "sent" else "null"
    insert = f"""insert into delivery (channel, recipient, about, message_id, state, error, sent_at, next_attempt_at)
                 values ('desk', :recipient, 'story:{number}:1', 'm{number}', :state, '550 no such user', {sent}, now())"""  # noqa: S608
    do(engine, insert, recipient=recipient, state=state)


def a_day_passes(engine: Engine) -> None:
    """What was refused for good was so a day earlier."""
    do(engine, "update delivery set next_attempt_at = next_attempt_at - interval '25 hours' where state = 'failed'")


def next_morning(hour: int = 8) -> datetime:
    """A moment after the hour struck in Korea next."""
    today = datetime.now(KST).replace(hour=hour, minute=0, second=0, microsecond=0)
    strikes = today if today > datetime.now(KST) else today + timedelta(days=1)
    return (strikes + timedelta(minutes=1)).astimezone(UTC)
