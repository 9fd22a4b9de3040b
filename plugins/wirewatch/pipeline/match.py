"""match: hold every revision never matched with a list against it, and keep what is found.

An entry whose page could not be read is matched on what the listing says of it, so that a wall does not hide who is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from wirewatch.config import fingerprint
from wirewatch.models import Mention, Watchlist
from wirewatch.sites.kcna_watch.article import PARSER_VERSION
from wirewatch.sites.kcna_watch.languages import language_of
from wirewatch.storage import articles, listed, mentions, officials, rechecks
from wirewatch.storage.articles import Unmatched
from wirewatch.watchlist.matcher import Matcher, from_listing
from wirewatch.watchlist.officials import printed
from wirewatch.watchlist.prose.passage import Field

LATELY_DAYS = 2


@dataclass
class Matched:
    """How many revisions were looked at, how many mentions are new, and how many of those may alert (not historical)."""

    revisions: int = 0
    mentions: int = 0
    fresh: int = 0


def match(
    engine: Engine,
    watchlists: Sequence[Watchlist],
    source_key: str | None = None,
    entry_ids: Sequence[int] = (),
    lately: bool = False,
) -> Matched:
    """Match what no run has matched yet, of a source and of these entries, or of all. A second call finds nothing left to do.

    Each text is a transaction of its own: what is done stays done. Of these entries, those that have no page by now are matched
    on the listing's words: call it when whoever reads them has given up. `lately`, for batches: beside these entries only what was
    stored in the last LATELY_DAYS is looked at, which takes no longer the more is stored; the end of a crawl looks at everything.
    """
    done, matchers = Matched(), {watchlist.name: Matcher(watchlist) for watchlist in watchlists}
    with engine.begin() as db:
        versions = {watchlist.name: mentions.list_version(db, watchlist.name, fingerprint(watchlist)) for watchlist in watchlists}
        for entry in listed.waiting(db, entry_ids):
            listed.save(db, entry, language_of(entry.text), PARSER_VERSION)
    with engine.begin() as db:  # after the first: it holds the lists' locks, for which all who match wait
        waiting = articles.unmatched(db, list(matchers), source_key, entry_ids, LATELY_DAYS if lately else None)
    for revision_id in waiting:
        _match(engine, revision_id, matchers, versions, done)
    return done


def _match(engine: Engine, revision_id: int, matchers: Mapping[str, Matcher], versions: Mapping[str, int], done: Matched) -> None:
    """Match one text. One that was matched before meets a newer list: what that finds is a re-match's, historical.

    So is a person in an edited text who stood in the text before: only whom the edit put in is news.
    """
    with engine.begin() as db:
        revision = articles.to_match(db, revision_id)
        before = rechecks.text_before_edit(db, revision_id)
        historical = revision.historical or bool(revision.matched_with)
        for name in matchers.keys() - set(revision.matched_with):
            found = find(matchers[name], revision)
            new = mentions.save(db, revision.id, name, versions[name], found, historical)
            done.mentions += new
            done.fresh += 0 if historical else new
            stood = persons_in(before, matchers[name]) if before else set()
            done.fresh -= mentions.no_news(db, revision.id, name, stood)
        officials.replace(db, revision.id, printed.officials(texts(revision)))
        listed.replace(db, revision.id)
    done.revisions += 1


def persons_in(text: tuple[str, str], matcher: Matcher) -> set[str]:
    """Ids of the list's persons whom a title and a body name."""
    return {mention.entity_id for mention in matcher.find({"title": text[0], "body": text[1]})}


def find(matcher: Matcher, revision: Unmatched) -> list[Mention]:
    """The mentions in an article's title and body; where only the listing was readable, in what that says."""
    found = matcher.find(texts(revision), revision.published_on)
    return [from_listing(mention) for mention in found] if revision.listed else found


def texts(revision: Unmatched) -> dict[Field, str]:
    """What is read of a revision: title and body, or what the listing says."""
    return {"listing": revision.body} if revision.listed else {"title": revision.title or "", "body": revision.body}
