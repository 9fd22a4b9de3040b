"""The command, with a configuration and a database of the test's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from demo.site import DemoSite
from tests.integration.cli.command import COMMAND, Run, Said, write
from wirewatch.cli import main
from wirewatch.cli.pools import NAMED_BY
from wirewatch.config import PROJECT


@pytest.fixture
def folder(tmp_path: Path, site: DemoSite) -> Path:
    """A configuration folder: KCNA on the demo site, Voice of Korea switched off, the project's watchlist, one rule."""
    folder = tmp_path / "config"
    (folder / "sources").mkdir(parents=True)
    shutil.copytree(PROJECT / "config" / "watchlists", folder / "watchlists")
    rule = {"name": "officials", "channels": ["mail"]}
    mail = {"kind": "email", "conn_id": "wirewatch_smtp", "to": ["desk@demo.example"]}
    write(folder / "alerts.yml", {"channels": {"mail": mail}, "rules": [rule]})
    kcna = {
        "key": "kcna-en",
        "label": "KCNA.kp (En)",
        "base_url": site.base_url,
        "listing": {"method": "more_articles", "id": 156},
        "start_date": date(2026, 11, 1),
        "watch_since": date(2026, 11, 16),
        "politeness": {"delay_seconds": 0},
        "enabled": True,
    }
    write(folder / "sources" / "kcna-en.yml", kcna)
    write(folder / "sources" / "vok-en.yml", {**kcna, "key": "vok-en", "label": "Voice of Korea (EN)", "enabled": False})
    return folder


@pytest.fixture
def run(
    folder: Path, tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """run("crawl", "kcna-en", …) → Said; in this process, for starting another takes longer than most commands. Nobody sits at its keyboard."""
    for name in NAMED_BY:  # other tests of this process have an Airflow
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object, database: str = database_url) -> Said:
        monkeypatch.setenv("WIREWATCH_CONFIG", str(folder))
        monkeypatch.setenv("WIREWATCH_DATABASE_URL", database)
        monkeypatch.setenv("WIREWATCH_HOME", str(tmp_path / "state"))
        monkeypatch.setattr(sys, "argv", ["wirewatch", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Said(int(ended.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def installed(folder: Path, tmp_path: Path, database_url: str) -> Run:
    """The same as `run`, by the installed command in a process of its own."""

    def installed(*arguments: object, database: str = database_url) -> Said:
        env = {name: value for name, value in os.environ.items() if not name.startswith("WIREWATCH_")}
        env |= {
            "WIREWATCH_CONFIG": str(folder),
            "WIREWATCH_DATABASE_URL": database,
            "WIREWATCH_HOME": str(tmp_path / "state"),
        }
        command = [str(COMMAND), *map(str, arguments)]
        done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert "Traceback" not in done.stderr, done.stderr
        return Said(done.returncode, done.stdout, done.stderr)

    return installed
