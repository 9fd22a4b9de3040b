"""What analysts said of mentions, and the effective list it makes of a watchlist: the one that texts are held against.

An accepted spelling becomes an alias of its person. Rejected words in a sentence are not matched again for that person, in any
article that prints them: compared are the words of the sentence, not its punctuation, upper and lower case alike.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from wirewatch.config import fingerprint
from wirewatch.configured import Entity, Watchlist
from wirewatch.models import Mention
from wirewatch.text.fold import fold
from wirewatch.text.normalise import plain
from wirewatch.watchlist.check import problems
from wirewatch.watchlist.matcher import MATCHER_VERSION, Matcher
from wirewatch.watchlist.persons import entity_id, persons
from wirewatch.watchlist.prose.passage import Field

_WORD = re.compile(r"\w+")


class Ruling(StrEnum):
    """An analyst's no or yes to a mention."""

    REJECTED = "rejected"
    ACCEPTED = "accepted"


@dataclass(frozen=True)
class Verdict:
    """A ruling that stands: of which person, on which printed words, in which sentence."""

    ruling: Ruling
    entity_id: str
    surface: str
    sentence: str


def words_key(surface: str, sentence: str) -> bytes:
    """SHA-256 of a surface and the sentence it stands in, by which verdicts and mentions are compared."""
    parts = (" ".join(_WORD.findall(plain(part))) for part in (surface, sentence))
    return hashlib.sha256("\x00".join(parts).encode()).digest()


def with_aliases(watchlist: Watchlist, accepted: Mapping[str, Collection[str]]) -> Watchlist:
    """The list with more aliases, by id of the person; persons who are not on it (any more) change nothing."""
    entities = (_with_aliases(entity, sorted(accepted.get(entity_id(entity), ()))) for entity in watchlist.entities)
    return replace(watchlist, entities=tuple(entities))


def _with_aliases(entity: Entity, more: Collection[str]) -> Entity:
    known = {plain(spelling) for spelling in (entity.name, *entity.aliases, *entity.native)}
    new = tuple(one for one in more if plain(one) not in known)
    return replace(entity, aliases=(*entity.aliases, *new)) if new else entity


class Judged:
    """A watchlist with the verdicts that stand. It is compiled when the first text is held against it."""

    def __init__(self, watchlist: Watchlist, verdicts: Collection[Verdict] = ()) -> None:
        accepted: dict[str, set[str]] = {}
        for verdict in verdicts:
            if verdict.ruling is Ruling.ACCEPTED:
                accepted.setdefault(verdict.entity_id, set()).add(" ".join(verdict.surface.split()))
        rejected = (one for one in verdicts if one.ruling is Ruling.REJECTED)
        self.watchlist = with_aliases(watchlist, accepted)
        self._rejected = frozenset((one.entity_id, words_key(one.surface, one.sentence)) for one in rejected)

    @property
    def sha256(self) -> bytes:
        """Names this version: it differs where the list, a verdict or the matcher differs."""
        rejected = sorted([entity, words.hex()] for entity, words in self._rejected)
        return fingerprint([MATCHER_VERSION, fingerprint(self.watchlist).hex(), rejected])

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.watchlist)

    def find(self, texts: Mapping[Field, str], published_on: date | None = None) -> list[Mention]:
        """The mentions in the texts of one article, as `Matcher.find` returns them, without the rejected ones."""
        return [mention for mention in self._matcher.find(texts, published_on) if not self._rejects(mention)]

    def _rejects(self, mention: Mention) -> bool:
        key = bool(self._rejected) and (mention.entity_id, words_key(mention.surface, mention.sentence))
        return key in self._rejected


def why_no_alias(watchlist: Watchlist, person_id: str, surface: str) -> str | None:
    """Why a printed form must not become an alias of that person, in words; None where it may."""
    entity = next((one for one in watchlist.entities if entity_id(one) == person_id), None)
    if entity is None:
        return f"the list {watchlist.name} has no “{person_id}” any more"
    if _with_aliases(entity, [surface]) is entity:
        return f"“{surface}” is a spelling of {entity.name} already"
    if fold(plain(surface)) in {surname for person in persons(watchlist) for surname in person.surnames}:
        return f"“{surface}” is a surname alone: as an alias it would match everybody of that name"
    before = problems(watchlist)
    after = problems(with_aliases(watchlist, {person_id: [surface]}))
    return next((one.words for one in after if one not in before), None)
