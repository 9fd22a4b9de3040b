"""Our own CSV: a list out and in again the same, and no cell that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from wirewatch import config
from wirewatch.configured import Entity, Role, Watchlist
from wirewatch.errors import ConfigError
from wirewatch.imports import spreadsheet

SHIPPED = config.load_watchlist(config.PROJECT / "config" / "watchlists" / "russian-officials.yml")
ROLE = Role(title="Head | of = all", to=date(2024, 5, 14), as_of=date(2020, 1, 2), source="https://a.example/?a=1,2")
ODD = Entity(
    name="=HYPERLINK(1)", aliases=("+7 Anton", "a; b"), native=("'quoted",), roles=(ROLE,), notes="@all\nnow", surname="common"
)


def back(folder: Path, watchlist: Watchlist) -> tuple[Entity, ...]:
    file = folder / "list.csv"
    file.write_text(spreadsheet.text(watchlist), encoding="utf-8", newline="")
    return tuple(entity for _, entity in spreadsheet.read(file))


def test_a_list_goes_out_and_comes_back_the_same(tmp_path: Path) -> None:
    watchlist = replace(SHIPPED, entities=(*SHIPPED.entities, ODD))

    assert back(tmp_path, watchlist) == watchlist.entities


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_begins_like_a_formula(start: str) -> None:
    text = spreadsheet.text(Watchlist(entities=(Entity(name=f"{start}cmd|x", aliases=(f"{start}1", "b"), notes=f"{start}2"),)))

    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(start)]
    assert sum(cell.startswith(f"'{start}") for cell in cells) == 3


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",,,,,,,\n", "nothing stands in it"),
        (",A,,,,,,n\n", "no name"),
        (",Ann Lee,,odd,,,,\n", "neither"),
        (",Ann Lee,,,,,M|5.6.24,\n", "is no role"),
    ],
)
def test_a_row_that_is_wrong_is_named_with_its_line(tmp_path: Path, row: str, words: str) -> None:
    file = tmp_path / "list.csv"
    file.write_text(",".join(spreadsheet.COLUMNS) + "\n" + row)

    if words.startswith("nothing"):
        assert list(spreadsheet.read(file)) == []
        return
    with pytest.raises(ConfigError, match=f":2: .*{words}"):
        list(spreadsheet.read(file))
