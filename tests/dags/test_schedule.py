"""Which days a run covers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.sdk.api.datamodels._generated import DagRunType

from wirewatch.config import PROJECT, load_sources
from wirewatch.configured import Airflow, Poll
from wirewatch.errors import ConfigError
from wirewatch.models import Purpose
from wirewatch.orchestration.schedule import asset, between_the_daily_runs, fresh_or_quarter_hour, is_backfill, purpose, window
from wirewatch.pipeline.coverage import Window

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
SINCE = date(2026, 11, 1)
NO_DAYS = {"first_day": None, "last_day": None}


def nothing(day: date) -> dict[date, str]:
    return {}


def complete(first: int, last: int) -> Callable[[date], dict[date, str]]:
    return lambda day: {date(2026, 11, n): "complete" for n in range(first, last + 1)}


def run(kind: DagRunType, start: datetime | None) -> SimpleNamespace:
    return SimpleNamespace(run_type=kind, data_interval_start=start)


def test_a_backfill_from_a_bare_date_covers_exactly_that_korean_day() -> None:
    dag_run = run(DagRunType("backfill"), datetime(2026, 10, 4, tzinfo=UTC))

    assert is_backfill(dag_run)
    assert window(dag_run, NO_DAYS, nothing, SINCE, NOW) == Window(date(2026, 10, 4), date(2026, 10, 4))


def test_a_scheduled_run_covers_from_the_last_complete_day_to_its_own() -> None:
    dag_run = run(DagRunType("scheduled"), datetime(2026, 11, 20, tzinfo=UTC))

    assert not is_backfill(dag_run)
    assert window(dag_run, NO_DAYS, complete(1, 10), SINCE, NOW) == Window(date(2026, 11, 11), date(2026, 11, 20))


def test_a_scheduled_run_covers_at_least_three_days_and_at_most_thirty() -> None:
    dag_run = run(DagRunType("scheduled"), datetime(2026, 11, 20, tzinfo=UTC))

    assert window(dag_run, NO_DAYS, complete(1, 19), SINCE, NOW).first == date(2026, 11, 18)
    assert window(dag_run, NO_DAYS, nothing, date(2026, 3, 1), NOW).first == date(2026, 10, 22)


def test_an_old_day_that_never_became_complete_is_not_read_for_ever() -> None:
    dag_run = run(DagRunType("scheduled"), datetime(2026, 11, 20, tzinfo=UTC))
    october = {date(2026, 10, n): "complete" for n in range(2, 32)}
    states = {date(2026, 10, 1): "open", **october, **complete(1, 19)(date(2026, 11, 20))}

    assert window(dag_run, NO_DAYS, lambda day: states, date(2026, 9, 1), NOW).first == date(2026, 11, 18)


def test_a_manual_run_without_a_date_takes_the_last_finished_korean_day() -> None:
    assert window(run(DagRunType("manual"), None), NO_DAYS, nothing, date(2026, 11, 19), NOW).last == date(2026, 11, 20)


def test_just_after_midnight_in_korea_the_last_finished_day_is_the_one_that_just_ended() -> None:
    just_after = datetime(2026, 11, 20, 15, 1, tzinfo=UTC)
    assert window(run(DagRunType("manual"), None), NO_DAYS, nothing, SINCE, just_after).last == date(2026, 11, 20)


def test_days_asked_for_are_the_days_covered() -> None:
    asked = {"first_day": "2026-11-02", "last_day": "2026-11-03"}
    assert window(run(DagRunType("manual"), None), asked, nothing, SINCE, NOW) == Window(date(2026, 11, 2), date(2026, 11, 3))


def test_days_asked_for_the_wrong_way_round_are_refused_in_words() -> None:
    with pytest.raises(ConfigError, match="Swap them"):
        window(run(DagRunType("manual"), None), {"first_day": "2026-11-03", "last_day": "2026-11-02"}, nothing, SINCE, NOW)


@pytest.mark.parametrize(
    ("poll", "expression"),
    [(Poll(), "*/30 6-23 * * *"), (Poll(60, 0, 24), "0 0-23 * * *"), (Poll(15, 9, 10), "*/15 9-9 * * *")],
)
def test_polls_come_in_the_hours_of_the_settings(poll: Poll, expression: str) -> None:
    assert between_the_daily_runs(poll).expression == expression


def test_only_a_backfills_requests_count_as_a_backfills() -> None:
    kinds = [purpose(run(DagRunType(kind), None)) for kind in ("backfill", "scheduled", "manual")]
    assert kinds == [Purpose.BACKFILL, Purpose.DAILY, Purpose.DAILY]


def test_the_alert_dag_listens_to_each_of_the_projects_sources_once() -> None:
    sources = load_sources(PROJECT / "config").values()

    listens: Any = fresh_or_quarter_hour(sources)

    heard = [one.name for one in listens.asset_condition.objects]
    assert heard == [asset(source).name for source in sources]
    assert len(set(heard)) == len(sources) > 20
    assert len({source.crawl for source in sources}) == len(sources)
    assert len(Airflow().pools(sources)) == 2, "the host's, and the one for its backfills"
