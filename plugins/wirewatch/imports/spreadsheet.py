"""A watchlist as CSV for spreadsheets, and back: one person a row, in a cell with several values each on a line of its own.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, which is taken off again when it is read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from wirewatch.configured import Entity, Role, Watchlist
from wirewatch.imports.records import held, refused, table

COLUMNS = ("id", "name", "country", "surname", "aliases", "native", "roles", "notes")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_ROLE = ("title", "from", "to", "as_of", "source", "unverified")


def text(watchlist: Watchlist) -> str:
    """Return the list as CSV; the first line names the columns, roles are `title | from | to | as_of | source | unverified`."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for entity in watchlist.entities:
        roles = "\n".join(_role(role) for role in entity.roles)
        cells = [
            entity.id,
            entity.name,
            entity.country,
            entity.surname,
            "\n".join(entity.aliases),
            "\n".join(entity.native),
            roles,
            entity.notes,
        ]
        writer.writerow([_safe(cell or "") for cell in cells])
    return out.getvalue()


def read(file: Path) -> Iterator[tuple[str, Entity]]:
    """The people of such a file, each with its line. Raises ConfigError."""
    for line, row in table(file, COLUMNS, above=0):
        cells = {name: _plain(cell) for name, cell in row.items()}
        yield f"line {line}", _entity(file, line, cells)


def _entity(file: Path, line: int, cells: dict[str, str]) -> Entity:
    surname = cells["surname"] or None
    if len(cells["name"]) < 2 or surname not in (None, "distinctive", "common"):
        raise refused(file, line, "a row has no name, or a surname that is neither distinctive nor common", "Correct it")
    return Entity(
        name=cells["name"],
        id=cells["id"],
        country=cells["country"] or None,
        surname=surname,  # type: ignore[arg-type]  # checked above
        aliases=tuple(cells["aliases"].splitlines()),
        native=tuple(cells["native"].splitlines()),
        roles=tuple(_read_role(file, line, cell) for cell in cells["roles"].splitlines()),
        notes=cells["notes"] or None,
    )


def _role(role: Role) -> str:
    days = [str(day) if day else "" for day in (role.from_, role.to, role.as_of)]
    out = io.StringIO()
    csv.writer(out, delimiter="|", lineterminator="").writerow(
        [role.title, *days, role.source or "", "unverified" if role.unverified else ""]
    )
    return out.getvalue().rstrip("|")


def _read_role(file: Path, line: int, cell: str) -> Role:
    parts = [part.strip() for part in next(csv.reader([cell], delimiter="|"))]
    title, begin, end, as_of, source, unverified = (*parts, *[""] * (len(_ROLE) - len(parts)))[: len(_ROLE)]
    try:
        first, last, seen = (date.fromisoformat(day) if day else None for day in (begin, end, as_of))
        return replace(held(title, first, last), as_of=seen, source=source or None, unverified=bool(unverified))
    except ValueError as error:
        raise refused(file, line, f"“{cell}” is no role ({' | '.join(_ROLE)})", "Correct it") from error


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
