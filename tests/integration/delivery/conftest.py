"""The demo's receivers on free loopback ports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.receivers import Receivers


@pytest.fixture
def receivers(tmp_path: Path) -> Iterator[Receivers]:
    """Both receivers, with an empty folder."""
    running = Receivers(tmp_path).start()
    yield running
    running.stop()
