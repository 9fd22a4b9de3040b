"""Reads articles again and kills itself with SIGKILL at the step named in its argument, at the tenth. Run by test_recheck."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime

from dying import dying

from demo.settings import kcna_at
from wirewatch import archive
from wirewatch.models import Purpose
from wirewatch.pipeline import host, recheck
from wirewatch.pipeline.recheck import Tour
from wirewatch.pipeline.recheck_summary import recheck_source
from wirewatch.sites.kcna_watch import refusals
from wirewatch.storage import database, rechecks

SETTINGS = json.loads(sys.argv[1])
TENTH = 10


match SETTINGS["where"]:
    case "after_capture":
        refusals.read_article_response = dying(refusals.read_article_response, TENTH, before=True)
    case "before_check_commits":
        rechecks.record = dying(rechecks.record, TENTH)
    case "after_check":
        recheck._write = dying(recheck._write, TENTH)

source = kcna_at(SETTINGS["base_url"])
now = datetime.fromisoformat(SETTINGS["now"])
store = database.connect(SETTINGS["url"])
fetcher = host.fetcher(store, source, Purpose.RECHECK)
tour = Tour(store, fetcher, archive.configured().read, f"test {os.getpid()}", lambda: now)
recheck_source(tour, (1, 3, 14), [])
