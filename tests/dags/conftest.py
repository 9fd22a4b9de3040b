"""Airflow for tests: a home and a metadata database of its own, and our DAGs on a configuration that points at the demo site."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
import yaml

# Airflow reads its settings when it is first imported, so they are set before any test of this folder is.
HOME = tempfile.mkdtemp(prefix="wirewatch-airflow-")
PROJECT = Path(__file__).resolve().parents[2]
os.environ.update(
    AIRFLOW_HOME=HOME,
    AIRFLOW__CORE__DAGS_FOLDER=str(PROJECT / "dags"),
    AIRFLOW__CORE__PLUGINS_FOLDER=str(PROJECT / "plugins"),
    AIRFLOW__CORE__LOAD_EXAMPLES="False",
    AIRFLOW__CORE__UNIT_TEST_MODE="False",
    AIRFLOW__LOGGING__LOGGING_LEVEL="WARNING",
)


@pytest.fixture(scope="session")
def airflow_database() -> None:
    """Airflow's metadata tables, in SQLite."""
    from airflow.utils.db import initdb

    initdb()


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration folder with two sources on a site that nobody runs, one that is off, and no rules."""
    folder = tmp_path / "config"
    for name in ("sources", "watchlists"):
        (folder / name).mkdir(parents=True)
    for key, number, enabled in (("kcna-en", 156, True), ("vok-en", 163, True), ("off-en", 1, False)):
        write_source(folder, key, "http://127.0.0.1:9", number, enabled)
    (folder / "alerts.yml").write_text("channels: {}\nrules: []\n")
    monkeypatch.setenv("WIREWATCH_CONFIG", str(folder))
    return folder


def write_source(folder: Path, key: str, base_url: str, number: int, enabled: bool = True) -> None:
    """One source file."""
    source = {
        "key": key,
        "label": {"kcna-en": "KCNA.kp (En)", "vok-en": "Voice of Korea (EN)"}.get(key, key),
        "base_url": base_url,
        "listing": {"method": "more_articles", "id": number},
        "start_date": "2026-11-01",
        "watch_since": "2026-11-16",
        "politeness": {"delay_seconds": 0},
        "enabled": enabled,
    }
    (folder / "sources" / f"{key}.yml").write_text(yaml.safe_dump(source))


@pytest.fixture
def dag_bag(config: Path, airflow_database: None) -> object:
    """The DAGs as the dag-processor sees them."""
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(str(PROJECT / "dags"))
