"""Reading again as Airflow tasks. Few and small ones: the host's pool may have one slot, and others wait for it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import zip_longest
from typing import Any

from airflow.sdk import CronTriggerTimetable, TriggerRule, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

from wirewatch import archive, config
from wirewatch.configured import Source
from wirewatch.errors import State
from wirewatch.models import Purpose
from wirewatch.orchestration import schedule
from wirewatch.orchestration.connections import engine, site_session
from wirewatch.orchestration.matching import match_and_tell
from wirewatch.orchestration.outcome import ToldAlready, outcome
from wirewatch.orchestration.tasks import run
from wirewatch.pipeline import host
from wirewatch.pipeline.recheck import Due, Tour
from wirewatch.pipeline.recheck import due as due_checks
from wirewatch.pipeline.recheck import recheck as recheck_articles
from wirewatch.pipeline.recheck_summary import finish

Batch = dict[str, Any]  # {"source": key, "due": [(article id, day)]}

log = logging.getLogger(__name__)

# Three in the night in Korea: the day's requests are counted anew since midnight and what waited for them has had its turn, the
# state's morning news and the looks at the listings begin at six, and the daily crawls at nine find the host idle again.
NIGHTLY = CronTriggerTimetable("0 3 * * *", timezone="Asia/Seoul")

BATCH = 25  # articles a mapped task reads again: two minutes at five seconds each, then whoever waits for the host comes first


def hosts(sources: Iterable[Source]) -> dict[str, tuple[str, str]]:
    """{name for a task: (host, its pool)} of the sources."""
    found = sorted({(source.host, schedule.names().pool(source)) for source in sources})
    return {re.sub(r"[^a-z0-9-]", "_", host): (host, pool) for host, pool in found}


@task
@outcome
def due(host: str) -> list[Batch]:
    """Which articles of the host's sources are to be read again now; returns batches of (article id, day it is due for).

    The sources take turns: where the requests for today do not reach, it is not always the last one that goes short.
    """
    days, now = config.load_settings().recheck.days, datetime.now(UTC)
    here = [source for source in config.sources_on() if source.host == host]
    turns = zip_longest(*[batches(source.key, due_checks(engine(), source, days, now)) for source in here])
    return [batch for turn in turns for batch in turn if batch is not None]


def batches(source_key: str, found: Sequence[Due]) -> list[Batch]:
    """The checks of a source in tasks of at most BATCH articles."""
    log.info("%s: %s articles to read again", source_key, len(found))
    pairs = [(one.article_id, one.on.isoformat()) for one in found]
    return [{"source": source_key, "due": pairs[start : start + BATCH]} for start in range(0, len(pairs), BATCH)]


@task(map_index_template="{{ batch_name }}")
@outcome
def read(batch: Batch) -> int:
    """Read a batch again; returns how many were checked. Where today's requests are used up the rest is left to tomorrow's run."""
    context: Any = get_current_context()
    context["batch_name"] = f"{batch['source']}: {len(batch['due'])} articles"
    source, store = config.load_source(batch["source"]), engine()
    checks = [Due(article_id, date.fromisoformat(on)) for article_id, on in batch["due"]]
    fetcher = host.fetcher(store, source, Purpose.RECHECK, session=site_session(source))
    tour = Tour(store, fetcher, archive.configured().read, run(context), lambda: datetime.now(UTC))
    done = recheck_articles(tour, checks, again=context["ti"].try_number > 1)
    if done.spent:
        log.info("%s: the requests for today are used up; %s checked, the rest tomorrow", source.key, done.checked)
    return done.checked


def match_task() -> Any:
    """The task that matches what was edited; fresh mentions are said through the source's Asset."""
    alias = schedule.found("again")

    @task(trigger_rule=TriggerRule.ALL_DONE, outlets=[alias])
    @outcome
    def match(outlet_events: Any = None) -> int:
        """Match what was edited; returns how many mentions are new."""
        return sum(match_and_tell(source, alias, outlet_events) for source in config.sources_on())

    return match


@task(trigger_rule=TriggerRule.ALL_DONE)
@outcome
def report() -> list[dict[str, object]]:
    """Judge what was removed and say what the checks found; fails where a site refused or changed, or checks were not made."""
    context, days = get_current_context(), config.load_settings().recheck.days
    summaries = [finish(engine(), source, run(context), days, datetime.now(UTC)) for source in config.sources_on()]
    for summary in summaries:
        for line in summary.lines():
            log.info(line)
    if complaining := [summary for summary in summaries if summary.complaint]:
        told = all(summary.run.state is not State.OK for summary in complaining)
        raise (ToldAlready if told else AirflowFailException)("; ".join(str(summary.complaint) for summary in complaining))
    return [summary.as_json() for summary in summaries]
