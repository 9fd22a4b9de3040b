"""`python -m reference.parse_dags FOLDER`: one DAG of each file, as JSON on the last line of stdout."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import AssetOrTimeSchedule


def main(folder: str) -> int:
    """Print them; 1 where a file cannot be read."""
    bag = DagBag(folder)
    for file, trouble in bag.import_errors.items():
        print(f"{file}: {trouble}", file=sys.stderr)
    first = {Path(dag.fileloc).name: dag for _, dag in sorted(bag.dags.items(), reverse=True)}
    print(json.dumps(sorted((described(dag) for dag in first.values()), key=lambda dag: str(dag["title"]))))
    return 1 if bag.import_errors else 0


def described(dag: Any) -> dict[str, Any]:
    """What a person wants to know of a DAG."""
    return {
        "id": dag.dag_id,
        "title": dag.dag_display_name,
        "file": Path(dag.fileloc).name,
        "schedule": when(dag.timetable),
        "params": [described_param(name, dag.params.get_param(name)) for name in dag.params],
        "tasks": [task.task_id for task in dag.topological_sort()],
        "runbook": dag.doc_md,
    }


def when(timetable: Any) -> str:
    """A schedule in words; hours are those of its time zone."""
    if isinstance(timetable, AssetOrTimeSchedule):
        return f"{when(timetable.timetable)}, and when a source has fresh mentions"
    expression = getattr(timetable, "expression", None)
    return f"`{expression}`" if expression else "when it is triggered"


def described_param(name: str, param: Any) -> dict[str, str]:
    """A parameter of the trigger form."""
    types = param.schema.get("type", "string")
    kinds = [kind for kind in ([types] if isinstance(types, str) else types) if kind != "null"]
    form = param.schema.get("format")
    return {"name": name, "value": form or " or ".join(kinds), "meaning": param.description or ""}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
