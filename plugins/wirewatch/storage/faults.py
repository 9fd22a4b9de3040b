"""Faults: trouble of our own house, each cause once while it lasts, and its end."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import Connection, text

from wirewatch.models import FaultKind


def met(db: Connection, kind: FaultKind, cause: str, reason: str, evidence: Mapping[str, object]) -> None:
    """Write a fault down; while its cause lasts, another time only counts, with the newest reason and evidence."""
    upsert = text("""
        insert into fault (kind, cause, reason, evidence) values (:kind, :cause, :reason, cast(:evidence as jsonb))
        on conflict (cause) where ended_at is null do update set
            times = fault.times + 1, last_at = now(), reason = excluded.reason, evidence = excluded.evidence
    """)
    db.execute(upsert, {"kind": kind.value, "cause": cause, "reason": reason, "evidence": json.dumps(dict(evidence))})


def over(db: Connection, cause: str) -> None:
    """The cause is gone. Where nobody met it, nothing happens."""
    db.execute(text("update fault set ended_at = now() where cause = :cause and ended_at is null"), {"cause": cause})


def task_well(db: Connection, cause: str, run: str, map_index: int) -> None:
    """A task succeeded: what it failed of is over, unless it was another of the tasks mapped in that same run."""
    end = text("""
        update fault set ended_at = now()
        where cause = :cause and ended_at is null
          and (evidence ->> 'run' is distinct from :run or cast(evidence ->> 'map_index' as integer) = :map_index)
    """)
    db.execute(end, {"cause": cause, "run": run, "map_index": map_index})


def silent(db: Connection, kind: FaultKind, minutes: int) -> None:
    """What is met again and again while it lasts, and was not for so many minutes, is over."""
    end = text("""
        update fault set ended_at = now() where kind = :kind and ended_at is null and last_at < now() - make_interval(mins => :minutes)
    """)
    db.execute(end, {"kind": kind.value, "minutes": minutes})


def now_so(db: Connection, kind: FaultKind, found: Mapping[str, str]) -> None:
    """Bring the faults of a kind to what is found now, {name: reason}.

    Names found together are one fault, so that a hundred at once are told once; it is over when none of its names is found any more.
    """
    query = text("select id, evidence -> 'names' from fault where kind = :kind and ended_at is null for update")
    known = {row[0]: set(row[1]) for row in db.execute(query, {"kind": kind.value})}
    ended = [key for key, names in known.items() if not names & found.keys()]
    db.execute(text("update fault set ended_at = now() where id = any(:ids)"), {"ids": ended})
    new = sorted(found.keys() - set().union(*known.values()))
    if new:
        met(db, kind, f"{kind}:{new[0]}", "; ".join(dict.fromkeys(found[name] for name in new)), {"names": new})
