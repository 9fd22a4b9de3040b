"""# Alert

Tells people of the mentions they asked for: decides which new mentions make which alerts, and sends what waits in the outbox. Beside
that, `watch` looks for what no run reports by itself and gives the monitor its heartbeat (docs/runbook.md).

**When.** As soon as a crawl finds fresh mentions, and every 15 minutes: mail that was refused is tried again, and a paused
source silences nobody.

**Once.** A mention is decided once, an alert exists once for a rule, a story and a person, and a message is sent once. Clearing
or triggering this DAG never mails again what was sent.

**Red** means that somebody was not told: `send` names the reason. Cure it (connection `wirewatch_smtp` or `wirewatch_slack`,
recipient in `alerts.yml`); what waits goes out with the next run. A message that the other side refused for good (an address it
does not know), or to a channel that `alerts.yml` has no more, is not tried again; `send` stays red for a day so that somebody sees it.
"""

from __future__ import annotations

from airflow.sdk import dag

from wirewatch.config import sources_on
from wirewatch.orchestration import schedule, tasks
from wirewatch.orchestration.watch import watch


@dag(
    **schedule.called("alert", "Alert", "alert"),
    schedule=schedule.fresh_or_quarter_hour(sources_on()),
    default_args=schedule.RETRYING,
    doc_md=__doc__,
)
def alert() -> None:
    """decide, then send; and watch, which keeps no news waiting: what it finds is told by the next run."""
    tasks.decide() >> tasks.send()
    watch()


alert()
