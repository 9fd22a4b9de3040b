"""When listed people appeared: the articles with a mention that still stands, historical ones too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from wirewatch.storage.articles import day_of


@dataclass(frozen=True)
class Appearance:
    """An article that mentions a person: its day in Korea (when it was found, where it prints none) and the titles printed there."""

    day: date
    article_id: int
    url: str
    title: str | None
    roles: tuple[str, ...]


def appearances(db: Connection, watchlist: str, entity_id: str) -> list[Appearance]:
    """The articles that mention a person, oldest first, each once whatever revisions it has."""
    query = text(f"""
        select {day_of("a")} as day, a.id, a.url, (array_agg(r.title order by r.number desc))[1],
               coalesce(array_agg(distinct m.role order by m.role) filter (where m.role is not null), array[]::text[])
        from mention m join revision r on r.id = m.revision_id join article a on a.id = r.article_id
        where m.watchlist = :watchlist and m.entity_id = :entity_id and m.retired_at is null
        group by a.id order by day, a.id
    """)  # noqa: S608  the fragment is ours
    rows = db.execute(query, {"watchlist": watchlist, "entity_id": entity_id})
    return [Appearance(row[0], row[1], row[2], row[3], tuple(row[4])) for row in rows]


def before(db: Connection, mention_id: int) -> tuple[list[Appearance], Appearance]:
    """The appearances of a mention's person before the one in its article, oldest first, and that one.

    Of articles of one day, those with a lower id count as earlier. Raises NoResultFound for a mention that is none or is retired.
    """
    query = text("""
        select m.watchlist, m.entity_id, r.article_id from mention m join revision r on r.id = m.revision_id
        where m.id = :id and m.retired_at is null
    """)
    watchlist, entity_id, article_id = db.execute(query, {"id": mention_id}).one()
    known = appearances(db, watchlist, entity_id)
    own = next(one for one in known if one.article_id == article_id)
    return [one for one in known if (one.day, one.article_id) < (own.day, own.article_id)], own


def stored_since(db: Connection) -> date | None:
    """The day (KST) of the oldest stored article: before it nothing is known of anybody."""
    return db.execute(text(f"select min({day_of('a')}) from article a")).scalar_one()  # type: ignore[no-any-return]  # noqa: S608
