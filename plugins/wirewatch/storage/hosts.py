"""The host row: when the next request may go out, how many are left today, and whether the door is closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import Connection, Engine, Row, text

from wirewatch.configured import Politeness
from wirewatch.errors import AccessDenied, RetryableError, State
from wirewatch.models import Purpose

# The daily run and the polls between: nothing is kept from them.
FIRST = (Purpose.DAILY, Purpose.POLL)

# What was used today, on the row as it is when its lock is held; host_used() is 0 for what was used on another day.
# clock_timestamp(), because now() is when the transaction began: the wait for the row's lock would shorten the delay.
RESERVE = text("""
    update host set
        next_at = greatest(clock_timestamp(), next_at) + make_interval(secs => :delay),
        used = host_used(day, used) + 1,
        used_by_daily = host_used(day, used_by_daily) + :daily,
        used_by_recheck = host_used(day, used_by_recheck) + :recheck,
        day = korean_day()
    where name = :name
      and (closed_until is null or closed_until <= now())
      and host_used(day, used) + greatest(:kept - host_used(day, used_by_daily), 0) < :budget
      and (:recheck = 0 or host_used(day, used_by_recheck) < :recheck_most)
    returning extract(epoch from next_at - clock_timestamp()) - :delay as wait
""")


def reserve(engine: Engine, name: str, delay_seconds: float, manners: Politeness, purpose: Purpose = Purpose.DAILY) -> float:
    """Reserve the next slot for one request; returns how many seconds to sleep before it.

    The slot is taken in one short transaction, so no lock is held while sleeping. Requests are counted per Korean day. What is kept
    for the daily run (`daily_share`) is out of reach for other purposes until the daily run itself has used that much.
    Raises AccessDenied while the host is closed, RetryableError (budget_spent) when the day's requests, or the purpose's, are used up.
    """
    values = {
        "name": name,
        "delay": delay_seconds,
        "budget": manners.max_requests_per_day,
        "daily": int(purpose in FIRST),
        "recheck": int(purpose is Purpose.RECHECK),
        "kept": 0 if purpose in FIRST else kept_for_daily(manners),
        "recheck_most": recheck_most(manners),
    }
    with engine.begin() as db:
        db.execute(text("insert into host (name) values (:name) on conflict do nothing"), {"name": name})
        row = db.execute(RESERVE, values).one_or_none()
        if row is not None:
            return max(0.0, float(row.wait))
        refuse_if_closed(db, name)
        used = db.execute(
            text("select host_used(day, used) as used, host_used(day, used_by_recheck) as rechecks from host where name = :name"),
            values,
        ).one()
    raise RetryableError(f"{_whose_share(name, manners, purpose, used)}; more from midnight in Korea", State.BUDGET_SPENT)


def kept_for_daily(manners: Politeness) -> int:
    """How many of a day's requests are kept for the daily run."""
    return ceil(manners.daily_share * manners.max_requests_per_day)


def recheck_most(manners: Politeness) -> int:
    """How many of a day's requests rechecks may make at most."""
    return ceil(manners.recheck_share * manners.max_requests_per_day)


def _whose_share(name: str, manners: Politeness, purpose: Purpose, used: Row[tuple[int, int]]) -> str:
    budget = manners.max_requests_per_day
    if purpose in FIRST or used.used >= budget:
        return f"today's {budget} requests to {name} are used up"
    if purpose is Purpose.RECHECK and used.rechecks >= recheck_most(manners):
        return f"the {recheck_most(manners)} of today's {budget} requests to {name} that rechecks may make are used up"
    kept = f"{kept_for_daily(manners)} of them are kept for the daily run"
    return f"what a {purpose} may use of today's {budget} requests to {name} is used up ({kept})"


def stop_if_closed(engine: Engine, name: str) -> None:
    """Raise AccessDenied while the host is closed."""
    with engine.begin() as db:
        refuse_if_closed(db, name)


def refuse_if_closed(db: Connection, name: str) -> None:
    """Raise AccessDenied while the host is closed; `evidence` says so, and until when."""
    query = "select closed_until, closed_state, closed_why from host where name = :name and closed_until > now()"
    host = db.execute(text(query), {"name": name}).one_or_none()
    if host is not None:
        until = f"{host.closed_until:%Y-%m-%d %H:%M} UTC"
        raise AccessDenied(f"{name} is closed until {until}: {host.closed_why}", State(host.closed_state), {"closed": True})


def close(engine: Engine, name: str, hours: float, state: State, why: str) -> datetime:
    """No request goes to the host for that many hours; the reason is kept for whoever asks. Returns when it opens again."""
    with engine.begin() as db:
        closed = db.execute(
            text("""
                insert into host (name, closed_until, closed_state, closed_why)
                values (:name, now() + make_interval(secs => :seconds), :state, :why)
                on conflict (name) do update
                set closed_until = greatest(host.closed_until, excluded.closed_until), closed_state = excluded.closed_state,
                    closed_why = excluded.closed_why
                returning closed_until
            """),
            {"name": name, "seconds": timedelta(hours=hours).total_seconds(), "state": state.value, "why": why},
        )
        until: datetime = closed.scalar_one()
    return until


def reopen(engine: Engine, name: str) -> None:
    """Open a closed host again: somebody has seen to the cause."""
    with engine.begin() as db:
        db.execute(
            text("update host set closed_until = null, closed_state = null, closed_why = null where name = :name"), {"name": name}
        )


def known_robots(engine: Engine, name: str, newer_than: datetime) -> str | None:
    """robots.txt as last read, if it was read after that time (UTC)."""
    query = text("select robots from host where name = :name and robots_at > :newer_than")
    with engine.begin() as db:
        row = db.execute(query, {"name": name, "newer_than": newer_than}).one_or_none()
    return None if row is None else str(row.robots)


def remember_robots(engine: Engine, name: str, robots: str) -> None:
    """Keep robots.txt, so that the other tasks of the day need not ask for it again."""
    with engine.begin() as db:
        db.execute(
            text("""
                insert into host (name, robots, robots_at) values (:name, :robots, now())
                on conflict (name) do update set robots = excluded.robots, robots_at = now()
            """),
            {"name": name, "robots": robots},
        )
