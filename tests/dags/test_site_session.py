"""The connection `wirewatch_site` means the same to a task and to the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wirewatch.config import load_source
from wirewatch.errors import ConfigError
from wirewatch.fetching import access

EXTRA = {"cookies": {"wordpress_logged_in_1": "abc%7C1"}, "headers": {"X-Desk": "1"}}


@pytest.mark.parametrize(
    "connection",
    [
        {"conn_type": "http", "host": "127.0.0.1", "extra": EXTRA},
        {"conn_type": "generic", "extra": json.dumps(EXTRA)},
        {"conn_type": "http", "host": "kcnawatch.org", "extra": EXTRA},
        {"conn_type": "http", "login": "desk", "password": "x"},
    ],
)
def test_a_task_and_the_command_line_send_the_same(
    config: Path, airflow_database: None, monkeypatch: pytest.MonkeyPatch, connection: dict[str, object]
) -> None:
    from wirewatch.orchestration.connections import site_session

    monkeypatch.setenv(access.VARIABLE, json.dumps(connection))
    source = load_source("kcna-en")

    assert site_session(source) == access.from_environment(source)
    assert bool(site_session(source)) == ("extra" in connection and connection.get("host") != "kcnawatch.org")


def test_without_the_connection_a_task_sends_nothing(config: Path, airflow_database: None) -> None:
    from wirewatch.orchestration.connections import site_session

    assert site_session(load_source("kcna-en")) == {}


def test_a_connection_that_cannot_be_sent_is_a_configuration_error(
    config: Path, airflow_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wirewatch.orchestration.connections import site_session

    monkeypatch.setenv(access.VARIABLE, json.dumps({"conn_type": "http", "extra": {"cookies": "abc"}}))
    with pytest.raises(ConfigError, match="wirewatch_site"):
        site_session(load_source("kcna-en"))
