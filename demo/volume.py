"""A demo site of any size: items made when they are asked for, always the same ones for the same seed.

`Volume(last_day, days=60, per_day=(20, 20))` holds 60 days of two sources; 500,000 entries start as fast. Every item is one of a *day*
(`of_day` knows them all: the truth that a crawl is held against) and stands at a *place*: a share of the items were ingested again
months later and stand out of order among later days, as on the real site. The day after the last has a few items too.
"""

from __future__ import annotations

import argparse
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from itertools import accumulate
from random import Random
from typing import Any, overload

import yaml

from demo.edition import (
    KST,
    NUMBER_FORMS,
    PUBLICATIONS,
    SHORT_MONTHS,
    TEXTS,
    Item,
    Publication,
    agency_dateline,
    footer_of,
    listing_order,
    ordinal,
    original_url,
    slug,
)

DAY = timedelta(days=1)
ITEMS_OF_THE_DAY_AFTER = 4
MOST_A_DAY = 1000  # the last three digits of an item's number count inside a day
SECONDS_OF_INGEST = 10 * 3600  # in which a source's items of a day come in
MOST_LATE_SECONDS = 600
# Every eighth item shares the timestamp of the one before it: only the pair of timestamp and number is unique.
SHARED_TIMESTAMP = 8
LEAST_DAYS_LATER, MOST_DAYS_LATER = 3, 700  # an old item is ingested again
KEPT_ITEMS = 20_000
KEPT_DAYS = 500


@dataclass(frozen=True)
class Place:
    """Which item it is (the n-th of a source's day), and where it stands in the listing: the unix second in which it was taken in, and
    its number. The two together are unique."""

    ingested: int
    number: int
    publication: Publication
    day: date
    n: int

    @property
    def ts_id(self) -> str:
        """The `<unixts>-<id>` of the item, known without making it."""
        return f"{self.ingested}-{self.number}"

    @property
    def standing(self) -> tuple[int, int]:
        """What the listing is sorted by."""
        return self.ingested, self.number


class Volume(Sequence[Item]):
    """The items of a site that grew for `days` days up to `last_day`, in listing order.

    `per_day` are the least and the most items of a source on a day: a trend from one to the other, with noise. `empty` is the share of
    days without an item, `reingested` the share of items that stand out of order. With `named_every` N, the first item of a source on
    each N-th day names one watched person (`names_somebody`); otherwise nobody is named. Set `at` to a time, and the site stands as it
    stood then.
    """

    def __init__(
        self,
        last_day: date,
        days: int,
        per_day: tuple[int, int] = (18, 42),
        *,
        seed: int = 1,
        empty: float = 0.02,
        reingested: float = 0.02,
        named_every: int = 0,
    ) -> None:
        if days < 1 or not 0 <= per_day[0] <= per_day[1] < MOST_A_DAY:
            raise ValueError(f"a volume needs at least one day, and from 0 to {MOST_A_DAY - 1} items on each")
        self.first_day, self.last_day = last_day - (days - 1) * DAY, last_day
        self.seed, self.named_every = seed, named_every
        self._counts: dict[int, dict[date, int]] = {}
        self._moved: dict[int, dict[tuple[date, int], date]] = {}
        self._gone: dict[int, Counter[date]] = {}
        self._arrivals: dict[int, dict[date, list[tuple[date, int]]]] = {}
        for publication in PUBLICATIONS.values():
            self._plan(publication, days, per_day, empty, reingested)
        self.at: datetime | None = None
        self._added: list[Item] = []
        self._replaced: dict[str, Item] = {}
        self._listings = {number: Listing(self, (publication,)) for number, publication in PUBLICATIONS.items()}
        self._all = Listing(self, tuple(PUBLICATIONS.values()))
        self._item = lru_cache(KEPT_ITEMS)(self._make)
        self.taken_in = lru_cache(KEPT_DAYS)(self._places_taken_in)  # what the listing of sources holds from a day, newest first

    def _plan(self, publication: Publication, days: int, per_day: tuple[int, int], empty: float, reingested: float) -> None:
        """Draw how many items each day has, and which of them stand on which later day."""
        counts = self._counts[publication.id] = {}
        moved = self._moved[publication.id] = {}
        arrivals = self._arrivals[publication.id] = {}
        least, most = per_day
        draw = _draw(self.seed, publication.id)
        for number in range(days):
            day = self.first_day + number * DAY
            usual = least + (most - least) * (number / days + draw.uniform(-0.3, 0.3))
            counts[day] = 0 if draw.random() < empty else min(most, max(least, round(usual)))
            latest = min(days - 1 - number, MOST_DAYS_LATER)
            for n in range(counts[day] if latest >= LEAST_DAYS_LATER else 0):
                if draw.random() < reingested:
                    moved[day, n] = later = day + draw.randint(LEAST_DAYS_LATER, latest) * DAY
                    arrivals.setdefault(later, []).append((day, n))
        counts[self.last_day + DAY] = ITEMS_OF_THE_DAY_AFTER
        self._gone[publication.id] = Counter(day for day, _ in moved)

    # --- the truth -----------------------------------------------------------------------------

    def of_day(self, day: date, number: int) -> list[Item]:
        """Every item of a source's day, wherever it stands in the listing."""
        places = [self._place(PUBLICATIONS[number], day, n) for n in range(self._counts[number].get(day, 0))]
        added = [item for item in self._added if (item.day, item.publication.id) == (day, number)]
        return added + [self.item(place) for place in places]

    def count(self, first: date, last: date, number: int) -> int:
        """How many items a source has from one day to another, without making them; those added later not counted."""
        return sum(count for day, count in self._counts[number].items() if first <= day <= last)

    def names_somebody(self, item: Item) -> bool:
        """Whether the item names a watched person, exactly one and exactly once."""
        places = self.taken_in((item.publication,), ingest_day(item))
        return any(place.ts_id == item.ts_id and self._names(place) for place in places)

    # --- what a site needs (demo.shelf.Items) --------------------------------------------------

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> list[Item]: ...
    def __getitem__(self, place: int | slice) -> Item | list[Item]:
        return self._all[place]

    def __len__(self) -> int:
        return len(self._all)

    def of_source(self, number: int) -> Listing:
        """A source's items."""
        return self._listings[number]

    def listed(self, number: int, start: int, count: int) -> list[tuple[Item, str]]:
        """Entries of a source's listing; here every item has one URL."""
        return [(item, item.paths[0]) for item in self._listings[number][start : start + count]]

    def find(self, ts_id: str) -> Item | None:
        """The item with that `<unixts>-<id>`."""
        day = datetime.fromtimestamp(int(ts_id.partition("-")[0]), KST).date()
        places = self.taken_in(tuple(PUBLICATIONS.values()), day)
        found = next((self.item(place) for place in places if place.ts_id == ts_id and self.shows(place)), None)
        return found or next((item for item in self._added if item.ts_id == ts_id), None)

    def between(self, first: date | None, last: date | None, number: int | None) -> list[Item]:
        """The items dated in these days, of one source or of all."""
        day, end = max(first or self.first_day, self.first_day), min(last or date.max, self.last_day + DAY)
        days = [day + n * DAY for n in range((end - day).days + 1)]
        numbers = PUBLICATIONS if number is None else [number]
        items = (item for day in days for number in numbers for item in self.of_day(day, number))
        return listing_order([item for item in items if self.shows(item)])

    def put(self, item: Item) -> None:
        """Take in one more item, on top."""
        self._added.insert(0, item)

    def replace(self, item: Item) -> None:
        """Put an item in the place of the one with the same `<unixts>-<id>`."""
        self._added = [item if old.ts_id == item.ts_id else old for old in self._added]
        self._replaced[item.ts_id] = item

    def shows(self, item: Item | Place) -> bool:
        """Whether the site had taken the item in at the time it stands at."""
        return self.at is None or item.ingested <= self.at.timestamp()

    # --- places and items ----------------------------------------------------------------------

    def added(self, publications: Iterable[Publication]) -> list[Item]:
        """The items that came in while the site was up, newest first."""
        return [item for item in self._added if item.publication in publications]

    def number_taken_in(self, publications: Iterable[Publication], day: date) -> int:
        """How many stand in the listing of these sources from that day."""
        return sum(
            self._counts[each.id].get(day, 0) - self._gone[each.id][day] + len(self._arrivals[each.id].get(day, ()))
            for each in publications
        )

    def item(self, place: Place) -> Item:
        """The item of a place, as it reads now."""
        item = self._item(place)
        return self._replaced.get(item.ts_id, item)

    def _places_taken_in(self, publications: tuple[Publication, ...], day: date) -> list[Place]:
        places = []
        for each in publications:
            own = ((day, n) for n in range(self._counts[each.id].get(day, 0)) if (day, n) not in self._moved[each.id])
            places += [self._place(each, *which) for which in (*own, *self._arrivals[each.id].get(day, ()))]
        return sorted(places, key=lambda place: place.standing, reverse=True)

    def _place(self, publication: Publication, day: date, n: int) -> Place:
        ingested_on = self._moved[publication.id].get((day, n), day)
        draw = _draw(self.seed, publication.id, day, n)
        first = datetime.combine(ingested_on, publication.first_ingest, KST).timestamp()
        source = list(PUBLICATIONS).index(publication.id)
        if ingested_on != day:
            ingested = int(first) + draw.randrange(SECONDS_OF_INGEST)
            return Place(ingested, int(f"12{source}{n:03d}"), publication, day, n)
        late = _draw(self.seed, publication.id, day).randrange(MOST_LATE_SECONDS)
        step = n - (n % SHARED_TIMESTAMP == SHARED_TIMESTAMP - 1)
        ingested = int(first) + late + step * SECONDS_OF_INGEST // self._counts[publication.id][day]
        beginning, _ = draw.choice(NUMBER_FORMS[:-1])
        return Place(ingested, int(f"{beginning}{draw.randrange(10)}{source}{n:03d}"), publication, day, n)

    def _names(self, place: Place) -> bool:
        return bool(self.named_every) and place.n == 0 and place.day.toordinal() % self.named_every == 0

    def _make(self, place: Place) -> Item:
        publication, day = place.publication, place.day
        draw = _draw("text", self.seed, publication.id, day, place.n)
        title, paragraphs = _report(draw, day)
        if self._names(place):
            paragraphs.insert(1, draw.choice(_phrases()["names"]))
        if publication.agency:
            paragraphs[0] = agency_dateline(day) + paragraphs[0]
        form = "juche" if day.year < 2025 else "gregorian"
        return Item(
            publication=publication,
            day=day,
            title=title,
            paragraphs=tuple(paragraphs),
            ingested=place.ingested,
            number=place.number,
            slugs=(slug(title),),
            original_url=original_url(publication, day, f"{draw.getrandbits(256):064x}"),
            footer=footer_of(day, form) if publication.agency else None,
        )


class Listing(Sequence[Item]):
    """The items of some sources in listing order, made when they are asked for."""

    def __init__(self, volume: Volume, publications: tuple[Publication, ...]) -> None:
        self._volume, self._publications = volume, publications
        days = (volume.last_day - volume.first_day).days + 2
        self._days = [volume.last_day + DAY - n * DAY for n in range(days)]
        # ends[k]: how many entries stand above the end of the k-th newest day
        self._ends = list(accumulate(volume.number_taken_in(publications, day) for day in self._days))

    def __len__(self) -> int:
        return len(self._volume.added(self._publications)) + self._ends[-1] - self._not_yet()

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> list[Item]: ...
    def __getitem__(self, place: int | slice) -> Item | list[Item]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        added = self._volume.added(self._publications)
        number = place if place >= 0 else len(self) + place
        if not 0 <= number < len(self):
            raise IndexError(place)
        return added[number] if number < len(added) else self._standing(number - len(added) + self._not_yet())

    def _not_yet(self) -> int:
        """How many stand on top that are taken in only after the time the site stands at."""
        volume, at = self._volume, self._volume.at
        if at is None or (newest := (self._days[0] - at.astimezone(KST).date()).days) < 0:
            return 0
        if newest >= len(self._days):
            return self._ends[-1]
        later = [place for place in volume.taken_in(self._publications, self._days[newest]) if not volume.shows(place)]
        return (self._ends[newest - 1] if newest else 0) + len(later)

    def _standing(self, number: int) -> Item:
        newest = bisect_right(self._ends, number)
        above = self._ends[newest - 1] if newest else 0
        return self._volume.item(self._volume.taken_in(self._publications, self._days[newest])[number - above])


def ingest_day(item: Item) -> date:
    """The Korean day on which the site took an item in: where it stands in the listing."""
    return datetime.fromtimestamp(item.ingested, KST).date()


def _draw(*words: object) -> Random:
    """Chance that is always the same for the same words."""
    return Random(" ".join(map(str, words)))  # noqa: S311 - nothing here is a secret


@cache
def _phrases() -> dict[str, Any]:
    return dict(yaml.safe_load((TEXTS / "volume.yml").read_text(encoding="utf-8")))


def news(seed: object, day: date) -> tuple[str, list[str]]:
    """A title and the paragraphs of an invented report that names nobody watched."""
    return _report(_draw("news", seed), day)


def _report(draw: Random, day: date) -> tuple[str, list[str]]:
    phrases = _phrases()
    kind = draw.choice(phrases["kinds"])
    middle = [_filled(sentence, draw, day) for sentence in draw.sample(phrases["middle"], draw.randint(3, 8))]
    paragraphs = [_filled(draw.choice(kind["opening"]), draw, day)]
    while middle:
        length = draw.randint(1, 2)
        paragraphs.append(" ".join(middle[:length]))
        del middle[:length]
    paragraphs.append(_filled(draw.choice(phrases["closing"]), draw, day))
    return _filled(draw.choice(kind["titles"]), draw, day), paragraphs


def _filled(sentence: str, draw: Random, day: date) -> str:
    words = {name: draw.choice(choices) for name, choices in _phrases()["words"].items()}
    yesterday = day - DAY
    filled = sentence.format(
        **words,
        number=draw.randint(12, 980),
        n2=draw.randint(2, 11),
        nth=ordinal(draw.randint(2, 40)),
        on=f"{SHORT_MONTHS[yesterday.month - 1]} {yesterday.day}",
    )
    return filled[0].upper() + filled[1:]


# --- the command line ----------------------------------------------------------------------------


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that make a demo site one of many items."""
    parser.add_argument("--days", type=int, help="a site of generated items that goes back so many days")
    parser.add_argument("--per-day", type=_per_day, default=(18, 42), help="items of a source on a day: 20, or 18-42 for a trend")
    parser.add_argument("--seed", type=int, default=1, help="another number, other items")
    parser.add_argument("--empty", type=float, default=0.02, help="share of days without an item")
    parser.add_argument("--reingested", type=float, default=0.02, help="share of items that stand out of order")
    parser.add_argument("--named-every", type=int, default=0, help="on each N-th day one item of a source names a watched person")
    parser.add_argument("--drift", type=int, default=0, help="a new item arrives with each N-th request")


def from_options(options: argparse.Namespace) -> Volume | None:
    """The volume that the options ask for; None for the small site."""
    if options.days is None:
        return None
    return Volume(
        options.last_day,
        options.days,
        options.per_day,
        seed=options.seed,
        empty=options.empty,
        reingested=options.reingested,
        named_every=options.named_every,
    )


def _per_day(text: str) -> tuple[int, int]:
    least, _, most = text.partition("-")
    return int(least), int(most or least)
