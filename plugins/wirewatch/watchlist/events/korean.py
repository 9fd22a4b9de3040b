"""What a Korean sentence says people did: the verb stands last, and a particle tells who did it and to whom.

Titles and courtesy come before the particle ("라브로브동지를"); the verb's ending may honour ("접견하시였다").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Part = Literal["subject", "object", "to", "from", "with", "between", "of", "listed"]

_COURTESY = r"(?:동지|각하|선생|녀사|씨|대통령|총리|수상|외무상|국방상|대사|상|장관|서기|위원장|의장|단장)*"
_PARTICLES: tuple[tuple[Part, str], ...] = (
    ("from", r"(?:께서 보내|(?:으로|로)부터|에게서)"),
    ("subject", r"(?:께서는|께서|께서도|은|는|이(?!며)|가)(?=[\s,])"),
    ("object", r"(?:을|를)(?=[\s,])"),
    ("to", r"(?:께|에게)(?=[\s,])"),
    ("with", r"(?:과|와)(?=[\s,])"),
    ("between", r"사이(?:의|에)(?=[\s,])"),  # "N1와 N2사이의 회담이"
    ("of", r"의(?=[\s,])"),
)
# A title may follow with spaces in it: "N 우리 나라 주재 로씨야련방 특명전권대사가".
_TITLE = r"(?:(?: [가-힣]+){0,6}? [가-힣]*(?:대사|대통령|총리|상|서기|의장|위원장|국장|장관|단장|대표|책임자|총장|사령관|무관|총령사|참사|각하))?"
_PART = [(part, re.compile(rf"{_TITLE} ?{_COURTESY} ?{particle}")) for part, particle in _PARTICLES]
# "N와 일행이", "N대사와 대사관 성원들이": he and those with him.
_WITH_HIS_PARTY = re.compile(
    rf"{_TITLE} ?{_COURTESY}(?:와|과) (?:[가-힣]+ ){{0,3}}?(?:일행|[가-힣]*성원들|수행원들|[가-힣]*일군들|부인)(?:이|은)(?=[\s,])"
)
_TO_COME = re.compile(r"(?:게 된다|것이다|예정이다)")
_OF_SPEAKER = re.compile(r"(?:우리는|나는|나의|저는)")
_LEADS = re.compile(
    rf" ?{_COURTESY}(?:을|를) (?:단장|책임자|대표|수석대표)으?로 하는|이 인솔하는|가 인솔하는|이 이끄는|가 이끄는"
)
_COURTEOUS = re.compile(
    r"(?<![가-힣])(?P<name>[가-힣]{2,4}) ?(?:동지|각하|대통령|총리|외무상) ?(?:께서|께|에게|를|을|가|이|는|은|와|과|의)"
)

_PARTY = re.compile(r"연회|만찬|오찬|초대연")
_SPEECH_ENDS = r"(?:말하|말씀하|강조하|언급하|지적하|표명하|표시하|피력하|확언하|선언하|주장하|밝히|밝혔|이야기하)"
# (kind, verb, who takes part by the particle after the name); the verb that stands last decides.
_RULES: tuple[tuple[str, re.Pattern[str], frozenset[str]], ...] = tuple(
    (kind, re.compile(verb), frozenset(parts.split()))
    for kind, verb, parts in (
        ("message", r"(?:축전|전문|위문전문|답전|서한|친서|편지|꽃바구니|화환|선물|인사|축하)[^.]*?(?:보내|드리|드렸|올리|올렸|받으|받았|전달하|전하|전해)", "subject to from of"),
        ("met", r"접견하|만나시|만나였|만났|면담하|맞이하|영접하|맞았|작별", "subject object with"),
        ("talks", r"회담(?:을|이)? ?(?:하|진행|있었|가지|열)|회담이 [^.]{1,40}?(?:진행|있었|열)|담화(?:를)? ?(?:하시|하였|나누)", "subject with between"),
        ("reception", r"(?:연회|만찬|오찬)를? ?[^.]*?(?:마련하|마련되|차리|베풀)", "subject of"),
        ("arrived", r"도착하|돌아왔|돌아오", "subject"),
        ("left", r"떠났|떠나|출발하|귀국하|귀국길", "subject"),
        ("visited", r"방문하|참관하|돌아보|찾았|찾으|진정하|헌화하|경의를 표", "subject"),
        ("attended", r"참가하|참석하|초대되|동석하|배석하|전송하|바래|수행하|연설을? ?하|관람하|서명하", "subject object listed with"),
        ("statement", r"(?:담화|성명|보도문|립장문)를? ?발표하", "subject"),
        ("said", _SPEECH_ENDS, "subject"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class KoreanHit:
    """What a name takes part in, and the name opposite as printed."""

    kind: str
    place: int
    opposite: str | None = None


def is_korean(text: str) -> bool:
    """Tell whether a sentence is written in Hangul."""
    return not text.isascii() and sum("가" <= letter <= "힣" for letter in text) * 3 > len(text)


def is_party(text: str) -> bool:
    """Tell whether the sentence speaks of a reception."""
    return _PARTY.search(text) is not None


def hit(text: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> KoreanHit | None:
    """Return what the name start–end takes part in by the last verb of the sentence; `names`: the spans of all listed names."""
    found = _last_verb(text)
    if found is None or _OF_SPEAKER.search(text) or _TO_COME.search(text):
        return None
    kind, place, parts = found
    part = _part(text, end)
    if kind == "reception" and part == "of" and not re.match(r"[^.]{0,60}?(?:환영|방문|위하여|위해)", text[end:]):
        return None
    if part not in parts:
        return None
    return KoreanHit(kind, place, _opposite(text, start, end, kind, part, names))


def _last_verb(text: str) -> tuple[str, int, frozenset[str]] | None:
    best: tuple[str, int, frozenset[str]] | None = None
    last = -1
    for kind, pattern, parts in _RULES:
        for found in pattern.finditer(text):
            if found.end() > last:
                best, last = (kind, found.start(), parts), found.end()
    return best


def _part(text: str, end: int) -> Part:
    if _LEADS.match(text, end) or _WITH_HIS_PARTY.match(text, end):
        return "subject"
    return next((part for part, pattern in _PART if pattern.match(text, end)), "listed")


def _opposite(text: str, start: int, end: int, kind: str, part: Part, names: Sequence[tuple[int, int]]) -> str | None:
    """Return the other side: for the one who is received the one who receives."""
    if kind not in ("met", "talks", "message", "reception") or part == "listed":
        return None
    wanted = {"subject": ("object", "with", "to", "from"), "between": ("with",), "with": ("subject", "between")}.get(
        part, ("subject",)
    )
    wanted = (*wanted, "subject", "to") if kind == "message" else wanted
    spans = [*names, *(found.span("name") for found in _COURTEOUS.finditer(text))]
    others = (span for span in sorted(spans) if span[1] <= start or span[0] >= end)
    return next((text[first:last] for first, last in others if _part(text, last) in wanted), None)
