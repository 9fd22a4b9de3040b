"""The usual ways to find a day in a newest-first listing, for comparison: short, honest, and without memory between days.

They read the same pages over the same HTTP; what a page holds is taken from it by two patterns. None of them fetches articles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

import requests

ITEM = re.compile(r'<h4><a href="[^"]*/newstream/(\d+-\d+)/.*?<span>(\w+ \d\d, \d{4})</span>', re.DOTALL)
TIMEOUT_SECONDS = 20


@dataclass
class Walker:
    """Reads pages of a source's listing; `asked` counts them, `found` are the ids of the items of the days asked for."""

    base_url: str
    page_size: int
    number: int = 156
    asked: int = 0
    found: set[str] = field(default_factory=set)
    session: requests.Session = field(default_factory=requests.Session)

    def page(self, number: int) -> list[tuple[str, date]]:
        """Ids and days of the entries of one page."""
        self.asked += 1
        query = {"action": "get_cat_by_source", "die": "true", "from": number * self.page_size, "to": self.page_size}
        address = f"{self.base_url}/wp-admin/admin-ajax.php"
        answer = self.session.get(address, params={**query, "sort": "", "id": self.number}, timeout=TIMEOUT_SECONDS)
        return [(ts_id, datetime.strptime(day, "%B %d, %Y").date()) for ts_id, day in ITEM.findall(answer.text)]  # noqa: DTZ007

    def read_on(self, number: int, day: date) -> None:
        """Page by page until a page is wholly older than the day, or empty."""
        while True:
            page = self.page(number)
            self.found |= {ts_id for ts_id, listed_on in page if listed_on == day}
            if all(listed_on < day for _, listed_on in page):
                return
            number += 1


def naive_walk(walker: Walker, day: date) -> None:
    """From the top, page by page."""
    walker.read_on(0, day)


def gallop(walker: Walker, day: date) -> None:
    """Doubling steps to a page that is not newer than the day, halving ones back to the last that is, then page by page."""
    newer, step = 0, 1
    if not _is_newer(walker.page(0), day):
        return walker.read_on(0, day)
    while _is_newer(walker.page(newer + step), day):
        newer, step = newer + step, step * 2
    behind = newer + step
    while behind - newer > 1:
        middle = (newer + behind) // 2
        if _is_newer(walker.page(middle), day):
            newer = middle
        else:
            behind = middle
    return walker.read_on(newer, day)


def _is_newer(page: list[tuple[str, date]], day: date) -> bool:
    """By the median, so that single old items do not mislead."""
    days = sorted(listed_on for _, listed_on in page)
    return bool(days) and days[(len(days) - 1) // 2] > day
