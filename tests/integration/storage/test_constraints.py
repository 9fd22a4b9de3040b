"""What PostgreSQL itself refuses: rows that mean nothing, and second ones of what there is once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DataError, IntegrityError

from tests.integration.storage.rows import DAY, at_once, do, one
from wirewatch.errors import State
from wirewatch.models import Article, Mention, Response
from wirewatch.storage import alerts, articles, captures, crawls, entries, mentions
from wirewatch.storage.crawls import Covered


def stored_revision(db: Connection, entry_id: int) -> int:
    """An article of that entry with one revision; returns the revision's id."""
    claimed = entries.claim(db, entry_id, "worker")
    assert claimed
    capture = captures.save(db, entry_id, Response("u", "u", 200, {}, b"page", datetime.now(UTC)))
    article = Article(
        claimed.url,
        claimed.url_hash,
        "X",
        "Title",
        DAY,
        "en",
        "Body text.",
        None,
        None,
        None,
        more_from=(),
        provenance={},
        warnings=(),
    )
    revision = articles.save(db, claimed, article, "x-en", capture, "1", "edited")
    assert revision
    return revision


@pytest.fixture
def revision_id(engine: Engine, ids: list[int]) -> int:
    """A stored text."""
    with engine.begin() as db:
        return stored_revision(db, ids[0])


@pytest.fixture
def mention_id(engine: Engine, revision_id: int) -> int:
    """A mention in it."""
    found = Mention("list", "anton", "Anton", "body", 0, 4, "Body", "confirmed", 1.0, "named", "Body text.")
    with engine.begin() as db:
        version = mentions.list_version(db, "list", bytes(32))
        assert len(mentions.save(db, revision_id, "list", version, [found], lambda _: False).new) == 1
        assert mentions.save(db, revision_id, "list", version, [found], lambda _: False) == mentions.Changes()
    return int(str(one(engine, "select id from mention")))


@pytest.fixture
def delivery_id(engine: Engine) -> int:
    """A queued message."""
    with engine.begin() as db:
        return alerts.queue(db, "mail", "desk@demo.example", 1, "message-1", [])


def refusal(engine: Engine, command: str, **values: object) -> str:
    """Why the database refuses the command."""
    with pytest.raises(IntegrityError) as caught:
        do(engine, command, **values)
    return str(caught.value)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_hash_of_another_length_is_refused(engine: Engine, length: int) -> None:
    insert = "insert into entry (url_hash, url, found_by) values (:hash, 'u', 'listing')"

    assert "entry_url_hash_check" in refusal(engine, insert, hash=bytes(length))
    do(engine, insert, hash=bytes(32))
    assert "entry_url_hash_key" in refusal(engine, insert, hash=bytes(32))


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("update mention set span_end = span_start", "mention_check"),
        ("update mention set span_start = 9, span_end = 8", "mention_check"),
        ("update mention set span_start = -1", "mention_span_start_check"),
        ("update mention set tier = 'sure'", "mention_tier_check"),
        ("update mention set score = 1.5", "mention_score_check"),
        ("update mention set version = 99", "mention_watchlist_version_fkey"),
        ("update revision set body = ''", "revision_body_check"),
        ("update revision set cause = 'other'", "revision_cause_check"),
        ("update revision set number = -1", "revision_number_check"),
        ("update revision set number = 0", "revision_listed_check"),
        ("update revision set cause = 'listed'", "revision_listed_check"),
        ("update revision set capture_id = null", "revision_listed_check"),
        ("update revision set text_hash = 'abc'", "revision_text_hash_check"),
        ("update capture set sha256 = 'abc'", "capture_sha256_check"),
        ("delete from capture", "revision_capture_id_fkey"),
        ("update entry set state = 'done'", "entry_state_check"),
    ],
)
def test_rows_that_mean_nothing_are_refused(engine: Engine, mention_id: int, change: str, constraint: str) -> None:
    assert constraint in refusal(engine, change)


def test_a_revision_number_is_given_once(engine: Engine, revision_id: int) -> None:
    copy = """insert into revision (article_id, number, capture_id, parser_version, cause, body, text_hash)
              select article_id, number, capture_id, parser_version, cause, body, text_hash from revision"""

    assert "revision_article_id_number_key" in refusal(engine, copy)


@pytest.mark.parametrize(
    "change",
    [
        "update delivery set state = 'sent'",
        "update delivery set sent_at = now()",
        "update delivery set state = 'failed', sent_at = now()",
    ],
)
def test_sent_and_the_time_it_was_sent_stand_together_or_not_at_all(engine: Engine, delivery_id: int, change: str) -> None:
    assert "delivery_check" in refusal(engine, change)
    do(engine, "update delivery set state = 'sent', sent_at = now()")


def test_a_message_id_is_given_once(engine: Engine, delivery_id: int) -> None:
    insert = "insert into delivery (channel, recipient, about, message_id) values ('slack', 'x', 'story:2:1', 'message-1')"

    assert "delivery_message_id_key" in refusal(engine, insert)


@pytest.mark.parametrize("lacking", ["complete_as_of", "newer_evidence", "older_evidence"])
def test_a_day_is_not_complete_without_its_evidence(engine: Engine, crawl_id: int, lacking: str) -> None:
    with engine.begin() as db:
        crawls.cover(db, "x-en", DAY, Covered("newer", "older"))

    assert "coverage_check" in refusal(engine, f"update coverage set {lacking} = null")  # noqa: S608 - names of this file


def test_a_person_in_a_story_has_one_alert_by_a_rule(engine: Engine, mention_id: int) -> None:
    def create(number: int) -> int | None:
        with engine.begin() as db:
            story = db.execute(text("select story_id from article")).scalar_one()
            return alerts.create(db, "rule", bytes(32), story, "list", "anton", "mention", mention_id, False, "{}")

    made = at_once(4, create)

    assert len([alert for alert in made if alert is not None]) == 1
    again = """insert into alert (rule, rule_sha256, story_id, watchlist, entity_id, kind, mention_id, late, line)
               select rule, rule_sha256, story_id, watchlist, entity_id, kind, mention_id, late, line from alert"""
    assert "alert_rule_story_id_watchlist_entity_id_kind_key" in refusal(engine, again)


def test_a_source_is_in_one_state_at_a_time(engine: Engine, crawl_id: int) -> None:
    def now_in(number: int) -> object:
        with engine.begin() as db:
            return crawls.now_in(db, "x-en", State.DOWN, f"reason {number}")

    with engine.begin() as db:
        crawls.now_in(db, "x-en", State.OK, "read")
    changed = at_once(3, now_in)

    assert changed.count(True) == 1
    assert one(engine, "select count(*) from source_state where ended_at is null") == 1


def test_an_error_of_the_database_names_nobody_a_statement_was_called_with(engine: Engine) -> None:
    with engine.begin() as db, pytest.raises(DataError) as caught:
        db.execute(text("select 1 / 0 where cast(:name as text) is not null"), {"name": "Kim Yong Su"})

    assert "division by zero" in str(caught.value)
    assert "Kim" not in str(caught.value)
