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
from wirewatch.storage import articles, listed, mentions
from wirewatch.storage.articles import Unmatched
from wirewatch.watchlist.matcher import Matcher, from_listing


@dataclass
class Matched:
    """How many revisions were looked at, how many mentions are new, and how many of those may alert (not historical)."""

    revisions: int = 0
    mentions: int = 0
    fresh: int = 0


def match(
    engine: Engine, watchlists: Sequence[Watchlist], source_key: str | None = None, entry_ids: Sequence[int] = ()
) -> Matched:
    """Match what no run has matched yet, of a source and of these entries, or of all. A second call finds nothing left to do.

    Each text is a transaction of its own: what is done stays done. Of these entries, those that have no page by now are matched
    on the listing's words: call it when whoever reads them has given up.
    """
    done, matchers = Matched(), {watchlist.name: Matcher(watchlist) for watchlist in watchlists}
    with engine.begin() as db:
        versions = {watchlist.name: mentions.list_version(db, watchlist.name, fingerprint(watchlist)) for watchlist in watchlists}
        for entry in listed.waiting(db, entry_ids):
            listed.save(db, entry, language_of(entry.text), PARSER_VERSION)
        waiting = articles.unmatched(db, list(matchers), source_key, entry_ids)
    for revision_id in waiting:
        _match(engine, revision_id, matchers, versions, done)
    return done


def _match(engine: Engine, revision_id: int, matchers: Mapping[str, Matcher], versions: Mapping[str, int], done: Matched) -> None:
    """Match one text. One that was matched before meets a newer list: what that finds is a re-match's, historical."""
    with engine.begin() as db:
        revision = articles.to_match(db, revision_id)
        historical = revision.historical or bool(revision.matched_with)
        for name in matchers.keys() - set(revision.matched_with):
            found = find(matchers[name], revision)
            new = mentions.save(db, revision.id, name, versions[name], found, historical)
            done.mentions += new
            done.fresh += 0 if historical else new
        listed.replace(db, revision.id)
    done.revisions += 1


def find(matcher: Matcher, revision: Unmatched) -> list[Mention]:
    """The mentions in an article's title and body; where only the listing was readable, in what that says."""
    if revision.listed:
        return [from_listing(mention) for mention in matcher.find({"listing": revision.body})]
    return matcher.find({"title": revision.title or "", "body": revision.body})
