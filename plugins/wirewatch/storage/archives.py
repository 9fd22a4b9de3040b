"""What waits for the archive, and which file holds what left its row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection, Engine, text

from wirewatch.models import ArchiveFile, Place

ARCHIVE_LOCK = 7_420_005  # advisory, ours and meaningless: one process writes the archive at a time

# Captures of entries that are nobody's yet. No source has this key: keys begin with a letter or a digit.
WITHOUT_SOURCE = "_without-source"

PERIODS = {"month": "YYYY-MM", "day": "YYYY-MM-DD"}


@dataclass(frozen=True)
class Pile:
    """Captures that go into one file, oldest first."""

    file: ArchiveFile
    capture_ids: list[int]


@contextmanager
def alone(engine: Engine) -> Iterator[bool]:
    """True while this process alone writes the archive, False where another does; a process that dies lets go of it."""
    with engine.connect() as lock:
        mine = bool(lock.execute(text("select pg_try_advisory_lock(:lock)"), {"lock": ARCHIVE_LOCK}).scalar_one())
        lock.commit()
        try:
            yield mine
        finally:
            if mine:
                lock.execute(text("select pg_advisory_unlock(:lock)"), {"lock": ARCHIVE_LOCK})
                lock.commit()


def waiting(db: Connection, before: date, per: Literal["month", "day"]) -> list[Pile]:
    """The captures fetched before that day (UTC) whose bytes are in their rows, by the file of their source and month or day (UTC).

    What belongs into a file that was thrown away stays in its rows: such pages were saved by somebody, and came late.
    """
    query = text("""
        with pile as (
            select coalesce(e.source_key, :without) as source, to_char(c.fetched_at at time zone 'UTC', :period) as period,
                   array_agg(c.id order by c.fetched_at, c.id) as ids
            from capture c join entry e on e.id = c.entry_id
            where c.body is not null and c.fetched_at < cast(:before as timestamp) at time zone 'UTC'
            group by 1, 2
        )
        select p.name, coalesce(f.length, 0) as length, coalesce(f.sha256, '') as sha256, pile.ids
        from pile cross join lateral (select source || '/' || source || '-' || period || '.warc.gz' as name) p
        left join archive_file f on f.name = p.name
        where f.dropped_on is null
        order by p.name
    """)
    rows = db.execute(query, {"without": WITHOUT_SOURCE, "period": PERIODS[per], "before": before})
    return [Pile(ArchiveFile(row.name, row.length, bytes(row.sha256)), row.ids) for row in rows]


def files(db: Connection) -> list[ArchiveFile]:
    """All files of the archive that were not thrown away, as far as they are written."""
    rows = db.execute(text("select name, length, sha256 from archive_file where dropped_on is null order by name"))
    return [ArchiveFile(row.name, row.length, bytes(row.sha256)) for row in rows]


def known(db: Connection, digests: Collection[bytes]) -> set[bytes]:
    """Those of these SHA-256 that some capture has."""
    query = "select distinct sha256 from capture where sha256 = any(:digests)"
    return {bytes(digest) for digest in db.execute(text(query), {"digests": list(digests)}).scalars()}


def switch(db: Connection, file: ArchiveFile, places: Mapping[int, Place]) -> None:
    """Replace the bytes of these captures by their places in the file, and remember how far the file is written."""
    grown = text("""
        insert into archive_file (name, length, sha256) values (:name, :length, :sha256)
        on conflict (name) do update set length = excluded.length, sha256 = excluded.sha256, written_at = now()
    """)
    db.execute(grown, file.__dict__)
    moved = text("""
        update capture set body = null, archive_file = :file, archive_offset = :offset, archive_length = :length
        where id = :id and body is not null
    """)
    db.execute(moved, [{"id": capture_id, **place.__dict__} for capture_id, place in places.items()])
