"""ingest of saved pages: what a person or another archive kept goes the same way as what we fetch, and never alerts.

An import is historical. A page older than one the article was read from before is kept as a capture and makes no revision: revisions
stand in the order in which the text was found to change, and alerts point at them.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sqlalchemy import Engine

from wirewatch import config
from wirewatch.configured import Source
from wirewatch.errors import WirewatchError
from wirewatch.models import Entry
from wirewatch.pipeline.ingest import store, whose
from wirewatch.pipeline.judging import boundary, judging
from wirewatch.pipeline.reparse import reparse_entry
from wirewatch.saved.found import Found, Page, Refused, Skipped
from wirewatch.sites.kcna_watch import refusals, urls
from wirewatch.storage import captures, crawls, entries
from wirewatch.storage.captures import Reader
from wirewatch.storage.entries import ByHand

log = logging.getLogger(__name__)


@dataclass
class Taken:
    """What became of the saved pages; `older` are kept as captures only, `unreadable` are kept with the reason."""

    pages: int = 0
    stored: int = 0
    revised: int = 0
    known: int = 0
    older: int = 0
    unreadable: dict[str, str] = field(default_factory=dict)  # where → why
    refused: dict[str, str] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)  # kind → how many
    without_source: Counter[str] = field(default_factory=Counter)  # label nobody configured → how many

    @property
    def complete(self) -> bool:
        """Everything that should be a page was taken and read."""
        return not self.unreadable and not self.refused

    def as_json(self) -> dict[str, object]:
        """The object that `ingest --json` prints."""
        return dict(vars(self))  # not asdict(): it makes of a Counter's items keys that JSON has no words for


def take(engine: Engine, sources: Mapping[str, Source], read: Reader, found: Iterable[Found]) -> Taken:
    """Store the pages among what was found, each in its own transactions."""
    done = Taken()
    for one in found:
        match one:
            case Skipped():
                done.skipped[one.kind] += 1
            case Refused():
                done.refused[one.where] = one.reason
            case Page():
                done.pages += 1
                _one(engine, sources, read, one, done)
    return done


def _one(engine: Engine, sources: Mapping[str, Source], read: Reader, page: Page, done: Taken) -> None:
    url = _on_the_site(page.response.url, sources)
    with engine.begin() as db:
        entry = entries.by_hand(db, Entry(url, urls.url_hash(url)))
        same = captures.same(db, entry.claimed.id, page.response.body)
        if same is None:
            same = captures.save(db, entry.claimed.id, page.response, imported=True), None
    if same[1] == "article":
        done.known += 1
        return
    try:
        with boundary(page.where):
            _store(engine, sources, read, page, entry, same[0], done)
    except WirewatchError as error:
        _fail(engine, entry, page, error.reason, done)


def _on_the_site(url: str, sources: Mapping[str, Source]) -> str:
    """The article's address where it is read: a copy's (`web.archive.org/web/2020…/https://kcnawatch.org/newstream/…`) is not it."""
    host = urlsplit(url).netloc.lower()
    ours = host.removeprefix("www.") in config.LIVE_HOSTS or host in {source.host for source in sources.values()}
    return url if ours else urls.on_host(url, f"https://{urls.ADAPTER_HOST}")


def _store(
    engine: Engine, sources: Mapping[str, Source], read: Reader, page: Page, entry: ByHand, capture_id: int, done: Taken
) -> None:
    claimed = entry.claimed
    with judging(engine, capture_id):
        article = refusals.read_article_response(page.response, claimed.url, claimed.listed_on, claimed.title)
    if entry.stored:
        reparse_entry(engine, sources, read, claimed.id)  # so that what differs now is the state's doing
    label_keys = crawls.source_keys_by_label(sources.values())
    revision_id = store(engine, None, claimed, article, capture_id, label_keys, "edited")
    _count(engine, entry, capture_id, revision_id, done)
    if revision_id is not None and whose(article, None, label_keys, claimed.source_key) is None:
        done.without_source[article.source or "(no source printed)"] += 1


def _count(engine: Engine, entry: ByHand, capture_id: int, revision_id: int | None, done: Taken) -> None:
    if revision_id is not None:
        done.revised += entry.stored
        done.stored += not entry.stored
        return
    with engine.begin() as db:
        outdated = captures.is_outdated(db, capture_id)
    done.older += outdated
    done.known += not outdated


def _fail(engine: Engine, entry: ByHand, page: Page, reason: str, done: Taken) -> None:
    log.warning("%s: %s", page.where, reason)
    done.unreadable[page.where] = reason
    if entry.new:
        with engine.begin() as db:
            entries.failed(db, entry.claimed.id, reason)
