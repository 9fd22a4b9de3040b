"""How our DAGs are called, which days a run covers, which Asset a source has, and what every task does when it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from airflow.sdk import Asset, AssetAlias, AssetAny, AssetOrTimeSchedule, CronDataIntervalTimetable, CronTriggerTimetable, Param

from wirewatch import config
from wirewatch.configured import Airflow, Poll, Source
from wirewatch.errors import ConfigError
from wirewatch.models import KST, OWNER, Purpose
from wirewatch.orchestration.callbacks import CALLBACKS
from wirewatch.pipeline.coverage import Window, healing_window, last_finished_day

Coverage = Callable[[date], Mapping[date, str]]

# The run for a Korean day starts at 09:00 KST of the next one. Bare dates of a backfill are UTC midnights: 09:00 in Korea.
DAILY = CronDataIntervalTimetable("0 9 * * *", timezone="Asia/Seoul")

RETRYING: dict[str, Any] = {
    "owner": OWNER,
    "retries": 3,
    "retry_delay": timedelta(seconds=20),
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": timedelta(minutes=15),
    "execution_timeout": timedelta(hours=2),
    **CALLBACKS,
}

# One to be picked last among the tasks that wait for a pool.
LOWEST: dict[str, Any] = {"priority_weight": 1, "weight_rule": "absolute"}

MOST_DAYS = 92

EVER = datetime(2026, 1, 1, tzinfo=UTC)  # before all runs

DAYS = {
    "first_day": Param(
        None, type=["null", "string"], format="date", description="First Korean day; empty: as the schedule would."
    ),
    "last_day": Param(None, type=["null", "string"], format="date", description="Last Korean day, included; empty: the first."),
}


def names() -> Airflow:
    """How our things are called in this Airflow (`airflow` in settings.yml)."""
    return config.load_settings().airflow


def called(name: str, title: str, *tags: str, since: datetime = EVER) -> dict[str, Any]:
    """What a DAG of ours is called, and what holds for each: one run at a time, and none of itself for days gone by.

    It has an id, tags and, where no prefix is to tell it from others' DAGs, a title; `since` is the earliest a backfill may ask for.
    """
    known = names()
    return {
        "dag_id": known.name(name),
        "dag_display_name": known.name(name) if known.prefix else title,
        "tags": [known.name(tag) for tag in ("wirewatch", *tags)],
        "start_date": since,
        "catchup": False,
        "max_active_runs": 1,
    }


def asset(source: Source) -> Asset:
    """The source's fresh mentions: emitted by `match` when there are any."""
    name = names().name("wirewatch_mentions_" + source.key)
    return Asset(name, uri=f"wirewatch://{names().name('mentions')}/{source.key}")


def found(where: str) -> AssetAlias:
    """The outlet through which a task that matches says which sources have fresh mentions."""
    return AssetAlias(names().name("wirewatch_found_" + where))


def fresh_or_quarter_hour(sources: Iterable[Source]) -> AssetOrTimeSchedule | CronTriggerTimetable:
    """Any source's fresh mentions, or every 15 minutes: refused mail is tried again, and no paused source silences the others."""
    clock = CronTriggerTimetable("*/15 * * * *", timezone="Asia/Seoul")
    assets = [asset(source) for source in sources]
    if not assets:
        return clock
    return AssetOrTimeSchedule(timetable=clock, assets=AssetAny(*assets))


def between_the_daily_runs(poll: Poll) -> CronTriggerTimetable:
    """Every so many minutes in the hours of the settings, in Korea."""
    minutes = "0" if poll.every_minutes == 60 else f"*/{poll.every_minutes}"
    return CronTriggerTimetable(f"{minutes} {poll.from_hour}-{poll.to_hour - 1} * * *", timezone="Asia/Seoul")


def is_backfill(dag_run: Any) -> bool:
    """What a backfill finds is historical and covers the days asked for, no others."""
    # Compared, not printed: the task's enumeration prints as DagRunType.BACKFILL_JOB, the scheduler's as backfill.
    return bool(dag_run.run_type == "backfill")


def purpose(dag_run: Any) -> Purpose:
    """What the run's requests count as."""
    return Purpose.BACKFILL if is_backfill(dag_run) else Purpose.DAILY


def window(dag_run: Any, params: Mapping[str, str | None], coverage: Coverage, since: date, now: datetime) -> Window:
    """The Korean days this run covers; `coverage` gives the states of the days up to one. Raises ConfigError for impossible days."""
    if first := params.get("first_day") or params.get("last_day"):
        asked = Window(date.fromisoformat(first), date.fromisoformat(params.get("last_day") or first))
        if asked.first > asked.last:
            raise ConfigError(f"The first day, {asked.first}, is after the last, {asked.last}. Swap them.")
        return asked
    start = getattr(dag_run, "data_interval_start", None)  # a manual run without a date has none
    day = start.astimezone(KST).date() if start else last_finished_day(now)
    return Window(day, day) if is_backfill(dag_run) else healing_window(day, coverage(day), since)


def refuse_too_much(source: Source, days: Window) -> None:
    """Raise ConfigError for days before the source's start, and for more than one run can map; backfills go day by day."""
    if days.first < source.start_date:
        raise ConfigError(
            f"{source.key} starts on {source.start_date} (start_date in its source file); {days.first} is before that."
        )
    if len(days.days) > MOST_DAYS:
        raise ConfigError(f"{len(days.days)} days are too many for one run. Use Backfill for more than {MOST_DAYS}.")


def utc_start(source: Source) -> datetime:
    """The DAG's start_date: 09:00 KST, which is 00:00 UTC, of the earliest day a backfill may ask for."""
    return datetime.combine(source.start_date, datetime.min.time(), UTC)
