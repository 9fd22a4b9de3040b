"""Another team's plain DAG."""

from datetime import UTC, datetime

from airflow.sdk import dag, task


@dag(schedule=None, start_date=datetime(2026, 11, 1, tzinfo=UTC))
def plain() -> None:
    """Adds two numbers."""

    @task
    def add(one: int, other: int) -> int:
        return one + other

    add(add(1, 2), 3)


plain()
