"""docs/reference/dags.md: what stands in Airflow, from the DAG files, read as Airflow reads them but without a database.

The configuration is the demo's: its first source stands for every source that is on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from demo import settings
from reference.markdown import code, demoted, page, table

PROJECT = Path(__file__).resolve().parents[1]
DAYS = settings.Calendar(date(2026, 11, 16), date(2026, 11, 20))  # any will do


def dags_page() -> str:
    """The page about every DAG: schedule, parameters, tasks, runbook."""
    dags = parsed()
    rows = ((f"[{dag['title']}](#{anchor(dag)})", code(dag["id"]), dag["schedule"]) for dag in dags)
    return page(
        "DAGs",
        "What stands in Airflow, with the runbook that each DAG carries there too. There is one crawl for each source that is on; the one of the"
        " demo's KCNA stands for all. Times are Korean.",
        table(("DAG", "id", "when"), rows),
        *(part for dag in dags for part in parts(dag)),
    )


def parts(dag: dict[str, Any]) -> Iterator[str]:
    """A DAG's section."""
    yield f"## {dag['title']}"
    yield f"`{dag['id']}` in `dags/{dag['file']}` · {dag['schedule']} · tasks: {', '.join(map(code, dag['tasks']))}"
    yield table(("parameter", "value", "meaning"), ((code(one["name"]), one["value"], one["meaning"]) for one in dag["params"]))
    yield demoted(dag["runbook"].split("\n", 1)[1], 2)


def anchor(dag: dict[str, Any]) -> str:
    """Where a DAG's section is on the page, as GitHub names it."""
    return "".join(sign for sign in dag["title"].lower().replace(" ", "-") if sign.isalnum() or sign in "-_")


def parsed() -> list[dict[str, Any]]:
    """One DAG of each file, in the order of their titles. In a process of its own, for Airflow reads its settings when it is imported."""
    with tempfile.TemporaryDirectory() as home:
        config = settings.write_config(Path(home), DAYS, {"site": 0})
        env = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
        env |= {"AIRFLOW_HOME": home, "WIREWATCH_CONFIG": str(config), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
        env |= {"AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT / "plugins"), "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR"}
        command = [sys.executable, "-m", "reference.parse_dags", str(PROJECT / "dags")]
        said = subprocess.run(command, cwd=PROJECT, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout
    return list(json.loads(said.splitlines()[-1]))
