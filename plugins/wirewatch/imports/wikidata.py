"""Answers of Wikidata's query service as SPARQL JSON: a person in each binding, with labels and offices in columns of the query's naming.

`item` (or `person`), `itemLabel` and `itemAltLabel`; `office` (or `position`, `role`, `post`) with its label, `start` and `end`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from wirewatch.configured import Role
from wirewatch.imports.records import PassedOver, Record, held, lines, refused

_PERSON = ("item", "person", "human", "p", "s", "subject")
_OFFICE = ("office", "position", "role", "post")
_COUNTRY = ("country", "citizenship")
_START, _END = ("start", "from", "begin", "startDate", "startTime"), ("end", "to", "endDate", "endTime")
# Labels in the language of the list come first, so that one of them becomes the name.
_LANGUAGES = ("en", "mul")

Binding = Mapping[str, Mapping[str, str]]


@dataclass
class _Person:
    """What the bindings of one person say together."""

    names: dict[str, str] = field(default_factory=dict)
    countries: dict[str, None] = field(default_factory=dict)
    roles: dict[Role, None] = field(default_factory=dict)
    first: int = 0


def read(file: Path) -> Iterator[Record | PassedOver]:
    """The people of an answer. Raises ConfigError where it is none, or names nobody."""
    answer = _answer(file)
    variables, bindings = answer["head"]["vars"], answer["results"]["bindings"]
    subject = next((name for name in _PERSON if name in variables), None) or _labelled(variables)
    if subject is None:
        raise refused(
            file, 1, f"none of the columns {', '.join(variables)} is a person", "Call it item in the query, with its itemLabel"
        )
    people: dict[str, _Person] = {}
    for number, binding in enumerate(bindings, 1):
        if subject in binding:
            _add(people.setdefault(binding[subject]["value"], _Person(first=number)), binding, subject)
    for person in people.values():
        names = sorted(person.names, key=lambda name: person.names[name] not in _LANGUAGES)
        yield Record(f"result {person.first}", tuple(names), tuple(person.countries), tuple(person.roles))


def _answer(file: Path) -> Any:
    try:
        answer = json.loads("".join(lines(file)))
    except json.JSONDecodeError as error:
        raise refused(file, error.lineno, f"no whole JSON ({error.msg})") from error
    head, results = answer.get("head"), answer.get("results")
    if (
        not isinstance(head, dict)
        or not isinstance(head.get("vars"), list)
        or not isinstance((results or {}).get("bindings"), list)
    ):
        raise refused(file, 1, "no answer of a SPARQL query", "Ask for JSON (application/sparql-results+json)")
    return answer


def _labelled(variables: list[str]) -> str | None:
    offices = {*_OFFICE, *_COUNTRY}
    return next((name for name in variables if f"{name}Label" in variables and name not in offices), None)


def _add(person: _Person, binding: Binding, subject: str) -> None:
    for variable, cell in binding.items():
        if _names_it(variable, subject) and cell.get("type") != "uri":
            # the label service joins all other labels into one cell
            values = cell["value"].split(", ") if variable == f"{subject}AltLabel" else [cell["value"]]
            for value in values:
                person.names.setdefault(value, cell.get("xml:lang", ""))
    if country := _of(binding, [f"{name}Label" for name in _COUNTRY]):
        person.countries[country] = None
    if len(title := _of(binding, [f"{name}Label" for name in _OFFICE])) > 1:
        person.roles[held(title, _day(_of(binding, _START)), _day(_of(binding, _END)))] = None


def _names_it(variable: str, subject: str) -> bool:
    """`itemLabel`, `itemAltLabel`, `label_ru`, `alias`, `name_ko`: whatever the query calls a name of the person."""
    bare = variable.removeprefix(subject).lower()
    return bare.startswith(("label", "altlabel", "alias", "name", "native"))


def _of(binding: Binding, variables: Any) -> str:
    return next((binding[variable]["value"] for variable in variables if variable in binding), "")


def _day(text: str) -> date | None:
    """The day of a time such as 2012-05-07T00:00:00Z; the first of January is how Wikidata writes a year alone."""
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return None if (day.month, day.day) == (1, 1) else day
