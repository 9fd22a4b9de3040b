"""Pages that are read worse from one day on: the state says so before articles fail, and says when it is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine, text

from demo.site import DemoSite
from tests.conftest import LAST_DAY
from wirewatch.configured import Alerting, Source
from wirewatch.errors import State
from wirewatch.models import Message
from wirewatch.pipeline.alert import decide_alerts, send_due
from wirewatch.pipeline.report import Report

Crawl = Callable[..., Report]
BEFORE = LAST_DAY - timedelta(days=1)


def without_date_lines(site: DemoSite, many: int) -> None:
    items = [item for item in site.items if item.day == LAST_DAY and item.publication.id == 156][:many]
    site.items = [replace(item, date_line=False) if item in items else item for item in site.items]


def a_day_passes(engine: Engine) -> None:
    with engine.begin() as db:
        db.execute(text("update revision set created_at = created_at - interval '1 day'"))


def current(engine: Engine) -> tuple[str, dict[str, object]]:
    with engine.begin() as db:
        row = db.execute(text("select state, evidence from source_state where ended_at is null")).one()
        return row.state, row.evidence


def subjects(engine: Engine, alerting: Alerting, source: Source) -> list[str]:
    """What operators were told since the last call."""
    told: list[Message] = []
    operators = replace(alerting, operators=("slack",), rules=(), page_after_hours=0)
    decide_alerts(engine, operators, {source.key: source})
    send_due(engine, lambda channel, message: told.append(message))
    return [message.subject for message in told]


def test_date_lines_that_vanish_raise_the_state_once_and_a_good_day_ends_it(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine, alerting: Alerting
) -> None:
    assert crawl_days(kcna, BEFORE - timedelta(days=3), BEFORE).crawl.state is State.OK
    a_day_passes(engine)
    without_date_lines(site, 7)

    report = crawl_days(kcna, BEFORE, LAST_DAY)

    assert report.crawl.state is State.LAYOUT_CHANGED
    assert report.crawl.state.exit_code == 3
    assert "no_date_line" in (report.complaint or "")
    assert report.complete
    assert report.days[LAST_DAY].stored == 8
    state, evidence = current(engine)
    assert (state, evidence["warning"], evidence["share_now"]) == ("layout_changed", "no_date_line", 0.875)
    assert len(evidence["urls"]) == 3  # type: ignore[arg-type]
    assert len(subjects(engine, alerting, kcna)) == 1
    assert crawl_days(kcna).crawl.state is State.LAYOUT_CHANGED
    assert crawl_days(kcna, BEFORE, BEFORE, historical=True).crawl.state is State.LAYOUT_CHANGED
    assert subjects(engine, alerting, kcna) == []

    a_day_passes(engine)
    for n in range(8):
        site.add(LAST_DAY, kcna.label, f"Harvest Report {n}", [f"The harvest of field {n} was brought in before the rain came."])
    assert crawl_days(kcna).crawl.state is State.OK
    assert [subject for subject in subjects(engine, alerting, kcna) if "again" in subject] != []
    assert subjects(engine, alerting, kcna) == []


def test_a_first_crawl_says_nothing(crawl_days: Crawl, kcna: Source, site: DemoSite) -> None:
    without_date_lines(site, 7)
    assert crawl_days(kcna, BEFORE - timedelta(days=3), LAST_DAY).crawl.state is State.OK


def test_one_odd_page_is_no_change(crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine) -> None:
    crawl_days(kcna, BEFORE - timedelta(days=3), BEFORE)
    a_day_passes(engine)
    without_date_lines(site, 1)
    assert crawl_days(kcna).crawl.state is State.OK


def test_a_source_that_never_had_date_lines_is_no_change(crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine) -> None:
    site.items = [replace(item, date_line=False) for item in site.items]
    crawl_days(kcna, BEFORE - timedelta(days=3), BEFORE)
    a_day_passes(engine)
    assert crawl_days(kcna).crawl.state is State.OK
