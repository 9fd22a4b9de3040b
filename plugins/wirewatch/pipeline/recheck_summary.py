"""What a run of checks did for a source, for a person and for a script; and the whole way in one process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine

from wirewatch.configured import Source, Watchlist
from wirewatch.errors import State, WirewatchError
from wirewatch.models import CheckResult, FaultKind
from wirewatch.pipeline import recheck_rules
from wirewatch.pipeline.match import match
from wirewatch.pipeline.recheck import Tour, due, judge, recheck
from wirewatch.storage import faults, rechecks
from wirewatch.storage.rechecks import Run


@dataclass(frozen=True)
class Summary:
    """A finished run over one source: its counts, what changed, and how many checks are left for the next run."""

    source_key: str
    run: Run
    left: int
    changed: dict[str, list[tuple[str, dict[str, object]]]]
    removed: list[tuple[str, date]]
    reappeared: list[str]
    mentions: int = 0

    @property
    def complaint(self) -> str | None:
        """Why an operator should look at it; None when there is no reason to. A spent budget is none: tomorrow's run goes on."""
        if self.run.state is State.BUDGET_SPENT:
            return None
        if self.run.state is not State.OK:
            return f"{self.source_key} is {self.run.state}: {self.run.reason}"
        unmade = self.left - self.run.results.get(CheckResult.DOWN, 0)
        return f"{unmade} due articles of {self.source_key} were not checked; the log of read says why" if unmade > 0 else None

    def as_json(self) -> dict[str, object]:
        """The object that `wirewatch recheck --json` prints for a source."""
        by_result = {result.value: self.run.results.get(result.value, 0) for result in CheckResult}
        return {
            "source": self.source_key,
            "state": self.run.state.value,
            "reason": self.run.reason or self.complaint,
            "checked": sum(by_result.values()),
            "results": by_result,
            "left": self.left,
            "requests": self.run.requests,
            "edited": self._urls(CheckResult.EDITED),
            "gone": self._urls(CheckResult.GONE),
            "unreadable": [{"url": url, "reason": said.get("reason")} for url, said in self._of(CheckResult.UNREADABLE)],
            "removed": [{"url": url, "removed_on": on.isoformat()} for url, on in self.removed],
            "reappeared": self.reappeared,
            "mentions": self.mentions,
        }

    def _of(self, result: CheckResult) -> list[tuple[str, dict[str, object]]]:
        return self.changed.get(result.value, [])

    def _urls(self, result: CheckResult) -> list[str]:
        return [url for url, _ in self._of(result)]

    def lines(self) -> list[str]:
        """The same for a person: one line of counts, then one for each article that changed or could not be read."""
        counts = ", ".join(f"{number} {result}" for result, number in self.run.results.items()) or "nothing was due"
        tail = f"; {self.left} left for the next run" if self.left else ""
        first = f"{self.source_key}: {self.run.state}: {counts}; {self.run.requests} requests{tail}"
        changed = [f"  {result}: {url}{_why(said)}" for result, found in self.changed.items() for url, said in found]
        removed = [f"  removed: {url} (gone since {on})" for url, on in self.removed]
        return [first, *changed, *removed, *[f"  back again: {url}" for url in self.reappeared]]


def _why(evidence: dict[str, object]) -> str:
    return f" ({evidence['reason']})" if evidence.get("reason") else ""


def finish(engine: Engine, source: Source, run: str, days: Sequence[int], now: datetime, mentions: int = 0) -> Summary:
    """Judge what the checks prove, and say what the run did."""
    judge(engine, source, run, days, now)
    left = len(due(engine, source, days, now))
    with engine.begin() as db:
        rechecks.begin(db, run, source.key, now)
        _doubt(db, run, source)
        removed, reappeared = rechecks.moved_in(db, run, source.key)
        changed = rechecks.changed_in(db, run, source.key)
        return Summary(source.key, rechecks.done(db, run, source.key), left, changed, removed, reappeared, mentions)


def _doubt(db: Connection, run: str, source: Source) -> None:
    """Say that the source changed where too much of it is gone at once: a site that closed its older pages looks like that.

    It is no state of the source, whose new articles may be read as ever and would end it: the next checks say whether it is over.
    """
    gone, looked_at = rechecks.newly_gone(db, run, source.key)
    cause = f"{FaultKind.OLDER_PAGES}:{source.key}"
    if recheck_rules.is_ill(gone, looked_at):
        reason = f"{gone} of {looked_at} articles that were there before are gone at once; open one in a browser and see why"
        rechecks.end_in(db, run, source.key, State.LAYOUT_CHANGED, reason)
        faults.met(db, FaultKind.OLDER_PAGES, cause, reason, {"names": [source.label], "link": source.base_url})
    elif looked_at:
        faults.over(db, cause)


def recheck_source(
    tour: Tour,
    days: Sequence[int],
    watchlists: Sequence[Watchlist],
    progress: Callable[[str], None] = lambda words: None,
) -> Summary:
    """due → recheck → match → judge in one process; Airflow walks the same steps as tasks. Trouble is in the summary, not raised."""
    source = tour.fetcher.source
    waiting = due(tour.engine, source, days, tour.clock())
    progress(f"{source.key}: {len(waiting)} articles to read again")
    try:
        recheck(tour, waiting)
    except WirewatchError as error:
        progress(f"{source.key}: stopped: {error.reason}")
    found = match(tour.engine, watchlists, source.key)
    return finish(tour.engine, source, tour.run, days, tour.clock(), found.mentions)
