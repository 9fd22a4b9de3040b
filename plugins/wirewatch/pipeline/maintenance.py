"""maintenance: what has become old enough is thrown away, as `retention` in settings.yml says."""

from __future__ import annotations

import errno
import os
import re
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from wirewatch.archive import Archive
from wirewatch.configured import Retention
from wirewatch.errors import RetryableError
from wirewatch.storage import archives, retention


def tidy(engine: Engine, store: Archive, keep: Retention, now: datetime) -> dict[str, int]:
    """Throw away what the store may forget; returns how many of what. Raises RetryableError while the archive is being written."""
    before = now - timedelta(days=keep.crawls_days)
    with engine.begin() as db:
        gone = {"crawl entries": retention.forget_crawls(db, before), "readings": retention.forget_readings(db, before)}
    if keep.captures_days is not None:
        gone["archive files"] = _drop_captures(engine, store, now - timedelta(days=keep.captures_days))
    return gone


def _drop_captures(engine: Engine, store: Archive, before: datetime) -> int:
    """Delete the files of the archive that hold nothing newer: the row says so only if the file is gone, and a file is gone once."""
    with archives.alone(engine) as mine:
        if not mine:
            raise RetryableError("another run is writing the archive")
        with engine.begin() as db:
            names = retention.old_files(db, before)
        for name in names:
            with engine.begin() as db:
                retention.drop_file(db, name)
                store.remove(name)
    return len(names)


def remove_old_logs(folder: Path, before: datetime) -> int:
    """Delete the files below a folder that were last written before that time, and folders this leaves empty; returns how many files."""
    removed, emptied = 0, set[Path]()
    for at, folders, names in os.walk(folder, topdown=False):
        place = Path(at)
        old = [file for name in names if _is_older(file := place / name, before)]
        for file in old:
            file.unlink(missing_ok=True)
        removed += len(old)
        # A folder that was empty before may be one in which a task is about to write.
        if place != folder and (old or any(place / name in emptied for name in folders)) and _left_empty(place):
            emptied.add(place)
    return removed


def _left_empty(folder: Path) -> bool:
    """Remove a folder if it is empty. Only the attempt tells: a task may write its log there at this moment, and keeps it."""
    try:
        folder.rmdir()
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT):  # EEXIST: some systems' word for the first
            raise
        return False
    return True


def _is_older(file: Path, before: datetime) -> bool:
    try:
        return file.lstat().st_mtime < before.timestamp()
    except FileNotFoundError:  # somebody else's rotation was quicker
        return False


# What `airflow db clean` prints of each table.
_CLEANED = re.compile(r"^Checking table (\w+)\s+Found (\d+) rows", re.MULTILINE)


def cleaned(said: str) -> dict[str, int]:
    """{table: rows deleted} out of the words of `airflow db clean`; tables without any are left out."""
    return {table: int(rows) for table, rows in _CLEANED.findall(said) if int(rows)}
