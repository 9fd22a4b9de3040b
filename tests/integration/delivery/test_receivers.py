"""The demo's receivers: they keep, show, refuse when told, and end at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from demo.receivers import Receivers, mrkdwn, slack_complaint
from wirewatch.delivery import deliver_email, deliver_slack, slack_send, smtp_send
from wirewatch.models import Message

ROOT = Path(__file__).resolve().parents[3]
SECTION: dict[str, object] = {
    "type": "section",
    "text": {"type": "mrkdwn", "text": "*<https://example.org/a|A &amp; B>* and\n> a quote\n&lt;script&gt;"},
}
MESSAGE = Message("m-1", "desk@example.org", "Who & <where>", "plain <text>", "<html><head></head><p>rich</p></html>", [SECTION])


def site(receivers: Receivers, path: str) -> requests.Response:
    """A page of the receivers."""
    return requests.get(f"http://127.0.0.1:{receivers.http_port}{path}", timeout=5)


def send_both(receivers: Receivers) -> None:
    """One mail and one Slack message."""
    deliver_email(MESSAGE, "alerts@example.org", smtp_send("127.0.0.1", receivers.smtp_port, tls="none"))
    deliver_slack(MESSAGE, slack_send(f"http://127.0.0.1:{receivers.http_port}/services/T0/B0/xyz"))


def test_numbers_go_on_after_a_restart(tmp_path: Path) -> None:
    for _ in range(2):
        running = Receivers(tmp_path).start()
        send_both(running)
        running.stop()
    assert sorted(path.name for path in (tmp_path / "mail").iterdir()) == ["0001-m-1-example.org.eml", "0002-m-1-example.org.eml"]
    assert sorted(path.name for path in (tmp_path / "slack").iterdir()) == ["0001.json", "0002.json"]


def test_the_list_shows_messages_newest_first_and_readable(receivers: Receivers) -> None:
    send_both(receivers)
    send_both(receivers)
    page = site(receivers, "/").text
    assert page.index('href="/mail/2"') < page.index('href="/mail/1"')
    assert page.index("slack-2") < page.index("slack-1")
    assert "Who &amp; &lt;where&gt;" in page
    assert '<b><a href="https://example.org/a" target="_blank" rel="noreferrer">A &amp; B</a></b> and<br>' in page
    assert "<q>a quote</q>&lt;script&gt;" in page


def test_a_mail_is_shown_in_a_sandbox_beside_its_text_and_headers(receivers: Receivers) -> None:
    send_both(receivers)
    page = site(receivers, "/mail/1").text
    assert '<iframe title="HTML part" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mail/1/html">' in page
    assert "plain &lt;text&gt;" in page
    assert "Auto-Submitted: auto-generated" in page
    html = site(receivers, "/mail/1/html")
    assert "<p>rich</p>" in html.text
    policy = html.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups")
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy + page
    assert site(receivers, "/mail/1/raw").headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("path", ["/mail/7", "/mail/0", "/mail/../../etc/passwd", "/nothing"])
def test_what_is_not_there_is_not_found(receivers: Receivers, path: str) -> None:
    assert site(receivers, path).status_code == 404


def test_behaviour_is_switched_over_http_and_counted(receivers: Receivers) -> None:
    base = f"http://127.0.0.1:{receivers.http_port}"
    assert requests.post(f"{base}/__demo/behave", json={"slack": 429, "times": 1}, timeout=5).text == "ok"
    answers = [requests.post(f"{base}/services/T0/B0/xyz", json={"text": "hello"}, timeout=60) for _ in range(2)]
    assert [(answer.status_code, answer.text) for answer in answers] == [(429, "rate_limited"), (200, "ok")]
    assert site(receivers, "/__demo/count").json() == {"mail": 0, "slack": 1}
    wrongs: list[object] = [{"mail": "maybe"}, {"post": "accept"}, []]
    for wrong in wrongs:
        assert requests.post(f"{base}/__demo/behave", json=wrong, timeout=5).status_code == 400


def test_only_the_webhooks_path_takes_posts(receivers: Receivers) -> None:
    base = f"http://127.0.0.1:{receivers.http_port}"
    assert requests.post(f"{base}/services/X0/B0/xyz", json={"text": "hello"}, timeout=60).status_code == 404
    assert requests.post(f"{base}/services/T0/B0/xyz", data=b"{half", timeout=5).text == "invalid_payload"


@pytest.mark.parametrize(
    ("payload", "complaint"),
    [
        ({"text": "hello"}, None),
        ({"blocks": [SECTION] * 50}, None),
        ({}, "no_text"),
        ({"text": ""}, "no_text"),
        ([], "invalid_payload"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "blocks": [SECTION] * 51}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "marquee"}]}, "invalid_blocks"),
    ],
)
def test_the_webhook_refuses_what_slack_refuses(payload: object, complaint: str | None) -> None:
    assert slack_complaint(payload) == complaint


def test_markup_from_outside_is_shown_as_text() -> None:
    assert mrkdwn('<script>"x"</script> <javascript:alert(1)|go>') == (
        "&lt;script&gt;&#34;x&#34;&lt;/script&gt; &lt;javascript:alert(1)|go&gt;"
    )


def test_the_program_receives_and_ends_on_sigterm(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "demo.receivers", "--folder", str(tmp_path)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": "plugins"}
    ) as running:
        assert running.stdout is not None
        address = running.stdout.readline().split()[-1]
        assert requests.post(f"{address}services/T0/B0/xyz", json={"text": "hello"}, timeout=60).text == "ok"
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=60) == 0  # it would receive for ever
    assert json.loads((tmp_path / "slack" / "0001.json").read_text(encoding="utf-8")) == {"text": "hello"}
