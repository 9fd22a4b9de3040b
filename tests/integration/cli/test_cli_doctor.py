"""`doctor` and `alerts test` on the command line, without an Airflow: a process of their own knows this environment's connections."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine, text

from demo.receivers import Receivers
from demo.site import DemoSite
from tests.integration.cli.command import Run, Said, write


@pytest.fixture
def receivers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receivers]:
    """A mail server, told to Airflow's code by the environment."""
    running = Receivers(tmp_path / "received").start()
    extra = {"disable_ssl": True, "disable_tls": True, "from_email": "w@demo.example"}
    mail = {"conn_type": "smtp", "host": "127.0.0.1", "port": running.smtp_port, "extra": extra}
    monkeypatch.setenv("AIRFLOW_CONN_WIREWATCH_SMTP", json.dumps(mail))
    yield running
    running.stop()


def results(said: Said) -> dict[str, str]:
    return {f"{one['about']} {one['subject']}".strip(): one["result"] for one in said.object["checks"]}


def test_without_an_airflow_everything_else_is_checked(run: Run, site: DemoSite, receivers: Receivers) -> None:
    said = run("doctor", "--json")

    found = results(said)
    assert (said.code, said.object["reason"]) == (1, "Airflow: no Airflow runs")
    assert {name for name, result in found.items() if result != "ok"} == {"Airflow", "DAGs", "pools", "SMTP mail"}
    assert found["SMTP mail"] == "warning"
    assert list(found)[:6] == ["configuration", "database", "migrations", "Airflow", "DAGs", "pools"]
    assert 0 < sum(site.counts.values()) <= 5
    assert receivers.counts()["mail"] == 0


def test_a_test_message_is_sent_and_the_servers_answer_told(run: Run, receivers: Receivers, engine: Engine) -> None:
    said = run("alerts", "test", "desk@demo.example")

    assert said.code == 0
    assert "desk@demo.example: taken, with the words “250 OK”" in said.out
    assert receivers.counts()["mail"] == 1
    with engine.begin() as db:
        assert db.execute(text("select count(*) from delivery")).scalar_one() == 0


def test_a_recipient_nobody_configured_is_exit_2_and_names_those_there_are(run: Run) -> None:
    said = run("alerts", "test", "nobody@demo.example", "--json")

    assert (said.code, said.object["checks"]) == (2, [])
    assert "There are: mail, desk@demo.example" in said.object["reason"]


def test_offline_asks_nobody_outside(run: Run, site: DemoSite) -> None:
    said = run("doctor", "--offline", "--json")

    assert sum(site.counts.values()) == 0
    assert results(said)["database"] == "ok"
    assert {results(said)[name] for name in ("site kcna-en", "article kcna-en", "SMTP", "Slack")} == {"not checked"}


def test_a_broken_configuration_is_exit_2_with_its_line(run: Run, folder: Path) -> None:
    file = folder / "sources" / "kcna-en.yml"
    write(file, {**yaml.safe_load(file.read_text()), "colour": "red"})

    said = run("doctor", "--json")

    assert said.code == 2
    assert f"{file}:" in said.object["reason"]


def test_an_airflow_that_is_named_and_does_not_answer_fails(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_AIRFLOW_URL", "http://desk:secret@127.0.0.1:9")

    said = run("doctor", "--offline")

    assert "http://127.0.0.1:9 does not answer" in said.out
    assert "secret" not in said.out + said.err


def test_an_airflow_that_is_named_without_a_login_is_exit_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_AIRFLOW_URL", "http://127.0.0.1:9")

    assert run("doctor", "--offline").code == 2
