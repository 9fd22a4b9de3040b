"""audit: hold what article pages name under "More From" against the listing that was read, and read what it should have held.

Every fetched page carries the newest items of its source: a second listing at no request. An item of it that is dated in a day the
crawl covers, that the site had when the listing was read, and that the listing did not hold, is a gap of the listing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from sqlalchemy import Connection, Engine

from wirewatch.errors import State
from wirewatch.fetching import Fetcher
from wirewatch.models import KST
from wirewatch.pipeline.ingest import ingest
from wirewatch.sites.kcna_watch import urls
from wirewatch.storage import crawls, gaps
from wirewatch.storage.crawls import Crawl
from wirewatch.storage.gaps import Unlisted

MOST_ROUNDS = 5  # pages read by the audit name others; a listing that lacks more than this many rounds find is told of as it is


@dataclass
class Audited:
    """The entries that were read because no listing held them, and how many of their pages another attempt may cure."""

    read: list[int] = field(default_factory=list)
    retryable: int = 0


def audit(
    engine: Engine, fetcher: Fetcher, crawl_id: int, owner: str, label_keys: Mapping[str, str], again: bool = False
) -> Audited:
    """Read what the listing lacked, until nothing new is named; their days are gaps. Does nothing for a crawl that ended in trouble.

    Raises what reading the articles raises (AccessDenied, SourceChanged, RetryableError), after the gaps are written down.
    """
    done = Audited()
    for _ in range(MOST_ROUNDS):
        with engine.begin() as db:
            ids = [one for one in _find(db, crawls.get(db, crawl_id)) if one not in done.read]
        if not ids:
            break
        done.read += ids
        done.retryable += ingest(engine, fetcher, crawl_id, ids, owner, label_keys, again).retryable
    with engine.begin() as db:
        gaps.mark(db, crawls.get(db, crawl_id))
    return done


def _find(db: Connection, crawl: Crawl) -> list[int]:
    """Write down the gaps that are known now; returns the entries among them to read."""
    if crawl.listing_read_at is None or crawl.method is None or crawl.state not in (State.OK, State.QUIET):
        return []
    missed = [one for one in gaps.unlisted(db, crawl) if was_missed(one, crawl.listing_read_at)]
    gaps.record(db, crawl, missed)
    gaps.mark(db, crawl)
    return gaps.to_read(db, crawl)


def was_missed(item: Unlisted, read_at: datetime) -> bool:
    """Whether the listing should have held it: the site took it in before the listing was read (else it is late), and not before its
    day began (else its date or its address is wrong, and nobody can say)."""
    came = urls.ingested_at(item.url)
    return came is not None and datetime.combine(item.day, time(), KST) <= came <= read_at
