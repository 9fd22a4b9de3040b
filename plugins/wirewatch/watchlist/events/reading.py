"""From an article and the people found in it to one event for each: what happened, with whom, and on which day.

Sentence by sentence. The first event of a person is his event: state media tell the news first. What is said, recalled or hoped is
none; somebody who only speaks is quoted, or makes a statement where the article opens with it; anybody else is named in passing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from wirewatch.text.sentences import sentences
from wirewatch.watchlist.events import clauses, korean
from wirewatch.watchlist.events.days import NEAR, Spoken, base_day, dateline, spoken_days
from wirewatch.watchlist.events.messages import receivers
from wirewatch.watchlist.events.skeleton import Skeleton, about_one, skeleton, with_subject
from wirewatch.watchlist.events.verbs import CONTENT, SAID, SPEECH
from wirewatch.watchlist.prose.article import Article, Find
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.people import Named, people
from wirewatch.watchlist.prose.vocabulary import HEADS

PASSING = "passing"
_RANK = {"quoted": 1, PASSING: 2}
_FIELDS = ("body", "listing", "title")
_SHORTEST_LEAD = 7  # words; headings and crumbs of a page are no lead
# What these open is another occasion than the one told before.
_ANOTHER_TIME = re.compile(
    r"[\W_]*(?:earlier|before this|prior to (?:this|that)|previously|meanwhile|later(?! in the (?:day|evening))|afterwards?|\w+ (?:days?|weeks?|months?) later|이에 앞서|한편)\b"
)
_HELD_LATER = re.compile(r"\b(?:held|given|hosted|arranged|took place) (?:later(?! in the (?:day|evening))|afterwards?)\b")
# "The floral basket was conveyed to an official concerned on Friday": the day of what was told to be sent.
_CONVEYED = re.compile(
    rf"(?:it|they|the (?:[\w'’-]+ ){{0,3}}?{CONTENT}) (?:was|were) (?:(?:also|courteously) )?(?:conveyed|handed|presented|delivered|laid)\b"
    rf"|[^.;:]*\b(?:conveyed|handed|presented|delivered)(?: over)? (?:it|them|the (?:[\w'’-]+ ){{0,3}}?{CONTENT})\b"
)
# A speaker of the occasion told before, not somebody a newspaper asked.
_IN_SPEECH = re.compile(r"\bin (?:an?|his|her|the) (?:[\w'’]+ ){0,3}?(?:speech|address|report)\b|\baddressing the\b")
_SPEECH = re.compile(rf"(?:made|delivered|makes|delivers) (?:[\w'’]+ ){{0,3}}?{SPEECH}\b|addressed\b")
_HE_SAYS = re.compile(rf"\b(?:he|she|the (?:[\w'’-]+ ){{0,2}}?(?:{'|'.join(sorted(HEADS))}))(?: also| \w+ly)? (?:{SAID})\b")
_ELSEWHERE = frozenset({"met", "talks", "visited", "arrived", "left"})
_PRONOUN = re.compile(r"\W*(?:(?:on|in|at|later|then|there|the)\b[^,;:]{0,30},? )?s?he ")
_NEAR = 2  # sentences before one that says "among them"
_QUOTATION = re.compile(r"[\"“][^\"“”]*[\"”]")


@dataclass(frozen=True)
class Event:
    """What happened with a person: the kind, the name opposite as printed, the day (KST) and the words that gave it."""

    kind: str = PASSING
    counterpart: str | None = None
    day: date | None = None
    day_evidence: str | None = None


@dataclass
class _Sentence:
    """A sentence; all but its text is worked out when somebody asks, for most sentences nobody does."""

    passage: Passage
    start: int
    end: int
    text: str
    lead: bool
    finds: Sequence[Find]
    base: date | None
    before: _Sentence | None = None  # where it opens with a pronoun

    @cached_property
    def korean(self) -> bool:
        return korean.is_korean(self.text)

    @cached_property
    def of_another_time(self) -> bool:
        later = "later" in self.text or "afterward" in self.text
        return _ANOTHER_TIME.match(self.text) is not None or (later and _HELD_LATER.search(self.text) is not None)

    @cached_property
    def aside(self) -> int:
        """Where it goes elsewhere ("invited to a concert, where they saw N"): on what day is told there or not at all."""
        found = self.text.find(", where ")
        return self.start + found if found >= 0 else self.end

    @cached_property
    def party(self) -> bool:
        """Whether it speaks of a reception."""
        return korean.is_party(self.text) if self.korean else clauses.is_party(self.text)

    @cached_property
    def days(self) -> tuple[Spoken, ...]:
        return tuple(_days(self))

    @cached_property
    def news(self) -> tuple[Spoken, ...]:
        """The days of the news, not of memories."""
        days = tuple(day for day in self.days if day.shift is None and _is_news(day, self.base))
        return () if days and clauses.is_memory(self.text) else days

    @cached_property
    def kind(self) -> str | None:
        """What its main verb says of whoever takes part."""
        return korean.main_kind(self.text) if self.korean else clauses.main_kind(self.bare.text)

    @cached_property
    def bare(self) -> Skeleton:
        first, end = self.passage.word_at(self.start), self.passage.word_at(self.end)
        bare = skeleton(self.passage, first, end, people(self.passage, first, end, self.finds), self.days)
        return with_subject(bare, self.he) if self.before and self.he else bare

    def is_news_of(self, kind: str) -> bool:
        """Whether what it tells of a "he" is none of a story of old: it has a day of its own, or he speaks as he did before."""
        return bool(self.news) or (kind == "said" and self.before is not None and not clauses.is_old(self.before.bare.text))

    @property
    def is_of_him(self) -> bool:
        """Whether it speaks of somebody on the list as "he"."""
        return self.before is not None and self.he is not None and self.he.person is not None

    @cached_property
    def he(self) -> Named | None:
        """Whom the pronoun means that it opens with: who the sentence before is about."""
        return about_one(self.before.bare) if self.before and not self.before.korean else None


@dataclass
class _Occasion:
    """What the sentences so far told of. Each is asked once, and only when an event needs to know."""

    before: list[_Sentence] = field(default_factory=list)
    leads: list[_Sentence] = field(default_factory=list)
    unsaid: list[_Sentence] = field(default_factory=list)  # those nobody has asked for their kind yet
    unheld: list[tuple[_Sentence, bool]] = field(default_factory=list)  # … for a reception; and whether it goes elsewhere
    undated: list[_Sentence] = field(default_factory=list)  # … for a day
    speakers: Sequence[str] = ()  # who made a speech in the lead just read
    last_kind: str = "attended"
    held: bool = False
    dated: tuple[Spoken, Passage] | None = None

    def turn(self, sentence: _Sentence, told: Sequence[_Told]) -> None:
        """Note what the sentence says of the occasion."""
        self.unheld.append((sentence, any(one.kind in _ELSEWHERE for one in told)))
        self.undated.append(sentence)

    def leave(self, sentence: _Sentence) -> None:
        """Note that the sentence has been read."""
        self.before.append(sentence)
        self.unsaid.append(sentence)
        self.leads += [sentence] if sentence.lead else []

    def kind(self) -> str:
        """What the last sentence that tells anything tells."""
        self.last_kind = next((kind for one in reversed(self.unsaid) if (kind := one.kind)), self.last_kind)
        self.unsaid.clear()
        return self.last_kind

    def party(self) -> bool:
        """Whether it is a reception, by the last sentence that speaks of one or goes elsewhere."""
        self.held = next((one.party for one, elsewhere in reversed(self.unheld) if one.party or elsewhere), self.held)
        self.unheld.clear()
        return self.held

    def receivers(self) -> list[str] | None:
        """To whom the last gifts or messages came that were told of just before, as printed; None where none were."""
        near = (one.bare for one in reversed(self.before[-_NEAR:]) if not one.korean)
        told = ((bare, got) for bare in near if (got := receivers(bare.text)) is not None)
        known = [[bare.names[name].printed for name in got] for bare, got in told]
        return max(known, key=bool) if known else None

    def first_day(self) -> tuple[Spoken, Passage] | None:
        """The first day that is told, and where: it stays the day of what follows."""
        for sentence in self.undated if self.dated is None else ():
            if days := [day for day in sentence.news if not day.of_report]:
                self.dated = days[0], sentence.passage
                break
        self.undated.clear()
        return self.dated

    @property
    def is_review(self) -> bool:
        """Whether the news is what a newspaper wrote, and so no news what it wrote of."""
        return any(clauses.is_review(sentence.text) for sentence in self.leads)


@dataclass(frozen=True)
class _Told:
    """An event a sentence tells of a person, and where its verb stands in the normalised text; `speech`: he makes one."""

    person: str
    kind: str
    place: int
    counterpart: str | None
    speech: bool = False


def happened(article: Article, finds: Sequence[Find]) -> dict[str, Event]:
    """Return the event of each person found, by id. Costs nothing where nobody was found."""
    events: dict[str, Event] = {find.person.id: Event() for find in finds}
    occasion = _Occasion()
    for passage in sorted(article.passages, key=lambda passage: _FIELDS.index(passage.field)):
        own = sorted((find for find in finds if find.passage is passage), key=lambda find: find.start)
        if own:
            _read(passage, article.published_on, own, occasion, events)
    return events


def _read(
    passage: Passage, published_on: date | None, finds: Sequence[Find], occasion: _Occasion, events: dict[str, Event]
) -> None:
    last: set[str] = set()
    for sentence in _sentences(passage, finds, published_on):
        sentence.before = occasion.before[-1] if occasion.before and _PRONOUN.match(sentence.text) else None
        told = list(_told(sentence, occasion)) if sentence.finds or sentence.is_of_him else []
        occasion.turn(sentence, told)
        fresh = {one.person for one in told if _rank(events[one.person]) > 0}
        new, last = fresh | last, fresh
        for one in told:
            event, before = _event(one, sentence, occasion), events[one.person]
            if _rank(event) < _rank(before):
                events[one.person] = event
            elif _is_same(event, before) and one.person in new and not sentence.of_another_time:
                events[one.person] = _fuller(before, event)
        _deliver(sentence, events)
        if sentence.lead or occasion.speakers:
            _speak_on(sentence, told, occasion, events)
        occasion.leave(sentence)


def _is_same(event: Event, before: Event) -> bool:
    return event.kind == before.kind or {event.kind, before.kind} == {"met", "talks"}


def _fuller(event: Event, again: Event) -> Event:
    """Return the event with what its next mention adds: whom he met, on which day."""
    if again.day and event.day not in (None, again.day):
        return event
    whole = event if event.counterpart else replace(event, counterpart=again.counterpart)
    return whole if event.day else replace(whole, day=again.day, day_evidence=again.day_evidence)


def _deliver(sentence: _Sentence, events: dict[str, Event]) -> None:
    """Date the messages told of without a day by the sentence that says when they were handed over."""
    undated = [person for person, event in events.items() if event.kind == "message" and event.day is None]
    if undated and _CONVEYED.match(sentence.text) and sentence.days:
        events.update({person: _dated(events[person], sentence.days[0], sentence.passage) for person in undated})


def _speak_on(sentence: _Sentence, told: Sequence[_Told], occasion: _Occasion, events: dict[str, Event]) -> None:
    """Make a statement of a speech that opens the article and goes on in the speaker's words."""
    if occasion.speakers and (_HE_SAYS.search(sentence.text) or any(one.kind == "said" for one in told)):
        events.update({person: replace(events[person], kind="statement") for person in occasion.speakers})
    first = {one.person: one for one in reversed(told)} if sentence.lead else {}
    occasion.speakers = [person for person, one in first.items() if one.speech and events[person].kind == "attended"]


def _rank(event: Event) -> int:
    return _RANK.get(event.kind, 0)


def _sentences(passage: Passage, finds: Sequence[Find], published_on: date | None) -> Iterator[_Sentence]:
    """Yield the sentences up to the one after the last that names somebody found, without their datelines."""
    text, awaited, base = passage.normal.text, True, published_on
    places = [find.start for find in finds]
    over = False
    for first, end in sentences(passage.original):
        start, stop = (first, end) if passage.at_once else (bisect_left(passage.normal.starts, at) for at in (first, end))
        if over:
            return
        over = start > places[-1]
        if opening := dateline(text, start):
            start, base = opening.end(), base_day(opening, published_on)
        own = finds[bisect_left(places, start) : bisect_left(places, stop)]
        lead = awaited and not _is_heading(text[start:stop])
        awaited = awaited and not lead
        yield _Sentence(passage, start, stop, text[start:stop], lead, own, base)


def _is_heading(text: str) -> bool:
    return len(text.split()) < _SHORTEST_LEAD and not korean.is_korean(text)


def _days(sentence: _Sentence) -> Iterator[Spoken]:
    """Return the days of the sentence, without those that stand in a quotation or say when a paper reported it."""
    days = list(spoken_days(sentence.passage.normal.text, sentence.start, sentence.end, sentence.base))
    if not days:
        return
    told = korean.news(sentence.text) if sentence.korean else sentence.text
    quoted = [found.span() for found in _QUOTATION.finditer(told)]
    for day in days:
        place = day.start - sentence.start
        if not told[place].isspace() and not any(first < place < last for first, last in quoted):
            yield day


def _told(sentence: _Sentence, occasion: _Occasion) -> Iterator[_Told]:
    if sentence.korean:
        yield from _told_in_korean(sentence)
        return
    for one in _told_in_english(sentence):
        if one.kind != clauses.THEIRS:
            yield one
        elif (receivers := occasion.receivers()) is not None:
            yield replace(one, kind="message", counterpart=next(iter(receivers), None))


def _told_in_english(sentence: _Sentence) -> Iterator[_Told]:
    bare, names = sentence.bare, sentence.bare.names
    at_home = {find.person.id for find in sentence.finds if find.person.entity.country == "kp"}
    for hit in sorted(clauses.hits(bare.text), key=lambda hit: hit.place):
        person = names[hit.name].person
        if person and (names[hit.name] is not sentence.he or sentence.is_news_of(hit.kind)):
            opposite = names[hit.opposite].printed if hit.opposite is not None else None
            homecoming = hit.kind == "left" and person in at_home and bare.text.startswith(("returned", "came"), hit.place)
            kind = "arrived" if homecoming else hit.kind
            speech = kind == "attended" and _SPEECH.match(bare.text, hit.place) is not None
            yield _Told(person, kind, bare.offset(hit.place), opposite, speech)


def _told_in_korean(sentence: _Sentence) -> Iterator[_Told]:
    names = [(find.start - sentence.start, find.end - sentence.start, find.person.id) for find in sentence.finds]
    for find, hit in zip(sentence.finds, korean.hits(sentence.text, names), strict=True):
        if hit:
            yield _Told(find.person.id, hit.kind, sentence.start + hit.place, hit.opposite)


def _is_news(spoken: Spoken, base: date | None) -> bool:
    return spoken.day is None or base is None or (base - spoken.day).days <= NEAR


def _counted(spoken: Spoken, sentence: _Sentence, occasion: _Occasion) -> tuple[Spoken, Passage]:
    """Return the day that "the same day" and "the previous day" mean, from the day told last before, and where it is printed."""
    own = [day for day in sentence.news if day.end <= spoken.start]
    earlier = ((one.news[-1], one) for one in reversed(occasion.before) if one.news)
    last, where = (own[-1], sentence) if own else next(earlier, (spoken, sentence))
    if last.day is None:
        return replace(spoken, shift=None), sentence.passage
    if not spoken.shift:
        return last, where.passage
    day = last.day + timedelta(days=spoken.shift) if last.day else None
    return Spoken(
        spoken.start, spoken.end, day if sentence.base is None or (day and day <= sentence.base) else None
    ), sentence.passage


def _event(told: _Told, sentence: _Sentence, occasion: _Occasion) -> Event:
    if told.kind == "quoted":
        return Event("quoted")
    kind = _kind(told, sentence, occasion)
    if kind == PASSING:
        return Event()
    event = Event(kind, told.counterpart)
    if days := [day for day in sentence.days if not day.of_report]:
        near = min(days, key=lambda day: abs(day.start - told.place))
        if not _is_news(near, sentence.base):
            return Event()
        return _dated(event, *(_counted(near, sentence, occasion) if near.shift is not None else (near, sentence.passage)))
    if (kind == "quoted" and not _IN_SPEECH.search(sentence.bare.text)) or sentence.of_another_time:
        return event
    if told.place > sentence.aside:
        return event
    told_before = occasion.first_day()
    return _dated(event, *told_before) if told_before else event


def _kind(told: _Told, sentence: _Sentence, occasion: _Occasion) -> str:
    if told.kind == "said":
        return "statement" if sentence.lead else "quoted"
    if occasion.is_review:
        return PASSING
    kind = occasion.kind() if told.kind == clauses.SAME else told.kind
    return "reception" if kind == "attended" and occasion.party() else kind


def _dated(event: Event, spoken: Spoken, passage: Passage) -> Event:
    if spoken.day is None:
        return event
    return replace(event, day=spoken.day, day_evidence=passage.printed(spoken.start, spoken.end))
