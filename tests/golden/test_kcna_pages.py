"""Whole pages of our own, as HTML, and what the reader makes of them, as JSON, kept side by side in `pages/`.

A page without its JSON gets one written, and the test fails: review it and commit it.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from wirewatch.errors import WirewatchError
from wirewatch.sites.kcna_watch.article import read_article
from wirewatch.sites.kcna_watch.listing import read_listing

PAGES = Path(__file__).parent / "pages"
URL = "https://kcnawatch.org/newstream/1752400001-700000001/guests/"


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_a_page_reads_as_reviewed(path: Path) -> None:
    read = as_json(path)
    expected = path.with_suffix(".json")
    if not expected.exists():
        expected.write_text(read, encoding="utf-8")
        pytest.fail(f"wrote {expected.name}: review and commit")
    assert read == expected.read_text(encoding="utf-8")


def as_json(path: Path) -> str:
    """What the reader says of a page: a listing where the file's name says so, else an article, else the refusal."""
    try:
        reader = read_listing if path.stem.startswith("listing") else read_article
        read = asdict(reader(path.read_bytes(), URL))
    except WirewatchError as error:
        read = {"state": error.state, "reason": error.reason}
    return json.dumps(read, default=_plain, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else value.isoformat() if isinstance(value, date) else str(value)
