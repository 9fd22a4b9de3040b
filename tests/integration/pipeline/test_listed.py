"""Articles nobody can read, in a listing everybody can: who is named there is told of once, as probable, until the page comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from demo.reply import Reply
from demo.site import DemoSite
from tests.conftest import LAST_DAY
from wirewatch.configured import Alerting, Listing, Rule, Source, Watchlist
from wirewatch.errors import State
from wirewatch.models import Message
from wirewatch.pipeline import host
from wirewatch.pipeline.alert import decide_alerts, send_due
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.discover import discover
from wirewatch.pipeline.ingest import ingest
from wirewatch.pipeline.match import match
from wirewatch.pipeline.report import Report, finish
from wirewatch.storage import crawls, entries

Crawl = Callable[..., Report]
WALLS = ["signup_redirect", "signup_page", "forbidden"]


def rows(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with engine.begin() as db:
        return [tuple(row) for row in db.execute(text(query))]


def mentions(engine: Engine, where: str = "retired_at is null") -> list[tuple[object, ...]]:
    query = f"select distinct m.name, field, tier from mention m where {where} order by 1, 2"  # noqa: S608 - this file's words
    return rows(engine, query)


def tell(engine: Engine, alerting: Alerting, source: Source) -> list[Message]:
    """Decide and send; returns what was sent."""
    told: list[Message] = []
    decide_alerts(engine, alerting, {source.key: source})
    send_due(engine, lambda channel, message: told.append(message))
    return told


def open_the_door(site: DemoSite, engine: Engine) -> None:
    site.behave("all", "ok")
    with engine.begin() as db:
        db.execute(text("update host set closed_until = null, closed_state = null, closed_why = null"))
        db.execute(text("update entry set next_attempt_at = now()"))


@pytest.mark.parametrize("mode", WALLS)
def test_behind_a_wall_the_listing_speaks_and_is_replaced_when_the_page_comes(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine, alerting: Alerting, mode: str
) -> None:
    site.behave("articles", mode)
    walled = crawl_days(kcna)

    assert walled.crawl.state in (State.ACCESS_WALL, State.BLOCKED)
    assert site.counts["article"] == 1
    assert ("Sergey Lavrov", "listing", "probable") in mentions(engine)
    assert {(field, tier) for _, field, tier in mentions(engine)} == {("listing", "probable")}
    assert all(
        str(reason).endswith("; only the listing was readable") for (reason,) in rows(engine, "select reason from mention")
    )
    assert (walled.days[LAST_DAY].stored, walled.days[LAST_DAY].waiting) == (0, 8)
    assert rows(engine, "select count(*), max(score) < 0.7 from mention")[0][1] is True
    first = tell(engine, alerting, kcna)
    assert len(first) == 3
    assert "only the listing was readable" in " ".join(first[0].text.split())
    assert "PROBABLE" in first[0].text
    assert "Probably" in first[0].subject

    open_the_door(site, engine)
    read = crawl_days(kcna)

    assert read.complete
    assert read.days[LAST_DAY].stored == 8
    assert ("Sergey Lavrov", "body", "confirmed") in mentions(engine)
    assert not [field for _, field, _ in mentions(engine) if field == "listing"]
    assert not [name for name, *_ in read.mentions if name not in {row[0] for row in mentions(engine)}]
    causes = "select number, cause, capture_id is null, count(*) from revision group by 1, 2, 3 order by 1"
    assert [row[:3] for row in rows(engine, causes)] == [(0, "listed", True), (1, "published", False)]
    told = [line for message in tell(engine, alerting, kcna) for line in message.text.splitlines()]
    assert not [line for line in told if line.startswith("* Sergey Lavrov")]


def test_nobody_is_told_twice_and_a_rule_for_sure_finds_hears_of_it_when_the_page_comes(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine, alerting: Alerting
) -> None:
    sure = Rule(name="sure", channels=("slack",), tiers=("confirmed",), entities=("Sergey Lavrov",))
    every = Rule(name="all", channels=("mail",), entities=("Sergey Lavrov",))
    rules = replace(alerting, rules=(sure, every))
    site.behave("articles", "signup_redirect")
    crawl_days(kcna)
    decide_alerts(engine, rules, {kcna.key: kcna})
    assert set(rows(engine, "select rule from alert")) == {("all",)}
    before = rows(engine, "select story_id, count(*) from alert group by 1 order by 1")

    open_the_door(site, engine)
    crawl_days(kcna)
    decide_alerts(engine, rules, {kcna.key: kcna})

    assert rows(engine, "select story_id, count(*) from alert where rule = 'all' group by 1 order by 1")[: len(before)] == before
    assert rows(engine, "select count(*) > 0 from alert where rule = 'sure'") == [(True,)]
    assert rows(
        engine, "select count(*) from (select 1 from alert group by rule, story_id, entity_id having count(*) > 1) t"
    ) == [(0,)]


def test_a_second_crawl_behind_the_wall_adds_nothing(crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine) -> None:
    site.behave("articles", "signup_redirect")
    crawl_days(kcna)
    before = rows(engine, "select count(*), max(id) from revision") + rows(engine, "select count(*), max(id) from mention")

    crawl_days(kcna)

    assert (
        rows(engine, "select count(*), max(id) from revision") + rows(engine, "select count(*), max(id) from mention") == before
    )


@pytest.mark.parametrize(("mode", "state"), [("generic", "failed"), ("gone", "gone")])
def test_one_page_that_cannot_be_read_is_matched_on_its_listing_and_counted_as_before(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine, mode: str, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    talks = next(item for item in site.of_source("156") or [] if item.title.startswith("Talks Held") and item.day == LAST_DAY)
    proper = site._article
    if mode == "gone":
        monkeypatch.setattr(site, "_article", lambda path, host: Reply(b"", 404) if talks.ts_id in path else proper(path, host))
    else:
        site.behave("articles", mode, match=talks.ts_id)

    report = crawl_days(kcna)

    assert (report.days[LAST_DAY].stored, report.days[LAST_DAY].failed) == (7, 1)
    assert rows(engine, "select distinct state from entry where historical is not null order by 1") == [(state,), ("stored",)]
    assert ("Sergey Lavrov", "listing", "probable") in mentions(engine)
    assert rows(engine, "select count(*) from revision where cause = 'listed'") == [(1,)]


def test_a_source_without_a_logo_is_matched_too_and_stays_in_the_report(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    proper = site._proper_answer

    def without_logos(kind: str, target: str, host: str) -> Reply:
        reply = proper(kind, target, host)
        return replace(reply, body=reply.body.replace(b"kcna-english", b"picture")) if kind == "search" else reply

    monkeypatch.setattr(site, "_proper_answer", without_logos)
    site.behave("articles", "signup_redirect")

    everything = replace(kcna, listing=Listing(method="search", id=None))
    report = crawl_days(everything)

    assert ("Sergey Lavrov", "listing", "probable") in mentions(engine)
    assert report.days[LAST_DAY].waiting == 8
    assert (None, None) in rows(engine, "select distinct source_key, source from article")

    open_the_door(site, engine)
    crawl_days(everything)
    read = "select distinct a.source_key, source from article a join entry e on e.id = entry_id where state = 'stored'"
    assert ("kcna-en", "KCNA.kp (En)") in rows(engine, read)
    assert (None, "KCNA.kp (En)") not in rows(engine, read)


def test_a_backfill_behind_a_wall_tells_nobody(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine, alerting: Alerting
) -> None:
    site.behave("articles", "signup_redirect")
    crawl_days(kcna, historical=True)

    assert mentions(engine)
    assert tell(engine, alerting, kcna) == []


def begun(engine: Engine, kcna: Source, run: str) -> list[int]:
    """Ids of the day's entries, after discover."""
    with engine.begin() as db:
        crawls.register(db, kcna, date(2026, 11, 16))
    return discover(engine, host.fetcher(engine, kcna), run, Window(LAST_DAY, LAST_DAY), False, {}).due


def test_every_batch_is_matched_on_the_listing_whichever_met_the_wall(
    kcna: Source, site: DemoSite, engine: Engine, officials: Watchlist
) -> None:
    ids = begun(engine, kcna, "one")
    entry = "select id from entry where id = any(array[{}]) and title like 'Talks Held%'"
    talks = {int(str(row[0])) for row in rows(engine, entry.format(",".join(map(str, ids))))}
    batch = sorted(talks)
    others = [one for one in ids if one not in talks]
    site.behave("articles", "signup_redirect")
    with engine.begin() as db:
        crawl = crawls.find(db, "one")
    assert crawl is not None
    with pytest.raises(Exception, match="sign-up"):
        ingest(engine, host.fetcher(engine, kcna), crawl.id, others, "worker", {})

    # Batch two never reached the site: its host was closed by batch one.
    assert match(engine, [officials], kcna.key, batch).fresh > 0
    assert rows(engine, "select count(*) from revision") == [(len(batch),)]
    match(engine, [officials], kcna.key, others)
    assert rows(engine, "select count(*) from revision") == [(8,)]
    assert finish(engine, kcna, crawl.id, datetime.now(UTC), [officials.name]).unmatched == 0


def test_an_entry_somebody_is_reading_or_no_crawl_covered_is_left_alone(
    kcna: Source, site: DemoSite, engine: Engine, officials: Watchlist
) -> None:
    ids = begun(engine, kcna, "one")
    with engine.begin() as db:
        entries.claim(db, ids[0], "somebody")
        uncovered = list(db.execute(text("select id from entry where historical is null")).scalars())

    match(engine, [officials], kcna.key, [*ids, *uncovered])

    assert rows(engine, "select count(*) from revision") == [(len(ids) - 1,)]
    assert not rows(engine, f"select 1 from article where entry_id = {ids[0]}")  # noqa: S608
    assert uncovered


def test_a_newer_list_matches_what_only_the_listing_told_and_alerts_nobody(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine, officials: Watchlist
) -> None:
    site.behave("articles", "signup_redirect")
    crawl_days(kcna, LAST_DAY - timedelta(days=1), LAST_DAY)

    found = match(engine, [replace(officials, name="another")])

    assert found.mentions
    assert found.fresh == 0
    assert {row[1:] for row in mentions(engine, "m.watchlist = 'another'")} == {("listing", "probable")}
