"""Who stands in a list of people, and whose each title in it is.

"N, T, N, T and N, T", "T N, T N and concurrently T N", both in one list, and "N and N, secretaries of …" for the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from wirewatch.watchlist.officials.segments import Piece, begins_people, pieces
from wirewatch.watchlist.officials.vocabulary import PEOPLE
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.shapes import Name, names
from wirewatch.watchlist.prose.titles import TITLE_WORDS, title_after
from wirewatch.watchlist.prose.vocabulary import CONNECTORS, COURTESY, HEADS, OFFICES, SEVERAL

Span = tuple[int, int]  # words, end exclusive

_ENDS_A_TITLE = TITLE_WORDS - CONNECTORS
_BEFORE_A_NAME = OFFICES | COURTESY | {"and", "were", "was", "side", "by", "including"}


@dataclass(frozen=True)
class Person:
    """A name, and the words of its title if one is printed."""

    name: Name
    role: Span | None = None


def people_in(passage: Passage, begin: int, end: int) -> list[Person]:
    """Return the people in the words begin … end (exclusive) of a list, with their titles, in order."""
    found = [name for name in names(passage, begin, end) if _is_item(passage, name, begin)]
    edges = [begin, *(name.last for name in found)]
    between = [pieces(passage, first, last) for first, last in zip(edges, [*(name.first for name in found), end], strict=True)]
    before = _titles_before(passage, found, between)
    people = []
    for place, name in enumerate(found):
        after = _title_after(passage, name, between[place + 1], before[place + 1])
        people.append(Person(name, _better(passage, before[place], after)))
    return _with_shared_titles(passage, people, between)


def _better(passage: Passage, before: Span | None, after: Span | None) -> Span | None:
    """The title before a name, but "chief of staff" in "Army General N, chief of staff"."""
    if before and after and HEADS.isdisjoint(passage.words.texts[slice(*before)]):
        return after
    return before or after


def _is_item(passage: Passage, name: Name, begin: int) -> bool:
    """Tell whether a name is one of the list's: no "officials accompanying N"; what only its place tells stands between commas,
    an "and" or a title.
    """
    before = passage.words.texts[name.first - 1]
    follows = name.first == begin or not passage.adjacent(name.first - 1) or before in _BEFORE_A_NAME
    if name.sure:
        return follows or passage.words.capitals[name.first - 1] or before in _ENDS_A_TITLE
    if not follows and before not in _ENDS_A_TITLE:
        return False
    titled = title_after(passage, name.last - 1) is not None
    return titled or (name.full and (not passage.adjacent(name.last - 1) or passage.words.texts[name.last] == "and"))


def _titles_before(passage: Passage, found: Sequence[Name], between: Sequence[list[Piece]]) -> list[Span | None]:
    """The titles right before the names, and None at the end for whoever follows the last one."""
    titles: list[Span | None] = []
    for name, parts in zip(found, between, strict=False):
        title_first = not titles or titles[-1] is not None
        titles.append(_title_before(passage, name, parts, title_first))
    return [*titles, None]


def _title_before(passage: Passage, name: Name, parts: Sequence[Piece], title_first: bool) -> Span | None:
    """Return the title that runs up to the name.

    All of it since the people without names, where the name before has its own already (`title_first`); otherwise the first
    title may be that name's, and this one's begins at the last comma, or is the last piece.
    """
    if not parts or not parts[-1].title or parts[-1].end != name.first or passage.gap(name.first - 1) not in (" ", "-"):
        return None
    begin = len(parts) - 1
    while begin > 0 and parts[begin - 1].title and (title_first or not parts[begin].comma):
        begin -= 1
    if not title_first and begin == 0:
        begin = len(parts) - 1
    return parts[begin].begin, parts[-1].end


def _title_after(passage: Passage, name: Name, parts: Sequence[Piece], following: Span | None) -> Span | None:
    """Return the title after "N,": all pieces up to people without names, or to the title of the next name."""
    if passage.gap(name.last - 1).strip() != "," or not parts:
        return None
    end = 0
    for part in parts:
        if not part.title or (following and part.begin >= following[0]) or (end and _is_anothers(passage, part)):
            break
        end = part.end
    return (parts[0].begin, end) if end else None


def _is_anothers(passage: Passage, part: Piece) -> bool:
    """Tell whether an office without a name follows: "N, T, and the DPRK ambassador to Russia"; "N, T and T" are one's."""
    return part.comma and passage.words.texts[max(0, part.begin - 2) : part.begin] == ["and", "the"]


def _with_shared_titles(passage: Passage, people: list[Person], between: Sequence[list[Piece]]) -> list[Person]:
    """Give "N and N, members of the Political Bureau and secretaries of …" to all whom nothing but commas and "and" parts."""
    shared = list(people)
    for place, last in enumerate(people):
        role = None if last.role else _title_of_several(passage, between[place + 1])
        first = place
        while role and first > 0 and not between[first] and not people[first - 1].role:
            first -= 1
        if first < place:
            shared[first : place + 1] = [Person(person.name, role) for person in people[first : place + 1]]
    return shared


def _title_of_several(passage: Passage, parts: Sequence[Piece]) -> Span | None:
    several = list(takewhile(lambda part: _names_several(passage, part) and part.comma == (part is parts[0]), parts))
    return (several[0].begin, several[-1].end) if several else None


def _names_several(passage: Passage, part: Piece) -> bool:
    office = next((word for word in passage.words.texts[part.begin : part.end] if word in PEOPLE), None)
    return office in SEVERAL and not part.title and begins_people(passage, part.begin)
