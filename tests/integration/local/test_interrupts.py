"""Ctrl-C while a program still imports."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

PROGRAM = """
import os, signal, sys
from wirewatch.local.interrupts import at_once
# Said either way: the tests themselves may run behind a shell's `&`, which has Ctrl-C ignored.
signal.signal(signal.SIGINT, signal.SIG_IGN if sys.argv[1] == "ignoring" else signal.default_int_handler)
class Callback:
    def __del__(self):  # what is raised in here is printed, and the program goes on
        os.kill(os.getpid(), signal.SIGINT)
        for _ in range(1000):
            pass
with at_once():
    if sys.argv[1] != "afterwards":
        callback = Callback()
        del callback
        print("went on", flush=True)
os.kill(os.getpid(), signal.SIGINT)
for _ in range(1000):
    pass
print("ended by itself", flush=True)
"""


@pytest.mark.parametrize(
    ("when", "code", "said"),
    [
        ("importing", -signal.SIGINT, ""),
        ("afterwards", -signal.SIGINT, "KeyboardInterrupt"),
        ("ignoring", 0, "went on\nended by itself\n"),
    ],
)
def test_it_ends_the_program_also_where_an_exception_would_be_lost(when: str, code: int, said: str) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, when], capture_output=True, text=True)

    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr
    if when == "importing":
        assert done.stdout + done.stderr == ""


@pytest.mark.parametrize("module", ["wirewatch.local", "demo"])
def test_what_starts_the_program_imports_nothing_before_that(module: str) -> None:
    """The first imports take less than a moment, and all others stand behind it."""
    code = f"import sys, {module}, wirewatch.local.interrupts; print(*[name for name in sys.modules if 'wirewatch' in name or 'demo' in name])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert set(done.stdout.split()) <= {"wirewatch", "wirewatch.local", "wirewatch.local.interrupts", "demo"}
