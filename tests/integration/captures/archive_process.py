"""Archives everything and kills itself with SIGKILL at the step named in its argument. Run by test_archive."""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import UTC, datetime

from fsspec.implementations.local import LocalFileSystem

from wirewatch.archive import Archive, _Written
from wirewatch.pipeline import archive
from wirewatch.storage import archives, database

SETTINGS = json.loads(sys.argv[1])


def die(*args, **kwargs):  # type: ignore[no-untyped-def]
    os.kill(os.getpid(), signal.SIGKILL)


def dying_after(call):  # type: ignore[no-untyped-def]
    def wrapped(*args, **kwargs):  # type: ignore[no-untyped-def]
        call(*args, **kwargs)
        die()

    return wrapped


match SETTINGS["where"]:
    case "while_writing":
        _Written.record = dying_after(_Written.record)  # type: ignore[method-assign]
    case "before_move":
        LocalFileSystem.mv = die
    case "before_rows":
        archives.switch = die
    case "before_commit":
        archives.switch = dying_after(archives.switch)

later = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
archive.archive(database.connect(SETTINGS["url"]), Archive(SETTINGS["path"]), "month", later)
