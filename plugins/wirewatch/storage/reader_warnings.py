"""What the reader warned of in the articles of a source."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, text

LATELY = timedelta(hours=20)  # a daily run judges what was read since the one before, by itself or by a poll
AT_LEAST_LATELY = 8  # articles: a source that prints few is judged by its last ones
EARLIER = 200  # articles these are compared with
DAYS_BACK = 30  # before the newest day of publication: pages of other times may always have read otherwise

Read = list[tuple[str, tuple[str, ...]]]


def readings(db: Connection, source_key: str, now: datetime) -> tuple[Read, Read]:
    """(url, warnings) of the source's recent articles that were read lately, and of those read before them, newest reading first.

    What only the listing told of an article is no reading of it.
    """
    query = text("""
        with recent as (
            select a.url, a.warnings, r.id, r.created_at, coalesce(a.published_on, (r.created_at at time zone 'Asia/Seoul')::date) as day
            from article a join revision r on r.article_id = a.id and r.number = 1
            where a.source_key = :key
              and (a.published_on is null or a.published_on > (select max(published_on) from article where source_key = :key) - :days)
        )
        select url, warnings, created_at > :lately from recent where day > (select max(day) from recent) - :days
        order by created_at desc, id desc limit :most
    """)
    values = {"key": source_key, "lately": now - LATELY, "days": DAYS_BACK, "most": 10 * EARLIER}
    rows = db.execute(query, values).all()
    many = max(sum(bool(row[2]) for row in rows), AT_LEAST_LATELY)
    found = [(str(row[0]), tuple(row[1])) for row in rows]
    return found[:many], found[many : many + EARLIER]
