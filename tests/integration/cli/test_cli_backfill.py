"""`wirewatch backfill` as people run it: told before, stopped, killed, taken up again, never twice at once."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine, text

from demo.site import DemoSite
from demo.volume import Volume
from tests.conftest import LAST_DAY
from tests.integration.cli.command import COMMAND, Run
from wirewatch.storage import backfills

DAYS = 95
FIRST_DAY = LAST_DAY - timedelta(days=DAYS - 1)
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def site() -> Iterator[DemoSite]:
    """A site of three months with an article a day, one of which names somebody every ten days."""
    site = DemoSite(LAST_DAY, items=Volume(LAST_DAY, DAYS, (1, 1), named_every=10, empty=0)).start()
    yield site
    site.stop()


@pytest.fixture
def older(folder: Path) -> Path:
    """The source may be asked for all of the site's days."""
    file = folder / "sources" / "kcna-en.yml"
    file.write_text(yaml.safe_dump({**yaml.safe_load(file.read_text()), "start_date": FIRST_DAY - timedelta(days=30)}))
    return file


@pytest.fixture
def start(older: Path, folder: Path, tmp_path: Path, database_url: str) -> Iterator[Start]:
    """start("backfill", …) → the running command."""
    running: list[subprocess.Popen[str]] = []

    def start(*arguments: object) -> subprocess.Popen[str]:
        env = {**os.environ, "WIREWATCH_CONFIG": str(folder), "WIREWATCH_DATABASE_URL": database_url}
        env["WIREWATCH_HOME"] = str(tmp_path / "state")
        command = [str(COMMAND), *map(str, arguments)]
        running.append(subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.communicate()


def truth(site: DemoSite, first: date = FIRST_DAY, last: date = LAST_DAY) -> int:
    return len(site.items.between(first, last, 156))


def one(engine: Engine, query: str, **values: object) -> object:
    with engine.begin() as db:
        return db.execute(text(query), values).scalar_one()


def wait_for_articles(engine: Engine, number: int) -> None:
    wait_until(engine, "select count(*) >= :number from article", number=number)


def wait_until(engine: Engine, query: str, **values: object) -> None:
    until = time.monotonic() + 60
    while not one(engine, query, **values):
        assert time.monotonic() < until, f"this did not come true in time: {query}"
        time.sleep(0.05)


def test_a_dry_run_says_what_it_would_cost_and_asks_for_nothing(older: Path, run: Run, site: DemoSite) -> None:
    file = yaml.safe_load(older.read_text())
    expect = {"articles_per_day": [10, 20]}
    older.write_text(yaml.safe_dump({**file, "expect": expect, "politeness": {"delay_seconds": 5, "max_requests_per_day": 500}}))

    said = run("backfill", "kcna-en", FIRST_DAY, LAST_DAY, "--dry-run", "--json")

    words = run("backfill", "kcna-en", FIRST_DAY, LAST_DAY, "--dry-run")

    assert (said.code, words.code) == (0, 0)
    assert sum(site.counts.values()) == 0
    assert "About 1425 articles" in words.out.replace(",", "")
    found = said.object
    assert (found["days"], found["done_days"], found["articles"]) == (95, 0, 1425)
    assert 1560 <= found["requests"] <= 1640
    assert found["hours"] == pytest.approx(found["requests"] * 5 / 3600, abs=0.01)
    assert found["budget_days"] == pytest.approx(found["requests"] / 250, abs=0.01)
    assert "10 to 20" in found["rests_on"]


def test_more_than_92_days_go_month_by_month_and_a_second_call_asks_for_nothing(older: Path, run: Run, site: DemoSite) -> None:
    said = run("backfill", "kcna-en", FIRST_DAY, LAST_DAY, "--json")

    assert said.code == 0, said.err
    found = said.object
    assert [month["first"] for month in found["months"]] == ["2026-11-01", "2026-10-01", "2026-09-01", str(FIRST_DAY)]
    assert len(found["days"]) == DAYS
    assert sum(day["stored"] for day in found["days"].values()) == truth(site)
    assert found["requests_article"] == truth(site) == site.counts["article"]
    assert found["people"]
    assert "2026-10: 31 of 31 days stored" in said.err

    asked = sum(site.counts.values())
    again = run("backfill", "kcna-en", FIRST_DAY, LAST_DAY, "--json")

    assert (again.code, again.object["requests"]) == (0, 0)
    assert all(month["skipped"] for month in again.object["months"])
    assert sum(site.counts.values()) == asked
    assert "Nothing is left to do" in again.err


def test_killed_in_the_middle_it_goes_on_at_the_article(start: Start, run: Run, site: DemoSite, engine: Engine) -> None:
    days = (LAST_DAY - timedelta(days=29), LAST_DAY)
    first = start("backfill", "kcna-en", *days)
    wait_for_articles(engine, 10)
    first.kill()
    first.wait()
    with engine.begin() as db:  # as if the two minutes had passed for which a dead worker's article is held
        db.execute(text("update entry set claimed_until = '-infinity' where claimed_until > now()"))

    said = run("backfill", "kcna-en", *days, "--json")

    assert said.code == 0, said.err
    assert one(engine, "select count(*) from article") == truth(site, *days)
    assert one(engine, "select count(*) from revision") == truth(site, *days)
    assert truth(site, *days) <= site.counts["article"] <= truth(site, *days) + 1
    assert one(engine, "select count(*) from mention where not historical") == 0
    # The second run read no listing: the days are as full as the first one found them.
    assert one(engine, "select state from crawl order by id desc limit 1") == "ok"
    assert [month["state"] for month in said.object["months"]] == ["ok"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_ends_after_the_article_and_says_how_to_go_on(
    start: Start, run: Run, site: DemoSite, engine: Engine, number: signal.Signals
) -> None:
    site.behave("articles", "slow", seconds=0.1)
    process = start("backfill", "kcna-en", LAST_DAY - timedelta(days=11), LAST_DAY, "--json")
    wait_for_articles(engine, 3)
    process.send_signal(number)
    out, err = process.communicate(timeout=20)

    assert process.returncode == 1, err
    assert "goes on from here" in err
    assert '"reason": "stopped; the same call goes on from here"' in out
    assert one(engine, "select count(*) from entry where claimed_until > now()") == 0
    assert one(engine, "select count(*) from article") == site.counts["article"] < truth(site, LAST_DAY - timedelta(days=11))

    site.behave("articles", "ok")
    listings = site.counts["listing"]
    assert run("backfill", "kcna-en", LAST_DAY - timedelta(days=11), LAST_DAY).code == 0
    assert site.counts["article"] == truth(site, LAST_DAY - timedelta(days=11))
    assert site.counts["listing"] == listings, "the listing of these days was known"


def test_the_newest_days_come_first_or_the_oldest_as_asked(older: Path, run: Run, engine: Engine) -> None:
    for option in ("--newest-first", "--oldest-first"):
        last = LAST_DAY if option == "--newest-first" else LAST_DAY - timedelta(days=40)
        assert run("backfill", "kcna-en", last - timedelta(days=10), last, option).code == 0
        with engine.begin() as db:
            days = list(db.execute(text("select published_on from article order by id")).scalars())[-11:]
        assert days == sorted(days, reverse=option == "--newest-first")


def test_two_over_the_same_days_are_refused_naming_the_other_and_a_dead_one_holds_nothing(
    start: Start, run: Run, site: DemoSite, engine: Engine
) -> None:
    site.behave("articles", "slow", seconds=0.2)
    first = start("backfill", "kcna-en", FIRST_DAY, LAST_DAY)
    wait_for_articles(engine, 1)

    second = run("backfill", "kcna-en", LAST_DAY, LAST_DAY, "--json")
    assert second.code == 2
    assert f"process {first.pid}" in second.object["reason"]
    assert run("backfill", "kcna-en", FIRST_DAY - timedelta(days=9), FIRST_DAY - timedelta(days=9)).code in (0, 1)

    first.kill()
    first.wait()
    with backfills.claimed(engine, "kcna-en", LAST_DAY, LAST_DAY, "another"):
        assert one(engine, "select count(*) from backfill_claim") == 1


def test_a_refusal_stops_it_with_its_state_and_a_spent_budget_with_exit_1(older: Path, run: Run, site: DemoSite) -> None:
    file = yaml.safe_load(older.read_text())
    older.write_text(yaml.safe_dump({**file, "politeness": {"delay_seconds": 0, "max_requests_per_day": 15}}))
    spent = run("backfill", "kcna-en", FIRST_DAY, LAST_DAY, "--json")
    assert (spent.code, spent.object["state"]) == (1, "budget_spent")
    assert "after midnight in Korea" in spent.object["reason"]
    assert len(spent.object["months"]) == 1

    older.write_text(yaml.safe_dump(file))
    site.behave("articles", "forbidden")
    refused = run("backfill", "kcna-en", FIRST_DAY, LAST_DAY, "--json")
    assert (refused.code, refused.object["state"]) == (3, "blocked")
    assert "call the same again" in refused.object["reason"]
