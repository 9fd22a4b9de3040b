"""The DAG `doctor` run for real: what a task finds of site and channels, and a test message that is no delivery."""

# ruff: noqa: F811 - fixtures of the other file are arguments here

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine, text

from demo.receivers import Receivers
from demo.site import DemoSite
from tests.dags.test_dag_runs import Run, connected, receivers, run  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("connected")


@pytest.fixture
def channels(connected: Path) -> Iterator[Any]:
    """channel_checks on the configuration at hand: {(about, channel): check}."""
    from wirewatch.orchestration.doctor import channel_checks

    def channels() -> dict[tuple[str, str], Any]:
        from wirewatch import config

        return {(check.about, check.subject): check for check in channel_checks(config.load_alerting())}

    return channels


def left(done: Any) -> list[dict[str, Any]]:
    """What the task left for those who asked."""
    found = done.get_task_instance("examine").xcom_pull(task_ids="examine", key="checks")
    assert isinstance(found, list)
    return found


def change(config: Path, **channel: object) -> None:
    """Leave one channel in alerts.yml, changed."""
    file = config / "alerts.yml"
    content = yaml.safe_load(file.read_text())
    content["channels"]["mail"] |= channel
    file.write_text(yaml.safe_dump(content))


def test_a_run_finds_everything_well_and_sends_nothing(run: Run, site: DemoSite, receivers: Receivers) -> None:
    done = run("doctor", None, {"sources": ["kcna-en"]})

    found = {(one["about"], one["subject"]): one["result"] for one in left(done)}
    assert str(done.state) == "success"
    assert (
        found[("database", "")] == found[("migrations", "")] == found[("article", "kcna-en")] == found[("Slack", "slack")] == "ok"
    )
    assert found[("SMTP", "mail")] == "warning"  # nobody reads demo.example
    assert sum(site.counts.values()) <= 5
    assert receivers.counts() == {"mail": 0, "slack": 0}


def test_a_run_is_red_when_something_failed_and_still_leaves_what_it_found(run: Run, site: DemoSite) -> None:
    site.behave("all", "forbidden")

    done = run("doctor", None, {"sources": ["kcna-en"]})

    assert str(done.state) == "failed"
    assert {one["about"] for one in left(done) if one["result"] == "failed"} == {"access"}


def test_a_test_message_reaches_a_recipient_in_all_forms_of_its_name_and_is_no_delivery(
    run: Run, site: DemoSite, receivers: Receivers, engine: Engine
) -> None:
    done = run("doctor", None, {"recipient": "DESK@demo.example"})

    (one,) = left(done)
    (mail,) = (file.read_text() for file in receivers.mails.files())
    assert (one["about"], one["subject"], one["result"]) == ("SMTP", "mail", "ok")
    assert "250 OK" in one["words"]
    assert "This is a test" in mail
    assert "Wirewatch test" in mail
    assert receivers.counts() == {"mail": 1, "slack": 0}
    assert sum(site.counts.values()) == 0
    with engine.begin() as db:
        assert db.execute(text("select count(*) from delivery")).scalar_one() == 0


def test_a_recipient_that_the_server_refuses_fails_in_its_words(connected: Path, receivers: Receivers) -> None:
    from wirewatch import config
    from wirewatch.orchestration.doctor import tried

    receivers.behave("mail", "550")
    receivers.behave("slack", "404")

    mail, slack = (check for name in ("mail", "slack") for check in tried(config.load_alerting(), name))

    assert (mail.result, slack.result) == ("failed", "failed")
    assert "550" in mail.words
    assert "404" in slack.words


# --- channels ------------------------------------------------------------------------------------


def test_a_login_that_is_refused_fails_with_the_servers_words(
    channels: Any, monkeypatch: pytest.MonkeyPatch, receivers: Receivers
) -> None:
    mail = {"conn_type": "smtp", "host": "127.0.0.1", "port": receivers.smtp_port, "login": "desk", "password": "long-secret"}
    extra = {"disable_ssl": True, "disable_tls": True, "from_email": "w@demo.example"}
    monkeypatch.setenv("AIRFLOW_CONN_WIREWATCH_SMTP", json.dumps({**mail, "extra": extra}))

    check = channels()[("SMTP", "mail")]

    assert check.result == "failed"
    assert "AUTH" in check.words
    assert "long-secret" not in check.words
    assert "connection wirewatch_smtp" in check.cure


def test_a_server_that_has_no_tls_fails_where_the_connection_wants_it(
    channels: Any, monkeypatch: pytest.MonkeyPatch, receivers: Receivers
) -> None:
    mail = {
        "conn_type": "smtp",
        "host": "127.0.0.1",
        "port": receivers.smtp_port,
        "extra": {"disable_ssl": True, "from_email": "w@x.org"},
    }
    monkeypatch.setenv("AIRFLOW_CONN_WIREWATCH_SMTP", json.dumps(mail))

    check = channels()[("SMTP", "mail")]

    assert (check.result, "STARTTLS" in check.words) == ("failed", True)
    assert "twice" not in check.cure


def test_a_connection_that_asks_for_tls_twice_is_told_so(
    channels: Any, monkeypatch: pytest.MonkeyPatch, receivers: Receivers
) -> None:
    mail = {"conn_type": "smtp", "host": "127.0.0.1", "port": receivers.smtp_port, "extra": {"from_email": "w@news.org"}}
    monkeypatch.setenv("AIRFLOW_CONN_WIREWATCH_SMTP", json.dumps(mail))

    check = channels()[("SMTP", "mail")]

    assert (check.result, "port 465" in check.cure) == ("failed", True)


@pytest.mark.parametrize(
    ("extra", "words"),
    [({"disable_ssl": True, "disable_tls": True}, "does not say who sends"), ({"ssl_context": "some"}, "who sends")],
)
def test_a_connection_without_a_sender_fails(
    channels: Any, monkeypatch: pytest.MonkeyPatch, receivers: Receivers, extra: dict[str, object], words: str
) -> None:
    mail = {"conn_type": "smtp", "host": "127.0.0.1", "port": receivers.smtp_port, "extra": extra}
    monkeypatch.setenv("AIRFLOW_CONN_WIREWATCH_SMTP", json.dumps(mail))

    check = channels()[("SMTP", "mail")]

    assert check.result == "failed"
    assert words in check.words


def test_a_channel_to_real_people_is_ok_and_one_nobody_reads_is_a_warning(channels: Any, connected: Path) -> None:
    assert channels()[("SMTP", "mail")].result == "warning"

    change(connected, to=["desk@news.org"])

    assert channels()[("SMTP", "mail")].result == "ok"


@pytest.mark.parametrize(
    ("connection", "words"),
    [
        ({"host": "http://127.0.0.1:9/services", "password": "T0/B0/x-secret"}, "not reached"),
        ({"host": "http://127.0.0.1:9/services", "password": "x-secret"}, "address is none"),
        ({"password": "ftp://hooks/services/T0/B0/x-secret"}, "address is none"),
    ],
)
def test_a_webhook_that_cannot_be_reached_fails_and_its_address_is_not_shown(
    channels: Any, monkeypatch: pytest.MonkeyPatch, connection: dict[str, object], words: str
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WIREWATCH_SLACK", json.dumps({"conn_type": "slackwebhook", **connection}))

    check = channels()[("Slack", "slack")]

    assert check.result == "failed"
    assert words in check.words
    assert "x-secret" not in check.words + check.cure


def test_outside_of_airflow_a_connection_nobody_told_of_is_not_checked(channels: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIRFLOW_CONN_WIREWATCH_SLACK")

    check = channels()[("Slack", "slack")]

    assert check.result == "not checked"
    assert "AIRFLOW_CONN_WIREWATCH_SLACK" in check.cure
