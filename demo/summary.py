"""What the demo did, out of the database: in words, and as the one JSON object its last line is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from demo.settings import Calendar
from wirewatch.pipeline.report import align

DAYS = """
    select s.label, e.listed_on as day, count(ce.entry_id) as listed, count(*) filter (where ce.is_new) as new,
           count(ce.entry_id) - count(*) filter (where ce.is_new) as known,
           count(*) filter (where e.state = 'stored') as stored, count(*) filter (where e.state in ('failed', 'gone')) as failed
    from entry e join source s on s.key = e.source_key
    left join (select entry_id, bool_or(is_new) as is_new from crawl_entry join crawl on crawl.id = crawl_id
               where started_at >= :since group by entry_id) ce on ce.entry_id = e.id
    where e.listed_on between :first and :last group by s.label, e.listed_on order by s.label, e.listed_on
"""
MENTIONS = """
    select distinct m.name, m.tier, coalesce(r.title, '(no title printed)') as title, a.source, a.published_on
    from mention m join revision r on r.id = m.revision_id join article a on a.id = r.article_id
    where a.published_on between :first and :last and m.retired_at is null order by a.published_on, a.source, title, m.name
"""
SENT = "select channel, recipient, subject from delivery where sent_at >= :since order by id"
ALERTS = "select count(*) from alert where created_at >= :since"
# What is still on its way: mentions nobody decided on, messages that wait.
OPEN = """
    select (select count(*) from mention where decided_at is null and retired_at is null)
         + (select count(*) from delivery where state in ('queued', 'sending'))
"""


def still_open(db: Connection) -> int:
    """How many mentions and messages are not dealt with yet."""
    return int(db.execute(text(OPEN)).scalar_one())


def progress(db: Connection, since: datetime) -> str:
    """One line on how far it is."""
    query = """
        select (select count(*) from entry where historical is not null) as listed,
               (select count(*) from entry where state = 'stored') as stored,
               (select count(distinct (entity_id, revision_id)) from mention) as mentions,
               (select count(*) from delivery where sent_at >= :since) as sent
    """
    row = db.execute(text(query), {"since": since}).one()
    return f"{row.listed} articles listed, {row.stored} stored, {row.mentions} mentions, {row.sent} messages sent"


def collect(db: Connection, days: Calendar, since: datetime) -> dict[str, Any]:
    """Everything there is to say, as rows; counts are of this call of the demo, `since` being its beginning (UTC)."""
    span = {"first": days.first, "last": days.last, "since": since}
    return {
        "days": [tuple(row) for row in db.execute(text(DAYS), span)],
        "mentions": [tuple(row) for row in db.execute(text(MENTIONS), span)],
        "sent": [tuple(row) for row in db.execute(text(SENT), span)],
        "alerts": int(db.execute(text(ALERTS), span).scalar_one()),
    }


def numbers(found: dict[str, Any]) -> dict[str, int]:
    """The counts of the demo's JSON object."""
    sums = {
        name: sum(row[2 + n] for row in found["days"]) for n, name in enumerate(("listed", "new", "known", "stored", "failed"))
    }
    del sums["known"]
    return {**sums, "mentions": len(found["mentions"]), "alerts": found["alerts"], "deliveries": len(found["sent"])}


def words(found: dict[str, Any]) -> str:
    """The same for a person."""
    head = ("source", "day", "listed", "new", "known", "stored", "failed")
    parts = ["", *align([head, *[tuple(map(str, row)) for row in found["days"]]]), "", "Who was mentioned where:"]
    parts += [f"  {day}  {name} ({tier}) in “{title}”, {source}" for name, tier, title, source, day in found["mentions"]] or [
        "  nobody"
    ]
    parts += ["", "What was sent to whom:"]
    parts += [f"  {channel} → {recipient}: {subject}" for channel, recipient, subject in found["sent"]]
    if not found["sent"]:
        parts.append("  nothing: everybody had been told before")
    return "\n".join(parts)
