"""The DAG rematch_archive run for real on what a crawl has stored."""

# ruff: noqa: F811 - fixtures of a neighbour

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine, text

from demo.receivers import Receivers
from tests.conftest import LAST_DAY
from tests.dags.test_dag_runs import Run, connected, receivers, run, states  # noqa: F401


@pytest.fixture
def crawled(run: Run, engine: Engine) -> Engine:
    """The newest day of KCNA, everybody told; some of it was published two years earlier."""
    run("crawl_kcna_en", None, {"first_day": LAST_DAY.isoformat(), "last_day": LAST_DAY.isoformat()})
    run("alert")
    with engine.begin() as db:
        db.execute(text("update article set published_on = published_on - 730 where id % 2 = 0"))
    return engine


def with_alias(config: Path, alias: str) -> None:
    """Give the first person of the list one more alias."""
    file = config / "watchlists" / "officials.yml"
    content = yaml.safe_load(file.read_text())
    content["entities"][0].setdefault("aliases", []).append(alias)
    file.write_text(yaml.safe_dump(content, allow_unicode=True))


def count(engine: Engine, query: str) -> Any:
    with engine.begin() as db:
        return db.execute(text(query)).scalar_one()


def test_where_no_list_has_changed_the_run_maps_nothing_and_is_green(crawled: Engine, run: Run) -> None:
    done = run("rematch_archive")

    assert str(done.state) == "success"
    assert states(done) == {("changed", -1): "success", ("rematch", -1): "skipped", ("report", -1): "success"}


def test_an_alias_is_looked_for_in_what_is_stored_and_nobody_is_told(
    crawled: Engine, run: Run, connected: Path, receivers: Receivers
) -> None:
    before = receivers.counts()
    with_alias(connected, "Choe Son Hui")

    first = run("rematch_archive")
    months = [state for (task, _), state in states(first).items() if task == "rematch"]
    second = run("rematch_archive")
    run("alert")

    assert (str(first.state), months) == ("success", ["success", "success"])
    assert states(second)[("rematch", -1)] == "skipped"
    assert count(crawled, "select count(*) from mention where surface = 'Choe Son Hui' and historical") > 0
    assert count(crawled, "select count(*) from mention where surface = 'Choe Son Hui' and not historical") == 0
    assert receivers.counts() == before


def test_asked_to_alert_it_tells_of_people_newly_found_once(
    crawled: Engine, run: Run, connected: Path, receivers: Receivers
) -> None:
    with crawled.begin() as db:
        db.execute(text("update article set published_on = :day"), {"day": LAST_DAY})
    before = receivers.counts()["mail"]
    with_alias(connected, "hydro-meteorological administration")

    run("rematch_archive", None, {"alert": True, "list": "russian-officials", "first_month": "2026-11"})
    run("alert")
    run("rematch_archive", None, {"alert": True})
    run("alert")

    assert receivers.counts()["mail"] == before + 1


def test_months_the_wrong_way_round_and_a_list_nobody_has_are_red(connected: Path, run: Run) -> None:
    assert str(run("rematch_archive", None, {"first_month": "2026-11", "last_month": "2026-10"}).state) == "failed"
    assert str(run("rematch_archive", None, {"list": "nobody"}).state) == "failed"
