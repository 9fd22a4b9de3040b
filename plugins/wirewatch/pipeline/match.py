"""match: hold every revision never matched with a list against it, and keep what is found.

An entry whose page could not be read is matched on what the listing says of it, so that a wall does not hide who is named. Texts that
an older version of a list has met are `rematch`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection, Engine

from wirewatch.configured import Watchlist
from wirewatch.models import Mention
from wirewatch.pipeline.judging import Unforeseen, boundary
from wirewatch.sites.kcna_watch.article import PARSER_VERSION
from wirewatch.sites.kcna_watch.languages import language_of
from wirewatch.storage import articles, listed, mentions, officials, rechecks, verdicts
from wirewatch.storage.articles import Text
from wirewatch.watchlist.matcher import from_listing
from wirewatch.watchlist.officials import printed
from wirewatch.watchlist.officials.printed import Official
from wirewatch.watchlist.prose.passage import Field
from wirewatch.watchlist.verdicts import Judged

LATELY_DAYS = 2


@dataclass(frozen=True)
class Current:
    """A list as it is now, the analysts' verdicts in it, and the number of this version."""

    name: str
    version: int
    judged: Judged


@dataclass
class Matched:
    """How many revisions were looked at, how many mentions are new, and how many of those may alert (not historical)."""

    revisions: int = 0
    mentions: int = 0
    fresh: int = 0
    failed: list[int] = field(default_factory=list)  # revisions that the matcher broke on


def current(db: Connection, watchlists: Iterable[Watchlist]) -> list[Current]:
    """The lists as they are now. Others who ask for a list's version wait until the transaction ends, so it should end soon."""
    judged = {watchlist.name: Judged(watchlist, verdicts.standing(db, watchlist.name)) for watchlist in watchlists}
    return [Current(name, mentions.list_version(db, name, one.sha256), one) for name, one in sorted(judged.items())]


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

    A text that the matcher breaks on keeps no other from being matched: raises Unforeseen when all the others are done.
    """
    done = Matched()
    with engine.begin() as db:
        lists = current(db, watchlists)
        for entry in listed.waiting(db, entry_ids):
            listed.save(db, entry, language_of(entry.text), PARSER_VERSION)
    with engine.begin() as db:  # after the first: it holds the lists' locks, for which all who match wait
        waiting = articles.unmatched(db, [one.name for one in lists], source_key, entry_ids, LATELY_DAYS if lately else None)
    for revision_id in waiting:
        try:
            _match(engine, revision_id, lists, done)
        except Unforeseen:
            done.failed.append(revision_id)
    refuse_failed(done.failed)
    return done


def refuse_failed(revision_ids: Sequence[int]) -> None:
    """Raise Unforeseen, naming the first of them, where there were texts that the matcher broke on."""
    if revision_ids:
        raise Unforeseen(f"{len(revision_ids)} texts could not be matched, revision {revision_ids[0]} first; the log says why")


def _match(engine: Engine, revision_id: int, lists: Sequence[Current], done: Matched) -> None:
    """Match one text. One that another list has met is older than this list: what is found is historical, as a re-match's.

    So is a person in an edited text who stood in the text before: only whom the edit put in is news.
    """
    with engine.begin() as db:
        text = articles.to_match(db, revision_id)
        before = rechecks.text_before_edit(db, revision_id)
        historical = text.historical or bool(text.matched_with)
        for one in lists:
            if one.name not in text.matched_with:
                found, stood = find(one.judged, text), persons_in(before, one.judged) if before else set()
                is_old = partial(_is_old, historical, stood)
                changes = mentions.save(db, text.id, one.name, one.version, found, is_old)
                done.mentions += len(changes.new)
                done.fresh += changes.fresh
        officials.replace(db, {revision_id: officials_in(text)})
        listed.replace(db, revision_id)
    done.revisions += 1


def _is_old(historical: bool, stood: Collection[str], mention: Mention) -> bool:
    return historical or mention.entity_id in stood


def persons_in(text: tuple[str, str], judged: Judged) -> set[str]:
    """Ids of the list's persons whom a title and a body name."""
    return {mention.entity_id for mention in judged.find({"title": text[0], "body": text[1]})}


def find(judged: Judged, text: Text) -> list[Mention]:
    """The mentions in an article's title and body; where only the listing was readable, in what that says. Raises Unforeseen."""
    with boundary(f"revision {text.id}"):
        found = judged.find(fields(text), text.published_on)
    return [from_listing(mention) for mention in found] if text.listed else found


def officials_in(text: Text) -> list[Official]:
    """Who is printed with an office or as present. Raises Unforeseen."""
    with boundary(f"revision {text.id}"):
        return printed.officials(fields(text))


def fields(text: Text) -> dict[Field, str]:
    """What is read of a revision: title and body, or what the listing says."""
    return {"listing": text.body} if text.listed else {"title": text.title or "", "body": text.body}
