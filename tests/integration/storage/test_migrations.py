"""The schema comes up once, whoever starts first, and what ran is not rewritten."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.conftest import new_database
from tests.integration.storage.rows import one
from wirewatch.config import PROJECT
from wirewatch.errors import ConfigError
from wirewatch.models import FaultKind
from wirewatch.storage import database, faults, pulse, troubles

MIGRATE = "import sys; from wirewatch.storage import database as d; print(len(d.upgrade(d.connect(sys.argv[1]))))"


@pytest.fixture
def empty_url(server: str) -> str:
    """A database without anything in it."""
    return new_database(server)


@pytest.fixture
def database_url(server: str, template: str) -> str:
    """A database that no other test gets: its schema changes here."""
    return new_database(server, template)


def test_two_processes_may_migrate_an_empty_database_at_once(empty_url: str) -> None:
    command = [sys.executable, "-c", MIGRATE, empty_url]
    both = [
        subprocess.Popen(command, cwd=PROJECT / "plugins", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=60) for process in both]

    assert [process.returncode for process in both] == [0, 0], said
    assert sorted(int(out) for out, _ in said) == [0, len(list(database.MIGRATIONS.glob("*.sql")))]


def test_an_empty_database_has_everything_to_run(empty_url: str) -> None:
    with database.connect(empty_url).begin() as db:
        assert [file.name for file in database.pending(db)] == sorted(file.name for file in database.MIGRATIONS.glob("*.sql"))


@pytest.fixture
def migrations(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations, which the test may change."""
    for file in database.MIGRATIONS.glob("*.sql"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(database, "MIGRATIONS", tmp_path)
    return tmp_path


def test_a_migration_changed_after_it_ran_is_refused_and_named(engine: Engine, migrations: Path) -> None:
    file = sorted(migrations.glob("*.sql"))[0]
    file.write_text(file.read_text() + "-- a word more\n")

    with pytest.raises(ConfigError, match="changed after it ran") as caught:
        database.upgrade(engine)
    assert str(file) in caught.value.reason


def test_a_new_migration_runs_once_and_one_that_fails_leaves_nothing(engine: Engine, migrations: Path) -> None:
    (migrations / "998_new.sql").write_text("create table fresh (percent text default '100 % :of it');")
    assert database.upgrade(engine) == ["998_new.sql"]
    assert database.upgrade(engine) == []

    (migrations / "999_broken.sql").write_text("create table half_made (id int); select 1 / 0;")
    with pytest.raises(Exception, match="division by zero"):
        database.upgrade(engine)
    assert one(engine, "select to_regclass('half_made')") is None


def test_a_server_that_does_not_answer_is_a_matter_of_configuration() -> None:
    with pytest.raises(ConfigError, match="WIREWATCH_DATABASE_URL"):
        database.upgrade(database.connect("postgresql://nobody@127.0.0.1:1/x"))


OLD_ROWS = """
    insert into entry (id, url_hash, url, found_by, state, error) overriding system value
    select n, sha256(n::text::bytea), 'u' || n, 'listing', case n when 1 then 'stored' when 2 then 'failed' else 'gone' end, 'why ' || n
    from generate_series(1, 3) n;
    insert into capture (id, entry_id, url, final_url, status, headers, sha256, body, fetched_at) overriding system value
    select n, least(n, 3) - case when n > 3 then 2 else 0 end, 'u', 'u', case n when 3 then 404 when 5 then 500 else 200 end, '{}',
           sha256('x'), 'x', timestamptz '2026-11-20' + n * interval '1 hour'
    from generate_series(1, 5) n;
    insert into story default values;
    insert into article (id, url_hash, entry_id, story_id, url, language, provenance, warnings, historical, found_at)
    overriding system value values (1, sha256('1'), 1, 1, 'u1', 'en', '{}', '{}', false, now());
    insert into revision (article_id, number, capture_id, parser_version, cause, body, text_hash)
    values (1, 1, 1, '1', 'published', 'b', sha256('b'));
"""


def test_captures_taken_before_they_were_judged_are_judged_by_what_became_of_them(
    empty_url: str, migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = {file: file.read_text() for file in migrations.glob("*.sql") if file.name >= "005"}
    for file in later:
        file.unlink()
    engine = database.connect(empty_url)
    database.upgrade(engine)
    with engine.begin() as db:
        db.exec_driver_sql(OLD_ROWS)
    for file, content in later.items():
        file.write_text(content)

    database.upgrade(engine)

    states = "select string_agg(id || ' ' || coalesce(state, '-') || ' ' || coalesce(reason, ''), ', ' order by id) from capture"
    assert one(engine, states) == "1 article , 2 unreadable why 2, 3 gone the page is gone (404), 4 article , 5 - "
    engine.dispose()


HELD = """
    insert into watchlist_version (watchlist, number, sha256)
    select name, n, sha256((name || n)::bytea) from unnest(array['a', 'b']) name, generate_series(1, 3) n;
    insert into matched (revision_id, watchlist, version, matched_at) values
    (1, 'a', 1, '2026-11-01'), (1, 'a', 3, '2026-11-03'), (1, 'a', 2, '2026-11-02'), (1, 'b', 1, '2026-11-01');
"""


def test_of_the_versions_a_text_was_held_against_the_newest_stays(empty_url: str, migrations: Path) -> None:
    later = {file: file.read_text() for file in migrations.glob("*.sql") if file.name >= "005"}
    engine = database.connect(empty_url)
    for rows, first in ((OLD_ROWS, "005"), (HELD, "011"), (None, "999")):
        for file, content in later.items():
            file.write_text(content) if file.name < first else file.unlink(missing_ok=True)
        database.upgrade(engine)
        if rows:
            with engine.begin() as db:
                db.exec_driver_sql(rows)

    assert one(engine, "select string_agg(watchlist || version, ' ' order by watchlist) from matched") == "a3 b1"
    engine.dispose()


def test_a_project_without_its_migrations_is_refused(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "MIGRATIONS", tmp_path / "sql" / "migrations")
    with engine.connect() as db, pytest.raises(ConfigError, match=r"no migrations. Take sql/ of the project along"):
        database.pending(db)


TOLD = """
    insert into trouble (kind, cause, reason, evidence) values ('undelivered', 'c', 'r', '{"names": ["mail: ops"]}');
    insert into delivery (channel, recipient, about, message_id) values ('mail', 'ops', 'trouble:1', 'm1'), ('mail', 'ops', 'story:1:1', 'm2');
    insert into heartbeat_failure (about) values ('trouble:1');
"""


def test_a_fault_that_was_told_of_under_its_old_name_is_not_told_again(empty_url: str, migrations: Path) -> None:
    later = {file: file.read_text() for file in migrations.glob("*.sql") if file.name >= "015"}
    for file in later:
        file.unlink()
    engine = database.connect(empty_url)
    database.upgrade(engine)
    with engine.begin() as db:
        db.exec_driver_sql(TOLD)
    for file, content in later.items():
        file.write_text(content)

    database.upgrade(engine)

    with engine.begin() as db:
        faults.now_so(db, FaultKind.UNDELIVERED, {"mail: ops": "550 no such user"}, {})
        open_ones = [one.about for one in troubles.open_at(db, datetime.now(UTC))]
        assert (open_ones, troubles.untold(db, open_ones), pulse.untold_monitor(db, open_ones)) == (["fault:1"], [], [])
    engine.dispose()
