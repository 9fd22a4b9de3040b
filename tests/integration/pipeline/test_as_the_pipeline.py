"""Everything Wirewatch does day by day, done by a login that may only write rows; and everything it shows, by one that may only read."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from tests.conftest import LAST_DAY
from tests.integration.pipeline.conftest import Crawl
from tests.integration.storage.rows import one
from wirewatch.archive import Archive
from wirewatch.config import PROJECT
from wirewatch.configured import Alerting, Entity, Source, Watchlist
from wirewatch.models import Message, Purpose
from wirewatch.pipeline import appearances, host, poll
from wirewatch.pipeline.alert import decide_alerts, send_due
from wirewatch.pipeline.archive import archive
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.coverage_summary import covered_days
from wirewatch.pipeline.recheck import Tour
from wirewatch.pipeline.recheck_summary import recheck_source
from wirewatch.pipeline.rematch import rematch, waiting
from wirewatch.pipeline.reparse import reparse
from wirewatch.pipeline.unlisted import unlisted
from wirewatch.pipeline.verdicts import give, undo
from wirewatch.storage import backfills, crawls, database, found, readings, verdicts
from wirewatch.storage.captures import Wanted
from wirewatch.watchlist.verdicts import Ruling

BEFORE = LAST_DAY - timedelta(days=1)


@pytest.fixture(scope="module")
def passwords(server: str) -> dict[str, str]:
    """The logins of this module, by name."""
    with create_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as db:
        for name in ("pipeline", "reader"):
            db.execute(text(f"create role works_as_{name} login password 'secret' in role wirewatch_{name}"))
    return {"works_as_pipeline": "secret", "works_as_reader": "secret"}


def logged_in(url: str, name: str, passwords: dict[str, str]) -> Engine:
    return database.connect(make_url(url).set(username=name, password=passwords[name]).render_as_string(hide_password=False))


@pytest.fixture
def engine(database_url: str, passwords: dict[str, str]) -> Iterator[Engine]:
    """The test's own database as the pipeline opens it."""
    engine = logged_in(database_url, "works_as_pipeline", passwords)
    yield engine
    engine.dispose()


@pytest.fixture
def reading(database_url: str, passwords: dict[str, str]) -> Iterator[Engine]:
    """The same as a reader opens it."""
    engine = logged_in(database_url, "works_as_reader", passwords)
    yield engine
    engine.dispose()


@pytest.fixture
def store(tmp_path: Path) -> Archive:
    """Where captures of finished days go."""
    return Archive(str(tmp_path / "archive"))


def test_a_day_is_crawled_told_judged_archived_read_again_and_matched_again(
    engine: Engine, kcna: Source, crawl_days: Crawl, officials: Watchlist, alerting: Alerting, store: Archive
) -> None:
    said: list[Message] = []
    assert crawl_days(kcna, BEFORE, LAST_DAY).complete
    assert decide_alerts(engine, alerting, {kcna.key: kcna}).alerts > 0
    rejected = give(engine, {officials.name: officials}, 1, Ruling.REJECTED, "Ann").id  # its alert goes out of the outbox
    decide_alerts(engine, alerting, {kcna.key: kcna})
    send_due(engine, lambda _, message: said.append(message))
    assert said
    assert undo(engine, rejected, "Ann").undone_by == "Ann"

    later = datetime.combine(LAST_DAY + timedelta(days=20), datetime.min.time(), UTC)
    assert archive(engine, store, "month", max(later, datetime.now(UTC) + timedelta(days=2))).captures == 16
    read_again = reparse(engine, {kcna.key: kcna}, store.read, Wanted())
    assert (read_again.read, read_again.complete) == (16, True)
    assert rematch(engine, [replace(officials, entities=(*officials.entities, Entity("Ri Il Hwan")))]).texts > 0


def test_what_runs_less_often_finds_its_rows_open_too(
    engine: Engine, kcna: Source, vok: Source, crawl_days: Crawl, officials: Watchlist, store: Archive
) -> None:
    crawl_days(kcna)
    labels = {"kcna.kp (en)": "kcna-en", "voice of korea (en)": "vok-en"}
    assert poll.look(engine, [kcna, vok], labels, datetime.now(UTC))
    later = datetime.now(UTC) + timedelta(days=2)
    tour = Tour(engine, host.fetcher(engine, kcna, Purpose.RECHECK), store.read, str(uuid.uuid4()), lambda: later)
    assert sum(recheck_source(tour, (1, 3, 14), [officials]).run.results.values()) == 8
    with backfills.claimed(engine, kcna.key, BEFORE, LAST_DAY, "one backfill"):
        assert one(engine, "select count(*) from backfill_claim") == 1
    with engine.begin() as db:
        readings.prune(db, datetime.now(UTC) + timedelta(days=365))
        crawls.doubt_days(db, 1)
    assert (
        one(engine, "select count(*) from backfill_claim") == one(engine, "select count(*) from reading where crawl_id = 1") == 0
    )


def test_a_reader_sees_what_the_pages_and_commands_show(
    engine: Engine, reading: Engine, kcna: Source, crawl_days: Crawl, officials: Watchlist
) -> None:
    crawl_days(kcna)

    with reading.begin() as db:
        mentions = found.mentions(db, found.Wanted())
        assert mentions
        assert verdicts.history(db, None) == []
        assert appearances.record(db, officials.name, mentions[0].entity) is not None
    assert covered_days(reading, kcna.key, Window(LAST_DAY, LAST_DAY)).days
    assert unlisted(reading, [officials]) is not None
    assert waiting(reading, [officials]) == []


def test_the_code_deletes_only_from_tables_the_pipeline_may_delete_from(engine: Engine) -> None:
    code = "\n".join(file.read_text() for file in (PROJECT / "plugins").rglob("*.py"))
    deleted = set(re.findall(r"\bdelete from (\w+)", code))

    with engine.connect() as db:
        refused = [
            table for table in deleted if not db.execute(text(f"select has_table_privilege('{table}', 'delete')")).scalar_one()
        ]

    assert len(deleted) >= 6
    assert refused == []
