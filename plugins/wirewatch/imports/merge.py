"""People from elsewhere put into a watchlist: whoever is on it gains spellings and offices, nothing of it is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count

from wirewatch.configured import Entity, Role, Watchlist
from wirewatch.imports.names import Found
from wirewatch.text.normalise import plain
from wirewatch.watchlist.check import loose, name_key, patronymics
from wirewatch.watchlist.persons import entity_id, only_exact


@dataclass(frozen=True)
class Gain:
    """What a person on the list gained."""

    name: str
    aliases: tuple[str, ...] = ()
    native: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    country: str | None = None


@dataclass(frozen=True)
class Refusal:
    """A spelling, or a whole person, that stayed out, and why, in words."""

    name: str
    spelling: str
    why: str


@dataclass
class Merge:
    """The list as it will be, and what is new in it."""

    people: list[Entity]
    added: list[str] = field(default_factory=list)
    gained: list[Gain] = field(default_factory=list)
    unchanged: int = 0
    left_out: list[Refusal] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._by_key: dict[frozenset[str], list[int]] = {}
        self._owners: dict[str, int] = {}
        self._ids: set[str] = set()
        for place, entity in enumerate(self.people):
            self._know(place, entity)

    def watchlist(self, before: Watchlist) -> Watchlist:
        """The list with its new people."""
        return replace(before, entities=tuple(self.people))

    def take(self, found: Found) -> None:
        """Put one person in: into the entry that is theirs, else as a new one."""
        entity = found.entity
        self.left_out += [Refusal(entity.name, spelling, why) for spelling, why in found.left_out]
        place = self._place_of(entity)
        if place is None:
            self._join(entity)
        elif self.people[place].country and entity.country and self.people[place].country != entity.country:
            self._leave(entity.name, entity.name, f"the list has a {self.people[place].name} of another country")
        else:
            self._grow(place, entity)

    def _place_of(self, entity: Entity) -> int | None:
        """The person on the list who has this name in some spelling, or whose name is another spelling of it; none with another patronymic."""
        for name in _whole(entity):
            for place in self._by_key.get(name_key(name), []):
                known = self.people[place]
                alike = name == entity.name or bool(name_key(known.name) & name_key(entity.name))
                exact = not only_exact(entity) or plain(name) in map(plain, _whole(known))
                if alike and exact and _one_patronymic(known, entity):
                    return place
        return None

    def _join(self, entity: Entity) -> None:
        """A new entry; one whose short name is taken by a namesake is called by the whole one."""
        if plain(entity.name) in self._owners:
            whole = next((alias for alias in entity.aliases if plain(alias) not in self._owners), None)
            if whole is None:
                self._leave(
                    entity.name, entity.name, "somebody else on the list has that name, and no patronymic tells them apart"
                )
                return
            entity = replace(entity, name=whole, aliases=tuple(alias for alias in entity.aliases if alias != whole))
        entity = replace(entity, aliases=self._fit(None, entity, entity.aliases), native=self._fit(None, entity, entity.native))
        entity = self._with_free_id(entity)
        self.people.append(entity)
        self.added.append(entity.name)
        self._know(len(self.people) - 1, entity)

    def _with_free_id(self, entity: Entity) -> Entity:
        bare = entity_id(entity)
        free = next(one for one in chain([bare], (f"{bare}-{number}" for number in count(2))) if one not in self._ids)
        return entity if free == bare else replace(entity, id=free)

    def _grow(self, place: int, entity: Entity) -> None:
        known = self.people[place]
        name = () if plain(entity.name) == plain(known.name) else (entity.name,)
        here = {plain(one) for one in (known.name, *known.aliases, *known.native)}
        aliases = self._fit(place, known, [one for one in (*name, *entity.aliases) if plain(one) not in here])
        native = self._fit(place, known, [one for one in entity.native if plain(one) not in here])
        roles = _new_roles(known, entity.roles)
        country = entity.country if not known.country else None
        if not (aliases or native or roles or country):
            self.unchanged += 1
            return
        self.people[place] = replace(
            known,
            aliases=(*known.aliases, *aliases),
            native=(*known.native, *native),
            roles=(*known.roles, *roles),
            country=known.country or country,
        )
        self.gained.append(Gain(known.name, aliases, native, tuple(role.title for role in roles), country))
        self._know(place, self.people[place])

    def _fit(self, place: int | None, entity: Entity, spellings: Iterable[str]) -> tuple[str, ...]:
        """The spellings that nobody else has and that would not match everywhere; the others are told."""
        fit = []
        for spelling in dict.fromkeys(spellings):
            owner = self._owners.get(plain(spelling), place)
            why = loose(spelling)
            if owner is not None and owner != place:
                self._leave(entity.name, spelling, f"{self.people[owner].name} has that spelling")
            elif why:
                self._leave(entity.name, spelling, why)
            else:
                fit.append(spelling)
        return tuple(fit)

    def _leave(self, name: str, spelling: str, why: str) -> None:
        self.left_out.append(Refusal(name, spelling, why))

    def _know(self, place: int, entity: Entity) -> None:
        self._ids.add(entity_id(entity))
        for spelling in (entity.name, *entity.aliases, *entity.native):
            self._owners.setdefault(plain(spelling), place)
        for name in _whole(entity):
            places = self._by_key.setdefault(name_key(name), [])
            if place not in places:
                places.append(place)


def merged(watchlist: Watchlist, people: Iterable[Found]) -> Merge:
    """Return the list with the people in it."""
    merge = Merge(list(watchlist.entities))
    for found in people:
        merge.take(found)
    return merge


def _whole(entity: Entity) -> list[str]:
    """The spellings that are whole names: of one word only where names are written in one (김정은)."""
    spellings = (entity.name, *entity.aliases, *entity.native)
    return [one for one in spellings if " " in plain(one) or only_exact(entity)]


def _one_patronymic(known: Entity, new: Entity) -> bool:
    ours, theirs = patronymics(known), patronymics(new)
    return not ours or not theirs or bool(ours & theirs)


def _new_roles(known: Entity, roles: Sequence[Role]) -> tuple[Role, ...]:
    titles = {plain(role.title) for role in known.roles}
    return tuple(role for role in roles if plain(role.title) not in titles)
