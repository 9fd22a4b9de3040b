"""Watchlist versions, the texts that were held against them, and the mentions they made."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from wirewatch.models import Mention
from wirewatch.storage.alerts import beside_decide

Key = tuple[str, str, int, int]  # person, field, span: what makes a mention of a text that mention
Historical = Callable[[Mention], bool]

SAYS = (
    "name", "surface", "tier", "score", "reason", "role", "event", "event_day", "counterpart", "day_evidence", "sentence"
)  # fmt: skip


@dataclass(frozen=True)
class Stored:
    """A mention as it stands in the database. `rejected`: a verdict that stands retired it; `awaited`: it is news, and nobody decided yet."""

    id: int
    key: Key
    says: dict[str, Any]
    retired: bool
    rejected: bool = False
    awaited: bool = False


@dataclass
class Changes:
    """What is to be written for some texts so that their mentions are those just found."""

    new: list[tuple[int, Mention, bool]] = field(default_factory=list)  # revision, mention, historical
    changed: list[tuple[int, Mention]] = field(default_factory=list)
    again: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)

    @property
    def fresh(self) -> int:
        """How many of the new ones may alert."""
        return sum(not historical for _, _, historical in self.new)

    def add(self, revision_id: int, known: Sequence[Stored], found: Iterable[Mention], historical: Historical) -> None:
        """Compare what is stored of a text with what was found in it now; `historical` says which new ones never alert.

        What an analyst rejected stays so until that is undone, also where a run that began before does not know of it. And who is news
        that nobody decided on yet stays news where only the place is another one now.
        """
        before = {one.key: one for one in known}
        now = {key(mention): mention for mention in found}
        gone = [one for at, one in before.items() if at not in now and not one.retired]
        news = {one.key[0] for one in gone if one.awaited}
        new = [mention for at, mention in now.items() if at not in before]
        self.new += [(revision_id, mention, historical(mention) and mention.entity_id not in news) for mention in new]
        self.gone += [one.id for one in gone]
        same = [(before[at], mention) for at, mention in now.items() if at in before]
        self.again += [one.id for one, _ in same if one.retired and not one.rejected]
        self.changed += [(one.id, mention) for one, mention in same if one.says != says(mention)]


def key(mention: Mention) -> Key:
    """What makes it that mention of its text."""
    return (mention.entity_id, mention.field, mention.start, mention.end)


def says(mention: Mention) -> dict[str, Any]:
    """What may be put otherwise by a newer list or matcher; the score as exactly as it is kept."""
    return {name: getattr(mention, name) for name in SAYS} | {"score": round(mention.score, 4)}


def list_version(db: Connection, watchlist: str, sha256: bytes) -> int:
    """The number of this version of a list; a content not seen before becomes the next version, one seen before is that version again."""
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


def stored(db: Connection, watchlist: str, revision_ids: Sequence[int]) -> dict[int, list[Stored]]:
    """The mentions a list made of these texts, retired ones too, by revision."""
    query = text(f"""
        select id, revision_id, entity_id, field, span_start, span_end, retired_at is not null as retired,
               rejected_by is not null as rejected, decided_at is null and retired_at is null and not historical as awaited,
               {", ".join(SAYS)}
        from mention where watchlist = :watchlist and revision_id = any(:ids)
    """)  # noqa: S608 - our own names
    found = defaultdict(list)
    for row in db.execute(query, {"watchlist": watchlist, "ids": list(revision_ids)}).mappings():
        says = {name: row[name] for name in SAYS} | {"score": round(row["score"], 4)}
        mention_key = (row["entity_id"], row["field"], row["span_start"], row["span_end"])
        state = {name: row[name] for name in ("retired", "rejected", "awaited")}
        found[row["revision_id"]].append(Stored(row["id"], mention_key, says, **state))
    return found


def write(db: Connection, watchlist: str, version: int, revision_ids: Collection[int], changes: Changes) -> None:
    """Write what changed, and that these texts were held against that version of the list.

    The caller holds the texts' rows (`for no key update`). What was told stays told: a mention that is put otherwise, or made again
    after it was retired, keeps the moment it was decided; one that nobody decided on by then is historical.
    """
    if changes.changed or changes.again or changes.gone:
        beside_decide(db)
    _insert(db, watchlist, version, changes.new)
    _update(db, version, changes.changed)
    if changes.again:
        query = "update mention set retired_at = null, historical = historical or decided_at is null where id = any(:ids)"
        db.execute(text(query), {"ids": changes.again})
    if changes.gone:
        db.execute(text("update mention set retired_at = now() where id = any(:ids)"), {"ids": changes.gone})
    held = text("""
        insert into matched (revision_id, watchlist, version) select id, :watchlist, :version from unnest(cast(:ids as bigint[])) id
        on conflict (revision_id, watchlist) do update set version = excluded.version, matched_at = now()
    """)
    db.execute(held, {"watchlist": watchlist, "version": version, "ids": list(revision_ids)})


def save(
    db: Connection, revision_id: int, watchlist: str, version: int, found: Iterable[Mention], historical: Historical
) -> Changes:
    """Make what was found in a text its mentions, and say that it was held against that version; twice is the same as once.

    `historical` says which new ones never alert. The caller holds the text's row.
    """
    changes = Changes()
    changes.add(revision_id, stored(db, watchlist, [revision_id]).get(revision_id, []), found, historical)
    write(db, watchlist, version, [revision_id], changes)
    return changes


COLUMNS = ", ".join(("revision_id", "watchlist", "entity_id", "version", "field", "span_start", "span_end", "historical", *SAYS))

INSERT = f"""
    insert into mention ({COLUMNS}, decided_at) select {COLUMNS}, case when historical then now() end
    from json_populate_recordset(null::mention, cast(:rows as json))
"""  # noqa: S608

UPDATE = f"""
    update mention m set version = now.version, {", ".join(f"{name} = now.{name}" for name in SAYS)}
    from json_populate_recordset(null::mention, cast(:rows as json)) now where m.id = now.id
"""  # noqa: S608


def _insert(db: Connection, watchlist: str, version: int, new: Sequence[tuple[int, Mention, bool]]) -> None:
    """A historical mention is decided from the start: nobody is told of it."""
    rows = [
        {
            **says(mention),
            **dict(zip(("entity_id", "field", "span_start", "span_end"), key(mention), strict=True)),
            "revision_id": revision_id,
            "historical": historical,
            "watchlist": watchlist,
            "version": version,
        }
        for revision_id, mention, historical in new
    ]
    _write_rows(db, INSERT, rows)


def _update(db: Connection, version: int, changed: Sequence[tuple[int, Mention]]) -> None:
    _write_rows(db, UPDATE, [{**says(mention), "id": mention_id, "version": version} for mention_id, mention in changed])


def _write_rows(db: Connection, statement: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """All rows in one statement: each by itself would wait for the server's answer."""
    if rows:
        db.execute(text(statement), {"rows": json.dumps(rows, default=date.isoformat)})
