"""What is printed beside a name where it is no office: a rank ("N, marshal,") or a crown ("Cambodian King N")."""

from __future__ import annotations

from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.places import ALL_PLACES
from wirewatch.watchlist.prose.titles import INSIDE_GAPS, TITLE_WORDS, Title
from wirewatch.watchlist.prose.vocabulary import GIVEN_NAMES, KOREAN_SURNAMES, MILITARY_RANKS, ORDINARY, words_of

_CROWNS = words_of("king queen emperor emir sultan")
_BEFORE_RANKS = words_of("army vice rear air retired former")
_OF_STATES = words_of("of the republic federation union kingdom people s")
_PARTICLES = words_of("y de del la da dos")


def honour_beside(passage: Passage, first: int, last: int) -> Title | None:
    """Return the rank or crown of the name in the words first–last: none makes a surname surer, for many have one."""
    return _crown_before(passage, first) or _honour_behind(passage, last)


def past_second_surname(passage: Passage, last: int) -> int:
    """Return the last word of a name that goes on behind a listed Spanish one and ends at a comma: "Rafael Mondaca | Terrazal, …"."""
    end = last
    while passage.adjacent(end) and passage.words.texts[end + 1] in _PARTICLES:
        end += 1
    if passage.adjacent(end) and passage.gap(end + 1) == ", " and _may_be_surname(passage, end + 1):
        return end + 1
    return last


def _may_be_surname(passage: Passage, index: int) -> bool:
    word = passage.words.texts[index]
    return passage.words.capitals[index] and len(word) > 2 and word not in TITLE_WORDS | ORDINARY | KOREAN_SURNAMES | GIVEN_NAMES


def _crown_before(passage: Passage, first: int) -> Title | None:
    crown = first - 1
    if crown < 0 or not passage.adjacent(crown) or not passage.words.capitals[crown]:
        return None
    if passage.words.texts[crown] not in _CROWNS:
        return None
    begin = crown - 1 if crown and passage.adjacent(crown - 1) and passage.words.texts[crown - 1] in ALL_PLACES else crown
    return _title(passage, begin, first)


def _honour_behind(passage: Passage, last: int) -> Title | None:
    """Return "marshal" of "N, marshal, and": what goes on with a capital is the next name's."""
    if passage.gap(last) != ", ":
        return None
    texts, begin = passage.words.texts, last + 1
    end = begin
    while end < len(texts) and texts[end] in _BEFORE_RANKS | MILITARY_RANKS | _CROWNS:
        end += 1
    if (MILITARY_RANKS | _CROWNS).isdisjoint(texts[begin:end]):
        return None
    while end < len(texts) and passage.gap(end - 1) in INSIDE_GAPS and texts[end] in _OF_STATES | ALL_PLACES:
        end += 1
    return _title(passage, begin, end) if passage.gap(end - 1)[:1] in (",", ".", ";", "\n") else None


def _title(passage: Passage, begin: int, end: int) -> Title:
    return Title(tuple(passage.words.texts[begin:end]), passage.words.starts[begin], passage.words.ends[end - 1])
