"""ingest: claim an entry, fetch its page, commit the capture, read it, commit the article.

One bad page fails on its own row. A refusal of the site stops everything; so does a reader that fails again and again.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from wirewatch.errors import AccessDenied, PermanentError, RetryableError, SourceChanged, State, WirewatchError
from wirewatch.fetching import Fetcher
from wirewatch.models import Article
from wirewatch.pipeline import host
from wirewatch.sites.kcna_watch import refusals
from wirewatch.sites.kcna_watch.article import PARSER_VERSION
from wirewatch.storage import articles, crawls, entries
from wirewatch.storage.entries import Claimed

log = logging.getLogger(__name__)

# The design: "≥ 3 articles in a row or > 20 %" that fail the contract mean that the site has changed, not the article.
UNREADABLE_IN_A_ROW = 3
UNREADABLE_SHARE = 0.2


@dataclass
class Ingested:
    """What became of a batch; `retryable` holds the reasons of failures that another attempt may cure."""

    stored: int = 0
    failed: int = 0
    unreadable: int = 0
    unreadable_in_a_row: int = 0
    retryable: int = 0

    @property
    def layout_changed(self) -> bool:
        """Too many pages failed the contract to blame the pages."""
        read = self.stored + self.unreadable
        many = self.unreadable >= UNREADABLE_IN_A_ROW and self.unreadable > UNREADABLE_SHARE * read
        return many or self.unreadable_in_a_row >= UNREADABLE_IN_A_ROW


def ingest(
    engine: Engine, fetcher: Fetcher, crawl_id: int, ids: Sequence[int], owner: str, label_keys: Mapping[str, str]
) -> Ingested:
    """Read the entries with those ids, each in its own transactions. Raises AccessDenied, budget_spent and layout_changed."""
    done = Ingested()
    with engine.begin() as db:
        crawls.resume(db, crawl_id)
    before, robots_before = fetcher.requests_made, fetcher.requests_for_robots
    try:
        for entry_id in ids:
            _one(engine, fetcher, entry_id, owner, label_keys, done)
            if done.layout_changed:
                raise SourceChanged(
                    f"{done.unreadable} of {done.unreadable + done.stored} article pages cannot be read: the layout changed"
                )
    except WirewatchError as error:
        host.trouble(engine, fetcher.source, crawl_id, error)
        raise
    finally:
        with engine.begin() as db:
            robots = fetcher.requests_for_robots - robots_before
            crawls.spent(db, crawl_id, robots=robots, article=fetcher.requests_made - before - robots)
    return done


def _one(engine: Engine, fetcher: Fetcher, entry_id: int, owner: str, label_keys: Mapping[str, str], done: Ingested) -> None:
    with engine.begin() as db:
        entry = entries.claim(db, entry_id, owner)
    if entry is None:
        return
    try:
        _read(engine, fetcher, entry, label_keys)
    except WirewatchError as error:
        if isinstance(error, AccessDenied) or error.state is State.BUDGET_SPENT:
            with engine.begin() as db:
                entries.release(db, entry.id)
            raise
        _count_failure(done, error)
        _fail(engine, entry, error.reason, gone=isinstance(error, PermanentError))
    except Exception as error:
        log.exception("entry %s failed unexpectedly", entry.id)
        done.failed += 1
        _fail(engine, entry, f"unexpected {type(error).__name__} while reading the page", gone=False)
    else:
        done.stored += 1
        done.unreadable_in_a_row = 0


def _read(engine: Engine, fetcher: Fetcher, entry: Claimed, label_keys: Mapping[str, str]) -> None:
    response = fetcher.fetch(entry.url)
    with engine.begin() as db:
        capture_id = articles.save_capture(db, entry.id, response)
    article = refusals.read_article_response(response, entry.url, entry.listed_on, entry.title)
    store(engine, fetcher, entry, article, capture_id, label_keys)


def store(
    engine: Engine, fetcher: Fetcher, entry: Claimed, article: Article, capture_id: int, label_keys: Mapping[str, str]
) -> None:
    """Commit the article, its revision, and the entries its "More From" names (a free listing, only recorded here)."""
    listed_by_id = fetcher.source.listing.id is not None
    own = fetcher.source.key
    key = own if listed_by_id else label_keys.get((article.source or "").casefold())
    # A transaction of its own: batches read at once name each other's entries, and would wait for each other for ever.
    with engine.begin() as db:
        entries.record(db, key, article.more_from, "more_from")
    with engine.begin() as db:
        articles.save(db, entry, article, key, capture_id, PARSER_VERSION)
        entries.stored(db, entry.id, key)


def _count_failure(done: Ingested, error: WirewatchError) -> None:
    done.failed += 1
    done.retryable += isinstance(error, RetryableError)
    if isinstance(error, SourceChanged):
        done.unreadable += 1
        done.unreadable_in_a_row += 1


def _fail(engine: Engine, entry: Claimed, reason: str, gone: bool) -> None:
    log.warning("entry %s failed: %s", entry.id, reason)
    with engine.begin() as db:
        entries.failed(db, entry.id, reason, gone)
