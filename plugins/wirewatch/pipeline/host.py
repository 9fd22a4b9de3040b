"""A source's host: the row that keeps us polite, and what trouble with it means for source and crawl."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Engine

from wirewatch.configured import Source
from wirewatch.errors import REFUSALS, AccessDenied, State, WirewatchError
from wirewatch.fetching import LIMITS, ROBOTS_VALID, Fetcher, Limits
from wirewatch.models import Purpose
from wirewatch.storage import crawls, hosts

CLOSED_HOURS = 4.0
MOST_CLOSED_HOURS = 7 * 24.0  # whatever a Retry-After asks for


class StoredHost:
    """The host's row in the database, as `Fetcher` needs it."""

    def __init__(self, engine: Engine, source: Source, purpose: Purpose = Purpose.DAILY) -> None:
        self._engine = engine
        self._purpose = purpose
        self._name = source.host
        self._manners = source.politeness

    def reserve(self, delay_seconds: float) -> float:
        """Seconds to sleep before the next request. Raises AccessDenied or RetryableError when there is none."""
        return hosts.reserve(self._engine, self._name, delay_seconds, self._manners, self._purpose)

    def stop_if_closed(self) -> None:
        """Raise AccessDenied while the host is closed."""
        hosts.stop_if_closed(self._engine, self._name)

    def known_robots(self, newer_than: datetime) -> str | None:
        """robots.txt if it was read after that time."""
        return hosts.known_robots(self._engine, self._name, newer_than)

    def remember_robots(self, robots: str) -> None:
        """Keep robots.txt for the other tasks of the day."""
        hosts.remember_robots(self._engine, self._name, robots)


def fetcher(
    engine: Engine,
    source: Source,
    purpose: Purpose = Purpose.DAILY,
    robots_age: timedelta = ROBOTS_VALID,
    session: Mapping[str, str] | None = None,
    limits: Limits = LIMITS,
) -> Fetcher:
    """A fetcher for the source; a copy of robots.txt that another task read serves it for `robots_age`, `session` are headers of the
    operator's own account session (`fetching.access`).
    """
    return Fetcher(source, StoredHost(engine, source, purpose), robots_age, session=session, limits=limits)


def trouble(engine: Engine, source: Source, crawl_id: int | None, error: WirewatchError) -> None:
    """Write the state down, also of the crawl where one met it; a refusal also closes the host for CLOSED_HOURS, or as long as it asked for, so that no other task asks again."""
    if error.state in REFUSALS and not error.evidence.get("closed"):
        until = hosts.close(engine, source.host, closed_hours(error), error.state, error.reason)
        error.evidence["closed_until"] = f"{until:%Y-%m-%d %H:%M} UTC"
    error.evidence.setdefault("final_url", source.base_url)
    error.told = True
    with engine.begin() as db:
        if crawl_id is not None:
            crawls.end_in(db, crawl_id, error.state, error.reason)
            if error.state is State.LAYOUT_CHANGED:
                crawls.doubt_days(db, crawl_id)
        if error.state is not State.BUDGET_SPENT and not error.evidence.get("closed"):  # who met the door open told of it
            crawls.now_in(db, source.key, error.state, error.reason, error.evidence)


def closed_hours(error: WirewatchError) -> float:
    """How long nothing is asked after a refusal."""
    asked = error.evidence.get("retry_after")
    return min(max(CLOSED_HOURS, asked / 3600 if isinstance(asked, float) else 0.0), MOST_CLOSED_HOURS)


def stop_if_closed(engine: Engine, source: Source, crawl_id: int) -> None:
    """Raise AccessDenied where another task met a refusal meanwhile, after the crawl's row says so."""
    try:
        hosts.stop_if_closed(engine, source.host)
    except AccessDenied as error:
        trouble(engine, source, crawl_id, error)
        raise
