"""# Maintenance

Throws away what is old enough, as `retention` in `config/settings.yml` says. Articles, their versions, mentions, verdicts, alerts and
messages are never thrown away; raw pages only if somebody sets `captures_days`.

**When.** Daily at 04:30 KST, between the recheck and the morning's news. A day off is made up by the next run.

| task | throws away | setting |
| --- | --- | --- |
| `store` | which entries each crawl's listing held, readings without a page; files of the archive whose pages are all older | `crawls_days`, `captures_days` |
| `logs` | log files of Airflow's tasks and DAG files | `logs_days` |
| `history` | Airflow's runs, tasks, events and audit log (`airflow db clean`); the last scheduled run of each DAG stays | `airflow_days` |

`logs` and `history` do their work only where the connection `wirewatch_airflow_db` (type Postgres) names Airflow's own database: the
stacks of `make up` and of `docker-compose.yml` have it. In an Airflow that others use, too, leave it away: it would clean theirs.

`report` says how much was thrown away. Clearing any task is safe: what is gone is gone once.

| red | do |
| --- | --- |
| `store`: another run is writing the archive | Wait; it is tried again. |
| `history` | Its log holds what `airflow db clean` said. `airflow version` and the database's migration must agree; the user may need to create tables. |
| `logs` | Airflow's log folder may not be written by this user. |
"""

from __future__ import annotations

from airflow.sdk import CronTriggerTimetable, dag

from wirewatch.orchestration import maintenance as tasks
from wirewatch.orchestration import schedule


@dag(
    **schedule.called("maintenance", "Maintenance", "maintenance"),
    schedule=CronTriggerTimetable("30 4 * * *", timezone="Asia/Seoul"),
    default_args={**schedule.RETRYING, **schedule.LOWEST},
    doc_md=__doc__,
)
def maintenance() -> None:
    """Three tasks that do not wait for each other, then the report."""
    tasks.report(store=tasks.store(), logs=tasks.logs(), history=tasks.history())


maintenance()
