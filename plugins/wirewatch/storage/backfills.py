"""What a backfill has to know: who else is at work on its days, and what is stored of them already."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Engine, text
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from wirewatch.errors import BackfillUnderWay

# The first halves of our two-part advisory locks; the second is the claim's id, or the source while claims are compared.
CLAIM = 7420
COMPARE = 7421
PATIENCE_SECONDS = 3


@dataclass(frozen=True)
class StoredDay:
    """One day of a source as it stands in the store: its coverage, and what became of the entries listed for it."""

    coverage: str
    listed: int
    stored: int
    failed: int
    waiting: int

    @property
    def covered(self) -> bool:
        """Its listing was read whole; a gap is what that lacks, and reading it again does not mend it."""
        return self.coverage in ("complete", "gap")

    @property
    def done(self) -> bool:
        """Covered, and everything listed is stored or known to be gone."""
        return self.covered and not self.waiting


# --- never two over the same days ----------------------------------------------------------------


@contextmanager
def claimed(engine: Engine, source_key: str, first: date, last: date, who: str) -> Iterator[None]:
    """Hold the days of a source for the backfill `who` as long as the block runs and the process lives.

    Raises BackfillUnderWay, naming the other, while another backfill that lives holds one of the days. Tasks of one run are one
    backfill: they claim under one name.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as session:
        claim_id = _patiently(session, {"key": source_key, "first": first, "last": last, "who": who})
        try:
            yield
        finally:
            session.execute(text("delete from backfill_claim where id = :id"), {"id": claim_id})
            session.execute(text("select pg_advisory_unlock(:class, :id)"), {"class": CLAIM, "id": claim_id})


def _patiently(session: Connection, wish: dict[str, object]) -> int:
    """Our claim's id. One that was killed a moment ago may still look alive: the server has to notice that its line is cut."""
    trying = Retrying(
        retry=retry_if_exception_type(BackfillUnderWay),
        stop=stop_after_delay(PATIENCE_SECONDS),
        wait=wait_fixed(0.2),
        reraise=True,
    )
    return trying(_claim, session, wish)


def _claim(session: Connection, wish: dict[str, object]) -> int:
    """Compare with the others' claims and make our own, one process at a time."""
    comparing = {"class": COMPARE, "key": wish["key"]}
    session.execute(text("select pg_advisory_lock(:class, hashtext(:key))"), comparing)
    try:
        session.execute(text(SWEEP), {**wish, "class": CLAIM})
        if other := session.execute(text(OTHERS), wish).first():
            raise BackfillUnderWay(
                f"{other.who} is at work on {wish['key']} from {other.first_day} to {other.last_day}, since"
                f" {other.since:%Y-%m-%d %H:%M} UTC. Wait for its end, or end it and call again."
            )
        claim_id = int(session.execute(text(INSERT), wish).scalar_one())
        session.execute(text("select pg_advisory_lock(:class, :id)"), {"class": CLAIM, "id": claim_id})
    finally:
        session.execute(text("select pg_advisory_unlock(:class, hashtext(:key))"), comparing)
    return claim_id


SWEEP = """
    delete from backfill_claim c where source_key = :key and not exists (
        select from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()
        where l.locktype = 'advisory' and l.classid = :class and cast(l.objid as bigint) = c.id and l.objsubid = 2 and l.granted)
"""

OTHERS = """
    select who, first_day, last_day, since from backfill_claim
    where source_key = :key and first_day <= :last and last_day >= :first and who <> :who order by id
"""

INSERT = """
    insert into backfill_claim (source_key, first_day, last_day, who) values (:key, :first, :last, :who) returning id
"""


# --- what is there already -----------------------------------------------------------------------


def days(db: Connection, source_key: str, first: date, last: date) -> dict[date, StoredDay]:
    """What the store holds of each day, both ends included."""
    query = text("""
        select d::date as day, coalesce(max(c.state), 'missing'), count(e.id),
               count(*) filter (where e.state = 'stored'), count(*) filter (where e.state in ('failed', 'gone')),
               count(*) filter (where e.state in ('new', 'failed'))
        from generate_series(cast(:first as date), cast(:last as date), interval '1 day') d
        left join coverage c on c.source_key = :key and c.day = d
        left join entry e on e.source_key = :key and e.listed_on = d and e.found_by = 'listing'
        group by 1 order by 1
    """)
    return {row[0]: StoredDay(*row[1:]) for row in db.execute(query, {"key": source_key, "first": first, "last": last})}


def undated(db: Connection, source_key: str, first: date, last: date) -> int:
    """How many entries without a day an earlier crawl of these days saw, and nobody has read: only the listing finds them again."""
    query = text("""
        select count(distinct e.id) from crawl c join crawl_entry ce on ce.crawl_id = c.id join entry e on e.id = ce.entry_id
        where c.source_key = :key and c.first_day <= :last and c.last_day >= :first
          and e.listed_on is null and e.state in ('new', 'failed')
    """)
    return int(db.execute(query, {"key": source_key, "first": first, "last": last}).scalar_one())


def volume(db: Connection, source_key: str) -> tuple[int, int]:
    """How many days of the source are complete, and how many entries are listed for them."""
    query = text("""
        select count(distinct c.day), count(e.id) from coverage c
        left join entry e on e.source_key = c.source_key and e.listed_on = c.day and e.found_by = 'listing'
        where c.source_key = :key and c.state = 'complete'
    """)
    row = db.execute(query, {"key": source_key}).one()
    return int(row[0]), int(row[1])


def people(db: Connection, source_key: str, first: date, last: date) -> dict[str, int]:
    """In how many articles of the days each person of the watchlists is mentioned, the most mentioned first."""
    query = text("""
        select m.name, count(distinct a.id) from article a join entry e on e.id = a.entry_id
        join revision r on r.article_id = a.id join mention m on m.revision_id = r.id and m.retired_at is null
        where a.source_key = :key and coalesce(a.published_on, e.listed_on) between :first and :last
        group by m.name order by 2 desc, 1
    """)
    return {row[0]: row[1] for row in db.execute(query, {"key": source_key, "first": first, "last": last})}
