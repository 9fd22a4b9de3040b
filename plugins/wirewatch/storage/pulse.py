"""By what the house shows that it is awake: runs that came, days that were reported, heartbeats that went out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import Connection, text


def seen(db: Connection, dag_id: str) -> None:
    """A scheduled run of that DAG was just at work."""
    upsert = "insert into dag_seen (dag_id) values (:dag_id) on conflict (dag_id) do update set seen_at = now()"
    db.execute(text(upsert), {"dag_id": dag_id})


def last_seen(db: Connection, dag_ids: Collection[str]) -> dict[str, datetime]:
    """When a scheduled run of each DAG was last at work; one that never ran is not among them."""
    query = text("select dag_id, seen_at from dag_seen where dag_id = any(:ids) order by dag_id")
    return {row[0]: row[1] for row in db.execute(query, {"ids": list(dag_ids)})}


def not_awaited(db: Connection, dag_ids: Collection[str]) -> None:
    """No other DAGs than these run by the clock now: the hours of one that is switched on again begin anew."""
    db.execute(text("update dag_seen set seen_at = now() where dag_id <> all(:ids)"), {"ids": list(dag_ids)})


def reported(db: Connection, source_key: str, days: Iterable[date]) -> None:
    """By the source's daily report these days were complete, and it was read."""
    insert = "insert into day_report (source_key, day) values (:key, :day) on conflict do nothing"
    for day in days:
        db.execute(text(insert), {"key": source_key, "day": day})


def unreported(db: Connection, source_keys: Collection[str], day: date) -> list[str]:
    """Those of the sources that have no good report of that day."""
    query = text("""
        select key from unnest(cast(:keys as text[])) key
        where not exists (select from day_report where source_key = key and day = :day) order by key
    """)
    return list(db.execute(query, {"keys": list(source_keys), "day": day}).scalars())


def beaten_since(db: Connection, day: date) -> bool:
    """Whether the heartbeat of that day, or of a later one, went out."""
    return bool(db.execute(text("select exists (select from heartbeat where day >= :day)"), {"day": day}).scalar_one())


def beaten(db: Connection, day: date) -> None:
    """The monitor took the heartbeat of that day."""
    db.execute(text("insert into heartbeat (day) values (:day) on conflict do nothing"), {"day": day})


def untold_monitor(db: Connection, abouts: Collection[str]) -> list[str]:
    """Those of the troubles that the monitor was not told of."""
    query = text("""
        select about from unnest(cast(:abouts as text[])) about
        where not exists (select from heartbeat_failure f where f.about = about.about) order by about
    """)
    return list(db.execute(query, {"abouts": list(abouts)}).scalars())


def told_monitor(db: Connection, abouts: Iterable[str]) -> None:
    """The monitor was told that these cannot wait."""
    for about in abouts:
        db.execute(text("insert into heartbeat_failure (about) values (:about) on conflict do nothing"), {"about": about})
