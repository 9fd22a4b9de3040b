"""What a Korean sentence says people did: a particle tells who did it and to whom, and the verb stands after them.

Titles and courtesy come before the particle ("라브로브동지를"); the verb's ending may honour ("접견하시였다"). Who is received or met
belongs to the next verb ("N1과 회담하였으며 N2와 상봉하였다"), who acts to the last one. What is cited between 《 and 》, planned
("방문하게 된다") or said of somebody ("도착하였다고 말하였다") is no news of the person.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from wirewatch.watchlist.events.participants import Place, places, spans_of_people
from wirewatch.watchlist.events.verbs import SAME

_PARTY = re.compile(r"연회|만찬|오찬|초대연")
_CITED = re.compile(r"《[^《》]*》|“[^“”]*”")
_OF_SPEAKER = re.compile(r"(?<![가-힣])(?:우리는|나는|나의|저는)")
# Endings of what happened, and no others: 방문하였다, 방문하시고, 방문했다, but not 방문할것이다, 방문하게 된다, 방문하기 위하여.
# A headline has none: "N 평양 도착".
_DONE = r"(?:하(?=[였시고며여면셨는])|했|되(?=[였고며여])|(?=[.\s]*$))"
# 면담한 바 있다, 경고한바 있다; under a photograph: 접견하는 모습
_AS_SEEN = r"(?:한|하신|하는)(?= (?:모습|장면|사진|자리)| ?바 있)"
_PAPERS = r"(?:축전|전문|위문전문?|답전|조전|서한|친서|편지|축하장|년하장|꽃바구니|화환|선물)"
_GREETINGS = r"(?:인사|축하)"
_NOT_SO = re.compile(
    r"[가-힣]{0,4}(?:다고(?! (?:한다|전하|전했|보도))|[자라]고|다는|다던)(?=[\s,])|[가-힣]{0,2}(?:것|데 대)|[가-힣]{0,2}기(?:를| 위|로)|[가-힣]{0,2}(?:려고|도록|지 (?:않|못))|게 (?:된|될|되는)"
)
# (kind, verb, who takes part by the particle after the name)
_RULES: tuple[tuple[str, re.Pattern[str], frozenset[str]], ...] = tuple(
    (kind, re.compile(verb), frozenset(parts.split()))
    for kind, verb, parts in (
        ("message", rf"(?:{_PAPERS}|{_GREETINGS}(?=[^.]{{0,20}}?(?:보내|전)))(?:(?!진정)[^.]){{0,80}}?(?:보내(?!기|려)|드리|드렸|올리|올렸|받으|받았|전달{_DONE}|전하(?=[였시고며여])|전해)", "topic subject to from of"),
        ("message", rf"(?:보내(?:여|시여)?온|보내오신|보내신|보낸|보내는|드리는|올리는|올린) (?:[^\s.]+ ){{0,4}}?[^\s.]*(?:{_PAPERS}|{_GREETINGS})", "subject to of"),
        ("message", rf"{_PAPERS}에서", "topic subject"),
        ("message", rf"명의로 된 (?:[^\s.]+ ){{0,3}}?[^\s.]*{_PAPERS}", "of"),
        ("met", rf"(?:접견|상봉|면담|(?<!기자)회견|맞이|영접|작별|마중)(?:{_DONE}|{_AS_SEEN})|(?:만난|만나는)(?= (?:모습|장면|사진|자리)| ?바 있)|만나(?=[\s시였뵈뵙])|포옹{_DONE}|작별(?:의 )?인사를|만났|맞았|맞으(?=[시며])|담화(?:[를가] ?| ?)(?:하|나누|진행)|상봉(?:이|을) ?[^.]{{0,30}}?(?:진행|있었|가지)", "topic subject object with of"),
        ("met", rf"(?:봉정하는|봉정한|올리는|드리는) 신임장을 받|신임장을 (?:봉정{_DONE}|받았|받으[시며])", "topic subject from to"),
        ("talks", r"(?:회담|전화대화)(?:(?:을|를|이|가)? ?(?:[^.]{0,30}?(?:진행|있었|열리|열렸|가지)|하(?!게|기)|했|(?=[.\s]*$))|에서)", "topic subject with of"),
        ("talks", rf"(?:론의|논의|협의){_DONE}", "with"),
        ("reception", rf"(?:연회|만찬|오찬|초대연)[를을가이]? ?[^.]{{0,30}}?(?:마련{_DONE}|차리|차렸|베풀)", "topic subject of for"),
        ("reception", r"(?:연회|만찬|오찬)가 [^.]{0,30}?(?:진행되|있었|마련되)", "for"),
        ("reception", r"(?:마련한|마련하신|차린|베푼) (?:[^\s.]+ ){0,3}?[^\s.]*(?:연회|만찬|오찬)", "subject"),
        ("arrived", rf"도착{_DONE}|돌아왔|돌아오(?=[시였며])", "topic subject"),
        ("left", rf"떠났|떠나(?=[\s시였며])|(?:출발|귀국|출국){_DONE}|귀국길", "topic subject"),
        ("left", rf"(?:전송|환송|배웅){_DONE}|바래", "object"),
        ("visited", rf"(?:방문|참관|진정|헌화|체류){_DONE}|돌아보(?=[시였며고]|면서)|돌아보았|찾았|찾으(?=[시며])|경의를 표시?{_DONE}", "topic subject"),
        ("visited", rf"함께 [^.]{{0,60}}?(?:(?:방문|참관){_DONE}|돌아보(?=[시였며고])|돌아보았)", "with"),
        ("attended", rf"(?:참가|참석|초대|동석|배석|수행|동행|관람|서명|조인){_DONE}|(?:연설|답사|축사|발언|토론)[을를]? ?{_DONE}", "topic subject object listed with"),
        ("attended", rf"(?:전송|환송|배웅){_DONE}|바래", "topic subject listed"),
        ("attended", r"연설이 있었", "of"),
        (SAME, r"(?:망라|포함)되|단장으로 (?:구성|조직)[되됐돼]", "topic subject object in listed"),
        ("statement", rf"(?:담화|성명|보도문|립장문|론평)를? ?발표{_DONE}", "topic subject"),
        ("statement", r"(?:담화|성명|보도문|립장문|론평)[이가] [^.]{0,20}?발표되", "of"),
        ("said", rf"(?:말|보고|회고|설명|통보|다짐|요구|지지|말씀|강조|언급|지적|표명|표시|피력|확언|선언|주장|이야기|천명|비난|규탄|단죄|평가|경고|촉구|제안|토로|언명|력설|역설|폭로|배격|비양|조소|야유|반박|성토|호소|락인|낙인|인정|시인|항의|예언|장담|단언|공언|맹비난|질타){_DONE}|(?:말|지적|강조|주장|경고|언명|폭로|비난|규탄|단죄|천명|언급|선언|인정|표명)(?:한|하신) ?바 있|밝히(?=[시였며고])|밝혔|(?<=고 )(?:썼|쓰(?=[시며고]))|사의를 표", "topic subject"),
        ("said", r"말에 (?:의하면|따르면)", "of"),
    )
)  # fmt: skip
_OF_A_GUEST = re.compile(r"[^.]{0,60}?(?:환영|방문|위하여|위해)")
# What an agency or a paper reports is news, cited or not: 조선중앙통신은 25일 “N이 도착했다”고 밝혔다, N이 도착했다고 신문이 25일 보도했다.
_PAPER = r"(?:통신사?|신문|방송|텔레비죤|tv|매체|언론|사이트|홈페이지|외신)(?:들)?"
_IT_TELLS = rf"{_PAPER}(?:은|는|이|가)"
_ITS_HEAD = re.compile(
    rf"\W*(?:[^.,\"“]{{0,30}}\s)?[^\s.,\"“]{{0,12}}{_IT_TELLS}(?: (?:[\d월일 ]*\d일|이날|오늘|같은 날|별도 기사를 통해|[^\s.]+ (?:기사|보도|소식)(?:에서|를 통해))[,]?)*(?=\s)"
)
_TELLS = r"(?:보도|전(?=[하했])|밝히|밝혔|알리|알렸|소개)"
_HERE = r"(?:(?!다고 )[^.\"“”])"  # what N said is told by the paper: …고 말하였다고 따쓰통신이 전하였다
_ITS_TAIL = re.compile(
    rf"(?:(?<=다)|(?<=[\"”])(?:이?라)?)고(?P<who>,? (?:{_HERE}{{0,30}}?{_IT_TELLS} )?)(?:(?!\S*다고 )[^\s.\"“”]{{1,20}} ){{0,3}}?{_TELLS}[가-힣]{{0,9}}[\s.]*$"
)
_ITS_MARKS = re.compile(r"[\"“”](?:(?:이?라)?(?:고|며|면서),?(?=\s))?")
_NEXT = 12  # code points between N가 and what he sent or gave; a day may stand there
_BESIDE = 20  # code points between N의 and what is his: N의 초청에 따라 … 만났다 is another's meeting
_MUTUAL = re.compile("회담|만나|만났|상봉|봉정|[올드]리는 신임장")  # N1과 N2가 만났다: each met the other
_ACTING = frozenset({"topic", "subject"})
# 로씨야는 N이 도착하였다고 밝혔다: a country, an office or a paper speaks of him. Endings of verbs look the same (만나는, 맡은).
_ANOTHERS_WORDS = re.compile(
    r"(?:^|\s)[가-힣]{0,12}(?:시아|씨야|북한|조선|중국|미국|한국|일본|정부|당국|외무성|외교부|외무부|국방성|국방부|대사관|대통령실|대통령부|크렘린|측|통신|신문|방송)(?:은|는)\s"
)
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


class _Somebody(NamedTuple):
    """A name of the sentence, and whose it is where that is known."""

    start: int
    end: int
    person: str | None


@dataclass(frozen=True)
class _Told:
    """A sentence without what it cites: the part of each by where the name ends, and its verbs.

    `acting`: where the particles of those who act end, in order; `first`: of each part the first name, and the first of somebody else;
    `speaker`: where a speaker is named who is no person.
    """

    text: str
    places: dict[int, Place]
    verbs: tuple[_Verb, ...]
    acting: Sequence[int]
    first: Mapping[str, Sequence[_Somebody]]
    speaker: int


def is_korean(text: str) -> bool:
    """Tell whether a sentence is written in Hangul."""
    return not text.isascii() and sum("가" <= letter <= "힣" for letter in text) * 3 > len(text)


def is_party(text: str) -> bool:
    """Tell whether the sentence speaks of a reception."""
    return _PARTY.search(text) is not None


def news(text: str) -> str:
    """Return the sentence with spaces for the words that say which paper reports it, and on which day."""
    head, tail = _ITS_HEAD.match(text), _ITS_TAIL.search(text)
    if tail is None or not (head or tail["who"].strip()):
        return text
    first, last = head.end() if head and head.end() <= tail.start() else 0, tail.start()
    told = text[first:last]
    if not head or told.lstrip()[:1] in ('"', "“"):
        told = _ITS_MARKS.sub(lambda mark: " " * len(mark.group()), told)
    return " " * first + told + "." + " " * (len(text) - last - 1)


def main_kind(text: str) -> str | None:
    """Return what the sentence tells by its last verb, whoever takes part in it: a delegation arrived."""
    told = [verb for verb in _verbs(news(text)) if verb.kind in ("arrived", "left", "visited", "attended", "met", "talks")]
    return max(told, key=lambda verb: verb.end).kind if told else None


def hits(text: str, names: Sequence[tuple[int, int, str]]) -> list[KoreanHit | None]:
    """Return what each of the listed names takes part in; `names`: their spans in the sentence, in order, and whose each is."""
    told = _told(text, names)
    return [_hit(told, _Somebody(*name)) if told else None for name in names]


def _hit(told: _Told, own: _Somebody) -> KoreanHit | None:
    verb = _verb(told, own.end) if told.text[own.start : own.end].strip() else None
    return KoreanHit(verb.kind, verb.start, _opposite(told, own, verb)) if verb else None


def _told(text: str, names: Sequence[tuple[int, int, str]]) -> _Told | None:
    """Return the sentence as it is read, None where a speaker tells it of himself."""
    bare = _CITED.sub(lambda cited: "《" + " " * (len(cited.group()) - 2) + "》", news(text))
    if _OF_SPEAKER.search(bare):
        return None
    people = spans_of_people(bare, [(start, end) for start, end, _ in names])
    parts = places(bare, people)
    acting = sorted(place.end for place in parts.values() if place.part in _ACTING)
    whose = {(start, end): person for start, end, person in names}
    somebody = [_Somebody(*span, whose.get(span)) for span in people]
    speaker = _ANOTHERS_WORDS.search(bare)
    return _Told(bare, parts, tuple(_verbs(bare)), acting, _first_two(somebody, parts), speaker.end() if speaker else len(bare))


def _first_two(people: Sequence[_Somebody], parts: Mapping[int, Place]) -> dict[str, list[_Somebody]]:
    """Return of each part the first name, and the first that is somebody else's."""
    first: dict[str, list[_Somebody]] = {}
    for one in people:
        same = first.setdefault(parts[one.end].part, [])
        if not same or (len(same) == 1 and _is_another(one, same[0])):
            same.append(one)
    return first


def _is_another(one: _Somebody, other: _Somebody) -> bool:
    return one[:2] != other[:2] and (one.person is None or one.person != other.person)


def _verbs(text: str) -> Iterator[_Verb]:
    for kind, pattern, parts in _RULES:
        for found in pattern.finditer(text):
            if not _NOT_SO.match(text, found.end()):
                yield _Verb(kind, found.start(), found.end(), parts)


def _verb(told: _Told, end: int) -> _Verb | None:
    """Return the verb the name belongs to: the last for who acts, the next for whom it is done to."""
    place = told.places[end]
    after = [verb for verb in told.verbs if verb.end > place.end and place.part in verb.parts]
    letters = [verb for verb in after if told.text[verb.start : verb.end].endswith("에서") and verb.kind == "message"]
    if letters:
        return letters[0]
    if place.part == "topic":
        return max(after, key=lambda verb: verb.end, default=None)
    if place.part == "subject":
        return _own(told, end, after)
    if place.part == "of":
        guest = _OF_A_GUEST.match(told.text, end)
        after = [verb for verb in after if (guest if verb.kind == "reception" else verb.start - place.end < _BESIDE)]
    return min(after, key=lambda verb: (verb.start, -verb.end), default=None)


def _own(told: _Told, end: int, after: Sequence[_Verb]) -> _Verb | None:
    """Return the verb of who acts. What N가 gave or sent stands before its noun: N가 마련한 오찬에 …

    Who speaks stands before whom he speaks of: 구쎄브가 지민이 도착하였다고 말하였다.
    """
    place = told.places[end]
    given = [verb for verb in after if "topic" not in verb.parts and verb.start - place.end < _NEXT]
    if given:
        return min(given, key=lambda verb: verb.start)
    spoken_of = (bool(told.acting) and told.acting[0] < place.end) or told.speaker < end
    until = next(iter(told.acting[bisect_right(told.acting, place.end) :][:1]), len(told.text))
    own = [verb for verb in after if (not spoken_of if verb.kind == "said" and _cites(told.text, verb) else verb.end <= until)]
    told_of = [verb for verb in own if "topic" in verb.parts]  # a far participle is another's
    return max(told_of or own, key=lambda verb: verb.end, default=None)


def _cites(text: str, verb: _Verb) -> bool:
    return text[: verb.start].endswith("고 ")


def _opposite(told: _Told, own: _Somebody, verb: _Verb) -> str | None:
    """Return the other side: for the one who is received the one who receives."""
    part, kind = told.places[own.end].part, verb.kind
    if kind not in _WITH_ANOTHER or part == "listed":
        return None
    wanted = {"object", "with", "to", "from", "for"} if part in _ACTING else _ACTING | ({"of", "with"} if part == "of" else set())
    wanted |= _ACTING | {"to"} if kind == "message" else _ACTING if _MUTUAL.match(told.text, verb.start) else set()
    congratulates = kind == "message" and part in _ACTING and "축하하" in told.text[own.end : verb.end]
    return _other(told, own, wanted) or (_other(told, own, {"of"}) if congratulates else None)


def _other(told: _Told, own: _Somebody, wanted: Set[str]) -> str | None:
    """Return the first name of somebody else who has one of the parts."""
    others = (one for part in wanted for one in told.first.get(part, ()) if _is_another(one, own))
    first = min(others, key=lambda one: one.start, default=None)
    return told.text[first.start : first.end] if first else None
