"""What analysts said of mentions. A verdict stands until it is undone; its row stays."""

from __future__ import annotations

from sqlalchemy import Connection, text

from wirewatch.watchlist.verdicts import Ruling, Verdict


def standing(db: Connection, watchlist: str) -> list[Verdict]:
    """The verdicts on a list's people that nobody undid, oldest first."""
    query = text("""
        select ruling, entity_id, surface, sentence from verdict where watchlist = :watchlist and undone_at is null order by id
    """)
    return [Verdict(Ruling(row.ruling), *row[1:]) for row in db.execute(query, {"watchlist": watchlist})]
