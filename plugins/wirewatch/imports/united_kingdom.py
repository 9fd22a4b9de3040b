"""Lists of the United Kingdom: the UK sanctions list as XML, and the CSV files of OFSI and the FCDO with a line above their header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from wirewatch.imports.elements import ROOT, child, elements, text_of
from wirewatch.imports.records import PassedOver, Record, claimed, refused, table

COLUMNS = ("Name 6", "Name 1", "Name 2", "Name 3", "Name 4", "Name 5")
_GROUPS = ("Group ID", "Unique ID", "OFSI Group ID")
_KINDS = ("Group Type", "Designation Type", "Individual, Entity, Ship")
_NATIVE = ("Name Non-Latin Script", "Name non-latin script")
_NUMBERED = re.compile(r"\(\d+\)")  # (1) Minister of … (2) Member of …
_PERSON = "individual"


def read_xml(file: Path) -> Iterator[Record | PassedOver]:
    """The people of the UK sanctions list. Raises ConfigError."""
    found = False
    for element in elements(file, ["Designation"]):
        found = True
        where, kind = f"line {element.sourceline}", child(element, "IndividualEntityShip") or "unknown"
        yield _designated(element, where) if kind.lower() == _PERSON else PassedOver(where, kind)
    if not found:
        raise refused(file, 1, "no designation is in it", "Take the UK sanctions list as it is published")


def _designated(element: etree._Element, where: str) -> Record:
    names = sorted(element.iter(f"{ROOT}Name"), key=lambda name: not child(name, "NameType").lower().startswith("primary"))
    whole = [_joined([child(name, f"Name{part}") for part in range(1, 6)], child(name, "Name6")) for name in names]
    native = [text_of(name) for name in element.iter(f"{ROOT}NameNonLatinScript")]
    countries = tuple(text_of(one) for one in element.iter(f"{ROOT}Nationality"))
    posts = [title for one in element.iter(f"{ROOT}Position") for title in _NUMBERED.split(text_of(one))]
    return Record(where, tuple(filter(None, [*whole, *native])), countries, claimed(posts))


def _joined(given: list[str], surname: str) -> str:
    rest = " ".join(filter(None, given))
    return f"{surname}, {rest}" if surname and rest else surname or rest


def read_csv(file: Path) -> Iterator[Record | PassedOver]:
    """The people of a CSV file, whose rows are one name each. Raises ConfigError."""
    people: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for line, row in table(file, COLUMNS):
        people.setdefault(_of(row, _GROUPS) or f"line {line}", []).append((line, row))
    for same in people.values():
        line, row = same[0]
        kind = _of(row, _KINDS) or "unknown"
        yield _grouped(same) if kind.lower() == _PERSON else PassedOver(f"line {line}", kind)


def _grouped(same: list[tuple[int, dict[str, str]]]) -> Record:
    ranked = sorted(
        (row for _, row in same),
        key=lambda row: not row.get("Alias Type", row.get("Name type", "")).lower().startswith("primary"),
    )
    names = [_joined([row[column] for column in COLUMNS[1:]], row["Name 6"]) for row in ranked]
    native = [_of(row, _NATIVE) for row in ranked]
    countries = [
        _NUMBERED.sub("", one).strip()
        for row in ranked
        for one in _NUMBERED.split(_of(row, ("Nationality", "Nationality(/ies)")))
    ]
    posts = [title for row in ranked for title in _NUMBERED.split(row.get("Position", ""))]
    return Record(f"line {same[0][0]}", tuple(filter(None, [*names, *native])), tuple(filter(None, countries)), claimed(posts))


def _of(row: dict[str, str], columns: tuple[str, ...]) -> str:
    """The cell of the first of these columns that the file has."""
    return next((row[column] for column in columns if row.get(column)), "")
