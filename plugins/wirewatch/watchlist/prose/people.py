"""The people of a sentence, listed or not: where their names stand, and how much around each is only said about them.

The others count too: who is received is told by who receives.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wirewatch.watchlist.prose.article import Find
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.shapes import Name, is_lone_surname, names, only_korean
from wirewatch.watchlist.prose.surroundings import in_institution
from wirewatch.watchlist.prose.titles import title_after, title_before
from wirewatch.watchlist.prose.vocabulary import COURTESY, HEADS, KOREAN_SURNAMES, OFFICES, ORDINARY, SEVERAL

_OFFICES = OFFICES | SEVERAL
_ADDRESS = COURTESY | {"the", "its", "his", "their", "a", "an", "supreme", "visiting", "beloved", "great"}
_SERVES_TO = frozenset({"aide", "assistant", "adviser", "advisor", "envoy", "representative", "secretary"})
# An apposition without a comma after it ends where the sentence goes on: "N, ambassador of Russia on a visit …".
_GOING_ON = (
    "on at who which whom with from by during via when where while had has was were is are here today yesterday received"
    " met visited arrived left said sent hosted gave held laid paid made attended greeted called conveyed extended"
    " presented expressed stressed noted told issued released toured inspected"
)
_GOES_ON = frozenset(_GOING_ON.split())
_MAY_GO_ON = _GOES_ON | {"to", "in"}
_POSTED_IN = frozenset({"general", "embassy", "consulate", "consul", "office", "mission"})
_DEALS_WITH = frozenset({"committee", "subcommittee", "commission", "council", "board"})
_FAR = 8  # words: "N, alternate member of the Political Bureau …" names the office early
_CALLING = HEADS | COURTESY


@dataclass(frozen=True)
class Named:
    """A name in the words `first` to `last`, spoken of from `begin` to `end` (words, end exclusive); `person`: an id of the list."""

    first: int
    last: int
    begin: int
    end: int
    printed: str
    person: str | None = None


def people(passage: Passage, first: int, end: int, finds: Sequence[Find]) -> list[Named]:
    """Return everybody the words first–end name, in order, each with the titles before and after."""
    spans = _spans(passage, first, end, finds)
    starts = {span[0] for span in spans}
    named: list[Named] = []
    for begins, last, find in spans:
        floor = named[-1].last + 1 if named else first
        begin = max(floor, _begin(passage, begins))
        if named and named[-1].end > begin:
            named[-1] = _cut(named[-1], begin)
        stop = _end(passage, last, end, starts)
        printed = passage.printed(passage.words.starts[begins], passage.words.ends[last])
        named.append(Named(begins, last, begin, stop, printed, find.person.id if find else None))
    alone = list(_surnames(passage, first, end, named))
    return sorted([*named, *alone], key=lambda name: name.first) if alone else named


def _cut(name: Named, end: int) -> Named:
    return Named(name.first, name.last, name.begin, max(name.last + 1, end), name.printed, name.person)


def _spans(passage: Passage, first: int, end: int, finds: Sequence[Find]) -> list[tuple[int, int, Find | None]]:
    """Return the names as (first word, last word, find), the listed ones as they were found."""
    spans: list[tuple[int, int, Find | None]] = []
    for find in sorted(finds, key=lambda find: find.start):
        begins = passage.word_at(find.start)
        if first <= begins < end:
            spans += _others(passage, first, begins)
            first = max(begins + 1, passage.word_at(find.end))
            spans.append((begins, first - 1, find))
    return [*spans, *_others(passage, first, end)]


def _surnames(passage: Passage, first: int, end: int, named: Sequence[Named]) -> Iterator[Named]:
    """Yield whom a Korean surname alone means ("Kim met N"), printed as the text has him in full."""
    words, capitals = passage.words, passage.capital_words
    near = capitals[bisect_left(capitals, first) : bisect_left(capitals, end)]
    begun = {name.first for name in named}
    surnames = [at for at in near if words.texts[at] in KOREAN_SURNAMES and at not in begun]
    covered = {index for name in named for index in range(name.begin, name.end)} if surnames else set()
    alone = [at for at in surnames if at not in covered and is_lone_surname(passage, at)]
    whole = {surname: only_korean(passage, surname) for surname in {words.texts[at] for at in alone}}
    for index in alone:
        if name := whole[words.texts[index]]:
            begin = _begin(passage, index)
            begin = begin if covered.isdisjoint(range(begin, index)) else index
            yield Named(index, index, begin, index + 1, passage.printed(words.starts[name.first], words.ends[name.last - 1]))


def _others(passage: Passage, first: int, end: int) -> Iterator[tuple[int, int, None]]:
    """Yield the full names on no list: what only an office shows to be a name needs one beside it."""
    for name in names(passage, first, end):
        if name.korean and _is_of_body(passage, name):
            continue
        if name.full and (name.sure or _is_called(passage, name.first, name.last - 1)):
            yield name.first, name.last - 1, None


def _is_of_body(passage: Passage, name: Name) -> bool:
    """ "The president of Kim Chaek University", "the Kim Il Sung-Kim Jong Il Youth League": nobody is spoken of."""
    return "-" in (passage.gap(name.first - 1), passage.gap(name.last - 1)) or in_institution(passage, name.first, name.last - 1)


def _is_called(passage: Passage, first: int, last: int) -> bool:
    """Tell whether an office stands right before the words ("President Xi Jinping") or opens an apposition after them."""
    if first > 0 and passage.adjacent(first - 1) and passage.words.texts[first - 1] in _CALLING:
        return True
    title = title_after(passage, last)
    return title is not None and not HEADS.isdisjoint(title.words[:4])


def _begin(passage: Passage, first: int) -> int:
    """Return the first word of "the respected Comrade N", "Russian Foreign Minister N"."""
    begin = _address(passage, first)
    title = title_before(passage, begin)
    if title is None:
        return begin
    start = passage.word_at(title.start)
    return _address(passage, _own_office(passage, start, begin))


def _address(passage: Passage, first: int) -> int:
    while first > 0 and passage.words.texts[first - 1] in _ADDRESS and passage.adjacent(first - 1):
        first -= 1
    return first


def _own_office(passage: Passage, start: int, end: int) -> int:
    """Cut "envoy of Russian President" before the president, whose envoy is another; "aide to the president" is one office."""
    for index in range(end - 2, start, -1):
        words = passage.words
        if words[index].text not in ("of", "to") or HEADS.isdisjoint(word.text for word in words[index + 1 : end]):
            continue
        whose = words[index - 1].text
        if not HEADS.isdisjoint(word.text for word in words[start:index]) and not (
            words[index].text == "to" and whose in _SERVES_TO
        ):
            return index + 1
    return start


def _end(passage: Passage, last: int, end: int, names: set[int]) -> int:
    """Return where the apposition ends that a comma opens: "N, foreign minister of the Russian Federation, …"."""
    if passage.gap(last).strip() != ",":
        return last + 1
    index, office, words = last + 1, False, passage.words
    while index < end:
        word = words.texts[index]
        if index in names:
            return _before_name(passage, last, index, office)
        if word in _MAY_GO_ON and not words.capitals[index] and not _title_goes_on(passage, index):
            break
        office = office or (word in _OFFICES and index <= last + _FAR)
        if _closes(passage.gap(index)):
            index += 1
            break
        index += 1
    return index if office else last + 1


def _before_name(passage: Passage, last: int, index: int, office: bool) -> int:
    """A title right before the next name is that one's; only what an "and" parts from it belongs to the name before."""
    joined = passage.words.texts[index - 1] == "and" and office
    return index - 1 if joined else last + 1


def _closes(gap: str) -> bool:
    return gap not in (" ", ". ", ".") and any(mark in gap for mark in ",;:.\n")


def _title_goes_on(passage: Passage, index: int) -> bool:
    """ "Ambassador to the DPRK", "consul general in Chongjin", "Committee on External Ties": a preposition inside the title."""
    words, after = passage.words, min(index + 1, len(passage.words) - 1)
    if words[index].text == "on":
        return words[index - 1].text in _DEALS_WITH and words[after].capital and words[after].text not in ORDINARY
    if words[index].text not in ("to", "in"):
        return False
    if words[index].text == "in" and words[after].capital and words[min(after + 1, len(words) - 1)].text == "of":
        return True  # "director of the Centre for Strategy in Asia of the Institute"
    capital = words[after].capital or (words[after].text == "the" and words[min(after + 1, len(words) - 1)].capital)
    return capital and (words[index].text == "to" or words[index - 1].text in _POSTED_IN)
