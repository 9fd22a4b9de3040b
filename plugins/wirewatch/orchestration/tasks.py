"""The use cases as Airflow tasks. XCom carries ids and counts; the rows in the database are the hand-over."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from airflow.sdk import TriggerRule, get_current_context, task
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from sqlalchemy import Connection, Engine

from wirewatch import config
from wirewatch.configured import Source
from wirewatch.fetching import ROBOTS_JUST_READ, ROBOTS_VALID, Fetcher
from wirewatch.models import KST
from wirewatch.orchestration import schedule
from wirewatch.orchestration.connections import Deliverer, engine, site_session
from wirewatch.orchestration.matching import match_and_tell
from wirewatch.orchestration.outcome import ToldAlready, outcome
from wirewatch.pipeline import alert, host
from wirewatch.pipeline.audit import audit as audit_listing
from wirewatch.pipeline.coverage import AT_MOST_DAYS, DAY, Window
from wirewatch.pipeline.discover import discover as discover_entries
from wirewatch.pipeline.ingest import ingest_all as ingest_entries
from wirewatch.pipeline.report import finish, table
from wirewatch.pipeline.watch import note_report
from wirewatch.storage import backfills, crawls, measures

log = logging.getLogger(__name__)

BATCH = 10  # articles a mapped task reads: many enough to be worth its start, few enough to be tried again cheaply

HALF_AN_HOUR = 0.5  # of hours: decide runs every quarter


@task
@outcome
def discover(source_key: str) -> list[list[int]]:
    """Read the listing for the run's days; returns the ids of the entries to read, in batches."""
    context = get_current_context()
    source, store, now = config.load_source(source_key), engine(), datetime.now(UTC)
    with store.begin() as db:
        since = crawls.register(db, source, now.astimezone(KST).date())
        known = partial(recent_coverage, db, source.key)
        days = schedule.window(context["dag_run"], context["params"], known, since, now)
        schedule.refuse_too_much(source, days)
    historical = schedule.is_backfill(context["dag_run"])
    with undisturbed(store, source.key, days, context):
        asking = fetcher(store, source, ROBOTS_VALID if historical else ROBOTS_JUST_READ)
        found = discover_entries(store, asking, run(context), days, historical, labels())
    log.info("%s to %s: %s articles to read", days.first, days.last, len(found.due))
    return [found.due[start : start + BATCH] for start in range(0, len(found.due), BATCH)]


def fetcher(store: Engine, source: Source, robots_age: timedelta = ROBOTS_VALID) -> Fetcher:
    """A fetcher for this run: what a backfill may ask for is less, and the operator's own session is shown where there is one."""
    purpose = schedule.purpose(get_current_context()["dag_run"])
    return host.fetcher(store, source, purpose, robots_age, site_session(source))


@task(map_index_template="{{ batch_name }}")
@outcome
def ingest(source_key: str, batch: list[int]) -> int:
    """Fetch and store a batch of articles; returns how many were stored. Pages that fail do so on their own rows."""
    context: Any = get_current_context()
    context["batch_name"] = f"entries {batch[0]} to {batch[-1]}"
    source, store = config.load_source(source_key), engine()
    with store.begin() as db:
        crawl = crawls.find(db, run(context))
    if crawl is None:
        raise AirflowFailException("discover has not begun this crawl; clear the run from its first task")
    owner = f"{run(context)}:{context['ti'].map_index}"
    again = context["ti"].try_number > 1
    with undisturbed(store, source.key, Window(crawl.first_day, crawl.last_day), context):
        done = ingest_entries(store, fetcher(store, source), crawl.id, batch, owner, labels(), again)
    if done.retryable and context["ti"].try_number <= context["ti"].max_tries:
        raise AirflowException(f"{done.retryable} articles could not be fetched; the others are stored. They are tried again.")
    return done.stored


def match_task(source: Source) -> Any:
    """The task that matches a batch's texts and, when there are fresh mentions, says so through the source's Asset."""
    alias = schedule.found(source.key)

    @task(task_id="match", trigger_rule=TriggerRule.ALL_DONE, outlets=[alias])
    @outcome
    def match(batch: list[int], outlet_events: Any = None) -> int:
        """Match whatever of the batch is stored, and what other tasks lately left of the source; returns how many mentions are new."""
        return match_and_tell(source, alias, outlet_events, batch, lately=True)

    return match


def audit_task(source: Source) -> Any:
    """The task that reads what other pages name and the listing lacks, matches it and whatever is left of the source, and tells of fresh
    mentions as `match` does.
    """
    alias = schedule.found(source.key)

    @task(task_id="audit", trigger_rule=TriggerRule.ALL_DONE, outlets=[alias], pool=schedule.names().pool(source))
    @outcome
    def audit(outlet_events: Any = None) -> int:
        """Read what the listing lacks of the crawl's days, and match it; returns how many articles that are."""
        context: Any = get_current_context()
        store = engine()
        with store.begin() as db:
            crawl = crawls.find(db, run(context))
        if crawl is None:
            return 0  # report says that the crawl never began
        again = context["ti"].try_number > 1
        with undisturbed(store, source.key, Window(crawl.first_day, crawl.last_day), context):
            done = audit_listing(store, fetcher(store, source), crawl.id, f"{run(context)}:audit", labels(), again)
        match_and_tell(source, alias, outlet_events, done.read)
        if done.retryable and context["ti"].try_number <= context["ti"].max_tries:
            raise AirflowException(f"{done.retryable} articles could not be fetched. They are tried again.")
        return len(done.read)

    return audit


@task(trigger_rule=TriggerRule.ALL_DONE)
@outcome
def report(source_key: str) -> dict[str, object]:
    """Say what the crawl did, day by day; fails when something was refused, failed or is overdue, and says what."""
    context = get_current_context()
    store = engine()
    with store.begin() as db:
        crawl = crawls.find(db, run(context))
    if crawl is None:
        raise AirflowFailException("The crawl never began: see the log of discover.")
    done = finish(store, config.load_source(source_key), crawl.id, datetime.now(UTC), config.load_watchlists())
    for line in filter(None, table(done).splitlines()):
        log.info(line)  # not print(): the UI does not show a task's stdout between its own groups
    if not schedule.is_backfill(context["dag_run"]):
        note_report(store, done)
    if done.complaint:
        raise (ToldAlready if done.told else AirflowFailException)(done.complaint)
    return done.as_json()


@task
@outcome
def decide() -> int:
    """Decide who is told of the new mentions, and queue the messages; returns how many messages were queued."""
    done = alert.decide_alerts(engine(), config.load_alerting(), config.load_sources())
    log.info("%s mentions looked at, %s alerts, %s messages queued", done.mentions, done.alerts, done.queued)
    return done.queued


@task(trigger_rule=TriggerRule.ALL_DONE, retries=0)
@outcome
def send() -> int:
    """Send every message that is due; fails while somebody was not told. The next run, at most 15 minutes away, tries again."""
    alerting = config.load_alerting()
    done = alert.send_due(engine(), Deliverer(alerting), alerting.public_url, config.load_sources())
    log.info("%s messages sent", len(done.sent))
    if done.refused:
        told_by_watch = done.dead_letters == len(done.refused)
        raise (ToldAlready if told_by_watch else AirflowFailException)(
            f"{len(done.refused)} messages were refused; the first because: {done.refused[0][1]}"
        )
    with engine().begin() as db:
        undecided, refused = measures.undecided(db, HALF_AN_HOUR), measures.refused_lately(db)
    if undecided or refused:
        raise (AirflowFailException if undecided else ToldAlready)(
            f"{undecided} mentions wait for decide; {refused} messages of the last day were refused for good"
        )
    return len(done.sent)


def recent_coverage(db: Connection, source_key: str, day: date) -> dict[date, str]:
    """The coverage of the days a run for `day` may have to heal; one with articles nobody could read is not done with."""
    first = day - (AT_MOST_DAYS - 1) * DAY
    unread = crawls.unread_days(db, source_key, first, day)
    return {one: "open" if one in unread else state for one, state in crawls.coverage(db, source_key, first, day).items()}


def undisturbed(store: Engine, source_key: str, days: Window, context: Mapping[str, Any]) -> AbstractContextManager[None]:
    """A backfill holds its days while one of its tasks runs, and waits while another backfill does; other runs go on beside both."""
    if not schedule.is_backfill(context["dag_run"]):
        return nullcontext()
    return backfills.claimed(store, source_key, days.first, days.last, f"Airflow's {run(context)}")


def run(context: Mapping[str, Any]) -> str:
    """The name under which a retry finds its crawl again."""
    return f"{context['dag_run'].dag_id}:{context['dag_run'].run_id}"


def labels() -> dict[str, str]:
    """{printed label: source key} of all configured sources."""
    return crawls.source_keys_by_label(config.load_sources().values())
