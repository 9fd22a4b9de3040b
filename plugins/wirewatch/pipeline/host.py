"""A source's host: the row that keeps us polite, and what trouble with it means for source and crawl."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from wirewatch.errors import REFUSALS, State, WirewatchError
from wirewatch.fetching import Fetcher
from wirewatch.models import Purpose, Source
from wirewatch.storage import crawls, hosts

CLOSED_HOURS = 4.0


class StoredHost:
    """The host's row in the database, as `Fetcher` needs it."""

    def __init__(self, engine: Engine, source: Source, purpose: Purpose) -> None:
        self._engine = engine
        self._purpose = purpose
        self._name = source.host
        self._budget = source.politeness.max_requests_per_day

    def reserve(self, delay_seconds: float) -> float:
        """Seconds to sleep before the next request. Raises AccessDenied or RetryableError when there is none."""
        return hosts.reserve(self._engine, self._name, delay_seconds, self._budget)

    def known_robots(self, newer_than: datetime) -> str | None:
        """robots.txt if it was read after that time."""
        return hosts.known_robots(self._engine, self._name, newer_than)

    def remember_robots(self, robots: str) -> None:
        """Keep robots.txt for the other tasks of the day."""
        hosts.remember_robots(self._engine, self._name, robots)


def fetcher(engine: Engine, source: Source, purpose: Purpose = Purpose.DAILY, fresh_robots: bool = False) -> Fetcher:
    """A fetcher for the source; `fresh_robots` asks for robots.txt even where a copy of today is known."""
    return Fetcher(source, StoredHost(engine, source, purpose), fresh_robots)


def trouble(engine: Engine, source: Source, crawl_id: int | None, error: WirewatchError) -> None:
    """Write the state down, also of the crawl where one met it; a refusal closes the host for CLOSED_HOURS, so that nobody asks again."""
    if error.state in REFUSALS and not error.evidence.get("closed"):
        hosts.close(engine, source.host, CLOSED_HOURS, error.state, error.reason)
    with engine.begin() as db:
        if crawl_id is not None:
            crawls.end_in(db, crawl_id, error.state, error.reason)
            if error.state is State.LAYOUT_CHANGED:
                crawls.doubt_days(db, crawl_id)
        if error.state is not State.BUDGET_SPENT and not error.evidence.get("closed"):  # who met the door open told of it
            crawls.now_in(db, source.key, error.state, error.reason, error.evidence)
