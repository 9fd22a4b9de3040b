"""A store with captures of finished days, and archives in a folder and in a bucket."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.conftest import LAST_DAY
from tests.integration.storage.rows import do
from wirewatch.archive import Archive
from wirewatch.configured import Source, Watchlist
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.crawl import crawl

LATER = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
LABELS = {"kcna.kp (en)": "kcna-en", "voice of korea (en)": "vok-en"}


def crawl_last_day(engine: Engine, source: Source) -> None:
    """One crawl of the demo site's last full day; nothing is matched."""
    crawl(engine, source, Window(LAST_DAY, LAST_DAY), [], LABELS, str(uuid.uuid4()))


@pytest.fixture
def crawled(engine: Engine, kcna: Source) -> Engine:
    """The demo site's last day, crawled: eight articles, nothing matched yet, all captured on 20 November 2026 at 08:00 UTC."""
    crawl_last_day(engine, kcna)
    do(engine, "update capture set fetched_at = timestamptz '2026-11-20 08:00+00' + id * interval '1 second'")
    return engine


@pytest.fixture
def place(tmp_path: Path) -> str:
    """Where the archive lies: a folder with a space in its name."""
    return str(tmp_path / "the archive")


@pytest.fixture
def store(place: str) -> Archive:
    """The archive there."""
    return Archive(place)


@pytest.fixture
def lists(officials: Watchlist) -> list[Watchlist]:
    """The watchlists to match with."""
    return [officials]
