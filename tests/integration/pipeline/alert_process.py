"""Decides and sends once, and kills itself with SIGKILL at the step named in its argument. Run by test_alert."""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import date

from demo.settings import kcna_at
from wirewatch.configured import Alerting, Channel, Rule
from wirewatch.delivery import deliver_email, deliver_slack, slack_send, smtp_send
from wirewatch.models import Message
from wirewatch.pipeline import alert
from wirewatch.storage import alerts, database

SETTINGS = json.loads(sys.argv[1])


def die_at(step: str) -> None:
    if SETTINGS["where"] == step:
        os.kill(os.getpid(), signal.SIGKILL)


def deliver(channel: str, message: Message) -> None:
    die_at("after_claim")
    if channel == "mail":
        deliver_email(message, "wirewatch@demo.example", smtp_send("127.0.0.1", SETTINGS["smtp"], tls="none"))
    else:
        deliver_slack(message, slack_send(f"http://127.0.0.1:{SETTINGS['http']}/services/T0/B0/x"))
    die_at("after_taken")
    if channel == "slack":
        die_at("after_slack")


def dying_after(step: str, original):  # type: ignore[no-untyped-def]
    def wrapped(*args, **kwargs):  # type: ignore[no-untyped-def]
        result = original(*args, **kwargs)
        die_at(step)
        return result

    return wrapped


channels = {
    "mail": Channel(kind="email", conn_id="m", to=("desk@demo.example", "analyst@demo.example")),
    "slack": Channel(kind="slack", conn_id="s"),
}
alerting = Alerting(channels=channels, rules=(Rule(name="officials", channels=("mail", "slack")),), late_days=100_000)
source = kcna_at(SETTINGS["base_url"], watch_since=date(2026, 11, 16))

alerts.decided = dying_after("before_decide_commits", alerts.decided)
alert._send = dying_after("after_first_marked", alert._send)
engine = database.connect(SETTINGS["url"])
alert.decide_alerts(engine, alerting, {source.key: source})
die_at("after_decide")
alert.send_due(engine, deliver)
