"""The labelled real articles: where they are, their texts and days, and what the matcher finds in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter

from wirewatch.configured import Watchlist
from wirewatch.models import Mention
from wirewatch.sites.kcna_watch.saved_text import end_of_article
from wirewatch.watchlist.matcher import Matcher

LABELS = Path(__file__).resolve().parent
STATEMEDIA = LABELS.parents[2] / "shared" / "data" / "statemedia"
SPLITS = ("odd", "even")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Corpus:
    """A folder of labelled articles: gold.jsonl, index.jsonl, watchlist.yml and texts/ID.txt."""

    folder: Path = STATEMEDIA

    @property
    def gold(self) -> Path:
        """Path of the labels of names."""
        return self.folder / "gold.jsonl"

    def texts(self) -> dict[str, str]:
        """Return the texts by id."""
        return {path.stem: path.read_text("utf-8") for path in sorted((self.folder / "texts").glob("*.txt"))}

    def published_on(self) -> dict[str, date | None]:
        """Return the day in Korea each article was published, None where only the month is known."""
        return {row["id"]: _day(row["date"]) for row in rows(self.folder / "index.jsonl")}

    def matcher(self) -> Matcher:
        """Return a matcher of the corpus's own list, which holds names and countries only."""
        listed = yaml.safe_load((self.folder / "watchlist.yml").read_text("utf-8"))
        return Matcher(TypeAdapter(Watchlist).validate_python(listed))

    def mentions(self) -> dict[str, list[Mention]]:
        """Return what the matcher finds in each body, as `wirewatch match` reads it, by id."""
        matcher, days = self.matcher(), self.published_on()
        bodies = {number: text[: end_of_article(text)] for number, text in self.texts().items()}
        return {number: matcher.find({"body": body}, days.get(number)) for number, body in bodies.items()}


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def split_of(number: str) -> str:
    """Return the half a text belongs to: odd may be tuned on, even is held out."""
    return SPLITS[(int(number) + 1) % 2]


def of_split(values: Mapping[str, Value], split: str | None) -> dict[str, Value]:
    """Return what belongs to a half; everything where none is named."""
    return {number: value for number, value in values.items() if split in (None, split_of(number))}


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927); (0, 1) where there is nothing to count."""
    if not of:
        return 0.0, 1.0
    z = 1.959964
    share, room = hits / of, z * z / of
    middle = (share + room / 2) / (1 + room)
    half = z * ((share * (1 - share) + room / 4) / of) ** 0.5 / (1 + room)
    return max(0.0, middle - half), min(1.0, middle + half)


def shown(hits: int, of: int) -> str:
    """Return a share as a person reads it: value, counts and interval."""
    low, high = wilson(hits, of)
    return f"{hits / of if of else 1:.3f} ({hits}/{of}, 95 % {low:.3f}–{high:.3f})"


def f1(hits: int, found: int, wanted: int) -> float:
    """Return the harmonic mean of precision and recall; 1 where there was nothing to find and nothing found."""
    return 2 * hits / (found + wanted) if found + wanted else 1.0


def _day(printed: str) -> date | None:
    return date.fromisoformat(printed) if len(printed) == len("2024-06-20") else None


def lines(objects: Iterable[dict[str, Any]]) -> str:
    """Return the objects as JSON lines."""
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in objects)
