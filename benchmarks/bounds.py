"""The least a crawl can ask for, and the targets made of it. Pure; counts of requests."""

from __future__ import annotations

import math


def least(articles: int, entries: int, page_size: int) -> float:
    """Every article once, and every entry in a full listing page."""
    return articles + entries / page_size


def daily_target(articles: int, entries: int, page_size: int) -> float:
    """A normal day: 5 % above the least, and two more; `entries` are those of the day and of the days it is read over again."""
    return 1.05 * least(articles, entries, page_size) + 2


def day_target(entries: int, page_size: int) -> int:
    """Listing requests for one day anywhere in the listing: its own pages, and four to come there and to see both sides."""
    return math.ceil(entries / page_size) + 4


def backfill_target(articles: int, entries: int, page_size: int) -> float:
    """A backfill in total: 5 % above the least."""
    return 1.05 * least(articles, entries, page_size)
