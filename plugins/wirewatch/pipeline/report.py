"""report: what a crawl did, day by day, for a person and for a script, and the state it leaves the source in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Engine

from wirewatch.configured import Source
from wirewatch.errors import State
from wirewatch.pipeline.coverage import Window, late_to_close
from wirewatch.pipeline.decline import find_decline
from wirewatch.storage import crawls, gaps, reader_warnings
from wirewatch.storage.crawls import Crawl, DayCounts
from wirewatch.storage.gaps import Gap


@dataclass(frozen=True)
class Report:
    """A finished crawl: its counts, what is covered, what failed and who was mentioned."""

    crawl: Crawl
    days: dict[date, DayCounts]
    coverage: dict[date, str]
    overdue: list[date]
    failures: list[tuple[str, str]]
    mentions: list[tuple[str, str, date | None, str]]
    usual: tuple[int, int]
    gone: list[tuple[str, str]]
    unmatched: int
    undated: DayCounts
    gaps: list[Gap] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """What an operator should know: how the listing was read, and days with fewer or more articles than are usual."""
        low, high = self.usual
        odd = [
            (day, c.listed) for day, c in self.days.items() if self.coverage[day] == "complete" and not low <= c.listed <= high
        ]
        notes = [f"{day} has {listed} articles; {low} to {high} are usual" for day, listed in odd]
        notes += [f"the site has no page {url}: {reason}" for url, reason in self.gone]
        notes += [f"other pages name {gap.url} of {gap.day}, which the listing does not hold" for gap in self.gaps]
        return [*self.crawl.notes, *notes]

    @property
    def complaint(self) -> str | None:
        """Why an operator should look at this crawl, in one sentence; None when there is no reason to."""
        if self.crawl.state not in (State.OK, State.QUIET):
            return f"{self.crawl.source_key} is {self.crawl.state}: {self.crawl.reason}"
        if self.crawl.method is None:
            return "the listing was never read; the log of discover says why"
        if self.waiting:
            return f"{self.waiting} listed articles were not read; the log of ingest says why"
        if self.unmatched:
            return f"{self.unmatched} stored articles were not matched with every watchlist; the log of match says why"
        if self.failures:
            return f"{len(self.failures)} articles could not be read; the first is {self.failures[0][0]}: {self.failures[0][1]}"
        if found := [gap for gap in self.gaps if gap.crawl_id == self.crawl.id]:
            return f"the listing lacks {len(found)} articles that other pages name; the first is {found[0].url} of {found[0].day}"
        if self.overdue:
            return f"not covered in time: {', '.join(map(str, self.overdue))}"
        return None

    @property
    def good_days(self) -> list[date]:
        """The complete days, where the source was read and nothing of it waits to be read or matched.

        A page that cannot be read may stay so for weeks: operators are told of it, and it says nothing against the house.
        """
        ill = self.crawl.state not in (State.OK, State.QUIET) or self.crawl.method is None
        return (
            [] if ill or self.waiting or self.unmatched else [day for day, state in self.coverage.items() if state == "complete"]
        )

    @property
    def told(self) -> bool:
        """Whether operators are told of the complaint as a state of the source, or as pages that cannot be read."""
        ill = self.crawl.state not in (State.OK, State.QUIET)
        return ill or bool(self.failures and self.crawl.method and not self.waiting and not self.unmatched)

    @property
    def complete(self) -> bool:
        """Every day of the crawl is complete and everything listed is stored."""
        return all(state == "complete" for state in self.coverage.values()) and not self.failures and not self.waiting

    @property
    def waiting(self) -> int:
        """Entries of the crawl's days that nobody has read yet."""
        return self.undated.waiting + sum(counts.waiting for counts in self.days.values())

    def as_json(self) -> dict[str, object]:
        """The object that `wirewatch crawl --json` prints."""
        return {
            "source": self.crawl.source_key,
            "state": self.crawl.state.value,
            "reason": self.crawl.reason or self.complaint or self._still_open(),
            "method": self.crawl.method,
            "notes": self.notes,
            "days": {day.isoformat(): self._day(day, counts) for day, counts in self.days.items()},
            "gaps": [{"day": str(gap.day), "url": gap.url} for gap in self.gaps],
            "requests": self.crawl.requests_robots + self.crawl.requests_listing + self.crawl.requests_article,
            "requests_listing": self.crawl.requests_listing,
            "requests_article": self.crawl.requests_article,
            "mentions": len(self.mentions),
        }

    def _day(self, day: date, counts: DayCounts) -> dict[str, object]:
        numbers = {name: getattr(counts, name) for name in ("listed", "new", "known", "stored", "failed")}
        return {**numbers, "complete": self.coverage[day] == "complete"}

    def _still_open(self) -> str | None:
        lacking = [str(day) for day, state in self.coverage.items() if state == "gap"]
        days = [str(day) for day, state in self.coverage.items() if state not in ("complete", "gap")]
        reasons = [f"not complete yet: {', '.join(days)}"] if days else []
        reasons += [f"the listing still lacks articles that other pages named, of {', '.join(lacking)}"] if lacking else []
        return "; ".join(reasons) or None


def finish(engine: Engine, source: Source, crawl_id: int, now: datetime, watchlists: Collection[str] = ()) -> Report:
    """Close the crawl and say what it did; `watchlists` are the names its texts should have been matched with. A source that was read is `ok`, or `quiet` where every day is complete and empty."""
    with engine.begin() as db:
        crawl = crawls.get(db, crawl_id)
        window = Window(crawl.first_day, crawl.last_day)
        coverage = crawls.coverage(db, source.key, window.first, window.last)
        days, undated = crawls.day_counts(db, crawl)
        quiet = all(state == "complete" for state in coverage.values()) and not any(
            c.listed or c.gaps for c in (undated, *days.values())
        )
        if decline := find_decline(*reader_warnings.readings(db, source.key, now)):
            crawls.end_in(db, crawl_id, State.LAYOUT_CHANGED, decline.reason)
        crawls.end_in(db, crawl_id, State.QUIET if quiet else State.OK, None)
        crawl = crawls.get(db, crawl_id)
        if crawl.state in (State.OK, State.QUIET):
            crawls.now_in(db, source.key, crawl.state, "the listing was read")
        elif decline and crawl.reason == decline.reason:
            crawls.now_in(db, source.key, crawl.state, decline.reason, decline.evidence)
        overdue = late_to_close(window.days, coverage, now)
        failures, mentions = crawls.unread(db, crawl, "failed"), crawls.mentions(db, crawl)
        unmatched = crawls.unmatched(db, crawl, watchlists)
        return Report(
            crawl,
            days,
            coverage,
            overdue,
            failures,
            mentions,
            source.expect.articles_per_day,
            crawls.unread(db, crawl, "gone"),
            unmatched,
            undated,
            gaps.open_gaps(db, source.key, window.first, window.last),
        )


def table(report: Report) -> str:
    """The report as text a person can read."""
    crawl = report.crawl
    rows: list[tuple[str, ...]] = [("day", "listed", "new", "known", "stored", "failed", "coverage")]
    rows += [
        (str(day), *map(str, (c.listed, c.new, c.known, c.stored, c.failed)), report.coverage[day])
        for day, c in report.days.items()
    ]
    lines = [f"{crawl.source_key}: {crawl.state}" + (f" – {crawl.reason}" if crawl.reason else ""), "", *align(rows), ""]
    lines += [
        f"Read by {crawl.method or 'no method'}: {crawl.requests_listing} listing and {crawl.requests_article} article requests."
    ]
    lines += [f"Note: {note}." for note in report.notes]
    lines += [f"Failed: {url}: {reason}" for url, reason in report.failures]
    lines += [f"Mentioned: {name} in “{title}” ({day or 'no date'})" for name, title, day, _ in report.mentions]
    return "\n".join(lines if report.mentions else [*lines, "Nobody on a watchlist was mentioned."])


def align(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as lines, the first column to the left and the others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]) for row in rows]
