"""What was read of listings: pages that later runs may go on from, and points that say where days stand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from wirewatch.models import Entry, ListingPage
from wirewatch.sites.kcna_watch import urls

KEPT_DAYS = 30  # parsed pages; what is left of them then is a point
POINTS_APART = 7  # days between two points that are kept for good
NEIGHBOURS = 20  # points on either side of a day that are enough to find it


@dataclass(frozen=True)
class StoredPage:
    """A page of an earlier reading: its offset, or the days a search asked for."""

    reading_id: int
    place: int | None
    read_at: datetime
    page: ListingPage


@dataclass(frozen=True)
class StoredPoint:
    """The offset of a page's middle, its day as a real number, and when that was so."""

    offset: float
    moment: float
    read_at: datetime


def begin(db: Connection, crawl_id: int, listing: str) -> int:
    """Start a reading; returns its id."""
    query = "insert into reading (crawl_id, listing) values (:crawl_id, :listing) returning id"
    return int(db.execute(text(query), {"crawl_id": crawl_id, "listing": listing}).scalar_one())


def add_page(
    db: Connection,
    reading_id: int,
    page: ListingPage,
    read_at: datetime,
    *,
    place: int | None = None,
    asked: tuple[date, date] | None = None,
    day: date | None = None,
    moment: float | None = None,
) -> None:
    """Keep a page of a reading: at an offset (`place`), or of the days a search asked for; `day` and `moment` are where it stands."""
    first, last = asked or (None, None)
    db.execute(
        text("""
            insert into reading_page (reading_id, listing, place, first_day, last_day, read_at, size, day, moment, more, entries)
            select id, listing, :place, :first, :last, :read_at, :size, :day, :moment, :more, :entries
            from reading where id = :reading_id
        """),
        {
            "reading_id": reading_id,
            "place": place,
            "first": first,
            "last": last,
            "read_at": read_at,
            "size": len(page.entries),
            "day": day,
            "moment": moment,
            "more": page.more,
            "entries": json.dumps([_as_json(entry) for entry in page.entries]),
        },
    )


def ended_well(db: Connection, reading_id: int) -> None:
    """The reading came to its end: other crawls may use it."""
    db.execute(text("update reading set well = true where id = :id"), {"id": reading_id})


def forget(db: Connection, reading_id: int) -> None:
    """Throw a reading away that ended in something the site should not have answered."""
    db.execute(text("delete from reading where id = :id"), {"id": reading_id})


def pages_around(db: Connection, listing: str, crawl_id: int, days: tuple[date, date], newer_than: datetime) -> list[StoredPage]:
    """Pages at offsets that stand between the days and were read after that time, by a reading that ended well or by this crawl."""
    query = text("""
        select p.reading_id, p.place, p.read_at, p.more, p.entries from reading_page p join reading r on r.id = p.reading_id
        where p.listing = :listing and p.day between :first and :last and p.place is not null and p.entries is not null
          and p.read_at > :newer_than and (r.well or r.crawl_id = :crawl_id)
        order by p.id
    """)
    params = {"listing": listing, "crawl_id": crawl_id, "first": days[0], "last": days[1], "newer_than": newer_than}
    return [_page(row) for row in db.execute(query, params)]


def searched(db: Connection, listing: str, crawl_id: int, days: tuple[date, date], newer_than: datetime) -> StoredPage | None:
    """The newest answer to a search for just these days since that time, of a reading that ended well or of this crawl."""
    query = text("""
        select p.reading_id, p.place, p.read_at, p.more, p.entries from reading_page p join reading r on r.id = p.reading_id
        where p.listing = :listing and p.first_day = :first and p.last_day = :last and p.entries is not null
          and p.read_at > :newer_than and (r.well or r.crawl_id = :crawl_id)
        order by p.read_at desc limit 1
    """)
    params = {"listing": listing, "crawl_id": crawl_id, "first": days[0], "last": days[1], "newer_than": newer_than}
    row = db.execute(query, params).one_or_none()
    return None if row is None else _page(row)


def had_more(db: Connection, listing: str, *, since: date, until: date, days_before: int, days: int) -> bool:
    """Whether a crawl whose last day lies between the two was shown a "More" when it searched so many days, beginning `days_before` that."""
    query = text("""
        select exists (
            select from crawl c join reading r on r.crawl_id = c.id join reading_page p on p.reading_id = r.id
            where p.listing = :listing and p.more and c.last_day between :since and :until
              and p.first_day = c.last_day - :days_before and p.last_day = p.first_day + :days - 1
        )
    """)
    params = {"listing": listing, "since": since, "until": until, "days_before": days_before, "days": days}
    return bool(db.execute(query, params).scalar_one())


def points(db: Connection, listing: str, moment: float) -> list[StoredPoint]:
    """The points next to a moment on either side, and those nearest to the top."""
    side = """(select place, size, moment, read_at from reading_page
               where listing = :listing and place is not null and moment {which} order by moment {order}, id limit :many)"""
    sides = [("<= :moment", "desc"), ("> :moment", "asc"), ("is not null", "desc")]
    query = " union ".join(side.format(which=which, order=order) for which, order in sides)
    rows = db.execute(text(query), {"listing": listing, "moment": moment, "many": NEIGHBOURS})
    return [StoredPoint(row.place + row.size / 2, row.moment, row.read_at) for row in rows]


def asked_since(db: Connection, source_key: str, first: date, last: date) -> datetime | None:
    """When one of these days was last decided on: who asks for it again wants the listing read anew."""
    query = "select max(checked_at) from coverage where source_key = :key and day between :first and :last"
    found: datetime | None = db.execute(text(query), {"key": source_key, "first": first, "last": last}).scalar_one()
    return found


def prune(db: Connection, now: datetime) -> None:
    """Drop the parsed items of pages older than KEPT_DAYS; of their points keep one for each POINTS_APART days of a listing."""
    old = {"before": now - timedelta(days=KEPT_DAYS)}
    emptied = db.execute(text("update reading_page set entries = null where entries is not null and read_at < :before"), old)
    if emptied.rowcount:
        db.execute(text("delete from reading_page where entries is null and moment is null"))
        db.execute(
            text("""
                delete from reading_page p using reading_page newer
                where p.entries is null and newer.entries is null and newer.listing = p.listing and newer.id > p.id
                  and floor(newer.moment / :apart) = floor(p.moment / :apart)
            """),
            {"apart": POINTS_APART},
        )


def _as_json(entry: Entry) -> dict[str, Any]:
    values = {"url": entry.url, "title": entry.title, "excerpt": entry.excerpt, "label": entry.source_label}
    kept = {name: value for name, value in values.items() if value is not None}
    return kept | ({"listed_on": entry.listed_on.isoformat()} if entry.listed_on else {})


def _page(row: Any) -> StoredPage:
    return StoredPage(row.reading_id, row.place, row.read_at, ListingPage(_entries(row.entries), row.more))


def _entries(items: Sequence[dict[str, str]]) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            url=item["url"],
            url_hash=urls.url_hash(item["url"]),
            title=item.get("title"),
            excerpt=item.get("excerpt"),
            listed_on=date.fromisoformat(item["listed_on"]) if "listed_on" in item else None,
            source_label=item.get("label"),
        )
        for item in items
    )
