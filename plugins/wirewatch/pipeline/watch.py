"""watch: what no run reports by itself. Runs that never came, messages nobody takes, pages nobody can read; and the heartbeat."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, Engine

from wirewatch.alerting.policy import mailboxes
from wirewatch.configured import Alerting, Settings, Source
from wirewatch.errors import State, WirewatchError
from wirewatch.models import KST, FaultKind
from wirewatch.pipeline import operators, recheck
from wirewatch.pipeline.coverage import AT_MOST_DAYS, DAY, last_finished_day
from wirewatch.pipeline.report import Report
from wirewatch.storage import faults, measures, pulse
from wirewatch.storage.measures import Undelivered

log = logging.getLogger(__name__)

HOUR = timedelta(hours=1)
TOO_LONG_HOURS = 2  # for a message that is tried every hour at least, and for a mention that is decided on every quarter
OVERDUE = timedelta(hours=26)  # a daily run may be two hours late

# After so long without being met again it has ended. Airflow tries a file that it cannot load every few minutes; tasks run daily.
NOT_MET_ANY_MORE = {
    FaultKind.DAG_BROKEN: timedelta(minutes=30),
    FaultKind.TASK_FAILED: timedelta(days=3),
    FaultKind.OLDER_PAGES: timedelta(days=3),
    FaultKind.HEARTBEAT: timedelta(days=3),
}

Ask = Callable[[str], None]
Taken = Callable[[str], bool]


def watch(engine: Engine, dag_ids: Collection[str], alerting: Alerting, now: datetime) -> None:
    """Bring what operators are told of to what is so now; `dag_ids` are the DAGs that run by the clock at least once a day."""
    with engine.begin() as db:
        _runs(db, dag_ids, now)
        _messages(db, alerting)
        _pages(db, now)
        for kind, since in NOT_MET_ANY_MORE.items():
            faults.silent(db, kind, since)


def _runs(db: Connection, dag_ids: Collection[str], now: datetime) -> None:
    pulse.not_awaited(db, dag_ids)
    seen = pulse.last_seen(db, dag_ids)
    late = {name: (now - at) / HOUR for name, at in seen.items() if now - at > OVERDUE}
    found = {name: f"the last scheduled run of {name} was at work {hours:.0f} hours ago" for name, hours in late.items()}
    faults.now_so(db, FaultKind.RUNS_OVERDUE, found, {name: at for name, at in seen.items() if name not in late})


def _messages(db: Connection, alerting: Alerting) -> None:
    known = mailboxes(alerting)
    late = measures.undelivered(db, known, TOO_LONG_HOURS)
    faults.now_so(
        db, FaultKind.UNDELIVERED, {who: _undelivered(who, one) for who, one in late.items()}, measures.last_sent(db, known)
    )


def _undelivered(who: str, one: Undelivered) -> str:
    """Why messages do not leave, in words."""
    parts = [f"{one.refused} messages to {who} are refused for good"] * bool(one.refused)
    parts += [f"{one.waiting} messages to {who} have waited for more than {TOO_LONG_HOURS} hours"] * bool(one.waiting)
    return f"{', and '.join(parts)}; " + (f"the last because {one.reason}" if one.reason else "nobody tried to send them")


def _pages(db: Connection, now: datetime) -> None:
    found = {
        label: f"{count} articles of {label} cannot be read; the first is {url}: {reason}"
        for label, (count, url, reason) in measures.unreadable(db, AT_MOST_DAYS).items()  # no run asks for older ones
    }
    faults.now_so(db, FaultKind.UNREADABLE_PAGES, found, dict.fromkeys(measures.readable(db, AT_MOST_DAYS), now))


# --- the heartbeat -------------------------------------------------------------------------------


def note_report(engine: Engine, report: Report) -> None:
    """A daily run's report: its good days count for the heartbeat."""
    with engine.begin() as db:
        pulse.reported(db, report.crawl.source_key, report.good_days)


def heartbeat(
    engine: Engine, settings: Settings, alerting: Alerting, sources: Mapping[str, Source], now: datetime, ask: Ask
) -> date | None:
    """Ask the monitor's address where a day is in, and its address for failures where something pages; returns the day told of.

    `sources` are those that are on. A monitor that does not take it is a fault like others, and is asked again by the next run.
    """
    answers: list[str | None] = []

    def taken(url: str) -> bool:
        answers.append(_refusal(ask, url))
        return answers[-1] is None

    _tell_of_failures(engine, settings.heartbeat_fail_url, alerting, sources, taken)
    day = _tell_of_a_day(engine, settings.heartbeat_url, alerting, sources, now, taken)
    _note(engine, answers, bool(settings.heartbeat_url or settings.heartbeat_fail_url))
    return day


def _refusal(ask: Ask, url: str) -> str | None:
    """Why the monitor did not take it; None where it did."""
    try:
        ask(url)
    except WirewatchError as error:
        log.warning("heartbeat: %s", error.reason)
        return error.reason
    return None


def _note(engine: Engine, answers: Sequence[str | None], has_monitor: bool) -> None:
    """Write down what the monitor's answers, reasons where it refused, mean for the fault."""
    cause = FaultKind.HEARTBEAT.value
    refusals = [reason for reason in answers if reason]
    with engine.begin() as db:
        if refusals:
            faults.met(db, FaultKind.HEARTBEAT, cause, refusals[-1], {})
        elif answers:
            faults.over(db, cause)
        elif not has_monitor:
            faults.silent(db, FaultKind.HEARTBEAT, timedelta(0))


def day_in(engine: Engine, sources: Collection[str], now: datetime) -> date | None:
    """The newest day, yesterday or the one before, of which every source has a good report; None without sources, or where it was told."""
    yesterday = last_finished_day(now)
    with engine.begin() as db:
        days = [day for day in (yesterday, yesterday - DAY) if sources and not pulse.unreported(db, sources, day)]
        return days[0] if days and not pulse.beaten_since(db, days[0]) else None


def news_waits(engine: Engine, alerting: Alerting) -> bool:
    """Whether somebody is not told: a mention or a message has waited for too long. Then no heartbeat says that all is well."""
    with engine.begin() as db:
        late = measures.undelivered(db, mailboxes(alerting), TOO_LONG_HOURS)
        return bool(measures.undecided(db, TOO_LONG_HOURS)) or any(one.waiting for one in late.values())


def _tell_of_a_day(
    engine: Engine, url: str, alerting: Alerting, sources: Collection[str], now: datetime, taken: Taken
) -> date | None:
    day = day_in(engine, sources, now) if url and not news_waits(engine, alerting) else None
    if day is None or not taken(url):
        return None
    with engine.begin() as db:
        pulse.beaten(db, day)
    return day


def _tell_of_failures(engine: Engine, url: str, alerting: Alerting, sources: Mapping[str, Source], taken: Taken) -> None:
    if not url:
        return
    with engine.begin() as db:
        abouts = pulse.untold_monitor(db, [one.about for one in operators.paging(db, alerting, sources)])
    if abouts and taken(url):
        with engine.begin() as db:
            pulse.told_monitor(db, abouts)


# --- figures -------------------------------------------------------------------------------------


def gauges(
    engine: Engine, alerting: Alerting, sources: Sequence[Source], recheck_days: Sequence[int], now: datetime
) -> dict[str, float]:
    """What a monitor may draw, by name (docs/runbook.md says what each is); names hold letters, digits, dots, `_` and `-`."""
    keys = [source.key for source in sources]
    with engine.begin() as db:
        found = {f"{name}_age_seconds": age for name, age in measures.queue_ages(db).items()}
        found |= {f"newest_article_age_hours.{key}": hours for key, hours in measures.newest_article_hours(db, keys).items()}
        states = measures.states_now(db, keys)
        found |= {f"sources_in_trouble.{state}": states.get(state, 0) for state in State if state not in UNTROUBLED}
        used = measures.requests_used(db)
        late = measures.undelivered(db, mailboxes(alerting), TOO_LONG_HOURS)
        found["deliveries_refused_for_good"] = sum(one.refused for one in late.values())
        found["articles_unreadable"] = sum(count for count, *_ in measures.unreadable(db, AT_MOST_DAYS).values())
    for source in sources:
        share = used.get(source.host, 0) / source.politeness.max_requests_per_day
        found[f"requests_used_share.{_plain(source.host)}"] = share
    found["recheck_due_age_seconds"] = _oldest_recheck(engine, sources, recheck_days, now)
    return {f"wirewatch.{name}": value for name, value in found.items()}


UNTROUBLED = (State.OK, State.QUIET, State.DISABLED, State.BUDGET_SPENT)  # the last two are never a source's state for long


def _oldest_recheck(engine: Engine, sources: Sequence[Source], days: Sequence[int], now: datetime) -> float:
    """Seconds since the beginning of the Korean day for which the oldest check that was not made was due."""
    due = [one.on for source in sources for one in recheck.due(engine, source, days, now)]
    since = datetime.combine(min(due), time(), KST).astimezone(UTC) if due else now
    return max(0.0, (now - since).total_seconds())


def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "_", name)
