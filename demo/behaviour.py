"""Switches that make the demo site refuse, break or change its answers, for tests."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["articles", "listing", "search", "robots"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Mode = Literal[
    "signup_redirect",
    "signup_page",
    "popup",
    "generic",
    "forbidden",
    "too_many",
    "error",
    "cut",
    "slow",
    "zero",
    "empty",
    "robots_none",
    "challenge",
    "redirect_loop",
    "redirect_elsewhere",
    "redirect_private",
    "drip",
    "drip_headers",
    "large",
    "bomb",
    "wrong_charset",
    "legacy_charset",
    "restyled",
    "script_only",
]
MODES: tuple[Mode, ...] = get_args(Mode)


@dataclass
class Switch:
    """A way to answer requests of one kind; `times` counts down to 0, None never ends; `match` must stand in path and query."""

    kind: Kind
    mode: Mode
    times: int | None = None
    match: str | None = None
    seconds: float = 1.0

    def applies(self, kind: str, target: str) -> bool:
        """Say whether this switch is on for a request of that kind to that path and query."""
        return self.kind == kind and self.times != 0 and (self.match is None or self.match in target)


class Switchboard:
    """The switches that are on, newest first; safe to use from several threads."""

    def __init__(self) -> None:
        self._switches: list[Switch] = []
        self._lock = threading.Lock()

    def set(self, kind: str, mode: str, times: int | None, match: str | None, seconds: float) -> None:
        """Add a switch for a kind, or for all of them; mode "ok" removes theirs. Raises ValueError for unknown words."""
        kinds = [known for known in KINDS if kind in (known, "all")]
        modes = [known for known in MODES if known == mode]
        if not kinds or not (modes or mode == "ok"):
            raise ValueError(
                f"kind is one of {', '.join(KINDS)} or all; mode is one of {', '.join(MODES)} or ok; got {kind!r}, {mode!r}"
            )
        with self._lock:
            if mode == "ok":
                self._switches = [switch for switch in self._switches if switch.kind not in kinds]
            else:
                self._switches[:0] = [Switch(known, modes[0], times, match, seconds) for known in kinds]

    def take(self, kind: str, target: str) -> Switch | None:
        """Return the newest switch that applies to a request and use it up once; None if the site behaves."""
        with self._lock:
            switch = next((switch for switch in self._switches if switch.applies(kind, target)), None)
            if switch and switch.times is not None:
                switch.times -= 1
            return switch
