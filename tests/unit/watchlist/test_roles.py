"""Where a role begins and ends as printed: invented people in sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from wirewatch.configured import Entity, Watchlist
from wirewatch.watchlist.matcher import Matcher

PEOPLE = {
    "Igor Shibanov": "ru",
    "Rafael Mondaca": "cu",
    "Hasan al-Barazi": "sy",
    "Norin Savath": "kh",
    "Okello Bwambale": "ug",
    "Li Guotai": "cn",
}
MATCHER = Matcher(Watchlist(name="test", entities=tuple(Entity(name=name, country=code) for name, code in PEOPLE.items())))


def roles(body: str) -> list[str | None]:
    return [mention.role for mention in MATCHER.find({"body": body}, date(2024, 5, 4))]


@pytest.mark.parametrize(
    ("body", "role"),
    [
        (
            "A letter came from Hasan al-Barazi, president of the Syrian Arab Republic, on Monday.",
            "president of the Syrian Arab Republic",
        ),
        ("Syrian Arab Republic President Hasan al-Barazi wrote.", "Syrian Arab Republic President"),
        ("He sent a letter to Ugandan President Okello Bwambale.", "Ugandan President"),
        (
            "Li Guotai, special envoy of the Chinese Government for the Korean Peninsula Affairs, met him.",
            "special envoy of the Chinese Government for the Korean Peninsula Affairs",
        ),
    ],
)
def test_a_state_and_its_affairs_are_read_as_they_are_called(body: str, role: str) -> None:
    assert roles(body) == [role]
