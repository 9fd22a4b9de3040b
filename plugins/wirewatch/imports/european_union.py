"""The consolidated list of the European Union (FSF) as CSV: semicolons, a row for each name, address or day of birth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wirewatch.imports.records import PassedOver, Record, claimed, table

COLUMNS = ("Entity_LogicalId", "Entity_SubjectType", "NameAlias_LastName", "NameAlias_FirstName", "NameAlias_WholeName")
_PEOPLE = frozenset({"p", "person"})


def read(file: Path) -> Iterator[Record | PassedOver]:
    """The people of the file. Raises ConfigError."""
    same: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for line, row in table(file, COLUMNS, delimiter=";"):
        same.setdefault(row["Entity_LogicalId"], []).append((line, row))
    for rows in same.values():
        line, first = rows[0]
        kind = first.get("Entity_SubjectType_ClassificationCode") or first["Entity_SubjectType"]
        if kind.lower() in _PEOPLE:
            yield _person(f"line {line}", [row for _, row in rows])
        else:
            yield PassedOver(f"line {line}", kind)


def _person(where: str, rows: list[dict[str, str]]) -> Record:
    names = tuple(filter(None, map(_name, rows)))
    countries = (row.get("Citizenship_CountryIso2Code", "") for row in rows)
    functions = [row.get("NameAlias_Function", "") for row in rows]
    return Record(where, names, tuple(filter(None, countries)), claimed(functions))


def _name(row: dict[str, str]) -> str:
    """The name of a row: by its parts where it has them, for the whole one has them in either order."""
    given = " ".join(filter(None, (row["NameAlias_FirstName"], row.get("NameAlias_MiddleName", ""))))
    return f"{row['NameAlias_LastName']}, {given}" if given and row["NameAlias_LastName"] else row["NameAlias_WholeName"]
