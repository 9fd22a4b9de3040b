"""What is wrong with a watchlist, each thing with its place in the file and its cure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from wirewatch.configured import Entity, Role, Watchlist
from wirewatch.text.fold import fold
from wirewatch.text.normalise import plain
from wirewatch.watchlist.east_asian import looks_east_asian
from wirewatch.watchlist.persons import entity_id, only_exact
from wirewatch.watchlist.prose.titles import TITLE_WORDS
from wirewatch.watchlist.prose.vocabulary import GIVEN_NAMES, INSTITUTIONS, KOREAN_SURNAMES, ORDINARY, givens_like, is_patronymic

# Words that are names of listed people's aliases only by mistake: each stands in ordinary English prose of state media.
_COMMON_WORDS = (
    TITLE_WORDS
    | ORDINARY
    | INSTITUTIONS
    | {"people", "army", "war", "peace", "leader", "victory", "friend", "friends", "country", "nation", "world", "love", "spring"}
    | {"대통령", "수상", "총리", "외무상", "국방상", "장관", "상", "대사", "동지", "각하", "위원장", "의장", "총비서"}
)

Place = tuple[str | int, ...]
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it stands in the file, and where the other one stands when there are two.

    An error makes matches wrong; a warning is worth a look; a note tells what an analyst may want to know.
    """

    place: Place
    words: str
    severity: Severity = "error"
    other: Place | None = None


def problems(watchlist: Watchlist, today: date = date.min) -> list[Problem]:
    """Return what is wrong with the list, in the order of the file; without errors it can be used.

    Offices that ended before `today` (KST) are told; without a day none has.
    """
    same = dict(_same_people(watchlist))
    found = [
        *(_twice(watchlist, place, first) for place, first in same.items()),
        *_duplicate_ids(watchlist, same),
        *_shared_spellings(watchlist, same),
        *(one for place, entity in enumerate(watchlist.entities) for one in _about(place, entity, today)),
    ]
    return sorted(found, key=lambda one: [part for part in one.place if isinstance(part, int)])


# --- between people ------------------------------------------------------------------------------


def name_key(name: str) -> frozenset[str]:
    """Return what the spellings of one name share: its folded words in any order, without the patronymic (Dmitri, Dimitri)."""
    words = plain(name).replace(",", " ").split()
    return frozenset(min(givens_like(fold(word), None)) for word in words if not is_patronymic(word)) or frozenset(words)


def patronymics(entity: Entity) -> frozenset[str]:
    """Return the folded patronymics in the spellings of a person."""
    spellings = (entity.name, *entity.aliases, *entity.native)
    return frozenset(fold(word) for name in spellings for word in plain(name).split() if is_patronymic(word))


def same_person(one: Entity, other: Entity) -> bool:
    """Tell whether two entries have one name and no patronymics that tell them apart."""
    return _same_name((one, one.name), (other, other.name))


def _same_name(one: tuple[Entity, str], other: tuple[Entity, str]) -> bool:
    """Tell whether spellings of two entries are one to the matcher: Yuri Orlov, Yury Orlov."""
    (entity, spelling), (another, its) = one, other
    if only_exact(entity) or only_exact(another) or plain(spelling) == plain(its):
        return plain(spelling) == plain(its)
    ours, theirs = patronymics(entity), patronymics(another)
    return name_key(spelling) == name_key(its) and not (ours and theirs and not ours & theirs)


def _same_people(watchlist: Watchlist) -> Iterator[tuple[int, int]]:
    """Yield the place of each person who stands on the list already, and the earlier place."""
    seen: dict[frozenset[str], list[int]] = {}
    for place, entity in enumerate(watchlist.entities):
        earlier = seen.setdefault(name_key(entity.name), [])
        first = next((one for one in earlier if same_person(watchlist.entities[one], entity)), None)
        if first is not None:
            yield place, first
        earlier.append(place)


def _twice(watchlist: Watchlist, place: int, first: int) -> Problem:
    name, other = watchlist.entities[place].name, watchlist.entities[first].name
    words = (
        f"{name} is on the list already as {other}. Make one entry of them; if they are two people, give each a patronymic"
        if name != other
        else f"{name} is on the list twice. Make one entry of them; if they are two people, give each a patronymic"
    )
    return Problem(("entities", place, "name"), words, other=("entities", first, "name"))


def _duplicate_ids(watchlist: Watchlist, same: dict[int, int]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for place, entity in enumerate(watchlist.entities):
        identity = entity_id(entity)
        earlier = first.setdefault(identity, place)
        if earlier != place and place not in same:
            owner = watchlist.entities[earlier].name
            words = f"{entity.name} has the id “{identity}”, which is {owner}'s. Give each an id of its own"
            yield Problem(("entities", place, "id"), words, other=("entities", earlier, "id"))


def _shared_spellings(watchlist: Watchlist, same: dict[int, int]) -> Iterator[Problem]:
    """Yield each spelling that is another person's too, letter by letter or to the matcher: neither would be found by it."""
    owners: dict[frozenset[str], list[tuple[int, Place, str]]] = {}
    for place, entity in enumerate(watchlist.entities):
        for where, spelling in _spellings(place, entity):
            known = owners.setdefault(name_key(spelling), [])
            others = (
                one for one in known if one[0] == place or _same_name((watchlist.entities[one[0]], one[2]), (entity, spelling))
            )
            owner, there, its = next(others, (place, where, spelling))
            if owner == place:
                known.append((place, where, spelling))
            elif same.get(place) != owner:
                name = watchlist.entities[owner].name
                of = name if plain(spelling) == plain(its) else f"{name} (“{its}”)"
                words = (
                    f"“{spelling}” is a spelling of {entity.name} and of {of}: nobody could be told apart by it. Take it from one"
                )
                yield Problem(where, words, other=there)


def _spellings(place: int, entity: Entity) -> Iterator[tuple[Place, str]]:
    yield ("entities", place, "name"), entity.name
    for key in ("aliases", "native"):
        for index, spelling in enumerate(getattr(entity, key)):
            yield ("entities", place, key, index), spelling


# --- of one person -------------------------------------------------------------------------------


def _about(place: int, entity: Entity, today: date) -> Iterator[Problem]:
    for where, spelling in _spellings(place, entity):
        if fault := loose(spelling):
            yield Problem(where, f"{entity.name}: “{spelling}” {fault}. Take it out")
    yield from _country(place, entity)
    for index, role in enumerate(entity.roles):
        at: Place = ("entities", place, "roles", index)
        yield from (Problem((*at, key), f"{entity.name}, “{role.title}”: {fault}") for key, fault in _faults(role))
        if role.to and role.to < today and not _held_again(entity, role, today):
            yield _ended(at, entity, role, today)


def loose(spelling: str) -> str | None:
    """Return why a spelling would match what it should not, or None where it is fit to be looked for."""
    word = plain(spelling)
    words = word.split()
    if len(word) < 2 or not any(letter.isalpha() for letter in word):
        return "is too short to be looked for"
    if word in KOREAN_SURNAMES:
        return "is a Korean surname and would match other people"
    if all(one in _COMMON_WORDS for one in words):
        return (
            "is a common word and would match everywhere"
            if len(words) == 1
            else "is made of common words and would match everywhere"
        )
    return "is a given name and would match other people" if len(words) == 1 and fold(word) in GIVEN_NAMES else None


def _country(place: int, entity: Entity) -> Iterator[Problem]:
    """A name in Korean or Chinese order is compared letter by letter only, which the entity's country must allow."""
    country = entity.country
    if country is not None and not (len(country) == 2 and country.isalpha() and country.isascii()):
        words = f"{entity.name}: “{country}” is no country code. Write its two letters, as ru or kp"
        yield Problem(("entities", place, "country"), words)
    elif looks_east_asian(entity) and country is None:
        severity: Severity = "warning" if only_exact(entity) else "error"
        words = f"{entity.name} looks like an East Asian name and has no country: similar names would be taken for it. Add `country: kp`, kr or cn"
        yield Problem(("entities", place, "name"), words, severity)
    elif looks_east_asian(entity) and not _exact_by_country(entity):
        words = (
            f"{entity.name} looks like a Korean name, but its country is {country}, whose names are also found in similar spellings."
            " Write kp, kr or cn, or the given name first if the person is none of these"
        )
        yield Problem(("entities", place, "country"), words)


def _exact_by_country(entity: Entity) -> bool:
    return only_exact(Entity(name="Nobody Inparticular", country=entity.country))


def _faults(role: Role) -> Iterator[tuple[str, str]]:
    if role.from_ and role.to and role.to < role.from_:
        yield "to", f"`to` ({role.to}) is before `from` ({role.from_}). Correct one of them"
    if role.unverified:
        return
    dated = role.as_of or role.from_ or role.to
    if dated and not role.source:
        yield "title", "the day needs a `source` that shows it, or `unverified: true`. Add one of them"
    elif not dated:
        yield "title", "give `as_of` and `source`, or mark it `unverified: true`"


def _held_again(entity: Entity, role: Role, today: date) -> bool:
    return any(other.title == role.title and _running(other, today) for other in entity.roles)


def _running(role: Role, today: date) -> bool:
    return role.to is None or role.to >= today


def _ended(at: Place, entity: Entity, role: Role, today: date) -> Problem:
    """An ended office is a warning where the list has no running one for that person; beside one it is their history, a note."""
    history = any(_running(other, today) for other in entity.roles)
    cure = "The list has a later one" if history else "Add the office held since, or take the person off if nobody asks for them"
    words = f"{entity.name} has not been “{role.title}” since {role.to}. {cure}"
    return Problem((*at, "to"), words, "note" if history else "warning")
