"""What is notable about a mention: the first ever, a return, a title that is another one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wirewatch.pipeline.appearances import notes, usual
from wirewatch.storage.appearances import Appearance

FIRST = date(2025, 1, 1)


def appearance(day: int, *roles: str) -> Appearance:
    return Appearance(FIRST + timedelta(days=day), day, f"http://x/{day}", None, roles)


def test_the_first_mention_is_told() -> None:
    assert notes([], appearance(0, "minister of Sport")) == ["first mention ever"]


def test_a_return_is_told_with_what_is_usual() -> None:
    often = [appearance(day) for day in (0, 9, 18, 27, 40)]
    assert notes(often, appearance(254)) == ["first in 214 days; usually every 9 days"]


def test_a_silence_that_is_usual_is_none() -> None:
    seldom = [appearance(day) for day in (0, 100, 210, 300)]
    assert notes(seldom, appearance(400)) == []
    assert usual(seldom) == 100


def test_after_few_appearances_only_a_long_silence_is_told() -> None:
    assert notes([appearance(0)], appearance(89)) == []
    assert notes([appearance(0)], appearance(90)) == ["first in 90 days"]


def test_many_articles_of_one_day_are_one_appearance() -> None:
    assert usual([appearance(0), appearance(0), appearance(0), appearance(1), appearance(2)]) is None


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("deputy minister of Sport", "minister of Sport"),
        ("president of Russia", "former president of Russia"),
        ("minister of Sport", "secretary of the Security Council"),
        ("Russian ambassador to the DPRK", "vice-minister of Foreign Affairs"),
    ],
)
def test_another_title_is_told(before: str, now: str) -> None:
    assert notes([appearance(0, before)], appearance(1, now)) == [f"title changed: “{before}” before, “{now}” now"]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("vice-minister of Foreign Affairs of the Russian Federation", "Deputy Foreign Minister"),
        ("foreign minister", "Minister of Foreign Affairs of Russia"),
        ("Secretary of the Security Council of the Russian Federation", "Secretary"),
        ("Russian ambassador to the DPRK", "Ambassador Extraordinary and Plenipotentiary of the Russian Federation to the DPRK"),
        ("minister of Defense", "Minister of Defence"),
        ("minister of Sport", "국방상"),
    ],
)
def test_another_spelling_or_a_shorter_form_of_a_title_is_no_change(before: str, now: str) -> None:
    assert notes([appearance(0, before)], appearance(1, now)) == []


def test_a_person_with_two_offices_does_not_change_between_them() -> None:
    history = [appearance(0, "minister of Energy"), appearance(5, "chairman of the Committee for Trade")]
    assert notes(history, appearance(9, "Energy Minister")) == []


def test_an_office_of_years_ago_is_a_change_again() -> None:
    history = [appearance(0, "minister of Energy"), appearance(500, "governor of Amur Region"), appearance(505)]
    assert notes(history, appearance(510, "minister of Energy")) == [
        "title changed: “governor of Amur Region” before, “minister of Energy” now"
    ]
