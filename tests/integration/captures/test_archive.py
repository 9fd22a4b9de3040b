"""Captures leave their rows for WARC files that others can read, and nothing is lost on the way."""

from __future__ import annotations

import hashlib
import io
import json
import signal
import subprocess
import sys
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fsspec
import pytest
from fsspec.core import url_to_fs
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from warcio.archiveiterator import ArchiveIterator

from tests.integration.captures.conftest import LATER
from tests.integration.storage.rows import do, entry, one
from wirewatch.archive import Archive
from wirewatch.config import PROJECT
from wirewatch.errors import ConfigError, PermanentError, RetryableError
from wirewatch.models import Place, Response
from wirewatch.pipeline.archive import archive
from wirewatch.storage import archives, captures, database, entries

MONTH = "kcna-en/kcna-en-2026-11.warc.gz"
DAY_TIME = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
SCRIPT = Path(__file__).with_name("archive_process.py")


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the archive lies: a folder with a space in its name, or an object store."""
    if request.param == "folder":
        return str(tmp_path / "the archive")
    fsspec.filesystem("memory").store.clear()
    return "memory://bucket/archive"


@pytest.fixture
def crawled(engine: Engine) -> Engine:
    """Eight captures of one source, of 20 November 2026 at 08:00 UTC."""
    answers = [
        Response(url := f"http://x/newstream/{n}-1", url, 200, {"content-type": "text/html"}, b"<p>page %d" % n, DAY_TIME)
        for n in range(8)
    ]
    with engine.begin() as db:
        ids = entries.record(db, "kcna-en", [entry(n) for n in range(8)], "listing")
        for entry_id, answer in zip(ids, answers, strict=True):
            captures.save(db, entry_id, answer)
    do(engine, "update capture set fetched_at = fetched_at + id * interval '1 second'")
    return engine


def read(place: str, name: str = MONTH) -> bytes:
    return bytes(fsspec.open(f"{place}/{name}").open().read())


def responses(data: bytes) -> list[tuple[str, bytes]]:
    return [
        (record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(data), check_digests="raise")
        if record.rec_type == "response"
    ]


def bodies(engine: Engine, reader: captures.Reader) -> dict[int, bytes | None]:
    with engine.begin() as db:
        ids = db.execute(text("select id from capture order by id")).scalars().all()
        return {capture_id: captures.body(db, capture_id, reader) for capture_id in ids}


def nowhere(place: Place) -> bytes:
    raise AssertionError("nothing is archived yet")


def test_captures_read_the_same_from_rows_and_from_the_archive(crawled: Engine, store: Archive, place: str) -> None:
    before = bodies(crawled, nowhere)

    done = archive(crawled, store, "month", LATER)

    assert (done.captures, done.files, done.problems) == (8, 1, [])
    assert one(crawled, "select count(*) from capture where body is not null") == 0
    assert bodies(crawled, store.read) == before
    assert sorted(body for _, body in responses(read(place))) == sorted(filter(None, before.values()))


def test_a_file_grows_within_its_month_and_a_second_run_changes_nothing(crawled: Engine, store: Archive, place: str) -> None:
    do(crawled, "update capture set fetched_at = timestamptz '2026-12-05 12:00+00' where id > 3")
    archive(crawled, store, "month", LATER)
    begun = read(place)
    do(crawled, "update capture set fetched_at = timestamptz '2026-11-21 00:30+00' where id > 3")
    before = bodies(crawled, store.read)

    archive(crawled, store, "month", LATER)
    grown = read(place)
    again = archive(crawled, store, "month", LATER)

    assert grown.startswith(begun)
    assert (len(responses(begun)), len(responses(grown))) == (3, 8)
    assert (again.captures, read(place)) == (0, grown)
    assert bodies(crawled, store.read) == before
    assert len(url_to_fs(place)[0].find(place)) == 1


def test_what_was_captured_today_stays_in_its_row(crawled: Engine, store: Archive) -> None:
    assert archive(crawled, store, "month", datetime(2026, 11, 20, 23, 59, tzinfo=UTC)).captures == 0
    assert archive(crawled, store, "month", datetime(2026, 11, 21, 0, 0, tzinfo=UTC)).captures == 8


def test_one_file_a_day_where_that_is_set_and_entries_without_a_source_have_their_own(
    crawled: Engine, store: Archive, place: str
) -> None:
    do(crawled, "update capture set fetched_at = timestamptz '2026-11-19 23:59+00' where id = 1")
    do(crawled, "update entry set source_key = null where id = (select entry_id from capture where id = 2)")

    assert archive(crawled, store, "day", LATER).files == 3
    names = ["_without-source/_without-source-2026-11-20.warc.gz", "kcna-en/kcna-en-2026-11-19.warc.gz"]
    assert [len(responses(read(place, name))) for name in names] == [1, 1]


def test_a_record_tells_no_lie_about_its_bytes_and_keeps_the_headers_as_received(crawled: Engine, tmp_path: Path) -> None:
    headers = {"content-type": "text/html", "content-encoding": "gzip", "transfer-encoding": "chunked", "x-odd": "né\r\nx"}
    do(crawled, "update capture set headers = cast(:h as jsonb), status = 299 where id = 1", h=json.dumps(headers))
    archive(crawled, Archive(str(tmp_path)), "month", LATER)

    info, record = (next_one(tmp_path / MONTH, n) for n in (0, 1))

    assert info.rec_type == "warcinfo"
    assert info.rec_headers.get_header("WARC-Filename") == "kcna-en-2026-11.warc.gz"
    http = record.http_headers
    assert (http.protocol, http.statusline) == ("HTTP/1.1", "299 Unknown")
    assert http.get_header("content-encoding") is None
    assert http.get_header("X-Archive-Orig-content-encoding") == "gzip"
    assert http.get_header("X-Archive-Orig-transfer-encoding") == "chunked"
    assert record.rec_headers.get_header("WARC-Date") == "2026-11-20T08:00:01.000000Z"
    assert int(http.get_header("content-length")) == record.payload_length


def next_one(file: Path, number: int):  # type: ignore[no-untyped-def]
    for count, record in enumerate(ArchiveIterator(file.open("rb"))):
        if count == number:
            return record
    raise AssertionError(number)


def test_other_tools_find_every_digest_right(crawled: Engine, tmp_path: Path) -> None:
    archive(crawled, Archive(str(tmp_path)), "month", LATER)

    command = [str(Path(sys.executable).with_name("warcio")), "check", "-v", str(tmp_path / MONTH)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("digest pass") == 9


def test_bytes_that_cannot_be_read_back_stay_in_the_row(crawled: Engine, store: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Archive, "read", lambda self, place: b"something else")

    done = archive(crawled, store, "month", LATER)

    assert done.captures == 0
    assert "Its row keeps the bytes" in done.problems[0]
    assert one(crawled, "select count(*) from capture where body is null") == 0


def test_a_damaged_or_missing_file_is_named_and_nothing_more_goes_into_it(crawled: Engine, tmp_path: Path) -> None:
    do(crawled, "update capture set fetched_at = timestamptz '2026-12-05 12:00+00' where id > 3")
    store, file = Archive(str(tmp_path)), tmp_path / MONTH
    archive(crawled, store, "month", LATER)
    do(crawled, "update capture set fetched_at = timestamptz '2026-11-21 00:30+00' where id > 3")
    whole = file.read_bytes()

    for damage in (whole[:-100], whole[:300] + b"x" + whole[301:], b""):
        file.write_bytes(damage)
        done = archive(crawled, store, "month", LATER)
        assert (done.captures, len(done.problems)) == (0, 1)
        assert str(file) in done.problems[0]
        assert file.read_bytes() == damage

    with pytest.raises((PermanentError, RetryableError)):
        bodies(crawled, store.read)
    file.write_bytes(whole)
    assert archive(crawled, store, "month", LATER).captures == 5
    assert len(bodies(crawled, store.read)) == 8


def test_a_lost_file_is_missed_although_nothing_new_goes_into_it(crawled: Engine, store: Archive, place: str) -> None:
    archive(crawled, store, "month", LATER)
    fs, root = url_to_fs(place)
    fs.rm(f"{root}/{MONTH}")

    done = archive(crawled, store, "month", LATER)

    assert (done.captures, [MONTH in problem for problem in done.problems]) == (0, [True])


def test_a_row_that_is_damaged_is_named_and_stops_no_other(crawled: Engine, store: Archive) -> None:
    do(crawled, "update capture set body = :body where id = 2", body=zlib.compress(b"not what was received"))

    done = archive(crawled, store, "month", LATER)

    assert (done.captures, done.problems) == (7, ["capture 2: the bytes in its row are not those that were received"])


def test_an_archive_that_knows_more_than_the_database_is_not_cut_short(crawled: Engine, store: Archive, place: str) -> None:
    archive(crawled, store, "month", LATER)
    whole = read(place)
    backup = "update capture set body = :b, archive_file = null, archive_offset = null, archive_length = null where id = 1"
    do(crawled, backup, b=zlib.compress(responses(whole)[0][1]))
    do(crawled, "delete from capture where id > 1")
    do(crawled, "delete from archive_file")

    done = archive(crawled, store, "month", LATER)

    assert "7 pages that the database does not know" in done.problems[0]
    assert read(place) == whole


@pytest.mark.parametrize("where", ["while_writing", "before_move", "before_rows", "before_commit"])
def test_killed_anywhere_the_next_run_neither_loses_nor_doubles(
    crawled: Engine, database_url: str, tmp_path: Path, where: str
) -> None:
    store = Archive(str(tmp_path))
    do(crawled, "update capture set fetched_at = timestamptz '2026-12-05 12:00+00' where id > 3")
    archive(crawled, store, "month", LATER)
    do(crawled, "update capture set fetched_at = timestamptz '2026-11-21 00:30+00' where id > 3")
    before = bodies(crawled, store.read)

    settings = json.dumps({"url": database_url, "path": str(tmp_path), "where": where})
    killed = subprocess.run([sys.executable, str(SCRIPT), settings], cwd=PROJECT / "plugins", timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert bodies(crawled, store.read) == before

    assert archive(crawled, store, "month", LATER).captures == 5
    assert bodies(crawled, store.read) == before
    found = responses((tmp_path / MONTH).read_bytes())
    assert len(found) == len(set(found)) == 8
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["kcna-en-2026-11.warc.gz"]


def test_two_runs_at_once_are_one(crawled: Engine, store: Archive, database_url: str) -> None:
    other = database.connect(database_url)
    with archives.alone(other) as mine:
        assert mine
        with pytest.raises(RetryableError, match="another run"):
            archive(crawled, store, "month", LATER)
    other.dispose()
    assert archive(crawled, store, "month", LATER).captures == 8


def test_postgres_refuses_a_capture_without_bytes_and_without_a_place(crawled: Engine) -> None:
    with pytest.raises(IntegrityError, match="capture_bytes_are_somewhere"):
        do(crawled, "update capture set body = null where id = 1")


def test_a_path_nobody_can_reach_is_a_matter_of_configuration() -> None:
    with pytest.raises(ConfigError, match=r"settings\.yml"):
        Archive("nothing-such://bucket")


def test_the_same_answer_gives_the_same_record(tmp_path: Path) -> None:
    from wirewatch.models import ArchiveFile

    answer = Response("http://x/a", "http://x/a", 200, {}, b"page", datetime.now(UTC) - timedelta(days=2))
    files = []
    for name in ("a", "b"):
        store = Archive(str(tmp_path / name))
        _, places = store.extend(ArchiveFile("f.warc.gz"), [(1, answer)])
        files.append((tmp_path / name / "f.warc.gz").read_bytes()[places[1].offset :])
        assert hashlib.sha256(store.read(places[1])).digest() == hashlib.sha256(b"page").digest()
    assert files[0] == files[1]
