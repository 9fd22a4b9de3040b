"""What the store may forget. Articles, their versions, mentions, verdicts, alerts and messages are not among it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text


def forget_crawls(db: Connection, before: datetime) -> int:
    """Forget which entries the listings of crawls held that ended before that time; returns how many rows that were.

    The crawls themselves stay, with their counts of requests and their state; and so do entries without a day that nobody has read:
    a backfill knows by them that the listing has to be read again.
    """
    query = text("""
        delete from crawl_entry using crawl c, entry e
        where c.id = crawl_id and e.id = entry_id and coalesce(c.finished_at, c.started_at) < :before
          and not (e.listed_on is null and e.state in ('new', 'failed'))
    """)
    return db.execute(query, {"before": before}).rowcount


def forget_readings(db: Connection, before: datetime) -> int:
    """Forget readings of listings that began before that time and of which no page and no point is left; returns how many."""
    query = text("""
        delete from reading where began_at < :before and not exists (select from reading_page p where p.reading_id = reading.id)
    """)
    return db.execute(query, {"before": before}).rowcount


def old_files(db: Connection, before: datetime) -> list[str]:
    """Files of the archive that hold only captures fetched before that time."""
    query = text("""
        select name from archive_file join (
            select archive_file, max(fetched_at) as newest from capture where archive_file is not null group by 1
        ) holds on archive_file = name
        where dropped_on is null and newest < :before order by name
    """)
    return list(db.execute(query, {"before": before}).scalars())


def drop_file(db: Connection, name: str) -> None:
    """Write down that a file of the archive is thrown away today."""
    db.execute(text("update archive_file set dropped_on = korean_day() where name = :name"), {"name": name})
