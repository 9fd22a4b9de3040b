"""Captures: the raw answers, as they were received, and what each turned out to be."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, text

from wirewatch.errors import PermanentError
from wirewatch.models import Place, Response
from wirewatch.storage.entries import Claimed

# What reads the bytes of an archived capture: this room does not know where archives lie.
Reader = Callable[[Place], bytes]

WITH_ITS_FILE = "select c.*, f.dropped_on from capture c left join archive_file f on f.name = c.archive_file where c.id = :id"

# An article; a page that fails the contract; an answer in place of the page; a page that is no more.
Kind = Literal["article", "unreadable", "refused", "gone"]


@dataclass(frozen=True)
class ToRead:
    """A capture to be read again, and the entry it belongs to."""

    id: int
    entry: Claimed
    source_key: str | None
    stored: bool


@dataclass(frozen=True)
class Listed:
    """A capture as an operator sees it; `sha256` in hexadecimal, `archived_in` the WARC file that holds it now."""

    id: int
    url: str
    source: str | None
    state: Kind | None
    reason: str | None
    status: int
    fetched_at: datetime
    sha256: str
    archived_in: str | None


@dataclass(frozen=True)
class Wanted:
    """Which captures: of a source, of Korean days (both ends included), of pages that could not be read; None is all."""

    source_key: str | None = None
    first: date | None = None
    last: date | None = None
    failed: bool = False


def save(db: Connection, entry_id: int, response: Response, imported: bool = False) -> int:
    """Keep the raw answer; returns the capture's id. `imported`: somebody else saved it, we did not fetch it."""
    return int(
        db.execute(
            text("""
                insert into capture (entry_id, url, final_url, status, headers, sha256, body, fetched_at, imported)
                values (:entry_id, :url, :final_url, :status, :headers, :sha256, :body, :fetched_at, :imported) returning id
            """),
            {
                "entry_id": entry_id,
                "url": response.url,
                "final_url": response.final_url,
                "status": response.status,
                "headers": json.dumps(response.headers),
                "sha256": hashlib.sha256(response.body).digest(),
                "body": zlib.compress(response.body),
                "fetched_at": response.fetched_at,
                "imported": imported,
            },
        ).scalar_one()
    )


def same(db: Connection, entry_id: int, body: bytes) -> tuple[int, Kind | None] | None:
    """Id and kind of a capture of the entry with these very bytes, if there is one."""
    query = "select id, state from capture where entry_id = :entry_id and sha256 = :sha256 order by id desc limit 1"
    row = db.execute(text(query), {"entry_id": entry_id, "sha256": hashlib.sha256(body).digest()}).one_or_none()
    return None if row is None else (row.id, row.state)


def judge(db: Connection, capture_id: int, kind: Kind, reason: str | None, parser_version: str) -> None:
    """Write down what the capture turned out to be, and which parser said so."""
    query = "update capture set state = :kind, reason = :reason, parser_version = :parser_version where id = :id"
    db.execute(text(query), {"id": capture_id, "kind": kind, "reason": reason, "parser_version": parser_version})


def is_outdated(db: Connection, capture_id: int) -> bool:
    """Whether the same article was read from a capture fetched after this one."""
    query = text("""
        select exists (select from capture mine join capture other on other.entry_id = mine.entry_id
                       where mine.id = :id and other.state = 'article' and other.fetched_at > mine.fetched_at)
    """)
    return bool(db.execute(query, {"id": capture_id}).scalar_one())


def response(db: Connection, capture_id: int, read: Reader) -> Response:
    """The answer as it was received, from its row or from the archive. Raises PermanentError where its bytes are not those received."""
    row = db.execute(text(WITH_ITS_FILE), {"id": capture_id}).one()
    return Response(row.url, row.final_url, row.status, row.headers, _received(row, read), row.fetched_at)


def body(db: Connection, capture_id: int, read: Reader) -> bytes | None:
    """The bytes of the answer, from the row or from the archive; None where no capture has that id. Raises PermanentError as `response` does."""
    row = db.execute(text(WITH_ITS_FILE), {"id": capture_id}).one_or_none()
    return None if row is None else _received(row, read)


def _received(row: Row[Any], read: Reader) -> bytes:
    if row.dropped_on:
        raise PermanentError(
            f"capture {row.id}: thrown away on {row.dropped_on}, as `retention` in settings.yml says; its hash is kept"
        )
    archived = row.body is None
    received = read(Place(row.archive_file, row.archive_offset, row.archive_length)) if archived else zlib.decompress(row.body)
    if hashlib.sha256(received).digest() != bytes(row.sha256):
        raise PermanentError(f"capture {row.id}: the bytes in {row.archive_file or 'its row'} are not those that were received")
    return received


def to_reread(db: Connection, wanted: Wanted, unless_read_by: str | None = None) -> list[int]:
    """Ids of the entries whose capture may be read again, oldest day first; without those a parser of that version has read."""
    query = text("""
        select entry_id from capture_to_read
        where (cast(:source_key as text) is null or source_key = :source_key)
          and (cast(:first as date) is null or day >= :first) and (cast(:last as date) is null or day <= :last)
          and not (:failed and stored)
          and (cast(:version as text) is null or parser_version is distinct from :version)
        order by day, entry_id
    """)
    return list(db.execute(query, {**wanted.__dict__, "version": unless_read_by}).scalars())


def to_read(db: Connection, entry_id: int, unless_read_by: str | None = None) -> ToRead | None:
    """The entry's capture to read again; None where there is none, or a parser of that version has read it."""
    query = text("""
        select c.capture_id, c.source_key as source, c.stored, e.id, e.url, e.url_hash, e.title, e.listed_on,
               coalesce(e.historical, true) as historical, e.attempts, e.source_key as listed_by
        from capture_to_read c join entry e on e.id = c.entry_id
        where c.entry_id = :id and (cast(:version as text) is null or c.parser_version is distinct from :version)
    """)
    row = db.execute(query, {"id": entry_id, "version": unless_read_by}).one_or_none()
    if row is None:
        return None
    entry = Claimed(row.id, row.url, bytes(row.url_hash), row.title, row.listed_on, row.historical, row.attempts, row.listed_by)
    return ToRead(row.capture_id, entry, row.source, row.stored)


def still_unreadable(db: Connection, entry_id: int, reason: str) -> None:
    """An unreadable page was read once more, in vain."""
    query = "update entry set error = :reason where id = :id and state <> 'stored'"
    db.execute(text(query), {"id": entry_id, "reason": reason})


def listed(db: Connection, wanted: Wanted, limit: int) -> list[Listed]:
    """Captures, newest first; with `failed` one for each page that cannot be read."""
    query = text("""
        select c.id, c.url, coalesce(a.source_key, e.source_key) as source, c.state, c.reason, c.status, c.fetched_at,
               encode(c.sha256, 'hex'), c.archive_file
        from capture c join entry e on e.id = c.entry_id left join article a on a.entry_id = e.id
        where (cast(:source_key as text) is null or coalesce(a.source_key, e.source_key) = :source_key)
          and (cast(:first as date) is null or (c.fetched_at at time zone 'Asia/Seoul')::date >= :first)
          and (cast(:last as date) is null or (c.fetched_at at time zone 'Asia/Seoul')::date <= :last)
          and (not :failed or c.id in (select capture_id from capture_to_read where not stored))
        order by c.fetched_at desc, c.id desc limit :limit
    """)
    return [Listed(*row) for row in db.execute(query, {**wanted.__dict__, "limit": limit})]
