"""What operators are told of a source's state: once for each cause, once when it is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from demo.site import DemoSite
from wirewatch.configured import Alerting, Source
from wirewatch.models import Message
from wirewatch.pipeline.alert import decide_alerts, send_due
from wirewatch.pipeline.report import Report
from wirewatch.storage import hosts

Crawl = Callable[..., Report]


@pytest.fixture
def told(engine: Engine, alerting: Alerting, kcna: Source) -> Callable[[], list[Message]]:
    """told() → the messages one alert run sends to the operators."""
    with_operators = replace(alerting, operators=("slack",), rules=(), page_after_hours=0)

    def run() -> list[Message]:
        messages: list[Message] = []
        decide_alerts(engine, with_operators, {kcna.key: kcna})
        send_due(engine, lambda channel, message: messages.append(message))
        return messages

    return run


def test_a_wall_is_told_once_and_its_end_once(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine, told: Callable[[], list[Message]]
) -> None:
    site.behave("all", "signup_redirect")
    crawl_days(kcna)
    first = told()
    crawl_days(kcna)
    again = told()
    site.behave("all", "ok")
    hosts.reopen(engine, kcna.host)
    crawl_days(kcna)
    over = told()
    crawl_days(kcna)

    assert [message.subject for message in first] == ["Wirewatch: KCNA.kp (En) is behind a sign-up wall"]
    assert "sign-up or login page" in first[0].text
    assert again == []
    assert [message.subject for message in over] == ["Wirewatch: KCNA.kp (En) can be read again"]
    assert "it was behind a sign-up wall" in " ".join(over[0].text.split())
    assert told() == []


def test_a_healthy_source_is_no_news(crawl_days: Crawl, kcna: Source, told: Callable[[], list[Message]]) -> None:
    crawl_days(kcna)

    assert told() == []


def test_another_cause_is_told_as_such(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine, told: Callable[[], list[Message]]
) -> None:
    site.behave("all", "forbidden")
    crawl_days(kcna)
    first = told()
    hosts.reopen(engine, kcna.host)
    site.behave("all", "ok")
    site.behave("articles", "generic")
    crawl_days(kcna)
    second = told()

    assert "is blocked" in first[0].subject
    assert "cannot be read" in second[0].subject


def test_trouble_with_nobody_to_tell_waits_for_nobody(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine, alerting: Alerting
) -> None:
    site.behave("all", "signup_redirect")
    crawl_days(kcna)

    assert decide_alerts(engine, alerting, {kcna.key: kcna}).queued == 0
