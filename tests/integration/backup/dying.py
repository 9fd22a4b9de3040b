"""Backs up or restores, and kills itself with SIGKILL after the step named in its argument. Run by test_backup."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from wirewatch.archive import Archive
from wirewatch.cli.backups import programs
from wirewatch.pipeline import backup, restore
from wirewatch.storage import database, dumps, replacing

SETTINGS = json.loads(sys.argv[1])


def dying_after(call):  # type: ignore[no-untyped-def]
    def wrapped(*args, **kwargs):  # type: ignore[no-untyped-def]
        call(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    return wrapped


if SETTINGS["after"] == "dump":
    dumps.dump = dying_after(dumps.dump)  # type: ignore[assignment]
elif SETTINGS["after"] == "set_aside":
    dumps.restore = dying_after(lambda *_: None)  # type: ignore[assignment]
elif SETTINGS["after"] == "restore":
    replacing.drop_aside = dying_after(lambda _: None)  # type: ignore[assignment]

engine, store, config, place = database.connect(SETTINGS["url"]), Archive(SETTINGS["archive"]), Path("/"), Path(SETTINGS["place"])
if SETTINGS["after"] == "dump":
    backup.backup(engine, store, config, programs(), place)
restore.restore(engine, store, config, programs(), place, overwrite=True, say=print)
