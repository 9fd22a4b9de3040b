"""Articles read again on the demo site: edits and removals are found, once, and nothing else is taken for one."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from demo.edition import Item
from demo.settings import kcna_at
from demo.site import DemoSite
from tests.conftest import LAST_DAY, new_database
from tests.integration.pipeline.dying import run_script
from tests.integration.storage.rows import at_once
from wirewatch.archive import Archive
from wirewatch.configured import Alerting, Source, Watchlist
from wirewatch.errors import AccessDenied, State
from wirewatch.models import KST, Purpose
from wirewatch.pipeline import host
from wirewatch.pipeline.alert import decide_alerts
from wirewatch.pipeline.archive import archive
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.crawl import crawl
from wirewatch.pipeline.recheck import Tour, conditions, due
from wirewatch.pipeline.recheck import recheck as read_again
from wirewatch.pipeline.recheck_rules import NEIGHBOUR_DAYS
from wirewatch.pipeline.recheck_summary import Summary, recheck_source
from wirewatch.storage import database, hosts, rechecks

Recheck = Callable[..., Summary]
DAYS = (1, 3, 14)


def rows(engine: Engine, query: str, **values: object) -> list[tuple[object, ...]]:
    with engine.begin() as db:
        return [tuple(row) for row in db.execute(text(query), values)]


def one(engine: Engine, query: str, **values: object) -> object:
    ((value,),) = rows(engine, query, **values)
    return value


def at(days: int, hour: int = 3) -> datetime:
    """So many days after the articles were first read, in the night in Korea."""
    return datetime.combine(LAST_DAY + timedelta(days=days), time(hour), KST).astimezone(UTC)


@pytest.fixture(scope="module")
def crawled(server: str, template: str, officials: Watchlist) -> str:
    """Name of a database with two days of KCNA, 16 articles, first read at noon of the last one; to be copied."""
    url = new_database(server, template)
    engine, site = database.connect(url), DemoSite(LAST_DAY).start()
    kcna = kcna_at(site.base_url, watch_since=date(2026, 11, 16))
    crawl(engine, kcna, Window(LAST_DAY - timedelta(days=1), LAST_DAY), [officials], {}, "crawl")
    with engine.begin() as db:
        db.execute(text("update capture set fetched_at = :noon"), {"noon": at(0, 12)})
    site.stop()
    engine.dispose()
    return url.rpartition("/")[2]


@pytest.fixture
def database_url(server: str, crawled: str) -> str:
    """A copy of that database; the site's address is another in every test, and an article is the same on any."""
    return new_database(server, crawled)


@pytest.fixture
def archived(tmp_path: Path) -> Archive:
    """Where captures of finished days may go."""
    return Archive(str(tmp_path / "archive"))


@pytest.fixture
def recheck(engine: Engine, kcna: Source, officials: Watchlist, archived: Archive) -> Recheck:
    """recheck(days after the first reading) → Summary."""

    def recheck(days: int, source: Source = kcna) -> Summary:
        return recheck_source(tour(engine, source, archived, at(days)), DAYS, [officials])

    return recheck


@pytest.fixture
def talks(site: DemoSite) -> Item:
    """An article that names persons of the watchlist."""
    return next(item for item in site.items if item.day == LAST_DAY and item.title.startswith("Talks Held"))


def edit(site: DemoSite, item: Item, old: str, new: str) -> None:
    """Change words in the middle of an article."""
    now = site.find(item.ts_id)
    assert now is not None
    changed = replace(now, paragraphs=tuple(paragraph.replace(old, new) for paragraph in now.paragraphs))
    assert changed != now
    site.items = [changed if other is now else other for other in site.items]


def results(engine: Engine) -> dict[object, object]:
    return dict(rows(engine, "select result, count(*) from recheck group by 1"))  # type: ignore[arg-type]


# --- cheap and on its days -----------------------------------------------------------------------


def test_articles_are_read_again_on_days_1_3_and_14_and_not_otherwise(recheck: Recheck, site: DemoSite) -> None:
    asked = []
    for day in (0, 1, 2, 3, 4, 14, 15):
        before = site.counts["article"]
        recheck(day)
        asked.append(site.counts["article"] - before)

    assert asked == [0, 16, 0, 16, 0, 16, 0]


def test_an_outage_is_made_up_for_with_one_reading(recheck: Recheck, engine: Engine) -> None:
    recheck(9)

    assert results(engine) == {"unchanged": 16}
    assert one(engine, "select distinct due_on from recheck") == LAST_DAY + timedelta(days=3)


@pytest.mark.parametrize(
    ("mode", "result", "captures"), [("content", "unchanged_304", 16), ("page", "unchanged", 32), ("none", "unchanged", 32)]
)
def test_validators_save_the_page_where_they_are_the_articles_own(
    site: DemoSite, recheck: Recheck, engine: Engine, mode: str, result: str, captures: int
) -> None:
    site.validate(mode)
    with engine.begin() as db:  # as if the site had had them when it was first read
        for item in site.items:
            headers = site.answer(item.paths[0], site.base_url).headers
            query = "update capture set headers = :headers where url like '%/' || :ts_id || '/%'"
            db.execute(text(query), {"headers": json.dumps(headers), "ts_id": item.ts_id})
    site.viewed_on += timedelta(days=1)
    site.add(LAST_DAY, 156, "A late item", ["It changes every sidebar."])

    recheck(1)

    assert results(engine) == {result: 16}
    assert one(engine, "select count(*) from capture") == captures
    assert one(engine, "select count(*) from revision") == 16


def test_both_validators_are_asked_with() -> None:
    assert conditions({"ETag": 'W/"a"', "last-modified": "Fri"}) == {"If-None-Match": 'W/"a"', "If-Modified-Since": "Fri"}
    assert conditions({"content-type": "text/html"}) == {}


def test_an_old_article_that_a_backfill_brought_is_left_alone(recheck: Recheck, engine: Engine, kcna: Source) -> None:
    with engine.begin() as db:
        db.execute(text("update article set published_on = published_on - 400"))

    assert due(engine, kcna, DAYS, at(1)) == []


# --- edits ---------------------------------------------------------------------------------------


def test_an_edit_is_a_revision_with_a_word_diff_and_goes_back_as_one(
    recheck: Recheck, site: DemoSite, engine: Engine, talks: Item
) -> None:
    first, second = talks.paragraphs[0].split()[-2:]
    edit(site, talks, f"{first} {second}", f"{first} quietly {second}")
    summary = recheck(1)
    edit(site, talks, f"{first} quietly {second}", f"{first} {second}")
    recheck(3)

    assert summary.run.results == {"edited": 1, "unchanged": 15}
    revisions = rows(engine, "select number, cause, diff from revision where number > 1 order by number")
    assert [(number, cause) for number, cause, _ in revisions] == [(2, "edited"), (3, "edited")]
    diff = revisions[0][2]["body"]  # type: ignore[index]
    assert [run for run in diff if run[0] != "unchanged"] == [["added", " quietly"]]
    assert [run for run in revisions[1][2]["body"] if run[0] != "unchanged"] == [["removed", " quietly"]]  # type: ignore[index]
    assert (
        one(
            engine,
            "select count(distinct text_hash) from revision join article a on a.id = article_id where a.url like :url",
            url=f"%{talks.ts_id}%",
        )
        == 2
    )


def test_an_edit_alerts_for_the_person_it_put_in_and_for_nobody_who_stood_there(
    recheck: Recheck, site: DemoSite, engine: Engine, talks: Item, alerting: Alerting, officials: Watchlist, kcna: Source
) -> None:
    sources = {kcna.key: kcna}
    decide_alerts(engine, alerting, sources)
    before = {row[0] for row in rows(engine, "select id from alert")}
    named = {row[0] for row in rows(engine, "select name from mention")}
    newcomer = next(entity for entity in officials.entities if entity.name not in named)
    with engine.begin() as db:  # what was told is forgotten: only the text may say who is new
        db.execute(text("delete from delivery_alert"))
        db.execute(text("delete from alert"))
    site.edit(talks.ts_id, f"Present there was {newcomer.name}.")

    recheck(1)
    decide_alerts(engine, alerting, sources)

    assert before
    assert rows(engine, "select name from alert join mention m on m.id = mention_id") == [(newcomer.name,)]


def test_an_edit_before_the_first_text_was_matched_hides_nobody(
    recheck: Recheck, site: DemoSite, engine: Engine, talks: Item
) -> None:
    with engine.begin() as db:
        db.execute(text("delete from mention"))
        db.execute(text("delete from matched"))
    site.edit(talks.ts_id, "More was said.")

    recheck(1)

    assert (
        one(engine, "select count(*) from mention m join revision r on r.id = revision_id where number = 2 and not m.historical")
        != 0
    )


def test_what_a_newer_parser_reads_otherwise_is_reparsed_and_only_the_states_change_edited(
    recheck: Recheck, site: DemoSite, engine: Engine, talks: Item, archived: Archive
) -> None:
    with engine.begin() as db:  # all were read by an older parser, which lost the last letters
        db.execute(text("update revision set parser_version = '0', body = left(body, -5), text_hash = sha256(body::bytea)"))
        db.execute(text("update capture set parser_version = '0'"))
    assert archive(engine, archived, "day", datetime.now(UTC)).captures == 16  # the pages lie in a WARC file by now
    site.edit(talks.ts_id, "More was said.")

    recheck(1)

    causes = rows(engine, "select number, cause, count(*) from revision group by 1, 2 order by 1, 2")
    assert causes == [(1, "published", 16), (2, "reparsed", 16), (3, "edited", 1)]
    diff = rows(engine, "select diff from revision where cause = 'edited'")[0][0]["body"]  # type: ignore[index]
    assert [run[0] for run in diff if run[0] != "unchanged"] == ["added"]


def test_while_the_archive_cannot_be_reached_nothing_is_called_unreadable_and_the_check_is_still_to_be_made(
    recheck: Recheck, engine: Engine, site: DemoSite, talks: Item, archived: Archive, tmp_path: Path
) -> None:
    archive(engine, archived, "day", datetime.now(UTC))
    with engine.begin() as db:
        db.execute(text("update capture set parser_version = '0'"))
    site.edit(talks.ts_id, "More was said.")
    (tmp_path / "archive").rename(tmp_path / "away")
    assert recheck(1).run.state is State.DOWN
    assert results(engine) == {"down": 3}

    (tmp_path / "away").rename(tmp_path / "archive")
    recheck(1)

    assert results(engine) == {"down": 3, "edited": 1, "unchanged": 15}
    assert one(engine, "select count(*) from revision where cause = 'edited'") == 1


def test_half_a_page_with_a_readers_warning_never_replaces_a_good_text(
    recheck: Recheck, site: DemoSite, engine: Engine, talks: Item
) -> None:
    now = site.find(talks.ts_id)
    assert now is not None
    half = replace(now, paragraphs=now.paragraphs[:1], date_line=False)
    site.items = [half if other is now else other for other in site.items]
    site.validate("content")

    summary = recheck(1)

    assert summary.run.results == {"unchanged": 15, "unreadable": 1}
    assert summary.complaint is None
    assert one(engine, "select count(*) from revision") == 16
    assert one(engine, "select count(*) from recheck where result = 'unreadable' and capture_id is not null") == 1
    assert (
        one(engine, "select c.state from recheck k join capture c on c.id = capture_id where result = 'unreadable'")
        == "unreadable"
    )
    assert [found.on for found in due(engine, kcna_at(site.base_url), DAYS, at(2))] == [LAST_DAY + timedelta(days=2)]

    assert recheck(2).run.results == {"unreadable": 1}  # not 304: the half page's validators are not the stored text's
    site.items = [now if other is half else other for other in site.items]
    assert recheck(3).run.results == {"unchanged": 1, "unchanged_304": 15}


# --- removals ------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["404", "generic"])
def test_an_article_gone_for_fourteen_days_among_living_ones_is_removed_and_may_come_back(
    recheck: Recheck, site: DemoSite, engine: Engine, talks: Item, how: str
) -> None:
    site.remove(talks.ts_id, how)
    summaries = {day: recheck(day) for day in range(1, 16)}

    found = {day: summary.removed for day, summary in summaries.items() if summary.removed}
    assert list(found) == [15]
    (((url, removed_on),),) = found.values()
    assert talks.ts_id in url
    assert removed_on == LAST_DAY + timedelta(days=1)
    evidence = one(engine, "select evidence from removal")
    assert [proof["on"] for proof in evidence] == [f"{LAST_DAY + timedelta(days=n)}" for n in (1, 2, 3, 4, 8, 14, 15)]  # type: ignore[attr-defined]
    assert all(proof["answering"] == proof["neighbours"] >= 4 for proof in evidence)  # type: ignore[attr-defined]
    assert all(summary.complaint is None for summary in summaries.values())

    site.restore(talks.ts_id)
    back = recheck(22)

    assert [talks.ts_id in url for url in back.reappeared] == [True]
    assert one(engine, "select reappeared_on from removal") == LAST_DAY + timedelta(days=22)
    assert one(engine, "select count(*) from revision") == 16


def test_neighbours_are_of_one_source_and_one_fortnight_and_answered_on_that_day(
    recheck: Recheck, site: DemoSite, engine: Engine, talks: Item
) -> None:
    site.remove(talks.ts_id)
    recheck(1)
    gone = one(engine, "select article_id from recheck where result = 'gone'")
    changes = (
        "update article set published_on = published_on - 7 where published_on < :last",  # eight, a week and a day before
        "update article set source_key = 'vok-en' where id = (select min(id) from article where published_on = :last and id <> :gone)",
        "update recheck set result = 'down' where article_id = (select max(id) from article where published_on = :last and id <> :gone)",
    )
    with engine.begin() as db:
        for change in changes:
            db.execute(text(change), {"last": LAST_DAY, "gone": gone})
        (check,) = rechecks.streak(db, int(str(gone)), NEIGHBOUR_DAYS)

    assert (check.neighbours, check.answering) == (6, 5)


def test_a_site_that_answers_nobody_is_ill_and_nothing_is_removed(recheck: Recheck, site: DemoSite, engine: Engine) -> None:
    for item in [item for item in site.items if item.publication.id == 156][:9]:
        site.remove(item.ts_id, "generic")

    first = recheck(1)
    assert first.run.state is State.LAYOUT_CHANGED
    assert "6 of 16 articles that were there before are gone at once" in str(first.complaint)
    told = "select reason from fault where cause = 'older_pages:kcna-en' and ended_at is null"
    assert one(engine, told) == str(first.run.reason)
    assert [each.complaint for each in map(recheck, range(2, 30)) if each.complaint] == []  # said once

    assert one(engine, "select count(*) from removal") == 0
    assert one(engine, "select count(*) from recheck where result = 'gone'") != 0
    assert one(engine, "select count(*) from fault where times = 1 and ended_at is not null") == 1


@pytest.mark.parametrize(
    ("mode", "state", "result"),
    [("signup_redirect", State.ACCESS_WALL, "refused"), ("forbidden", State.BLOCKED, "refused"), ("error", State.DOWN, "down")],
)
def test_a_refusal_or_an_outage_stops_the_run_and_is_no_removal(
    recheck: Recheck, site: DemoSite, engine: Engine, kcna: Source, mode: str, state: State, result: str
) -> None:
    site.behave("articles", mode)
    before = site.counts["article"]

    summary = recheck(1)

    assert summary.run.state is state
    assert summary.complaint
    assert summary.left == 16
    assert set(results(engine)) == {result}
    assert site.counts["article"] - before <= 9
    assert one(engine, "select state from source_state where ended_at is null") == state

    site.behave("articles", "ok")
    hosts.reopen(engine, kcna.host)
    assert recheck(2).run.results == {"unchanged": 16}


def test_a_spent_budget_waits_for_tomorrow_and_is_no_complaint(recheck: Recheck, engine: Engine, kcna: Source) -> None:
    tight = replace(kcna, politeness=replace(kcna.politeness, max_requests_per_day=30))  # a fifth: robots.txt and five articles

    summary = recheck(1, tight)

    assert (summary.run.state, summary.run.requests, summary.left) == (State.BUDGET_SPENT, 6, 11)
    assert summary.complaint is None
    assert recheck(2).run.results == {"unchanged": 11}


def test_pages_that_all_read_worse_stop_the_run(recheck: Recheck, site: DemoSite) -> None:
    site.behave("articles", "empty")

    summary = recheck(1)

    assert summary.run.state is State.LAYOUT_CHANGED
    assert summary.run.results == {"unreadable": 3}


# --- twice, at once, killed ----------------------------------------------------------------------


def test_a_batch_tried_again_asks_only_for_what_was_not_checked(
    engine: Engine, kcna: Source, site: DemoSite, archived: Archive
) -> None:
    batch = due(engine, kcna, DAYS, at(1))
    site.behave("articles", "forbidden", match=re.search(r"\d+-\d+", url_of(engine, batch[4].article_id))[0])  # type: ignore[index]
    with pytest.raises(AccessDenied):
        read_again(tour(engine, kcna, archived, at(1)), batch)
    site.behave("articles", "ok")
    hosts.reopen(engine, kcna.host)
    before = site.counts["article"]

    read_again(tour(engine, kcna, archived, at(2)), batch, again=True)  # and the clock has passed midnight

    assert site.counts["article"] - before == 12
    assert results(engine) == {"unchanged": 16, "refused": 1}


def test_two_workers_with_one_batch_record_and_revise_once(
    engine: Engine, kcna: Source, site: DemoSite, archived: Archive
) -> None:
    for item in [item for item in site.items if item.publication.id == 156]:
        site.edit(item.ts_id, "More was said.")
    batch = due(engine, kcna, DAYS, at(1))

    at_once(2, lambda number: read_again(tour(engine, kcna, archived, at(1)), batch))

    assert results(engine) == {"edited": 16}
    assert one(engine, "select count(*) from revision where cause = 'edited'") == 16


def url_of(engine: Engine, article_id: int) -> str:
    return str(one(engine, "select url from article where id = :id", id=article_id))


def tour(engine: Engine, source: Source, archived: Archive, now: datetime) -> Tour:
    fetcher = host.fetcher(engine, source, Purpose.RECHECK)
    return Tour(engine, fetcher, archived.read, str(uuid.uuid4()), lambda: now)


@pytest.fixture
def process(database_url: str, site: DemoSite) -> Callable[[str], int]:
    """process(where it kills itself) → exit code."""

    def start(where: str) -> int:
        settings = {"url": database_url, "base_url": site.base_url, "now": at(1).isoformat(), "where": where}
        return run_script("recheck_process.py", settings).returncode

    return start


@pytest.mark.parametrize("where", ["after_capture", "before_check_commits", "after_check"])
def test_killed_anywhere_a_recheck_repeats_one_page_and_records_nothing_twice(
    process: Callable[[str], int], site: DemoSite, engine: Engine, talks: Item, where: str
) -> None:
    for item in [item for item in site.items if item.publication.id == 156 and item.day == LAST_DAY]:
        site.edit(item.ts_id, "More was said.")
    before = site.counts["article"]

    assert process(where) == -9
    assert process("nowhere") == 0

    assert results(engine) == {"unchanged": 8, "edited": 8}
    assert one(engine, "select count(*) from revision where cause = 'edited' and diff is not null") == 8
    assert one(engine, "select count(*) from revision") == 24
    assert site.counts["article"] - before in (16, 17)
