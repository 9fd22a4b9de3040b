"""Captures, articles and their revisions."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, text

from wirewatch.models import Article, Response
from wirewatch.storage.entries import Claimed


@dataclass(frozen=True)
class Unmatched:
    """A revision, whether it is only what the listing says (`listed`), and the lists (`matched_with`) it was held against."""

    id: int
    title: str | None
    body: str
    historical: bool
    listed: bool
    matched_with: list[str]


def save_capture(db: Connection, entry_id: int, response: Response) -> int:
    """Keep the raw answer; returns the capture's id."""
    return int(
        db.execute(
            text("""
                insert into capture (entry_id, url, final_url, status, headers, sha256, body, fetched_at)
                values (:entry_id, :url, :final_url, :status, :headers, :sha256, :body, :fetched_at) returning id
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
            },
        ).scalar_one()
    )


def text_hash(title: str | None, body: str) -> bytes:
    """SHA-256 of title and body with white space collapsed: the sidebar changes daily, and that is no news."""
    return hashlib.sha256("\x00".join(" ".join(part.split()) for part in (title or "", body)).encode()).digest()


def save(
    db: Connection, entry: Claimed, article: Article, source_key: str | None, capture_id: int, parser_version: str
) -> int | None:
    """Store what was read; returns the id of the revision it made, or None when title and body are as they were."""
    article_id = _save_article(db, entry, article, source_key)
    latest = _latest_revision(db, article_id)
    digest = text_hash(article.title, article.body)
    if latest is not None and bytes(latest.text_hash) == digest:
        return None
    cause = "published" if latest is None else "edited" if latest.parser_version == parser_version else "reparsed"
    return int(
        db.execute(
            text("""
                insert into revision (article_id, number, capture_id, parser_version, cause, title, body, text_hash)
                values (:article_id, :number, :capture_id, :parser_version, :cause, :title, :body, :text_hash) returning id
            """),
            {
                "article_id": article_id,
                "number": 1 if latest is None else latest.number + 1,
                "capture_id": capture_id,
                "parser_version": parser_version,
                "cause": cause,
                "title": article.title,
                "body": article.body,
                "text_hash": digest,
            },
        ).scalar_one()
    )


def _latest_revision(db: Connection, article_id: int) -> Row[tuple[int, bytes, str]] | None:
    query = text("""
        select number, text_hash, parser_version from revision where article_id = :id and number > 0 order by number desc limit 1
    """)
    return db.execute(query, {"id": article_id}).one_or_none()


def _save_article(db: Connection, entry: Claimed, article: Article, source_key: str | None) -> int:
    values = {
        "url_hash": article.url_hash,
        "entry_id": entry.id,
        "url": article.url,
        "source_key": source_key,
        "source": article.source,
        "language": article.language,
        "published_on": article.published_on,
        "original_url": article.original_url,
        "dateline_day": article.dateline_day,
        "footer_date": article.footer_date,
        "provenance": json.dumps(article.provenance),
        "warnings": list(article.warnings),
        "historical": entry.historical,
    }
    known = db.execute(text("select id from article where url_hash = :url_hash for update"), values).scalar_one_or_none()
    if known is not None:
        db.execute(text(UPDATE), values)
        return int(known)
    # Until articles are joined into stories, one article is one story.
    return int(db.execute(text(INSERT), values).scalar_one())


INSERT = """
    with new_story as (insert into story default values returning id)
    insert into article (url_hash, entry_id, story_id, url, source_key, source, language, published_on, original_url,
                         dateline_day, footer_date, provenance, warnings, historical, found_at)
    select :url_hash, :entry_id, new_story.id, :url, :source_key, :source, :language, :published_on, :original_url,
           :dateline_day, :footer_date, :provenance, :warnings, :historical, (select found_at from entry where id = :entry_id)
    from new_story returning id
"""

UPDATE = """
    update article set source_key = coalesce(:source_key, source_key), source = :source, language = :language, published_on = :published_on, original_url = :original_url,
           dateline_day = :dateline_day, footer_date = :footer_date, provenance = :provenance, warnings = :warnings, updated_at = now()
    where url_hash = :url_hash
"""


def unmatched(db: Connection, watchlists: Sequence[str], source_key: str | None, entry_ids: Sequence[int]) -> list[int]:
    """Ids of the latest revisions never matched with one of those lists, of a source or of these entries; of all when no source is given."""
    query = text("""
        select r.id from article a
        join lateral (select id from revision where article_id = a.id order by number desc limit 1) r on true
        where (cast(:source_key as text) is null or a.source_key = :source_key or a.entry_id = any(:entry_ids))
        and exists (select from unnest(cast(:watchlists as text[])) list
                    where not exists (select from matched m where m.revision_id = r.id and m.watchlist = list))
        order by r.id
    """)
    params = {"watchlists": list(watchlists), "source_key": source_key, "entry_ids": list(entry_ids)}
    return list(db.execute(query, params).scalars())


def to_match(db: Connection, revision_id: int) -> Unmatched:
    """A revision's text and the lists it was matched with; until the transaction ends nobody else matches it."""
    query = text("""
        select r.id, r.title, r.body, a.historical, r.number = 0,
               array(select watchlist from matched m where m.revision_id = r.id) as done
        from revision r join article a on a.id = r.article_id where r.id = :id for update of r
    """)
    return Unmatched(*db.execute(query, {"id": revision_id}).one())
