"""What one page may cost: seconds, bytes, attempts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of one `fetch`. The deadline is for all of it: names, connections, attempts, redirects and the waits a page asks for.

    What it does not count is the wait for our own slot at the host: that is our politeness, not the page's slowness.
    `bytes` holds for the body as it comes over the wire and again once unpacked. RFC 9309, 2.5, wants at least 500 KiB of a
    robots.txt to be read; what comes after `robots_bytes` is left unread. A task that waits looks every `look_seconds` whether
    another one met a refusal meanwhile.
    """

    connect_seconds: float = 10
    read_seconds: float = 30
    deadline_seconds: float = 60
    bytes: int = 16 * 1024 * 1024
    robots_bytes: int = 512 * 1024
    attempts: int = 3
    redirects: int = 5
    look_seconds: float = 5


LIMITS = Limits()


class Deadline:
    """The moment at which a fetch is given up."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until then, never less than 0."""
        return max(0.0, self._end - time.monotonic())

    @contextmanager
    def paused(self) -> Iterator[None]:
        """The time this block takes is not the page's: the deadline comes that much later."""
        begun = time.monotonic()
        yield
        self._end += time.monotonic() - begun
