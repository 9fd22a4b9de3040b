"""The stack as a whole: who brings it up and who takes it down meet."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from wirewatch.local import stack
from wirewatch.local.home import locked

# Brings something up in steps, as `up` does: each a child that carries no mark, and after each it goes on with the next.
BRINGING_UP = """
import subprocess, sys
from pathlib import Path
from wirewatch.local import stack
home = Path(sys.argv[1])
with stack.reserved(home):
    (home / "began").touch()
    while True:
        subprocess.run(["sleep", "0.2"])
        (home / "steps").open("a").write("one\\n")
"""


def _bring_up(home: Path) -> subprocess.Popen[bytes]:
    starting = subprocess.Popen([sys.executable, "-c", BRINGING_UP, str(home)], env=os.environ, stderr=subprocess.DEVNULL)
    limit = time.monotonic() + 60
    while not (home / "began").exists():
        assert time.monotonic() < limit
        assert starting.poll() is None
        time.sleep(0.02)
    return starting


def test_down_ends_an_up_that_is_at_work_between_two_steps(home: Path) -> None:
    starting = _bring_up(home)
    try:
        assert stack.down(home)

        assert starting.wait(0.1) != 0
    finally:
        starting.kill()


def test_an_up_that_waits_for_its_turn_is_ended_too_or_goes_on_after_down(home: Path) -> None:
    """Two at once: what `down` leaves behind is never half a stack that goes on under its hands."""
    first = _bring_up(home)
    second = subprocess.Popen([sys.executable, "-c", BRINGING_UP, str(home)], stderr=subprocess.DEVNULL)
    try:
        assert stack.down(home)
        assert first.wait(0.1) != 0
        limit = time.monotonic() + 60
        while second.poll() is None:
            assert time.monotonic() < limit
            stack.down(home)
    finally:
        first.kill()
        second.kill()


def test_down_waits_for_another_down_and_does_not_end_it(home: Path) -> None:
    """Neither says who it is; and what a killed `up` left written is nobody."""
    holding = "import sys, time; from pathlib import Path; from wirewatch.local.home import locked\n"
    holding += "with locked(Path(sys.argv[1]), 'stack'): print('holds', flush=True); time.sleep(1)"
    home.mkdir(parents=True)
    (home / stack.HOLDER).write_text(f"{os.getpid()} 1.0")
    other = subprocess.Popen([sys.executable, "-c", holding, str(home)], stdout=subprocess.PIPE)
    assert other.stdout is not None
    other.stdout.readline()

    assert not stack.down(home)

    assert other.wait(5) == 0


def test_nothing_is_made_where_nothing_was(tmp_path: Path) -> None:
    assert not stack.down(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_stack_that_was_brought_up_has_no_holder(home: Path) -> None:
    with stack.reserved(home):
        assert (home / stack.HOLDER).exists()
    assert not (home / stack.HOLDER).exists()
    with locked(home, "stack"):
        pass
