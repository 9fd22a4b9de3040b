"""What the process whose forks the tasks are imports for them."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from wirewatch.config import PROJECT
from wirewatch.local.airflow_processes import programs

PRELOAD = "wirewatch.orchestration.preload"


def imported(code: str, home: Path) -> set[str]:
    """The modules that are loaded after it ran, where no configuration can be read."""
    env = {**os.environ, "AIRFLOW_HOME": str(home), "WIREWATCH_CONFIG": str(home / "nowhere")}
    command = [sys.executable, "-c", f"import json, sys; {code}; print(json.dumps(list(sys.modules)))"]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def named_by_a_dag(file: Path) -> set[str]:
    """The modules of ours that a DAG file imports."""
    froms = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.ImportFrom) and node.module]
    packages = [node for node in froms if node.module == "wirewatch.orchestration"]
    return {str(node.module) for node in froms if str(node.module).startswith("wirewatch.")} | {
        f"{node.module}.{name.name}" for node in packages for name in node.names
    }


def test_it_imports_whatever_a_dag_file_does_and_reads_no_configuration(tmp_path: Path) -> None:
    found = imported(f"import {PRELOAD}", tmp_path)

    wanted = set().union(*map(named_by_a_dag, (PROJECT / "dags").glob("*.py")))
    assert len(wanted) >= 9
    assert wanted - found == set()
    assert {"airflow.sdk.execution_time.supervisor", "airflow.sdk.execution_time.task_runner"} <= found


def test_the_local_scheduler_and_celerys_workers_begin_with_it() -> None:
    assert programs()["scheduler"][1:4] == ["-m", PRELOAD, "scheduler"]
    services: dict[str, dict[str, Any]] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]
    for name in ("worker", "demo-worker"):
        told = json.loads(services[name]["environment"]["AIRFLOW__CELERY__EXTRA_CELERY_CONFIG"])
        assert told == {"imports": [PRELOAD]}


def test_started_as_a_program_it_is_airflows_own_command(tmp_path: Path) -> None:
    env = {**os.environ, "AIRFLOW_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-m", PRELOAD, "version"], env=env, capture_output=True, text=True)
    assert done.stdout.split()[-1].startswith("3."), done.stderr
