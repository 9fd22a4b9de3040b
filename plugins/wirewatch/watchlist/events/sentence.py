"""A sentence of an article as events are read from it: its days, its bare form, who "he" is, and whether it opens the article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from wirewatch.text.sentences import sentences
from wirewatch.watchlist.events import clauses, korean
from wirewatch.watchlist.events.days import NEAR, Spoken, base_day, dateline, spoken_days
from wirewatch.watchlist.events.skeleton import DURING, Skeleton, about_one, skeleton, with_subject
from wirewatch.watchlist.prose.article import Find
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.people import Named, people

_SHORTEST_LEAD = 7  # words; headings and crumbs of a page are no lead
# What these open is another occasion than the one told before.
_ANOTHER_TIME = re.compile(
    r"[\W_]*(?:earlier|before this|prior to (?:this|that)|previously|meanwhile|later(?! in the (?:day|evening))|afterwards?|\w+ (?:days?|weeks?|months?) later|이에 앞서|한편)\b"
)
_HELD_LATER = re.compile(r"\b(?:held|given|hosted|arranged|took place) (?:later(?! in the (?:day|evening))|afterwards?)\b")
# "N, who arrived here on the 14th, and others": the day he came is not that of what is told.
_CAME = re.compile(
    r"(?<!those )\b(?:who|which) (?:(?:had|has|have) (?:\w+ly )?\w+|arrived|came|flew|left|returned|died|took office)\b"
    r"(?:(?!\b(?:arrived|left|visited|met|attended|held|was|were)\b)[^,;:.]){0,60}$"
)
_AFTER_LAST = 2  # sentences; they may say on which day a wreath was conveyed
_DURING = re.compile(rf"\W*{DURING}")
_DURING_IN_KOREAN = re.compile(r"\W*(?:방문|체류|려행|참관)기간")
_WERE_MET = re.compile(r"\W*(?:they|it|s?he|the (?:delegation|guests?|group)) (?:was|were) (?:\w+ly )?(?:met|greeted|welcomed)\b")
_QUOTATION = re.compile(r"[\"“][^\"“”]*[\"”]")


@dataclass
class Sentence:
    """A sentence; all but its text is worked out when somebody asks, for most sentences nobody does."""

    passage: Passage
    start: int
    end: int
    text: str
    lead: bool
    finds: Sequence[Find]
    base: date | None
    before: Sentence | None = None  # where it opens with a pronoun
    late: bool = False  # it can only say when a message was conveyed

    @cached_property
    def korean(self) -> bool:
        return korean.is_korean(self.text)

    @cached_property
    def of_another_time(self) -> bool:
        later = "later" in self.text or "afterward" in self.text
        return _ANOTHER_TIME.match(self.text) is not None or (later and _HELD_LATER.search(self.text) is not None)

    @property
    def of_a_stay(self) -> bool:
        """Whether it tells of what was done during a visit or a stay, on any of its days."""
        return _DURING.match(self.text) is not None or _DURING_IN_KOREAN.match(self.text) is not None

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
        days = tuple(day for day in self.days if day.shift is None and is_news(day, self.base))
        return () if days and clauses.is_memory(self.text) else days

    def tells(self, day: Spoken, place: int | None = None) -> bool:
        """Whether the day is that of what is told (at a place of the normalised text), not of the report nor of somebody's coming."""
        came = None if day.of_report else _CAME.search(self.text, 0, day.start - self.start)
        return not day.of_report and (came is None or (place is not None and self.start + came.start() < place < day.start))

    @cached_property
    def kind(self) -> str | None:
        """What its main verb says of whoever takes part; "they were greeted by N" says nothing new of those who came."""
        if _WERE_MET.match(self.text):
            return None
        return korean.main_kind(self.text) if self.korean else clauses.main_kind(self.bare.text)

    @cached_property
    def bare(self) -> Skeleton:
        first, end = self.passage.word_at(self.start), self.passage.word_at(self.end)
        bare = skeleton(self.passage, first, end, people(self.passage, first, end, self.finds), self.days)
        return with_subject(bare, self.he) if self.before and self.he else bare

    def is_news_of(self, kind: str) -> bool:
        """Whether what it tells of a "he" is none of a story of old: it has a day of its own, or the sentence before is none.

        That counts for what he says, and for what he does during the visit told there: "During the visit he had a talk with N".
        """
        if self.news or self.before is None:
            return bool(self.news)
        goes_on = bool(self.before.news) and self.of_a_stay
        return goes_on or (kind == "said" and not clauses.is_old(self.before.bare.text))

    @property
    def is_of_him(self) -> bool:
        """Whether it speaks of somebody on the list as "he"."""
        return self.before is not None and self.he is not None and self.he.person is not None

    @cached_property
    def he(self) -> Named | None:
        """Whom the pronoun means that it opens with: who the sentence before is about."""
        return about_one(self.before.bare) if self.before and not self.before.korean else None


def sentences_of(passage: Passage, finds: Sequence[Find], published_on: date | None) -> Iterator[Sentence]:
    """Yield the sentences up to the second after the last that names somebody found, without their datelines."""
    text, awaited, dated, base = passage.normal.text, True, False, published_on
    places = [find.start for find in finds]
    after = 0
    for first, end in sentences(passage.original):
        start, stop = (first, end) if passage.at_once else (bisect_left(passage.normal.starts, at) for at in (first, end))
        after += start > places[-1]
        if after > _AFTER_LAST:
            return
        if opening := dateline(text, start):
            start, base = opening.end(), base_day(opening, published_on)
            awaited, dated = awaited or not dated, True  # what stands above the first dateline is a headline
        own = finds[bisect_left(places, start) : bisect_left(places, stop)]
        lead = awaited and not _is_heading(text[start:stop])
        awaited = awaited and not lead
        yield Sentence(passage, start, stop, text[start:stop], lead, own, base, late=after == _AFTER_LAST)


def _is_heading(text: str) -> bool:
    return len(text.split()) < _SHORTEST_LEAD and not korean.is_korean(text)


def _days(sentence: Sentence) -> Iterator[Spoken]:
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


def is_news(spoken: Spoken, base: date | None) -> bool:
    """Tell whether the day is near enough to the news to be no memory."""
    return spoken.day is None or base is None or (base - spoken.day).days <= NEAR
