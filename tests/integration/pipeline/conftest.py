"""A crawl of the demo site in one call."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine

from tests.conftest import LAST_DAY
from wirewatch.configured import Source, Watchlist
from wirewatch.fetching import LIMITS, ROBOTS_ANEW, Limits
from wirewatch.pipeline import host
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.crawl import crawl
from wirewatch.pipeline.report import Report

Crawl = Callable[..., Report]


@pytest.fixture
def crawl_days(engine: Engine, officials: Watchlist) -> Crawl:
    """crawl_days(source, first, last, historical=False, limits=…) → Report; LAST_DAY alone by default."""

    def crawl_them(
        source: Source, first: date = LAST_DAY, last: date = LAST_DAY, historical: bool = False, limits: Limits = LIMITS
    ) -> Report:
        labels = {"kcna.kp (en)": "kcna-en", "voice of korea (en)": "vok-en"}
        fetcher = host.fetcher(engine, source, robots_age=ROBOTS_ANEW, limits=limits)
        return crawl(engine, source, Window(first, last), [officials], labels, str(uuid.uuid4()), historical, fetcher=fetcher)

    return crawl_them
