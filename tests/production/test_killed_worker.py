"""One of two workers dies at once in the middle of a crawl; five minutes, so `WIREWATCH_ENDURANCE=1 make test` only."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.production import reference
from tests.production.rig import WORKERS, Rig

# As in docker-compose.yml, only sooner: how long nobody hears of a task until it is tried again.
QUICK = {
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "30",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "5",
}


def say(words: str) -> None:
    """What happens, and when."""
    print(f"{time.strftime('%H:%M:%S')} {words}")


@pytest.mark.skipif(not os.environ.get("WIREWATCH_ENDURANCE"), reason="takes minutes: WIREWATCH_ENDURANCE=1 runs it")
@pytest.mark.timeout(900)
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(engine: Engine) -> None:
    folder = Path(tempfile.mkdtemp(prefix="wirewatch killed "))
    folder.chmod(0o755)
    rig = Rig(folder, say, QUICK)
    try:
        rig.up()
        killer = threading.Thread(target=kill_the_busy_one, args=(rig,))
        killer.start()
        rig.crawl()
        killer.join()
        assert sum(name in rig.containers.running for name in WORKERS) == 1
        assert tried_again(rig) >= 1
        expected = reference.run(engine, rig.folder, rig.days)
        assert reference.differences(reference.rows(rig.engine, rig.days), expected) == {}
    finally:
        rig.down()
        shutil.rmtree(folder, ignore_errors=True)


def kill_the_busy_one(rig: Rig) -> None:
    """Kill the worker that reads articles, once some are stored."""
    client, until = rig.client, time.monotonic() + 300
    while time.monotonic() < until:
        if rig.stored() >= 15 and (name := rig.busy(client, "read.ingest")):
            rig.say(f"{name} killed at {rig.stored()} articles, {len(rig.containers.kill(name))} processes")
            return
        time.sleep(0.1)


def tried_again(rig: Rig) -> int:
    """How many tasks of the crawls needed a second try."""
    client = rig.client
    runs = [(dag, run["dag_run_id"]) for dag in ("crawl_kcna_en", "crawl_vok_en") for run in client.runs(dag)]
    found = [
        task for dag, run in runs for task in client.get(f"/dags/{dag}/dagRuns/{run}/taskInstances", limit=100)["task_instances"]
    ]
    return sum(task["try_number"] > 1 for task in found)
