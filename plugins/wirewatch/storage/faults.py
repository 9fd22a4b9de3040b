"""Faults: trouble of our own house, each cause once while it lasts, and its end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, text

from wirewatch.models import FaultKind

LONGEST_CAUSE = 200  # characters; a value of an index must be short


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
    end = "update fault set ended_at = now(), healed = true where cause = :cause and ended_at is null"
    db.execute(text(end), {"cause": cause})


def task_well(db: Connection, cause: str, run: str, map_index: int) -> None:
    """A task succeeded: what it failed of is over, unless it was another of the tasks mapped in that same run."""
    end = text("""
        update fault set ended_at = now(), healed = true
        where cause = :cause and ended_at is null
          and (evidence ->> 'run' is distinct from :run or cast(evidence ->> 'map_index' as integer) = :map_index)
    """)
    db.execute(end, {"cause": cause, "run": run, "map_index": map_index})


def silent(db: Connection, kind: FaultKind, since: timedelta) -> None:
    """What is met again and again while it lasts, and was not for so long, has ended; that it healed nobody saw."""
    end = text("""
        update fault set ended_at = now(), healed = false where kind = :kind and ended_at is null and last_at < now() - :since
    """)
    db.execute(end, {"kind": kind.value, "since": since})


def now_so(db: Connection, kind: FaultKind, found: Mapping[str, str], well: Mapping[str, datetime]) -> None:
    """Bring the faults of a kind to what is found now, {name: reason}; `well` says when a name was last seen well.

    Names found together are one fault, so that a hundred at once are told once. A name that is found no more leaves it, and is another
    fault when it comes back. The reason is that of the names that are left. A fault has ended when none is, and healed where any of all
    it ever had were seen well since it began and are not found: those are its names then.
    """
    query = text("""
        select id, began_at, evidence -> 'names' as names, coalesce(evidence -> 'gone', '[]') as gone
        from fault where kind = :kind and ended_at is null for update
    """)
    known: set[str] = set()
    for row in db.execute(query, {"kind": kind.value}).all():
        known.update(_left(db, row, found, well))
    if new := sorted(found.keys() - known):
        met(db, kind, f"{kind}:{_short(new)}", _why(found, new), {"names": new})


def _left(
    db: Connection, row: Row[tuple[int, datetime, list[str], list[str]]], found: Mapping[str, str], well: Mapping[str, datetime]
) -> list[str]:
    """The names of an open fault that are still found; without any, the fault ends."""
    left = [name for name in row.names if name in found]
    gone = sorted({*row.gone, *row.names} - {*left})
    healed = [name for name in gone if name not in found and name in well and well[name] > row.began_at]
    change = text("""
        update fault set evidence = evidence || cast(:evidence as jsonb), reason = coalesce(:reason, reason),
               ended_at = case when :ended then now() end, healed = case when :ended then :healed end
        where id = :id
    """)
    evidence = json.dumps({"names": left or healed or row.names, "gone": gone})
    reason = _why(found, left) if left else None
    db.execute(change, {"id": row.id, "evidence": evidence, "reason": reason, "ended": not left, "healed": bool(healed)})
    return left


def _why(found: Mapping[str, str], names: Sequence[str]) -> str:
    return "; ".join(dict.fromkeys(found[name] for name in names))


def _short(names: Sequence[str]) -> str:
    words = ", ".join(names)
    return words if len(words) <= LONGEST_CAUSE else hashlib.sha256(words.encode()).hexdigest()
