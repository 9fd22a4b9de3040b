"""Entries and a crawl to test the store with."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from tests.integration.storage.rows import DAY, entry
from wirewatch.configured import Listing, Source
from wirewatch.storage import crawls, entries


@pytest.fixture
def ids(engine: Engine) -> list[int]:
    """Three entries that a crawl covers."""
    with engine.begin() as db:
        found = entries.record(db, "x-en", [entry(n) for n in range(3)], "listing")
        db.execute(text("update entry set historical = false"))
    return found


@pytest.fixture
def crawl_id(engine: Engine) -> int:
    """A crawl of DAY."""
    source = Source(key="x-en", label="X", base_url="http://x", listing=Listing(method="search"))
    with engine.begin() as db:
        crawls.register(db, source, DAY)
        return crawls.begin(db, "x-en", "run 1", DAY, DAY, False).id
