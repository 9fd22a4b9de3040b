"""The host row: when the next request may go out, how many are left today, and whether the door is closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine, text

from wirewatch.errors import AccessDenied, RetryableError, State

# clock_timestamp(), because now() is when the transaction began: the wait for the row's lock would shorten the delay.
RESERVE = text("""
    update host set
        next_at = greatest(clock_timestamp(), next_at) + make_interval(secs => :delay),
        used = case when day = (now() at time zone 'Asia/Seoul')::date then used + 1 else 1 end,
        day = (now() at time zone 'Asia/Seoul')::date
    where name = :name
      and (closed_until is null or closed_until <= now())
      and (day <> (now() at time zone 'Asia/Seoul')::date or used < :budget)
    returning extract(epoch from next_at - clock_timestamp()) - :delay as wait
""")


def reserve(engine: Engine, name: str, delay_seconds: float, budget: int) -> float:
    """Reserve the next slot for one request; returns how many seconds to sleep before it.

    The slot is taken in one short transaction, so no lock is held while sleeping. `budget` counts requests per Korean day.
    Raises AccessDenied while the host is closed, RetryableError (budget_spent) when the day's requests are used up.
    """
    with engine.begin() as db:
        db.execute(text("insert into host (name) values (:name) on conflict do nothing"), {"name": name})
        row = db.execute(RESERVE, {"name": name, "delay": delay_seconds, "budget": budget}).one_or_none()
        if row is not None:
            return max(0.0, float(row.wait))
        query = "select closed_until > now() as closed, closed_until, closed_state, closed_why from host where name = :name"
        host = db.execute(text(query), {"name": name}).one()
    if host.closed:
        until = f"{host.closed_until:%Y-%m-%d %H:%M} UTC"
        raise AccessDenied(f"{name} is closed until {until}: {host.closed_why}", State(host.closed_state), {"closed": True})
    raise RetryableError(f"today's {budget} requests to {name} are used up; more from midnight in Korea", State.BUDGET_SPENT)


def close(engine: Engine, name: str, hours: float, state: State, why: str) -> None:
    """No request goes to the host for that many hours; the reason is kept for whoever asks."""
    with engine.begin() as db:
        db.execute(
            text("""
                insert into host (name, closed_until, closed_state, closed_why)
                values (:name, now() + make_interval(secs => :seconds), :state, :why)
                on conflict (name) do update
                set closed_until = excluded.closed_until, closed_state = excluded.closed_state, closed_why = excluded.closed_why
            """),
            {"name": name, "seconds": timedelta(hours=hours).total_seconds(), "state": state.value, "why": why},
        )


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
