"""ingest: claim an entry, fetch its page, commit the capture, read it, commit the article.

One bad page fails on its own row. A refusal of the site stops everything; so does a reader that fails again and again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from wirewatch.configured import Source
from wirewatch.errors import AccessDenied, RetryableError, SourceChanged, State, WirewatchError
from wirewatch.fetching import Fetcher
from wirewatch.models import Article
from wirewatch.pipeline import host
from wirewatch.pipeline.judging import GONE, Unforeseen, boundary, judging
from wirewatch.pipeline.listing.pages import is_label
from wirewatch.sites.kcna_watch import article as reader
from wirewatch.sites.kcna_watch import refusals, urls
from wirewatch.sites.kcna_watch.sources import known_label
from wirewatch.storage import articles, captures, crawls, entries
from wirewatch.storage.articles import Cause
from wirewatch.storage.entries import Claimed

log = logging.getLogger(__name__)

# The design: "≥ 3 articles in a row or > 20 %" that fail the contract mean that the site has changed, not the article.
UNREADABLE_IN_A_ROW = 3
UNREADABLE_SHARE = 0.2
LOOK_AGAIN_SECONDS = 1.0
DOWN_IN_A_ROW = 3  # each was tried several times: the site is down, not the article


@dataclass
class Ingested:
    """What became of a batch; `retryable` holds the reasons of failures that another attempt may cure."""

    stored: int = 0
    failed: int = 0
    unreadable: int = 0
    unreadable_in_a_row: int = 0
    down_in_a_row: int = 0
    retryable: int = 0
    last: WirewatchError | None = None

    @property
    def layout_changed(self) -> bool:
        """Too many pages failed the contract to blame the pages."""
        read = self.stored + self.unreadable
        many = self.unreadable >= UNREADABLE_IN_A_ROW and self.unreadable > UNREADABLE_SHARE * read
        return many or self.unreadable_in_a_row >= UNREADABLE_IN_A_ROW

    @property
    def for_example(self) -> str:
        """The last failure's reason, to be put behind a count of them."""
        return f"; the last one: {self.last.reason}" if self.last else ""

    @property
    def evidence(self) -> dict[str, object]:
        """What the last page that failed looked like."""
        return dict(self.last.evidence) if self.last else {}


def ingest_all(
    engine: Engine,
    fetcher: Fetcher,
    crawl_id: int,
    ids: Sequence[int],
    owner: str,
    label_keys: Mapping[str, str],
    again: bool = False,
    take: Callable[[Sequence[int]], Iterable[int]] = iter,
) -> Ingested:
    """Read the entries, then those another worker (a poll, a backfill) held in the meantime, once it is done or dead.

    `take` hands the ids on one by one, and may reverse their order or stop early. Raises what `ingest` raises.
    """
    done = ingest(engine, fetcher, crawl_id, take(ids), owner, label_keys, again)
    if _wait_while_held(engine, fetcher.source, crawl_id, ids, owner):
        rest = ingest(engine, fetcher, crawl_id, take(ids), owner, label_keys, again)
        done.stored, done.retryable = done.stored + rest.stored, done.retryable + rest.retryable
    return done


def _wait_while_held(engine: Engine, source: Source, crawl_id: int, ids: Sequence[int], owner: str) -> bool:
    """Until no other worker holds one of these entries: one that lives is done in a moment, a dead one's lease ends."""
    waited = False
    while pause := _held(engine, ids, owner):
        log.info("another worker holds an article; waiting at most %.0f s for it", pause)
        host.stop_if_closed(engine, source, crawl_id)
        time.sleep(min(pause, LOOK_AGAIN_SECONDS))
        waited = True
    return waited


def _held(engine: Engine, ids: Sequence[int], owner: str) -> float:
    with engine.begin() as db:
        return entries.held_by_others(db, ids, owner)


def ingest(
    engine: Engine,
    fetcher: Fetcher,
    crawl_id: int,
    ids: Iterable[int],
    owner: str,
    label_keys: Mapping[str, str],
    again: bool = False,
) -> Ingested:
    """Read the entries with those ids, each in its own transactions; `again` where a task is tried another time. Raises AccessDenied, and what stands for budget_spent, down or layout_changed."""
    done = Ingested()
    with engine.begin() as db:
        crawls.resume(db, crawl_id, again)
    before, robots_before = fetcher.requests_made, fetcher.requests_for_robots
    try:
        for entry_id in ids:
            _one(engine, fetcher, crawl_id, entry_id, owner, label_keys, done)
            if done.layout_changed:
                reason = f"{done.unreadable} of {done.unreadable + done.stored} article pages cannot be read{done.for_example}"
                raise SourceChanged(reason, done.evidence)
            if done.down_in_a_row >= DOWN_IN_A_ROW:
                reason = f"{done.down_in_a_row} articles in a row could not be fetched{done.for_example}"
                raise RetryableError(reason, State.DOWN, done.evidence)
    except WirewatchError as error:
        host.trouble(engine, fetcher.source, crawl_id, error)
        raise
    finally:
        with engine.begin() as db:
            robots = fetcher.requests_for_robots - robots_before
            crawls.spent(db, crawl_id, robots=robots, article=fetcher.requests_made - before - robots)
    return done


def _one(
    engine: Engine, fetcher: Fetcher, crawl_id: int, entry_id: int, owner: str, label_keys: Mapping[str, str], done: Ingested
) -> None:
    with engine.begin() as db:
        entry = entries.claim(db, entry_id, owner)
    if entry is None:
        return
    try:
        with boundary(f"entry {entry.id}"):
            _read(engine, fetcher, crawl_id, entry, label_keys)
    except Unforeseen as error:
        done.failed += 1
        done.retryable += 1
        _fail(engine, entry, error.reason)
    except WirewatchError as error:
        if isinstance(error, AccessDenied) or error.state is State.BUDGET_SPENT:
            with engine.begin() as db:
                entries.release(db, entry.id)
            raise
        _count_failure(done, error, first_attempt=entry.attempts == 1)
        gone, passing = error.evidence.get("status") in GONE, isinstance(error, RetryableError)
        _fail(engine, entry, error.reason, gone, passing)
    else:
        done.stored += 1
        done.unreadable_in_a_row = done.down_in_a_row = 0


def _read(engine: Engine, fetcher: Fetcher, crawl_id: int, entry: Claimed, label_keys: Mapping[str, str]) -> None:
    response = fetcher.fetch(urls.on_host(entry.url, fetcher.source.base_url))
    with engine.begin() as db:
        capture_id = captures.save(db, entry.id, response)
    with judging(engine, capture_id):
        article = refusals.read_article_response(response, entry.url, entry.listed_on, entry.title)
        refuse_foreign(article, fetcher.source, label_keys)
    store(engine, fetcher.source, entry, article, capture_id, label_keys)
    if entry.source_key == fetcher.source.key and is_unheard(article.source, label_keys):
        with engine.begin() as db:
            crawls.note(db, crawl_id, unheard(article.source, fetcher.source))


def store(
    engine: Engine,
    source: Source | None,
    entry: Claimed,
    article: Article,
    capture_id: int,
    label_keys: Mapping[str, str],
    cause: Cause = "edited",
) -> int | None:
    """Commit the article, its revision, and the entries its "More From" names (a free listing, only recorded here).

    Returns the id of the revision it made, or None when title and body are as they were; `cause` is why they differ.
    Without a source (a page brought by hand) the article is of the one its page prints.
    """
    key = whose(article, source, label_keys, entry.source_key)
    others = article.more_from
    if source is not None:
        others = tuple(replace(other, url=urls.on_host(other.url, source.base_url)) for other in others)
    # A transaction of its own: batches read at once name each other's entries, and would wait for each other for ever.
    with engine.begin() as db:
        entries.record(db, key, others, "more_from")
    with engine.begin() as db:
        revision_id = articles.save(db, entry, article, key, capture_id, reader.PARSER_VERSION, cause)
        entries.stored(db, entry.id, key)
    return revision_id


def refuse_foreign(article: Article, source: Source, label_keys: Mapping[str, str]) -> None:
    """Raise SourceChanged for a page of another publication we know in a listing asked for by id: the listing is not the source's."""
    printed = article.source or ""
    known = known_label(printed) is not None or printed.casefold() in label_keys
    if source.listing.id is not None and known and not is_label(printed, source):
        raise SourceChanged(f"the page is of {printed}, the listing was asked for {source.label}")


def whose(article: Article, source: Source | None, label_keys: Mapping[str, str], listed: str | None) -> str | None:
    """The key of the source an article is from: the one its page names. One that nobody configured is nobody's (None),
    unless a listing asked for by id, or a logo (`listed`), gave it: then our label is only another spelling of the page's.
    """
    if source is not None and is_label(article.source, source):
        return source.key
    named = label_keys.get((article.source or "").casefold())
    if named is not None:
        return named
    if source is not None and source.listing.id is not None:
        return source.key
    return listed if is_unheard(article.source, label_keys) else None


def is_unheard(printed: str | None, label_keys: Mapping[str, str]) -> bool:
    """Whether a page names a publication that no source file and no logo has a name like."""
    return printed is not None and known_label(printed) is None and printed.casefold() not in label_keys


def unheard(printed: str | None, source: Source) -> str:
    """What the operator should correct: many labels in source files are inferred from logos."""
    return f"pages of {source.key} print “{printed}” after “Source:”, its file says “{source.label}”: add it to `aliases` there"


def _count_failure(done: Ingested, error: WirewatchError, first_attempt: bool) -> None:
    """Count a failure. Pages that failed before say nothing new about the site."""
    done.failed += 1
    done.last = error
    if isinstance(error, RetryableError):
        done.retryable += 1
        done.down_in_a_row += 1
    elif first_attempt:
        done.unreadable += 1
        done.unreadable_in_a_row += 1


def _fail(engine: Engine, entry: Claimed, reason: str, gone: bool = False, passing: bool = False) -> None:
    log.warning("entry %s failed: %s", entry.id, reason)
    with engine.begin() as db:
        entries.failed(db, entry.id, reason, gone, passing)
