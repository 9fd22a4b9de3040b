"""Reads articles again and kills itself with SIGKILL at the step named in its argument, at the tenth. Run by test_recheck."""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

from wirewatch import archive
from wirewatch.models import Listing, Politeness, Purpose, Source
from wirewatch.pipeline import host, recheck
from wirewatch.pipeline.recheck import Tour
from wirewatch.pipeline.recheck_summary import recheck_source
from wirewatch.sites.kcna_watch import refusals
from wirewatch.storage import database, rechecks

SETTINGS = json.loads(sys.argv[1])
TENTH = 10


def dying(call: Callable[..., Any], before: bool) -> Callable[..., Any]:
    turns = itertools.count(1)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        tenth = next(turns) == TENTH
        if tenth and before:
            os.kill(os.getpid(), signal.SIGKILL)
        result = call(*args, **kwargs)
        if tenth:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return wrapped


match SETTINGS["where"]:
    case "after_capture":
        refusals.read_article_response = dying(refusals.read_article_response, before=True)
    case "before_check_commits":
        rechecks.record = dying(rechecks.record, before=False)
    case "after_check":
        recheck._write = dying(recheck._write, before=False)

source = Source(
    key="kcna-en",
    label="KCNA.kp (En)",
    base_url=SETTINGS["base_url"],
    listing=Listing(method="more_articles", id=156),
    politeness=Politeness(delay_seconds=0),
    enabled=True,
)
now = datetime.fromisoformat(SETTINGS["now"])
store = database.connect(SETTINGS["url"])
fetcher = host.fetcher(store, source, Purpose.RECHECK)
tour = Tour(store, fetcher, archive.configured().read, f"test {os.getpid()}", lambda: now)
recheck_source(tour, (1, 3, 14), [])
