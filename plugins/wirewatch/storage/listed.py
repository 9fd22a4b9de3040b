"""What the listing says of entries whose pages nobody could read: kept as revision 0 of their articles, until the page comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from wirewatch.storage.articles import text_hash


@dataclass(frozen=True)
class Listed:
    """An entry without a page, and what its listing printed: one of title and excerpt at least."""

    id: int
    title: str | None
    excerpt: str | None
    listed_on: date | None

    @property
    def text(self) -> str:
        """Title and excerpt as one text, a blank line between them: a name never runs from one into the other."""
        return "\n\n".join(part for part in (self.title, self.excerpt) if part)


def unread(db: Connection, crawl_id: int) -> list[int]:
    """Ids of the entries a crawl answers for whose pages are not stored."""
    query = text("select entry_id from crawl_scope(:id) where state <> 'stored' order by entry_id")
    return list(db.execute(query, {"id": crawl_id}).scalars())


def waiting(db: Connection, entry_ids: Sequence[int]) -> list[Listed]:
    """Those of the entries that a crawl covered, whose page is not stored and not being read now, and whose listing's text is not kept yet.

    They are locked in the order of their hashes, as in `entries.due`: who claims one of them meanwhile waits for this transaction.
    """
    query = text("""
        select id, nullif(title, '') as title, nullif(excerpt, '') as excerpt, listed_on from entry e
        where id = any(:ids) and historical is not null and state <> 'stored' and claimed_until <= now()
        and coalesce(title, '') || coalesce(excerpt, '') <> '' and not exists (select from article where entry_id = e.id)
        order by url_hash for no key update
    """)
    return [Listed(*row) for row in db.execute(query, {"ids": list(entry_ids)})]


def save(db: Connection, listed: Listed, language: str, parser_version: str) -> None:
    """Keep what the listing says as revision 0 of the entry's article."""
    article = text("""
        with new_story as (insert into story default values returning id)
        insert into article (url_hash, entry_id, story_id, url, source_key, source, language, published_on, provenance, warnings,
                             historical, found_at)
        select url_hash, e.id, new_story.id, url, source_key, label, :language, listed_on,
               '{"title": "listing", "published_on": "listing", "body": "listing"}', '{only_listing}', historical, found_at
        from entry e cross join new_story left join source s on s.key = e.source_key where e.id = :id returning id
    """)
    revision = text("""
        insert into revision (article_id, number, parser_version, cause, title, body, text_hash)
        values (:article_id, 0, :parser_version, 'listed', :title, :body, :text_hash)
    """)
    article_id = db.execute(article, {"id": listed.id, "language": language}).scalar_one()
    digest = text_hash(listed.title, listed.text)
    values = {"article_id": article_id, "parser_version": parser_version, "text_hash": digest}
    db.execute(revision, {**values, "title": listed.title, "body": listed.text})


def replace(db: Connection, revision_id: int) -> None:
    """Retire the mentions that the listing of this revision's article made: the page itself was matched."""
    query = text("""
        update mention set retired_at = now() from revision listing join revision page on page.article_id = listing.article_id
        where page.id = :id and page.number > 0 and listing.number = 0
        and mention.revision_id = listing.id and mention.retired_at is null
    """)
    db.execute(query, {"id": revision_id})
