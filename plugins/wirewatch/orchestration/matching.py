"""Matching as Airflow tasks do it: what is stored meets the lists, and `alert` starts at once where there is news."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from airflow.sdk import AssetAlias

from wirewatch import config
from wirewatch.configured import Source
from wirewatch.orchestration import schedule
from wirewatch.orchestration.connections import engine
from wirewatch.pipeline.match import match


def match_and_tell(
    source: Source, alias: AssetAlias, outlet_events: Any, entry_ids: Sequence[int] = (), lately: bool = False
) -> int:
    """Match what the source left (see `pipeline.match`); returns how many mentions are new.

    Fresh ones are said through the source's Asset, by the `alias` that is the task's outlet.
    """
    done = match(engine(), list(config.load_watchlists().values()), source.key, entry_ids, lately)
    if done.fresh:
        outlet_events[alias].add(schedule.asset(source), extra={"mentions": done.fresh})
    return done.mentions
