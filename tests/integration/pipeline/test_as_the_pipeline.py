"""Everything Wirewatch does day by day, done by a login that may only write rows; and everything it shows, by one that may only read."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from demo.site import DemoSite
from tests.conftest import LAST_DAY
from tests.integration.pipeline.conftest import Crawl
from tests.integration.storage.rows import one
from wirewatch.archive import Archive
from wirewatch.cli.backups import programs
from wirewatch.config import PROJECT
from wirewatch.configured import Alerting, Entity, Retention, Settings, Source, Watchlist
from wirewatch.errors import RetryableError
from wirewatch.models import Message, Purpose
from wirewatch.pipeline import appearances, host, operators, poll
from wirewatch.pipeline.alert import decide_alerts, send_due
from wirewatch.pipeline.archive import archive
from wirewatch.pipeline.backup import backup
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.coverage_summary import covered_days
from wirewatch.pipeline.maintenance import tidy
from wirewatch.pipeline.recheck import Tour
from wirewatch.pipeline.recheck_summary import recheck_source
from wirewatch.pipeline.rematch import rematch, waiting
from wirewatch.pipeline.reparse import reparse
from wirewatch.pipeline.unlisted import unlisted
from wirewatch.pipeline.verdicts import give, undo
from wirewatch.pipeline.watch import heartbeat, note_report, watch
from wirewatch.storage import backfills, crawls, database, found, pulse, readings, verdicts
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


def test_what_went_wrong_is_seen_told_and_paged_and_the_monitor_asked(
    engine: Engine, kcna: Source, vok: Source, site: DemoSite, crawl_days: Crawl, alerting: Alerting
) -> None:
    operated = replace(alerting, operators=("slack",), rules=(), page_after_hours=0)
    asked: list[str] = []

    def beat(now: datetime, ask: Callable[[str], object]) -> date | None:
        settings = Settings(heartbeat_url="http://monitor/ok", heartbeat_fail_url="http://monitor/fail")
        return heartbeat(engine, settings, operated, {kcna.key: kcna}, now, ask)

    def refused(url: str) -> None:
        raise RetryableError("the monitor is away")

    note_report(engine, crawl_days(kcna))
    morning = datetime.combine(LAST_DAY + timedelta(days=1), time(1), UTC)
    assert (beat(morning, refused), beat(morning, asked.append)) == (None, LAST_DAY)
    site.behave("all", "forbidden")
    crawl_days(vok)
    with engine.begin() as db:
        pulse.seen(db, "alert")
    watch(engine, ["alert", "archive"], operated, datetime.now(UTC))
    decide_alerts(engine, operated, {kcna.key: kcna, vok.key: vok})
    said: list[str] = []
    send_due(engine, lambda channel, message: said.append(message.subject))
    assert any("is blocked" in subject for subject in said)
    with engine.begin() as db:
        assert operators.tell(db, operated, None, datetime.now(UTC)) == 0  # it was told


def test_what_is_old_is_thrown_away_and_what_is_kept_backed_up(
    engine: Engine, kcna: Source, crawl_days: Crawl, store: Archive, tmp_path: Path
) -> None:
    crawl_days(kcna)
    later = datetime.now(UTC) + timedelta(days=91)
    archive(engine, store, "month", later)

    made = backup(engine, store, PROJECT / "config", programs(), tmp_path / "backup")
    gone = tidy(engine, store, Retention(captures_days=35), later)

    assert made.rows > 0
    assert (gone["crawl entries"] > 0, gone["readings"], gone["archive files"]) == (True, 0, 1)


WRITES = {
    "insert": r"\binsert into (\w+)",
    "update": r"\bupdate (\w+)(?: \w+)?\s+set\b",
    "delete": r"\bdelete from (\w+)",
}


def test_the_code_writes_only_what_the_pipeline_may_write_and_a_reader_nothing(engine: Engine, reading: Engine) -> None:
    """Also what no test above does: by the words of the code, and by PostgreSQL's own view of the login."""
    code = "\n".join(file.read_text() for file in (PROJECT / "plugins").rglob("*.py"))
    written = {(table, what) for what, words in WRITES.items() for table in re.findall(words, code)}

    def allowed(engine: Engine) -> set[tuple[str, str]]:
        ask = text("select has_table_privilege(:table, :what)")
        with engine.connect() as db:
            return {one for one in written if db.execute(ask, {"table": one[0], "what": one[1]}).scalar_one()}

    assert len(written) >= 50
    assert written - allowed(engine) == {("migration", "insert")}  # the owner's
    assert allowed(reading) == set()
