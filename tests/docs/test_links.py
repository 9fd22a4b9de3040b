"""What a page links to is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import FENCE, pages, title

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
MOST_BYTES = 150 * 1024  # of a picture


@pytest.mark.parametrize("page", pages(), ids=title)
def test_links_lead_to_files_and_headings_that_are_there(page: Path) -> None:
    broken = [target for target in links(page) if not leads_somewhere(page, target)]

    assert broken == [], title(page)


def links(page: Path) -> Iterator[str]:
    """The targets on this side of the network, outside fences."""
    for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if not re.match(r"[a-z]+:", target):
            yield target


def leads_somewhere(page: Path, target: str) -> bool:
    """Whether the file is there, and the heading in it."""
    path, _, heading = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    return file.exists() and (not heading or heading in headings(file))


def headings(page: Path) -> set[str]:
    """The names of a page's headings in links, as GitHub makes them."""
    found = re.findall(r"(?m)^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w -]", "", words.lower()).replace(" ", "-") for words in found}


def test_every_page_is_linked_from_another() -> None:
    linked = {(page.parent / target.partition("#")[0]).resolve() for page in pages() for target in links(page)}

    assert {title(page) for page in set(pages()) - linked} == {"README.md"}


def test_pictures_are_small_and_shown_somewhere() -> None:
    shown = {(page.parent / target).resolve() for page in pages() for target in links(page) if target.endswith((".png", ".svg"))}
    pictures = {picture for page in pages() for picture in (page.parent / "images").glob("*")}

    assert pictures == shown
    assert all(picture.stat().st_size <= MOST_BYTES for picture in pictures)
