"""Gaps of listings: items that other pages name and no listing held. One is closed as soon as a listing holds the item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from wirewatch.storage.crawls import Crawl


@dataclass(frozen=True)
class Unlisted:
    """An entry that only the "More From" of other pages names, dated `day`."""

    id: int
    url: str
    day: date


@dataclass(frozen=True)
class Gap:
    """An open gap: the item's URL, its day, and the crawl that found it."""

    url: str
    day: date
    crawl_id: int


def unlisted(db: Connection, crawl: Crawl) -> list[Unlisted]:
    """What other pages name of the crawl's source and days and its listing did not hold; each is given once for each crawl."""
    query = text("""
        select id, url, listed_on from entry e
        where source_key = :source_key and found_by = 'more_from' and listed_on between :first and :last and state <> 'gone'
          and not exists (select from crawl_entry ce where ce.crawl_id = :crawl_id and ce.entry_id = e.id)
        order by id
    """)
    return [Unlisted(*row) for row in db.execute(query, _params(crawl))]


def record(db: Connection, crawl: Crawl, missed: Sequence[Unlisted]) -> None:
    """Write gaps down, and that the crawl answers for them; the first crawl that covers an entry decides whether it is historical."""
    ids = [one.id for one in missed]
    params = {"crawl_id": crawl.id, "source_key": crawl.source_key, "historical": crawl.historical, "ids": ids}
    # Locked in the order of their hashes, as wherever entries are recorded or decided on.
    for query in (
        """with own as materialized (select id from entry where id = any(:ids) order by url_hash for no key update)
           update entry set historical = coalesce(historical, :historical) where id in (table own)""",
        """insert into crawl_entry (crawl_id, entry_id, is_new, ours)
           select :crawl_id, id, false, null from entry where id = any(:ids) on conflict do nothing""",
        """insert into listing_gap (entry_id, source_key, day, crawl_id)
           select id, :source_key, listed_on, :crawl_id from entry where id = any(:ids) on conflict do nothing""",
    ):
        db.execute(text(query), params)


def to_read(db: Connection, crawl: Crawl) -> list[int]:
    """Entries of the crawl's gaps that nobody has read, where they may be tried now."""
    query = text("""
        select e.id from listing_gap g join entry e on e.id = g.entry_id join crawl_entry ce on ce.entry_id = e.id
        where ce.crawl_id = :crawl_id and e.state in ('new', 'failed') and e.next_attempt_at <= now() order by e.id
    """)
    return list(db.execute(query, _params(crawl)).scalars())


def mark(db: Connection, crawl: Crawl) -> None:
    """The crawl's complete days that hold an open gap are gaps."""
    query = text("""
        update coverage c set state = 'gap', checked_at = now()
        where source_key = :source_key and day between :first and :last and state = 'complete'
          and exists (select from open_gap g where g.source_key = c.source_key and g.day = c.day)
    """)
    db.execute(query, _params(crawl))


def open_gaps(db: Connection, source_key: str, first: date, last: date) -> list[Gap]:
    """The open gaps of these days."""
    query = text("""
        select url, day, crawl_id from open_gap g where source_key = :key and day between :first and :last order by day, entry_id
    """)
    return [Gap(*row) for row in db.execute(query, {"key": source_key, "first": first, "last": last})]


def _params(crawl: Crawl) -> dict[str, object]:
    return {"crawl_id": crawl.id, "source_key": crawl.source_key, "first": crawl.first_day, "last": crawl.last_day}
