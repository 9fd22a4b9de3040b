"""What is wrong with watchlist files, for the commands that check them: each problem with its file, line and cure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wirewatch import config
from wirewatch.errors import ConfigError
from wirewatch.models import KST
from wirewatch.watchlist.check import Problem, Severity, problems


@dataclass(frozen=True)
class Complaint:
    """A problem of one file, in words that name the place and the cure."""

    file: Path
    line: int | None
    severity: Severity
    words: str

    def __str__(self) -> str:
        prefix = "" if self.severity == "error" else f"{self.severity}: "
        return prefix + (f"{self.file}:{self.line}: {self.words}" if self.line else self.words)


def complaints(files: Sequence[Path]) -> list[Complaint]:
    """What is wrong with these files, in their order; a file that cannot be read is an error like the others."""
    return [complaint for file in files for complaint in _of(file)]


def _of(file: Path) -> list[Complaint]:
    try:
        watchlist = config.load_watchlist(file)
    except ConfigError as error:
        return [_unreadable(file, line) for line in error.reason.splitlines()]
    found = problems(watchlist, datetime.now(KST).date())
    lines = config.lines_of(file, [one.place for one in found])
    others = config.lines_of(file, [one.other or () for one in found])
    return [_complaint(file, one, line, other) for one, line, other in zip(found, lines, others, strict=True)]


def _complaint(file: Path, problem: Problem, line: int, other: int) -> Complaint:
    also = f" (the other stands in line {other})" if problem.other else ""
    return Complaint(file, line, problem.severity, f"{problem.words}{also}.")


def _unreadable(file: Path, words: str) -> Complaint:
    """A complaint of the configuration's reader, which begins with the file and the line already."""
    line, colon, rest = words.removeprefix(f"{file}:").partition(": ")
    return Complaint(file, int(line), "error", rest) if colon and line.isdecimal() else Complaint(file, None, "error", words)
