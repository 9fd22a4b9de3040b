"""Another team's DAG that imports modules of its own, called like some within our package."""

from datetime import UTC, datetime

import models
from airflow.sdk import dag, task
from storage.shelves import shelf

import config


@dag(schedule=None, start_date=datetime(2026, 11, 1, tzinfo=UTC), tags=["stock"])
def stock() -> None:
    """Where a thing lies, by the team's own modules."""

    @task
    def find() -> str:
        return f"{models.THING} on {shelf()} in {config.WAREHOUSE}"

    find()


stock()
