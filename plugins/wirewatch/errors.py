"""The states of a source, and errors named by what the caller must do.

Only `orchestration` turns the errors into Airflow's.
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """What is known of a source after a run (design: "What a response means")."""

    OK = "ok"
    QUIET = "quiet"
    BLOCKED = "blocked"
    ACCESS_WALL = "access_wall"
    LAYOUT_CHANGED = "layout_changed"
    ROBOTS_DISALLOWED = "robots_disallowed"
    BUDGET_SPENT = "budget_spent"
    DOWN = "down"
    DISABLED = "disabled"

    @property
    def exit_code(self) -> int:
        """Exit code of a command that ended in this state: 0 ok, 1 not complete, 2 configuration, 3 refused or changed."""
        return EXIT_CODES[self]


EXIT_CODES = {
    State.OK: 0,
    State.QUIET: 0,
    State.BLOCKED: 3,
    State.ACCESS_WALL: 3,
    State.LAYOUT_CHANGED: 3,
    State.ROBOTS_DISALLOWED: 3,
    State.BUDGET_SPENT: 1,
    State.DOWN: 1,
    State.DISABLED: 2,
}

# The states after which not one more request goes to the host.
REFUSALS = frozenset({State.BLOCKED, State.ACCESS_WALL, State.ROBOTS_DISALLOWED})


class WirewatchError(Exception):
    """Base of every error this package raises on purpose; `state` is the state of a source it stands for.

    `told` is set where it was written down as a state of its source: operators are told of that, and not of the task it failed.
    """

    told = False

    def __init__(self, reason: str, state: State = State.DOWN, evidence: dict[str, object] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.state = state
        self.evidence = evidence or {}


class RetryableError(WirewatchError):
    """Try again later: network, timeout, 5xx, the day's requests are used up."""


class BackfillUnderWay(RetryableError):
    """Another backfill is at work on these days; wait for its end."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, State.DISABLED)


class PermanentError(WirewatchError):
    """Trying again will not help this one article: 404, 410, not HTML."""


class SourceChanged(WirewatchError):
    """Answers come, but they do not hold the contract: the reader needs a person."""

    def __init__(self, reason: str, evidence: dict[str, object] | None = None) -> None:
        super().__init__(reason, State.LAYOUT_CHANGED, evidence)


class AccessDenied(WirewatchError):
    """The site said no (blocked, access_wall, robots_disallowed): stop asking at once."""


class ConfigError(WirewatchError):
    """A file of the configuration is wrong; the text names the file, the line and the cure."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, State.DISABLED)
