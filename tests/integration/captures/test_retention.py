"""What is thrown away when it is old enough, and what never is."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.integration.captures.conftest import LATER
from tests.integration.storage.rows import do, one
from wirewatch.archive import Archive
from wirewatch.configured import Retention
from wirewatch.errors import PermanentError, RetryableError
from wirewatch.pipeline.archive import archive
from wirewatch.pipeline.maintenance import cleaned, remove_old_logs, tidy
from wirewatch.storage import archives, captures, replacing
from wirewatch.storage.captures import Wanted

KEPT = ("article", "revision", "capture", "entry", "crawl", "coverage", "source", "story", "source_state")


def days_later(days: int) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def counts(engine: Engine) -> dict[str, int]:
    with engine.begin() as db:
        return replacing.counts(db)


def test_what_crawls_noted_of_listings_goes_when_it_is_old_and_nothing_else_does(crawled: Engine, store: Archive) -> None:
    before = counts(crawled)
    assert tidy(crawled, store, Retention(), days_later(89)) == {"crawl entries": 0, "readings": 0}

    gone = tidy(crawled, store, Retention(), days_later(91))

    after = counts(crawled)
    assert gone["crawl entries"] == before["crawl_entry"] > 0
    assert {name: after[name] for name in KEPT} == {name: before[name] for name in KEPT}
    assert after["reading"] == before["reading"] > 0  # its pages are still points of the listing


def test_a_reading_goes_when_no_page_of_it_is_left(crawled: Engine, store: Archive) -> None:
    do(crawled, "delete from reading_page")

    assert tidy(crawled, store, Retention(), days_later(91))["readings"] > 0
    assert counts(crawled)["reading"] == 0


def test_entries_that_only_the_listing_finds_again_stay_noted(crawled: Engine, store: Archive) -> None:
    do(crawled, "update entry set listed_on = null, state = 'failed' where id = 1")

    tidy(crawled, store, Retention(), days_later(91))

    assert one(crawled, "select array_agg(entry_id) from crawl_entry") == [1]


def test_raw_pages_are_kept_for_good_unless_somebody_says_otherwise(crawled: Engine, store: Archive) -> None:
    archive(crawled, store, "month", LATER)
    before = list(Path(str(store.folder)).rglob("*.gz"))

    assert "archive files" not in tidy(crawled, store, Retention(), days_later(10_000))
    assert list(Path(str(store.folder)).rglob("*.gz")) == before != []


def test_a_file_of_the_archive_goes_when_all_its_pages_are_old_and_its_rows_say_so(crawled: Engine, store: Archive) -> None:
    do(crawled, "update capture set fetched_at = timestamptz '2026-10-05 12:00+00' where id <= 3")
    archive(crawled, store, "month", LATER)
    articles = counts(crawled)["article"]

    gone = tidy(crawled, store, Retention(captures_days=35), datetime(2026, 11, 25, tzinfo=UTC))

    assert gone["archive files"] == 1
    assert [file.name for file in Path(str(store.folder)).rglob("*.gz")] == ["kcna-en-2026-11.warc.gz"]
    assert counts(crawled)["article"] == articles
    with crawled.begin() as db:
        assert captures.body(db, 4, store.read)
        with pytest.raises(PermanentError, match="thrown away on"):
            captures.body(db, 1, store.read)
        # Nobody misses the file, nobody reads its pages again, nobody writes it anew.
        assert len(captures.to_reread(db, Wanted())) == articles - 3
    assert archive(crawled, store, "month", LATER).problems == []
    assert tidy(crawled, store, Retention(captures_days=35), datetime(2026, 11, 25, tzinfo=UTC))["archive files"] == 0


def test_an_old_page_brought_after_its_file_was_thrown_away_stays_in_its_row(crawled: Engine, store: Archive) -> None:
    do(crawled, "update capture set fetched_at = timestamptz '2026-10-05 12:00+00' where id <= 3")
    archive(crawled, store, "month", LATER)
    tidy(crawled, store, Retention(captures_days=35), datetime(2026, 11, 25, tzinfo=UTC))
    do(
        crawled,
        """insert into capture (entry_id, url, final_url, status, headers, sha256, body, fetched_at)
                   select entry_id, url, final_url, status, headers, sha256, 'x', fetched_at from capture where id = 1""",
    )

    done = archive(crawled, store, "month", LATER)

    assert (done.captures, done.problems) == (0, [])
    assert one(crawled, "select count(*) from capture where body is not null") == 1


def test_no_file_is_thrown_away_while_the_archive_is_written(crawled: Engine, store: Archive) -> None:
    with archives.alone(crawled), pytest.raises(RetryableError, match="writing the archive"):
        tidy(crawled, store, Retention(captures_days=35), days_later(91))


def test_a_file_that_cannot_be_deleted_is_not_called_thrown_away(
    crawled: Engine, store: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(crawled, store, "month", LATER)

    def refused(name: str) -> None:
        raise RetryableError("the archive cannot be reached")

    monkeypatch.setattr(store, "remove", refused)
    with pytest.raises(RetryableError):
        tidy(crawled, store, Retention(captures_days=35), days_later(91))

    assert one(crawled, "select count(*) from archive_file where dropped_on is null") == 1


def test_old_logs_go_with_the_folders_they_leave_empty(tmp_path: Path) -> None:
    run = tmp_path / "dag_id=alert" / "run_id=old" / "task_id=send"
    mixed = tmp_path / "dag_processor" / "dags"
    for folder in (run, mixed, tmp_path / "empty"):
        folder.mkdir(parents=True)
    for file, age in ((run / "attempt=1.log", 31), (mixed / "crawl.py.log", 31), (mixed / "alert.py.log", 29)):
        file.write_text("x")
        os.utime(file, (then := days_later(-age).timestamp(), then))
    elsewhere = tmp_path.parent / "elsewhere.log"
    elsewhere.write_text("x")
    (tmp_path / "latest").symlink_to(elsewhere)

    assert remove_old_logs(tmp_path, days_later(-30)) == 2

    assert {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*")} == {
        "dag_processor", "dag_processor/dags", "dag_processor/dags/alert.py.log", "empty", "latest",
    }  # fmt: skip
    assert elsewhere.exists()
    assert remove_old_logs(tmp_path / "not there", days_later(0)) == 0


def test_a_log_that_a_task_begins_to_write_at_that_moment_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "dag_id=alert"
    folder.mkdir()
    (folder / "old.log").touch()
    rmdir = Path.rmdir

    def written_just_before(path: Path) -> None:
        (path / "new.log").touch()
        rmdir(path)

    monkeypatch.setattr(Path, "rmdir", written_just_before)

    assert remove_old_logs(tmp_path, days_later(1)) == 1
    assert [file.name for file in folder.iterdir()] == ["new.log"]


def test_what_airflow_says_it_deleted_is_counted() -> None:
    said = "\nChecking table log\nFound 12 rows meeting deletion criteria.\nPerforming Delete...\n\nChecking table job\nFound 0 rows meeting deletion criteria.\n"
    assert cleaned(said) == {"log": 12}
