"""# Crawl one source

Reads the source's listing for the run's Korean days, stores every article once, matches it with the watchlists and reports.

**When.** Daily at 09:00 KST, for the Korean day that ended nine hours before. A scheduled run covers from the last complete day
to its own (3 to 30 days), so an outage heals by itself. *Trigger* without dates does the same now; with `first_day` and
`last_day` it covers those days. *Backfill* covers exactly the dates given and never alerts.

**Colours.** Green: read, and everything listed is stored; a quiet day is green. Red: `report` says in its log what was refused,
failed or is overdue. One page that cannot be read fails on its own row and is tried again by the next run.

| report says | do |
| --- | --- |
| `blocked`, `access_wall`, `robots_disallowed` | Nothing is asked for four hours (`wirewatch sources reopen SOURCE` ends that). Find out why the site says no before you clear the run. |
| `layout_changed` | The pages changed: keep the run, read the reason; captures are stored and can be read again after a fix. |
| `down` | Wait; retries and tomorrow's run catch up. |
| the listing lacks articles | Other pages name them; they were read. The day is a `gap` until a listing holds them; nothing to clear. |
| `budget_spent` | Tasks wait for midnight in Korea by themselves. |

Clearing any task is safe: nothing is stored twice, nobody is told twice.
"""

from __future__ import annotations

from airflow.sdk import dag, task_group

from wirewatch.config import sources_on
from wirewatch.configured import Source
from wirewatch.orchestration import schedule, tasks


def crawl_dag(source: Source) -> None:
    """Define the crawl DAG of one source."""
    pool = schedule.names().pool(source)

    @task_group
    def read(batch: list[int]) -> None:
        tasks.ingest.override(pool=pool)(source.key, batch) >> tasks.match_task(source)(batch)

    @dag(
        **schedule.called(source.crawl, f"Crawl {source.label}", "crawl", since=schedule.utc_start(source)),
        schedule=schedule.DAILY,
        params=schedule.DAYS,
        default_args=schedule.RETRYING,
        doc_md=__doc__,
    )
    def crawl() -> None:
        batches = tasks.discover.override(pool=pool)(source.key)
        read.expand(batch=batches) >> tasks.audit_task(source)() >> tasks.report(source.key)

    crawl()


for configured in sources_on():
    crawl_dag(configured)
