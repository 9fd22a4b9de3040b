"""The part people have in a Korean sentence, by the particle after the name: 동지께서 acts, 동지를 is met, 동지에게 is sent to.

The particle may stand far away: behind a title, behind the delegation somebody leads, or at the end of the list he opens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from wirewatch.watchlist.prose.korean import COURTESY, OFFICE, SURNAMES

Part = Literal["topic", "subject", "object", "to", "from", "with", "of", "in", "for", "listed"]

_PARTICLES: tuple[tuple[Part, str], ...] = (
    ("for", r"(?:을|를) (?:위하여|위해|위한|환영하여|환영하는|축하하여)"),
    ("from", r"(?:으로부터|로부터|에게서)"),
    ("topic", r"(?:께서는|은|는)"),
    ("subject", r"(?:께서도|께서|이|가|도)"),
    ("object", r"(?:을|를)"),
    ("to", r"(?:께|에게|앞으로)"),
    ("with", r"(?:과|와)(?:도|는|의)?"),  # N와의 상봉이 있었다
    ("in", r"(?:에는|에도|에)"),
    ("of", r"(?:사이의|의)"),
)
_ENDS = r"(?=[\s,.]|$)"
_PART = tuple((part, re.compile(particle + _ENDS)) for part, particle in _PARTICLES)
# A title glued to the name or after it with spaces in it: "N 우리 나라 주재 로씨야련방 특명전권대사가".
_TITLE = rf"(?:(?: (?:[가-힣0-9]+ ){{0,7}}?)?[가-힣0-9]{{0,14}}?{OFFICE})?"
_WHO = re.compile(
    rf"(?: ?{COURTESY}{{1,2}}|{_TITLE} ?{COURTESY}{{0,2}})(?: (?=께))?(?=(?:{'|'.join(particle for _, particle in _PARTICLES)}){_ENDS})"
)
_HEADLINE = re.compile(rf"(?:[가-힣0-9]{{0,14}}?{OFFICE})?{COURTESY}{{0,2}} (?=[가-힣])")
_LEADS = re.compile(
    r"(?:(?:을|를) (?:단장|책임자|대표|수석대표|인솔자)으?로 ?하는|(?:이|가) (?:인솔하는|이끄는)) (?:[^\s,.]+ ){0,8}?[^\s,.]*?(?:단|일행|조)"
    r"(?:원들| ?(?:성원|일군|간부)들|[과와] (?:그 )?일행)?"
    rf"(?=(?:{'|'.join(particle for _, particle in _PARTICLES)}){_ENDS})"
)
_MEMBERS = r"(?:(?:일군|성원|간부|인사|대표|수행원|관계자|기자|장령|군관|의원|지도자|손님|책임자|전문가|부원|단원|외교관|무관|동지|사람)들|일행|부인)"
_PARTY_PARTICLE = rf"(?=(?:은|는|이|가|을|를|과|와|에게|께){_ENDS})"
_PARTY = re.compile(_MEMBERS + _PARTY_PARTICLE)
_OTHERS = re.compile(rf"(?:을|를) (?:비롯한|위시한|포함한) [^.]{{0,300}}?{_PARTY.pattern}")
_MEETS = re.compile(r"만나|만났|회담|상봉|담화|면담|작별|함께|의견|연설|말하|강조|[.]")
_AND = re.compile(r"(?:와|과)\s")
_FAR = 80  # code points from one of a list to the next
_NO_NAME = r"(?!로씨야|로조|조선|조로|우리|이번|고위|주체|정부|전권|현지|남조선|주재|이날|정치)"
_KOREAN = re.compile(
    rf"(?<![가-힣]){_NO_NAME}(?:(?P<courteous>[가-힣]{{2,4}}) ?(?=동지|각하)"
    rf"|(?P<titled>[{SURNAMES}][가-힣]{{2}})(?<![국회부당성원단군])(?= ?[가-힣0-9]{{0,8}}?{OFFICE}{COURTESY}?(?:께서|께|에게|을|를|이|가|은|는|과|와|의|도)))"
)
_BARE = re.compile(
    rf"{OFFICE}(?:인|이신)? (?P<bare>[{SURNAMES}][가-힣]{{2}})(?=(?:께서|께|에게|을|를|이|가|은|는|과|와|의|도){_ENDS})"
)
# Who was named with his office needs none later in the sentence: 비서인 N을 만났으며 N은 …
_AGAIN = re.compile(rf"(?<![가-힣])[{SURNAMES}][가-힣]{{2}}(?=(?:께서|께|에게|을|를|이|가|은|는|과|와|의|도){_ENDS})")


@dataclass(frozen=True)
class Place:
    """The part a name has, and where its particle ends."""

    part: Part
    end: int


def spans_of_people(text: str, names: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans of the listed names and of Koreans with a title or courtesy, each time they are named, in order."""
    others = [found.span(found.lastgroup or 0) for pattern in (_KOREAN, _BARE) for found in pattern.finditer(text)]
    named = {text[slice(*span)] for span in others}
    others = sorted({*others, *(found.span() for found in _AGAIN.finditer(text) if found.group() in named)})
    taken = {offset for span in names for offset in range(*span)}
    free = (span for span in others if taken.isdisjoint(range(*span)))
    return sorted((*names, *free))


def places(text: str, people: Sequence[tuple[int, int]]) -> dict[int, Place]:
    """Return the part of everybody in a sentence by where the name ends; `people`: their spans, in order."""
    known: dict[int, Place] = {}
    for number in range(len(people) - 1, -1, -1):
        following = people[number + 1][1] if number + 1 < len(people) else None
        known[people[number][1]] = _place(text, people[number][1], following, known)
    return known


def _place(text: str, end: int, following: int | None, known: Mapping[int, Place]) -> Place:
    """Return the part of the name that ends at the offset; the one `following` it may share it.

    Headlines print no particle: "N 평양 도착".
    """
    who = _WHO.match(text, end)
    at = who.end() if who else end
    if group := _LEADS.match(text, at) or _OTHERS.match(text, at):
        return _particle(text, group.end())
    place = _particle(text, at)
    if place.part == "listed" or (place.part == "with" and _AND.match(text, at)):
        shared = _of_the_next(text, place, following, known)
        return shared or (Place("topic", at) if place.part == "listed" and _HEADLINE.match(text, at) else place)
    return place


def _particle(text: str, at: int) -> Place:
    found = ((part, pattern.match(text, at)) for part, pattern in _PART)
    return next((Place(part, match.end()) for part, match in found if match), Place("listed", at))


def _of_the_next(text: str, place: Place, person: int | None, known: Mapping[int, Place]) -> Place | None:
    """Return the part of the next in the list: another name, or the others it ends in (N동지와 대사관 성원들이).

    Step by step, for a list may go on for thousands of names: 성원들과 기자들과 …
    """
    shared = None
    while (at := _next(text, shared or place, person)) is not None:
        if person == at:
            return known[at]
        shared = _particle(text, at)
        if shared.part != "with":
            break
    return shared


def _next(text: str, place: Place, person: int | None) -> int | None:
    """Return where the next of the list ends, None where the list does."""
    party = _PARTY.search(text, place.end, place.end + _FAR)
    at = min((found for found in (party.end() if party else None, person) if found is not None), default=None)
    if at is None or at < place.end or at - place.end > _FAR:
        return None
    return None if place.part == "with" and _MEETS.search(text, place.end, at) else at
