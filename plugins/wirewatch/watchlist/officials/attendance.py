"""Who was there: the people after "Present there were …", "were greeted by …" and "a delegation of … led by …", with their side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wirewatch.watchlist.officials.found import Found, How, Span, offsets
from wirewatch.watchlist.officials.lists import Person, people_in
from wirewatch.watchlist.officials.nations import DPRK, nation_of
from wirewatch.watchlist.officials.vocabulary import NEWSPAPERMEN
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.vocabulary import COURTESY

_WHERE = r"(?:[^.;\n]{0,120}?)"
_OPENER = re.compile(
    rf"\b(?:(?:present|attending|on hand|invited|accompanying|seeing off|among)\b{_WHERE}\b(?:were|was|are|is)\b"
    rf"|(?:greeted|met|received|welcomed|seen off|seen|accompanied|attended|joined){_WHERE} by\b)"
)
_OPENS = re.compile(
    "present|attending|on hand|invited|accompanying|seeing off|among|greeted|met|received|welcomed|seen|accompanied|attended|joined"
)
_LED_BY = re.compile(r"\b(?:led|headed) by(?: its)?\b")
_LEADS = re.compile("led by|headed by")
_DELEGATION = re.compile(
    r"(?:\b(?:an?|the) )?(?:\b(?!(?:an?|the|by|with|in|of|and|for)\b)[\w'’-]+ ){0,4}"
    r"\b(?:delegation|mission|group|team|party|squadron)\b[^.;\n]*$"
)
_BEFORE_LED_BY = 300  # characters in which the delegation's own words stand
_WAS_THERE = re.compile(
    r"\b(?:(?:was|were) (?:also )?(?:present|on hand|at [\w ]{3,40}? to (?:greet|meet|see|welcome|receive)\b)|attended|took part in)\b"
)
_WAS = re.compile("was|were|attended|took part in")
_BEFORE_THE_FIRST = COURTESY | {"the", "also"}
_SIDE = re.compile(r"\b(?:from|on) (?:the )?([\w'’ ]{2,60}?) side\b(?: (?:were|was|are))?")


def present(passage: Passage, guest: str | None, parts: Sequence[Span] | None = None) -> list[Found]:
    """Return who attended or led a delegation, each once, in order; `guest` is the country the "opposite side" is.

    `parts` are the offsets of the sentences that are asked about; all of the text where they are not given.
    """
    found: dict[str, Found] = {}
    parts = [(0, len(passage.normal.text))] if parts is None else parts
    for one in (
        *(one for part in parts for one in _leading(passage, part)),
        *(one for part in parts for one in _attending(passage, guest, part)),
        *(one for part in parts for one in _subjects(passage, part)),
    ):
        name = passage.normal.text[slice(*one.name)]
        if name not in found or (found[name].role is None and one.role):
            found[name] = one
    return sorted(found.values(), key=lambda one: one.name)


def _all(pattern: re.Pattern[str], begins: re.Pattern[str], passage: Passage, part: Span) -> Iterator[re.Match[str]]:
    """Yield what `finditer` does, in a third of the time: `begins` are all words the pattern begins with, which are quickly found."""
    text, end = passage.normal.text, 0
    for place in begins.finditer(text, *part):
        if place.start() >= end and (found := pattern.match(text, place.start(), part[1])):
            end = found.end()
            yield found


def _attending(passage: Passage, guest: str | None, part: Span) -> Iterator[Found]:
    openers = [opener for opener in _all(_OPENER, _OPENS, passage, part) if _opens_clause(passage, opener)]
    ends = [*(opener.start() for opener in openers[1:]), part[1]]
    for opener, end in zip(openers, ends, strict=False):
        begin, last = passage.word_at(opener.end()), min(passage.word_at(end), _sentence(passage, opener)[1])
        side = next((_side(mark, None, guest) for mark in _SIDE.finditer(opener.group())), None)
        for listed in _by_side(passage, begin, last, side, guest):
            yield from _listed(passage, opener.span(), *listed)


def _listed(passage: Passage, opener: Span, begin: int, end: int, side: str | None) -> Iterator[Found]:
    people = people_in(passage, begin, end)
    others = side or _one_nation(passage, people, end)
    return (_found(passage, one, "attendance", opener, side, others) for one in people)


def _opens_clause(passage: Passage, opener: re.Match[str]) -> bool:
    """A passive ("They were met by") anywhere; "Present … were" only where a sentence or its main clause begins."""
    if opener.group().endswith("by"):
        return True
    first = passage.word_at(opener.start())
    before = passage.words[first - 1].text if first else ""
    return passage.opens_sentence(first) or before in ("also", "and", "were")


def _by_side(
    passage: Passage, begin: int, end: int, side: str | None, guest: str | None
) -> Iterator[tuple[int, int, str | None]]:
    """Yield the parts of a list that "from the DPRK side were … and from the opposite side …" cuts, with the side of each.

    "N from the DPRK side and N from the Russian side" names it after the people.
    """
    if begin >= end:
        return
    marks = list(_SIDE.finditer(passage.normal.text, passage.words[begin].start, passage.words[end - 1].end))
    if marks and not people_in(passage, passage.word_at(marks[-1].end()), end):
        for mark in marks:
            begin, last, side = passage.word_at(mark.end()), begin, _side(mark, side, guest)
            yield last, passage.word_at(mark.start()), side
        return
    for mark in marks:
        yield begin, passage.word_at(mark.start()), side
        begin, side = passage.word_at(mark.end()), _side(mark, side, guest)
    yield begin, end, side


def _side(mark: re.Match[str], before: str | None, guest: str | None) -> str | None:
    words = mark.group(1).replace("'s", "").replace("’s", "").split()
    if words[-1] in ("opposite", "other"):
        return guest if before in (DPRK, None) else DPRK
    return DPRK if words[-1] == "our" else nation_of(words)


def _leading(passage: Passage, part: Span) -> Iterator[Found]:
    before = 0
    for led_by in _all(_LED_BY, _LEADS, passage, part):
        start, before = max(before, led_by.start() - _BEFORE_LED_BY), led_by.end()
        delegation = _DELEGATION.search(passage.normal.text[start : led_by.start()])
        if delegation is None:
            continue
        opener = start + delegation.start(), led_by.end()
        begin, end = passage.word_at(led_by.end()), _sentence(passage, led_by)[1]
        leaders = people_in(passage, begin, end)[:1]
        side = nation_of(passage.words.texts[passage.word_at(opener[0]) : begin])
        yield from (_found(passage, one, "delegation", opener, side, side) for one in leaders if _leads(one, begin))


def _leads(person: Person, begin: int) -> bool:
    """Whether the name, or its title, follows "led by" at once."""
    return begin == (person.role[0] if person.role and person.role[0] < person.name.first else person.name.first)


def _found(passage: Passage, person: Person, how: How, opener: Span, side: str | None, others: str | None) -> Found:
    """Decide the side: the country of the title, else that of the list's part, else the shape of the name or that of the others."""
    words = _role_words(passage, person)
    said = nation_of(words) or side
    role = _first_office(passage, offsets(passage, person.role)) if person.role else None
    if not NEWSPAPERMEN.isdisjoint(words):
        others = side
    return Found(offsets(passage, person.name), role, said or (DPRK if person.name.korean else others), how, opener)


def _first_office(passage: Passage, role: Span) -> Span:
    """Leave out a second office: "minister of Transport who doubles as …"."""
    text = passage.normal.text
    who = text.find(" who ", *role)
    return role[0], role[0] + len(text[role[0] : who].rstrip(", ")) if who > 0 else role[1]


def _one_nation(passage: Passage, people: list[Person], end: int) -> str | None:
    """The one country other than the DPRK that titles of the list name: that of foreigners whose titles name none."""
    named = {nation_of(_role_words(passage, person)) for person in people if not person.name.korean} - {None, DPRK}
    if not named and people:  # "N and Military Attaché N of the Russian embassy here"
        named = {nation_of(passage.words.texts[people[-1].name.last : end])} - {None, DPRK}
    return named.pop() if len(named) == 1 else None


def _role_words(passage: Passage, person: Person) -> list[str]:
    return passage.words.texts[slice(*person.role)] if person.role else []


def _subjects(passage: Passage, part: Span) -> Iterator[Found]:
    """The people a sentence begins with that ends "… were at the airport to greet the delegation" or "… attended the reception"."""
    for verb in _all(_WAS_THERE, _WAS, passage, part):
        begin, end = _sentence(passage, verb)[0], passage.word_at(verb.start())
        for first in (begin, *_after_including(passage, begin, end)):
            people = people_in(passage, first, end)
            if people and _begins_with(passage, people[0], first):
                yield from _listed(passage, verb.span(), first, end, None)
                break


def _after_including(passage: Passage, begin: int, end: int) -> list[int]:
    """Return where the people begin whom a group is said to hold: "His entourage, including N and N, were present"."""
    return [at + 1 for at in range(begin, end - 1) if passage.words.texts[at] == "including"][:1]


def _begins_with(passage: Passage, person: Person, begin: int) -> bool:
    """Whether a sentence begins with the person's name, or title and name."""
    first = min(person.name.first, person.role[0] if person.role else person.name.first)
    return _BEFORE_THE_FIRST.issuperset(passage.words.texts[begin:first])


def _sentence(passage: Passage, place: re.Match[str]) -> Span:
    """Return the words (end exclusive) of the sentence that holds the end of what was found."""
    first, last = passage.sentence(place.end() - 1, place.end())
    return passage.word_at(first), passage.word_at(last)
