"""Alerts and the outbox: what fired, and what is on its way to whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Engine, text

# Advisory locks, ours and meaningless: one process decides at a time, one sends at a time.
DECIDE_LOCK = 7_420_002
SEND_LOCK = 7_420_003


@dataclass(frozen=True)
class Undecided:
    """A mention nobody has decided on, with what an alert would say about it."""

    mention_id: int
    story_id: int
    watchlist: str
    entity_id: str
    name: str
    field: str
    span_start: int
    span_end: int
    surface: str
    tier: str
    reason: str
    role: str | None
    event: str | None
    event_day: date | None
    counterpart: str | None
    historical: bool
    found_on: date
    title: str | None
    body: str
    url: str
    original_url: str | None
    source_key: str | None
    source: str | None
    published_on: date | None
    first_seen: date | None


@dataclass(frozen=True)
class Delivery:
    """A message to be sent: to whom, about what, under which stable id, at which attempt, and the lines it is made of (JSON)."""

    id: int
    channel: str
    recipient: str
    about: str
    message_id: str
    attempts: int
    lines: list[str]


def deciding(db: Connection) -> None:
    """Until the transaction ends nobody else decides, or changes mentions that are stored."""
    db.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": DECIDE_LOCK})


def beside_decide(db: Connection) -> None:
    """For whoever changes mentions that are stored: wait until nobody decides, and let nobody decide until the transaction ends.

    Whoever needs the rows of revisions as well takes those first.
    """
    db.execute(text("select pg_advisory_xact_lock_shared(:lock)"), {"lock": DECIDE_LOCK})


def undecided(db: Connection) -> list[Undecided]:
    """The mentions `alert` has not looked at, oldest first. Until the transaction ends nobody else decides."""
    deciding(db)
    db.execute(text("update mention set decided_at = now() where decided_at is null and historical"))  # nothing to decide
    query = text("""
        select m.id as mention_id, a.story_id, m.watchlist, m.entity_id, m.name, m.field, m.span_start, m.span_end, m.surface, m.tier,
               m.reason, m.role, m.event, m.event_day, m.counterpart, m.historical, (m.found_at at time zone 'Asia/Seoul')::date as found_on,
               r.title, r.body, a.url, a.original_url, a.source_key, coalesce(a.source, s.label) as source, a.published_on, s.first_seen
        from mention m join revision r on r.id = m.revision_id join article a on a.id = r.article_id
        left join source s on s.key = a.source_key
        where m.decided_at is null and m.retired_at is null order by m.id
    """)
    return [Undecided(*row) for row in db.execute(query)]


def decided(db: Connection, mention_ids: Sequence[int]) -> None:
    """These mentions were looked at; whatever came of it, they are not looked at again."""
    db.execute(text("update mention set decided_at = now() where id = any(:ids)"), {"ids": list(mention_ids)})


def create(
    db: Connection,
    rule: str,
    rule_sha256: bytes,
    story_id: int,
    watchlist: str,
    entity_id: str,
    kind: str,
    mention_id: int,
    late: bool,
    line: str,
) -> int | None:
    """Store an alert; returns its id, or None when that rule has told of that person in that story already."""
    insert = text("""
        insert into alert (rule, rule_sha256, story_id, watchlist, entity_id, kind, mention_id, late, line)
        values (:rule, :rule_sha256, :story_id, :watchlist, :entity_id, :kind, :mention_id, :late, cast(:line as jsonb))
        on conflict (rule, story_id, watchlist, entity_id, kind) do nothing returning id
    """)
    values = {"rule": rule, "rule_sha256": rule_sha256, "story_id": story_id, "watchlist": watchlist, "entity_id": entity_id}
    more = {"kind": kind, "mention_id": mention_id, "late": late, "line": line}
    alert_id: int | None = db.execute(insert, {**values, **more}).scalar_one_or_none()
    return alert_id


def queue(db: Connection, channel: str, recipient: str, story_id: int, message_id: str, alert_ids: Sequence[int]) -> int:
    """Put one message into the outbox, named after the story that leads it; returns its id."""
    about = text("""
        select 'story:' || :story_id || ':' || count(*) + 1 from delivery
        where channel = :channel and recipient = :recipient and about like 'story:' || :story_id || ':%'
    """)
    key = {"channel": channel, "recipient": recipient}
    insert = "insert into delivery (channel, recipient, about, message_id) values (:channel, :recipient, :about, :message_id) returning id"
    values = {**key, "about": db.execute(about, {**key, "story_id": str(story_id)}).scalar_one(), "message_id": message_id}
    delivery_id = int(db.execute(text(insert), values).scalar_one())
    for alert_id in alert_ids:
        db.execute(
            text("insert into delivery_alert values (:delivery_id, :alert_id, :channel, :recipient) on conflict do nothing"),
            {**key, "delivery_id": delivery_id, "alert_id": alert_id},
        )
    return delivery_id


def withdraw(db: Connection, mention_ids: Sequence[int]) -> int:
    """Take alerts that rest on these mentions out of messages nobody tried to send yet; returns how many alerts that were.

    A message that was about nothing else is suppressed. Where nobody was told, there was no alert: what else the story says of the person
    is decided anew. The caller holds `deciding`, and retires the mentions.
    """
    out = text("""
        with open as (select d.id from delivery d where d.state = 'queued' and exists (
                select from delivery_alert da join alert a on a.id = da.alert_id where da.delivery_id = d.id and a.mention_id = any(:ids))
            order by d.id for update)
        delete from delivery_alert da using open, alert a
        where da.delivery_id = open.id and a.id = da.alert_id and a.mention_id = any(:ids) returning da.alert_id, da.delivery_id
    """)
    taken = db.execute(out, {"ids": list(mention_ids)}).all()
    empty = text("""
        update delivery d set state = 'suppressed', error = 'rejected by an analyst'
        where id = any(:ids) and not exists (select from delivery_alert where delivery_id = d.id)
    """)
    db.execute(empty, {"ids": [row.delivery_id for row in taken]})
    untold = text("""
        delete from alert a where id = any(:ids) and not exists (select from delivery_alert where alert_id = a.id)
        returning story_id, watchlist, entity_id
    """)
    anew = text("""
        update mention m set decided_at = null from revision r join article a on a.id = r.article_id
        where r.id = m.revision_id and a.story_id = :story_id and m.watchlist = :watchlist and m.entity_id = :entity_id and not m.historical
    """)
    for row in db.execute(untold, {"ids": [row.alert_id for row in taken]}).mappings().all():
        db.execute(anew, dict(row))
    return len({row.alert_id for row in taken})


# --- sending -------------------------------------------------------------------------------------


@contextmanager
def sending(engine: Engine) -> Iterator[bool]:
    """Hold the outbox: True for the one process that may send now. The server frees it the moment that process dies.

    So a message found in the state `sending` by its holder belongs to nobody alive, and is taken up again at once.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as lock:
        mine = bool(lock.execute(text("select pg_try_advisory_lock(:lock)"), {"lock": SEND_LOCK}).scalar_one())
        try:
            yield mine
        finally:
            if mine:
                lock.execute(text("select pg_advisory_unlock(:lock)"), {"lock": SEND_LOCK})


def claim(db: Connection, tried: Collection[int]) -> Delivery | None:
    """Take a message that is due and was not `tried` in this run; None when there is none.

    Those tried least come first: one that breaks its sender comes after all that do not.
    """
    row = db.execute(
        text("""
            update delivery set state = 'sending', attempts = attempts + 1
            where id = (select id from delivery where state in ('queued', 'sending') and next_attempt_at <= now()
                        and id <> all(:tried) order by attempts, id limit 1 for update)
            returning id, channel, recipient, about, message_id, attempts
        """),
        {"tried": list(tried)},
    ).one_or_none()
    if row is None:
        return None
    lines = text("""
        select line::text from alert join delivery_alert on alert_id = alert.id where delivery_id = :id order by alert.id
    """)
    return Delivery(
        row.id,
        row.channel,
        row.recipient,
        row.about,
        row.message_id,
        row.attempts,
        list(db.execute(lines, {"id": row.id}).scalars()),
    )


def sent(db: Connection, delivery_id: int, subject: str) -> None:
    """The other side has it."""
    query = "update delivery set state = 'sent', sent_at = now(), subject = :subject, error = null where id = :id"
    db.execute(text(query), {"id": delivery_id, "subject": subject})


def refused(db: Connection, delivery_id: int, reason: str, final: bool) -> None:
    """Not delivered: try again after 1, 2, 4 … 60 minutes, or never where trying again cannot help."""
    db.execute(
        text("""
            update delivery set state = :state, error = :reason,
                   next_attempt_at = now() + least(interval '1 hour', interval '1 minute' * power(2, least(attempts, 12) - 1))
            where id = :id
        """),
        {"id": delivery_id, "reason": reason, "state": "failed" if final else "queued"},
    )
