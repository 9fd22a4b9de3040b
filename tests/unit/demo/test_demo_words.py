"""What the demo says to whoever started it."""

from __future__ import annotations

import pytest

from demo.show import started_by


def test_the_demo_names_the_command_that_started_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAKELEVEL", raising=False)
    assert started_by() == "python3 run.py"

    monkeypatch.setenv("MAKELEVEL", "1")  # as GNU make does
    assert started_by() == "make"
