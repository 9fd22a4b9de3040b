"""What a backfill did, over all its pieces: for a person, for a script, and how to go on. It takes the place of alerts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from wirewatch.errors import REFUSALS, State
from wirewatch.pipeline.backfill import Backfill, Estimate, Piece, duration
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.report import align
from wirewatch.storage import backfills
from wirewatch.storage.backfills import StoredDay

# What to do about a backfill that met trouble; its call is always the same again.
GO_ON = {
    State.BUDGET_SPENT: "call the same again after midnight in Korea",
    State.DOWN: "call the same again later",
    State.LAYOUT_CHANGED: "the pages changed: a person has to look; captures are kept; then call the same again",
    **dict.fromkeys(REFUSALS, "find out why the site says no; the host stays closed for some hours; then call the same again"),
}


@dataclass(frozen=True)
class Summary:
    """A backfill that ended, in whatever way."""

    source_key: str
    window: Window
    expected: Estimate
    paused: bool
    pieces: list[Piece]
    stored: dict[date, StoredDay]
    people: dict[str, int]

    @property
    def state(self) -> State:
        """The trouble that ended it; quiet where every day is done and empty, else ok."""
        trouble = [piece.state for piece in self.pieces if piece.state not in (State.OK, State.QUIET)]
        if trouble:
            return trouble[-1]
        empty = not any(day.listed for day in self.stored.values())
        return State.QUIET if empty and self.complete else State.OK

    @property
    def complete(self) -> bool:
        """Every day is covered, and everything listed is stored."""
        return all(day.done for day in self.stored.values()) and not any(one.report and one.report.waiting for one in self.pieces)

    @property
    def exit_code(self) -> int:
        """0 complete, 1 not complete, 3 refused or changed."""
        return self.state.exit_code or (0 if self.complete else 1)

    @property
    def reason(self) -> str | None:
        """Why it is not complete and how to go on; None when it is."""
        if self.state in GO_ON:
            return f"{self.pieces[-1].report.crawl.reason if self.pieces[-1].report else ''}; {GO_ON[self.state]}"
        if self.paused:
            return "stopped; the same call goes on from here"
        left = [str(day) for day, stored in self.stored.items() if not stored.done]
        return f"{len(left)} days are not complete, from {left[0]} to {left[-1]}; the same call tries again" if left else None

    @property
    def failures(self) -> list[tuple[str, str]]:
        """(url, reason) of the articles that could not be read."""
        return [failure for piece in self.pieces if piece.report for failure in piece.report.failures]

    def requests(self, kind: str) -> int:
        """How many requests of a kind (robots, listing, article) were made."""
        return sum(getattr(piece.report.crawl, f"requests_{kind}") for piece in self.pieces if piece.report)

    @property
    def new(self) -> Counter[date]:
        """How many entries of each day nobody had covered before."""
        return Counter(
            {day: counts.new for piece in self.pieces if piece.report for day, counts in piece.report.days.items() if counts.new}
        )

    def as_json(self) -> dict[str, object]:
        """The object that `wirewatch backfill --json` prints: that of a crawl over all days, and the pieces it was done in."""
        reports = [piece.report for piece in self.pieces if piece.report]
        new = self.new
        return {
            "source": self.source_key,
            "state": self.state.value,
            "reason": self.reason,
            "method": reports[-1].crawl.method if reports else None,
            "notes": list(dict.fromkeys(note for report in reports for note in report.notes)),
            "days": {str(day): _day(stored, new[day]) for day, stored in self.stored.items()},
            "requests": sum(map(self.requests, ("robots", "listing", "article"))),
            "requests_listing": self.requests("listing"),
            "requests_article": self.requests("article"),
            "mentions": sum(self.people.values()),
            "people": self.people,
            "months": [_piece(piece) for piece in self.pieces],
            "expected": self.expected.__dict__,
        }


def summary(backfill: Backfill, expected: Estimate, paused: bool) -> Summary:
    """What the backfill did and what the store holds now."""
    key, window = backfill.source.key, backfill.window
    with backfill.engine.begin() as db:
        stored = backfills.days(db, key, window.first, window.last)
        people = backfills.people(db, key, window.first, window.last)
    return Summary(key, window, expected, paused, backfill.done, stored, people)


def _day(stored: StoredDay, new: int) -> dict[str, object]:
    numbers = {"listed": stored.listed, "new": new, "known": stored.listed - new}
    return {**numbers, "stored": stored.stored, "failed": stored.failed, "complete": stored.coverage == "complete"}


def _piece(piece: Piece) -> dict[str, object]:
    crawl = piece.report.crawl if piece.report else None
    return {
        "first": str(piece.window.first),
        "last": str(piece.window.last),
        "state": piece.state.value,
        "skipped": piece.skipped,
        "articles": piece.articles,
        "requests_listing": crawl.requests_listing if crawl else 0,
        "requests_article": crawl.requests_article if crawl else 0,
        "seconds": round(piece.seconds, 1),
    }


def plan(source_key: str, window: Window, expected: Estimate) -> str:
    """What a backfill will cost, in words."""
    what = f"{source_key}, {window.first} to {window.last}: {expected.days} days, {expected.done_days} of them stored already."
    if not expected.requests:
        return f"{what} Nothing is left to do."
    cost = (
        f"About {expected.articles:,} articles: {expected.requests:,} requests, {duration(expected.hours * 3600)} at the polite rate, "
        f"{expected.budget_days:g} days of the requests that are allowed a day."
    )
    return f"{what}\n{cost}\nThat rests on {expected.rests_on}."


def table(found: Summary) -> str:
    """The summary as text a person can read."""
    rows: list[tuple[str, ...]] = [("days", "articles", "listing requests", "article requests", "took", "state")]
    for piece in found.pieces:
        one = _piece(piece)
        name = f"{piece.window.first} to {piece.window.last}"
        state = "stored before" if piece.skipped else str(one["state"])
        cells = (one["articles"], one["requests_listing"], one["requests_article"], duration(piece.seconds))
        rows.append((name, *map(str, cells), state))
    done = sum(day.done for day in found.stored.values())
    articles = sum(day.stored for day in found.stored.values())
    lines = [f"{found.source_key}: {found.state}" + (f" – {found.reason}" if found.reason else ""), "", *align(rows), ""]
    lines.append(f"Stored: {done} of {len(found.stored)} days, {articles} articles. What a backfill finds alerts nobody.")
    gaps = [str(day) for day, stored in found.stored.items() if stored.coverage == "gap"]
    lines += [f"Gap: {day}" for day in gaps] + [f"Failed: {url}: {reason}" for url, reason in found.failures]
    lines += [f"Mentioned: {name} in {count} articles" for name, count in found.people.items()]
    return "\n".join(lines if found.people else [*lines, "Nobody on a watchlist was mentioned."])
