"""Our errors as Airflow's: what fails at once, what is tried again, what waits for tomorrow."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import wraps
from typing import ParamSpec, TypeVar

from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowRescheduleException

from wirewatch.errors import BackfillUnderWay, RetryableError, State, WirewatchError
from wirewatch.models import KST

log = logging.getLogger(__name__)

LOOK_AGAIN = timedelta(minutes=5)  # how long a backfill waits before it asks again whether another is done with its days

P = ParamSpec("P")
R = TypeVar("R")


class ToldAlready(AirflowFailException):
    """Fails a task for what operators are told of otherwise: as the state of a source, or as messages or pages of a kind."""


def outcome(step: Callable[P, R]) -> Callable[P, R]:
    """A task's function, its errors turned into Airflow's: a refusal or a changed page fails at once, the network is tried again.

    Where the day's requests are used up the task waits for midnight in Korea, never red (design: `budget_spent`).
    """

    @wraps(step)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return step(*args, **kwargs)
        except WirewatchError as error:
            raise as_airflow(error, datetime.now(UTC)) from error

    return wrapped


def as_airflow(error: WirewatchError, now: datetime) -> AirflowException:
    """The Airflow error that makes Airflow do what the caller must do."""
    words = f"{error.state}: {error.reason}"
    if isinstance(error, BackfillUnderWay):
        log.warning("%s Looking again in %s.", error.reason, LOOK_AGAIN)
        return AirflowRescheduleException(now + LOOK_AGAIN)  # type: ignore[no-untyped-call]
    if error.state is State.BUDGET_SPENT:
        return AirflowRescheduleException(next_korean_midnight(now))  # type: ignore[no-untyped-call]
    return AirflowException(words) if isinstance(error, RetryableError) else AirflowFailException(words)


def next_korean_midnight(now: datetime) -> datetime:
    """When the budget of requests begins anew; a minute later, so that clocks may differ."""
    tomorrow = now.astimezone(KST).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(0, 1), KST).astimezone(UTC)
