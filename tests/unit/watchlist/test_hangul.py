"""Surnames in Hangul, which particles and titles are glued to."""

from __future__ import annotations

import pytest

from wirewatch.models import Entity, Watchlist
from wirewatch.watchlist.matcher import Matcher

LAVROV = Entity(name="Sergey Lavrov", country="ru", native=("쎄르게이 라브로브",))
OTHER = Entity(name="Arkady Lavrov", country="ru", native=("아르까지 라브로브",))


def surfaces(text: str, *entities: Entity) -> list[str]:
    matcher = Matcher(Watchlist(name="test", entities=entities))
    return [f"{mention.name}: {mention.surface}" for mention in matcher.find({"body": text})]


@pytest.mark.parametrize("later", ["라브로브동지는", "라브로브의", "라브로브,", "라브로브외무상이"])
def test_a_surname_alone_counts_after_the_full_name(later: str) -> None:
    text = f"회담에는 쎄르게이 라브로브동지가 참가하였다. {later} 말하였다."

    assert surfaces(text, LAVROV) == ["Sergey Lavrov: 쎄르게이 라브로브", "Sergey Lavrov: 라브로브"]


def test_a_surname_alone_does_not_count_without_the_full_name() -> None:
    assert surfaces("라브로브동지는 말하였다.", LAVROV) == []


def test_a_surname_inside_a_longer_word_does_not_count() -> None:
    assert surfaces("쎄르게이 라브로브동지. 뻬뜨라브로브는 말하였다.", LAVROV) == ["Sergey Lavrov: 쎄르게이 라브로브"]


def test_a_surname_of_two_people_in_the_article_is_nobodys() -> None:
    text = "쎄르게이 라브로브와 아르까지 라브로브가 만났다. 라브로브는 말하였다."

    assert surfaces(text, LAVROV, OTHER) == ["Sergey Lavrov: 쎄르게이 라브로브", "Arkady Lavrov: 아르까지 라브로브"]
