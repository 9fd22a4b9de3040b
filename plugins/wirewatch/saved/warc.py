"""Response records of WARC files: plain or gzipped (by record, or the whole file), by whatever tool they were written.

What was written before the place where a file is cut off or damaged is kept. Nothing is unpacked beyond what a page may hold.
"""

from __future__ import annotations

import gzip
import io
import itertools
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from wirewatch.models import Response
from wirewatch.saved.found import MAX_BYTES, Found, Page, Refused, Skipped, not_after_now
from wirewatch.sites.kcna_watch.urls import article_key

_GZIP = b"\x1f\x8b"
_WARC = b"WARC/"
_HEADERS_MAY_HOLD = 1024 * 1024
_RECORD_MAY_HOLD = 1024 * 1024 * 1024  # a video in a whole-site archive; it is passed over, not kept
_SAYS_NOTHING = ("warcinfo", "request", "metadata")
_TOO_LARGE = f"it is larger than {MAX_BYTES // 1024 // 1024} MiB"
_CUT_OFF = "it is cut off"
_NO_RECORD = "what stands here is no WARC record, or does not say how long it is"
_ENDS = "the file is cut off here"
_BROKEN = "it is compressed in a broken way"


def is_warc(stream: BinaryIO) -> bool:
    """Whether a file begins as WARC files do, gzipped or not; the stream is at its beginning afterwards."""
    try:
        head = stream.read(len(_WARC))
        if head.startswith(_GZIP):
            stream.seek(0)
            with gzip.GzipFile(fileobj=stream) as unpacked:
                head = unpacked.read(len(_WARC))
        return head == _WARC
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return False
    finally:
        stream.seek(0)


def records(file: str, stream: BinaryIO, saved_at: datetime) -> Iterator[Found]:
    """The articles among a WARC file's responses; a record without a date has `saved_at`."""
    packed = stream.read(2) == _GZIP
    stream.seek(0)
    unpacked = _Stream(gzip.GzipFile(fileobj=stream) if packed else stream)
    iterator = ArchiveIterator(unpacked, no_record_parse=True)
    for number in itertools.count(1):
        where = f"{file}, record {number}"
        record = _next(iterator, unpacked)
        if record is None:
            break
        found = _found(where, record, saved_at)
        iterator.read_to_end()
        if not unpacked.trouble and record.raw_stream.limit:
            unpacked.trouble = _ENDS
        if found is not None and not (unpacked.trouble and isinstance(found, Refused)):  # one line is enough
            yield found
        if unpacked.trouble:
            break
    if unpacked.trouble:
        yield Refused(where, f"{unpacked.trouble}; what stands before it was read")


def _next(iterator: ArchiveIterator, unpacked: _Stream) -> Any | None:
    """The next record; None at the end, and where none can be read: the stream then holds the trouble."""
    unpacked.may_hold(_HEADERS_MAY_HOLD)
    try:
        record = next(iterator)
    except StopIteration:
        return None
    except ArchiveLoadFailed:
        unpacked.trouble = unpacked.trouble or _NO_RECORD
        return None
    if record.rec_type is None or record.length is None:
        unpacked.trouble = unpacked.trouble or _NO_RECORD
        return None
    unpacked.may_hold(_RECORD_MAY_HOLD)
    return record


class _Stream:
    """The unpacked bytes of a file, which end where the file is cut off, damaged, or swells beyond what it may."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._left = 0
        self.trouble: str | None = None

    def may_hold(self, count: int) -> None:
        """From here on so many bytes may come."""
        self._left = count

    def read(self, size: int = -1) -> bytes:
        if self.trouble:
            return b""
        try:
            data = self._stream.read1(size)  # what has come: read() would lose it for what comes after
        except EOFError:
            return self._end(_ENDS)
        except (zlib.error, gzip.BadGzipFile):
            return self._end("the file is damaged here")
        self._left -= len(data)
        return bytes(data) if self._left >= 0 else self._end("the file swells beyond reason here")

    def _end(self, trouble: str) -> bytes:
        self.trouble = trouble
        return b""


def _found(where: str, record: Any, saved_at: datetime) -> Found | None:
    """What a record is; None for what only describes others."""
    if record.rec_type in _SAYS_NOTHING:
        return None
    if record.rec_type != "response":
        return Skipped(where, f"{record.rec_type} record")
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if article_key(url) is None:
        return Skipped(where, "not an article")
    try:
        return _page(f"{where} ({url})", url, record, saved_at)
    except _Unusable as error:
        return Refused(f"{where} ({url})", str(error))


class _Unusable(Exception):
    """A record that should hold an article and cannot be taken."""


def _page(where: str, url: str, record: Any, saved_at: datetime) -> Found:
    block = _block(record)
    stream = io.BytesIO(block)
    try:
        http = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"], verify=False).parse(stream)
    except (StatusAndHeadersParserException, EOFError) as error:
        raise _Unusable("it holds no HTTP answer") from error
    status = http.get_statuscode()
    if not status.isdigit():
        raise _Unusable("it holds no HTTP answer")
    if status != "200":
        return Skipped(where, f"status {status}")
    body = _decoded(http, stream.read())
    if not body.strip():
        raise _Unusable("it is empty")
    headers = {name.lower(): value for name, value in http.headers}
    when = _date(record.rec_headers.get_header("WARC-Date"), saved_at)
    return Page(where, Response(url, url, 200, headers, body, when))


def _block(record: Any) -> bytes:
    """All bytes of a record."""
    if record.rec_headers.get_header("WARC-Truncated"):
        raise _Unusable("the archive itself cut it off (WARC-Truncated)")
    block = bytes(record.raw_stream.read(MAX_BYTES + 1))
    if len(block) > MAX_BYTES:
        raise _Unusable(_TOO_LARGE)
    if len(block) < record.length:
        raise _Unusable(_CUT_OFF)
    return block


def _decoded(http: StatusAndHeaders, body: bytes) -> bytes:
    """The body without chunks and compression, where it has them: some tools keep the headers and not what they describe."""
    if "chunked" in (http.get_header("Transfer-Encoding") or "").lower():
        body = bytes(ChunkedDataReader(io.BytesIO(body)).read())
    encoding = (http.get_header("Content-Encoding") or "identity").strip().lower()
    if encoding in ("identity", "") or (encoding in ("gzip", "x-gzip") and not body.startswith(_GZIP)):
        return body
    if encoding in ("gzip", "x-gzip"):
        return _inflated(body, zlib.MAX_WBITS | 16)
    if encoding == "deflate":
        return _inflated(body, zlib.MAX_WBITS if body[:1] == b"\x78" else -zlib.MAX_WBITS)
    raise _Unusable(f"it is compressed with {encoding}, which is not read here")


def _inflated(body: bytes, window: int) -> bytes:
    """The body unpacked, as far as a page may be long."""
    unpacker = zlib.decompressobj(window)
    try:
        unpacked = unpacker.decompress(body, MAX_BYTES + 1)
    except zlib.error as error:
        raise _Unusable(_BROKEN) from error
    if len(unpacked) > MAX_BYTES:
        raise _Unusable(_TOO_LARGE)
    if not unpacker.eof:
        raise _Unusable(_CUT_OFF)
    return unpacked


def _date(stamp: str | None, saved_at: datetime) -> datetime:
    """When the page was fetched: the record's date, or the file's where that is none."""
    try:
        when = datetime.fromisoformat((stamp or "").strip())
    except ValueError:
        return saved_at
    return not_after_now(when if when.tzinfo else when.replace(tzinfo=UTC))
