"""What a Korean sentence says people did: a particle tells who did it and to whom, and the verb stands after them.

Titles and courtesy come before the particle ("라브로브동지를"); the verb's ending may honour ("접견하시였다"). Who is received or met
belongs to the next verb ("N1과 회담하였으며 N2와 상봉하였다"), who acts to the last one. What is cited between 《 and 》, planned
("방문하게 된다") or said of somebody ("도착하였다고 말하였다") is no news of the person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wirewatch.watchlist.events.participants import Part, Place, place_of, spans_of_people
from wirewatch.watchlist.events.verbs import SAME

_PARTY = re.compile(r"연회|만찬|오찬|초대연")
_CITED = re.compile(r"《[^《》]*》|“[^“”]*”")
_OF_SPEAKER = re.compile(r"(?:우리는|나는|나의|저는)")
# Endings of what happened, and no others: 방문하였다, 방문하시고, 방문했다, but not 방문할것이다, 방문하게 된다, 방문하기 위하여.
_DONE = r"(?:하(?=[였시고며여면셨는])|했|되(?=[였고며여]))"
_PAPERS = r"(?:축전|전문|위문전문?|답전|조전|서한|친서|편지|축하장|년하장|꽃바구니|화환|선물|인사|축하)"
_NOT_SO = re.compile(
    r"[가-힣]{0,4}(?:[다자라]고|다는|다던)(?=[\s,])|[가-힣]{0,2}(?:것|데 대)|[가-힣]{0,2}기(?:를| 위|로)|[가-힣]{0,2}(?:려고|도록|지 (?:않|못))|게 (?:된|될|되는)"
)
# (kind, verb, who takes part by the particle after the name)
_RULES: tuple[tuple[str, re.Pattern[str], frozenset[str]], ...] = tuple(
    (kind, re.compile(verb), frozenset(parts.split()))
    for kind, verb, parts in (
        ("message", rf"{_PAPERS}[^.]{{0,80}}?(?:보내(?!기|려)|드리|드렸|올리|올렸|받으|받았|전달{_DONE}|전하(?=[였시고며여])|전해)", "topic subject to from of"),
        ("message", rf"(?:보내(?:여|시여)?온|보내오신|보내신|보낸|보내는|드리는|올리는|올린) (?:[^\s.]+ ){{0,4}}?[^\s.]*{_PAPERS}", "subject to of"),
        ("met", rf"(?:접견|상봉|면담|맞이|영접|작별|마중){_DONE}|만나(?=[\s시였])|만났|맞았|맞으(?=[시며])|담화(?:를)? ?(?:하|나누|진행)|상봉(?:이|을) ?(?:진행|있었|가지)", "topic subject object with"),
        ("talks", r"회담(?:(?:을|이)? ?(?:하(?!게|기)|했|진행|있었|가지|열)|에서)", "topic subject with"),
        ("reception", rf"(?:연회|만찬|오찬|초대연)[를을가이]? ?[^.]{{0,30}}?(?:마련{_DONE}|차리|차렸|베풀)", "topic subject of for"),
        ("reception", r"(?:마련한|마련하신|차린|베푼) (?:[^\s.]+ ){0,3}?[^\s.]*(?:연회|만찬|오찬)", "subject"),
        ("arrived", rf"도착{_DONE}|돌아왔|돌아오(?=[시였며])", "topic subject"),
        ("left", rf"떠났|떠나(?=[\s시였며])|(?:출발|귀국|출국){_DONE}|귀국길", "topic subject"),
        ("left", rf"(?:전송|환송|배웅){_DONE}|바래", "object"),
        ("visited", rf"(?:방문|참관|진정|헌화|체류){_DONE}|돌아보(?=[시였며고])|돌아보았|찾았|찾으(?=[시며])|경의를 표", "topic subject"),
        ("attended", rf"(?:참가|참석|초대|동석|배석|수행|동행|관람|서명|조인){_DONE}|연설을? ?{_DONE}", "topic subject object listed with"),
        ("attended", rf"(?:전송|환송|배웅){_DONE}|바래", "topic subject listed"),
        (SAME, r"(?:망라|포함)되", "topic subject object in listed"),
        ("statement", rf"(?:담화|성명|보도문|립장문|론평)를? ?발표{_DONE}", "topic subject"),
        ("said", rf"(?:말|말씀|강조|언급|지적|표명|표시|피력|확언|선언|주장|이야기|천명|비난|규탄|단죄|평가|경고|촉구|제안|토로){_DONE}|밝히(?=[시였며고])|밝혔|사의를 표", "topic subject"),
    )
)  # fmt: skip
_OF_A_GUEST = re.compile(r"[^.]{0,60}?(?:환영|방문|위하여|위해)")
_WITH_ANOTHER = ("met", "talks", "message", "reception")


@dataclass(frozen=True)
class KoreanHit:
    """What a name takes part in, and the name opposite as printed."""

    kind: str
    place: int
    opposite: str | None = None


@dataclass(frozen=True)
class _Verb:
    kind: str
    start: int
    end: int
    parts: frozenset[str]


def is_korean(text: str) -> bool:
    """Tell whether a sentence is written in Hangul."""
    return not text.isascii() and sum("가" <= letter <= "힣" for letter in text) * 3 > len(text)


def is_party(text: str) -> bool:
    """Tell whether the sentence speaks of a reception."""
    return _PARTY.search(text) is not None


def main_kind(text: str) -> str | None:
    """Return what the sentence tells by its last verb, whoever takes part in it."""
    return max(_verbs(text), key=lambda verb: verb.end).kind if any(_verbs(text)) else None


def hit(text: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> KoreanHit | None:
    """Return what the name start–end takes part in; `names`: the spans of all listed names of the sentence."""
    bare = _CITED.sub(lambda cited: "《" + " " * (len(cited.group()) - 2) + "》", text)
    if not bare[start:end].strip() or _OF_SPEAKER.search(bare):
        return None
    people = spans_of_people(bare, names)
    place = place_of(bare, end, people)
    verb = _verb(bare, end, place, people)
    if verb is None:
        return None
    return KoreanHit(verb.kind, verb.start, _opposite(bare, (start, end), verb.kind, place.part, people))


def _verbs(text: str) -> Iterator[_Verb]:
    for kind, pattern, parts in _RULES:
        for found in pattern.finditer(text):
            if not _NOT_SO.match(text, found.end()):
                yield _Verb(kind, found.start(), found.end(), parts)


def _verb(text: str, end: int, place: Place, people: Sequence[tuple[int, int]]) -> _Verb | None:
    """Return the verb the name belongs to: the last for who acts, the next for whom it is done to."""
    after = [verb for verb in _verbs(text) if verb.end > place.end and place.part in verb.parts]
    if place.part in ("topic", "subject"):
        return _own(text, end, place, people, after)
    if place.part == "of" and not _OF_A_GUEST.match(text, end):
        after = [verb for verb in after if verb.kind != "reception"]
    return min(after, key=lambda verb: (verb.start, -verb.end), default=None)


def _own(text: str, end: int, place: Place, people: Sequence[tuple[int, int]], after: Sequence[_Verb]) -> _Verb | None:
    """Return the verb of who acts. What N가 gave or sent stands before its noun: N가 마련한 오찬에 …"""
    if place.part == "topic":
        return max(after, key=lambda verb: verb.end, default=None)
    given = [verb for verb in after if "topic" not in verb.parts and verb.start - place.end < _NEXT]
    others = [place_of(text, last, people) for _, last in people if last > end]
    until = min(
        (other.end for other in others if other.part in ("topic", "subject") and other.end > place.end), default=len(text)
    )
    heard = any(place_of(text, last, people).part == "topic" for _, last in people if last < end)
    own = [verb for verb in after if verb.end <= until and not (heard and verb.kind == "said")]
    return min(given, key=lambda verb: verb.start) if given else max(own, key=lambda verb: verb.end, default=None)


_NEXT = 12  # code points between N가 and what he sent or gave; a day may stand there


def _opposite(text: str, own: tuple[int, int], kind: str, part: Part, people: Sequence[tuple[int, int]]) -> str | None:
    """Return the other side: for the one who is received the one who receives."""
    if kind not in _WITH_ANOTHER or part == "listed":
        return None
    acts = part in ("topic", "subject")
    wanted = {"object", "with", "to", "from", "for"} if acts else {"topic", "subject"}
    wanted |= {"topic", "subject", "to"} if kind == "message" else set()
    others = (span for span in people if span[1] <= own[0] or span[0] >= own[1])
    return next((text[first:last] for first, last in others if place_of(text, last, people).part in wanted), None)
