"""A file read whole before anything is written: the people in it, and what of it is not one of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from wirewatch.configured import Entity
from wirewatch.imports.countries import codes
from wirewatch.imports.formats import Format
from wirewatch.imports.names import Found, person
from wirewatch.imports.records import PassedOver, Record, refused


@dataclass
class Reading:
    """The people of a file; what was passed over, by kind; who has no usable name; how many are of other countries, or of none."""

    people: list[Found] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    nameless: list[str] = field(default_factory=list)
    elsewhere: int = 0


def read(file: Path, form: Format, country: str | None = None, limit: int | None = None) -> Reading:
    """Return what a file holds: its people, of one country where one is asked for, and no more than `limit` of them.

    Raises ConfigError where the file is damaged before that, or holds nothing.
    """
    reading, anything = Reading(), False
    for one in form.read(file):
        anything = True
        _sort(one, reading, country)
        if limit is not None and len(reading.people) >= limit:
            break
    if not anything:
        raise refused(file, 1, f"nothing stands in it that {form.title} would hold")
    return reading


def _sort(one: Record | PassedOver | tuple[str, Entity], reading: Reading, country: str | None) -> None:
    if isinstance(one, PassedOver):
        reading.passed_over[one.kind] += 1
    elif isinstance(one, tuple):
        _, entity = one
        if country in (None, entity.country):
            reading.people.append(Found(entity))
        else:
            reading.elsewhere += 1
    elif country is not None and country not in codes(one.countries):
        reading.elsewhere += 1
    elif found := person(one, country):
        reading.people.append(found)
    else:
        reading.nameless.append(f"{one.where}: {one.names[0] if one.names else 'no name'}")
