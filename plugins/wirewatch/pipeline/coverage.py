"""Which days a run covers, and when a day is covered (design: "Days, and when one is covered"). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median_low

from wirewatch.models import KST, Entry, ListingPage
from wirewatch.storage.crawls import Covered

DAY = timedelta(days=1)
AT_LEAST_DAYS = 3
AT_MOST_DAYS = 30
SETTLED = timedelta(hours=6)  # a day's last items are listed within six hours of its end
CLOSE_AFTER = timedelta(hours=36)  # a day open longer than this after its end is an operator's business


@dataclass(frozen=True)
class Window:
    """Korean days, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """Every day, oldest first."""
        return [date.fromordinal(n) for n in range(self.first.toordinal(), self.last.toordinal() + 1)]


def last_finished_day(now: datetime) -> date:
    """The Korean day before the one that `now` (aware) falls on."""
    return now.astimezone(KST).date() - DAY


def healing_window(day: date, states: Mapping[date, str], since: date) -> Window:
    """What a scheduled run for `day` covers: from the last complete day to its own, at least 3 days, at most 30.

    `states` are the coverage of the last AT_MOST_DAYS days; those before `since`, the source's first watched day, do not count.
    """
    days = Window(max(since, day - (AT_MOST_DAYS - 1) * DAY), day).days
    unfinished = next((one for one in days if states.get(one) != "complete"), day)
    return Window(min(unfinished, day - (AT_LEAST_DAYS - 1) * DAY), day)


def day_ended(day: date) -> datetime:
    """The moment the Korean day ended, aware."""
    return datetime.combine(day + DAY, time(), KST)


@dataclass
class Reading:
    """What was read of a listing so far: pages in the order read, and whether its top and its end were seen."""

    method: str
    read_at: datetime
    pages: list[ListingPage] = field(default_factory=list)
    top_seen: bool = False
    end_seen: bool = False
    asked: Window | None = None  # the search method asks for these days and nothing else
    unread_more: bool = False

    @property
    def entries(self) -> dict[bytes, Entry]:
        """Every entry read, once, by its hash."""
        return {entry.url_hash: entry for page in self.pages for entry in page.entries}

    def covered(self, day: date) -> Covered:
        """What this reading shows of the two sides of a day."""
        return Covered(self._newer(day), self._older(day))

    def _newer(self, day: date) -> str | None:
        if self._proves_nothing:
            return None
        if later := [d for d in self._days() if d > day]:
            return f"an entry of {min(later)} was listed"
        if (self.top_seen or self.asked) and self.read_at >= day_ended(day) + SETTLED:
            return f"the top of the listing was read at {self.read_at:%Y-%m-%d %H:%M} UTC"
        return None

    def _older(self, day: date) -> str | None:
        if self._proves_nothing:
            return None
        if self.asked:
            return f"the search was asked from {self.asked.first}" if self.asked.first < day else None
        if any(wholly_older(page, day) for page in self.pages):
            return "a whole page of older entries was read"
        return "the listing ended" if self.end_seen else None

    @property
    def _proves_nothing(self) -> bool:
        """A "More" nobody read may hold anything; a search without a single hit may be a search that is broken."""
        return self.unread_more or not self.entries

    def _days(self) -> list[date]:
        return [entry.listed_on for entry in self.entries.values() if entry.listed_on]


def wholly_older(page: ListingPage, day: date) -> bool:
    """One older entry proves nothing (old articles are ingested again, out of order); a whole page of them does."""
    return bool(page.entries) and all(entry.listed_on and entry.listed_on < day for entry in page.entries)


def position(page: ListingPage) -> date | None:
    """The day a page stands at: the median of its entries, so that single ones out of order do not move it."""
    days = [entry.listed_on for entry in page.entries if entry.listed_on]
    return median_low(days) if days else None


def late_to_close(days: Sequence[date], states: dict[date, str], now: datetime) -> list[date]:
    """The days that are a gap, or were open longer than CLOSE_AFTER after their end."""
    return [day for day in days if states[day] == "gap" or (states[day] != "complete" and now > day_ended(day) + CLOSE_AFTER)]
