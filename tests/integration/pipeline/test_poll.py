"""A poll against the demo site and a real database: what is new is read at once, and nothing else is claimed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from demo.site import DemoSite
from tests.conftest import LAST_DAY
from wirewatch.configured import Listing, Source
from wirewatch.pipeline import poll
from wirewatch.pipeline.report import Report
from wirewatch.storage import hosts

Crawl = Callable[..., Report]
LABELS = {"kcna.kp (en)": "kcna-en", "voice of korea (en)": "vok-en"}
# At 10 in Korea on the day after LAST_DAY, of which the site has a few items already.
NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)
TODAY = date(2026, 11, 21)
LATE = ["A delegation met Foreign Minister Sergei Lavrov in Pyongyang on Saturday.", "They talked for an hour."]


def rows(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with engine.begin() as db:
        return [tuple(row) for row in db.execute(text(query))]


def poll_once(engine: Engine, *sources: Source, now: datetime = NOW) -> int:
    """Look, and read what was found; returns how many articles were stored."""
    by_key = {source.key: source for source in sources}
    found = poll.look(engine, sources, LABELS, now)
    return sum(poll.read(engine, by_key[one.source_key], one.crawl_id, one.due, "poll", LABELS) for one in found)


def test_a_poll_reads_todays_news_and_marks_no_day(engine: Engine, kcna: Source, site: DemoSite) -> None:
    assert poll_once(engine, kcna) > 0

    assert rows(engine, "select count(*) from article where published_on = '2026-11-21'") == [(2,)]
    assert rows(engine, "select count(*) from coverage") == [(0,)]
    assert rows(engine, "select distinct historical from entry where state = 'stored'") == [(False,)]
    assert rows(engine, "select min(published_on) >= '2026-11-19' from article") == [(True,)]


def test_with_nothing_new_a_poll_is_one_request_a_source(engine: Engine, kcna: Source, vok: Source, site: DemoSite) -> None:
    poll_once(engine, kcna, vok)
    before = sum(site.counts.values())

    assert poll_once(engine, kcna, vok) == 0
    assert sum(site.counts.values()) == before + 2


def test_all_sources_searched_without_an_id_share_one_request(engine: Engine, kcna: Source, vok: Source, site: DemoSite) -> None:
    sources = [replace(one, listing=Listing(method="search", id=None)) for one in (kcna, vok)]
    assert poll_once(engine, *sources) > 0
    before = site.counts

    assert poll_once(engine, *sources) == 0
    assert {name: site.counts[name] - before[name] for name in before} == {**dict.fromkeys(before, 0), "search": 1}
    assert rows(engine, "select source_key from article where published_on = '2026-11-21' group by 1 order by 1") == [
        ("kcna-en",),
        ("vok-en",),
    ]


def test_an_article_that_appears_is_read_by_the_next_poll(engine: Engine, kcna: Source, site: DemoSite) -> None:
    poll_once(engine, kcna)
    site.add(TODAY, "KCNA.kp (En)", "Talks in Pyongyang", LATE)

    assert poll_once(engine, kcna) == 1


def test_the_daily_run_after_polls_counts_their_finds_as_known_and_covers_the_day(
    engine: Engine, kcna: Source, crawl_days: Crawl
) -> None:
    poll_once(engine, kcna, now=NOW - timedelta(hours=12))

    report = crawl_days(kcna)

    assert (report.days[LAST_DAY].listed, report.days[LAST_DAY].new, report.days[LAST_DAY].stored) == (8, 0, 8)
    assert report.coverage[LAST_DAY] == "complete"
    assert report.complaint is None


def test_a_poll_over_what_a_backfill_is_about_to_cover_keeps_it_news(engine: Engine, kcna: Source, crawl_days: Crawl) -> None:
    poll_once(engine, kcna, now=NOW - timedelta(hours=12))
    crawl_days(kcna, historical=True)

    assert rows(engine, f"select distinct historical from entry where listed_on = '{LAST_DAY}'") == [(False,)]  # noqa: S608


def test_one_sources_trouble_does_not_stop_another(engine: Engine, kcna: Source, vok: Source, site: DemoSite) -> None:
    site.behave("listing", "zero", match="id=156")
    site.behave("search", "zero", match="source=156")

    assert poll_once(engine, kcna, vok) > 0

    assert rows(engine, "select distinct source_key from article") == [("vok-en",)]
    assert rows(engine, "select source_key, state from source_state where ended_at is null and state <> 'ok'") == [
        ("kcna-en", "layout_changed")
    ]


@pytest.mark.parametrize(("mode", "state"), [("forbidden", "blocked"), ("signup_page", "access_wall")])
def test_a_refusal_is_written_down_once_and_the_next_polls_ask_nothing(
    engine: Engine, kcna: Source, vok: Source, site: DemoSite, mode: str, state: str
) -> None:
    site.behave("all", mode)
    since = datetime.now(UTC)
    assert poll_once(engine, kcna, vok) == 0
    asked = sum(site.counts.values())
    again = datetime.now(UTC)

    assert poll_once(engine, kcna, vok) == 0

    assert sum(site.counts.values()) == asked
    assert [news.split(":")[0] for news in poll.news_for_a_person(engine, [kcna, vok], since)] == [f"kcna-en is {state}"]
    assert poll.news_for_a_person(engine, [kcna, vok], again) == []


def test_a_site_that_is_down_is_nobodys_business_at_once(engine: Engine, kcna: Source, site: DemoSite) -> None:
    site.behave("all", "error")
    since = datetime.now(UTC)

    assert poll_once(engine, kcna) == 0
    assert poll.news_for_a_person(engine, [kcna], since) == []


def test_a_poll_that_reads_an_article_ends_the_trouble_and_one_that_reads_none_does_not(
    engine: Engine, kcna: Source, site: DemoSite
) -> None:
    poll_once(engine, kcna)
    site.behave("all", "forbidden")
    poll_once(engine, kcna)
    site.behave("all", "ok")
    hosts.reopen(engine, kcna.host)
    current = "select state from source_state where ended_at is null"

    poll_once(engine, kcna)
    assert rows(engine, current) == [("blocked",)]

    site.add(TODAY, "KCNA.kp (En)", "Talks in Pyongyang", LATE)
    site.behave("articles", "generic", times=1)
    assert poll_once(engine, kcna) == 0, "its page was not readable"
    assert rows(engine, current) == [("blocked",)]

    assert poll_once(engine, kcna) == 1
    assert rows(engine, current) == [("ok",)]
