"""An answer of the demo site before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reply:
    """An answer before it is sent; `promised` is a Content-Length larger than the body, for a connection cut half-way.

    `by_hand` writes the whole answer itself, header and all.
    """

    body: bytes
    status: int = 200
    content_type: str = "text/html; charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)
    promised: int | None = None
    by_hand: Callable[[Callable[[bytes], object]], None] | None = None


def html(text: str, status: int = 200) -> Reply:
    """Return a reply that carries a page."""
    return Reply(text.encode(), status)


def plain(text: str, status: int = 200) -> Reply:
    """Return a reply that carries plain text."""
    return Reply(text.encode(), status, "text/plain; charset=utf-8")


ZERO = html("0", 400)  # what WordPress answers to an unknown action
