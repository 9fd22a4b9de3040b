"""What a demo site keeps its items in: the few operations the site needs, and the plain list of a small site.

`demo.volume` has the other one, whose items are made when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from demo.edition import Item, listing_order


class Items(Protocol):
    """The items of a site in listing order, newest ingest first. Numbers are the site's numbers of its sources."""

    def __getitem__(self, place: slice) -> Sequence[Item]:
        """Items of all sources by their places."""

    def of_source(self, number: int) -> Sequence[Item]:
        """A source's items."""

    def listed(self, number: int, start: int, count: int) -> list[tuple[Item, str]]:
        """`count` entries of a source's listing from offset `start`: an item stands there once for each of its URLs."""

    def find(self, ts_id: str) -> Item | None:
        """The item with that `<unixts>-<id>`."""

    def between(self, first: date | None, last: date | None, number: int | None) -> Sequence[Item]:
        """The items dated in these days, of one source or of all."""

    def put(self, item: Item) -> None:
        """Take in one more item."""

    def replace(self, item: Item) -> None:
        """Put an item in the place of the one with the same `<unixts>-<id>`."""


class Shelf(list[Item]):
    """All items in a list: for sites that are small."""

    def __init__(self, items: Iterable[Item]) -> None:
        super().__init__(listing_order(list(items)))

    def of_source(self, number: int) -> list[Item]:
        """A source's items."""
        return [item for item in self if item.publication.id == number]

    def listed(self, number: int, start: int, count: int) -> list[tuple[Item, str]]:
        """Entries of a source's listing, an item once for each of its URLs."""
        return [(item, path) for item in self.of_source(number) for path in item.paths][start : start + count]

    def find(self, ts_id: str) -> Item | None:
        """The item with that `<unixts>-<id>`."""
        return next((item for item in self if item.ts_id == ts_id), None)

    def between(self, first: date | None, last: date | None, number: int | None) -> list[Item]:
        """The items dated in these days, of one source or of all."""
        items = self if number is None else self.of_source(number)
        return [item for item in items if (first is None or first <= item.day) and (last is None or item.day <= last)]

    def put(self, item: Item) -> None:
        """Take in one more item."""
        self[:] = listing_order([item, *self])

    def replace(self, item: Item) -> None:
        """Put an item in the place of the one with the same `<unixts>-<id>`."""
        self[:] = [item if old.ts_id == item.ts_id else old for old in self]
