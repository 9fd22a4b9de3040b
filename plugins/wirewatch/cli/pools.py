"""The pools in the Airflow of this machine, by its own command: only `orchestration` may import Airflow, and that takes seconds."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from wirewatch import config

# What says which Airflow this machine's is. Without any of them its command would make an Airflow of its own below ~/airflow.
NAMED_BY = ("AIRFLOW_HOME", "AIRFLOW_CONFIG", "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN")
ABOUT = "Wirewatch: tasks that may talk to one host at once"
PATIENCE_SECONDS = 180


class PoolsMissing(Exception):
    """The pools could not be made; the text is Airflow's."""


def wanted() -> dict[str, int]:
    """{name: slots} of the pools our DAGs wait in, for every configured source. Raises ConfigError."""
    return config.load_settings().airflow.pools(config.load_sources().values())


def airflow_is_here() -> bool:
    """Whether the environment says which Airflow is meant."""
    return any(os.environ.get(name) for name in NAMED_BY)


def make(pools: Mapping[str, int]) -> list[str]:
    """Make those that are missing; returns their names. Others keep the slots they have. Raises PoolsMissing."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pools.json"
        _airflow("pools", "export", str(file))
        missing = {name: slots for name, slots in pools.items() if name not in json.loads(file.read_text())}
        if missing:
            file.write_text(json.dumps({name: {"slots": slots, "description": ABOUT} for name, slots in missing.items()}))
            _airflow("pools", "import", str(file))
    return list(missing)


def commands(pools: Mapping[str, int]) -> list[str]:
    """The shell commands that make them, for whoever has that Airflow at hand."""
    return [shlex.join(["airflow", "pools", "set", name, str(slots), ABOUT]) for name, slots in pools.items()]


def _airflow(*command: str) -> None:
    # Not from this folder, and not with our package first on the path: another airflow_local_settings would stand in for theirs.
    ours = str(config.PROJECT / "plugins")
    path = [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part and os.path.abspath(part) != ours]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(path)}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "airflow", *command],
            env=env,
            cwd="/",
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise PoolsMissing(f"`airflow {command[0]}` did not end within {PATIENCE_SECONDS} seconds") from error
    if done.returncode:
        raise PoolsMissing(_reason(done.stderr))


def _reason(said: str) -> str:
    """The line of a traceback that names the error; else the last one."""
    lines = [line for line in said.splitlines() if line.strip()] or ["Airflow said nothing"]
    return next((line for line in reversed(lines) if re.match(r"[\w.]*(Error|Exception)\b", line)), lines[-1])
