"""Articles and their revisions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection, Row, text

from wirewatch.models import Article
from wirewatch.storage import captures
from wirewatch.storage.entries import Claimed

# Why a text differs from the one before it: the state changed it, or we read the same page better.
Cause = Literal["edited", "reparsed"]


def day_of(article: str) -> str:
    """The SQL for an article's day in Korea, by the article's alias: the day it was found, where it prints none."""
    return f"coalesce({article}.published_on, ({article}.found_at at time zone 'Asia/Seoul')::date)"


@dataclass(frozen=True)
class Text:
    """A revision as it is held against lists; `listed`: it is only what the listing says of the article."""

    id: int
    title: str | None
    body: str
    published_on: date | None
    historical: bool
    listed: bool


@dataclass(frozen=True)
class Unmatched(Text):
    """A revision, and the lists (`matched_with`) it was held against."""

    matched_with: list[str]


def text_hash(title: str | None, body: str) -> bytes:
    """SHA-256 of title and body with white space collapsed: the sidebar changes daily, and that is no news."""
    return hashlib.sha256("\x00".join(" ".join(part.split()) for part in (title or "", body)).encode()).digest()


def save(
    db: Connection,
    entry: Claimed,
    article: Article,
    source_key: str | None,
    capture_id: int,
    parser_version: str,
    cause: Cause,
) -> int | None:
    """Store what was read; returns the id of the revision it made, or None when title and body are as they were.

    The first text read of the article's own page is `published`; a later one that differs has the `cause` the caller knows.
    `edited` is for a caller who compared two captures read by one parser (see `pipeline.reparse.reparse_entry`).
    A capture older than one the article was read from before changes nothing: it is kept as a capture only.
    """
    db.execute(text("select from entry where id = :id for update"), {"id": entry.id})  # one writer for each article
    captures.judge(db, capture_id, "article", None, parser_version)
    if captures.is_outdated(db, capture_id):
        return None
    article_id = _save_article(db, entry, article, source_key)
    latest = _latest_revision(db, article_id)
    digest = text_hash(article.title, article.body)
    if latest is not None and bytes(latest.text_hash) == digest:
        return None
    values = {
        "article_id": article_id,
        "number": 1 if latest is None else latest.number + 1,
        "capture_id": capture_id,
        "parser_version": parser_version,
        "cause": "published" if latest is None else cause,
        "title": article.title,
        "body": article.body,
        "text_hash": digest,
    }
    return int(db.execute(text(INSERT_REVISION), values).scalar_one())


INSERT_REVISION = """
    insert into revision (article_id, number, capture_id, parser_version, cause, title, body, text_hash)
    values (:article_id, :number, :capture_id, :parser_version, :cause, :title, :body, :text_hash) returning id
"""


def _latest_revision(db: Connection, article_id: int) -> Row[tuple[int, bytes]] | None:
    """The newest text of the article's own page; those count from 1."""
    query = text("select number, text_hash from revision where article_id = :id and number >= 1 order by number desc limit 1")
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


def unmatched(
    db: Connection, watchlists: Sequence[str], source_key: str | None, entry_ids: Sequence[int], days: int | None
) -> list[int]:
    """Ids of the latest revisions never matched with one of those lists: those of these entries, and those stored in the last
    `days` days (None: ever) of a source (None: of all).
    """
    query = text("""
        with asked as (
            select r.id, r.article_id, r.number from revision r join article a on a.id = r.article_id
            where r.created_at > coalesce(now() - make_interval(days => :days), '-infinity')
              and (cast(:source_key as text) is null or a.source_key = :source_key)
            union
            select r.id, r.article_id, r.number from revision r join article a on a.id = r.article_id where a.entry_id = any(:entry_ids)
        )
        select distinct r.id from asked r cross join unnest(cast(:watchlists as text[])) list
        where not exists (select from matched m where m.revision_id = r.id and m.watchlist = list)
          and not exists (select from revision newer where newer.article_id = r.article_id and newer.number > r.number)
        order by r.id
    """)
    params = {"watchlists": list(watchlists), "source_key": source_key, "entry_ids": list(entry_ids), "days": days}
    return list(db.execute(query, params).scalars())


def to_match(db: Connection, revision_id: int) -> Unmatched:
    """A revision's text and the lists it was matched with; until the transaction ends nobody else matches it.

    Historical is also what somebody brought by hand, and what a better parser makes of a text that was matched before.
    """
    query = text("""
        select r.id, r.title, r.body, a.published_on,
               a.historical or coalesce((select imported from capture where id = r.capture_id), false)
               or (r.cause = 'reparsed' and exists (
                   select from matched m join revision earlier on earlier.id = m.revision_id
                   where earlier.article_id = a.id and earlier.number < r.number)) as historical,
               r.number = 0 as listed,
               array(select watchlist from matched m where m.revision_id = r.id) as done
        from revision r join article a on a.id = r.article_id where r.id = :id for no key update of r
    """)
    return Unmatched(*db.execute(query, {"id": revision_id}).one())
