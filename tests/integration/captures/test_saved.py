"""Pages from anywhere: what can be read is stored once, and whatever is wrong is one line."""

from __future__ import annotations

import gzip
import io
import os
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.integration.captures.conftest import LATER
from tests.integration.storage.rows import do, one
from tests.unit.sites.pages import URL, VOK, Story, known
from wirewatch.archive import Archive
from wirewatch.configured import Source, Watchlist
from wirewatch.errors import ConfigError
from wirewatch.pipeline.archive import archive
from wirewatch.pipeline.ingest_saved import Taken, take
from wirewatch.pipeline.match import match
from wirewatch.saved import files
from wirewatch.saved.found import Refused
from wirewatch.sites.kcna_watch import refusals

PAGE = known(Story()).encode()
OTHER_URL = "https://kcnawatch.org/newstream/1752400002-700000002/other/"
SAVED_FROM = b"<!-- saved from url=(0073)%s -->\n" % URL.encode()


@pytest.fixture
def taking(engine: Engine, kcna: Source, tmp_path: Path) -> Callable[..., Taken]:
    """taking(*paths, urls=None) → Taken."""

    def taking(*paths: Path, urls: Path | None = None) -> Taken:
        addresses = files.read_addresses(urls) if urls else {}
        return take(engine, {kcna.key: kcna}, Archive(str(tmp_path / "archive")).read, files.find(paths, addresses))

    return taking


def written(path: Path, content: bytes, at: int | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if at is not None:
        os.utime(path, (at, at))
    return path


def record(url: str, http: bytes, kind: str = "response", date: str = "2025-07-14T01:02:03Z", **more: str) -> bytes:
    """A record as another tool writes it, by hand."""
    headers = {"WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": date, "WARC-Record-ID": "<urn:uuid:0>", **more}
    headers = {**headers, "Content-Type": "application/http; msgtype=response", "Content-Length": str(len(http))}
    return b"WARC/1.0\r\n" + b"".join(f"{k}: {v}\r\n".encode() for k, v in headers.items()) + b"\r\n" + http + b"\r\n\r\n"


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers, "", ""]).encode() + body


def chunked(body: bytes) -> bytes:
    parts = [body[:100], body[100:]]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def test_a_page_is_stored_from_the_address_in_it_and_never_alerts(
    taking: Callable[..., Taken], engine: Engine, tmp_path: Path, lists: list[Watchlist]
) -> None:
    guest = known(Story().but(paragraphs=("Sergey Lavrov, Minister of Foreign Affairs, arrived here. -0-",)))
    done = taking(written(tmp_path / "page.html", SAVED_FROM + guest.encode(), at=1_752_000_000))

    assert (done.pages, done.stored, done.complete) == (1, 1, True)
    assert one(engine, "select source_key from article") == "kcna-en"
    assert one(engine, "select extract(epoch from fetched_at)::int from capture") == 1_752_000_000
    assert one(engine, "select state from entry where found_by = 'import'") == "stored"
    found = match(engine, lists)
    assert (found.mentions > 0, found.fresh) == (True, 0)


@pytest.mark.parametrize("names", ['<link rel="canonical" href="%s">', '<meta property="og:url" content="%s">'])
def test_what_a_page_declares_is_its_address_too(taking: Callable[..., Taken], tmp_path: Path, names: str) -> None:
    page = PAGE.replace(b"</head>", (names % URL).encode() + b"</head>")
    assert taking(written(tmp_path / "page.html", page)).stored == 1


def test_a_copy_of_another_archive_is_kept_under_the_sites_own_address(
    taking: Callable[..., Taken], engine: Engine, tmp_path: Path
) -> None:
    page = PAGE.replace(b"</head>", b'<link rel="canonical" href="https://web.example/2025/%s"></head>' % URL.encode())
    assert taking(written(tmp_path / "page.html", page)).stored == 1
    assert one(engine, "select url from article") == URL


def test_the_same_article_twice_is_one_row_and_a_second_import_changes_nothing(
    taking: Callable[..., Taken], engine: Engine, tmp_path: Path
) -> None:
    written(tmp_path / "pages/one.html", SAVED_FROM + PAGE)
    written(tmp_path / "pages/below/two.html", SAVED_FROM.replace(b"guests-visit-orchard", b"another-slug") + PAGE + b"\n")
    written(tmp_path / "pages/three.warc", record(URL, http(PAGE)))

    first, second = taking(tmp_path / "pages"), taking(tmp_path / "pages")

    assert (first.pages, first.stored + first.known + first.older, first.stored) == (3, 3, 1)
    assert (second.pages, second.known, second.stored) == (3, 3, 0)
    assert [one(engine, f"select count(*) from {name}") for name in ("article", "revision", "capture")] == [1, 1, 3]  # noqa: S608


def test_a_newer_text_is_an_edit_and_an_older_one_a_capture_only(
    taking: Callable[..., Taken], engine: Engine, tmp_path: Path, lists: list[Watchlist]
) -> None:
    def saved(words: str, at: int) -> Path:
        page = known(Story().but(paragraphs=(f"{words} Sergey Lavrov saw the pears of the Lakeside Orchard. -0-",)))
        return written(tmp_path / f"{at}.html", SAVED_FROM + page.encode(), at)

    assert taking(saved("Today", 1_752_500_000)).stored == 1
    do(engine, "update article set historical = false")
    match(engine, lists)
    assert taking(saved("Yesterday", 1_752_600_000)).revised == 1
    assert taking(saved("Long ago", 1_752_400_000)).older == 1

    assert one(engine, "select string_agg(cause, ' ' order by number) from revision") == "published edited"
    assert one(engine, "select body like 'Yesterday%' from revision order by number desc limit 1") is True
    assert one(engine, "select count(*) from capture where state = 'article'") == 3
    assert match(engine, lists).fresh == 0


def test_warc_records_of_other_tools_are_read_whatever_is_packed_how(
    taking: Callable[..., Taken], engine: Engine, tmp_path: Path
) -> None:
    vok = known(VOK).encode()
    packed = [
        record("https://kcnawatch.org/robots.txt", http(b"")),
        record(URL, http(chunked(gzip.compress(PAGE)), "Transfer-Encoding: chunked", "Content-Encoding: gzip")),
        record(OTHER_URL, http(zlib.compress(vok), "content-encoding: deflate")),
        record(URL, b"GET / HTTP/1.1\r\n\r\n", "request"),
        record(URL, http(b""), "revisit"),
        record("https://kcnawatch.org/newstream/1752400003-700000003", http(b"moved", status="302 Found")),
        record(
            "https://kcnawatch.org/newstream/1752400004-700000004",
            http(PAGE, "Transfer-Encoding: chunked", "Content-Encoding: gzip"),
        ),
    ]
    written(tmp_path / "plain.warc", b"".join(packed[:3]))
    written(tmp_path / "members.warc.gz", b"".join(gzip.compress(part) for part in packed[3:6]))
    written(tmp_path / "whole.warc.gz", gzip.compress(b"".join(packed)))

    done = taking(tmp_path)

    assert (done.stored, done.known, done.complete) == (3, 2, True)
    assert done.skipped == {"not an article": 2, "revisit record": 2, "status 302": 2}
    assert done.without_source == {"Voice of Korea (EN)": 1}
    assert one(engine, "select count(*) from article where source_key is null") == 1
    assert str(one(engine, "select min(fetched_at) from capture")) == "2025-07-14 01:02:03+00:00"


def test_our_own_archive_can_be_taken_back(crawled: Engine, taking: Callable[..., Taken], tmp_path: Path) -> None:
    archive(crawled, Archive(str(tmp_path / "archive")), "month", LATER)
    do(crawled, "truncate entry, story cascade")

    done = taking(tmp_path / "archive")

    assert (done.stored, done.complete) == (8, True)
    assert str(one(crawled, "select min(fetched_at)::date from capture")) == "2026-11-20"


@pytest.mark.parametrize("packed", [True, False])
def test_a_warc_that_is_cut_off_gives_what_was_whole_and_says_so(
    taking: Callable[..., Taken], tmp_path: Path, packed: bool
) -> None:
    parts = [record(URL, http(PAGE)), record(OTHER_URL, http(known(VOK).encode()))]
    content = b"".join(gzip.compress(part) if packed else part for part in parts)
    file = written(tmp_path / "cut.warc", content[:-200])

    done = taking(file)

    assert (done.stored, done.complete) == (1, False)
    ((where, reason),) = done.refused.items()
    assert where.startswith(f"{file}, record 2")
    assert "cut off" in reason


def hostile() -> dict[str, bytes]:
    bomb = gzip.compress(b"x" * 40_000_000)
    return {
        "empty.html": b"",
        "blank.html": b" \n",
        "nameless.html": PAGE,
        "two-names.html": SAVED_FROM + SAVED_FROM.replace(b"1752400001", b"1752400009") + PAGE,
        "picture.html": bytes(range(256)) * 100,
        "huge.html": SAVED_FROM + b"<p>" + b"x" * 17_000_000,
        "packed.html": gzip.compress(PAGE),
        "single.html": b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n\r\n<html>",
        "bomb.warc": record(URL, http(bomb, "Content-Encoding: gzip")),
        "line-bomb.warc.gz": gzip.compress(b"WARC/1.0\r\n" + b"x" * 40_000_000),
        "no-answer.warc": record(URL, b"nothing like HTTP"),
        "unknown.warc": record(URL, http(b"\x1b", "Content-Encoding: br")),
        "broken.warc": record(URL, http(gzip.compress(PAGE)[:20] + b"xxxxxxxxxxxxxxxxxxxx", "Content-Encoding: gzip")),
        "half.warc": record(URL, http(gzip.compress(PAGE)[:-50], "Content-Encoding: gzip")),
        "truncated.warc": record(URL, http(PAGE), **{"WARC-Truncated": "length"}),
        "lengthless.warc": b"WARC/1.0\r\nWARC-Type: response\r\n\r\n" + PAGE,
        "addressless.warc": record(URL, http(PAGE)).replace(b"WARC-Target-URI", b"X-Nothing"),
        "garbage.warc": b"WARC/1.0\r\nContent-Length: many\r\n\r\nrubbish\r\nmore\r\n",
    }


def test_hostile_files_get_one_line_each_and_lose_nothing_else(
    taking: Callable[..., Taken], engine: Engine, tmp_path: Path
) -> None:
    for name, content in hostile().items():
        written(tmp_path / "pages" / name, content)
    (tmp_path / "pages" / "loop.html").symlink_to(tmp_path / "pages" / "loop.html")
    (tmp_path / "pages" / "up").symlink_to(tmp_path / "pages")
    os.mkfifo(tmp_path / "pages" / "pipe.html")
    written(tmp_path / "pages" / "style.css", b"p{}")
    written(tmp_path / "pages" / "z.html", SAVED_FROM + PAGE)

    done = taking(tmp_path / "pages", tmp_path / "nowhere.html")

    assert (done.pages, done.stored) == (1, 1)
    assert one(engine, "select count(*) from entry where found_by = 'import' or state = 'stored'") == 1
    assert done.skipped == {"other file": 1, "not an article": 1}
    named = [Path(where.partition(",")[0]).name for where in done.refused]
    assert sorted(named) == sorted([*(set(hostile()) - {"addressless.warc"}), "loop.html", "pipe.html", "nowhere.html"])
    assert all(reason and "\n" not in reason for reason in done.refused.values())
    assert "--urls" in done.refused[str(tmp_path / "pages" / "nameless.html")]


def test_a_page_that_fails_the_contract_is_kept_as_unreadable(
    taking: Callable[..., Taken], engine: Engine, tmp_path: Path
) -> None:
    file = written(tmp_path / "page.html", SAVED_FROM + b"<html><body><p>Nothing of the sort.</p></body></html>")

    for done in (taking(file), taking(file)):
        assert (done.pages, done.stored, list(done.unreadable)) == (1, 0, [str(file)])
    assert one(engine, "select count(*) from capture where state = 'unreadable' and imported") == 1
    assert one(engine, "select state from entry") == "failed"


def test_a_capture_from_the_future_counts_as_of_now(taking: Callable[..., Taken], engine: Engine, tmp_path: Path) -> None:
    written(tmp_path / "a.warc", record(URL, http(PAGE), date="2999-01-01T00:00:00Z"))
    written(tmp_path / "b.warc", record(OTHER_URL, http(known(VOK).encode()), date="yesterday"))
    assert taking(tmp_path).stored == 2
    assert one(engine, "select bool_and(fetched_at <= now()) from capture") is True


def test_an_import_decides_nothing_for_an_entry_a_crawl_has_found(
    crawled: Engine, taking: Callable[..., Taken], tmp_path: Path
) -> None:
    before = one(crawled, "select json_agg(e order by id) from entry e where state = 'stored'")
    url = str(one(crawled, "select url from article order by id limit 1"))
    page = bytes(zlib.decompress(one(crawled, "select body from capture order by id limit 1")))  # type: ignore[arg-type]
    names = written(tmp_path / "urls.txt", f"page.html {url}".encode())

    done = taking(written(tmp_path / "page.html", page + b"\n"), urls=names)

    assert (done.stored, done.revised, done.known + done.older) == (0, 0, 1)
    assert one(crawled, "select json_agg(e order by id) from entry e where state = 'stored'") == before


def test_addresses_stand_in_lines_or_in_a_table(tmp_path: Path) -> None:
    a, b = written(tmp_path / "a page.html", b""), written(tmp_path / "b.html", b"")
    lines = f"# saved by hand\n\na page.html\t{URL}\n{b}   {OTHER_URL}\n"
    table = f'number,URL,path\n1,{URL},"a page.html"\n2,{OTHER_URL},{b}\n'
    for content in (lines, table):
        assert files.read_addresses(written(tmp_path / "urls", content.encode())) == {a: URL, b: OTHER_URL}


def test_every_mistake_among_the_addresses_is_named_with_its_line(tmp_path: Path) -> None:
    written(tmp_path / "b.html", b"")
    bad = f"b.html\nb.html https://example.org/\nnone.html {URL}\nb.html {URL}\nb.html {OTHER_URL}\n"
    file = written(tmp_path / "urls", bad.encode())

    with pytest.raises(ConfigError) as caught:
        files.read_addresses(file)

    said = caught.value.reason.splitlines()
    assert [line.partition(": ")[0] for line in said] == [f"{file}:{n}" for n in (1, 2, 3, 5)]
    with pytest.raises(ConfigError, match="cannot be read"):
        files.read_addresses(tmp_path / "nowhere")


def test_warcio_itself_writes_what_we_read(taking: Callable[..., Taken], tmp_path: Path) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "another tool"}))
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record(URL, "response", payload=io.BytesIO(PAGE), http_headers=headers))
    assert taking(written(tmp_path / "x.warc.gz", out.getvalue())).stored == 1


def test_what_a_better_parser_finds_in_an_imported_page_is_no_edit(
    taking: Callable[..., Taken], engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taking(written(tmp_path / "a.html", SAVED_FROM + PAGE, 1_752_500_000))
    real = refusals.read_article_response
    monkeypatch.setattr("wirewatch.sites.kcna_watch.article.PARSER_VERSION", "newer")
    monkeypatch.setattr(refusals, "read_article_response", lambda *args: replace(real(*args), body=real(*args).body.upper()))

    taking(written(tmp_path / "b.html", SAVED_FROM + PAGE + b"\n", 1_752_600_000))

    assert one(engine, "select string_agg(cause, ' ' order by number) from revision") == "published reparsed"


def test_nothing_is_unpacked_beyond_what_a_page_may_hold(tmp_path: Path) -> None:
    packed = zlib.compress(b"x" * 150_000_000, 1)
    written(tmp_path / "page.warc", record(URL, http(packed, "Content-Encoding: deflate")))
    written(
        tmp_path / "chunk.warc", record(URL, http(chunked(packed), "Transfer-Encoding: chunked", "Content-Encoding: deflate"))
    )
    written(tmp_path / "header.warc.gz", gzip.compress(b"WARC/1.0\r\nX: " + b"x" * 150_000_000, 1))

    tracemalloc.start()
    found = list(files.find([tmp_path], {}))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [type(one) for one in found] == [Refused] * 3
    assert peak < 80_000_000
