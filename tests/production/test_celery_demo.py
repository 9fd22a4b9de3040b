"""The demo profile of docker-compose.yml, its services started as processes: two Celery workers, Redis, PostgreSQL."""

from __future__ import annotations

import re
import resource

import pytest
from sqlalchemy import Engine

from tests.production import reference
from tests.production.rig import AIRFLOW, WORKERS, Rig

pytestmark = pytest.mark.timeout(600)


def test_it_stores_and_tells_what_a_crawl_without_airflow_does(rig: Rig, engine: Engine) -> None:
    expected = reference.run(engine, rig.folder, rig.days)

    assert len(expected["revisions"]) == 80
    assert min(map(len, expected.values())) >= 10
    assert reference.differences(reference.rows(rig.engine, rig.days), expected) == {}


def test_every_message_arrived_once(rig: Rig) -> None:
    received = next((rig.home / "containers").glob("demo-receivers")) / "var/lib/wirewatch/received"
    mails = [file.name.partition("-")[2] for file in (received / "mail").glob("*.eml")]

    assert len(mails) == len(set(mails)) == rig.sent("desk-mail") > 0
    assert len(list((received / "slack").glob("*.json"))) == rig.sent("desk-slack") > 0


def test_both_workers_had_their_share(rig: Rig) -> None:
    finished = {name: (rig.home / f"{name}.log").read_text().count("Workload finished") for name in WORKERS}

    assert min(finished.values()) >= 1, finished


def test_the_web_server_shows_the_log_of_a_task_whichever_worker_ran_it(rig: Rig) -> None:
    client = rig.client
    for run in client.runs("crawl_kcna_en"):
        path = f"/dags/crawl_kcna_en/dagRuns/{run['dag_run_id']}"
        log = client.get(f"{path}/taskInstances/report/logs/1")
        assert re.search("KCNA|listed", str(log["content"])), log


def test_the_health_checks_pass_and_fail_for_what_is_gone(rig: Rig) -> None:
    assert [name for name in (*AIRFLOW, "demo-site", "demo-receivers") if not rig.containers.healthy(name)] == []
    site = rig.containers.ports["8090"]
    rig.containers.ports["8090"] = 1
    assert not rig.containers.healthy("demo-site")
    rig.containers.ports["8090"] = site


def test_a_worker_answers_its_health_check_in_little_time(rig: Rig) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    assert rig.containers.healthy("demo-worker", WORKERS[0])
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 2.5  # with Airflow imported it would be five
    assert not rig.containers.healthy("demo-worker", "demo-worker-9")
