"""docs/reference/configuration.md: every key of every configuration file, from the classes that check them, and the environment."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import annotated_types
import yaml
from pydantic.fields import FieldInfo

from reference.markdown import code, page, table
from wirewatch import configured

FILES = {
    "config/sources/KEY.yml": (configured.Source, "One publication that is read; `wirewatch sources add` writes such a file."),
    "config/watchlists/NAME.yml": (configured.Watchlist, "One list of people: [more about lists](../watchlists.md)."),
    "config/alerts.yml": (configured.Alerting, "Who is told what, and on which way."),
    "config/settings.yml": (configured.Settings, "How often, and where to. The file, and every key in it, may be left out."),
}
ENVIRONMENT = Path(__file__).with_name("environment.yml")
PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false", date: "day, YYYY-MM-DD", type(None): "nothing"}


class Undescribed(Exception):
    """Something stands in the code that nobody has described, and where to do it."""


def configuration_page() -> str:
    """The page about every key: its type, its default and its meaning."""
    outside = yaml.safe_load(ENVIRONMENT.read_text(encoding="utf-8"))
    return page(
        "Configuration",
        "The files lie in `config/`, or in the folder that `WIREWATCH_CONFIG` names. `.venv/bin/wirewatch config check` says what is wrong with"
        " them: unknown keys, values that cannot be and keys that stand twice are refused with file, line and cure. Days are days in Korea.",
        *(part for file, (model, words) in FILES.items() for part in file_parts(file, model, words)),
        "## Environment",
        table(("variable", "meaning"), ((code(name), meaning) for name, meaning in outside["variables"].items())),
        "## Airflow's connections",
        table(("connection", "type and meaning"), ((code(name), meaning) for name, meaning in outside["connections"].items())),
    )


def file_parts(file: str, model: type[Any], words: str) -> Iterator[str]:
    """A file's heading and the tables of its keys."""
    yield f"## {file}"
    yield words
    for place, part in models_of(model):
        if place:
            yield f"### {place} in {file}"
            yield (part.__doc__ or "").split("\n\n")[0]
        yield table(("key", "value", "default", "meaning"), (row(part, name, field) for name, field in keys_of(part)))


def keys_of(model: type[Any]) -> list[tuple[str, FieldInfo]]:
    """The keys of a part of a file, as they are written there."""
    return [(field.alias or name, field) for name, field in model.__pydantic_fields__.items()]


def models_of(model: type[Any], place: str = "") -> Iterator[tuple[str, type[Any]]]:
    """A part of a file and those in it, each with its place: `listing`, `rules[]`, `channels.NAME`."""
    yield place, model
    for name, field in keys_of(model):
        for suffix, part in parts_in(field.annotation):
            yield from models_of(part, f"{place}.{name}{suffix}".removeprefix("."))


def parts_in(annotation: Any) -> Iterator[tuple[str, type[Any]]]:
    """The classes that a key's value is made of, with how they hang on it."""
    if dataclasses.is_dataclass(annotation) and isinstance(annotation, type):
        yield "", annotation
    suffix = {tuple: "[]", dict: ".NAME"}.get(get_origin(annotation), "")
    for inner in get_args(annotation):
        yield from ((suffix + more, part) for more, part in parts_in(inner))


def row(model: type[Any], name: str, field: FieldInfo) -> tuple[str, str, str, str]:
    """A key's line. Raises Undescribed where the code does not say what it means."""
    if not field.description:
        raise Undescribed(f"plugins/wirewatch/configured.py: {model.__name__}.{name} has no description. Give its Field one.")
    limits = ", ".join(filter(None, map(limit, field.metadata)))
    return code(name), ", ".join(filter(None, (value(field.annotation), limits))), default(field), field.description


def value(annotation: Any) -> str:
    """What may stand there, in words."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return ", ".join(filter(None, (value(inner[0]), *(limit(one) for each in inner[1:] for one in metadata(each)))))
    if origin is Literal:
        return " or ".join(code(str(one)) for one in inner)
    if origin in (Union, types.UnionType):
        return " or ".join(value(one) for one in inner if one is not type(None))
    if origin is tuple:
        return f"list of {value(inner[0])}" if inner[-1] is Ellipsis else f"[{', '.join(map(value, inner))}]"
    if origin is dict:
        return "names, each with its keys"
    return "keys" if dataclasses.is_dataclass(annotation) else PLAIN[annotation]


def metadata(constraint: Any) -> list[Any]:
    """What a `Field(…)` inside a type demands."""
    return list(constraint.metadata) if isinstance(constraint, FieldInfo) else [constraint]


def limit(constraint: Any) -> str:
    """One demand on a value, in words; nothing for those that a person need not know."""
    match constraint:
        case annotated_types.Ge(ge=least):
            return f"at least {least}"
        case annotated_types.Le(le=most):
            return f"at most {most}"
        case annotated_types.MinLen(min_length=1):
            return "not empty"
        case annotated_types.MinLen(min_length=least):
            return f"at least {least} long"
        case _:
            return ""


def default(field: FieldInfo) -> str:
    """What holds where the key is left out."""
    if field.is_required():
        return "**required**"
    given = field.default
    if given is None or given == "" or given == () or dataclasses.is_dataclass(given):
        return "–"
    if isinstance(given, tuple):
        return code(f"[{', '.join(map(str, given))}]")
    return code(str(given).lower() if isinstance(given, bool) else str(given))
