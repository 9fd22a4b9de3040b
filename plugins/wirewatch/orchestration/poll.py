"""The poll of all sources as Airflow tasks."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import TriggerRule, get_current_context, task

from wirewatch import config
from wirewatch.orchestration import schedule, tasks
from wirewatch.orchestration.connections import engine, site_session
from wirewatch.orchestration.matching import match_and_tell
from wirewatch.orchestration.outcome import ToldAlready, outcome
from wirewatch.pipeline import poll

log = logging.getLogger(__name__)

# The next run is half an hour away: what hangs or fails is not worth more than a part of that.
SHORT: dict[str, Any] = {**schedule.RETRYING, "retries": 1, "execution_timeout": timedelta(minutes=20)}


@task
@outcome
def look() -> list[dict[str, Any]]:
    """Look at the listings of all sources that are on; returns what is to be read, in batches: source, crawl, ids."""
    found = poll.look(engine(), config.sources_on(), tasks.labels(), datetime.now(UTC), site_session)
    log.info("To read: %s", ", ".join(f"{len(one.due)} of {one.source_key}" for one in found) or "nothing")
    return [
        {"source": one.source_key, "crawl": one.crawl_id, "ids": one.due[start : start + tasks.BATCH]}
        for one in found
        for start in range(0, len(one.due), tasks.BATCH)
    ]


@task(map_index_template="{{ batch_name }}")
@outcome
def read(batch: dict[str, Any]) -> int:
    """Fetch and store a batch of articles; returns how many were stored. A refusal is written down, and is not this task's failure."""
    context: Any = get_current_context()
    context["batch_name"] = f"{batch['source']} {batch['ids'][0]} to {batch['ids'][-1]}"
    source, owner = config.load_source(batch["source"]), f"{tasks.run(context)}:{context['ti'].map_index}"
    return poll.read(engine(), source, batch["crawl"], batch["ids"], owner, tasks.labels(), site_session)


def match_task() -> Any:
    """The task that matches a batch; fresh mentions are said through the source's Asset, so that `alert` starts at once."""
    alias = schedule.found("polling")

    @task(outlets=[alias])
    @outcome
    def match(batch: dict[str, Any], outlet_events: Any = None) -> int:
        """Match what of the batch is stored; returns how many mentions are new."""
        return match_and_tell(config.load_source(batch["source"]), alias, outlet_events, batch["ids"], lately=True)

    return match


@task(trigger_rule=TriggerRule.NONE_FAILED)
@outcome
def report() -> None:
    """Fail when a person has to see to something that this run was the first to meet; without steps that broke, it runs last."""
    context: Any = get_current_context()
    news = poll.news_for_a_person(engine(), config.sources_on(), context["dag_run"].start_date)
    if news:
        raise ToldAlready("; ".join(news))
