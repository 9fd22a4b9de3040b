"""Mentions as people look through them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Connection, text

from wirewatch.models import Tier


@dataclass(frozen=True)
class Wanted:
    """Which mentions: every field that is None asks for all. `person` is an id or a name, the days are Korean days of publication.

    `before` is the id of a mention: those found before it, for the next page.
    """

    list: str | None = None
    person: str | None = None
    tier: Tier | None = None
    first: date | None = None
    last: date | None = None
    retired: bool = False
    before: int | None = None
    limit: int = 100


@dataclass(frozen=True)
class Found:
    """A mention with its article; `retired_at` (UTC) where the list makes it no more, `rejected_by` the verdict that retired it."""

    id: int
    list: str
    entity: str
    name: str
    tier: str
    field: str
    surface: str
    reason: str
    score: float
    role: str | None
    event: str | None
    event_day: date | None
    counterpart: str | None
    sentence: str
    historical: bool
    found_at: datetime
    retired_at: datetime | None
    rejected_by: int | None
    url: str
    title: str | None
    source: str | None
    published_on: date | None


SELECT = """
    select m.id, m.watchlist, m.entity_id, m.name, m.tier, m.field, m.surface, m.reason, m.score, m.role, m.event, m.event_day,
           m.counterpart, m.sentence, m.historical, m.found_at, m.retired_at, m.rejected_by, a.url, r.title, a.source, a.published_on
    from mention m join revision r on r.id = m.revision_id join article a on a.id = r.article_id
"""


def mentions(db: Connection, wanted: Wanted) -> list[Found]:
    """The mentions asked for, the last found first; retired ones only where they are asked for."""
    query = text(f"""{SELECT}
        where (cast(:list as text) is null or m.watchlist = :list)
          and (cast(:person as text) is null or lower(:person) in (lower(m.entity_id), lower(m.name)))
          and (cast(:tier as text) is null or m.tier = :tier)
          and (cast(:first as date) is null or a.published_on >= :first) and (cast(:last as date) is null or a.published_on <= :last)
          and (:retired or m.retired_at is null) and (cast(:before as bigint) is null or m.id < :before)
        order by m.id desc limit :limit
    """)
    return [Found(*row) for row in db.execute(query, asdict(wanted))]


def mention(db: Connection, mention_id: int) -> Found | None:
    """The mention with that id, retired or not."""
    row = db.execute(text(SELECT + "where m.id = :id"), {"id": mention_id}).one_or_none()
    return None if row is None else Found(*row)
