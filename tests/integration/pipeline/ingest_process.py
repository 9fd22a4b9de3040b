"""Crawls a day and kills itself with SIGKILL at the step named in its argument, at the fourth article. Run by test_drift."""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
from datetime import date

from wirewatch.models import Listing, Politeness, Source
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.crawl import crawl
from wirewatch.sites.kcna_watch import refusals
from wirewatch.storage import articles, captures, database, entries

SETTINGS = json.loads(sys.argv[1])
FOURTH = 4


def dying_at_the_fourth(call, before: bool):  # type: ignore[no-untyped-def]
    turns = itertools.count(1)

    def wrapped(*args, **kwargs):  # type: ignore[no-untyped-def]
        fourth = next(turns) == FOURTH
        if fourth and before:
            os.kill(os.getpid(), signal.SIGKILL)
        result = call(*args, **kwargs)
        if fourth:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return wrapped


match SETTINGS["where"]:
    case "before_claim_commits":
        entries.claim = dying_at_the_fourth(entries.claim, before=False)
    case "before_capture_commits":
        captures.save = dying_at_the_fourth(captures.save, before=False)
    case "after_capture":
        refusals.read_article_response = dying_at_the_fourth(refusals.read_article_response, before=True)
    case "before_article_commits":
        articles.save = dying_at_the_fourth(articles.save, before=False)
    case "before_entry_is_stored":
        entries.stored = dying_at_the_fourth(entries.stored, before=True)

source = Source(
    key="kcna-en",
    label="KCNA.kp (En)",
    base_url=SETTINGS["base_url"],
    listing=Listing(method="more_articles", id=156),
    politeness=Politeness(delay_seconds=0),
    enabled=True,
)
day = date.fromisoformat(SETTINGS["day"])
crawl(database.connect(SETTINGS["url"]), source, Window(day, day), [], {}, SETTINGS["run"])
