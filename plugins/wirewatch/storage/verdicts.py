"""What analysts said of mentions. A verdict stands until it is undone; its row stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from wirewatch.watchlist.verdicts import Ruling, Verdict, words_key


@dataclass(frozen=True)
class Given:
    """A verdict as it is kept: on which mention of whom, by whom and when, and by whom it was undone, if it was. Times are UTC."""

    id: int
    ruling: str
    mention_id: int
    list: str
    entity: str
    surface: str
    sentence: str
    by: str
    note: str | None
    made_at: datetime
    undone_by: str | None
    undone_at: datetime | None

    @property
    def verdict(self) -> Verdict:
        """What it says."""
        return Verdict(Ruling(self.ruling), self.entity, self.surface, self.sentence)


COLUMNS = "id, ruling, mention_id, watchlist, entity_id, surface, sentence, by_whom, note, made_at, undone_by, undone_at"


def standing(db: Connection, watchlist: str) -> list[Verdict]:
    """The verdicts on a list's people that nobody undid, oldest first."""
    return [given.verdict for given in history(db, watchlist) if given.undone_at is None]


def history(db: Connection, watchlist: str | None = None) -> list[Given]:
    """All verdicts, undone ones too, on one list's people or on all, oldest first."""
    query = text(f"select {COLUMNS} from verdict where coalesce(:watchlist, watchlist) = watchlist order by id")  # noqa: S608
    return [Given(*row) for row in db.execute(query, {"watchlist": watchlist})]


def get(db: Connection, verdict_id: int) -> Given | None:
    """A verdict by its id; until the transaction ends nobody else undoes it."""
    query = text(f"select {COLUMNS} from verdict where id = :id for update")  # noqa: S608 - our own names
    row = db.execute(query, {"id": verdict_id}).one_or_none()
    return None if row is None else Given(*row)


def record(db: Connection, watchlist: str, mention_id: int, verdict: Verdict, by: str, note: str | None) -> int | None:
    """Keep a verdict; returns its id, or None where one on the same words and person stands already."""
    insert = text("""
        insert into verdict (ruling, mention_id, watchlist, entity_id, surface, sentence, words, by_whom, note)
        values (:ruling, :mention_id, :watchlist, :entity_id, :surface, :sentence, :words, :by, :note)
        on conflict (watchlist, entity_id, words) where undone_at is null do nothing returning id
    """)
    words = words_key(verdict.surface, verdict.sentence)
    values = {**verdict.__dict__, "mention_id": mention_id, "watchlist": watchlist, "words": words, "by": by, "note": note}
    verdict_id: int | None = db.execute(insert, values).scalar_one_or_none()
    return verdict_id


def undo(db: Connection, verdict_id: int, by: str) -> None:
    """The verdict stands no more; the mentions that it retired are mentions again."""
    query = text("update verdict set undone_by = :by, undone_at = now() where id = :id")
    db.execute(query, {"id": verdict_id, "by": by})
    back = "update mention set retired_at = null, rejected_by = null where rejected_by = :id"
    db.execute(text(back), {"id": verdict_id})


def printed(db: Connection, watchlist: str, entity_id: str) -> list[tuple[int, str, str]]:
    """(id, surface, sentence) of the mentions of a person that are not retired."""
    query = text("""
        select id, surface, sentence from mention
        where watchlist = :watchlist and entity_id = :entity_id and retired_at is null order by id
    """)
    return [(row[0], row[1], row[2]) for row in db.execute(query, {"watchlist": watchlist, "entity_id": entity_id})]


def retire(db: Connection, verdict_id: int, mention_ids: Sequence[int]) -> None:
    """These mentions are what the verdict rejected."""
    query = text("update mention set retired_at = now(), rejected_by = :verdict where id = any(:ids)")
    db.execute(query, {"verdict": verdict_id, "ids": list(mention_ids)})
