"""Whether two titles mean one office: as printed and as listed, or as two articles print them."""

from __future__ import annotations

from collections.abc import Iterable

from wirewatch.configured import Role
from wirewatch.watchlist.prose.passage import words_of
from wirewatch.watchlist.prose.places import nation
from wirewatch.watchlist.prose.titles import OFFICES, Title
from wirewatch.watchlist.prose.vocabulary import CONNECTORS, COURTESY, QUALIFIERS

_SAME_OFFICE = {
    "vice": "deputy",
    "defense": "defence",
    "external": "foreign",
    "speaker": "chairman",
    "chairwoman": "chairman",
    "chairperson": "chairman",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "adviser": "aide",
    "advisor": "aide",
    "assistant": "aide",
    "chief": "head",
    "leader": "head",
    "sport": "sports",
}
_SPELLED_OUT = {
    "premier": ("prime", "minister"),
    "un": ("united", "nations"),
    "iaea": ("international", "atomic", "energy", "agency"),
    "nato": ("north", "atlantic", "treaty", "organization"),
    "eu": ("european", "union"),
}
_SAYS_NOTHING = CONNECTORS | COURTESY | QUALIFIERS | {"leading", "c", "cc", "federation", "affairs", "dprk", "s"}


def agrees(title: Title, roles: Iterable[Role], country: str | None = None) -> bool:
    """Tell whether the printed title is one of the roles, or a shorter form of it ("Foreign Minister", "Vice-Minister").

    The names of the person's own country tell nothing; "ambassador to China" is not "ambassador to Japan".
    """
    own = nation(country)
    printed = _meaning(title.words, own)
    return any(_is_form_of(printed, _meaning(words_of(role.title), own)) for role in roles)


def same_office(title: Title, role: Role, country: str | None = None) -> bool:
    """Tell whether the printed title is that very office, no shorter form of it: "minister" is not the foreign minister."""
    own = nation(country)
    return _meaning(title.words, own) == _meaning(words_of(role.title), own)


def alike(left: str, right: str, country: str | None = None) -> bool:
    """Tell whether two printed titles mean one office, or one is a shorter form of the other ("Deputy Foreign Minister").

    A former office is another one, and so is a deputy's.
    """
    own = nation(country)
    one, other = _meaning(words_of(left), own), _meaning(words_of(right), own)
    former = ("former" in words_of(left)) == ("former" in words_of(right))
    return former and (_is_form_of(one, other) or _is_form_of(other, one))


def names_office(title: str) -> bool:
    """Tell whether a printed title holds an office that `alike` knows; titles in Korean hold none."""
    return not OFFICES.isdisjoint(words_of(title))


def _is_form_of(printed: frozenset[str], listed: frozenset[str]) -> bool:
    same_rank = printed & {"deputy", "prime"} == listed & {"deputy", "prime"}
    return bool(printed & OFFICES) and printed <= listed and same_rank


def _meaning(words: Iterable[str], own: frozenset[str]) -> frozenset[str]:
    """Return the words that tell one office from another ("premier" is "prime minister", "vice" is "deputy")."""
    known = [_SAME_OFFICE.get(word, word) for word in words if word not in _SAYS_NOTHING and word not in own]
    return frozenset(part for word in known for part in _SPELLED_OUT.get(word, (word,)))
