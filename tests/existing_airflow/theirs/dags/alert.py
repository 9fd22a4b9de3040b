"""Another team's DAG: its id, its tag and its pool are those our own have without a prefix."""

import os
from datetime import UTC, datetime

from airflow.sdk import dag, task


@dag(dag_id="alert", tags=["wirewatch", "alert"], schedule="@daily", start_date=datetime(2026, 11, 1, tzinfo=UTC), catchup=False)
def alert() -> None:
    """One task that waits in a pool."""

    @task(pool=os.environ["THEIR_POOL"], priority_weight=7)
    def call_the_stockroom() -> str:
        return "called"

    call_the_stockroom()


alert()
