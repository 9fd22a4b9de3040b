"""The archive: captures as records of WARC files, in a folder or in a bucket (any path fsspec knows).

Object stores cannot append, so a file grows by being written anew under a name of its own (`….new`): its bytes so far, copied and
compared with their SHA-256, then the new records; read back; then moved over the old file. What lay at an offset stays there, so
readers never notice. Each record is a gzip member of its own, as pywb and others expect.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from wirewatch import __version__, config
from wirewatch.errors import ConfigError, PermanentError, RetryableError
from wirewatch.models import ArchiveFile, Place, Response

CHUNK = 1024 * 1024

# Headers that describe the bytes on the wire. We keep them decoded; a record that still claimed gzip or chunks would lie.
# `X-Archive-Orig-` is how pywb and others keep the original.
_ON_THE_WIRE = ("content-encoding", "transfer-encoding", "content-length")
_REDIRECTS = range(300, 400)


class Archive:
    """WARC files below a path. Raises ConfigError where no installed package knows the path's protocol."""

    def __init__(self, path: str) -> None:
        try:
            self._fs, self._root = url_to_fs(path)
        except (ValueError, ImportError) as error:
            reason = f"archive.path “{path}” in settings.yml: {error}. Correct the path, or install the fsspec package for it."
            raise ConfigError(reason) from error

    def read(self, place: Place) -> bytes:
        """The bytes of the capture at that place. Raises PermanentError where no such record lies there, RetryableError where the file cannot be reached."""
        with self._reaching(place.file) as path:
            data = self._fs.cat_file(path, start=place.offset, end=place.offset + place.length)
        try:
            record = next(ArchiveIterator(io.BytesIO(data), check_digests="raise"))
            return bytes(record.raw_stream.read())
        except (ArchiveLoadFailed, StopIteration) as error:
            raise PermanentError(f"{path}: no whole record lies at byte {place.offset}") from error

    def left_over(self, file: ArchiveFile) -> set[bytes]:
        """SHA-256 of the pages behind what the database knows of a file: a run that died wrote them, or a database that was lost.

        Raises PermanentError where the file is missing or shorter than it was, or where something else lies there.
        """
        with self._reaching(file.name) as path:
            self._fs.invalidate_cache()
            size = self._fs.size(path) if self._fs.exists(path) else 0
            if size < file.length:
                raise PermanentError(_too_short(path, size, file.length))
            return self._pages_behind(path, file.length) if size > file.length else set()

    def shortened(self, files: Iterable[ArchiveFile]) -> list[str]:
        """What is wrong with those of these files that are missing or shorter than they were; asks for a list and reads no file.

        Raises RetryableError where the archive cannot be reached.
        """
        with self._reaching("") as root:
            self._fs.invalidate_cache()
            sizes = {path: found["size"] for path, found in self._fs.find(root, detail=True).items()}
        lengths = {f"{root}{file.name}": file.length for file in files}
        return [_too_short(path, size, length) for path, length in lengths.items() if (size := sizes.get(path, 0)) < length]

    def extend(self, file: ArchiveFile, captures: Iterable[tuple[int, Response]]) -> tuple[ArchiveFile, dict[int, Place]]:
        """Write the file anew with these captures behind what it holds; returns the file as it is now, and each capture's place.

        Raises PermanentError where what it held has changed or what was written cannot be read back: the old file stays as it is.
        """
        with self._reaching(file.name) as path:
            self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
            with self._fs.open(f"{path}.new", "wb") as out:
                written = _Written(out)
                self._begin(file, path, written)
                places = {key: written.record(file.name, _record(response)) for key, response in captures}
                written.settle()
            if self._digest(f"{path}.new", written.length) != written.sha256:
                raise PermanentError(f"{path}.new: what was written cannot be read back. The file itself is as it was.")
            self._fs.mv(f"{path}.new", path)
            self._settle(path)
        return ArchiveFile(file.name, written.length, written.sha256), places

    @property
    def place(self) -> str:
        """Where the files lie, with the protocol."""
        return str(self._fs.unstrip_protocol(self._root))

    @property
    def folder(self) -> Path | None:
        """Where the files lie on a disk of ours; None for a bucket."""
        return Path(self._root) if isinstance(self._fs, LocalFileSystem) else None

    def copy_out(self, file: ArchiveFile, target: Path) -> None:
        """Copy what is known of a file to a path on disk. Raises PermanentError where its bytes are not those that were archived."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            written = _Written(out)
            for chunk in self._known(file):
                written.write(chunk)
        self._refuse_another(file, written.sha256)

    def _known(self, file: ArchiveFile) -> Iterator[bytes]:
        """What is known of a file. An error of the reader's own, whose disk is full, is none of the archive's."""
        with self._reaching(file.name) as path:
            yield from self._chunks(path, file.length)

    def put_back(self, file: ArchiveFile, source: Path) -> bool:
        """Copy a file from a backup to its place; False where it lies there already, longer perhaps. Raises PermanentError where another does."""
        with self._reaching(file.name) as path:
            if self._fs.exists(path):
                if self._digest(path, file.length) != file.sha256:
                    raise PermanentError(f"{path} is another file than the backup's. Move it away, then try again.")
                return False
            self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._fs.put_file(str(source), f"{path}.new")
            self._fs.mv(f"{path}.new", path)
            return True

    def remove(self, name: str) -> None:
        """Delete a file; one that is gone already is no error. Raises RetryableError where the archive cannot be reached."""
        with self._reaching(name) as path:
            if self._fs.exists(path):
                self._fs.rm_file(path)

    def _begin(self, file: ArchiveFile, path: str, written: _Written) -> None:
        if not file.length:
            written.write(_warcinfo(file.name))
            return
        for chunk in self._chunks(path, file.length):
            written.write(chunk)
        self._refuse_another(file, written.sha256)

    def _refuse_another(self, file: ArchiveFile, sha256: bytes) -> None:
        if sha256 != file.sha256:
            path = self._path(file.name)
            raise PermanentError(
                f"{path}: its first {file.length} bytes are not those that were archived. Put it back from a backup."
            )

    def _digest(self, path: str, length: int) -> bytes:
        digest = hashlib.sha256()
        for chunk in self._chunks(path, length):
            digest.update(chunk)
        return digest.digest()

    def _chunks(self, path: str, length: int) -> Iterator[bytes]:
        """The first `length` bytes of a file."""
        with self._fs.open(path, "rb") as stream:
            while length > 0 and (chunk := stream.read(min(CHUNK, length))):
                length -= len(chunk)
                yield chunk

    def _pages_behind(self, path: str, length: int) -> set[bytes]:
        with self._fs.open(path, "rb") as stream:
            stream.seek(length)
            try:
                records = ArchiveIterator(stream)
                return {hashlib.sha256(one.raw_stream.read()).digest() for one in records if one.rec_type == "response"}
            except ArchiveLoadFailed as error:
                raise PermanentError(f"{path}: what lies behind byte {length} is no WARC record. Move the file away.") from error

    def _settle(self, path: str) -> None:
        """A file's new name outlives a power cut; an object store's does anyway."""
        if isinstance(self._fs, LocalFileSystem):
            folder = os.open(os.path.dirname(path), os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    @contextmanager
    def _reaching(self, name: str) -> Iterator[str]:
        path = self._path(name)
        try:
            yield path
        except OSError as error:
            raise RetryableError(f"the archive file {path} cannot be reached: {error.strerror or error}") from error


def configured() -> Archive:
    """The archive that settings.yml names; a path without a protocol begins in the state folder. Raises ConfigError."""
    path = config.load_settings().archive.path
    return Archive(path if "://" in path else str(config.home() / (path or "archive")))


class _Written:
    """A file being written: how long it is, and the SHA-256 of that."""

    def __init__(self, out: Any) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self.length = 0

    @property
    def sha256(self) -> bytes:
        return self._digest.digest()

    def write(self, data: bytes) -> None:
        self._out.write(data)
        self._digest.update(data)
        self.length += len(data)

    def record(self, file: str, data: bytes) -> Place:
        place = Place(file, self.length, len(data))
        self.write(data)
        return place

    def settle(self) -> None:
        """On a disk of our own the bytes must outlive a power cut before the rows let go of theirs."""
        self._out.flush()
        try:
            os.fsync(self._out.fileno())
        except (io.UnsupportedOperation, AttributeError):
            return  # a bucket keeps what it has accepted


def _too_short(path: str, size: int, length: int) -> str:
    return f"{path} holds {size} bytes and should hold {length}. Put it back from a backup."


def _writer() -> tuple[WARCWriter, io.BytesIO]:
    out = io.BytesIO()
    return WARCWriter(out, gzip=True, warc_version="1.1"), out  # 1.1: times to the microsecond


def _warcinfo(name: str) -> bytes:
    writer, out = _writer()
    about = {
        "software": f"wirewatch/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description": "Pages of state media as they were received, after content decoding",
    }
    writer.write_record(writer.create_warcinfo_record(name.rpartition("/")[2], about))
    return out.getvalue()


def _record(response: Response) -> bytes:
    """The answer as a response record: a gzip member of its own. The same answer gives the same bytes."""
    writer, out = _writer()
    url = response.url if response.status in _REDIRECTS else response.final_url  # whose bytes these are
    when = response.fetched_at.isoformat(timespec="microseconds").replace("+00:00", "Z")
    digest = hashlib.sha256(response.body).hexdigest()
    headers = {"WARC-Date": when, "WARC-Record-ID": f"<{uuid.uuid5(uuid.NAMESPACE_URL, f'{url} {when} {digest}').urn}>"}
    record = writer.create_warc_record(
        url,
        "response",
        payload=io.BytesIO(response.body),
        length=len(response.body),
        http_headers=StatusAndHeaders(_status(response.status), _headers(response), protocol="HTTP/1.1"),
        warc_headers_dict=headers,
    )
    writer.write_record(record)
    return out.getvalue()


def _status(status: int) -> str:
    """The status line without its protocol; a status nobody has named is "Unknown"."""
    phrase = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Unknown"
    return f"{status} {phrase}"


def _headers(response: Response) -> list[tuple[str, str]]:
    """The headers as received, those that would lie about the decoded bytes under another name, and the true length."""
    kept = [
        (f"X-Archive-Orig-{name}" if name.lower() in _ON_THE_WIRE else name, value) for name, value in response.headers.items()
    ]
    return [*((_one_line(name), _one_line(value)) for name, value in kept), ("Content-Length", str(len(response.body)))]


def _one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text).strip()
