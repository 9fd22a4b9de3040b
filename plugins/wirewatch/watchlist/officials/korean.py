"""People in Korean texts: the title, the name, and 동지 or another courtesy glued to it (`외무상 쎄르게이 라브로브동지`).

Only what is plain: the title's last word must end in an office, and the words between it and the courtesy are the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from wirewatch.text.sounds import has_hangul
from wirewatch.watchlist.officials.found import Found, How, Span
from wirewatch.watchlist.officials.nations import DPRK
from wirewatch.watchlist.prose.korean import OFFICE, SURNAMES
from wirewatch.watchlist.prose.passage import Passage

_COURTESIES = frozenset({"동지", "각하", "선생", "녀사"})
# Where an item ends: at a courtesy, at a stop, and after words that open a list ("연회에는", "수행원들과", "…를 비롯한").
_ITEM = re.compile(
    r"동지|각하|선생|녀사|[,.;:()\n]|(?:에는|에서는|들과|들을|들이|비롯한|하여|께서|께서는|(?<=\s)[와과는가를의])(?=\s)"
)
# What a title's last word ends in, 상 of any ministry too: a name follows. A copula may join it to the name ("내각총리인").
_OFFICE = re.compile(rf"(?P<office>{OFFICE}|상)(?:인|이신)?\s+")
_NAME = re.compile(r"(?:[가-힣]*[^\W는신인] ){0,2}[가-힣]{2,}")
_ATTENDS = re.compile(r"참가하|참석하|초대되|동석하|배석하|동행하|마중하|배웅하|맞이하|영접하|전송하|바래우|수행하")
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


def korean_people(passage: Passage) -> list[Found]:
    """Return the people of a Korean text whose title stands before the name."""
    people: list[Found] = []
    begin = 0
    if not has_hangul(passage.normal.text):
        return people
    for stop in _ITEM.finditer(passage.normal.text):
        if stop.group() in _COURTESIES:
            people += _person(passage, begin, stop.start())
        begin = stop.end()
    return [replace(one, side=_side_of_others(one, people)) if one.side is None else one for one in people]


def _side_of_others(person: Found, people: list[Found]) -> str | None:
    """The one foreign country that titles in the same list name."""
    sides = {one.side for one in people if one.opener and one.opener == person.opener} - {None, DPRK}
    return sides.pop() if len(sides) == 1 else None


def _person(passage: Passage, begin: int, end: int) -> Iterator[Found]:
    """The person whose title and name fill the item that ends before the courtesy."""
    text = passage.normal.text
    begin += len(text[begin:end]) - len(text[begin:end].lstrip())
    offices = list(_OFFICE.finditer(text, begin, end))
    if not offices or not _NAME.fullmatch(text, offices[-1].end(), end):
        return
    role, name = (begin, offices[-1].end("office")), (offices[-1].end(), end)
    attends = _ATTENDS.search(text, *passage.sentence(*name))
    how: How = "attendance" if attends else "title"
    yield Found(name, role, _side(text, role, name), how, attends.span() if attends else None)


def _side(text: str, role: Span, name: Span) -> str | None:
    """A Korean name is of the DPRK's side; otherwise the first country the title names is the person's."""
    if _KOREAN_NAME.fullmatch(text[slice(*name)]):
        return DPRK
    places = {text.find(word, *role): code for word, code in _NATIONS.items() if text.find(word, *role) >= 0}
    return places[min(places)] if places else None
