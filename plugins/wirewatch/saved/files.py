"""Files and folders of saved pages. Whatever is wrong with a file is one line about it, and the others are read all the same."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from wirewatch.errors import ConfigError
from wirewatch.models import Response
from wirewatch.saved import warc
from wirewatch.saved.found import MAX_BYTES, Found, Page, Refused, Skipped, not_after_now
from wirewatch.sites.kcna_watch.saved import is_html, saved_from
from wirewatch.sites.kcna_watch.urls import article_key

PAGES = (".html", ".htm", ".xhtml", ".warc", ".warc.gz")


def find(paths: Iterable[Path], addresses: Mapping[Path, str]) -> Iterator[Found]:
    """What the files hold, folders with all below them; `addresses` are the URLs of HTML files by their resolved paths.

    In a folder only files called `.html`, `.htm`, `.xhtml`, `.warc` or `.warc.gz` are read; linked folders are not entered.
    """
    for path in paths:
        if os.path.isdir(path):
            yield from _in_folder(path, addresses)
        else:
            yield from _in_file(path, addresses)


def _in_folder(folder: Path, addresses: Mapping[Path, str]) -> Iterator[Found]:
    unreadable: list[OSError] = []
    for here, below, names in os.walk(folder, onerror=unreadable.append):
        below.sort()
        for name in sorted(names):
            path = Path(here, name)
            yield from _in_file(path, addresses) if name.lower().endswith(PAGES) else [Skipped(str(path), "other file")]
    yield from (Refused(str(error.filename), f"the folder cannot be read ({error.strerror})") for error in unreadable)


def _in_file(path: Path, addresses: Mapping[Path, str]) -> Iterator[Found]:
    if not os.path.isfile(path):  # a pipe would be waited for, a link to itself leads nowhere
        yield Refused(str(path), "there is no file here, or a link that leads nowhere")
        return
    try:
        with path.open("rb") as stream:
            saved_at = not_after_now(datetime.fromtimestamp(path.stat().st_mtime, UTC))
            if warc.is_warc(stream):
                yield from warc.records(str(path), stream, saved_at)
            else:
                yield _page(path, stream.read(MAX_BYTES + 1), addresses.get(path.resolve()), saved_at)
    except OSError as error:
        yield Refused(str(path), f"cannot be read ({error.strerror or error})")


def _page(path: Path, body: bytes, address: str | None, saved_at: datetime) -> Found:
    """The page in an HTML file; its date is the file's."""
    if reason := _no_page(body):
        return Refused(str(path), reason)
    url = address or saved_from(body)
    if url is None:
        return Refused(str(path), "which article it is stands nowhere in it. Name its URL in a file given with --urls.")
    return Page(str(path), Response(url, url, 200, {}, body, saved_at))


def _no_page(body: bytes) -> str | None:
    """Why bytes are no page, in words."""
    if not body.strip():
        return "it is empty"
    if len(body) > MAX_BYTES:
        return f"it is larger than {MAX_BYTES // 1024 // 1024} MiB"
    if body.startswith(b"\x1f\x8b"):
        return "it is compressed and holds no WARC. Unpack it first."
    if body[:4096].lstrip().startswith((b"From:", b"MIME-Version:")):
        return "it is a single-file web archive (MHTML). Save the page as HTML."
    return None if is_html(body) else "it is no HTML"


def read_addresses(file: Path) -> dict[Path, str]:
    """{path: URL} of a file of lines `path URL` (a tab or spaces between), or of a CSV file with the columns path and url.

    Paths are looked for here, then beside the file. Raises ConfigError with a line for each mistake.
    """
    addresses: dict[Path, str] = {}
    mistakes: list[str] = []
    for number, name, url in _lines(file):
        path = _existing(file, name)
        wrong = _mistake(name, url, path, addresses)
        if wrong:
            mistakes.append(f"{file}:{number}: {wrong}")
        elif path:
            addresses[path] = url
    if mistakes:
        raise ConfigError("\n".join(mistakes))
    return addresses


def _lines(file: Path) -> Iterator[tuple[int, str, str]]:
    """Number (from 1), path and URL of each line that says something."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: not UTF-8 (byte {error.start}). Save it as UTF-8.") from error
    columns = [name.strip().casefold() for name in lines[0].split(",")] if lines else []
    if {"path", "url"} <= set(columns):
        for number, row in enumerate(csv.reader(lines[1:]), 2):
            cells = dict(zip(columns, (cell.strip() for cell in row), strict=False))
            if cells:
                yield number, cells.get("path", ""), cells.get("url", "")
        return
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lstrip().startswith("#"):
            name, _, url = line.strip().rpartition("\t" if "\t" in line.strip() else " ")
            yield number, name.strip(), url.strip()


def _existing(file: Path, name: str) -> Path | None:
    places = (Path(name), file.parent / name) if name else ()
    return next((place.resolve() for place in places if place.exists()), None)


def _mistake(name: str, url: str, path: Path | None, addresses: Mapping[Path, str]) -> str | None:
    if not name or not url:
        return "a path and a URL belong on each line, with a tab or a space between them."
    if urlsplit(url).scheme not in ("http", "https") or article_key(url) is None:
        return f"“{url}” is no article's URL (https://kcnawatch.org/newstream/<number>-<number>/…)."
    if path is None:
        return f"there is no file “{name}”."
    if addresses.get(path, url) != url:
        return f"“{name}” has another URL further up: {addresses[path]}."
    return None
