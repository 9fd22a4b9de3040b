"""The reader's desk: a configuration on the demo site, a database with some days of it, and the files the pages speak of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from demo.site import DemoSite
from tests.docs.world import World
from tests.integration.cli.command import Run
from tests.integration.cli.conftest import folder, run  # noqa: F401 - fixtures
from wirewatch.pipeline.coverage import last_finished_day


@pytest.fixture
def site() -> Iterator[DemoSite]:
    """The demo site up to the last finished day, which a command without days asks for."""
    site = DemoSite(last_finished_day(datetime.now(UTC))).start()
    yield site
    site.stop()


@pytest.fixture
def world(run: Run, site: DemoSite, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:  # noqa: F811
    """A folder to type commands in, after five days were crawled."""
    monkeypatch.chdir(tmp_path)
    return World(run, site, folder, tmp_path)
