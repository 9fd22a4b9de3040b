"""# Poll the listings

Looks at the top of every source's listing between the daily runs, reads what is new, and matches it at once: news is told within half
an hour or so, not the next morning.

**When.** Every 30 minutes from 06 to 24 in Korea (`poll` in `config/settings.yml`). One request for each source, or one search for all
sources that are read by search without a number. Nothing new costs nothing more.

**What it leaves to the daily run.** Days: a poll never calls one complete. Pages that failed: they are tried again by the next runs.

**Colours.** Green, also when a site is closed to us, down, or the day's requests are used up: that was told once, and the daily run says
more. Red once for trouble that a person has to see to (`blocked`, `access_wall`, `robots_disallowed`, `layout_changed`), in the run that
met it first; what to do stands in the runbook of the source's crawl. Red also when a step broke; its log says why.

Clearing or triggering this DAG is safe at any time. Pausing it makes alerts as slow as the daily runs, and loses nothing.
"""

from __future__ import annotations

from airflow.sdk import dag, task_group

from wirewatch.config import load_settings
from wirewatch.orchestration import poll, schedule


@task_group
def read(batch: dict[str, object]) -> None:
    """Read a batch of articles, and match them."""
    poll.read(batch) >> poll.match_task()(batch)


@dag(
    **schedule.called("poll_listings", "Poll the listings", "crawl"),
    schedule=schedule.between_the_daily_runs(load_settings().poll),
    default_args=poll.SHORT,
    doc_md=__doc__,
)
def poll_listings() -> None:
    """look, then read and match in batches, then report."""
    read.expand(batch=poll.look()) >> poll.report()


poll_listings()
