"""The DAGs `archive` and `reparse`, run for real on what a crawl has stored."""

# ruff: noqa: F811 - fixtures of a neighbour

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from demo.site import DemoSite
from tests.conftest import LAST_DAY
from tests.dags.test_dag_runs import Run, connected, receivers, run, states  # noqa: F401


@pytest.fixture
def crawled(run: Run, site: DemoSite, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A crawled day with one page that could not be read, its captures two days old."""
    monkeypatch.setenv("WIREWATCH_HOME", str(tmp_path / "state"))
    site.behave("articles", "generic", match="press-review")
    run("crawl_kcna_en", None, {"first_day": LAST_DAY.isoformat(), "last_day": LAST_DAY.isoformat()})
    with engine.begin() as db:
        db.execute(text("update capture set fetched_at = now() - interval '2 days'"))
    return engine


def count(engine: Engine, query: str) -> int:
    with engine.begin() as db:
        return int(db.execute(text(query)).scalar_one())


def test_archive_packs_finished_days_and_reads_what_could_not_be_read_once_for_each_parser(
    crawled: Engine,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("wirewatch.sites.kcna_watch.article.PARSER_VERSION", "newer")

    done = run("archive")

    assert str(done.state) == "success"
    assert count(crawled, "select count(*) from capture where body is not null") == 0
    assert count(crawled, "select count(*) from capture where parser_version = 'newer'") == 1
    assert [file.suffixes for file in (tmp_path / "state" / "archive" / "kcna-en").iterdir()] == [[".warc", ".gz"]]

    file = next((tmp_path / "state" / "archive" / "kcna-en").iterdir())
    file.write_bytes(b"")
    with crawled.begin() as db:
        db.execute(
            text(
                "insert into capture (entry_id, url, final_url, status, headers, sha256, body, fetched_at) "
                "select entry_id, url, final_url, status, headers, sha256, '', fetched_at from capture limit 1"
            )
        )
    red = run("archive")
    assert states(red) == {("reread", -1): "success", ("archive", -1): "failed"}
    assert str(red.state) == "failed"


def test_reparse_reads_the_archive_and_is_red_only_for_what_was_readable_before(
    crawled: Engine,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run("archive")
    days = {"first_day": LAST_DAY.isoformat(), "last_day": LAST_DAY.isoformat()}
    assert str(run("reparse", None, {**days, "source": "kcna-en"}).state) == "success"
    assert count(crawled, "select count(*) from revision where number > 1") == 0

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("wirewatch.sites.kcna_watch.refusals.read_article_response", broken)
    assert str(run("reparse", None, {**days, "failed_only": True}).state) == "success"
    assert str(run("reparse", None, {**days, "failed_only": False}).state) == "failed"
    assert str(run("reparse", None, {"first_day": "2026-11-20", "last_day": "2026-11-01"}).state) == "failed"
