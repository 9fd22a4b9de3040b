"""Crawls a day and kills itself with SIGKILL at the step named in its argument, at the fourth article. Run by test_drift."""

from __future__ import annotations

import json
import sys
from datetime import date

from dying import dying

from demo.settings import kcna_at
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.crawl import crawl
from wirewatch.sites.kcna_watch import refusals
from wirewatch.storage import articles, captures, database, entries

SETTINGS = json.loads(sys.argv[1])
FOURTH = 4


match SETTINGS["where"]:
    case "before_claim_commits":
        entries.claim = dying(entries.claim, FOURTH)
    case "before_capture_commits":
        captures.save = dying(captures.save, FOURTH)
    case "after_capture":
        refusals.read_article_response = dying(refusals.read_article_response, FOURTH, before=True)
    case "before_article_commits":
        articles.save = dying(articles.save, FOURTH)
    case "before_entry_is_stored":
        entries.stored = dying(entries.stored, FOURTH, before=True)

source = kcna_at(SETTINGS["base_url"])
day = date.fromisoformat(SETTINGS["day"])
crawl(database.connect(SETTINGS["url"]), source, Window(day, day), [], {}, SETTINGS["run"])
