"""What other pages name and the listing lacks: read, named, told of once, and closed when a listing holds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from demo.edition import Item
from demo.reply import Reply
from demo.shelf import Shelf
from demo.site import DemoSite
from tests.conftest import LAST_DAY
from wirewatch.configured import Source
from wirewatch.pipeline.audit import was_missed
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.coverage_summary import covered_days
from wirewatch.pipeline.report import Report, table
from wirewatch.storage.gaps import Unlisted

Crawl = Callable[..., Report]


@pytest.fixture
def hidden(site: DemoSite, monkeypatch: pytest.MonkeyPatch) -> Item:
    """An article of LAST_DAY that no listing holds; the pages of the others name it."""
    item = [one for one in site.of_source("156") or [] if one.day == LAST_DAY][3]
    proper, found = Shelf.listed, Shelf.between

    def without(shelf: Shelf, number: int, start: int, count: int) -> list[tuple[Item, str]]:
        listed = [(one, path) for one, path in proper(shelf, number, 0, 10_000) if one.ts_id != item.ts_id]
        return listed[start : start + count]

    monkeypatch.setattr(Shelf, "listed", without)
    monkeypatch.setattr(Shelf, "between", lambda shelf, *days: [one for one in found(shelf, *days) if one.ts_id != item.ts_id])
    return item


def states(engine: Engine, query: str) -> list[object]:
    with engine.begin() as db:
        return [row[0] for row in db.execute(text(query))]


def test_what_the_listing_lacks_is_read_and_its_day_is_a_gap(crawl_days: Crawl, kcna: Source, hidden: Item) -> None:
    report = crawl_days(kcna)

    counts = report.days[LAST_DAY]
    assert (counts.listed, counts.stored, counts.gaps, counts.failed) == (7, 8, 1, 0)
    assert report.coverage == {LAST_DAY: "gap"}
    assert not report.complete
    assert "lacks 1 articles" in (report.complaint or "")
    assert hidden.ts_id in (report.complaint or "")
    assert hidden.ts_id in table(report)
    (gap,) = report.as_json()["gaps"]  # type: ignore[misc]
    assert hidden.ts_id in gap["url"]


def test_a_gap_is_complained_of_once_and_named_for_ever(crawl_days: Crawl, kcna: Source, site: DemoSite, hidden: Item) -> None:
    crawl_days(kcna)
    asked = site.counts["article"]

    again = crawl_days(kcna)

    assert again.complaint is None
    assert again.as_json()["reason"] == f"the listing still lacks articles that other pages named, of {LAST_DAY}"
    assert (again.coverage, again.days[LAST_DAY].gaps, again.days[LAST_DAY].stored) == ({LAST_DAY: "gap"}, 1, 8)
    assert hidden.ts_id in " ".join(again.notes)
    assert site.counts["article"] == asked


def test_a_listing_that_holds_it_closes_the_gap(
    crawl_days: Crawl, kcna: Source, hidden: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl_days(kcna)
    monkeypatch.undo()

    healed = crawl_days(kcna)

    assert healed.complete
    assert (healed.days[LAST_DAY].listed, healed.days[LAST_DAY].gaps) == (8, 0)


def test_a_gap_whose_page_fails_shows_as_a_failure_and_is_tried_again(
    crawl_days: Crawl, kcna: Source, site: DemoSite, hidden: Item
) -> None:
    site.behave("articles", "generic", times=1, match=hidden.ts_id)
    failed = crawl_days(kcna)

    again = crawl_days(kcna)

    assert (failed.days[LAST_DAY].failed, failed.days[LAST_DAY].gaps) == (1, 1)
    assert (again.days[LAST_DAY].failed, again.days[LAST_DAY].stored) == (0, 8)


def test_what_the_site_has_no_page_of_is_no_gap(crawl_days: Crawl, kcna: Source, site: DemoSite, hidden: Item) -> None:
    proper = site._article
    site._article = lambda path, host: Reply(b"", 404) if hidden.ts_id in path else proper(path, host)  # type: ignore[method-assign]

    report = crawl_days(kcna)

    assert report.complaint is None
    assert report.days[LAST_DAY].gaps == 0


def test_a_search_that_lacks_an_item_is_audited_too(
    crawl_days: Crawl, kcna: Source, site: DemoSite, hidden: Item, engine: Engine
) -> None:
    report = crawl_days(replace(kcna, listing=replace(kcna.listing, method="search")))

    assert (report.crawl.method, report.days[LAST_DAY].gaps) == ("search", 1)
    assert states(engine, "select historical from entry join listing_gap on entry_id = entry.id") == [False]


def test_items_of_other_days_are_only_recorded(crawl_days: Crawl, kcna: Source, engine: Engine) -> None:
    crawl_days(kcna)

    assert states(engine, "select count(*) from listing_gap") == [0]
    assert states(engine, f"select count(*) from entry where listed_on <> '{LAST_DAY}' and state <> 'new'") == [0]  # noqa: S608


@pytest.mark.parametrize(
    ("ingested", "missed"),
    [
        (datetime(2026, 11, 20, 9, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 23, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 21, 0, 1, tzinfo=UTC), False),  # after the listing was read: late
        (datetime(2026, 11, 19, 15, 0, tzinfo=UTC), True),  # midnight in Korea
        (datetime(2026, 11, 19, 14, 59, tzinfo=UTC), False),  # before its own day
    ],
)
def test_an_item_taken_in_after_the_listing_was_read_is_late_and_no_gap(ingested: datetime, missed: bool) -> None:
    url = f"http://x/newstream/{int(ingested.timestamp())}-1234567/title"

    assert was_missed(Unlisted(1, url, date(2026, 11, 20)), datetime(2026, 11, 21, tzinfo=UTC)) is missed


def test_coverage_says_what_shows_a_day_and_names_gaps_failures_and_missing_days(
    crawl_days: Crawl, kcna: Source, site: DemoSite, hidden: Item, engine: Engine
) -> None:
    site.behave("articles", "generic", match="press-review")
    crawl_days(kcna)

    known = covered_days(engine, kcna.key, Window(LAST_DAY - timedelta(days=2), LAST_DAY))
    words = "\n".join(known.lines())

    assert not known.complete
    assert known.as_json()["missing"] == ["2026-11-18", "2026-11-19"]
    assert "Missing: 2026-11-18 to 2026-11-19." in words
    assert f"not in the listing: {site.base_url}/newstream/{hidden.ts_id}" in words
    assert "failed: " in words
    assert "press-review" in words
    assert "a whole page of older entries was read" in words
