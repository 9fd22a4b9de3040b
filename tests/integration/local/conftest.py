"""Real processes in a state folder of their own, ended whatever happens."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from wirewatch.local import postgres, supervise
from wirewatch.local.processes import end


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A state folder; as root it lies where `nobody` cannot go, because pytest's folders are closed to others."""
    yield tmp_path / "state folder"
    end(supervise.marked(tmp_path / "state folder"), (signal.SIGKILL, 5))
    postgres.remove(tmp_path / "state folder")
