"""Articles read again: what is known of each, every check and what it showed, removals, and what a run did for a source."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from wirewatch.errors import State
from wirewatch.models import CheckResult
from wirewatch.storage.articles import day_of
from wirewatch.storage.entries import Claimed


@dataclass(frozen=True)
class Check:
    """One check of an article on a Korean day. The neighbours are those checked on that day; filled in for `gone` only."""

    id: int
    on: date
    result: CheckResult
    neighbours: int = 0
    answering: int = 0


@dataclass(frozen=True)
class Life:
    """An article as the plan of checks sees it: when it was published and first read, and its checks, oldest first."""

    article_id: int
    published_on: date | None
    read_on: date
    removed: bool
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Stored:
    """An article to be read again: its entry, its latest text and the capture it was read from."""

    article_id: int
    entry: Claimed
    source_key: str | None
    warnings: tuple[str, ...]
    capture_id: int
    title: str | None
    body: str


@dataclass(frozen=True)
class Run:
    """What a run did for a source; `results` counts its checks by result."""

    state: State
    reason: str | None
    requests: int
    results: dict[str, int]


@dataclass(frozen=True)
class History:
    """All that is known of an article, oldest first, as rows."""

    url: str
    source: str | None
    published_on: date | None
    revisions: Sequence[Row[Any]]
    checks: Sequence[Row[Any]]
    removals: Sequence[Row[Any]]


# --- what is due ---------------------------------------------------------------------------------


def lives(db: Connection, source_key: str, read_since: date, gone_since: date, late_days: int) -> list[Life]:
    """The source's articles first read since a Korean day, or found gone since another.

    What was published more than `late_days` before it was read, and a backfill's article without a date, is not recent.
    """
    query = text("""
        with recent as (  -- read since then is written since then
            select id from article where source_key = :key and updated_at >= cast(:read_since as timestamp) at time zone 'Asia/Seoul'
        ),
        gone as (select article_id as id from recheck where result = 'gone' and checked_on >= :gone_since)
        select a.id, a.published_on, first.day as read_on, removal.id is not null as removed
        from article a
        join (table recent union table gone) near on near.id = a.id
        join lateral (
            select (c.fetched_at at time zone 'Asia/Seoul')::date as day
            from revision r join capture c on c.id = r.capture_id where r.article_id = a.id and r.number >= 1 order by r.number limit 1
        ) first on true
        left join removal on removal.article_id = a.id and reappeared_on is null
        where a.source_key = :key
          and first.day - coalesce(a.published_on, first.day) <= :late and (a.published_on is not null or not a.historical)
          and (first.day >= :read_since or a.id in (table gone))
        order by a.id
    """)
    values = {"key": source_key, "read_since": read_since, "gone_since": gone_since, "late": late_days}
    found = db.execute(query, values).all()
    checks = _checks(db, [row.id for row in found])
    return [Life(row.id, row.published_on, row.read_on, row.removed, tuple(checks.get(row.id, ()))) for row in found]


def _checks(db: Connection, article_ids: Sequence[int]) -> dict[int, list[Check]]:
    query = text("""
        select article_id, id, checked_on, result from recheck where article_id = any(:ids) order by checked_at, id
    """)
    checks: dict[int, list[Check]] = {}
    for row in db.execute(query, {"ids": list(article_ids)}):
        checks.setdefault(row.article_id, []).append(Check(row.id, row.checked_on, CheckResult(row.result)))
    return checks


# --- one article ---------------------------------------------------------------------------------


def to_check(db: Connection, article_id: int, due_on: date) -> Stored | None:
    """The article as it is stored; None where that check was made already."""
    return None if made(db, article_id, due_on) else latest(db, article_id)


def latest(db: Connection, article_id: int) -> Stored:
    """The article as it is stored."""
    query = text("""
        select a.id as article_id, a.source_key, a.warnings, r.capture_id, r.title, r.body,
               e.id, e.url, e.url_hash, e.title as listed_title, e.listed_on, a.historical, e.attempts, e.source_key as listed_key
        from article a join entry e on e.id = a.entry_id
        join lateral (select * from revision where article_id = a.id and number >= 1 order by number desc limit 1) r on true
        where a.id = :id
    """)
    row = db.execute(query, {"id": article_id}).one()
    listed = (row.id, row.url, bytes(row.url_hash), row.listed_title, row.listed_on, row.historical, row.attempts, row.listed_key)
    known = (row.capture_id, row.title, row.body)
    return Stored(row.article_id, Claimed(*listed), row.source_key, tuple(row.warnings), *known)


def made(db: Connection, article_id: int, due_on: date) -> bool:
    """Whether the check due on that day, or a later one, saw an answer about the article."""
    query = "select from recheck where article_id = :id and due_on >= :due_on and result not in ('refused', 'down')"
    return db.execute(text(query), {"id": article_id, "due_on": due_on}).first() is not None


def lock(db: Connection, article_id: int) -> None:
    """Keep other workers from writing about the article until the transaction ends."""
    db.execute(text("select from article where id = :id for update"), {"id": article_id})


def last_headers(db: Connection, stored: Stored) -> Mapping[str, str]:
    """The headers of the last answer that held the stored text: the latest revision's, or of a check since that found it unchanged.

    Never those of a page that stood in its place: its validators would say "unchanged" of the wrong thing.
    """
    query = text("""
        select headers from capture where id = greatest(:capture_id, (
            select max(capture_id) from recheck where article_id = :id and result in ('unchanged', 'edited')))
    """)
    headers = db.execute(query, {"id": stored.article_id, "capture_id": stored.capture_id}).scalar_one()
    return {str(name): str(value) for name, value in headers.items()}


def record(
    db: Connection,
    run: str,
    article_id: int,
    due_on: date,
    checked_at: datetime,
    result: CheckResult,
    evidence: Mapping[str, object],
    capture_id: int | None = None,
    revision_id: int | None = None,
) -> int:
    """Write a check down; returns its id."""
    insert = text("""
        insert into recheck (run, article_id, due_on, checked_at, result, evidence, capture_id, revision_id)
        values (:run, :article_id, :due_on, :checked_at, :result, :evidence, :capture_id, :revision_id) returning id
    """)
    values = {"run": run, "article_id": article_id, "due_on": due_on, "checked_at": checked_at, "result": result.value}
    more = {"evidence": json.dumps(evidence, default=str), "capture_id": capture_id, "revision_id": revision_id}
    return int(db.execute(insert, {**values, **more}).scalar_one())


def keep_diff(db: Connection, revision_id: int, diff: Mapping[str, object]) -> None:
    """Store with an edited revision what changed."""
    query = "update revision set diff = :diff where id = :id and cause = 'edited'"
    db.execute(text(query), {"id": revision_id, "diff": json.dumps(diff, ensure_ascii=False)})


def text_before_edit(db: Connection, revision_id: int) -> tuple[str, str] | None:
    """Title and body of the text that an edited revision replaced; None for other revisions, and where nobody has matched that text."""
    query = text("""
        select coalesce(o.title, '') as title, o.body from revision r
        join lateral (select * from revision where article_id = r.article_id and number between 1 and r.number - 1
                      order by number desc limit 1) o on true
        where r.id = :id and r.cause = 'edited' and exists (select from matched where revision_id = o.id)
    """)
    row = db.execute(query, {"id": revision_id}).one_or_none()
    return None if row is None else (row.title, row.body)


# --- removals ------------------------------------------------------------------------------------


def streak(db: Connection, article_id: int, around_days: int) -> list[Check]:
    """The article's gone checks since it last answered, with how its neighbours fared on the same Korean days.

    Neighbours are the source's articles published at most `around_days` before or after it; those known to be removed do not count.
    """
    query = text(f"""
        with it as (
            select a.id, a.source_key, {day_of("a")} as day, coalesce((
                select max(id) from recheck where article_id = a.id and result in ('unchanged_304', 'unchanged', 'edited')), 0) as since
            from article a where a.id = :id
        )
        select k.id, k.checked_on, k.result, count(n.ok), count(*) filter (where n.ok)
        from it join recheck k on k.article_id = it.id and k.id > it.since and k.result = 'gone'
        left join lateral (
            select bool_and(o.result in ('unchanged_304', 'unchanged', 'edited')) as ok
            from recheck o join article b on b.id = o.article_id
            where o.checked_on = k.checked_on and b.id <> it.id and b.source_key = it.source_key
              and abs({day_of("b")} - it.day) <= :around
              and not exists (select from removal m where m.article_id = b.id and m.reappeared_on is null)
            group by b.id
        ) n on true
        group by k.id order by k.checked_at, k.id
    """)  # noqa: S608  the fragments are ours
    found = db.execute(query, {"id": article_id, "around": around_days})
    return [Check(row[0], row[1], CheckResult(row[2]), row[3], row[4]) for row in found]


def remove(
    db: Connection, run: str, article_id: int, proof: Sequence[Check], diff: Mapping[str, object], found_at: datetime
) -> bool:
    """Write down that the site took the article away; False where that is known already."""
    evidence = [{"check": c.id, "on": c.on, "neighbours": c.neighbours, "answering": c.answering} for c in proof]
    insert = text("""
        insert into removal (run, article_id, removed_on, evidence, revision_id, diff, found_at)
        select :run, :id, :removed_on, :evidence, r.id, :diff, :found_at
        from revision r where article_id = :id order by number desc limit 1
        on conflict (article_id) where reappeared_on is null do nothing
    """)
    values = {"run": run, "id": article_id, "removed_on": proof[0].on, "found_at": found_at}
    documents = {"evidence": json.dumps(evidence, default=str), "diff": json.dumps(diff, ensure_ascii=False)}
    return db.execute(insert, {**values, **documents}).rowcount == 1


def reappear(db: Connection, article_id: int, check_id: int, on: date) -> bool:
    """The page answers again: the removal, where there is one, is over; returns whether there was one."""
    query = """update removal set reappeared_on = :on, reappeared_in = :check_id
               where article_id = :id and reappeared_on is null"""
    return db.execute(text(query), {"id": article_id, "check_id": check_id, "on": on}).rowcount == 1


# --- runs ----------------------------------------------------------------------------------------


def begin(db: Connection, run: str, source_key: str, now: datetime) -> None:
    """A run begins on a source; found again by a retry."""
    insert = "insert into recheck_run (run, source_key, started_at) values (:run, :key, :now) on conflict do nothing"
    db.execute(text(insert), {"run": run, "key": source_key, "now": now})


def resume(db: Connection, run: str, source_key: str) -> None:
    """A task is tried again after passing trouble: the state it left is over."""
    query = "update recheck_run set state = 'ok', reason = null where run = :run and source_key = :key and state = any(:passing)"
    passing = [State.DOWN.value, State.LAYOUT_CHANGED.value, State.BUDGET_SPENT.value]
    db.execute(text(query), {"run": run, "key": source_key, "passing": passing})


def end_in(db: Connection, run: str, source_key: str, state: State, reason: str) -> None:
    """The run met trouble on the source; the first stays."""
    query = "update recheck_run set state = :state, reason = :reason where run = :run and source_key = :key and state = 'ok'"
    db.execute(text(query), {"run": run, "key": source_key, "state": state.value, "reason": reason})


def spent(db: Connection, run: str, source_key: str, requests: int) -> None:
    """Add the requests that were made."""
    query = "update recheck_run set requests = requests + :n where run = :run and source_key = :key"
    db.execute(text(query), {"run": run, "key": source_key, "n": requests})


def done(db: Connection, run: str, source_key: str) -> Run:
    """What the run did for the source."""
    values = {"run": run, "key": source_key}
    row = db.execute(text("select * from recheck_run where run = :run and source_key = :key"), values).one()
    counts = db.execute(
        text("""select result, count(*) from recheck k join article a on a.id = k.article_id
                where k.run = :run and a.source_key = :key group by 1 order by 1"""),
        values,
    )
    return Run(State(row.state), row.reason, row.requests, {result: int(number) for result, number in counts})


def newly_gone(db: Connection, run: str, source_key: str) -> tuple[int, int]:
    """(gone, looked at): of the source's articles that were not gone when last looked at, what became of them in the run."""
    query = text("""
        select count(*) filter (where k.result = 'gone'), count(*) from recheck k join article a on a.id = k.article_id
        left join lateral (
            select result from recheck p where p.article_id = k.article_id and p.id < k.id
                and p.result not in ('unreadable', 'refused', 'down') order by p.id desc limit 1
        ) before on true
        where k.run = :run and a.source_key = :key and k.result not in ('unreadable', 'refused', 'down')
          and before.result is distinct from 'gone'
    """)
    gone, looked_at = db.execute(query, {"run": run, "key": source_key}).one()
    return int(gone), int(looked_at)


def changed_in(db: Connection, run: str, source_key: str) -> dict[str, list[tuple[str, dict[str, object]]]]:
    """{result: [(url, evidence)]} of the run's checks of the source that an operator may want to see."""
    query = text("""
        select a.url, k.result, k.evidence from recheck k join article a on a.id = k.article_id
        where k.run = :run and a.source_key = :key and k.result not in ('unchanged', 'unchanged_304') order by k.id
    """)
    found: dict[str, list[tuple[str, dict[str, object]]]] = {}
    for row in db.execute(query, {"run": run, "key": source_key}):
        found.setdefault(row.result, []).append((row.url, row.evidence))
    return found


def moved_in(db: Connection, run: str, source_key: str) -> tuple[list[tuple[str, date]], list[str]]:
    """([url, removed_on] of the removals the run proved, [url] of those it found to be over)."""
    removed = text("""
        select a.url, m.removed_on from removal m join article a on a.id = m.article_id
        where m.run = :run and a.source_key = :key order by m.id
    """)
    back = text("""
        select a.url from removal m join article a on a.id = m.article_id join recheck k on k.id = m.reappeared_in
        where k.run = :run and a.source_key = :key order by m.id
    """)
    values = {"run": run, "key": source_key}
    return [(row.url, row.removed_on) for row in db.execute(removed, values)], list(db.execute(back, values).scalars())


# --- the history of one article ------------------------------------------------------------------


def history(db: Connection, url_hash: bytes) -> History | None:
    """What became of the article; None for one that is not stored."""
    article = db.execute(text("select * from article where url_hash = :hash"), {"hash": url_hash}).one_or_none()
    if article is None:
        return None
    revisions = """
        select r.number, r.cause, r.parser_version, r.created_at, c.fetched_at, r.capture_id, c.sha256, r.title, r.body, r.diff
        from revision r left join capture c on c.id = r.capture_id where r.article_id = :id order by r.number
    """
    checks = "select due_on, checked_at, result, evidence, capture_id from recheck where article_id = :id order by checked_at, id"
    removals = "select removed_on, evidence, found_at, reappeared_on from removal where article_id = :id order by id"
    found = (db.execute(text(query), {"id": article.id}).all() for query in (revisions, checks, removals))
    return History(article.url, article.source, article.published_on, *found)
