"""OpenSanctions: `targets.simple.csv`, and FollowTheMoney entities as JSON lines (`entities.ftm.json`, `targets.nested.json`)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from wirewatch.imports.records import PassedOver, Record, claimed, held, lines, refused, table

COLUMNS = ("id", "schema", "name", "aliases", "countries")
# What joins a person and a post, or is a post; neither is anybody.
_JOINTS = frozenset({"Occupancy", "Position"})


def read_simple(file: Path) -> Iterator[Record | PassedOver]:
    """The people of a `targets.simple.csv`; columns are found by their names. Raises ConfigError."""
    for line, row in table(file, COLUMNS):
        where = f"line {line}"
        if row["schema"] == "Person":
            yield Record(where, (row["name"], *_cell(row["aliases"])), tuple(_cell(row["countries"])))
        else:
            yield PassedOver(where, row["schema"])


def _cell(text: str) -> list[str]:
    """The values of a cell; one that holds a semicolon stands in quotes inside it."""
    return [value.strip() for value in next(csv.reader([text], delimiter=";"), []) if value.strip()]


@dataclass
class _Posts:
    """What the file says of posts: their names, and who held which from when to when."""

    names: dict[str, str] = field(default_factory=dict)
    held: dict[str, list[tuple[str, date | None, date | None]]] = field(default_factory=dict)


def read_entities(file: Path) -> Iterator[Record | PassedOver]:
    """The people of a file of FollowTheMoney entities, with the posts they hold. Raises ConfigError.

    The file is read twice, for a post may stand anywhere in it.
    """
    posts = _posts(file)
    for number, entity in _entities(file):
        where, schema = f"line {number}", entity["schema"]
        if schema == "Person":
            yield _person(where, entity, posts)
        elif schema not in _JOINTS:
            yield PassedOver(where, schema)


def _entities(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(lines(file), 1):
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
        except json.JSONDecodeError as error:
            raise refused(file, number, "a line is no JSON object: the file is cut off or damaged") from error
        if (
            not isinstance(entity, dict)
            or not isinstance(entity.get("schema"), str)
            or not isinstance(entity.get("properties"), dict)
        ):
            raise refused(file, number, "an entity has no schema or no properties", "Take the export of FollowTheMoney entities")
        yield number, entity


def _posts(file: Path) -> _Posts:
    posts = _Posts()
    for _, entity in _entities(file):
        if entity["schema"] == "Position":
            names = _values(entity, "name")
            posts.names[str(entity.get("id"))] = names[0] if names else ""
        elif entity["schema"] == "Occupancy":
            days = _day(entity, "startDate"), _day(entity, "endDate")
            for holder in _values(entity, "holder"):
                posts.held.setdefault(holder, []).extend((post, *days) for post in _values(entity, "post"))
    return posts


def _person(where: str, entity: dict[str, Any], posts: _Posts) -> Record:
    names = [*_values(entity, "name"), *_values(entity, "alias"), *_values(entity, "weakAlias")]
    caption = entity.get("caption")
    posted = posts.held.get(str(entity.get("id")), [])
    dated = [held(title, begin, end) for post, begin, end in posted if len(title := posts.names.get(post, "")) > 1]
    named = {role.title for role in dated}
    others = [role for role in claimed(_values(entity, "position")) if role.title not in named]
    first = [caption] if isinstance(caption, str) and caption in names else []
    return Record(where, (*first, *names), _countries(entity), (*dict.fromkeys(dated), *others))


def _countries(entity: dict[str, Any]) -> tuple[str, ...]:
    return tuple(_values(entity, "citizenship") or _values(entity, "nationality") or _values(entity, "country"))


def _values(entity: dict[str, Any], name: str) -> list[str]:
    """The values of a property; an entity nested in its place (`targets.nested.json`) counts by its id."""
    values = entity["properties"].get(name, [])
    values = values if isinstance(values, list) else [values]
    return [str(value.get("id")) if isinstance(value, dict) else value for value in values if isinstance(value, str | dict)]


def _day(entity: dict[str, Any], name: str) -> date | None:
    """The whole day a property names; of a year or a month alone no day is known."""
    for value in _values(entity, name):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            continue
    return None
