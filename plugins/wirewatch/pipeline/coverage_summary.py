"""What is known of a source's days, for a person and for a script: states, the evidence, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import Engine

from wirewatch.pipeline.coverage import DAY, Window
from wirewatch.storage import crawls, gaps
from wirewatch.storage.crawls import DayCoverage
from wirewatch.storage.gaps import Gap


@dataclass(frozen=True)
class CoveredDays:
    """The coverage of a range of days; `unstored` are (day, url, state, reason)."""

    source_key: str
    days: dict[date, DayCoverage]
    unstored: list[tuple[date, str, str, str]]
    gaps: list[Gap]

    @property
    def complete(self) -> bool:
        """Every day is complete. What is not stored yet is told of, and is no hole in the listing."""
        return all(known.state == "complete" for known in self.days.values())

    def as_json(self) -> dict[str, object]:
        """The object that `wirewatch coverage --json` prints: `days` the states, `evidence` what shows them, and what is missing."""
        return {
            "source": self.source_key,
            "days": {str(day): known.state for day, known in self.days.items()},
            "evidence": {str(day): _evidence(known) for day, known in self.days.items() if known.checked_at},
            "missing": [str(day) for day, known in self.days.items() if known.state == "missing"],
            "unstored": [
                {"day": str(day), "url": url, "state": state, "reason": reason} for day, url, state, reason in self.unstored
            ],
            "gaps": [{"day": str(gap.day), "url": gap.url} for gap in self.gaps],
        }

    def lines(self) -> list[str]:
        """The same as text: a line a day, and below it what is not as it should be."""
        return [*(line for day in self.days for line in self._day(day)), *self._missing()]

    def _day(self, day: date) -> list[str]:
        known = self.days[day]
        lines = [f"{day}  {known.state}{_words(known)}"]
        lines += [f"            {state}: {url}: {reason}" for on, url, state, reason in self.unstored if on == day]
        return lines + [f"            not in the listing: {gap.url}" for gap in self.gaps if gap.day == day]

    def _missing(self) -> list[str]:
        """Missing days as ranges: these are the ones to backfill."""
        days = [day for day, known in self.days.items() if known.state == "missing"]
        runs = [[day for _, day in run] for _, run in groupby(enumerate(days), lambda place: place[1] - place[0] * DAY)]
        ranges = [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
        return [f"Missing: {', '.join(ranges)}."] if ranges else []


def covered_days(engine: Engine, source_key: str, window: Window) -> CoveredDays:
    """What is known of these days."""
    first, last = window.first, window.last
    with engine.begin() as db:
        return CoveredDays(
            source_key,
            crawls.day_coverage(db, source_key, first, last),
            crawls.unstored(db, source_key, first, last),
            gaps.open_gaps(db, source_key, first, last),
        )


def _words(known: DayCoverage) -> str:
    """What shows a day's state, in words."""
    if known.state == "missing":
        return "  no crawl has covered it"
    if known.state == "open":
        unseen = [side for side, seen in (("newer", known.newer), ("older", known.older)) if not seen]
        return (
            f"  not seen: what is {' and what is '.join(unseen)}" if unseen else "  an entry came to light since; crawl it again"
        )
    as_of = f", as of {known.complete_as_of:%Y-%m-%d %H:%M} UTC" if known.complete_as_of else ""
    return f"  newer: {known.newer}; older: {known.older}{as_of}"


def _evidence(known: DayCoverage) -> dict[str, str | None]:
    as_of = known.complete_as_of.isoformat() if known.complete_as_of else None
    return {"newer": known.newer, "older": known.older, "as_of": as_of}
