"""# Re-match the archive

Holds what is stored against a watchlist that has changed: its file, a verdict of an analyst, or the matcher. The latest month of
publication comes first; in each, the latest text of every article, then those it replaced.

**When.** Every hour at seven minutes past; where no list has changed nothing is mapped, which takes seconds. *Trigger* does it now, for one
list or some months if asked. New articles do not wait for it: they meet the changed list at once.

**What changes.** New mentions are *historical*: nobody is told. A mention that is no longer made is retired, and comes back when it is
made again. One that is made in other words is put right where it stands. An alert that was sent stays sent.

**To be told of people newly found**, have this DAG paused while you change the list, then call `wirewatch rematch --alert`; or trigger it
with `alert` before the hour comes. Alerted are articles published in the last `late_days` days and since `watch_since`, once for each
story; never what a backfill or a person brought, nor anybody whom the list knew in that text before.

**Red.** A step broke; its log says why. Clearing a task or triggering again goes on where it was. One month is done at a time, behind all
other tasks: the daily runs do not wait for it. `wirewatch rematch` does the same without Airflow, and both may run at once.
"""

from __future__ import annotations

from airflow.sdk import dag

from wirewatch.orchestration import rematch, schedule


@dag(
    **schedule.called("rematch_archive", "Re-match the archive", "match"),
    schedule=rematch.HOURLY,
    params=rematch.PARAMS,
    default_args={**schedule.RETRYING, **schedule.LOWEST},
    doc_md=__doc__,
)
def rematch_archive() -> None:
    """Which months, then each of them, then the sum."""
    rematch.report(rematch.rematch.expand(month=rematch.changed()))


rematch_archive()
