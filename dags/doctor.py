"""# Doctor

Checks what a day needs from where it is needed: inside a task, with Airflow's own connections, network and certificates. Trigger it by
hand, or let `wirewatch doctor` and `wirewatch alerts test RECIPIENT` do so; it has no schedule.

**It checks** the database and its migrations; for each source that is on, or those you name, by at most five requests: site,
robots.txt, access, listing, one article; for each channel of `alerts.yml`: can we log in to the mail server, does Slack's host answer.
No message is sent.

**With a recipient** (a mail address or the name of a channel) it checks nothing else and sends one message that says it is a test. It
is not stored as a delivery.

**Red**: something failed. The log of `examine` has a line for everything, and its cure.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag

from wirewatch.models import OWNER
from wirewatch.orchestration import doctor as checks
from wirewatch.orchestration import schedule


@dag(
    **schedule.called("doctor", "Doctor", "doctor"),
    schedule=None,
    is_paused_upon_creation=False,  # it runs when asked to and only then: there is nothing to switch on
    params=checks.PARAMS,
    default_args={"owner": OWNER, "execution_timeout": timedelta(hours=2)},
    doc_md=__doc__,
)
def doctor() -> None:
    """One task: look, or send a test."""
    checks.examine()


doctor()
