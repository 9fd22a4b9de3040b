"""The demo profile, brought up once for the tests that look at it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.production.rig import Rig


@pytest.fixture(scope="session")
def rig() -> Iterator[Rig]:
    """The demo's services as processes, their first crawls through and everybody told."""
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed (Debian, Ubuntu: apt install redis-server)")
    folder = Path(tempfile.mkdtemp(prefix="wirewatch compose "))
    folder.chmod(0o755)
    rig = Rig(folder)
    try:
        rig.up()
        rig.crawl()
        yield rig
    finally:
        rig.down()
        shutil.rmtree(folder, ignore_errors=True)
