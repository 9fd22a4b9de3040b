"""Trouble, as it begins, lasts and ends: what operators are told of, and what stands in the outbox for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, text

from wirewatch.models import Trouble

COLUMNS = "about, over_about, cause, kind, key, label, reason, evidence, times, began_at, ended_at"


def lasting(db: Connection, kinds: Sequence[str], hours: float) -> list[Trouble]:
    """The open ones of these kinds that have lasted so long, however long that was: nobody may have been awake to tell of them."""
    query = f"""
        select {COLUMNS} from trouble
        where kind = any(:kinds) and ended_at is null and began_at <= now() - make_interval(secs => :seconds)
        order by began_at, about
    """  # noqa: S608 - our own columns
    return [Trouble(*row) for row in db.execute(text(query), {"kinds": list(kinds), "seconds": 3600 * hours})]


def untold(db: Connection, abouts: Sequence[str]) -> list[str]:
    """Those of which nobody was told, in their order."""
    query = "select about from unnest(cast(:abouts as text[])) with ordinality a (about, n) where not exists (select from delivery d where d.about = a.about) order by n"
    return list(db.execute(text(query), {"abouts": list(abouts)}).scalars())


def untold_ends(db: Connection) -> list[Trouble]:
    """Those whose beginning was told and that healed in the last week, their end not told yet."""
    query = f"""
        select {COLUMNS} from trouble t
        where healed_at > now() - interval '7 days'
          and exists (select from delivery where about = t.about) and not exists (select from delivery where about = t.over_about)
        order by healed_at, about
    """  # noqa: S608
    return [Trouble(*row) for row in db.execute(text(query))]


def told_to(db: Connection, about: str) -> list[tuple[str, str]]:
    """(channel, recipient) of those to whom a message about it was queued."""
    query = "select channel, recipient from delivery where about = :about order by id"
    return [(row[0], row[1]) for row in db.execute(text(query), {"about": about})]


def one(db: Connection, about: str) -> Trouble:
    """The trouble a message is about, by its beginning or by its end (then the end is what the message is about).

    One end may be that of several states, each of which followed the other: it is told of the last one whose beginning was told.
    """
    query = f"""
        select {COLUMNS} from trouble t where :about in (about, over_about)
        order by exists (select from delivery where about = t.about) desc, began_at desc limit 1
    """  # noqa: S608
    return Trouble(*db.execute(text(query), {"about": about}).one())


def open_at(db: Connection, moment: datetime) -> list[Trouble]:
    """What lasted at that moment, the oldest first."""
    query = f"""
        select {COLUMNS} from trouble where began_at <= :moment and coalesce(ended_at > :moment, true) order by began_at, about
    """  # noqa: S608
    return [Trouble(*row) for row in db.execute(text(query), {"moment": moment})]


def healed_between(db: Connection, since: datetime, until: datetime, channel: str, recipient: str) -> list[Trouble]:
    """What healed after `since` and up to `until`, each cause once, by its last trouble; but that of which they have a message already."""
    query = f"""
        select * from (
            select distinct on (cause) {COLUMNS} from trouble
            where healed_at > :since and healed_at <= :until order by cause, healed_at desc, began_at desc, about desc
        ) t
        where not exists (select from delivery where channel = :channel and recipient = :recipient and about = t.over_about)
        order by ended_at, about
    """  # noqa: S608
    values = {"since": since, "until": until, "channel": channel, "recipient": recipient}
    return [Trouble(*row) for row in db.execute(text(query), values)]


def last_morning(db: Connection, before: str) -> str | None:
    """The last morning summary before that one, by their names in the outbox (`morning:<name>`, which sort by time)."""
    query = "select max(substr(about, 9)) from delivery where about like 'morning:%' and substr(about, 9) < :before"
    name: str | None = db.execute(text(query), {"before": before}).scalar_one()
    return name


def queue(db: Connection, channel: str, recipient: str, about: str, message_id: str) -> int:
    """Put one message to an operator into the outbox; returns 1, or 0 where it stands there already."""
    insert = text("""
        insert into delivery (channel, recipient, about, message_id) values (:channel, :recipient, :about, :message_id)
        on conflict (channel, recipient, about) do nothing
    """)
    values = {"channel": channel, "recipient": recipient, "about": about, "message_id": message_id}
    return int(db.execute(insert, values).rowcount)
