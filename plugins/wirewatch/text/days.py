"""Days as they are written: numbers that may name no day at all."""

from __future__ import annotations

from datetime import date


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the date, or None for an impossible one such as 31 February."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
