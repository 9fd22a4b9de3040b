"""The rows of the table and how they are written. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEAD = ("case", "by", "measured", "least possible", "target", "found", "verdict")


@dataclass(frozen=True)
class Row:
    """One line: what was measured, against what; `met` is None where nothing was promised (peers, plain figures)."""

    case: str
    by: str
    measured: str
    least: str = ""
    target: str = ""
    found: str = ""
    met: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The line's cells as words."""
        verdict = {True: "met", False: "**missed**", None: "–"}[self.met]
        return (self.case, self.by, self.measured, self.least, self.target, self.found, verdict)


@dataclass(frozen=True)
class Found:
    """How many of the items that are there were found, and how many of those that stand out of order."""

    found: int
    there: int
    strays_found: int = 0
    strays: int = 0

    def __add__(self, other: Found) -> Found:
        return Found(
            self.found + other.found,
            self.there + other.there,
            self.strays_found + other.strays_found,
            self.strays + other.strays,
        )

    @property
    def all(self) -> bool:
        """Whether every item was found that stands in its own place."""
        return self.found == self.there

    def __str__(self) -> str:
        strays = f" (+ {self.strays_found}/{self.strays} out of order)" if self.strays else ""
        return f"{self.found:,}/{self.there:,}{strays}"


def markdown(rows: Sequence[Row]) -> str:
    """The rows as one Markdown table."""
    lines = [HEAD, tuple("---" for _ in HEAD), *(row.cells for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"
