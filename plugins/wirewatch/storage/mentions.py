"""Watchlist versions and the mentions they made."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, text

from wirewatch.models import Mention


def list_version(db: Connection, watchlist: str, sha256: bytes) -> int:
    """The number of this version of a list; a content not seen before becomes the next version."""
    db.execute(text("select pg_advisory_xact_lock(hashtext('watchlist ' || :name))"), {"name": watchlist})
    query = "select number from watchlist_version where watchlist = :name and sha256 = :sha order by number desc limit 1"
    known = db.execute(text(query), {"name": watchlist, "sha": sha256}).scalar_one_or_none()
    if known is not None:
        return int(known)
    insert = text("""
        insert into watchlist_version (watchlist, number, sha256)
        select :name, coalesce(max(number), 0) + 1, :sha from watchlist_version where watchlist = :name returning number
    """)
    return int(db.execute(insert, {"name": watchlist, "sha": sha256}).scalar_one())


def save(db: Connection, revision_id: int, watchlist: str, version: int, found: Iterable[Mention], historical: bool) -> int:
    """Store the mentions of one revision and that it was matched; returns how many are new. Twice is the same as once."""
    count = sum(_save(db, revision_id, version, mention, historical) for mention in found)
    db.execute(
        text("insert into matched (revision_id, watchlist, version) values (:r, :w, :v) on conflict do nothing"),
        {"r": revision_id, "w": watchlist, "v": version},
    )
    return count


def _save(db: Connection, revision_id: int, version: int, mention: Mention, historical: bool) -> int:
    insert = text("""
        insert into mention (revision_id, watchlist, entity_id, version, name, field, span_start, span_end, surface, tier, score,
                             reason, role, event, event_day, counterpart, day_evidence, sentence, historical)
        values (:revision_id, :watchlist, :entity_id, :version, :name, :field, :start, :end, :surface, :tier, :score,
                :reason, :role, :event, :event_day, :counterpart, :day_evidence, :sentence, :historical)
        on conflict (revision_id, watchlist, entity_id, field, span_start, span_end) do nothing
    """)
    return db.execute(
        insert, {**mention.__dict__, "revision_id": revision_id, "version": version, "historical": historical}
    ).rowcount


def no_news(db: Connection, revision_id: int, watchlist: str, entity_ids: Collection[str]) -> int:
    """What a revision says of these persons is no news: historical, never an alert. Returns how many mentions it was."""
    query = text("""
        update mention set historical = true
        where revision_id = :id and watchlist = :watchlist and entity_id = any(:entities) and not historical
    """)
    return db.execute(query, {"id": revision_id, "watchlist": watchlist, "entities": list(entity_ids)}).rowcount
