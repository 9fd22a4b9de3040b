"""Re-matching as Airflow tasks, a month of publication each: it stands back behind everything that brings news."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from typing import Any

from airflow.sdk import CronTriggerTimetable, Param, TriggerRule, get_current_context, task

from wirewatch import config
from wirewatch.configured import Watchlist
from wirewatch.errors import ConfigError
from wirewatch.orchestration.connections import engine
from wirewatch.orchestration.outcome import outcome
from wirewatch.pipeline.rematch import rematch as rematch_months
from wirewatch.pipeline.rematch import waiting

log = logging.getLogger(__name__)

# Off the quarter hours, at which `alert` runs, and off the polls.
HOURLY = CronTriggerTimetable("7 * * * *", timezone="Asia/Seoul")

MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"

PARAMS = {
    "list": Param(None, type=["null", "string"], description="A watchlist's name; empty: all lists."),
    "first_month": Param(None, type=["null", "string"], pattern=MONTH, description="First month (2026-01); empty: the earliest."),
    "last_month": Param(None, type=["null", "string"], pattern=MONTH, description="Last month, included; empty: the latest."),
    "alert": Param(
        False, type="boolean", description="Alert of people newly found, under the rules of late_days and watch_since."
    ),
}


@task
@outcome
def changed() -> list[str]:
    """The months with texts that wait for a changed list, the latest first (2026-11); none is the usual answer."""
    params: Any = get_current_context()["params"]
    found = waiting(engine(), lists(params), *(between(params)))
    log.info("To match again: %s texts", sum(month.texts for month in found))
    return list(dict.fromkeys(f"{month.first_day:%Y-%m}" for month in found))


@task(map_index_template="{{ month }}", max_active_tis_per_dag=1)
@outcome
def rematch(month: str) -> dict[str, int]:
    """Match a month's texts again; returns the counts. Cleared or tried again it goes on where it was."""
    context: Any = get_current_context()
    context["month"] = month
    params = context["params"]
    done = rematch_months(engine(), lists(params), [date.fromisoformat(f"{month}-01")], params["alert"], log.info)
    return done.__dict__


@task(trigger_rule=TriggerRule.NONE_FAILED)
@outcome
def report(done: Sequence[dict[str, int]] | None = None) -> dict[str, int]:
    """The sum of what the months' tasks did."""
    total: dict[str, int] = {}
    for month in done[:] if done else ():  # one by one, Airflow logs an error where they end
        total = {name: total.get(name, 0) + count for name, count in month.items()}
    log.info("%s", ", ".join(f"{count} {name}" for name, count in total.items()) or "nothing had changed")
    return total


def lists(params: Any) -> list[Watchlist]:
    """The lists a run is for. Raises ConfigError for one that nobody configured."""
    known = config.load_watchlists()
    if params["list"] and params["list"] not in known:
        raise ConfigError(f"No watchlist is called “{params['list']}”. There are: {', '.join(known) or 'none'}.")
    return [known[params["list"]]] if params["list"] else list(known.values())


def between(params: Any) -> tuple[date, date]:
    """The months a run is for, each by its first day. Raises ConfigError where they stand the wrong way round."""
    first, last = (date.fromisoformat(f"{params[name]}-01") if params[name] else None for name in ("first_month", "last_month"))
    if first and last and first > last:
        raise ConfigError(f"The first month, {params['first_month']}, is after the last, {params['last_month']}. Swap them.")
    return first or date.min, last or date.max
