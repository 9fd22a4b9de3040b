"""Where a listed name begins and ends: the sixteen ways in which matchers are known to fail."""

from __future__ import annotations

import unicodedata

import pytest

from wirewatch.models import Entity, Watchlist
from wirewatch.watchlist.matcher import Matcher

MATCHER = Matcher(
    Watchlist(
        name="test",
        title="Test",
        entities=(
            Entity(
                name="Sergei Lavrov",
                country="ru",
                aliases=("Ludenko",),
                native=("Сергей Лавров", "쎄르게이 라브로브", "라브로브", "拉夫罗夫"),
            ),
            Entity(name="Alexander Kozlov", country="ru", native=("꼬즐로브",)),
            Entity(name="Kim Jong Un", country="kp"),
            Entity(name="Han Tok Su"),
        ),
    )
)


def surfaces(body: str) -> list[str]:
    return [mention.surface for mention in MATCHER.find({"body": body})]


@pytest.mark.parametrize(
    ("body", "surface"),
    [
        ("met Sergei Lavrov, minister", "Sergei Lavrov"),
        ("met Sergei\u00a0Lavrov today", "Sergei\u00a0Lavrov"),
        ("met Sergei\nLavrov today", "Sergei\nLavrov"),
        ("met Sergei  Lavrov today", "Sergei  Lavrov"),
        ("met Ｓｅｒｇｅｉ Ｌａｖｒｏｖ today", "Ｓｅｒｇｅｉ Ｌａｖｒｏｖ"),
        ("SERGEI LAVROV ARRIVES", "SERGEI LAVROV"),
        ("Sergei Lavrov's visit", "Sergei Lavrov"),
        ("Sergei Lavrov’s visit", "Sergei Lavrov"),
        ("“Sergei Lavrov”", "Sergei Lavrov"),
        ("(Sergei Lavrov)", "Sergei Lavrov"),
        ("the Sergei Lavrov-led delegation", "Sergei Lavrov"),
        ("a Kim-Sergei Lavrov meeting", "Sergei Lavrov"),
        ("the Sergei Lavrov-Kim meeting", "Sergei Lavrov"),
        ("Kim Jong Un , general secretary", "Kim Jong Un"),
        ("외무상 쎄르게이 라브로브동지를 만났다", "쎄르게이 라브로브"),
        ("오늘 라브로브는 말하였다", "라브로브"),
        (unicodedata.normalize("NFD", "외무상 라브로브동지가"), unicodedata.normalize("NFD", "라브로브")),
        ("министр Сергей Лавров прибыл", "Сергей Лавров"),
        ("俄罗斯外长拉夫罗夫抵达", "拉夫罗夫"),
        ("met Ludenko there", "Ludenko"),
    ],
)
def test_a_whole_name_is_found_with_its_span_in_the_original(body: str, surface: str) -> None:
    (mention,) = MATCHER.find({"body": body})
    assert (mention.surface, body[mention.start : mention.end]) == (surface, surface)


@pytest.mark.parametrize(
    "body",
    [
        "the Ludenkova sisters",
        "in Preludenko town",
        "Sergei Lavrovsky sang",
        "Sergei Lavrov-Petrovsky sang",
        "Mamin-Sergei Lavrov sang",
        "Sergei\n\nLavrov",
        "O'Ludenko came",
        "a ludenko is no name in small letters",
        "오늘 알라브로브가 왔다",
        "작가 꼬즐로브스끼가 왔다",
        "министр Сергей Лавровский",
        "Han referred to it, and Kim in the message said so",
        "Ham Tok Su and Han Tok Soo came",
        "Kim Jong Unsan",
    ],
)
def test_a_part_of_a_longer_word_or_another_name_is_nobody(body: str) -> None:
    assert surfaces(body) == []
