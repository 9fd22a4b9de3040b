"""A crawl against the demo site and a real database: complete, once, polite."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from demo.reply import Reply
from demo.site import DemoSite
from tests.conftest import LAST_DAY
from wirewatch.configured import Expect, Listing, Source
from wirewatch.errors import State
from wirewatch.fetching import Limits
from wirewatch.pipeline import host
from wirewatch.pipeline.ingest import ingest
from wirewatch.pipeline.report import Report, finish, table
from wirewatch.storage import hosts

Crawl = Callable[..., Report]

ONE_ATTEMPT = Limits(attempts=1)
FIRST_DAY = LAST_DAY - timedelta(days=4)


def rows(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with engine.begin() as db:
        return [tuple(row) for row in db.execute(text(query))]


def count(engine: Engine, table_name: str) -> object:
    return rows(engine, f"select count(*) from {table_name}")[0][0]  # noqa: S608 - table names of this file


def test_five_days_are_listed_stored_and_complete(crawl_days: Crawl, kcna: Source) -> None:
    report = crawl_days(kcna, FIRST_DAY, LAST_DAY)

    assert report.crawl.state is State.OK
    assert [(c.listed, c.new, c.stored, c.failed) for c in report.days.values()] == [(8, 8, 8, 0)] * 5
    assert set(report.coverage.values()) == {"complete"}
    assert report.complete
    assert report.complaint is None


def test_a_second_crawl_adds_nothing_and_fetches_no_article(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine
) -> None:
    crawl_days(kcna, FIRST_DAY, LAST_DAY)
    before = {name: count(engine, name) for name in ("entry", "article", "revision", "capture", "mention")}
    articles_asked = site.counts["article"]

    again = crawl_days(kcna, FIRST_DAY, LAST_DAY)

    assert [(c.listed, c.new, c.known, c.stored) for c in again.days.values()] == [(8, 0, 8, 8)] * 5
    assert {name: count(engine, name) for name in before} == before
    assert site.counts["article"] == articles_asked


def test_an_article_under_two_urls_is_one_row(crawl_days: Crawl, kcna: Source, engine: Engine) -> None:
    crawl_days(kcna)

    assert rows(
        engine, "select count(*) from article join revision on article_id = article.id where title like 'Talks Held%'"
    ) == [(1,)]


def test_press_reviews_of_two_days_are_two_articles(crawl_days: Crawl, kcna: Source, engine: Engine) -> None:
    crawl_days(kcna, LAST_DAY - timedelta(days=1), LAST_DAY)

    assert rows(engine, "select count(*) from article join revision on article_id = article.id where title = 'Press Review'") == [
        (2,)
    ]


def test_entries_beside_the_days_asked_for_are_recorded_but_not_fetched(crawl_days: Crawl, kcna: Source, engine: Engine) -> None:
    crawl_days(kcna, FIRST_DAY, FIRST_DAY)

    others = rows(engine, f"select distinct state, historical from entry where listed_on <> '{FIRST_DAY}'")  # noqa: S608
    assert others == [("new", None)]


def test_a_backfill_that_walks_past_todays_news_does_not_silence_it(crawl_days: Crawl, kcna: Source, engine: Engine) -> None:
    crawl_days(kcna, FIRST_DAY, FIRST_DAY, historical=True)
    crawl_days(kcna, LAST_DAY, LAST_DAY)

    flags = rows(engine, "select distinct listed_on, historical from entry where historical is not null order by 1")
    assert flags == [(FIRST_DAY, True), (LAST_DAY, False)]


def test_both_methods_store_the_same_articles(crawl_days: Crawl, kcna: Source, engine: Engine) -> None:
    crawl_days(kcna)
    paged = rows(engine, "select url_hash from article order by 1")
    searching = replace(kcna, listing=Listing(method="search", id=156))
    report = crawl_days(searching)

    assert report.crawl.method == "search"
    assert (report.days[LAST_DAY].listed, report.days[LAST_DAY].new) == (8, 0)
    assert report.coverage[LAST_DAY] == "complete"
    assert rows(engine, "select url_hash from article order by 1") == paged


def test_a_search_without_an_id_takes_the_source_from_the_logo(crawl_days: Crawl, kcna: Source, engine: Engine) -> None:
    report = crawl_days(replace(kcna, listing=Listing(method="search", id=None)))

    assert report.days[LAST_DAY].stored == 8
    assert rows(engine, "select distinct source_key, source from article") == [("kcna-en", "KCNA.kp (En)")]


def test_paging_without_an_id_falls_back_to_search_and_says_so(crawl_days: Crawl, kcna: Source) -> None:
    report = crawl_days(replace(kcna, listing=Listing(method="more_articles", id=None)))

    assert report.crawl.method == "search"
    assert "listing.id is null" in report.crawl.notes[0]
    assert "read by search instead" in table(report)


@pytest.mark.parametrize("mode", ["zero", "empty", "generic"])
def test_a_listing_that_gives_nothing_falls_back_to_search(crawl_days: Crawl, kcna: Source, site: DemoSite, mode: str) -> None:
    site.behave("listing", mode)

    report = crawl_days(kcna)

    assert (report.crawl.state, report.crawl.method, report.days[LAST_DAY].stored) == (State.OK, "search", 8)
    assert report.crawl.notes


@pytest.mark.parametrize(
    ("mode", "state"),
    [
        ("signup_redirect", State.ACCESS_WALL),
        ("signup_page", State.ACCESS_WALL),
        ("forbidden", State.BLOCKED),
        ("zero", State.LAYOUT_CHANGED),
    ],
)
def test_a_site_that_refuses_is_named_and_nothing_is_called_covered(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine, mode: str, state: State
) -> None:
    site.behave("listing", mode)
    site.behave("search", mode)

    report = crawl_days(kcna)

    assert report.crawl.state is state
    assert report.crawl.state.exit_code == 3
    assert report.complaint
    assert report.coverage == {LAST_DAY: "missing"}
    assert rows(engine, "select state from source_state where ended_at is null") == [(state.value,)]


def test_the_first_refusal_closes_the_host(crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine) -> None:
    site.behave("articles", "signup_redirect")

    first = crawl_days(kcna)
    asked = dict(site.counts)
    second = crawl_days(kcna)

    assert first.crawl.state is State.ACCESS_WALL
    assert asked["article"] == 1
    assert second.crawl.state is State.ACCESS_WALL
    assert "closed until" in (second.crawl.reason or "")
    assert site.counts == asked


def test_after_a_refusal_a_crawl_picks_up_every_article(crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine) -> None:
    site.behave("articles", "forbidden", times=1)
    crawl_days(kcna)
    hosts.reopen(engine, site.base_url.removeprefix("http://"))

    report = crawl_days(kcna)

    assert (report.crawl.state, report.days[LAST_DAY].stored) == (State.OK, 8)
    assert rows(engine, "select state from source_state order by id") == [("blocked",), ("ok",)]


def test_robots_txt_is_obeyed(crawl_days: Crawl, kcna: Source, site: DemoSite) -> None:
    site.behave("robots", "robots_none")

    report = crawl_days(kcna)

    assert report.crawl.state is State.ROBOTS_DISALLOWED
    assert (site.counts["listing"], site.counts["search"], site.counts["article"]) == (0, 0, 0)


def test_a_host_that_robots_txt_closed_is_not_tried_by_the_other_method(crawl_days: Crawl, kcna: Source, site: DemoSite) -> None:
    site.behave("robots", "robots_none")
    first = crawl_days(kcna)

    second = crawl_days(kcna)

    assert second.crawl.state is State.ROBOTS_DISALLOWED
    assert (second.crawl.reason or "").partition(" UTC: ")[2] == first.crawl.reason


def test_one_bad_page_fails_on_its_own_row(crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine) -> None:
    site.behave("articles", "generic", match="press-review")

    report = crawl_days(kcna)

    assert (report.days[LAST_DAY].stored, report.days[LAST_DAY].failed) == (7, 1)
    assert report.crawl.state is State.OK
    assert "press-review" in (report.complaint or "")
    assert rows(engine, "select count(*) from capture") == [(8,)]


def test_a_bad_page_is_read_once_the_site_is_well_again(crawl_days: Crawl, kcna: Source, site: DemoSite) -> None:
    site.behave("articles", "generic", match="press-review", times=1)
    crawl_days(kcna)

    report = crawl_days(kcna)

    assert (report.days[LAST_DAY].stored, report.days[LAST_DAY].failed) == (8, 0)


def test_three_unreadable_pages_in_a_row_mean_the_layout_changed(crawl_days: Crawl, kcna: Source, site: DemoSite) -> None:
    site.behave("articles", "generic")

    report = crawl_days(kcna)

    assert report.crawl.state is State.LAYOUT_CHANGED
    assert site.counts["article"] == 3


def test_a_popup_over_a_readable_page_is_no_wall(crawl_days: Crawl, kcna: Source, site: DemoSite) -> None:
    site.behave("articles", "popup")

    report = crawl_days(kcna)

    assert (report.crawl.state, report.days[LAST_DAY].stored) == (State.OK, 8)


def test_a_cut_connection_is_tried_again_and_never_stored_half(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine
) -> None:
    site.behave("articles", "cut", times=1)

    report = crawl_days(kcna)

    assert report.days[LAST_DAY].stored == 8
    assert rows(engine, "select count(*) from capture") == [(8,)]


def test_the_capture_is_kept_even_when_reading_it_fails(
    crawl_days: Crawl, kcna: Source, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("wirewatch.sites.kcna_watch.refusals.read_article_response", broken)
    report = crawl_days(kcna)

    assert rows(engine, "select count(*) from capture") == [(8,)]
    assert report.days[LAST_DAY].failed == 8
    assert rows(engine, "select distinct error from entry where state = 'failed'") == [
        ("unexpected ZeroDivisionError while reading the page",)
    ]


def test_an_edit_by_the_state_makes_a_second_revision(crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine) -> None:
    crawl_days(kcna)
    edited = site.edit(site.of_source("156")[4].ts_id, "The guests were seen off.")
    with engine.begin() as db:
        db.execute(text("update entry set state = 'new'"))

    crawl_days(kcna)

    changed = rows(engine, "select number, cause from revision order by article_id, number")
    assert changed.count((2, "edited")) == (1 if edited.day == LAST_DAY else 0)
    assert len(changed) == 8 + changed.count((2, "edited"))


def test_a_quiet_day_is_quiet_only_with_both_sides_seen(crawl_days: Crawl, kcna: Source, site: DemoSite) -> None:
    site.items = [item for item in site.items if item.day != date(2026, 11, 18)]

    report = crawl_days(kcna, date(2026, 11, 18), date(2026, 11, 18))

    assert report.crawl.state is State.QUIET
    assert report.coverage == {date(2026, 11, 18): "complete"}


def test_the_oldest_day_of_a_listing_is_complete_only_with_the_searchs_word_for_it(
    crawl_days: Crawl, kcna: Source, engine: Engine
) -> None:
    oldest = date(2026, 11, 9)

    report = crawl_days(kcna, oldest, oldest)

    assert report.coverage == {oldest: "complete"}
    assert rows(engine, "select older_evidence from coverage") == [("the search found nothing from 2026-11-01 to 2026-11-08",)]


@pytest.mark.parametrize("end", [b"", b"0", b'<div id="latest_article_wrapper"></div>'])
def test_a_listing_that_is_cut_off_is_completed_by_search(
    crawl_days: Crawl, kcna: Source, site: DemoSite, monkeypatch: pytest.MonkeyPatch, end: bytes
) -> None:
    proper, first = site._listing, LAST_DAY - timedelta(days=4)
    monkeypatch.setattr(site, "_listing", lambda query, host: proper(query, host) if int(query["from"]) < 20 else Reply(end))

    report = crawl_days(kcna, first, LAST_DAY)

    assert [counts.stored for counts in report.days.values()] == [8] * 5
    assert report.complete


@pytest.mark.parametrize("newest", [8, 14, 20, 30])
def test_a_page_of_the_newest_items_is_no_answer_to_a_search(
    crawl_days: Crawl, kcna: Source, site: DemoSite, monkeypatch: pytest.MonkeyPatch, newest: int
) -> None:
    found = [(item, item.slugs[0]) for item in site.items[:newest]]
    monkeypatch.setattr(site, "_found", lambda query: found)

    report = crawl_days(replace(kcna, listing=Listing(method="search", id=None)), LAST_DAY - timedelta(days=1), LAST_DAY)

    held = {day: sum(item.day == day and item.publication.id == 156 for item, _ in found) for day in report.days}
    assert all(held[day] == 8 for day, state in report.coverage.items() if state == "complete")


def test_pages_of_another_publication_are_not_stored_as_the_sources(crawl_days: Crawl, kcna: Source, engine: Engine) -> None:
    report = crawl_days(
        replace(kcna, key="harbour", label="Harbour Gazette (En)", listing=Listing(method="more_articles", id=163))
    )

    assert report.crawl.state is State.LAYOUT_CHANGED
    assert report.coverage == {LAST_DAY: "open"}
    assert "the page is of Voice of Korea (EN)" in str(report.failures)
    assert count(engine, "revision where cause <> 'listed'") == 0


def test_todays_requests_used_up_is_said_and_kept(crawl_days: Crawl, kcna: Source, engine: Engine) -> None:
    spare = replace(kcna, politeness=replace(kcna.politeness, max_requests_per_day=6))

    report = crawl_days(spare)

    assert report.crawl.state is State.BUDGET_SPENT
    assert report.crawl.state.exit_code == 1
    assert rows(engine, "select used from host") == [(6,)]


def test_a_mention_names_the_person_the_article_and_no_sidebar(crawl_days: Crawl, kcna: Source, engine: Engine) -> None:
    crawl_days(kcna, date(2026, 11, 18), date(2026, 11, 18))

    found = rows(
        engine,
        "select title, array_agg(distinct name order by name) from mention join revision on revision.id = revision_id group by 1",
    )
    assert ("Meeting of Committee for Cooperation Held", ["Alexander Kozlov", "Alexander Novak", "Denis Manturov"]) in [
        (title, names) for title, names in found
    ]
    assert "Notes from Mountain Weather Station" not in [title for title, _ in found]


def test_a_search_that_answers_with_other_days_is_not_believed(crawl_days: Crawl, kcna: Source, site: DemoSite) -> None:
    old = date(2026, 11, 10)
    site.behave("search", "generic")

    report = crawl_days(replace(kcna, listing=Listing(method="search", id=156)), old, old)

    assert report.crawl.method == "more_articles"
    assert "holds Voice of Korea (EN)" in report.crawl.notes[0]
    assert report.coverage == {old: "complete"}


def test_a_listing_whose_reading_dies_unexpectedly_is_not_reported_green(
    crawl_days: Crawl, kcna: Source, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RecursionError

    with monkeypatch.context() as patch:
        patch.setattr("wirewatch.sites.kcna_watch.refusals.read_listing_response", broken)
        with pytest.raises(RecursionError):
            crawl_days(kcna)

    crawl_id = rows(engine, "select id from crawl")[0][0]
    assert "never read" in (finish(engine, kcna, int(str(crawl_id)), datetime.now(UTC)).complaint or "")


def test_listed_articles_that_nobody_read_are_a_complaint(
    crawl_days: Crawl, kcna: Source, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wirewatch.pipeline.crawl.ingest_all", lambda *_, **__: None)

    report = crawl_days(kcna)

    assert report.waiting == 8
    assert "8 listed articles were not read" in (report.complaint or "")


def test_a_crawl_that_waited_for_the_next_days_requests_ends_well(crawl_days: Crawl, kcna: Source, engine: Engine) -> None:
    spare = replace(kcna, politeness=replace(kcna.politeness, max_requests_per_day=6))
    waiting = crawl_days(spare)
    with engine.begin() as db:
        db.execute(text("update host set day = day - 1"))
        ids = list(db.execute(text("select id from entry where historical is not null and state = 'new'")).scalars())

    ingest(engine, host.fetcher(engine, kcna), waiting.crawl.id, ids, "later", {})
    report = finish(engine, kcna, waiting.crawl.id, datetime.now(UTC))

    assert (report.crawl.state, report.complaint, report.days[LAST_DAY].stored) == (State.OK, None, 8)


def test_articles_are_read_on_the_sources_host_whatever_host_the_listing_links_to(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    proper = site._listing

    def on_another_host(query: dict[str, str], host: str) -> Reply:
        return proper(query, "https://kcnawatch.xyz")

    monkeypatch.setattr(site, "_listing", on_another_host)

    report = crawl_days(kcna)

    assert report.complete
    assert site.counts["article"] == 8
    assert rows(engine, f"select count(*) from article where url like '{site.base_url}%'") == [(8,)]  # noqa: S608


def test_two_keys_for_one_publication_each_report_what_they_listed(crawl_days: Crawl, kcna: Source, site: DemoSite) -> None:
    crawl_days(kcna)
    asked = site.counts["article"]

    other = crawl_days(replace(kcna, key="kcna-search", listing=Listing(method="search", id=None)))

    assert other.crawl.state is State.OK
    assert (other.days[LAST_DAY].listed, other.days[LAST_DAY].known, other.days[LAST_DAY].stored) == (8, 8, 8)
    assert site.counts["article"] == asked


def test_what_only_a_sidebar_names_is_recorded_and_never_fails_a_day(crawl_days: Crawl, kcna: Source, engine: Engine) -> None:
    crawl_days(kcna)
    with engine.begin() as db:
        db.execute(
            text("""
            insert into entry (url_hash, url, source_key, title, listed_on, found_by)
            values (sha256('gone'), 'http://127.0.0.1:9/newstream/1-1/gone', 'kcna-en', 'Gone', '2026-11-20', 'more_from')
        """)
        )

    again = crawl_days(kcna)

    assert again.complete
    assert (again.days[LAST_DAY].listed, again.days[LAST_DAY].failed) == (8, 0)


@pytest.mark.parametrize("mode", ["error", "cut"])
def test_three_articles_in_a_row_that_cannot_be_fetched_mean_the_site_is_down(
    crawl_days: Crawl, kcna: Source, site: DemoSite, mode: str
) -> None:
    site.behave("articles", mode)

    report = crawl_days(kcna, limits=ONE_ATTEMPT)

    assert report.crawl.state is State.DOWN
    assert site.counts["article"] == 3
    assert crawl_days(kcna, limits=ONE_ATTEMPT).crawl.state is State.DOWN
    assert crawl_days(kcna, limits=ONE_ATTEMPT).crawl.state is State.DOWN
    site.behave("articles", "ok")
    assert crawl_days(kcna).complete


def test_a_late_entry_opens_its_complete_day_again(crawl_days: Crawl, kcna: Source, site: DemoSite) -> None:
    early = LAST_DAY - timedelta(days=4)
    crawl_days(kcna, early, LAST_DAY)
    site.add(early, kcna.label, "Late Report on Harvest", ["Pyongyang -- The harvest was reported late."])

    crawl_days(kcna)
    healed = crawl_days(kcna, early, LAST_DAY)

    assert healed.days[early].listed == 9
    assert healed.complete


def test_days_with_fewer_articles_than_usual_are_noted(crawl_days: Crawl, kcna: Source) -> None:
    report = crawl_days(replace(kcna, expect=Expect(articles_per_day=(20, 80))))

    assert f"{LAST_DAY} has 8 articles; 20 to 80 are usual" in table(report)


@pytest.mark.parametrize(("cap", "complete"), [(30, True), (8, False)])
def test_a_search_with_an_unread_more_is_asked_in_smaller_pieces(
    crawl_days: Crawl, kcna: Source, monkeypatch: pytest.MonkeyPatch, cap: int, complete: bool
) -> None:
    monkeypatch.setattr("demo.pages.SEARCH_LIMIT", cap)

    report = crawl_days(replace(kcna, listing=Listing(method="search", id=None)))

    assert (report.coverage[LAST_DAY] == "complete") is complete
    assert report.complete is complete


def test_texts_that_were_not_matched_are_a_complaint(crawl_days: Crawl, kcna: Source, engine: Engine) -> None:
    report = crawl_days(kcna)

    assert finish(engine, kcna, report.crawl.id, datetime.now(UTC), ["a new list"]).unmatched == 8
    assert "not matched" in (finish(engine, kcna, report.crawl.id, datetime.now(UTC), ["a new list"]).complaint or "")


def test_a_page_the_site_says_is_gone_is_a_note_and_no_failure(crawl_days: Crawl, kcna: Source, site: DemoSite) -> None:
    gone = next(item for item in site.of_source("156") or [] if item.day == LAST_DAY)
    proper = site._article
    site._article = lambda path, host: Reply(b"", 404) if gone.ts_id in path else proper(path, host)  # type: ignore[method-assign]

    report = crawl_days(kcna)

    assert (report.days[LAST_DAY].stored, report.days[LAST_DAY].failed) == (7, 1)
    assert report.complaint is None
    assert gone.ts_id in table(report)


def test_trouble_that_a_second_attempt_cured_is_no_trouble(
    crawl_days: Crawl, kcna: Source, site: DemoSite, engine: Engine
) -> None:
    site.behave("articles", "error")
    down = crawl_days(kcna, limits=ONE_ATTEMPT)
    site.behave("articles", "ok")
    with engine.begin() as db:
        ids = list(db.execute(text("select entry_id from crawl_scope(:id)"), {"id": down.crawl.id}).scalars())

    ingest(engine, host.fetcher(engine, kcna), down.crawl.id, ids, "again", {}, again=True)
    cured = finish(engine, kcna, down.crawl.id, datetime.now(UTC))

    assert (down.crawl.state, cured.crawl.state, cured.complaint) == (State.DOWN, State.OK, None)


def test_an_undated_entry_that_nobody_could_read_is_not_quiet(
    crawl_days: Crawl, kcna: Source, site: DemoSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.behave("articles", "generic")
    proper = site._listing

    def undated(query: dict[str, str], host: str) -> Reply:
        return Reply(re.sub(rb'<p class="articled-date">.*?</p>', b"", proper(query, host).body, count=2, flags=re.DOTALL))

    monkeypatch.setattr(site, "_listing", undated)

    report = crawl_days(kcna, LAST_DAY + timedelta(days=1), LAST_DAY + timedelta(days=1))

    assert report.crawl.state is not State.QUIET
    assert report.complaint


def test_articles_that_were_tried_before_come_last(crawl_days: Crawl, kcna: Source, site: DemoSite) -> None:
    early = LAST_DAY - timedelta(days=1)
    site.behave("articles", "generic", times=2)
    crawl_days(kcna, early, early)
    site.behave("articles", "generic", times=2)

    report = crawl_days(kcna, early, LAST_DAY)

    assert report.days[LAST_DAY].stored >= 6


@pytest.mark.parametrize("words", ["", "<p>Nothing found.</p>", "<p>Keine Treffer</p>"])
def test_the_oldest_day_of_a_search_is_complete_whatever_words_say_that_there_is_nothing_before(
    crawl_days: Crawl, kcna: Source, site: DemoSite, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    site.items = [item for item in site.items if item.day >= LAST_DAY]
    page = f"<html><title>Newstream | KCNA Watch</title><body><nav>Browse</nav>{words}</body></html>".encode()
    proper = site._proper_answer

    def answer(kind: str, target: str, host: str) -> Reply:
        reply = proper(kind, target, host)
        return Reply(page) if kind == "search" and b"/newstream/1" not in reply.body else reply

    monkeypatch.setattr(site, "_proper_answer", answer)

    report = crawl_days(replace(kcna, listing=Listing(method="search", id=156)))

    assert (report.crawl.state, report.days[LAST_DAY].stored) == (State.OK, 8)
    assert report.complete
