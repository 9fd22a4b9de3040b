"""Rows for tests of the store, and many hands at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from sqlalchemy import Engine, text

from wirewatch.models import Entry
from wirewatch.sites.kcna_watch.urls import url_hash

DAY = date(2026, 11, 20)


def entry(number: int, **known: object) -> Entry:
    url = f"http://x/newstream/{number}-1"
    return Entry(url, url_hash(url), **{"title": f"Title {number}", "listed_on": DAY, **known})  # type: ignore[arg-type]


def one(engine: Engine, query: str) -> object:
    with engine.begin() as db:
        return db.execute(text(query)).scalar_one()


def do(engine: Engine, command: str, **values: object) -> None:
    with engine.begin() as db:
        db.execute(text(command), values)


def at_once(count: int, action: Callable[[int], object]) -> list[object]:
    """Run the action in that many threads, which all start together."""
    ready = Barrier(count)

    def run(number: int) -> object:
        ready.wait()
        return action(number)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(run, range(count)))
