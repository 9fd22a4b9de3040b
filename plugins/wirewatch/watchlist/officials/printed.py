"""Every person an article prints with an office, or as present: name, title, side, and the words that brought them in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

from wirewatch.text.sounds import has_hangul
from wirewatch.watchlist.officials.attendance import present
from wirewatch.watchlist.officials.found import Found, How, Span, offsets
from wirewatch.watchlist.officials.korean import korean_people
from wirewatch.watchlist.officials.nations import DPRK, OTHER_NATIONS, names_others, nation_of
from wirewatch.watchlist.prose.beside import titles_beside
from wirewatch.watchlist.prose.passage import Field, Passage, passages
from wirewatch.watchlist.prose.shapes import Name, names
from wirewatch.watchlist.prose.surroundings import in_institution

# Of unknown words: "Ministers Rzhanova, Chelyuk and Dudarets", no "Salvation Front".
_SURNAME_ENDING = re.compile(r"(?:[oe]v|[iy]n|sk[iy]{1,2}|tsk[iy]{1,2})a?$|(?:skaya|ko|uk|ets|[oy]v?ich|iev|yev|enkov|shvili)$")


@dataclass(frozen=True)
class Official:
    """A person as printed, with spans in code points of the field's text; white space inside `name` and `role` is collapsed.

    `how` tells what brings them in: a list of those present, a delegation they lead, or only their title; `opener` quotes its words.
    `side` is a country's code, "dprk", or None where nothing tells.
    """

    field: Field
    start: int
    end: int
    name: str
    role: str | None
    role_start: int | None
    role_end: int | None
    side: str | None
    how: How
    opener: str | None = None

    @property
    def korean(self) -> bool:
        """Whether the title is printed in Korean letters."""
        return self.role is not None and has_hangul(self.role)


def officials(texts: Mapping[Field, str]) -> list[Official]:
    """Return the people of one article, in reading order: those present, leaders of delegations, and who has a foreign office."""
    fields = passages(texts)
    guest = _guest(fields)
    return [_official(passage, one) for passage in fields for one in found_in(passage, guest)]


def found_in(passage: Passage, guest: str | None) -> list[Found]:
    """Return the officials of one field; `guest` is the country that meets the DPRK in the article."""
    found = present(passage, guest)
    taken = {one.name[0] for one in found}
    found += [one for one in (*korean_people(passage), *_titled(passage)) if one.name[0] not in taken]
    return sorted(found, key=lambda one: one.name)


def present_beside(passage: Passage, places: Sequence[Span]) -> list[Found]:
    """Return who attended or led a delegation according to the sentences of one field in which these places stand."""
    parts = sorted({passage.sentence(*place) for place in places})
    return [*present(passage, None, parts), *(one for one in korean_people(passage) if one.how == "attendance")]


def role_in(people: Sequence[Found], start: int, end: int) -> Span | None:
    """Return the offsets of the title that one of these people has for the name at start–end."""
    for one in people:
        if one.role and one.name[0] < end and start < one.name[1]:
            return one.role
    return None


def _guest(fields: tuple[Passage, ...]) -> str | None:
    """The first country beside the DPRK that the article names."""
    for passage in fields:
        words = passage.words
        for index in compress(range(len(words)), map(OTHER_NATIONS.__contains__, words.texts)):
            if words.capitals[index]:
                return OTHER_NATIONS[words.texts[index]]
    return None


def _titled(passage: Passage) -> Iterator[Found]:
    """People anywhere in the prose whose title beside the name names a country other than the DPRK."""
    for name in names(passage, 0, len(passage.words)) if names_others(passage.words.texts) else ():
        if not _is_plain(passage, name) or (name.korean and in_institution(passage, name.first, name.last - 1)):
            continue  # `names` yields no other that an institution bears
        for title in titles_beside(passage, name.first, name.last - 1)[:1]:
            side = nation_of(title.words)
            if side not in (None, DPRK):
                yield Found(offsets(passage, name), (title.start, title.end), side, "title")


def _is_plain(passage: Passage, name: Name) -> bool:
    """Whether a name outside a list is surely one: by its given name, or in prose (headlines capitalise all words) by its ending."""
    surname = passage.words[name.last - 1].text
    return name.sure or (passage.field == "body" and bool(_SURNAME_ENDING.search(surname)))


def _official(passage: Passage, found: Found) -> Official:
    start, end = passage.normal.original(*found.name)
    role_start, role_end = passage.normal.original(*found.role) if found.role else (None, None)
    return Official(
        passage.field,
        start,
        end,
        name=passage.printed(*found.name),
        role=passage.printed(*found.role) if found.role else None,
        role_start=role_start,
        role_end=role_end,
        side=found.side,
        how=found.how,
        opener=passage.printed(*found.opener) if found.opener else None,
    )
