"""From an article and the people found in it to one event for each: what happened, with whom, and on which day.

Sentence by sentence. The first event of a person is his event: state media tell the news first. What is said, recalled or hoped is
none; somebody who only speaks is quoted, or makes a statement where the article opens with it; anybody else is named in passing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from wirewatch.text.sentences import sentences
from wirewatch.watchlist.events import clauses, korean
from wirewatch.watchlist.events.days import NEAR, Spoken, base_day, dateline, spoken_days
from wirewatch.watchlist.events.skeleton import Skeleton, skeleton
from wirewatch.watchlist.prose.article import Article, Find
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.people import people

PASSING = "passing"
_RANK = {"quoted": 1, PASSING: 2}
_FIELDS = ("body", "listing", "title")
_SHORTEST_LEAD = 7  # words; headings and crumbs of a page are no lead
# What these open is another occasion than the one told before.
_ANOTHER_TIME = re.compile(r"[\W_]*(?:earlier|before this|prior to (?:this|that)|previously|meanwhile|이에 앞서|한편)\b")
_QUOTATION = re.compile(r"[\"“][^\"“”]*[\"”]")


@dataclass(frozen=True)
class Event:
    """What happened with a person: the kind, the name opposite as printed, the day (KST) and the words that gave it."""

    kind: str = PASSING
    counterpart: str | None = None
    day: date | None = None
    day_evidence: str | None = None


@dataclass
class _Occasion:
    """What the sentences so far told of: whether of a reception, and on which day."""

    kind: str = "attended"
    party: bool = False
    day: Spoken | None = None
    passage: Passage | None = None


@dataclass(frozen=True)
class _Sentence:
    passage: Passage
    start: int
    end: int
    lead: bool
    finds: tuple[Find, ...]
    days: tuple[Spoken, ...]
    base: date | None

    @property
    def text(self) -> str:
        return self.passage.normal.text[self.start : self.end]


@dataclass(frozen=True)
class _Told:
    """An event a sentence tells of a person, and where its verb stands in the normalised text."""

    person: str
    kind: str
    place: int
    counterpart: str | None


def happened(article: Article, finds: Sequence[Find]) -> dict[str, Event]:
    """Return the event of each person found, by id. Costs nothing where nobody was found."""
    events: dict[str, Event] = {find.person.id: Event() for find in finds}
    occasion = _Occasion()
    for passage in sorted(article.passages, key=lambda passage: _FIELDS.index(passage.field)):
        own = [find for find in finds if find.passage is passage]
        if own:
            _read(passage, article.published_on, own, occasion, events)
    return events


def _read(
    passage: Passage, published_on: date | None, finds: Sequence[Find], occasion: _Occasion, events: dict[str, Event]
) -> None:
    for sentence in _sentences(passage, finds, published_on):
        told = list(_told(sentence))
        _turn(occasion, sentence, told)
        fresh = {one.person for one in told if _rank(events[one.person]) > 0}
        for one in told:
            event, before = _event(one, sentence, occasion), events[one.person]
            if _rank(event) < _rank(before):
                events[one.person] = event
            elif event.kind == before.kind and before.counterpart is None and one.person in fresh:
                events[one.person] = replace(before, counterpart=event.counterpart)


def _rank(event: Event) -> int:
    return _RANK.get(event.kind, 0)


def _sentences(passage: Passage, finds: Sequence[Find], published_on: date | None) -> Iterator[_Sentence]:
    """Yield the sentences up to the last one that names somebody found, without their datelines."""
    text, awaited, base = passage.normal.text, True, published_on
    last = max(find.start for find in finds)
    for first, end in sentences(passage.original):
        start, stop = bisect_left(passage.normal.starts, first), bisect_left(passage.normal.starts, end)
        if start > last:
            return
        if opening := dateline(text, start):
            start, base = opening.end(), base_day(opening, published_on)
        own = tuple(find for find in finds if start <= find.start < stop)
        lead = awaited and not _is_heading(text[start:stop])
        awaited = awaited and not lead
        yield _Sentence(passage, start, stop, lead, own, tuple(_days(text, start, stop, base)), base)


def _is_heading(text: str) -> bool:
    return len(text.split()) < _SHORTEST_LEAD and not korean.is_korean(text)


def _days(text: str, start: int, end: int, base: date | None) -> Iterator[Spoken]:
    quoted = [found.span() for found in _QUOTATION.finditer(text, start, end)]
    return (day for day in spoken_days(text, start, end, base) if not any(first < day.start < last for first, last in quoted))


def _told(sentence: _Sentence) -> Iterator[_Told]:
    if korean.is_korean(sentence.text):
        yield from _told_in_korean(sentence)
    elif sentence.finds:
        yield from _told_in_english(sentence)


def _told_in_english(sentence: _Sentence) -> Iterator[_Told]:
    bare = _bare(sentence)
    names = bare.names
    for hit in sorted(clauses.hits(bare.text), key=lambda hit: hit.place):
        person = names[hit.name].person
        if person:
            opposite = names[hit.opposite].printed if hit.opposite is not None else None
            yield _Told(person, hit.kind, bare.offset(hit.place), opposite)


def _bare(sentence: _Sentence) -> Skeleton:
    passage = sentence.passage
    first, end = passage.word_at(sentence.start), passage.word_at(sentence.end)
    return skeleton(passage, first, end, people(passage, first, end, sentence.finds), sentence.days)


def _told_in_korean(sentence: _Sentence) -> Iterator[_Told]:
    text = sentence.passage.normal.text[: sentence.end]
    spans = [(find.start - sentence.start, find.end - sentence.start) for find in sentence.finds]
    for find, (start, end) in zip(sentence.finds, spans, strict=True):
        hit = korean.hit(text[sentence.start :], start, end, spans)
        if hit:
            yield _Told(find.person.id, hit.kind, sentence.start + hit.place, hit.opposite)


def _turn(occasion: _Occasion, sentence: _Sentence, told: Sequence[_Told]) -> None:
    """Note what the sentence says of the occasion: the first day that is told stays its day."""
    if sentence.lead:
        hangul = korean.is_korean(sentence.text)
        kind = korean.main_kind(sentence.text) if hangul else clauses.main_kind(_bare(sentence).text)
        occasion.kind = kind or occasion.kind
    if korean.is_party(sentence.text) if korean.is_korean(sentence.text) else clauses.is_party(sentence.text):
        occasion.party = True
    elif any(one.kind in ("met", "talks", "visited", "arrived", "left") for one in told):
        occasion.party = False
    if occasion.day is None and not clauses.is_memory(sentence.text):
        occasion.day = next((day for day in sentence.days if _is_news(day, sentence.base)), None)
        occasion.passage = sentence.passage


def _is_news(spoken: Spoken, base: date | None) -> bool:
    return spoken.day is None or base is None or (base - spoken.day).days <= NEAR


def _event(told: _Told, sentence: _Sentence, occasion: _Occasion) -> Event:
    kind = _kind(told, sentence, occasion)
    event = Event(kind, told.counterpart)
    if sentence.days:
        near = min(sentence.days, key=lambda day: abs(day.start - told.place))
        return _dated(event, near, sentence.passage)
    if kind in ("quoted", PASSING) or occasion.day is None or occasion.passage is None or _ANOTHER_TIME.match(sentence.text):
        return event
    return _dated(event, occasion.day, occasion.passage)


def _kind(told: _Told, sentence: _Sentence, occasion: _Occasion) -> str:
    if told.kind == "said":
        return "statement" if sentence.lead else "quoted"
    kind = occasion.kind if told.kind == clauses.SAME else told.kind
    return "reception" if kind == "attended" and occasion.party else kind


def _dated(event: Event, spoken: Spoken, passage: Passage) -> Event:
    if spoken.day is None:
        return event
    return replace(event, day=spoken.day, day_evidence=passage.printed(spoken.start, spoken.end))
