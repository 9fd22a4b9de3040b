"""How many of the named people the matcher finds, by the data's own score.py, so that there is one way of counting."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.labels.statemedia import STATEMEDIA, Corpus, f1, lines, of_split, shown
from wirewatch.models import Mention


@dataclass(frozen=True)
class NamesScore:
    """Figures of (text, person) pairs: as many as are labelled, found, right, found for certain, and right of those."""

    wanted: int
    found: int
    right: int
    sure: int
    sure_right: int
    odd_spellings: int
    odd_recall: float
    span_hit: float
    complaints: str

    @property
    def precision(self) -> float:
        """Share of the found that are right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the labelled that are found."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def confirmed_precision(self) -> float:
        """Share of the certain that are right."""
        return self.sure_right / self.sure if self.sure else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return f1(self.right, self.found, self.wanted)

    def report(self) -> str:
        """Return the figures with their intervals, and whom it missed or took by mistake."""
        return "\n".join(
            [
                f"  precision {shown(self.right, self.found)}",
                f"  recall    {shown(self.right, self.wanted)}",
                f"  F1        {self.f1:.3f}",
                f"  confirmed {shown(self.sure_right, self.sure)} of those said to be certain are right",
                f"  misprints {shown(round(self.odd_recall * self.odd_spellings), self.odd_spellings)} found; spans {self.span_hit:.3f}",
                *(f"  {line}" for line in self.complaints.splitlines()),
            ]
        )


def score_names(corpus: Corpus, mentions: Mapping[str, Sequence[Mention]], split: str | None = None) -> NamesScore:
    """Return score.py's figures for the texts of one half, or of all."""
    of_texts = of_split(mentions, split)
    printed = lines(
        {"file": number, "name": found.name, "start": found.start, "end": found.end, "tier": found.tier}
        for number, finds in of_texts.items()
        for found in finds
    )
    with tempfile.TemporaryDirectory() as folder:
        for number in of_texts:
            (Path(folder) / f"{number}.txt").touch()  # score.py takes nothing but the names of the files
        command = [sys.executable, str(STATEMEDIA / "score.py"), str(corpus.gold), folder]
        done = subprocess.run(command, input=printed, capture_output=True, text=True, check=True)
    return _score(json.loads(done.stdout), done.stderr)


def _score(figures: Mapping[str, float], complaints: str) -> NamesScore:
    wanted = int(figures["want"])
    sure_right = round(figures["confirmed_recall"] * wanted)
    return NamesScore(
        wanted=wanted,
        found=int(figures["got"]),
        right=round(figures["recall"] * wanted),
        sure=round(sure_right / (figures["confirmed_precision"] or 1)),
        sure_right=sure_right,
        odd_spellings=int(figures["odd_spellings"]),
        odd_recall=figures["odd_recall"],
        span_hit=figures["span_hit"],
        complaints=complaints,
    )
