"""What is found in saved files: pages, what is none of ours, and what cannot be taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from wirewatch.models import Response

MAX_BYTES = 16 * 1024 * 1024  # of a page, as when we fetch one


@dataclass(frozen=True)
class Page:
    """A saved page as the answer it was; `where` names the file, and the record in it."""

    where: str
    response: Response


@dataclass(frozen=True)
class Skipped:
    """Something that is no article: counted by its kind."""

    where: str
    kind: str


@dataclass(frozen=True)
class Refused:
    """Something that should be a page and cannot be taken; the reason names the cure where there is one."""

    where: str
    reason: str


Found = Page | Skipped | Refused


def not_after_now(when: datetime) -> datetime:
    """A capture from the future would stand above every one to come."""
    return min(when, datetime.now(UTC))
