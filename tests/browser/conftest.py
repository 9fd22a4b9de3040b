"""The demo as a user runs it: `python3 run.py demo` on a state folder of its own, ended with `run.py down`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import Engine

from wirewatch.config import PROJECT
from wirewatch.local import postgres
from wirewatch.local.airflow_api import Client
from wirewatch.local.airflow_processes import client
from wirewatch.storage import database


@dataclass
class Call:
    """One call of run.py: exit code, lines on stdout, seconds."""

    code: int
    lines: list[str]
    seconds: float

    @property
    def summary(self) -> dict[str, Any]:
        """The JSON object that is the last line."""
        found: dict[str, Any] = json.loads(self.lines[-1])
        return found


@dataclass
class Demo:
    """The running demo after its first call."""

    home: Path
    first: Call

    @property
    def client(self) -> Client:
        """Airflow's REST API."""
        return client(self.home / "demo")

    @property
    def engine(self) -> Engine:
        """The demo's database."""
        return database.connect(postgres.ensure(self.home / "demo"))

    def call(self, command: str) -> Call:
        """Call run.py on the demo's state folder."""
        return call(self.home, command)


def call(home: Path, command: str) -> Call:
    """`python3 run.py COMMAND` with WIREWATCH_HOME set."""
    env = {**os.environ, "WIREWATCH_HOME": str(home)}
    started = time.monotonic()
    done = subprocess.run([sys.executable, PROJECT / "run.py", command], env=env, stdout=subprocess.PIPE, text=True, timeout=280)
    return Call(done.returncode, done.stdout.splitlines(), time.monotonic() - started)


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """The demo, run once; ended afterwards with nothing left behind."""
    home = Path(tempfile.mkdtemp(prefix="wirewatch demo "))
    home.chmod(0o755)
    try:
        yield Demo(home, call(home, "demo"))
    finally:
        call(home, "down")
        shutil.rmtree(home, ignore_errors=True)


def processes_of(home: Path) -> list[str]:
    """Command lines of the processes that belong to the demo's stack, its database included."""
    found = []
    for process in psutil.process_iter():
        try:
            words = " ".join(process.cmdline())
            mark = process.environ().get("WIREWATCH_STACK", "")
        except psutil.Error:
            continue
        if str(home) in words or mark.startswith(str(home)):
            found.append(words)
    return found
