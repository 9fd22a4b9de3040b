"""The shipped list on real pages: who is there is found, and what only the sidebar prints is not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from wirewatch.configured import Watchlist
from wirewatch.models import Mention
from wirewatch.sites.kcna_watch.saved_text import end_of_article
from wirewatch.watchlist.matcher import Matcher

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT.parent / "shared" / "data"
SEEDS = DATA / "seeds"
SAVED = [
    *SEEDS.glob("*.txt"),
    *(path for path in DATA.glob("statemedia/texts/*.txt") if "\nMore From " in path.read_text("utf-8")),
]

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real pages are not here")


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    listed = yaml.safe_load((ROOT / "config" / "watchlists" / "russian-officials.yml").read_text("utf-8"))
    return Matcher(TypeAdapter(Watchlist).validate_python(listed))


def mentions(matcher: Matcher, number: str, part: int) -> list[Mention]:
    (page,) = SEEDS.glob(f"{number}_*.txt")
    text = page.read_text("utf-8").split("More From")[part]
    found = matcher.find({"body": text})
    assert all(text[mention.start : mention.end] == mention.surface for mention in found)
    assert all(mention.surface in mention.sentence for mention in found)
    return found


@pytest.mark.parametrize(
    ("number", "people"),
    [
        ("000", {"Sergey Lavrov", "Andrey Rudenko", "Alexander Matsegora", "Vladimir Putin"}),
        ("002", {"Sergey Lavrov", "Andrey Rudenko", "Alexander Matsegora", "Vladimir Putin"}),
        ("004", {"Vladimir Putin"}),
    ],
)
def test_everybody_named_in_the_article_is_found_for_certain(matcher: Matcher, number: str, people: set[str]) -> None:
    found = mentions(matcher, number, part=0)
    assert {mention.name for mention in found} == people
    assert {mention.tier for mention in found} == {"confirmed"}


def test_a_misprinted_name_is_found_by_its_alias_with_its_title(matcher: Matcher) -> None:
    (rudenko,) = [mention for mention in mentions(matcher, "000", part=0) if mention.name == "Andrey Rudenko"]
    assert rudenko.surface == "Andrei Ludenko"
    assert rudenko.role == "vice-minister of Foreign Affairs of the Russian Federation"


@pytest.mark.parametrize("number", ["000", "002", "004"])
def test_nobody_is_found_in_the_sidebar(matcher: Matcher, number: str) -> None:
    assert mentions(matcher, number, part=1) == []


@pytest.mark.parametrize("page", SAVED, ids=lambda page: page.stem)
def test_the_text_of_a_saved_page_ends_above_the_sidebar(page: Path) -> None:
    article, heading, _ = page.read_text("utf-8").partition("More From ")
    assert heading
    assert end_of_article(page.read_text("utf-8")) == len(article)
