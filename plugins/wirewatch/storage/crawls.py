"""Crawls and what came of them: per day counts, coverage, and the state of each source."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, text

from wirewatch.configured import Source
from wirewatch.errors import State


@dataclass(frozen=True)
class Crawl:
    """One run over one source and a stretch of Korean days, both ends included."""

    id: int
    source_key: str
    first_day: date
    last_day: date
    historical: bool
    method: str | None
    state: State
    reason: str | None
    notes: list[str]
    requests_robots: int
    requests_listing: int
    requests_article: int
    listing_read_at: datetime | None = None


@dataclass(frozen=True)
class DayCounts:
    """One day of one crawl: entries listed, new among them, what became of all known entries of that day, and how many of these only
    other pages name (`gaps`).
    """

    listed: int = 0
    new: int = 0
    stored: int = 0
    failed: int = 0
    waiting: int = 0
    gaps: int = 0

    @property
    def known(self) -> int:
        """Listed entries that were known before."""
        return self.listed - self.new


@dataclass(frozen=True)
class DayCoverage:
    """What is known of one day: its state, the evidence of both sides in words, since when it is complete, when it was looked at."""

    state: str
    newer: str | None = None
    older: str | None = None
    complete_as_of: datetime | None = None
    checked_at: datetime | None = None


@dataclass(frozen=True)
class Covered:
    """What was seen on both sides of a day; evidence in words, None where that side was not seen."""

    newer: str | None
    older: str | None

    @property
    def complete(self) -> bool:
        """Both sides were seen."""
        return self.newer is not None and self.older is not None


def register(db: Connection, source: Source, today: date) -> date:
    """Make the source known; returns the Korean day since which its articles may alert (`watch_since`)."""
    db.execute(
        text("""
            insert into source (key, label, first_seen) values (:key, :label, :today)
            on conflict (key) do update set label = excluded.label
        """),
        {"key": source.key, "label": source.label, "today": today},
    )
    query = "select first_seen from source where key = :key"
    return source.watch_since or db.execute(text(query), {"key": source.key}).scalar_one()


def begin(db: Connection, source_key: str, run: str, first: date, last: date, historical: bool) -> Crawl:
    """Start a crawl, or find it again when a retry asks: with the days it began with, a clean state and its listing unread."""
    query = text("""
        insert into crawl (source_key, run, first_day, last_day, historical)
        values (:source_key, :run, :first, :last, :historical)
        on conflict (run) do update set state = 'ok', reason = null, finished_at = null, method = null returning *
    """)
    values = {"source_key": source_key, "run": run, "first": first, "last": last, "historical": historical}
    return _crawl(db.execute(query, values).one())


def resume(db: Connection, crawl_id: int, again: bool) -> None:
    """A crawl that waited for the next day's requests goes on; so does one whose task is tried `again` after other trouble."""
    passing = [State.BUDGET_SPENT, State.DOWN, State.LAYOUT_CHANGED] if again else [State.BUDGET_SPENT]
    query = "update crawl set state = 'ok', reason = null, finished_at = null where id = :id and state = any(:passing)"
    db.execute(text(query), {"id": crawl_id, "passing": [state.value for state in passing]})


def find(db: Connection, run: str) -> Crawl | None:
    """The crawl of that run, or None when it never began."""
    row = db.execute(text("select * from crawl where run = :run"), {"run": run}).one_or_none()
    return None if row is None else _crawl(row)


def get(db: Connection, crawl_id: int) -> Crawl:
    """The crawl with that id."""
    return _crawl(db.execute(text("select * from crawl where id = :id"), {"id": crawl_id}).one())


def _crawl(row: object) -> Crawl:
    values = {name: getattr(row, name) for name in Crawl.__dataclass_fields__}
    return Crawl(**{**values, "state": State(values["state"])})


def saw(db: Connection, crawl_id: int, entry_ids: Sequence[int], ours: bool | None) -> None:
    """Note which entries a crawl's listing held; new are those whose day no crawl had covered before. Seen twice counts once.

    `ours` is None where neither the listing nor a logo says whose entries they are.
    """
    db.execute(
        text("""
            insert into crawl_entry (crawl_id, entry_id, is_new, ours)
            select :crawl_id, id, historical is null, :ours from entry where id = any(:ids) on conflict do nothing
        """),
        {"crawl_id": crawl_id, "ids": list(entry_ids), "ours": ours},
    )


def saw_what_is_known(db: Connection, crawl: Crawl) -> None:
    """Note that the crawl's listing is what earlier ones read of its days: its counts are theirs, and none of them is new."""
    db.execute(
        text("""
            insert into crawl_entry (crawl_id, entry_id, is_new, ours)
            select :id, id, false, true from entry
            where source_key = :key and found_by = 'listing' and listed_on between :first and :last on conflict do nothing
        """),
        {"id": crawl.id, "key": crawl.source_key, "first": crawl.first_day, "last": crawl.last_day},
    )


def listing_read(db: Connection, crawl_id: int, method: str, notes: list[str], read_at: datetime | None) -> None:
    """Write down how the listing was read, when the oldest page of it was (None where it shows only a part of the days), and what an operator should know about it."""
    query = "update crawl set method = :method, notes = :notes, listing_read_at = :read_at where id = :id"
    db.execute(text(query), {"id": crawl_id, "method": method, "notes": notes, "read_at": read_at})


def note(db: Connection, crawl_id: int, words: str) -> None:
    """Add, once, what an operator should know about the crawl."""
    query = "update crawl set notes = array_append(notes, :words) where id = :id and not (:words = any(notes))"
    db.execute(text(query), {"id": crawl_id, "words": words})


def spent(db: Connection, crawl_id: int, robots: int = 0, listing: int = 0, article: int = 0) -> None:
    """Add the requests that were made."""
    query = """update crawl set requests_robots = requests_robots + :robots, requests_listing = requests_listing + :listing,
               requests_article = requests_article + :article where id = :id"""
    db.execute(text(query), {"id": crawl_id, "robots": robots, "listing": listing, "article": article})


def end_in(db: Connection, crawl_id: int, state: State, reason: str | None) -> None:
    """A crawl ends in a state; the first trouble stays, a later `ok` does not cover it up."""
    db.execute(
        text("""
            update crawl set finished_at = now(),
                state = case when state in ('ok', 'quiet') then :state else state end,
                reason = case when state in ('ok', 'quiet') then :reason else reason end
            where id = :id
        """),
        {"id": crawl_id, "state": state.value, "reason": reason},
    )


def day_counts(db: Connection, crawl: Crawl) -> tuple[dict[date, DayCounts], DayCounts]:
    """Counts for every day of the crawl, quiet days included; and of what its listing held without a day."""
    query = text("""
        select day, count(*) filter (where listed and not missed), count(*) filter (where is_new and not missed),
               count(*) filter (where state = 'stored'), count(*) filter (where state in ('failed', 'gone')),
               count(*) filter (where state = 'new'), count(*) filter (where missed and state <> 'gone')
        from (select s.*, exists (select from listing_gap g join entry e on e.id = g.entry_id
                                  where g.entry_id = s.entry_id and e.found_by <> 'listing') as missed
              from crawl_scope(:id) s) scope
        group by day
    """)
    counts: dict[date | None, DayCounts] = {row.day: DayCounts(*row[1:]) for row in db.execute(query, {"id": crawl.id})}
    days = (date.fromordinal(n) for n in range(crawl.first_day.toordinal(), crawl.last_day.toordinal() + 1))
    return {day: counts.get(day, DayCounts()) for day in days}, counts.get(None, DayCounts())


def unmatched(db: Connection, crawl: Crawl, watchlists: Collection[str]) -> int:
    """How many articles of the crawl lack a match of their latest revision with one of these lists."""
    query = text("""
        select count(*) from crawl_scope(:id) s join article a on a.entry_id = s.entry_id
        join lateral (select id from revision where article_id = a.id order by number desc limit 1) r on true
        where exists (select from unnest(cast(:watchlists as text[])) list
                      where not exists (select from matched m where m.revision_id = r.id and m.watchlist = list))
    """)
    return int(db.execute(query, {"id": crawl.id, "watchlists": list(watchlists)}).scalar_one())


def unread(db: Connection, crawl: Crawl, state: str) -> list[tuple[str, str]]:
    """(url, reason) of the entries of the crawl's days in that state: `failed`, or `gone` (the site says there is no such page)."""
    query = text("""
        select url, error from crawl_scope(:id) join entry on entry.id = entry_id
        where crawl_scope.state = :state order by entry_id
    """)
    return [(row.url, row.error or "") for row in db.execute(query, {"id": crawl.id, "state": state})]


def mentions(db: Connection, crawl: Crawl) -> list[tuple[str, str, date | None, str]]:
    """(person, article title, day, url) of what stands in the articles of the crawl's days, once for each person and article."""
    query = text("""
        select distinct m.name, coalesce(r.title, '(no title)'), a.published_on, a.url
        from crawl_scope(:id) s join article a on a.entry_id = s.entry_id join revision r on r.article_id = a.id
        join mention m on m.revision_id = r.id
        where m.retired_at is null order by a.published_on, a.url, m.name
    """)
    return [(row[0], row[1], row[2], row[3]) for row in db.execute(query, {"id": crawl.id})]


# --- coverage ------------------------------------------------------------------------------------


def cover(db: Connection, source_key: str, day: date, covered: Covered) -> None:
    """Write what is known of a day. A day once complete stays so; which of them hold a gap, `gaps.mark` says."""
    state = "complete" if covered.complete else "open"
    db.execute(
        text("""
            insert into coverage (source_key, day, state, complete_as_of, newer_evidence, older_evidence)
            values (:source_key, :day, :state, case when :state = 'complete' then now() end, :newer, :older)
            on conflict (source_key, day) do update set
                state = case when coverage.state = 'complete' and excluded.state = 'open' then 'complete' else excluded.state end,
                complete_as_of = coalesce(excluded.complete_as_of, coverage.complete_as_of),
                newer_evidence = coalesce(excluded.newer_evidence, coverage.newer_evidence),
                older_evidence = coalesce(excluded.older_evidence, coverage.older_evidence),
                checked_at = now()
        """),
        {"source_key": source_key, "day": day, "state": state, "newer": covered.newer, "older": covered.older},
    )


def doubt_days(db: Connection, crawl_id: int) -> None:
    """The days of a crawl whose source changed are open, whatever its listing seemed to show; what was read of it is not shared."""
    query = text("""
        update coverage set state = 'open', checked_at = now() from crawl
        where crawl.id = :id and coverage.source_key = crawl.source_key and day between first_day and last_day
        and coverage.state = 'complete'
    """)
    db.execute(query, {"id": crawl_id})
    forget = """delete from reading r using crawl c, crawl its
                where r.crawl_id = c.id and c.source_key = its.source_key and its.id = :id"""
    db.execute(text(forget), {"id": crawl_id})


def unread_days(db: Connection, source_key: str, first: date, last: date) -> set[date]:
    """The days whose listed articles a crawl was to read and did not."""
    query = text("""
        select distinct listed_on from entry where source_key = :key and listed_on between :first and :last
        and historical is not null and found_by = 'listing' and state in ('new', 'failed')
    """)
    return set(db.execute(query, {"key": source_key, "first": first, "last": last}).scalars())


def reopen_days_with_late_entries(db: Connection, crawl: Crawl) -> None:
    """A complete day outside the crawl's own for which an entry came to light that no crawl has covered is open again."""
    query = text("""
        update coverage c set state = 'open', checked_at = now()
        where source_key = :source_key and state = 'complete' and day not between :first and :last
        and exists (select from entry e where e.source_key = c.source_key and e.listed_on = c.day
                    and e.historical is null and e.found_by = 'listing')
    """)
    db.execute(query, {"source_key": crawl.source_key, "first": crawl.first_day, "last": crawl.last_day})


def coverage(db: Connection, source_key: str, first: date, last: date) -> dict[date, str]:
    """The state of each day: missing, open, complete or gap."""
    return {day: known.state for day, known in day_coverage(db, source_key, first, last).items()}


def day_coverage(db: Connection, source_key: str, first: date, last: date) -> dict[date, DayCoverage]:
    """What is known of each day, oldest first; of a missing one nothing is."""
    query = text("""
        select day, state, newer_evidence, older_evidence, complete_as_of, checked_at
        from coverage where source_key = :key and day between :first and :last
    """)
    known = {row.day: DayCoverage(*row[1:]) for row in db.execute(query, {"key": source_key, "first": first, "last": last})}
    days = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
    return {day: known.get(day, DayCoverage("missing")) for day in days}


def unstored(db: Connection, source_key: str, first: date, last: date) -> list[tuple[date, str, str, str]]:
    """(day, url, state, reason) of the entries of these days that a crawl was to read and that are not in the store."""
    query = text("""
        select listed_on, url, state, coalesce(error, 'not read yet') from entry
        where source_key = :key and listed_on between :first and :last and historical is not null and state <> 'stored'
        order by listed_on, id
    """)
    return [(row[0], row[1], row[2], row[3]) for row in db.execute(query, {"key": source_key, "first": first, "last": last})]


# --- the state of a source -----------------------------------------------------------------------


def now_in(db: Connection, source_key: str, state: State, reason: str, evidence: dict[str, object] | None = None) -> bool:
    """Record the source's state; returns True when it changed. The same state again is no news."""
    db.execute(text("select from source where key = :key for update"), {"key": source_key})  # one task after the other
    current = db.execute(
        text("select id, state from source_state where source_key = :key and ended_at is null"), {"key": source_key}
    ).one_or_none()
    healthy = {State.OK.value, State.QUIET.value}
    if current is not None and (current.state == state.value or {current.state, state.value} <= healthy):
        return False
    if current is not None:
        db.execute(text("update source_state set ended_at = now() where id = :id"), {"id": current.id})
    insert = "insert into source_state (source_key, state, reason, evidence) values (:key, :state, :reason, :evidence)"
    db.execute(text(insert), {"key": source_key, "state": state.value, "reason": reason, "evidence": json.dumps(evidence or {})})
    return True


def trouble_since(db: Connection, source_keys: Sequence[str], since: datetime) -> list[tuple[str, str, str]]:
    """(source, state, reason) of the trouble these sources are in that began since then."""
    query = text("""
        select source_key, state, reason from source_state
        where source_key = any(:keys) and ended_at is null and began_at >= :since and state not in ('ok', 'quiet') order by id
    """)
    return [(row[0], row[1], row[2]) for row in db.execute(query, {"keys": list(source_keys), "since": since})]


def source_keys_by_label(sources: Iterable[Source]) -> dict[str, str]:
    """{printed label, casefolded: key}: whose page this is, by its own word."""
    return {label.casefold(): source.key for source in sources for label in source.labels}
