"""The people of a sentence, listed or not: where their names stand, and how much around each is only said about them.

The others count too: who is received is told by who receives.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from wirewatch.text.fold import fold
from wirewatch.watchlist.prose.article import Find
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.titles import TITLE_WORDS, title_after, title_before
from wirewatch.watchlist.prose.vocabulary import (
    CONNECTORS,
    COURTESY,
    GIVEN_NAMES,
    HEADS,
    INSTITUTIONS,
    JUNIOR,
    KOREAN_SURNAMES,
    ORDINARY,
    RANKS,
)

_OFFICES = HEADS | JUNIOR | RANKS | {"first", "general", "alternate", "acting", "former", "honorary"}
_ADDRESS = COURTESY | {"the", "its", "his", "their", "a", "an", "respected", "dear", "supreme", "visiting", "beloved", "great"}
_SERVES_TO = frozenset({"aide", "assistant", "adviser", "advisor", "envoy", "representative", "secretary"})
# An apposition without a comma after it ends where the sentence goes on: "N, ambassador of Russia on a visit …".
_GOING_ON = (
    "on at who which whom with from by during via when where while had has was were is are here today yesterday received"
    " met visited arrived left said sent hosted gave held laid paid made attended greeted called conveyed extended"
    " presented expressed stressed noted told issued released toured inspected"
)
_GOES_ON = frozenset(_GOING_ON.split())
# Syllables that are words elsewhere: "Kim Kyong Jun", "Pak In So".
_IN_KOREAN_NAMES = frozenset(["jun", "so", "an", "in", "on", "no", "u", "o", "won", "sim"])
_ORGANISATIONS = (
    "association party union front league society idea presidium assembly bureau group workers people youth women"
    " revolution movement alliance congress organization council commission army navy club news agency"
)
_NO_NAMES = TITLE_WORDS | INSTITUTIONS | ORDINARY | frozenset(_ORGANISATIONS.split())
_POSTED_IN = frozenset({"general", "embassy", "consulate", "consul", "office", "mission"})
_FAR = 8  # words: "N, alternate member of the Political Bureau …" names the office early


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
        printed = passage.printed(passage.words[begins].start, passage.words[last].end)
        named.append(Named(begins, last, begin, stop, printed, find.person.id if find else None))
    return named


def _cut(name: Named, end: int) -> Named:
    return Named(name.first, name.last, name.begin, max(name.last + 1, end), name.printed, name.person)


def _spans(passage: Passage, first: int, end: int, finds: Sequence[Find]) -> list[tuple[int, int, Find | None]]:
    """Return the names as (first word, last word, find), the listed ones as they were found."""
    listed = {}
    for find in finds:
        begins = passage.word_at(find.start)
        if first <= begins < end:
            listed[begins] = (max(begins, passage.word_at(find.end) - 1), find)
    spans: list[tuple[int, int, Find | None]] = []
    places = sorted(listed)
    index = first
    while index < end:
        if index in listed:
            last, found = listed[index]
            spans.append((index, last, found))
            index = last + 1
            continue
        after = bisect_right(places, index)
        room = places[after] if after < len(places) else end
        length = _korean(passage, index, room) or _foreign(passage, index, room)
        if length:
            spans.append((index, index + length - 1, None))
        index += max(length, 1)
    return spans


def _korean(passage: Passage, index: int, end: int) -> int:
    """Return how many words from here are a Korean name, 0 for none: "Choe Son Hui", "No Kwang Chol"."""
    if not _may_be_surname(passage, index):
        return 0
    length = _run(passage, index, min(end, index + 3), _IN_KOREAN_NAMES)
    if length < 2 or (passage.words[index].text in ORDINARY | CONNECTORS and _korean(passage, index + 1, end)):
        return 0
    return length


def _may_be_surname(passage: Passage, index: int) -> bool:
    word = passage.words[index]
    return word.capital and word.text in KOREAN_SURNAMES


def _foreign(passage: Passage, index: int, end: int) -> int:
    """Return how many words from here are another name: after a known given name, or with an office beside it."""
    word = passage.words[index]
    if not _is_name_word(passage, index):
        return 0
    length = _run(passage, index, min(end, index + 4))
    if length < 2:
        return 0
    if fold(word.text) in GIVEN_NAMES:
        return length
    return length if _is_called(passage, index, index + length - 1) else 0


def _is_called(passage: Passage, first: int, last: int) -> bool:
    """Tell whether an office stands right before the words ("President Xi Jinping") or opens an apposition after them."""
    if first > 0 and passage.adjacent(first - 1) and passage.words[first - 1].text in HEADS | {"comrade", "mr", "mrs", "ms"}:
        return True
    title = title_after(passage, last)
    return title is not None and not HEADS.isdisjoint(title.words[:4])


def _run(passage: Passage, index: int, end: int, also: frozenset[str] = frozenset()) -> int:
    last = index
    while (
        last + 1 < end
        and passage.gap(last) in (" ", "-", ". ", ".")
        and (_is_name_word(passage, last + 1) or (passage.words[last + 1].capital and passage.words[last + 1].text in also))
    ):
        last += 1
    return last - index + 1


def _is_name_word(passage: Passage, index: int) -> bool:
    word = passage.words[index]
    if not word.capital or not word.text.isalpha() or word.text in _NO_NAMES:
        return False
    return not passage.printed(word.start, word.end)[1:].isupper()


def _begin(passage: Passage, first: int) -> int:
    """Return the first word of "the respected Comrade N", "Russian Foreign Minister N"."""
    begin = _address(passage, first)
    title = title_before(passage, begin)
    if title is None:
        return begin
    start = passage.word_at(title.start)
    return _address(passage, _own_office(passage, start, begin))


def _address(passage: Passage, first: int) -> int:
    while first > 0 and passage.words[first - 1].text in _ADDRESS and passage.adjacent(first - 1):
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
    index, office = last + 1, False
    while index < end:
        word = passage.words[index]
        if index in names:
            return _before_name(passage, last, index, office)
        if not word.capital and word.text in _GOES_ON | {"to", "in"} and not _title_goes_on(passage, index):
            break
        office = office or (word.text in _OFFICES and index <= last + _FAR)
        if _closes(passage.gap(index)):
            index += 1
            break
        index += 1
    return index if office else last + 1


def _before_name(passage: Passage, last: int, index: int, office: bool) -> int:
    """A title right before the next name is that one's; only what an "and" parts from it belongs to the name before."""
    joined = passage.words[index - 1].text == "and" and office
    return index - 1 if joined else last + 1


def _closes(gap: str) -> bool:
    return any(mark in gap for mark in ",;:.\n") and gap not in (". ", ".")


def _title_goes_on(passage: Passage, index: int) -> bool:
    """ "Ambassador to the DPRK", "envoy to Russia", "consul general in Chongjin": a preposition inside the title."""
    words, after = passage.words, min(index + 1, len(passage.words) - 1)
    if words[index].text not in ("to", "in"):
        return False
    capital = words[after].capital or (words[after].text == "the" and words[min(after + 1, len(words) - 1)].capital)
    return capital and (words[index].text == "to" or words[index - 1].text in _POSTED_IN)
