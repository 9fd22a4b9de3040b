"""Holding what is stored against a list again: how fast texts come out of PostgreSQL, how fast they are matched, and what all takes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count, islice

from sqlalchemy import Engine, text

from benchmarks.ground import new_store
from benchmarks.prose import Text, texts, watchlist
from benchmarks.table import Row
from wirewatch.pipeline import rematch as use_case
from wirewatch.storage import mentions
from wirewatch.storage.articles import text_hash
from wirewatch.watchlist.matcher import Matcher

BATCH = 1000
LAST_DAY = date(2026, 11, 20)
MANY = 1_000_000


def rematch(server: str, revisions: int, listed: Sequence[str], share: float) -> Iterator[Row]:
    """What reading and matching take by themselves, in one process, and the re-match as it runs, with all it writes."""
    with new_store(server) as store:
        _fill(store, texts(revisions, listed, share))
        yield _read_and_matched(store, listed)
        yield _rematched(store, listed)


def _read_and_matched(store: Engine, listed: Sequence[str]) -> Row:
    matcher = Matcher(watchlist(listed))
    reading = matching = 0.0
    size = number = named = 0
    stored = _batches(store)
    while True:
        began = time.monotonic()
        batch = next(stored, [])
        read = time.monotonic()
        found = [len(matcher.find({"title": title, "body": body}, day)) for title, body, day in batch]
        reading, matching = reading + read - began, matching + time.monotonic() - read
        if not batch:
            break
        number, named = number + len(batch), named + sum(found)
        size += sum(len(body.encode()) for _, body, _ in batch)
    minutes = MANY / number * (reading + matching) / 60
    return Row(
        f"re-match of {number:,} stored texts × {len(listed):,} people",
        "read and matched, one process",
        f"{reading + matching:.0f} s: reading {size / 1e6 / reading:.0f} MB/s, matching {size / 1e6 / matching:.1f} MB/s;"
        f" {MANY:,} would take {minutes:.0f} min",
        found=f"{named:,} mentions",
    )


def _rematched(store: Engine, listed: Sequence[str]) -> Row:
    """The use case of `rematch_archive`, after another version of the list was held against everything."""
    with store.begin() as db:
        version = mentions.list_version(db, watchlist(listed).name, b"".ljust(32))
        insert = "insert into matched (revision_id, watchlist, version) select id, :name, :version from revision"
        db.execute(text(insert), {"name": watchlist(listed).name, "version": version})
    began = time.monotonic()
    done = use_case.rematch(store, [watchlist(listed)])
    seconds = time.monotonic() - began
    return Row(
        f"re-match of {done.texts:,} stored texts × {len(listed):,} people",
        "`rematch_archive`: read, matched, written",
        f"{seconds:.0f} s, {done.texts / seconds:,.0f} texts a second; {MANY:,} would take {MANY / done.texts * seconds / 60:.0f} min",
        found=f"{done.new:,} mentions",
    )


def _batches(store: Engine) -> Iterator[list[tuple[str, str, date]]]:
    query = text("""
        select r.id, coalesce(r.title, ''), r.body, a.published_on from revision r join article a on a.id = r.article_id
        where r.id > :after order by r.id limit :batch
    """)
    after = 0
    with store.connect() as db:
        while rows := db.execute(query, {"after": after, "batch": BATCH}).all():
            after = rows[-1][0]
            yield [(title, body, day) for _, title, body, day in rows]


def _fill(store: Engine, articles: Iterator[Text]) -> None:
    """Store the articles as a crawl does, but for the captures' bytes."""
    numbers = count(1)
    while batch := list(islice(articles, BATCH)):
        rows = {
            "ids": [next(numbers) for _ in batch],
            "titles": [article.title for article in batch],
            "bodies": [article.body for article in batch],
            "hashes": [text_hash(article.title, article.body) for article in batch],
            "day": LAST_DAY,
        }
        with store.begin() as db:
            for statement in _INSERTS:
                db.execute(text(statement), rows)
    with store.begin() as db:
        db.execute(text("analyze"))


_INSERTS = (
    """create temporary table item on commit drop as select *, cast(:day as date) - (id / 40)::integer as day,
       'https://kcnawatch.org/newstream/1-' || id as url, sha256(id::text::bytea) as url_hash
       from unnest(cast(:ids as bigint[]), cast(:titles as text[]), cast(:bodies as text[]), cast(:hashes as bytea[]))
       as item (id, title, body, text_hash)""",
    "insert into story (id) overriding system value select id from item",
    """insert into entry (id, url_hash, url, source_key, title, listed_on, found_by, historical, state) overriding system value
       select id, url_hash, url, 'bench', title, day, 'listing', true, 'stored' from item""",
    """insert into capture (id, entry_id, url, final_url, status, headers, sha256, body, fetched_at) overriding system value
       select id, id, url, url, 200, '{}', sha256(''), '', now() from item""",
    """insert into article (id, url_hash, entry_id, story_id, url, source_key, source, language, published_on, provenance, warnings,
                            historical, found_at) overriding system value
       select id, url_hash, id, id, url, 'bench', 'bench', 'en', day, '{}', '{}', true, now() from item""",
    """insert into revision (id, article_id, number, capture_id, parser_version, cause, title, body, text_hash) overriding system value
       select id, id, 1, id, 'bench', 'published', title, body, text_hash from item""",
)
