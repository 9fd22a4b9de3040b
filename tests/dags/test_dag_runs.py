"""The DAGs run for real, task by task, against the demo site and a real database (`dag.test()`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine, text

from demo.receivers import Receivers
from demo.site import DemoSite
from tests.conftest import LAST_DAY
from wirewatch.config import PROJECT
from wirewatch.models import KST

Run = Callable[..., Any]


@pytest.fixture
def receivers(tmp_path: Path) -> Iterator[Receivers]:
    """Where mails and Slack messages arrive."""
    receivers = Receivers(tmp_path / "received").start()
    yield receivers
    receivers.stop()


@pytest.fixture
def connected(config: Path, site: DemoSite, receivers: Receivers, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration whose sources lie on the demo site, and Airflow's connections to the test's own servers."""
    from tests.dags.conftest import write_source

    write_source(config, "kcna-en", site.base_url, 156)
    write_source(config, "vok-en", site.base_url, 163)
    (config / "watchlists" / "officials.yml").write_text(
        (PROJECT / "config" / "watchlists" / "russian-officials.yml").read_text()
    )
    channels = {
        "mail": {"kind": "email", "conn_id": "wirewatch_smtp", "to": ["desk@demo.example"]},
        "slack": {"kind": "slack", "conn_id": "wirewatch_slack"},
    }
    rules = [{"name": "officials", "channels": ["mail", "slack"]}]
    (config / "alerts.yml").write_text(yaml.safe_dump({"channels": channels, "rules": rules, "late_days": 100_000}))
    smtp = f'"host": "127.0.0.1", "port": {receivers.smtp_port}, "extra": {{"disable_ssl": true, "disable_tls": true, "from_email": "w@demo.example"}}'
    monkeypatch.setenv("AIRFLOW_CONN_WIREWATCH_SMTP", f'{{"conn_type": "smtp", {smtp}}}')
    hook = f'"host": "http://127.0.0.1:{receivers.http_port}/services", "password": "T0/B0/x"'
    monkeypatch.setenv("AIRFLOW_CONN_WIREWATCH_SLACK", f'{{"conn_type": "slackwebhook", {hook}}}')
    monkeypatch.setenv("AIRFLOW_CONN_WIREWATCH_DB", database_url.replace("postgresql+psycopg2", "postgres"))
    return config


@pytest.fixture
def run(connected: Path, airflow_database: None) -> Iterator[Run]:
    """run(dag_id, day=None, conf={}) → the finished DagRun. The day is the Korean day the run is for."""
    from airflow.dag_processing.dagbag import DagBag

    from wirewatch.orchestration import connections

    connections.engine.cache_clear()
    bag = DagBag(str(PROJECT / "dags"))
    assert bag.import_errors == {}

    def run_dag(dag_id: str, day: date | None = None, conf: dict[str, str] | None = None) -> Any:
        # A run dated one day after the Korean day's midnight UTC has that day's data interval.
        at = None if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
        return bag.dags[dag_id].test(logical_date=at, run_conf=conf)

    yield run_dag
    connections.engine().dispose()
    connections.engine.cache_clear()


def states(dag_run: Any) -> dict[tuple[str, int], str]:
    return {(ti.task_id, ti.map_index): str(ti.state) for ti in dag_run.get_task_instances()}


def days_stored(engine: Engine) -> dict[date, int]:
    with engine.begin() as db:
        return {
            row[0]: row[1]
            for row in db.execute(text("select published_on, count(*) from article where published_on is not null group by 1"))
        }


def test_a_run_for_a_day_heals_back_to_the_first_watched_day_and_maps_batches(run: Run, engine: Engine) -> None:
    done = run("crawl_kcna_en", LAST_DAY)

    assert str(done.state) == "success"
    assert sorted(index for task, index in states(done) if task == "read.ingest") == [0, 1, 2, 3]
    with engine.begin() as db:
        window = db.execute(text("select first_day, last_day from crawl")).one()
    assert tuple(window) == (date(2026, 11, 16), LAST_DAY)
    assert sum(days_stored(engine).values()) >= 38


def test_a_second_run_maps_nothing_and_is_green(run: Run, engine: Engine) -> None:
    run("crawl_kcna_en", LAST_DAY)
    before = days_stored(engine)

    done = run("crawl_kcna_en", None, {"first_day": "2026-11-16", "last_day": "2026-11-20"})

    assert str(done.state) == "success"
    assert states(done)[("report", -1)] == "success"
    assert states(done)[("read.ingest", -1)] == "skipped"
    assert days_stored(engine) == before


def test_a_manual_run_without_a_date_takes_the_last_finished_korean_day(run: Run, engine: Engine) -> None:
    from wirewatch.pipeline.coverage import last_finished_day

    run("crawl_kcna_en")

    with engine.begin() as db:
        assert db.execute(text("select last_day from crawl")).scalar_one() == last_finished_day(datetime.now(UTC))


def test_mentions_become_one_mail_and_one_slack_message_and_never_again(run: Run, engine: Engine, receivers: Receivers) -> None:
    run("crawl_kcna_en", LAST_DAY)
    first = run("alert")
    second = run("alert")

    assert (str(first.state), str(second.state)) == ("success", "success")
    assert receivers.counts()["mail"] == 1
    assert receivers.counts()["slack"] == 1


def test_a_refused_mail_makes_the_alert_run_red_and_goes_out_with_the_next(
    run: Run, engine: Engine, receivers: Receivers
) -> None:
    run("crawl_kcna_en", LAST_DAY)
    receivers.behave("mail", "451", times=1)

    red = run("alert")
    with engine.begin() as db:
        db.execute(text("update delivery set next_attempt_at = now()"))
    green = run("alert")

    assert (str(red.state), str(green.state)) == ("failed", "success")
    assert receivers.counts()["mail"] == 1


def test_a_wall_makes_the_run_red_and_says_so(run: Run, site: DemoSite, engine: Engine) -> None:
    site.behave("all", "signup_redirect")

    done = run("crawl_kcna_en", LAST_DAY)

    assert str(done.state) == "failed"
    with engine.begin() as db:
        assert db.execute(text("select state from source_state where ended_at is null")).scalar_one() == "access_wall"


def test_behind_a_wall_every_batch_is_matched_on_the_listing_and_one_mail_says_so(
    run: Run, site: DemoSite, engine: Engine, receivers: Receivers
) -> None:
    site.behave("articles", "signup_redirect")

    walled = run("crawl_kcna_en", LAST_DAY)
    told = run("alert")

    assert (str(walled.state), str(told.state)) == ("failed", "success")
    assert {state for (task, _), state in states(walled).items() if task == "read.match"} == {"success"}
    assert site.counts["article"] == 1
    with engine.begin() as db:
        unread = "select count(*) from entry where historical is not null and state <> 'stored'"
        listed = "select count(*) from revision where cause = 'listed'"
        counts = [db.execute(text(query)).scalar_one() for query in (unread, listed)]
    assert counts[0] == counts[1] >= 38
    assert receivers.counts()["mail"] == 1
    mail = next(iter(receivers.mails.path.glob("*.eml"))).read_text()
    assert "only the listing was readable" in mail.replace("=\n", "").replace("\n  ", " ")


def test_one_bad_page_fails_the_report_and_no_other_article(run: Run, site: DemoSite, engine: Engine) -> None:
    site.behave("articles", "generic", match="press-review")

    done = run("crawl_kcna_en", LAST_DAY)

    assert str(done.state) == "failed"
    failed = {task for (task, _), state in states(done).items() if state == "failed"}
    assert failed == {"report"}
    assert sum(days_stored(engine).values()) >= 33


def test_a_poll_tells_of_todays_news_and_a_second_one_has_nothing_to_do(
    run: Run, site: DemoSite, engine: Engine, receivers: Receivers
) -> None:
    today = datetime.now(KST).date()
    site.add(today, "KCNA.kp (En)", "Talks in Pyongyang", ["A delegation met Foreign Minister Sergei Lavrov.", "They talked."])

    first = run("poll_listings")
    read = states(first)  # the next run of the DAG takes its place
    told = run("alert")
    second = run("poll_listings")

    assert [str(done.state) for done in (first, told, second)] == ["success"] * 3
    assert receivers.counts()["mail"] == 1
    assert read[("read.read", 0)] == "success"
    assert states(second)[("read.read", -1)] == "skipped"
    with engine.begin() as db:
        assert db.execute(text("select count(*) from coverage")).scalar_one() == 0


def test_a_poll_that_meets_a_wall_is_red_once_and_the_next_one_green(run: Run, site: DemoSite) -> None:
    site.behave("all", "signup_redirect")

    assert [str(run("poll_listings").state) for _ in range(2)] == ["failed", "success"]


def test_a_site_that_is_down_makes_no_poll_red(run: Run, site: DemoSite) -> None:
    site.behave("all", "error")

    assert str(run("poll_listings").state) == "success"
