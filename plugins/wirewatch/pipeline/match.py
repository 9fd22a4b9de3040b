"""match: hold every revision never matched with a list against it, and keep what is found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from wirewatch.config import fingerprint
from wirewatch.models import Watchlist
from wirewatch.storage import articles, mentions
from wirewatch.watchlist.matcher import Matcher


@dataclass
class Matched:
    """How many revisions were looked at, how many mentions are new, and how many of those may alert (not historical)."""

    revisions: int = 0
    mentions: int = 0
    fresh: int = 0


def match(engine: Engine, watchlists: Iterable[Watchlist], entry_ids: Sequence[int] | None = None) -> Matched:
    """Match the stored revisions of these entries, or of all (None). A second call finds nothing left to do."""
    done = Matched()
    for watchlist in watchlists:
        matcher = Matcher(watchlist)
        with engine.begin() as db:
            version = mentions.list_version(db, watchlist.name, fingerprint(watchlist))
            for revision in articles.unmatched(db, watchlist.name, entry_ids):
                found = matcher.find({"title": revision.title or "", "body": revision.body})
                new = mentions.save(db, revision.id, watchlist.name, version, found, revision.historical)
                done.revisions += 1
                done.mentions += new
                done.fresh += 0 if revision.historical else new
    return done
