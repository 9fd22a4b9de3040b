"""The watch as an Airflow task: what no run reports by itself, the heartbeat, and figures through Airflow's own metrics."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime

from airflow.sdk import task
from airflow.sdk.configuration import conf
from airflow.sdk.observability import stats

from wirewatch import config
from wirewatch.configured import Airflow, Source
from wirewatch.delivery import ask_monitor
from wirewatch.orchestration.connections import engine
from wirewatch.orchestration.outcome import outcome
from wirewatch.pipeline.watch import gauges, heartbeat
from wirewatch.pipeline.watch import watch as look

log = logging.getLogger(__name__)

# Our DAGs that run by the clock at least once a day, beside the crawls.
BY_CLOCK = ("alert", "archive", "maintenance", "poll_listings", "recheck", "rematch_archive")

METRICS = ("statsd_on", "statsd_datadog_enabled", "otel_on")


@task
@outcome
def watch() -> str | None:
    """See to it that operators learn of what went missing; returns the day of which the monitor was told, if it was."""
    store, sources, settings, now = engine(), config.sources_on(), config.load_settings(), datetime.now(UTC)
    alerting = config.load_alerting()
    look(store, by_the_clock(sources, settings.airflow), alerting, now)
    by_key = {source.key: source for source in sources}
    day = heartbeat(store, settings, alerting, by_key, now, ask_monitor)
    if any(conf.getboolean("metrics", name) for name in METRICS):
        for name, value in gauges(store, alerting, sources, settings.recheck.days, now).items():
            stats.gauge(name, value)
    return None if day is None else day.isoformat()


def by_the_clock(sources: Iterable[Source], known: Airflow) -> list[str]:
    """The ids of our DAGs that run by the clock at least once a day, as they are called in this Airflow."""
    return [*(known.crawl_dag(source) for source in sources), *map(known.name, BY_CLOCK)]
