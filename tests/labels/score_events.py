"""How often the matcher says rightly what happened with a person, on which day and with whom.

One event for each labelled (text, person). A person the matcher does not find is a missed event; one it calls nothing is too. Where
two kinds fit, the label names the second under `also`: strictly that is wrong, kindly it is right, and both are reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tests.labels.statemedia import LABELS, Corpus, f1, rows, shown, split_of
from wirewatch.models import Mention

FILES = {"odd": "statemedia-events.jsonl", "even": "statemedia-events-heldout.jsonl"}


@dataclass(frozen=True)
class EventLabel:
    """What a reader says happened: `day_scored` is false where what is printed is more than one day."""

    text: str
    person: str
    event: str
    also: tuple[str, ...]
    counterpart: str | None
    event_day: date | None
    day_scored: bool


@dataclass
class EventScore:
    """Counts over labelled pairs; `wrong` says each miss in words."""

    labelled: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    kindly: int = 0
    days: Counter[str] = field(default_factory=Counter)
    counterparts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def exact(self) -> float:
        """Share of the labelled events that are said as labelled."""
        return self.right.total() / max(1, self.labelled.total())

    def f1(self, kind: str) -> float:
        """Harmonic mean of precision and recall of one kind."""
        return f1(self.right[kind], self.said[kind], self.labelled[kind])

    @property
    def days_exact(self) -> float:
        """Share of the printed days that are said, and rightly."""
        return self.days["right"] / max(1, self.days["printed"])

    def report(self) -> str:
        """Return the figures by kind, with counts."""
        kinds = sorted(self.labelled | self.said, key=lambda kind: -self.labelled[kind])
        total = self.labelled.total()
        return "\n".join([
            f"  as labelled {shown(self.right.total(), total)}; kindly {shown(self.kindly, total)}",
            *(f"  {kind:<10} F1 {self.f1(kind):.3f}  P {_share(self.right[kind], self.said[kind])}"
              f"  R {_share(self.right[kind], self.labelled[kind])}" for kind in kinds),
            f"  event day exact {shown(self.days['right'], self.days['printed'])}; said where none is printed {self.days['invented']}",
            f"  counterpart {shown(self.counterparts['right'], self.counterparts['printed'])}; "
            f"another person {self.counterparts['wrong']}, said where none is labelled {self.counterparts['extra']}",
            *(f"  {line}" for line in self.wrong),
        ])  # fmt: skip


def event_labels(corpus: Corpus, split: str) -> list[EventLabel]:
    """Return the labels of one half; none where its file is not there."""
    path = LABELS / FILES[split]
    texts, published = corpus.texts(), corpus.published_on()
    labels = []
    for row in rows(path) if path.exists() else []:
        day, spoken = row["event_day"], row["counterpart"]
        labels.append(
            EventLabel(
                text=row["id"],
                person=re.sub(r"\s*\(.*\)$", "", row["person"]),
                event=row["event"],
                also=tuple(row.get("also", ())),
                counterpart=texts[row["id"]][spoken["start"] : spoken["end"]] if spoken else None,
                event_day=date.fromisoformat(day) if day else None,
                day_scored=(row["day"] is None) == (day is None) and published[row["id"]] is not None,
            )
        )
    assert all(split_of(label.text) == split for label in labels), "a label stands in the wrong half's file"
    return labels


def score_events(labels: Iterable[EventLabel], mentions: Mapping[str, Sequence[Mention]]) -> EventScore:
    """Return how the events of the mentions compare with the labels."""
    score = EventScore()
    for label in labels:
        said = next((found for found in mentions[label.text] if found.name == label.person), None)
        score.labelled[label.event] += 1
        _compare_kind(score, label, said)
        _compare_day(score, label, said)
        _compare_counterpart(score, label, said)
    return score


def _compare_kind(score: EventScore, label: EventLabel, said: Mention | None) -> None:
    kind = said.event if said else None
    score.said.update([kind] if kind else [])
    score.right.update([kind] if kind == label.event else [])
    score.kindly += kind in (label.event, *label.also)
    if kind != label.event:
        why = "not found" if said is None else f"said {kind}"
        also = f" (or {', '.join(label.also)})" if label.also else ""
        score.wrong.append(f"{label.text} {label.person}: {label.event}{also}, {why}")


def _compare_day(score: EventScore, label: EventLabel, said: Mention | None) -> None:
    if not label.day_scored:
        return
    day = said.event_day if said else None
    if label.event_day is None:
        score.days["invented"] += day is not None
        return
    score.days["printed"] += 1
    score.days["right"] += day == label.event_day
    if day != label.event_day and said is not None:
        score.wrong.append(f"{label.text} {label.person}: day {label.event_day}, said {day} from {said.day_evidence!r}")


def _compare_counterpart(score: EventScore, label: EventLabel, said: Mention | None) -> None:
    spoken = said.counterpart if said else None
    if label.counterpart is None:
        score.counterparts["extra"] += spoken is not None
        return
    right = spoken is not None and (spoken in label.counterpart or label.counterpart in spoken)
    score.counterparts["printed"] += 1
    score.counterparts["right"] += right
    score.counterparts["wrong"] += spoken is not None and not right
    if not right and said is not None:
        score.wrong.append(f"{label.text} {label.person}: counterpart {label.counterpart}, said {spoken}")


def _share(hits: int, of: int) -> str:
    return f"{hits / of if of else 1:.2f} ({hits}/{of})"
