"""Wirewatch in an Airflow that another team runs: it works there under a prefix, and everything of theirs goes on as before."""

from __future__ import annotations

import sqlite3
import subprocess
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.existing_airflow.conftest import Theirs
from wirewatch.config import PROJECT

OURS = {
    "kp_crawl_kcna_en",
    "kp_poll_listings",
    "kp_recheck",
    "kp_alert",
    "kp_archive",
    "kp_reparse",
    "kp_rematch_archive",
    "kp_doctor",
    "kp_maintenance",
}
THEIRS = {"alert", "stock", "plain"}


def test_one_command_makes_the_tables_and_the_pools_and_leaves_their_pool_alone(
    theirs: Theirs, upgraded: subprocess.CompletedProcess[str]
) -> None:
    assert upgraded.returncode == 0, upgraded.stderr
    ours = "kp_" + theirs.env["THEIR_POOL"]
    assert f"Pools made in Airflow: {ours}, {ours}_backfill." in upgraded.stdout
    with sqlite3.connect(theirs.home / "airflow.db") as db:
        pools = dict(db.execute("select pool, slots from slot_pool").fetchall())
    assert pools == {"default_pool": 128, theirs.env["THEIR_POOL"]: 5, ours: 1, f"{ours}_backfill": 1}


def test_their_dags_and_ours_are_read_side_by_side(seen: dict[str, Any]) -> None:
    assert set(seen["import_errors"]) == {"broken.py"}
    assert set(seen["dags"]) >= OURS | THEIRS
    assert {name for name in seen["dags"] if name not in THEIRS and not name.startswith("kp_")} == set()


def test_every_id_tag_and_pool_of_ours_has_the_prefix_and_none_of_theirs(seen: dict[str, Any], theirs: Theirs) -> None:
    pools = {pool for name in OURS for pool in seen["dags"][name]["pools"]}
    assert pools == {"default_pool", "kp_" + theirs.env["THEIR_POOL"]}
    assert all(tag.startswith("kp_") for name in OURS for tag in seen["dags"][name]["tags"])
    assert all(seen["dags"][name]["title"] == name for name in OURS)
    assert (seen["dags"]["alert"]["tags"], seen["dags"]["alert"]["title"]) == (["alert", "wirewatch"], "alert")
    assert seen["dags"]["alert"]["pools"] == [theirs.env["THEIR_POOL"]]


def test_their_dags_run_as_before(seen: dict[str, Any]) -> None:
    assert {name: seen["ran"][name]["state"] for name in THEIRS} == dict.fromkeys(THEIRS, "success")


def test_ours_crawl_there(seen: dict[str, Any], theirs: Theirs) -> None:
    assert seen["ran"]["kp_crawl_kcna_en"]["state"] == seen["ran"]["kp_alert"]["state"] == "success", seen["ran"]
    with create_engine(theirs.database_url, poolclass=NullPool).begin() as db:
        stored = db.execute(text("select count(*) from wirewatch.article")).scalar_one()
        mentions = db.execute(text("select count(*) from wirewatch.mention")).scalar_one()
    assert stored > 10
    assert mentions > 0


def test_our_backfills_stand_back_and_theirs_wait_where_they_always_did(seen: dict[str, Any], theirs: Theirs) -> None:
    waits = seen["backfilled"]
    assert waits["alert call_the_stockroom"] == [theirs.env["THEIR_POOL"], 7, "theirs"]
    assert waits["kp_crawl_kcna_en discover"] == ["kp_" + theirs.env["THEIR_POOL"] + "_backfill", 0, "theirs"]
    assert waits["kp_crawl_kcna_en report"] == ["default_pool", 0, "theirs"]


def test_operators_of_ours_are_not_told_what_breaks_of_theirs(seen: dict[str, Any], theirs: Theirs) -> None:
    assert "broken.py" in seen["import_errors"], "Airflow told every listener of it"
    with create_engine(theirs.database_url, poolclass=NullPool).begin() as db:
        assert db.execute(text("select reason from wirewatch.fault")).all() == []


def test_their_policies_hold_for_all_dags_and_ours_did_not_take_their_place(seen: dict[str, Any], theirs: Theirs) -> None:
    assert seen["settings"] == str(theirs.home / "config" / "airflow_local_settings.py")
    assert {seen["dags"][name]["description"] for name in OURS | THEIRS} == {"known to the data office"}


def test_no_module_of_ours_stands_in_for_one_of_theirs(seen: dict[str, Any], theirs: Theirs) -> None:
    assert set(seen["modules"]) == {"archive", "config", "models", "storage"}
    assert all(str(file).startswith(str(theirs.home)) for file in seen["modules"].values()), seen["modules"]
    assert not any(str(PROJECT) in str(file) for file in seen["modules"].values())


def test_the_web_server_has_both_plugins_pages_and_only_ours_asks_who_is_there(seen: dict[str, Any]) -> None:
    assert seen["served"]["theirs"] == "stock"
    assert seen["served"]["ours, to nobody"] == 401
    status, mentions = seen["served"]["ours, to a viewer"]
    assert (status, mentions > 0) == (200, True)
