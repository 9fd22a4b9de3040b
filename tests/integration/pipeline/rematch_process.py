"""Re-matches in batches of five texts and kills itself with SIGKILL at the step named in its argument. Run by test_rematch."""

from __future__ import annotations

import json
import sys

from dying import dying

from wirewatch.configured import Entity, Watchlist
from wirewatch.pipeline import rematch
from wirewatch.storage import database, mentions

SETTINGS = json.loads(sys.argv[1])

rematch.BATCH = 5
match SETTINGS["where"]:
    case "before_a_batch_commits":
        mentions.write = dying(mentions.write, 2)
    case "after_a_batch":
        rematch._batch = dying(rematch._batch, 3, before=True)
    case "between_the_mentions_and_the_mark":
        mentions._insert = dying(mentions._insert, 2)

watchlist = Watchlist(tuple(Entity(name, country="kp") for name in SETTINGS["names"]), "list", "list")
rematch.rematch(database.connect(SETTINGS["url"]), [watchlist])
