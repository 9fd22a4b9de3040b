"""A better parser makes better texts of the pages we have, and news only of what nobody could read before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from demo.site import DemoSite
from tests.conftest import LAST_DAY
from tests.integration.captures.conftest import LABELS, LATER, crawl_last_day
from tests.integration.storage.rows import do, one
from wirewatch.archive import Archive
from wirewatch.configured import Source, Watchlist
from wirewatch.models import Article, Response
from wirewatch.pipeline.archive import archive
from wirewatch.pipeline.ingest import store as store_article
from wirewatch.pipeline.match import match
from wirewatch.pipeline.reparse import Outcome, Reparsed, reparse, reparse_entry
from wirewatch.sites.kcna_watch import refusals
from wirewatch.storage import captures
from wirewatch.storage.captures import Wanted

FAILED = Wanted(failed=True)


@pytest.fixture
def again(crawled: Engine, kcna: Source, store: Archive) -> Callable[..., Reparsed]:
    """again(wanted, only_stale=False) → Reparsed."""
    return lambda wanted=Wanted(), only_stale=False: reparse(  # noqa: B008 - frozen
        crawled, {kcna.key: kcna}, store.read, wanted, only_stale
    )


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """newer(change): from now on a newer parser reads, which does `change` to every article."""

    def parser(change: Callable[[Article], Article] = lambda article: article) -> None:
        real = refusals.read_article_response
        monkeypatch.setattr("wirewatch.sites.kcna_watch.article.PARSER_VERSION", "newer")
        monkeypatch.setattr(refusals, "read_article_response", lambda *args: change(real(*args)))

    return parser


def louder(article: Article) -> Article:
    return replace(article, body=article.body.upper(), warnings=("louder",)) if len(article.title or "") % 2 else article


def rows(engine: Engine, query: str) -> object:
    return one(engine, f"select json_agg(x) from ({query}) x")  # noqa: S608 - the test's own words


def test_the_same_parser_changes_nothing(crawled: Engine, again: Callable[..., Reparsed]) -> None:
    before = rows(crawled, "select * from revision order by id")

    done = again()

    assert (done.read, done.unchanged, done.complete) == (8, 8, True)
    assert rows(crawled, "select * from revision order by id") == before


def test_a_better_parser_revises_only_the_texts_that_differ_and_never_calls_it_an_edit(
    crawled: Engine, again: Callable[..., Reparsed], newer: Callable[..., None], store: Archive
) -> None:
    archive(crawled, store, "month", LATER)  # the bytes may lie anywhere
    newer(louder)

    done = again()

    assert done.revised > 0
    assert done.revised + done.unchanged == 8
    assert one(crawled, "select count(*) from revision where cause = 'reparsed' and number = 2") == done.revised
    assert one(crawled, "select count(*) from revision where cause = 'edited'") == 0
    assert one(crawled, "select count(*) from article where warnings = '{louder}'") == done.revised
    assert again().revised == 0


def test_only_stale_reads_each_capture_once_for_a_parser(
    crawled: Engine, again: Callable[..., Reparsed], newer: Callable[..., None]
) -> None:
    assert again(only_stale=True).read == 0
    newer()
    assert again(only_stale=True).read == 8
    assert again(only_stale=True).read == 0


def test_days_and_source_choose_the_articles(crawled: Engine, again: Callable[..., Reparsed]) -> None:
    assert again(Wanted("vok-en")).read == 0
    assert again(Wanted("kcna-en", LAST_DAY, LAST_DAY)).read == 8
    assert again(Wanted(None, None, LAST_DAY.replace(day=19))).read == 0


def test_a_reparse_never_alerts_for_a_text_that_was_matched_before(
    crawled: Engine, again: Callable[..., Reparsed], newer: Callable[..., None], lists: list[Watchlist]
) -> None:
    first = match(crawled, lists)
    assert first.fresh > 0
    newer(lambda article: replace(article, body=article.body + "\n\nThe end."))

    again()
    second = match(crawled, lists)

    assert second.mentions == first.mentions
    assert second.fresh == 0


def test_a_reparse_before_the_first_match_does_not_silence_the_news(
    crawled: Engine, again: Callable[..., Reparsed], newer: Callable[..., None], lists: list[Watchlist]
) -> None:
    newer(lambda article: replace(article, body=article.body + "\n\nThe end."))
    again()
    assert match(crawled, lists).fresh > 0


@pytest.fixture
def unreadable(engine: Engine, kcna: Source, site: DemoSite) -> Engine:
    """A day of which one page failed the contract."""
    site.behave("articles", "generic", match="press-review")
    crawl_last_day(engine, kcna)
    site.behave("articles", "ok")
    return engine


def reread(engine: Engine, kcna: Source, wanted: Wanted = FAILED, only_stale: bool = False) -> Reparsed:
    def nowhere(place: object) -> bytes:
        raise AssertionError("nothing is archived")

    return reparse(engine, {kcna.key: kcna}, nowhere, wanted, only_stale)


def test_a_page_that_fails_is_kept_with_its_reason_and_stays_until_it_can_be_read(unreadable: Engine, kcna: Source) -> None:
    with unreadable.begin() as db:
        (page,) = captures.listed(db, FAILED, 10)
    assert page.state == "unreadable"
    assert "press-review" in page.url
    assert page.reason

    done = reread(unreadable, kcna)

    assert (done.read, done.unreadable, done.complete) == (1, 1, False)
    assert page.url in done.reasons or len(done.reasons) == 1
    assert one(unreadable, "select count(*) from entry where state = 'failed'") == 1


def test_a_page_readable_at_last_is_news_and_only_once(
    unreadable: Engine, kcna: Source, lists: list[Watchlist], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reread(unreadable, kcna, only_stale=True).read == 0
    good = one(unreadable, "select body from revision order by id limit 1")

    def reader(response: Response, url: str, *_: object) -> Article:
        from wirewatch.sites.kcna_watch.urls import url_hash

        text = f"Sergey Lavrov arrived here. {good}"
        return Article(url, url_hash(url), "KCNA.kp (En)", "Guest", LAST_DAY, "en", text, None, None, None, (), {}, ())

    monkeypatch.setattr("wirewatch.sites.kcna_watch.article.PARSER_VERSION", "newer")
    monkeypatch.setattr(refusals, "read_article_response", reader)

    done = reread(unreadable, kcna, only_stale=True)
    found = match(unreadable, lists)

    assert (done.read, done.recovered) == (1, 1)
    assert found.fresh > 0
    assert one(unreadable, "select count(*) from entry where state = 'failed'") == 0
    assert one(unreadable, "select cause from revision order by id desc limit 1") == "published"
    assert reread(unreadable, kcna).read == 0


def test_a_wall_is_evidence_and_not_a_page_to_read_again(engine: Engine, kcna: Source, site: DemoSite) -> None:
    site.behave("articles", "signup_redirect")
    crawl_last_day(engine, kcna)

    assert one(engine, "select state from capture") == "refused"
    assert reread(engine, kcna).read == 0


def test_a_parser_that_loses_an_article_changes_nothing_and_is_named(
    crawled: Engine, again: Callable[..., Reparsed], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(crawled, "select * from article order by id")

    def broken(*_: object) -> Article:
        raise ZeroDivisionError

    monkeypatch.setattr(refusals, "read_article_response", broken)
    done = again()

    assert (done.lost, done.complete, len(done.reasons)) == (8, False, 8)
    assert rows(crawled, "select * from article order by id") == before
    monkeypatch.undo()
    assert again().unchanged == 8


def test_bytes_the_archive_lost_are_named_and_make_nothing_unreadable(
    crawled: Engine, again: Callable[..., Reparsed], store: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(crawled, store, "month", LATER)
    monkeypatch.setattr(Archive, "read", lambda self, place: b"other bytes")

    assert again().lost == 8
    assert one(crawled, "select count(*) from capture where state <> 'article'") == 0


def test_a_recheck_can_tell_an_edit_from_a_better_parser(
    crawled: Engine, kcna: Source, newer: Callable[..., None], store: Archive
) -> None:
    """What recheck does: bring the article up to the parser, then store what it fetched now."""
    entry_id = int(str(one(crawled, "select entry_id from capture order by id limit 1")))
    sources = {kcna.key: kcna}
    newer(lambda article: replace(article, body=article.body + "\n\nThe end."))

    assert reparse_entry(crawled, sources, store.read, entry_id) is Outcome.REVISED
    assert reparse_entry(crawled, sources, store.read, entry_id) is None

    def fetched_now(change: bytes) -> int | None:
        with crawled.begin() as db:
            found = captures.to_read(db, entry_id)
            assert found
            last = captures.response(db, found.id, store.read)
            answer = replace(last, body=last.body.replace(b"</p>", change + b"</p>", 3), fetched_at=LATER)
            capture_id = captures.save(db, entry_id, answer)
        article = refusals.read_article_response(answer, found.entry.url, found.entry.listed_on, found.entry.title)
        return store_article(crawled, kcna, found.entry, article, capture_id, LABELS, "edited")

    assert fetched_now(b"") is None
    assert fetched_now(b" Word.") is not None
    causes = rows(
        crawled,
        "select cause from revision where article_id in (select article_id from revision where number = 3) order by number",
    )
    assert causes == [{"cause": "published"}, {"cause": "reparsed"}, {"cause": "edited"}]


def test_an_older_capture_never_becomes_the_newest_text(crawled: Engine, kcna: Source, store: Archive) -> None:
    with crawled.begin() as db:
        found = captures.to_read(db, int(str(one(crawled, "select entry_id from capture order by id limit 1"))))
        assert found
        answer = captures.response(db, found.id, store.read)
        older = replace(answer, fetched_at=answer.fetched_at.replace(year=2020))
        capture_id = captures.save(db, found.entry.id, older)
    article = refusals.read_article_response(older, found.entry.url, None, None)
    do(crawled, "update article set source = 'as it was'")

    changed = replace(article, body="An older text.")
    assert store_article(crawled, kcna, found.entry, changed, capture_id, LABELS, "edited") is None
    assert one(crawled, "select count(*) from article where source <> 'as it was'") == 0
    assert one(crawled, "select state from capture order by id desc limit 1") == "article"
