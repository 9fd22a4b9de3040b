"""A call that ends its process at its n-th turn, as a crash would: with SIGKILL. For the processes that tests start."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from wirewatch.config import PROJECT


def run_script(script: str, settings: Mapping[str, object]) -> subprocess.CompletedProcess[str]:
    """Run a script of this folder in a process of its own, which finds the settings as JSON in its argument."""
    command = [sys.executable, str(Path(__file__).with_name(script)), json.dumps(settings)]
    env = {**os.environ, "PYTHONPATH": f"{PROJECT / 'plugins'}:{PROJECT}"}
    return subprocess.run(command, env=env, cwd=PROJECT, capture_output=True, text=True, timeout=60)


def dying(call: Callable[..., Any], turn: int, before: bool = False) -> Callable[..., Any]:
    """The call, whose n-th turn kills this process: `before` it is made, or after."""
    turns = itertools.count(1)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        last = next(turns) == turn
        if last and before:
            os.kill(os.getpid(), signal.SIGKILL)
        result = call(*args, **kwargs)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return wrapped
