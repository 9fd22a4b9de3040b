"""The site moves while it is read, and the reader dies while it reads: nothing is missed, nothing doubles."""

from __future__ import annotations

import itertools
import signal
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Timer

import pytest
from sqlalchemy import Engine, text

from demo.reply import Reply
from demo.site import DemoSite, kind_of
from tests.conftest import LAST_DAY
from tests.integration.pipeline.dying import run_script
from wirewatch.configured import Listing, Source
from wirewatch.errors import State
from wirewatch.models import KST
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.crawl import crawl
from wirewatch.pipeline.report import Report
from wirewatch.sites.kcna_watch import urls

Crawl = Callable[..., Report]
DAY = timedelta(days=1)
TODAY = LAST_DAY + DAY


def rows(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with engine.begin() as db:
        return [tuple(row) for row in db.execute(text(query))]


def column(engine: Engine, query: str) -> list[object]:
    return [row[0] for row in rows(engine, query)]


def stored(engine: Engine) -> set[bytes]:
    return {bytes(found) for (found,) in rows(engine, "select url_hash from article")}  # type: ignore[call-overload]


def hashes(site: DemoSite, first: date, last: date) -> set[bytes]:
    """The keys of KCNA's articles of these days, as the site holds them now."""
    items = [one for one in site.of_source("156") or [] if first <= one.day <= last]
    return {urls.url_hash(f"{site.base_url}/newstream/{one.ts_id}/x") for one in items}


def without_reingested(site: DemoSite) -> None:
    """Leave out what the site took in again days later: it stands among later days, where a walk to its own day does not come."""
    site.items = [item for item in site.items if datetime.fromtimestamp(item.ingested, KST).date() <= item.day + DAY]


@pytest.fixture
def lively(site: DemoSite, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The site publishes a new KCNA article of today after every answer to a listing request; the list holds their ids."""
    published: list[str] = []
    proper = site.answer

    def answer(target: str, host: str) -> Reply:
        reply = proper(target, host)
        if kind_of(target) == "listing":
            published.append(site.add(TODAY, 156, f"Dispatch {len(published)}", ["It is so."]).ts_id)
        return reply

    monkeypatch.setattr(site, "answer", answer)
    return published


# --- the listing moves ---------------------------------------------------------------------------


@pytest.mark.parametrize("page_size", [3, 10])
@pytest.mark.parametrize("days_back", [0, 4, 8])
def test_every_item_is_found_while_new_ones_come_in_on_top(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine, lively: list[str], page_size: int, days_back: int
) -> None:
    last = LAST_DAY - days_back * DAY
    first = last - 2 * DAY
    without_reingested(site)
    small = replace(kcna, listing=Listing(method="more_articles", id=156, page_size=page_size))

    report = crawl_days(small, first, last)

    assert len(lively) >= 3
    assert report.crawl.state is State.OK
    assert hashes(site, first, last) == stored(engine)
    assert set(report.coverage.values()) == {"complete"}


def test_what_came_in_while_it_was_read_is_found_by_the_next_crawl(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine, lively: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl_days(kcna, LAST_DAY, TODAY)
    monkeypatch.undo()

    report = crawl_days(kcna, LAST_DAY, TODAY)

    assert hashes(site, LAST_DAY, TODAY) == stored(engine)
    # The demo's clock stands still: what came in looks as if it had been there, so the first crawl's audit may have read it already.
    assert report.days[TODAY].gaps == 0
    assert report.days[TODAY].stored >= len(lively) >= 2


def test_a_late_entry_on_a_complete_day_is_found_by_the_next_crawl(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine
) -> None:
    assert crawl_days(kcna).coverage == {LAST_DAY: "complete"}
    before = rows(engine, "select complete_as_of from coverage")
    site.add(LAST_DAY, 156, "Late Dispatch", ["It was so."])

    report = crawl_days(kcna)

    assert (report.days[LAST_DAY].listed, report.days[LAST_DAY].new, report.days[LAST_DAY].stored) == (9, 1, 9)
    assert hashes(site, LAST_DAY, LAST_DAY) == stored(engine)
    assert report.coverage == {LAST_DAY: "complete"}
    assert rows(engine, "select complete_as_of from coverage") > before


LATE = "select state, historical from entry where title = 'Late Dispatch'"


def state_of(engine: Engine, day: date) -> object:
    return dict(rows(engine, "select day, state from coverage"))[day]


def test_a_late_entry_of_a_day_covered_before_is_read_by_the_crawl_that_passes_it(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine
) -> None:
    earlier = LAST_DAY - 2 * DAY
    crawl_days(kcna, earlier, earlier)
    site.add(earlier, 156, "Late Dispatch", ["It was so."])

    crawl_days(kcna, LAST_DAY, LAST_DAY)

    assert rows(engine, LATE) == [("stored", False)]
    assert state_of(engine, earlier) == "complete"


def test_a_backfill_leaves_a_late_entry_that_is_news_to_the_next_crawl_and_opens_its_day(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine
) -> None:
    crawl_days(kcna, LAST_DAY - DAY, LAST_DAY)
    site.add(LAST_DAY, 156, "Late Dispatch", ["It was so."])

    crawl_days(replace(kcna, listing=Listing("more_articles", 156, 100)), date(2026, 11, 12), date(2026, 11, 12), historical=True)
    assert (rows(engine, LATE), state_of(engine, LAST_DAY)) == ([("new", None)], "open")

    report = crawl_days(kcna, LAST_DAY, LAST_DAY)
    assert (report.days[LAST_DAY].new, rows(engine, LATE)) == (1, [("stored", False)])


def test_a_backfill_reads_a_late_entry_of_a_day_before_the_watch_that_was_covered_before(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine
) -> None:
    covered = date(2026, 11, 13)
    crawl_days(kcna, covered, covered, historical=True)
    assert state_of(engine, covered) == "complete"
    site.add(covered, 156, "Late Dispatch", ["It was so."])

    with engine.begin() as db:
        db.execute(text("delete from reading"))  # else the backfill takes the pages that were read before

    crawl_days(kcna, LAST_DAY, LAST_DAY, historical=True)

    assert rows(engine, LATE) == [("stored", True)]
    assert state_of(engine, covered) == "complete"


def test_a_page_of_the_listing_that_comes_empty_leaves_the_days_open(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine
) -> None:
    first = LAST_DAY - 4 * DAY
    site.behave("listing", "empty", times=1, match="from=18&")

    report = crawl_days(kcna, first, LAST_DAY)

    assert set(report.coverage.values()) == {"open"}
    assert crawl_days(kcna, first, LAST_DAY).complete
    assert hashes(site, first, LAST_DAY) == stored(engine)


@pytest.mark.parametrize("answer", [b"", b"0"])
def test_a_listing_that_stops_answering_in_the_middle_is_read_by_search_instead(
    crawl_days: Crawl, kcna: Source, site: DemoSite, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    proper, asked = site._listing, itertools.count()
    monkeypatch.setattr(site, "_listing", lambda query, host: proper(query, host) if next(asked) < 2 else Reply(answer))

    report = crawl_days(kcna, LAST_DAY - 4 * DAY, LAST_DAY)

    assert report.crawl.method == "search"
    assert report.crawl.notes
    assert report.complete


def test_two_sources_at_once_store_what_one_after_the_other_stores(
    engine: Engine, kcna: Source, vok: Source, site: DemoSite
) -> None:
    labels = {"kcna.kp (en)": "kcna-en", "voice of korea (en)": "vok-en"}

    def run(source: Source, number: int) -> Report:
        return crawl(engine, source, Window(LAST_DAY, LAST_DAY), [], labels, f"run {number}")

    with ThreadPoolExecutor(3) as threads:
        reports = list(threads.map(run, [kcna, vok, kcna], range(3)))

    assert [report.days[LAST_DAY].failed for report in reports] == [0, 0, 0]
    assert column(engine, "select count(*) from article") == [16]
    assert rows(engine, "select distinct number, cause from revision") == [(1, "published")]
    assert column(engine, "select count(*) from capture") == [16]


# --- killed anywhere -----------------------------------------------------------------------------

KILLS = {
    "before_claim_commits": 3,
    "before_capture_commits": 3,
    "after_capture": 4,
    "before_article_commits": 4,
    "before_entry_is_stored": 4,
}


@pytest.mark.parametrize(("where", "captured"), KILLS.items())
def test_killed_in_the_middle_of_a_batch_its_retry_stores_every_article_once(
    kcna: Source, site: DemoSite, engine: Engine, database_url: str, where: str, captured: int
) -> None:
    killed = crawl_process(database_url, kcna, where, "run 1")
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    kept = rows(engine, "select id, sha256 from capture order by id")
    assert (len(kept), column(engine, "select count(*) from article")) == (captured, [3])

    after = crawl_process(database_url, kcna, "nowhere", "run 1")

    assert after.returncode == 0, after.stderr
    assert stored(engine) == hashes(site, LAST_DAY, LAST_DAY)
    assert rows(engine, "select distinct number, cause from revision") == [(1, "published")]
    assert column(engine, "select count(*) from revision") == [8]
    assert rows(engine, "select id, sha256 from capture order by id")[:captured] == kept
    assert column(engine, "select count(*) from story") == [8]
    assert column(engine, "select distinct state from entry where listed_on = '2026-11-20'") == ["stored"]


def test_another_run_takes_over_when_the_lease_of_the_killed_one_is_over(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine, database_url: str
) -> None:
    crawl_process(database_url, kcna, "after_capture", "run 1")
    with engine.begin() as db:
        db.execute(text("update entry set claimed_until = now() where claimed_by = 'run 1'"))

    report = crawl_days(kcna)

    assert (report.crawl.state, report.days[LAST_DAY].stored, report.complete) == (State.OK, 8, True)
    assert stored(engine) == hashes(site, LAST_DAY, LAST_DAY)
    assert column(engine, "select count(*) from revision") == [8]


def test_what_a_living_run_stores_is_waited_for_no_longer_than_that_takes(
    crawl_days: Crawl, kcna: Source, engine: Engine, database_url: str
) -> None:
    crawl_process(database_url, kcna, "after_capture", "run 1")
    held = "update entry set state = 'stored', claimed_until = '-infinity' where claimed_by = 'run 1'"

    def store() -> None:
        with engine.begin() as db:
            db.execute(text(held))

    started = time.monotonic()
    Timer(1.5, store).start()
    crawl_days(kcna)

    assert 1 < time.monotonic() - started < 60  # the lease lasts two minutes


def test_another_run_waits_for_what_a_silent_one_holds(
    crawl_days: Crawl, kcna: Source, engine: Engine, database_url: str
) -> None:
    crawl_process(database_url, kcna, "after_capture", "run 1")
    with engine.begin() as db:
        db.execute(text("update entry set claimed_until = now() + interval '2 seconds' where claimed_by = 'run 1'"))

    report = crawl_days(kcna)

    assert report.days[LAST_DAY].stored == 8


def crawl_process(database_url: str, source: Source, where: str, run: str) -> subprocess.CompletedProcess[str]:
    """Crawl LAST_DAY in a process of its own, which kills itself with SIGKILL at `where`."""
    settings = {"url": database_url, "base_url": source.base_url, "where": where, "run": run, "day": LAST_DAY.isoformat()}
    return run_script("ingest_process.py", settings)
