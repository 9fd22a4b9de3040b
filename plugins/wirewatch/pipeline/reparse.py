"""reparse: articles read again from their captures, without the network.

A better parser makes a revision with cause `reparsed` where it finds another title or body; metadata is brought up to date. It never
makes an edit: only the state edits. A page that could not be read and now can is news that was not told: it keeps its entry's own
historical flag and may alert, marked late.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Engine

from wirewatch.configured import Source
from wirewatch.errors import WirewatchError
from wirewatch.models import Article, Response
from wirewatch.pipeline.ingest import refuse_foreign, store
from wirewatch.pipeline.judging import boundary, judging
from wirewatch.sites.kcna_watch import article as reader
from wirewatch.sites.kcna_watch import refusals
from wirewatch.storage import captures, crawls
from wirewatch.storage.captures import Reader, ToRead, Wanted

log = logging.getLogger(__name__)

EVERY = 100  # articles between two words of progress


class Outcome(StrEnum):
    """What reading a capture again came to."""

    UNCHANGED = "unchanged"
    REVISED = "revised"
    RECOVERED = "recovered"


@dataclass
class Reparsed:
    """How many captures were read again and what came of them; `lost` are articles the parser could read before."""

    read: int = 0
    unchanged: int = 0
    revised: int = 0
    recovered: int = 0
    unreadable: int = 0
    lost: int = 0
    reasons: dict[str, str] = field(default_factory=dict)  # of those that could not be read, by URL

    @property
    def complete(self) -> bool:
        """Every capture could be read."""
        return not self.unreadable and not self.lost


def reparse(
    engine: Engine,
    sources: Mapping[str, Source],
    read: Reader,
    wanted: Wanted,
    only_stale: bool = False,
    progress: Callable[[str], None] = lambda words: None,
) -> Reparsed:
    """Read the wanted captures again, each in its own transactions; `only_stale` leaves out those this parser has read."""
    done = Reparsed()
    with engine.begin() as db:
        ids = captures.to_reread(db, wanted, _unless(only_stale))
    for count, entry_id in enumerate(ids, 1):
        _one(engine, sources, read, entry_id, done)
        if count % EVERY == 0:
            progress(f"{count} of {len(ids)} captures read again")
    return done


def reparse_entry(
    engine: Engine, sources: Mapping[str, Source], read: Reader, entry_id: int, only_stale: bool = True
) -> Outcome | None:
    """Bring a stored article up to the current parser, from its newest readable capture; None where there is nothing to read again.

    After it, a page fetched now that reads otherwise than the latest revision was changed by the state. Raises WirewatchError where
    the capture cannot be read.
    """
    with engine.begin() as db:
        found = captures.to_read(db, entry_id, _unless(only_stale))
    return None if found is None or not found.stored else _reread(engine, sources, read, found)


def _one(engine: Engine, sources: Mapping[str, Source], read: Reader, entry_id: int, done: Reparsed) -> None:
    with engine.begin() as db:
        found = captures.to_read(db, entry_id)
    if found is None:
        return
    done.read += 1
    try:
        with boundary(f"capture {found.id}"):
            outcome = _reread(engine, sources, read, found)
    except WirewatchError as error:
        _count_failure(engine, found, error.reason, done)
    else:
        setattr(done, outcome, getattr(done, outcome) + 1)


def _reread(engine: Engine, sources: Mapping[str, Source], read: Reader, found: ToRead) -> Outcome:
    with engine.begin() as db:
        response = captures.response(db, found.id, read)
    source = sources.get(found.source_key or "")
    label_keys = crawls.source_keys_by_label(sources.values())
    article = _article(engine, found, response, source, label_keys)
    revision = store(engine, source, found.entry, article, found.id, label_keys, "reparsed")
    if not found.stored:
        return Outcome.RECOVERED
    return Outcome.UNCHANGED if revision is None else Outcome.REVISED


def _article(engine: Engine, found: ToRead, response: Response, source: Source | None, label_keys: Mapping[str, str]) -> Article:
    """The article in a capture. An unreadable page is judged anew; one that was an article stays one, whatever is raised here."""
    if found.stored:
        return _read(found, response, source, label_keys)
    with judging(engine, found.id):
        return _read(found, response, source, label_keys)


def _read(found: ToRead, response: Response, source: Source | None, label_keys: Mapping[str, str]) -> Article:
    entry = found.entry
    article = refusals.read_article_response(response, entry.url, entry.listed_on, entry.title)
    if source is not None:
        refuse_foreign(article, source, label_keys)
    return article


def _count_failure(engine: Engine, found: ToRead, reason: str, done: Reparsed) -> None:
    log.warning("capture %s cannot be read again: %s", found.id, reason)
    done.reasons[found.entry.url] = reason
    if found.stored:
        done.lost += 1
        return
    done.unreadable += 1
    with engine.begin() as db:
        captures.still_unreadable(db, found.entry.id, reason)


def _unless(only_stale: bool) -> str | None:
    return reader.PARSER_VERSION if only_stale else None
