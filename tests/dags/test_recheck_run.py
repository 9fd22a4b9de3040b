"""The recheck DAG run for real against the demo site: an edit is found, matched and told once, and a refusal is red."""

# ruff: noqa: F811 - fixtures of the other file are arguments here

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, text

from demo.receivers import Receivers
from demo.site import DemoSite
from tests.conftest import LAST_DAY
from tests.dags.test_dag_runs import Run, connected, receivers, run, states  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("connected")


def read_yesterday(engine: Engine) -> None:
    """Set back what the crawl just read, so that day 1 is today."""
    with engine.begin() as db:
        db.execute(text("update capture set fetched_at = fetched_at - interval '1 day'"))
        db.execute(text("update article set published_on = current_date - 1"))


@pytest.fixture
def crawled(run: Run, engine: Engine) -> None:
    """The newest day of KCNA, read yesterday; nobody has been told of it yet."""
    day = {"first_day": LAST_DAY.isoformat(), "last_day": LAST_DAY.isoformat()}
    run("crawl_kcna_en", None, day)
    read_yesterday(engine)


def counted(engine: Engine) -> dict[Any, Any]:
    with engine.begin() as db:
        return {row[0]: row[1] for row in db.execute(text("select result, count(*) from recheck group by 1"))}


def test_an_edit_is_found_matched_and_told_once_and_a_second_run_finds_nothing_due(
    crawled: None,
    run: Run,
    site: DemoSite,
    engine: Engine,
    receivers: Receivers,
) -> None:
    run("alert")
    mails = receivers.counts()["mail"]
    weather = next(item for item in site.items if item.day == LAST_DAY and item.publication.id == 156)
    site.edit(weather.ts_id, "Present was Yuri Trutnev, deputy prime minister of the Russian Federation.")

    first = run("recheck")
    second = run("recheck")
    run("alert")
    run("alert")

    assert (str(first.state), str(second.state)) == ("success", "success")
    assert states(second)[(f"read_127_0_0_1_{site.base_url.rpartition(':')[2]}", -1)] == "skipped"
    assert counted(engine) == {"unchanged": 7, "edited": 1}
    with engine.begin() as db:
        assert (
            db.execute(
                text("select count(*) from matched m join revision r on r.id = revision_id where cause = 'edited'")
            ).scalar_one()
            == 1
        )
    assert receivers.counts()["mail"] == mails + 1


def test_a_wall_makes_the_run_red_and_removes_nothing(crawled: None, run: Run, site: DemoSite, engine: Engine) -> None:
    site.behave("articles", "signup_redirect")

    done = run("recheck")

    assert str(done.state) == "failed"
    assert counted(engine) == {"refused": 1}
    with engine.begin() as db:
        assert db.execute(text("select state from recheck_run where source_key = 'kcna-en'")).scalar_one() == "access_wall"


def test_used_up_requests_leave_the_run_green_and_the_rest_for_tomorrow(
    crawled: None,
    run: Run,
    engine: Engine,
    site: DemoSite,
) -> None:
    with engine.begin() as db:
        db.execute(text("update host set used = 1_000_000"))

    done = run("recheck")

    assert str(done.state) == "success"
    assert counted(engine) == {}
    with engine.begin() as db:
        assert db.execute(text("select state from recheck_run where source_key = 'kcna-en'")).scalar_one() == "budget_spent"
