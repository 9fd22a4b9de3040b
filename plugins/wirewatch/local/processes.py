"""Ending processes that are not our children, and knowing when they are gone."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress

import psutil


def alive(process: psutil.Process) -> bool:
    """Whether it still runs; a zombie does not: it waits for an init that may take seconds to bury it."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def end(processes: Iterable[psutil.Process], *steps: tuple[int, float]) -> None:
    """Go through the steps (signal, seconds to wait for its effect) until none of the processes is left."""
    left = list(processes)
    for request, seconds in steps:
        for process in left:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(request)
        left = _still_alive(left, seconds)


def _still_alive(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    limit = time.monotonic() + seconds
    while (left := [process for process in processes if alive(process)]) and time.monotonic() < limit:
        time.sleep(0.02)
    return left
