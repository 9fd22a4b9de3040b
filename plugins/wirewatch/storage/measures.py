"""What can be counted of the store: ages of queues, requests used, what was refused. Ages run to now; nothing waiting is 0."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

UNDECIDED = "decided_at is null and retired_at is null and not historical"  # of a mention; historical ones alert nobody

# Of a message refused for good `next_attempt_at` is when it was refused, or at most an hour later.
REFUSED_LATELY = "state = 'failed' and next_attempt_at > now() - interval '1 day'"


def queue_ages(db: Connection) -> dict[str, float]:
    """Seconds that the oldest undecided mention, the oldest unsent message and the oldest entry that may be read have waited."""
    query = text(f"""
        select (select min(found_at) from mention where {UNDECIDED}) as mention_undecided,
               (select min(created_at) from delivery where state in ('queued', 'sending')) as delivery_queued,
               (select min(greatest(found_at, next_attempt_at)) from entry
                where state in ('new', 'failed') and historical is not null and found_by = 'listing' and next_attempt_at <= now()
                      and claimed_until <= now()) as entry_due,
               now() as now
    """)  # noqa: S608 - our own words
    row = db.execute(query).mappings().one()
    return {name: (row["now"] - since).total_seconds() if since else 0.0 for name, since in row.items() if name != "now"}


def newest_article_hours(db: Connection, source_keys: Collection[str]) -> dict[str, float]:
    """Hours since the newest article of each source came in; what a backfill found says nothing, and a source without any is left out."""
    query = text("""
        select source_key, extract(epoch from now() - max(found_at)) / 3600 from article
        where source_key = any(:keys) and not historical group by source_key order by source_key
    """)
    return {row[0]: max(0.0, float(row[1])) for row in db.execute(query, {"keys": list(source_keys)})}


def states_now(db: Connection, source_keys: Collection[str]) -> dict[str, int]:
    """{state: how many of these sources are in it}, of states that are trouble."""
    query = text("""
        select state, count(*) from source_state
        where source_key = any(:keys) and ended_at is null and state not in ('ok', 'quiet') group by state
    """)
    return {row[0]: int(row[1]) for row in db.execute(query, {"keys": list(source_keys)})}


def requests_used(db: Connection) -> dict[str, int]:
    """{host: requests made today, in Korea}."""
    return {row[0]: int(row[1]) for row in db.execute(text("select name, host_used(day, used) from host order by name"))}


@dataclass(frozen=True)
class Undelivered:
    """Messages to one recipient that did not leave: refused for good, or waiting; and why, where somebody tried to send one."""

    refused: int
    waiting: int
    reason: str | None


def undelivered(db: Connection, mailboxes: Collection[tuple[str, str]], waiting_hours: float) -> dict[str, Undelivered]:
    """{"channel: recipient": …} of what was refused for good, or has waited for so many hours.

    What was refused counts for a day, whatever was taken since and whoever it went to: a later success brings nobody the lost message.
    After that for a week, with nothing taken since, and of the `mailboxes`, (channel, recipient), alone, as what waits: nobody can mend
    what goes to one that no configuration has any more.
    """
    query = text(f"""
        select channel || ': ' || recipient, count(*) filter (where state = 'failed'), count(*) filter (where state <> 'failed'),
               (array_agg(error order by id desc) filter (where error is not null))[1]
        from delivery d
        where {REFUSED_LATELY}
           or (channel, recipient) in (select * from unnest(cast(:channels as text[]), cast(:recipients as text[])))
              and (state in ('queued', 'sending') and created_at < now() - make_interval(secs => :seconds)
                   or state = 'failed' and created_at > now() - interval '7 days' and not exists (
                      select from delivery s where s.channel = d.channel and s.recipient = d.recipient and s.state = 'sent' and s.id > d.id))
        group by 1 order by 1
    """)  # noqa: S608 - our own words
    values = {"channels": [channel for channel, _ in mailboxes], "recipients": [recipient for _, recipient in mailboxes]}
    return {row[0]: Undelivered(*row[1:]) for row in db.execute(query, {**values, "seconds": 3600 * waiting_hours})}


def refused_lately(db: Connection) -> int:
    """How many messages were refused for good within a day."""
    return int(db.execute(text(f"select count(*) from delivery where {REFUSED_LATELY}")).scalar_one())  # noqa: S608


def undecided(db: Connection, hours: float) -> int:
    """How many mentions nobody has decided on for so long."""
    query = f"select count(*) from mention where {UNDECIDED} and found_at < now() - make_interval(secs => :seconds)"  # noqa: S608
    return int(db.execute(text(query), {"seconds": 3600 * hours}).scalar_one())


def last_sent(db: Connection, mailboxes: Collection[tuple[str, str]]) -> dict[str, datetime]:
    """{"channel: recipient": when the last message to them was taken}, of these mailboxes."""
    query = "select channel, recipient, max(sent_at) from delivery where state = 'sent' group by 1, 2"
    return {f"{row[0]}: {row[1]}": row[2] for row in db.execute(text(query)) if (row[0], row[1]) in mailboxes}


def unreadable(db: Connection, days: int) -> dict[str, tuple[int, str, str]]:
    """{label: (articles, URL of one, the reason)} of so many days' listed articles that could not be read, by source; no backfill's."""
    query = text("""
        select coalesce(s.label, e.source_key, 'unknown source'), count(*),
               (array_agg(e.url order by e.id))[1], (array_agg(e.error order by e.id))[1]
        from entry e left join source s on s.key = e.source_key
        where e.state = 'failed' and not e.historical and e.found_at > now() - make_interval(days => :days) group by 1 order by 1
    """)
    return {row[0]: (int(row[1]), row[2], row[3] or "no reason was given") for row in db.execute(query, {"days": days})}


def readable(db: Connection, days: int) -> list[str]:
    """The labels of the sources of which no listed article is left unread for not being readable; no backfill's.

    Of what their open fault was ever told for, that is: an article that grew older than `days` meanwhile was not read for that, and one
    that had before the fault began has no part in it.
    """
    query = text("""
        select label from source s
        where not exists (
            select from entry where source_key = s.key and state = 'failed' and not historical and found_at > coalesce(
                (select min(began_at) from fault
                 where kind = 'unreadable_pages' and ended_at is null and jsonb_exists(evidence -> 'names', s.label)), now()
            ) - make_interval(days => :days))
    """)
    return list(db.execute(query, {"days": days}).scalars())
