"""People in Korean texts: the title, the name, and 동지 or another courtesy glued to it (`외무상 쎄르게이 라브로브동지`).

Where a list of those present is printed without courtesies (`부상 N 등`, `발전상 N, 부상 N을 비롯한`), a name must look like a
Korean's or be spelled as no Korean word is. The title may also be glued to the name: `국방성 안드레이 불릐가부상`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from wirewatch.text.sounds import has_hangul
from wirewatch.watchlist.officials.found import Found, How, Span
from wirewatch.watchlist.officials.nations import DPRK
from wirewatch.watchlist.prose.korean import OFFICE, SURNAMES, ends_in_office, institution_before, title_begin
from wirewatch.watchlist.prose.passage import Passage

# What a title's last word ends in, 상 of any ministry too: a name follows. A copula may join it to the name ("내각총리인").
_OFFICE = re.compile(rf"({OFFICE}|상)(?:인|이신)?$")
_BEFORE_A_WORD = re.compile(r"(\S+)\s+")
_INITIALS = r"(?:[가-힣]\. ?){1,2}"
_COURTESY = r"(?:동지|각하|선생|녀사)"
# A name without courtesy needs a particle, a comma or 등 behind it; the words of a title have none.
_ENDS = r"(?=(?:께서|께|에게|이|가|도|은|는|을|를|과|와|의)(?:[\s,.]|$)|[,.]|$| 등[\s,])"
_WORD = r"[가-힣]+(?<![회성당국방청단관인한신는])"
_COURTEOUS = re.compile(
    rf"(?P<name>(?:{_INITIALS}|(?:[가-힣]*[^\W는신인](?<![브프][가를의]) ){{0,2}}?)[가-힣]{{2,}}?)(?={OFFICE}? ?{_COURTESY})"
)
_BARE = re.compile(rf"(?P<name>(?:{_INITIALS}|(?:{_WORD} ){{1,2}}?)[가-힣]{{2,}}?){_ENDS}")
_GLUED = re.compile(
    rf"(?<=[성회당청국방야관]) (?P<name>(?:{_INITIALS}|(?:{_WORD} ){{1,2}}?)[가-힣]{{2,}}?)"
    rf"(?P<office>(?:특명전권|림시대리|제1)?{OFFICE})(?={_COURTESY}?(?:[가-힣]{{1,2}})?(?:[\s,.]|$))"
)
# 이 follows a consonant and 가 a vowel: 안드레이 is a name, not 안드레 with a particle.
_KOREAN = re.compile(
    rf"(?P<name>[{SURNAMES}][가-힣]{{1,2}}?)(?P<particle>께서|에게|께|이|은|을|과|가|는|를|와|도|의|(?=[,.]|$| 등))(?=[\s,.]|$)"
)
_AFTER_A_CONSONANT, _AFTER_A_VOWEL = frozenset("이은을과"), frozenset("가는를와")
_FOREIGN = re.compile(r"[까-낗따-띻빠-삫싸-앃짜-찧카-킿타-팋]|[브프]$|^[가-힣]\. ?")
_ATTENDS = re.compile(r"참가하|참석하|초대되|동석하|배석하|동행하|마중하|배웅하|맞이하|영접하|전송하|바래우|수행하|[을를] 비롯한")
_JOINED = re.compile(rf"\S*{OFFICE}(?:이며|이시며|이고|이자|인|이신)")
# A country stands at the beginning of what the title belongs to; behind these a new one begins.
_APART = re.compile(r"[,.;:()\n]|동지|각하|선생|녀사|(?:들과|에게|에는|에서)\s|(?<=\s)[와과께를가]\s")
_FAR = 80  # code points from the country to the title: 로씨야련방 군사대표단을 인솔하고 온 국방상
_OF_THE_SOUTH = re.compile(r"남측|남조선|한국|대한민국|[장차]관$")
_SENT_OR_IN_CHARGE = re.compile(r"주재|담당|친선")
_KOREAN_NAME = re.compile(rf"[{SURNAMES}][가-힣]{{1,2}}")
_NATIONS = {
    "로씨야": "ru",
    "러시아": "ru",
    "중국": "cn",
    "중화인민공화국": "cn",
    "몽골": "mn",
    "벨라루씨": "by",
    "윁남": "vn",
    "꾸바": "cu",
}

Attending = Callable[[Span], re.Match[str] | None]


def korean_people(passage: Passage) -> list[Found]:
    """Return the people of a Korean text whose title stands before the name or is glued to it."""
    if not has_hangul(passage.normal.text):
        return []
    # Once for a sentence, which may name thousands.
    attending = lru_cache(maxsize=8)(lambda sentence: _ATTENDS.search(passage.normal.text, *sentence))
    people = [*_titled(passage, attending), *_glued(passage, attending)]
    return [replace(one, side=_side_of_others(one, people)) if one.side is None else one for one in people]


def _side_of_others(person: Found, people: list[Found]) -> str | None:
    """The one foreign country that titles in the same list name."""
    sides = {one.side for one in people if one.opener and one.opener == person.opener} - {None, DPRK}
    return sides.pop() if len(sides) == 1 else None


def _titled(passage: Passage, attending: Attending) -> Iterator[Found]:
    """The people whose name follows the title."""
    text = passage.normal.text
    for word in _BEFORE_A_WORD.finditer(text):
        if office := _office_of(word[1]):
            start, end = word.start() + office[0], word.start() + office[1]
            attends = attending(passage.sentence(start, word.end()))
            if name := _name(text, word.end(), in_list=attends is not None):
                role = (_begin(passage, end), end)
                yield _found(name, role, _side(text, role, name) or _side(text, _clause(text, role), name), attends)


@lru_cache(maxsize=16384)
def _office_of(word: str) -> Span | None:
    """Return where in the word, with what is glued to it, the office stands that it ends in; of most words none."""
    found = _OFFICE.search(word)
    return found.span(1) if found else None


def _glued(passage: Passage, attending: Attending) -> Iterator[Found]:
    """The people whose title is glued to the name; what says whose it is stands before the name."""
    text = passage.normal.text
    for found in _GLUED.finditer(text):
        name = found.span("name")
        around = institution_before(passage, passage.word_at(name[0]))
        if around and _is_foreign(found["name"]):
            attends = attending(passage.sentence(*name))
            yield _found(name, found.span("office"), _side(text, around, name), attends)


def _found(name: Span, role: Span, side: str | None, attends: re.Match[str] | None) -> Found:
    how: How = "attendance" if attends else "title"
    return Found(name, role, side, how, attends.span() if attends else None)


def _name(text: str, start: int, in_list: bool) -> Span | None:
    """The name that begins at the offset: with a courtesy anywhere, without one in a list of those present."""
    korean, courteous, bare = _KOREAN.match(text, start), _COURTEOUS.match(text, start), _BARE.match(text, start)
    if korean and _fits(korean):
        return korean.span("name") if in_list else None
    if courteous:
        return None if _has_office(courteous["name"]) else courteous.span("name")
    return bare.span("name") if bare and in_list and _is_foreign(bare["name"]) else None


def _fits(found: re.Match[str]) -> bool:
    """Whether the particle can follow the Korean name."""
    closed = (ord(found["name"][-1]) - ord("가")) % 28 != 0
    return found["particle"] not in (_AFTER_A_VOWEL if closed else _AFTER_A_CONSONANT)


def _is_foreign(name: str) -> bool:
    """Whether the spelling is no ordinary Korean word's."""
    return _FOREIGN.search(name) is not None and not _has_office(name)


def _has_office(name: str) -> bool:
    return any(word in ("겸", "및") or ends_in_office(word) for word in name.split())


def _clause(text: str, role: Span) -> Span:
    """The title with the words before it that may say whose it is."""
    start = max(0, role[0] - _FAR)
    return max((found.end() for found in _APART.finditer(text, start, role[0])), default=start), role[1]


def _begin(passage: Passage, office: int) -> int:
    """Where the title begins: 위원이며 joins two offices to one title, and what has another particle stands before it."""
    first = title_begin(passage, passage.word_at(office) - 1)
    while first > 0 and _JOINED.fullmatch(passage.words[first - 1].text) and passage.gap(first - 1) == " ":
        first = title_begin(passage, first - 1)
    return passage.words[first].start


def _side(text: str, role: Span, name: Span) -> str | None:
    """The first country the title names; a Korean name is of the DPRK's side, unless the title is the South's or begins with another country.

    Pyongyang has no 장관.
    """
    printed = text[slice(*role)]
    places = {printed.find(word): code for word, code in _NATIONS.items() if word in printed}
    if not _KOREAN_NAME.fullmatch(text[slice(*name)]):
        return places[min(places)] if places else None
    if _OF_THE_SOUTH.search(printed):
        return "kr"
    return DPRK if 0 not in places or _SENT_OR_IN_CHARGE.search(printed) else places[0]
