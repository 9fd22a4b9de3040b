"""What Airflow's processes are given, and when they count as healthy; Airflow itself does not run here."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from cryptography.fernet import Fernet

from wirewatch.local import airflow_processes
from wirewatch.local.home import claimed_ports

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def claim(home: Path) -> None:
    with claimed_ports(home, {"postgres": 55432, "airflow": 8080}):
        pass


@pytest.fixture
def env(home: Path) -> dict[str, str]:
    claim(home)
    mail = {"conn_type": "smtp", "host": "127.0.0.1", "port": 8025}
    databases = {"WIREWATCH_DATABASE_URL": "postgresql+psycopg2://elsewhere/db"}
    return airflow_processes.environment(home, home / "config", databases, paused=True, connections={"wirewatch_smtp": mail})


def test_every_setting_is_one_the_installed_airflow_knows(env: dict[str, str]) -> None:
    spec = find_spec("airflow")
    assert spec is not None
    assert spec.origin is not None
    known = yaml.safe_load(Path(spec.origin).with_name("config_templates").joinpath("config.yml").read_text())

    named = [name.split("__")[1:] for name in env if name.startswith("AIRFLOW__")]

    assert len(named) > 20
    assert [each for each in named if each[1].lower() not in known[each[0].lower()]["options"]] == []


def test_airflow_listens_on_loopback_only_and_shows_no_examples(env: dict[str, str]) -> None:
    assert env["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert env["AIRFLOW__CORE__LOAD_EXAMPLES"] == "False"
    assert all("--skip-serve-logs" in airflow_processes.programs()[name] for name in ("scheduler", "triggerer"))


def test_the_encryption_key_is_a_valid_one(env: dict[str, str]) -> None:
    key = Fernet(env["AIRFLOW__CORE__FERNET_KEY"])

    assert key.decrypt(key.encrypt(b"a password")) == b"a password"


def test_connections_and_our_own_settings_reach_the_tasks(env: dict[str, str], home: Path) -> None:
    assert json.loads(env["AIRFLOW_CONN_WIREWATCH_SMTP"])["port"] == 8025
    assert env["WIREWATCH_DATABASE_URL"] == "postgresql+psycopg2://elsewhere/db"
    assert env["WIREWATCH_CONFIG"] == str(home / "config")


def test_processes_that_rename_themselves_keep_the_mark_by_which_they_are_ended(env: dict[str, str], home: Path) -> None:
    assert env["WIREWATCH_STACK"] == str(home)
    assert env["SPT_NOENV"] == "1"


def test_loopback_goes_around_the_proxies_and_other_exceptions_stay(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "intranet.example")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    claim(home)

    env = airflow_processes.environment(home, home, {}, paused=False)

    assert env["NO_PROXY"] == env["no_proxy"] == "intranet.example,127.0.0.1,localhost"
    assert env["HTTPS_PROXY"] == "http://proxy.example:3128"


@pytest.mark.parametrize(
    ("status", "age", "healthy"),
    [
        ("healthy", timedelta(seconds=-1), True),
        ("healthy", timedelta(seconds=5), False),
        ("unhealthy", timedelta(seconds=-1), False),
    ],
)
def test_a_heartbeat_from_before_the_start_is_that_of_a_dead_process(status: str, age: timedelta, healthy: bool) -> None:
    part = {"status": status, "latest_scheduler_heartbeat": (NOW - age).isoformat()}

    assert airflow_processes._beats(part, "scheduler", NOW) is healthy


def test_a_process_that_never_sent_a_heartbeat_is_not_healthy() -> None:
    assert not airflow_processes._beats({"status": None, "latest_triggerer_heartbeat": None}, "triggerer", NOW)
    assert not airflow_processes._beats({}, "triggerer", NOW)
