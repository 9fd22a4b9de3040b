"""The small version of `tests.endurance.run`: a few days, one kill. Starts a whole stack, so it runs only where it is asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from wirewatch.config import PROJECT

ASKED = "WIREWATCH_ENDURANCE"


@pytest.mark.skipif(ASKED not in os.environ, reason=f"takes a minute or two; {ASKED}=1 asks for it")
@pytest.mark.timeout(900)
def test_a_backfill_whose_scheduler_and_tasks_are_killed_loses_and_doubles_nothing() -> None:
    command = [sys.executable, "-m", "tests.endurance.run", "--days", "6", "--per-day", "4", "--kills", "1", "--delay", "0.2"]

    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=800)

    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["articles"] == found["revisions"] == found["on_the_site"] == 24
    assert (found["alerts"], found["days_complete"]) == (0, 6)
