"""Captures as Airflow tasks: read again, and archived."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime
from typing import Any

from airflow.sdk import Param, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

from wirewatch import archive as archives
from wirewatch import config
from wirewatch.errors import ConfigError
from wirewatch.orchestration.connections import engine
from wirewatch.orchestration.outcome import outcome
from wirewatch.pipeline.archive import archive as archive_captures
from wirewatch.pipeline.match import match
from wirewatch.pipeline.reparse import Reparsed
from wirewatch.pipeline.reparse import reparse as reparse_captures
from wirewatch.storage.captures import Wanted

log = logging.getLogger(__name__)

PARAMS = {
    "source": Param(None, type=["null", "string"], description="A source's key; empty: all sources."),
    "first_day": Param(None, type=["null", "string"], format="date", description="First Korean day; empty: the earliest."),
    "last_day": Param(None, type=["null", "string"], format="date", description="Last Korean day, included; empty: the latest."),
    "failed_only": Param(False, type="boolean", description="Only pages that could not be read."),
}


@task
@outcome
def reread() -> int:
    """Read once more what an older parser could not read; returns how many pages can be read now. They may alert, marked late."""
    done = _reparse(Wanted(failed=True), only_stale=True)
    return done.recovered


@task
@outcome
def archive() -> int:
    """Pack the captures of finished days into WARC files; returns how many. Fails when some had to stay, and says why."""
    per = config.load_settings().archive.per
    done = archive_captures(engine(), archives.configured(), per, datetime.now(UTC))
    log.info("%s captures went into %s files", done.captures, done.files)
    if done.problems:
        raise AirflowFailException("; ".join(done.problems))
    return done.captures


@task
@outcome
def reparse() -> dict[str, int]:
    """Read what the run's parameters ask for again, then match it; returns the counts. Fails for articles that were readable before."""
    params: Any = get_current_context()["params"]
    done = _reparse(asked(params), only_stale=False)
    if done.lost:
        raise AirflowFailException(f"{done.lost} articles could be read before and cannot now; the log names them.")
    return {"read": done.read, "revised": done.revised, "recovered": done.recovered, "unreadable": done.unreadable}


def asked(params: Any) -> Wanted:
    """What the form asks for. Raises ConfigError for days the wrong way round, and for a source that nobody configured."""
    first, last = (date.fromisoformat(day) if (day := params[name]) else None for name in ("first_day", "last_day"))
    if first and last and first > last:
        raise ConfigError(f"The first day, {first}, is after the last, {last}. Swap them.")
    key = config.load_source(params["source"]).key if params["source"] else None
    return Wanted(key, first, last, params["failed_only"])


def _reparse(wanted: Wanted, only_stale: bool) -> Reparsed:
    store = archives.configured()
    done = reparse_captures(engine(), config.load_sources(), store.read, wanted, only_stale, log.info)
    found = match(engine(), list(config.load_watchlists().values()))
    log.info("%s; %s new mentions", done, found.mentions)
    return done
