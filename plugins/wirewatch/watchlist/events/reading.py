"""From an article and the people found in it to one event for each: what happened, with whom, and on which day.

Sentence by sentence. The first event of a person is his event: state media tell the news first. What is said, recalled or hoped is
none; somebody who only speaks is quoted, or makes a statement where the article opens with it; anybody else is named in passing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from wirewatch.watchlist.events import clauses, korean
from wirewatch.watchlist.events.days import Spoken
from wirewatch.watchlist.events.messages import receivers
from wirewatch.watchlist.events.sentence import Sentence, is_news, sentences_of
from wirewatch.watchlist.events.skeleton import DURING, about_one
from wirewatch.watchlist.events.verbs import CONTENT, SAID, SPEECH
from wirewatch.watchlist.prose.article import Article, Find
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.people import Named
from wirewatch.watchlist.prose.vocabulary import HEADS

PASSING = "passing"
_RANK = {"quoted": 1, PASSING: 2}
_FIELDS = ("body", "listing", "title")
# "The floral basket was conveyed to an official concerned on Friday": the day of what was told to be sent.
_CONVEYED = re.compile(
    rf"(?:it|they|the (?:[\w'’-]+ ){{0,3}}?{CONTENT}) (?:was|were) (?:(?:also|courteously) )?(?:conveyed|handed|presented|delivered|laid)\b"
    rf"|[^.;:]*\b(?:conveyed|handed|presented|delivered)(?: over)? (?:it|them|the (?:[\w'’-]+ ){{0,3}}?{CONTENT})\b"
)
# A speaker of the occasion told before, not somebody a newspaper asked.
_IN_SPEECH = re.compile(r"\bin (?:an?|his|her|the) (?:[\w'’]+ ){0,3}?(?:speech|address|report)\b|\baddressing the\b")
_SPEECH = re.compile(rf"(?:made|delivered|makes|delivers) (?:[\w'’]+ ){{0,3}}?{SPEECH}\b|addressed\b")
_HE_SAYS = re.compile(rf"\b(?:he|she|the (?:[\w'’-]+ ){{0,2}}?(?:{'|'.join(sorted(HEADS))}))(?: also| \w+ly)? (?:{SAID})\b")
# "At the seminar N said", and how an earlier sentence opens one: "a seminar was held", "the 3rd seminar opened", "hosted a seminar".
_AT_THE = re.compile(r"(?:^|> (?:\w+ly )?\w+ )(?:at|in|during) the (?P<what>[a-z]{4,})(?= that\b| ,)")
_OPENED = (
    r"\b(?:a|an|the \w*\d\w*) (?:[\w'’-]+ ){{0,4}}?{what}(?: [^.;:]*)? (?:was (?:\w+ )?(?:held|opened|given|staged|arranged|organi[sz]ed)|took place|opened)\b"
    r"|\b(?:aired|broadcast|held|hosted|staged|gave|opened|sponsored|organi[sz]ed|arranged) (?:a|an|the \w*\d\w*) (?:[\w'’-]+ ){{0,4}}?{what}\b(?! \w+ (?:was|were))"
)
_ELSEWHERE = frozenset({"met", "talks", "visited", "arrived", "left"})
# "Returned home on Thursday. During his stay he met N" was not on Thursday.
_ON_THE_WAY = frozenset({"arrived", "left"})
_PRONOUN = re.compile(rf"\W*(?:(?:on|in|at|later|then|there|the)\b[^,;:]{{0,30}},? |{DURING})?s?he ")
# "It was met by N", "N was on hand to greet her": whom, is told before.
_MET_HIM = re.compile(
    r"^(?:it was (?:met|greeted)|they were (?:met|greeted|welcomed)|s?he was)\b|\b(?:met|meet|greeted|greet|welcomed|welcome) (?:him|her|it)\b(?! \w)"
)
_NEAR = 2  # sentences before one that says "among them"


@dataclass(frozen=True)
class Event:
    """What happened with a person: the kind, the name opposite as printed, the day (KST) and the words that gave it."""

    kind: str = PASSING
    counterpart: str | None = None
    day: date | None = None
    day_evidence: str | None = None


@dataclass
class _Occasion:
    """What the sentences so far told of. Each is asked once, and only when an event needs to know."""

    before: list[Sentence] = field(default_factory=list)
    leads: list[Sentence] = field(default_factory=list)
    unsaid: list[Sentence] = field(default_factory=list)  # those nobody has asked for their kind yet
    unheld: list[tuple[Sentence, bool]] = field(default_factory=list)  # … for a reception; and whether it goes elsewhere
    undated: list[Sentence] = field(default_factory=list)  # … for a day
    speakers: Sequence[str] = ()  # who made a speech in the lead just read
    last_kind: str = PASSING
    held: bool = False
    dated: tuple[Spoken, Sentence] | None = None
    stays: set[str] = field(
        default_factory=set
    )  # whose visit is told as a whole: "visited our country from the 25th to the 27th"

    def turn(self, sentence: Sentence, told: Sequence[_Told]) -> None:
        """Note what the sentence says of the occasion."""
        self.unheld.append((sentence, any(one.kind in _ELSEWHERE for one in told)))
        self.undated.append(sentence)

    def leave(self, sentence: Sentence) -> None:
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

    def first_day(self) -> tuple[Spoken, Sentence] | None:
        """The first day that is told, and where: it stays the day of what follows."""
        for sentence in self.undated if self.dated is None else ():
            if days := [day for day in sentence.news if sentence.tells(day)]:
                self.dated = days[0], sentence
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
    for sentence in sentences_of(passage, finds, published_on):
        if sentence.late:
            _deliver(sentence, events)
            return
        sentence.before = occasion.before[-1] if occasion.before and _PRONOUN.match(sentence.text) else None
        told = list(_told(sentence, occasion)) if sentence.finds or sentence.is_of_him else []
        occasion.turn(sentence, told)
        fresh = {one.person for one in told if _rank(events[one.person]) > 0}
        new, last = fresh | last, fresh
        for one in told:
            event, before = _event(one, sentence, occasion), events[one.person]
            if _rank(event) < _rank(before) or (one.person in occasion.stays and event.kind in ("met", "talks")):
                (occasion.stays.add if _is_stay(event, sentence) else occasion.stays.discard)(one.person)
                events[one.person] = event
            elif _is_same(event, before) and one.person in new - occasion.stays and not sentence.of_another_time:
                events[one.person] = _fuller(before, event)
        _deliver(sentence, events)
        if sentence.lead or occasion.speakers:
            _speak_on(sentence, told, occasion, events)
        occasion.leave(sentence)


def _is_same(event: Event, before: Event) -> bool:
    return event.kind == before.kind or {event.kind, before.kind} == {"met", "talks"}


def _is_stay(event: Event, sentence: Sentence) -> bool:
    """Tell whether a visit is told with all its days, so that a meeting told after it says more."""
    return event.kind == "visited" and any(day.day is None and day.shift is None for day in sentence.days)


def _fuller(event: Event, again: Event) -> Event:
    """Return the event with what its next mention adds: whom he met, on which day."""
    if again.day and event.day not in (None, again.day):
        return event
    whole = event if event.counterpart else replace(event, counterpart=again.counterpart)
    return whole if event.day else replace(whole, day=again.day, day_evidence=again.day_evidence)


def _deliver(sentence: Sentence, events: dict[str, Event]) -> None:
    """Date the messages told of without a day by the sentence that says when they were handed over."""
    undated = [person for person, event in events.items() if event.kind == "message" and event.day is None]
    if undated and _CONVEYED.match(sentence.text) and sentence.days:
        events.update({person: _dated(events[person], sentence.days[0], sentence.passage) for person in undated})


def _speak_on(sentence: Sentence, told: Sequence[_Told], occasion: _Occasion, events: dict[str, Event]) -> None:
    """Make a statement of a speech that opens the article and goes on in the speaker's words."""
    if occasion.speakers and (_HE_SAYS.search(sentence.text) or any(one.kind == "said" for one in told)):
        events.update({person: replace(events[person], kind="statement") for person in occasion.speakers})
    first = {one.person: one for one in reversed(told)} if sentence.lead else {}
    occasion.speakers = [person for person, one in first.items() if one.speech and events[person].kind == "attended"]


def _rank(event: Event) -> int:
    return _RANK.get(event.kind, 0)


def _told(sentence: Sentence, occasion: _Occasion) -> Iterator[_Told]:
    if sentence.korean:
        yield from _told_in_korean(sentence)
        return
    for one in _told_in_english(sentence, occasion):
        if one.kind != clauses.THEIRS:
            yield one
        elif (receivers := occasion.receivers()) is not None:
            yield replace(one, kind="message", counterpart=next(iter(receivers), None))


def _told_in_english(sentence: Sentence, occasion: _Occasion) -> Iterator[_Told]:
    bare, names = sentence.bare, sentence.bare.names
    at_home = {find.person.id for find in sentence.finds if find.person.entity.country == "kp"}
    for hit in sorted(clauses.hits(bare.text), key=lambda hit: hit.place):
        person = names[hit.name].person
        if person and (names[hit.name] is not sentence.he or sentence.is_news_of(hit.kind)):
            opposite = names[hit.opposite] if hit.opposite is not None else _told_before(hit.kind, sentence, occasion)
            homecoming = hit.kind == "left" and person in at_home and bare.text.startswith(("returned", "came"), hit.place)
            kind = "arrived" if homecoming else hit.kind
            speech = kind == "attended" and _SPEECH.match(bare.text, hit.place) is not None
            printed = opposite.printed if opposite and opposite.person != person else None
            yield _Told(person, kind, bare.offset(hit.place), printed, speech)


def _told_before(kind: str, sentence: Sentence, occasion: _Occasion) -> Named | None:
    """Return whom "it was met by N" and "N came to greet her" mean: who the sentence before opens with."""
    if kind != "met" or not occasion.before or occasion.before[-1].korean or not _MET_HIM.search(sentence.bare.text):
        return None
    return about_one(occasion.before[-1].bare)


def _told_in_korean(sentence: Sentence) -> Iterator[_Told]:
    names = [(find.start - sentence.start, find.end - sentence.start, find.person.id) for find in sentence.finds]
    for find, hit in zip(sentence.finds, korean.hits(sentence.text, names), strict=True):
        if hit:
            yield _Told(find.person.id, hit.kind, sentence.start + hit.place, hit.opposite)


def _counted(spoken: Spoken, sentence: Sentence, occasion: _Occasion) -> tuple[Spoken, Passage]:
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


def _event(told: _Told, sentence: Sentence, occasion: _Occasion) -> Event:
    if told.kind == "quoted":
        return Event("quoted")
    kind = _kind(told, sentence, occasion)
    if kind == PASSING:
        return Event()
    event = Event(kind, told.counterpart)
    if days := [day for day in sentence.days if sentence.tells(day, told.place)]:
        near = min(days, key=lambda day: abs(day.start - told.place))
        if not is_news(near, sentence.base):
            return Event()
        return _dated(event, *(_counted(near, sentence, occasion) if near.shift is not None else (near, sentence.passage)))
    there = kind not in ("quoted", "statement") or _IN_SPEECH.search(sentence.bare.text) is not None
    resumed = None if there else _AT_THE.search(sentence.bare.text)
    if not (there or resumed) or sentence.of_another_time or told.place > sentence.aside:
        return event
    spoken, where = occasion.first_day() or (None, sentence)
    if (
        spoken is None
        or (where.kind in _ON_THE_WAY and sentence.of_a_stay)
        or (kind == "message" and not where.lead)
        or (resumed and not _opens(where.text, resumed["what"]))
    ):
        return event
    return _dated(event, spoken, where.passage)


def _opens(text: str, what: str) -> bool:
    """Tell whether a sentence opens the occasion that "at the seminar" resumes: "a seminar was held", "aired a programme"."""
    return re.search(_OPENED.format(what=what), text) is not None


def _kind(told: _Told, sentence: Sentence, occasion: _Occasion) -> str:
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
