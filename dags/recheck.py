"""# Recheck

Reads recent articles again, 1, 3 and 14 days after they were first read (`recheck.days` in `settings.yml`), and keeps what the
state changed or took away. See `wirewatch revisions URL`.

**When.** Daily at 03:00 KST: after midnight, when the day's requests are counted anew, and well before the morning's news (from 06:00) and
the daily crawls (09:00). *Trigger* does now what is due; a day that was missed is made up for by the next run, each article once.

**What it finds.** `edited`: title or body differs by more than white space; a new revision with a word diff, matched at the end of this
run. Only people whom the edit put in are news. `gone`: 404, 410, the generic page or another article; asked again on the days 1, 3, 7, 14 …
after that. *Removed* only after three such checks over at least 14 days on which 75 % of the neighbouring articles answered; a page that
comes back ends it. `unreadable`: nothing to compare, or half a text with the reader's warning; the stored text stays.

**Colours.** Green: what was due was read. Used-up requests are green too: the rest is read tomorrow. One page that is down or cannot
be read is a row, not a failure. Red: `report` says which site refused, changed or is down, or what was not checked.

| report says | do |
| --- | --- |
| `blocked`, `access_wall`, `robots_disallowed` | As for a crawl: nothing is asked for four hours. A refusal never counts as a removal. |
| `layout_changed` | Three pages in a row read worse than before, or more than a quarter is gone at once. Open one in a browser: closed or changed? |
| `down` | Wait; tomorrow's run catches up. |

Clearing any task is safe: a check is made once, an edit is stored once, nobody is told twice.
"""

from __future__ import annotations

from airflow.sdk import dag

from wirewatch.config import sources_on
from wirewatch.orchestration import recheck as tasks
from wirewatch.orchestration import schedule


@dag(
    **schedule.called("recheck", "Recheck", "recheck"),
    schedule=tasks.NIGHTLY,
    default_args={**schedule.RETRYING, **schedule.LOWEST},
    doc_md=__doc__,
)
def recheck() -> None:
    """For each host due → read; then match what was edited, and report."""
    matched = tasks.match_task()()
    for name, (host, pool) in tasks.hosts(sources_on()).items():
        batches = tasks.due.override(task_id=f"due_{name}")(host)
        tasks.read.override(task_id=f"read_{name}", pool=pool).expand(batch=batches) >> matched
    matched >> tasks.report()


recheck()
