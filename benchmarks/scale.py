"""How large the cases are: as they are told in docs/benchmarks.md, or tiny, to try the bench itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from benchmarks.ground import Shape

LAST_DAY = date(2026, 11, 20)
DRIFT = 7  # one new item per so many requests


@dataclass(frozen=True)
class Scale:
    """Shapes of the sites, and how many days are measured on each."""

    normal: Shape
    normal_days: int
    archive: Shape
    warm_up_days: int
    random_days: int
    year: Shape
    year_days: int
    days_alone: int
    orders: int
    naive_days: int
    poll: Shape
    poll_days: int
    pages: int
    texts: int
    spans: int
    revisions: int
    rounds: int


FULL = Scale(
    normal=Shape(LAST_DAY, 60, (18, 42), drift=0),
    normal_days=3,
    archive=Shape(LAST_DAY, 7305, (42, 98), drift=DRIFT),
    warm_up_days=10,
    random_days=20,
    # Fewer items than there are, so that three years' worth of articles can be fetched in minutes. It makes the target harder.
    year=Shape(LAST_DAY, 1095, (10, 16), drift=DRIFT, named_every=7),
    year_days=365,
    days_alone=60,
    orders=3,
    naive_days=1,
    poll=Shape(LAST_DAY, 40, (18, 42), drift=0, named_every=1),
    poll_days=2,
    pages=400,
    texts=1000,
    spans=60,
    revisions=100_000,
    rounds=5,
)
TINY = Scale(
    normal=Shape(LAST_DAY, 20, (4, 8), drift=0),
    normal_days=1,
    archive=Shape(LAST_DAY, 200, (4, 8), drift=DRIFT),
    warm_up_days=1,
    random_days=2,
    year=Shape(LAST_DAY, 60, (2, 4), drift=DRIFT, named_every=3),
    year_days=6,
    days_alone=3,
    orders=1,
    naive_days=1,
    poll=Shape(LAST_DAY, 20, (2, 4), drift=0, named_every=1),
    poll_days=1,
    pages=30,
    texts=60,
    spans=3,
    revisions=500,
    rounds=3,
)
