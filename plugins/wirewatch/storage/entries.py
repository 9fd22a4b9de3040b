"""Entries: what listings held, what of it is still to be read, and who is reading it now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from wirewatch.models import Entry
from wirewatch.storage.crawls import Crawl

# A worker that died leaves its entry claimed for this long: two request deadlines.
LEASE_SECONDS = 120


@dataclass(frozen=True)
class Claimed:
    """An entry this worker may read now."""

    id: int
    url: str
    url_hash: bytes
    title: str | None
    listed_on: date | None
    historical: bool
    attempts: int
    source_key: str | None


def record(db: Connection, source_key: str | None, entries: Iterable[Entry], found_by: str) -> list[int]:
    """Store the entries that are new; returns the ids of all. Known ones keep what they have and gain what they lacked.

    Rows are locked in the order of their hashes, as in `due`: two that record or cover the same entries at once cannot deadlock,
    as long as each does it in a transaction that locked no entry before.
    """
    return [_record(db, source_key, entry, found_by) for entry in sorted(entries, key=lambda entry: entry.url_hash)]


def _record(db: Connection, source_key: str | None, entry: Entry, found_by: str) -> int:
    insert = text("""
        insert into entry (url_hash, url, source_key, title, excerpt, listed_on, found_by)
        values (:url_hash, :url, :source_key, :title, :excerpt, :listed_on, :found_by)
        on conflict (url_hash) do update set
            source_key = coalesce(entry.source_key, excluded.source_key),
            title = coalesce(entry.title, excluded.title),
            excerpt = coalesce(entry.excerpt, excluded.excerpt),
            listed_on = coalesce(entry.listed_on, excluded.listed_on),
            found_by = case when excluded.found_by = 'listing' then 'listing' else entry.found_by end
        where (entry.source_key is null and excluded.source_key is not null) or (entry.title is null and excluded.title is not null)
           or (entry.excerpt is null and excluded.excerpt is not null)
           or (entry.listed_on is null and excluded.listed_on is not null)
           or (entry.found_by <> 'listing' and excluded.found_by = 'listing')
        returning id
    """)
    values = {name: getattr(entry, name) for name in ("url_hash", "url", "title", "excerpt", "listed_on")}
    changed = db.execute(insert, {**values, "source_key": source_key, "found_by": found_by}).scalar_one_or_none()
    known = text("select id from entry where url_hash = :url_hash")
    return int(changed if changed is not None else db.execute(known, values).scalar_one())


def any_listed(db: Connection, url_hashes: Sequence[bytes]) -> bool:
    """Whether a listing held one of these before."""
    query = text("select exists (select from entry where url_hash = any(:hashes) and found_by = 'listing')")
    return bool(db.execute(query, {"hashes": list(url_hashes)}).scalar_one())


def due(db: Connection, crawl: Crawl, news_from: date = date.max) -> list[int]:
    """Ids to read now, those never tried first, then by day: listed entries of the crawl's days, or undated ones it saw, new or failed and due again.

    What only the "More From" of some page names is not listed, and not read.

    The first crawl that covers an entry's day decides whether it is historical. Seen in passing, beyond the days asked for,
    an entry stays undecided: a backfill that walks past today's news must not silence it. Where its day is covered already it came
    late (an old article ingested again) and is read now, or nobody would: by a backfill only if the day is before `news_from`.
    """
    query = text("""
        with known as (
            select entry_id as id from crawl_entry where crawl_id = :crawl_id
            union
            select id from entry where source_key = :source_key and listed_on between :first and :last and found_by = 'listing'
        ),
        covered as materialized (
            select id from entry
            where id in (table known)
              and (listed_on between :first and :last or listed_on is null
                   or (source_key = :source_key and historical is null and (listed_on < :news_from or not :historical)
                       and exists (select from coverage c where c.source_key = entry.source_key and c.day = listed_on
                                   and c.state in ('complete', 'gap'))))
            order by url_hash for no key update
        ),
        decided as (
            update entry set historical = coalesce(historical, :historical) where id in (table covered)
            returning id, listed_on, state, attempts, next_attempt_at
        )
        select id from decided where state <> 'stored' and next_attempt_at <= now() order by attempts > 0, listed_on nulls last, id
    """)
    params = {"crawl_id": crawl.id, "source_key": crawl.source_key, "historical": crawl.historical, "news_from": news_from}
    return list(db.execute(query, {**params, "first": crawl.first_day, "last": crawl.last_day}).scalars())


def claim(db: Connection, entry_id: int, owner: str) -> Claimed | None:
    """Take an entry for LEASE_SECONDS, or None: it is stored already, or another worker has it. A retry has its own again.

    The lease keeps workers apart, not the row's lock, so a locked row is waited for and not skipped: it may be locked only
    because a page's "More From" names it, and an entry skipped for that would stay unread.
    """
    row = db.execute(
        text("""
            update entry set claimed_by = :owner, claimed_until = now() + make_interval(secs => :lease), attempts = attempts + 1
            where id = (
                select id from entry where id = :id and historical is not null and state <> 'stored'
                and (claimed_until <= now() or claimed_by = :owner) for update
            )
            returning id, url, url_hash, title, listed_on, historical, attempts, source_key
        """),
        {"id": entry_id, "owner": owner, "lease": LEASE_SECONDS},
    ).one_or_none()
    return None if row is None else Claimed(row.id, row.url, bytes(row.url_hash), *row[3:])


def held_by_others(db: Connection, entry_ids: Sequence[int], owner: str) -> float:
    """Seconds until the last of these entries that another worker holds is free again; 0 when none is held."""
    query = text("""
        select coalesce(max(extract(epoch from claimed_until - now())), 0) from entry
        where id = any(:ids) and state <> 'stored' and claimed_until > now() and claimed_by <> :owner
    """)
    return max(0.0, float(db.execute(query, {"ids": list(entry_ids), "owner": owner}).scalar_one()))


def stored(db: Connection, entry_id: int, source_key: str | None) -> None:
    """The entry's article is in the store, and its source is the one its page prints, where that is a configured one."""
    db.execute(
        text("""
            update entry set state = 'stored', error = null, claimed_by = null, claimed_until = '-infinity',
                   source_key = coalesce(:source_key, source_key)
            where id = :id
        """),
        {"id": entry_id, "source_key": source_key},
    )


def failed(db: Connection, entry_id: int, reason: str, gone: bool = False, passing: bool = False) -> None:
    """Write the failure on the entry's own row. The first may be tried again at once, later ones after 10 minutes, doubling to a day.

    A `passing` failure (network, timeout, 5xx) is the site's and not the article's: the next run tries it again.
    """
    db.execute(
        text("""
            update entry set state = :state, error = :reason, claimed_by = null, claimed_until = '-infinity',
                   next_attempt_at = case when attempts <= 1 or :passing then now()
                       else now() + least(interval '1 day', interval '10 minutes' * power(2, least(attempts, 12) - 2)) end
            where id = :id and state <> 'stored'  -- a worker that outlived its lease does not undo another's work
        """),
        {"id": entry_id, "state": "gone" if gone else "failed", "reason": reason, "passing": passing},
    )


def release(db: Connection, entry_id: int) -> None:
    """Give a claimed entry back untouched: the site refused everybody, which is not this entry's fault."""
    query = "update entry set claimed_by = null, claimed_until = '-infinity', attempts = greatest(0, attempts - 1) where id = :id"
    db.execute(text(query), {"id": entry_id})


@dataclass(frozen=True)
class ByHand:
    """The entry of a page brought by hand: whether it is `new`, and whether its article is `stored`. Claimed as historical: an import never alerts."""

    claimed: Claimed
    new: bool
    stored: bool


def by_hand(db: Connection, entry: Entry) -> ByHand:
    """The entry of a page somebody saved; one that no listing has named is recorded as `import`."""
    insert = text("""
        insert into entry (url_hash, url, found_by, historical) values (:url_hash, :url, 'import', true)
        on conflict (url_hash) do nothing
    """)
    db.execute(insert, {"url_hash": entry.url_hash, "url": entry.url})
    query = text("""
        select e.id, e.url, e.title, e.listed_on, e.attempts, e.source_key, e.found_by, r.id is not null as stored
        from entry e left join article a on a.entry_id = e.id left join revision r on r.article_id = a.id and r.number = 1
        where e.url_hash = :url_hash
    """)
    row = db.execute(query, {"url_hash": entry.url_hash}).one()
    claimed = Claimed(row.id, row.url, entry.url_hash, row.title, row.listed_on, True, row.attempts, row.source_key)
    return ByHand(claimed, row.found_by == "import" and not row.stored, row.stored)
