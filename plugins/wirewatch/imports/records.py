"""What a foreign file says of a person, before it becomes one of ours; and how files that are not what they should be are refused."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wirewatch.configured import Role
from wirewatch.errors import ConfigError


@dataclass(frozen=True)
class Record:
    """A person as a file gives them: the names, the main one first, and where it stands ("line 12")."""

    where: str
    names: tuple[str, ...]
    countries: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True)
class PassedOver:
    """Something in the file that is no person: an organisation, a vessel."""

    where: str
    kind: str


def refused(file: Path, line: int, fault: str, cure: str = "Download it again") -> ConfigError:
    """The error of a file that cannot be read, with its line and the cure; nothing is imported from it."""
    return ConfigError(f"{file}:{line}: {fault}. {cure}; nothing was imported.")


def claimed(titles: Sequence[str]) -> tuple[Role, ...]:
    """The titles a file gives somebody as roles; nobody has looked up a source."""
    bare = (" ".join(title.split()).strip(" ;,.") for title in titles)
    return tuple(Role(title=title, unverified=True) for title in dict.fromkeys(bare) if len(title) > 1)


def held(title: str, begin: date | None = None, end: date | None = None) -> Role:
    """An office from one day to another, as a file claims it."""
    return Role(title=title, from_=begin, to=end, unverified=True)  # type: ignore[call-arg]  # it is called `from` in files


def lines(file: Path) -> Iterator[str]:
    """The lines of a text file, with their ends. Raises ConfigError where it is not UTF-8, naming the line."""
    with file.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                yield line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise refused(file, number, "not UTF-8", "Save it as UTF-8, or download it again") from error


def rows(file: Path, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file that hold anything, with the lines they end on. Raises ConfigError where a row is broken."""
    reader = csv.reader(lines(file), delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise refused(file, reader.line_num, f"a row is broken off or wrongly quoted ({error})") from error
        if row is None:
            return
        if any(cell.strip("\x1a ") for cell in row):
            yield reader.line_num, row


def table(file: Path, needed: Sequence[str], delimiter: str = ",", above: int = 3) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file by the names in its header, which may have up to `above` lines above it.

    Raises ConfigError where a column is missing or a row has not as many cells as the header.
    """
    read = rows(file, delimiter)
    header = _header(file, read, needed, above)
    for line, row in read:
        if len(row) != len(header):
            raise refused(
                file, line, f"a row has {len(row)} cells where the header has {len(header)}: the file is cut off or damaged"
            )
        yield line, {name: cell.strip() for name, cell in zip(header, row, strict=True)}


def _header(file: Path, read: Iterator[tuple[int, list[str]]], needed: Sequence[str], above: int) -> list[str]:
    missing: list[str] = list(needed)
    for _ in range(above + 1):
        _, row = next(read, (0, None))
        if row is None:
            break
        header = [cell.strip() for cell in row]
        here = [name for name in needed if name not in header]
        if not here:
            return header
        missing = min(missing, here, key=len)
    raise refused(file, 1, f"the columns {', '.join(missing)} are missing", "Take the file with its header as it is published")
