"""`make docs`, `python3 run.py docs`: writes docs/reference/ anew; with `--check` it only says which page is not what it should be.

`--check` leaves out the data model, which needs a database: a test has one at hand.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from reference.commands import cli_page
from reference.configuration import Undescribed, configuration_page
from reference.dags import dags_page
from reference.data_model import data_model_page

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
FROM_CODE: Mapping[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "configuration.md": configuration_page,
    "dags.md": dags_page,
}
FROM_DATABASE: Mapping[str, Callable[[], str]] = {"data-model.md": data_model_page}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages, or check them; returns 1 when one is stale or cannot be written."""
    parser = argparse.ArgumentParser(prog="run.py docs", description="Write docs/reference/ from the code and its database.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a page that needs no database is stale")
    check = parser.parse_args(arguments).check
    try:
        pages = {name: write() for name, write in {**FROM_CODE, **({} if check else FROM_DATABASE)}.items()}
    except Undescribed as error:
        print(error, file=sys.stderr)
        return 1
    if check:
        return tell_stale([name for name, text in pages.items() if text != stands(name)])
    for name, text in pages.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


def stands(name: str) -> str:
    """What stands in a page now."""
    file = FOLDER / name
    return file.read_text(encoding="utf-8") if file.exists() else ""


def tell_stale(names: list[str]) -> int:
    """Say which pages are stale, and the cure."""
    for name in names:
        print(f"docs/reference/{name} is not what the code says: `python3 run.py docs` writes it anew.", file=sys.stderr)
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
