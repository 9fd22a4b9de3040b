"""Delay, budget and robots.txt of a host hold across fetchers, through its row in the database."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import pytest
from sqlalchemy import Engine, text

from tests.integration.web import Web, answer, in_turn, serve
from wirewatch.errors import RetryableError, State
from wirewatch.fetching import Fetcher
from wirewatch.models import Listing, Politeness, Source
from wirewatch.pipeline import host


@pytest.fixture
def web() -> Iterator[Web]:
    """A server of the test's own on loopback."""
    with serve() as web:
        yield web


@pytest.fixture
def source(web: Web) -> Source:
    """A source on that server."""
    return Source(
        key="x-en",
        label="X",
        base_url=web.url,
        listing=Listing(method="more_articles", id=1),
        politeness=Politeness(delay_seconds=0, user_agent="Wirewatch/0.1 (desk@newsroom.example)"),
        enabled=True,
    )


def test_the_delay_holds_across_two_fetchers_in_two_threads(web: Web, source: Source, engine: Engine) -> None:
    web.ways["/page"] = answer(200, b"text")
    slow = replace(source, politeness=replace(source.politeness, delay_seconds=0.25))

    def ask_thrice() -> None:
        fetcher = host.fetcher(engine, slow)
        for _ in range(3):
            fetcher.fetch(f"{web.url}/page")

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(ask_thrice) for _ in range(2)]:
            done.result()

    times = sorted(when for when, _, _ in web.seen)
    assert web.paths.count("/page") == 6
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.15


def test_the_other_fetcher_takes_over_robots_txt(web: Web, source: Source, engine: Engine) -> None:
    web.ways["/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /secret/\n")
    assert host.fetcher(engine, source).allowed(f"{web.url}/page")

    assert not host.fetcher(engine, source).allowed(f"{web.url}/secret/")
    assert web.paths == ["/robots.txt"]
    assert host.fetcher(engine, source, fresh_robots=True).allowed(f"{web.url}/page")
    assert web.paths == ["/robots.txt"] * 2


def test_the_budget_counts_every_request_of_a_korean_day(web: Web, source: Source, engine: Engine) -> None:
    web.ways["/page"] = in_turn(answer(500), answer(200, b"text"))
    spare = replace(source, politeness=replace(source.politeness, max_requests_per_day=4))
    fetcher = Fetcher(spare, host.StoredHost(engine, spare), sleep=lambda _: None)
    for _ in range(2):
        fetcher.fetch(f"{web.url}/page")

    with pytest.raises(RetryableError, match="today's 4 requests") as caught:
        fetcher.fetch(f"{web.url}/page")
    assert caught.value.state is State.BUDGET_SPENT
    assert web.paths == ["/robots.txt", "/page", "/page", "/page"]

    with engine.begin() as db:
        db.execute(text("update host set day = (now() at time zone 'Asia/Seoul')::date - 1"))
    assert fetcher.fetch(f"{web.url}/page").body == b"text"
    with engine.begin() as db:
        today = db.execute(text("select used, day = (now() at time zone 'Asia/Seoul')::date from host")).one()
    assert tuple(today) == (1, True)
