"""Which days a run covers, and when a day is covered (design: "Days, and when one is covered"). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median_low

from wirewatch.models import KST, Entry, ListingPage
from wirewatch.storage.crawls import Covered

DAY = timedelta(days=1)
AT_LEAST_DAYS = 3
AT_MOST_DAYS = 30
SETTLED = timedelta(hours=6)  # a day's last items are listed within six hours of its end
FEWEST = 5  # fewer entries in a row prove nothing, however small the pages are
PAGE_WORTH = 10  # the site's own page ("More Articles" asks for ten)
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
    """What a scheduled run for `day` covers: from the last day that is not done with to its own, at least 3 days, at most 30.

    A gap is done with: the listing was read, it lacks an item that was found elsewhere, and reading it daily does not mend it.
    `states` are the coverage of the last AT_MOST_DAYS days; those before `since`, the source's first watched day, do not count.
    """
    days = Window(max(since, day - (AT_MOST_DAYS - 1) * DAY), day).days
    unfinished = next((one for one in days if states.get(one) not in ("complete", "gap")), day)
    return Window(min(unfinished, day - (AT_LEAST_DAYS - 1) * DAY), day)


def day_ended(day: date) -> datetime:
    """The moment the Korean day ended, aware."""
    return datetime.combine(day + DAY, time(), KST)


@dataclass
class Reading:
    """What was read of a listing so far.

    `pages` are all that were read, `walked` those read one after the other, newest first. The search method asks for the days
    `asked` and nothing else; `nothing_before` says in words that it found nothing in the week before them. Only entries of the
    publication `label` (None: of all) prove anything. `unread` are stretches of days of which an unread "More" or a hole may hide
    something. `reused` of the pages were read by earlier crawls; `read_at` is when the oldest of them was. `also` is what the other method read where this one came to its end.
    """

    method: str
    read_at: datetime
    pages: list[ListingPage] = field(default_factory=list)
    walked: list[ListingPage] = field(default_factory=list)
    top_seen: bool = False
    end_seen: bool = False
    asked: Window | None = None
    label: str | None = None
    nothing_before: str | None = None
    unread: list[Window] = field(default_factory=list)
    reused: int = 0
    also: Reading | None = None

    @property
    def entries(self) -> dict[bytes, Entry]:
        """Every entry read, once, by its hash."""
        own = {entry.url_hash: entry for page in self.pages for entry in page.entries}
        return own if self.also is None else {**self.also.entries, **own}

    def covered(self, day: date) -> Covered:
        """What this reading shows of the two sides of a day."""
        newer, older = (None, None) if self._says_nothing_of(day) else (self._newer(day), self._older(day))
        as_of = f" (read at {self.read_at:%Y-%m-%d %H:%M} UTC)" if self.reused else ""
        shown = Covered(newer and newer + as_of, older and older + as_of)
        return shown if shown.complete or self.also is None else self.also.covered(day)

    def whole_page_older(self, day: date) -> bool:
        """Whether a page's worth of entries older than the day was walked over, one after the other, on one page or across two."""
        run, worth = 0, page_worth(self.walked)
        for entry in {entry.url_hash: entry for page in self.walked for entry in page.entries}.values():
            run = run + 1 if entry.listed_on and entry.listed_on < day else 0
            if run >= worth:
                return True
        return False

    def _newer(self, day: date) -> str | None:
        if later := [one for one in self.days if one > day]:
            return f"an entry of {min(later)} was listed"
        if (self.top_seen or self.asked) and self.read_at >= day_ended(day) + SETTLED:
            return f"the top of the listing was read at {self.read_at:%Y-%m-%d %H:%M} UTC"
        return None

    def _older(self, day: date) -> str | None:
        if self.asked:
            earlier = [one for one in self.days if one < day]
            return f"the search found an entry of {max(earlier)}" if earlier else self.nothing_before
        if self.whole_page_older(day):
            return "a whole page of older entries was read"
        # A listing may be cut off at some length, in the middle of a day. Its end says nothing of the day it stands at.
        return "the listing ended" if self.end_seen and day > self.last_day else None

    def _says_nothing_of(self, day: date) -> bool:
        """A "More" nobody read may hold anything; a reading without a single entry may be one that is broken."""
        return not self.days or any(one.first - DAY <= day <= one.last + DAY for one in self.unread)

    @property
    def last_day(self) -> date:
        """The day at which the last page stands that was walked over."""
        return next((day for page in reversed(self.walked) if (day := position(page))), date.max)

    @property
    def days(self) -> list[date]:
        """The days of the entries that prove something: of those walked over, where pages were (one read in passing proves nothing);
        the publication's own, and those whose publication is not shown.
        """
        found = [entry for page in self.walked or self.pages for entry in page.entries]
        return [
            one.listed_on for one in found if one.listed_on and (self.label is None or one.source_label in (None, self.label))
        ]


def page_worth(pages: Iterable[ListingPage]) -> int:
    """How many entries in a row are a page's worth: as many as a page holds, the site's own ten where it holds more."""
    return max(FEWEST, min(PAGE_WORTH, max((len(page.entries) for page in pages), default=0)))


def position(page: ListingPage) -> date | None:
    """The day a page stands at: the median of its entries, so that single ones out of order do not move it."""
    days = [entry.listed_on for entry in page.entries if entry.listed_on]
    return median_low(days) if days else None


def late_to_close(days: Sequence[date], states: Mapping[date, str], now: datetime) -> list[date]:
    """The days that were open or missing longer than CLOSE_AFTER after their end. Of a gap its own crawl complains, once."""
    return [day for day in days if states[day] not in ("complete", "gap") and now > day_ended(day) + CLOSE_AFTER]
