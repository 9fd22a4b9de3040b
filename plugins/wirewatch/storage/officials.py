"""The people that texts print with an office or as present, and which of them are on no list."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from wirewatch.storage.articles import day_of
from wirewatch.watchlist.officials.printed import Official
from wirewatch.watchlist.officials.unlisted import is_office

_ON_A_LIST = """
    m.revision_id = o.revision_id and m.field = o.field and m.retired_at is null
    and m.span_start < o.span_end and o.span_start < m.span_end
"""
_NEWEST = "not exists (select from revision newer where newer.article_id = r.article_id and newer.number > r.number)"


@dataclass(frozen=True)
class Attendee:
    """A person in the list of those present of an article, or a delegation's leader; `entity_ids` by list, where one has them."""

    field: str
    start: int
    end: int
    name: str
    role: str | None
    side: str | None
    how: str
    opener: str
    entity_ids: dict[str, str]


@dataclass(frozen=True)
class Printed:
    """One place where an official on no list stands; `day` is the article's, in Korea."""

    name: str
    role: str
    side: str
    day: date
    url: str


def replace(db: Connection, found: Mapping[int, Iterable[Official]]) -> None:
    """Keep these as the officials of each revision, in place of whoever was kept before."""
    db.execute(text("delete from official where revision_id = any(:ids)"), {"ids": list(found)})
    rows = {
        (revision_id, one.field, one.start): _row(revision_id, one) for revision_id, people in found.items() for one in people
    }
    insert = text("insert into official select * from json_populate_recordset(null::official, cast(:rows as json))")
    if rows:
        db.execute(insert, {"rows": json.dumps(list(rows.values()))})


def _row(revision_id: int, one: Official) -> dict[str, Any]:
    """The columns of an official."""
    names = ("field", "name", "role", "role_start", "role_end", "side", "how", "opener")
    said = {name: getattr(one, name) for name in names}
    return {**said, "revision_id": revision_id, "span_start": one.start, "span_end": one.end, "office": is_office(one)}


def attendees(db: Connection, url_hash: bytes) -> list[Attendee] | None:
    """Who attended or led a delegation according to the newest text of an article, in reading order; None where it is not stored."""
    newest = "select r.id from revision r join article a on a.id = r.article_id where a.url_hash = :hash order by r.number desc limit 1"
    revision_id = db.execute(text(newest), {"hash": url_hash}).scalar_one_or_none()
    if revision_id is None:
        return None
    query = text(f"""
        select o.field, o.span_start, o.span_end, o.name, o.role, o.side, o.how, o.opener,
               coalesce((select jsonb_object_agg(m.watchlist, m.entity_id) from mention m where {_ON_A_LIST}), '{{}}')
        from official o where o.revision_id = :id and o.how <> 'title'
        order by array_position(array['title', 'body', 'listing'], o.field), o.span_start
    """)  # noqa: S608  the fragment is ours
    return [Attendee(*row) for row in db.execute(query, {"id": revision_id})]


def unlisted(db: Connection, countries: Collection[str]) -> list[Printed]:
    """Where officials of these countries stand whom no list has, in the newest text of each article, oldest first."""
    query = text(f"""
        select o.name, o.role, o.side, {day_of("a")} as day, a.url
        from official o join revision r on r.id = o.revision_id join article a on a.id = r.article_id
        where o.office and o.side = any(:countries) and {_NEWEST} and not exists (select from mention m where {_ON_A_LIST})
        order by day, a.id, o.span_start
    """)  # noqa: S608  the fragments are ours
    return [Printed(*row) for row in db.execute(query, {"countries": sorted(countries)})]
