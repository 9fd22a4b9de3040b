"""What is wrong with a watchlist, in words an analyst can act on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from wirewatch.models import Entity, Role, Watchlist
from wirewatch.text.normalise import plain
from wirewatch.watchlist.persons import entity_id
from wirewatch.watchlist.prose.titles import TITLE_WORDS
from wirewatch.watchlist.prose.vocabulary import INSTITUTIONS, KOREAN_SURNAMES, ORDINARY

# Words that are names of listed people's aliases only by mistake: each stands in ordinary English prose of state media.
_COMMON_WORDS = (
    TITLE_WORDS
    | ORDINARY
    | INSTITUTIONS
    | {"people", "army", "war", "peace", "leader", "victory", "friend", "friends", "country", "nation", "world", "love", "spring"}
)
# Hangul surnames that stand before any Korean's name.
_HANGUL_SURNAMES = frozenset("김박리이최조정강윤장임오한신서권황안송류유홍전고문양손배백허남심노하곽성차주우구민")


def problems(watchlist: Watchlist) -> list[str]:
    """Return what is wrong with the list, one sentence each; an empty list of sentences means it can be used."""
    return [
        *_duplicate_ids(watchlist),
        *_shared_spellings(watchlist),
        *(problem for entity in watchlist.entities for problem in (*_loose_spellings(entity), *_unfounded_roles(entity))),
    ]


def _duplicate_ids(watchlist: Watchlist) -> Iterator[str]:
    for identity, times in Counter(entity_id(entity) for entity in watchlist.entities).items():
        if times > 1:
            yield f"{times} people have the id “{identity}”: give each an id of its own"


def _shared_spellings(watchlist: Watchlist) -> Iterator[str]:
    owners: dict[str, dict[int, str]] = {}
    for place, entity in enumerate(watchlist.entities):
        for spelling in (entity.name, *entity.aliases, *entity.native):
            owners.setdefault(plain(spelling), {})[place] = entity.name
    for spelling, people in owners.items():
        if len(people) > 1:
            yield f"“{spelling}” is a spelling of {' and of '.join(people.values())}: nobody could be told apart by it"


def _loose_spellings(entity: Entity) -> Iterator[str]:
    for spelling in (entity.name, *entity.aliases, *entity.native):
        word = plain(spelling)
        if word in _COMMON_WORDS:
            yield f"{entity.name}: the alias “{spelling}” is a common English word and would match everywhere"
        elif word in KOREAN_SURNAMES or word in _HANGUL_SURNAMES:
            yield f"{entity.name}: the alias “{spelling}” is a Korean surname and would match other people"
        elif len(word) < 2:
            yield f"{entity.name}: the alias “{spelling}” is too short"


def _unfounded_roles(entity: Entity) -> Iterator[str]:
    for role in entity.roles:
        yield from (f"{entity.name}, “{role.title}”: {fault}" for fault in _faults(role))


def _faults(role: Role) -> Iterator[str]:
    if role.from_ and role.to and role.to < role.from_:
        yield f"`to` ({role.to}) is before `from` ({role.from_})"
    if role.unverified:
        return
    if role.as_of and not role.source:
        yield "`as_of` needs a `source` that shows the role on that day, or `unverified: true`"
    elif not role.as_of:
        yield "give `as_of` and `source`, or mark it `unverified: true`"
