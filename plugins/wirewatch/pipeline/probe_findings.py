"""What a probe found, line by line, and the judgements that need no more than what was read. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby

from wirewatch.configured import Source
from wirewatch.errors import State
from wirewatch.models import Article, Entry
from wirewatch.sites.kcna_watch.clues import IdClue, Target, TermsLink

PAGE_FULL_ENOUGH = 0.8  # a page may be short by an item that stands in it twice


STRAYS = 0.2  # old articles are ingested again and stand among newer ones
SHOWN_BLOCKS = 6


class Verdict(StrEnum):
    """What a line of a probe says."""

    AS_CONFIGURED = "as configured"
    DIFFERS = "differs"
    NOT_SEEN = "not seen"


ABOUT = ("robots", "access", "listing", "paging", "article", "label")


@dataclass(frozen=True)
class Finding:
    """One line: what about, the verdict, why, and what to write at which `place` (keys) of the source's file."""

    about: str
    verdict: Verdict
    words: str
    cure: str | None = None
    place: tuple[str, ...] = ()


@dataclass
class Probed:
    """What a probe found."""

    source: Source
    findings: dict[str, Finding] = field(default_factory=dict)
    ids: list[IdClue] = field(default_factory=list)
    labels: Counter[str] = field(default_factory=Counter)
    terms: list[TermsLink] = field(default_factory=list)
    order: str | None = None
    number: Target | None = None
    popups: int = 0
    requests: int = 0
    state: State = State.OK
    stopped: Finding | None = None  # at what it broke off; `state` says how

    @property
    def lines(self) -> list[Finding]:
        """One finding about everything, in order; what was not reached is `not seen`."""
        return [self.findings.get(about, Finding(about, Verdict.NOT_SEEN, "not asked")) for about in ABOUT]

    @property
    def reason(self) -> str | None:
        """The first thing that is not as configured; None where everything is."""
        worst = sorted(
            self.lines, key=lambda line: [Verdict.DIFFERS, Verdict.NOT_SEEN, Verdict.AS_CONFIGURED].index(line.verdict)
        )
        return None if worst[0].verdict is Verdict.AS_CONFIGURED else f"{worst[0].about}: {worst[0].words}"

    @property
    def exit_code(self) -> int:
        """0 all as configured, 1 something could not be checked, 3 refused or changed."""
        verdicts = {line.verdict for line in self.lines}
        if self.state.exit_code == 3 or Verdict.DIFFERS in verdicts:
            return 3
        return 1 if Verdict.NOT_SEEN in verdicts else 0

    def say(self, about: str, verdict: Verdict, words: str, cure: str | None = None, *place: str) -> None:
        """Write a finding down; the first about a thing stays."""
        self.findings.setdefault(about, Finding(about, verdict, words, cure, place))


def order_of(entries: Sequence[Entry]) -> str | None:
    """In which order entries stand, by the days the listing prints, in words; None for fewer than two days."""
    days = [one.listed_on for one in entries if one.listed_on]
    if len(set(days)) < 2:
        return None
    astray = len(days) - _longest_fall(days)
    if astray <= STRAYS * len(days):
        return "newest first" + (f", but for {astray} of {len(days)} entries" if astray else "")
    blocks = [str(day) for day, _ in groupby(days)]
    return "days out of order: " + ", ".join(blocks[:SHOWN_BLOCKS]) + (", …" if len(blocks) > SHOWN_BLOCKS else "")


def _longest_fall(days: Sequence[date]) -> int:
    """Length of the longest stretch, with gaps, in which no day is later than the one before it."""
    ends: list[int] = []
    for day in days:
        place = bisect_right(ends, -day.toordinal())
        ends[place : place + 1] = [-day.toordinal()]
    return len(ends)


def judged_entries(method: str, source: Source, entries: Sequence[Entry]) -> tuple[Verdict, str]:
    """Whether the entries say what an entry should."""
    undated = sum(one.listed_on is None for one in entries)
    untitled = sum(one.title is None for one in entries)
    words = (
        f"{method}, id {source.listing.id if source.listing.id is not None else 'null'}: {len(entries)} entries{span(entries)}"
    )
    if 2 * undated > len(entries) or 2 * untitled > len(entries):
        return Verdict.DIFFERS, f"{words}; {undated} show no day, {untitled} no title"
    ours = sum(source.is_called(one.source_label) for one in entries)
    named = sum(one.source_label is not None for one in entries)
    return Verdict.AS_CONFIGURED, f"{words}; {named} show whose they are, {ours} of them this source's"


def judged_article(article: Article) -> tuple[Verdict, str]:
    """Whether an article page holds what it should."""
    given = article.provenance
    words = (
        f"“{article.title or 'no title'}”, {article.published_on or 'no day'} ({given.get('published_on', 'nowhere')}), "
        f"{article.body.count(chr(10) * 2) + 1} paragraphs, {given.get('body', '')}"
    )
    missing = [name for name in ("no_title", "no_date_line", "bad_date", "no_more_from") if name in article.warnings]
    if missing:
        return Verdict.NOT_SEEN, f"{words}; warnings: {', '.join(article.warnings)} (one page proves little: probe again)"
    return Verdict.AS_CONFIGURED, words + (f"; warnings: {', '.join(article.warnings)}" if article.warnings else "")


def about_as_many(came: int, asked: int) -> bool:
    """Whether a page holds as many entries as were asked for."""
    return PAGE_FULL_ENOUGH * asked <= came <= asked


def span(entries: Sequence[Entry]) -> str:
    """From which day to which the entries are, in words that go on a sentence."""
    days = [one.listed_on for one in entries if one.listed_on]
    return f", {min(days)} to {max(days)}" if days else ""
