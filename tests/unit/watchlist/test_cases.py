"""Russian names in Cyrillic in another case than the nominative, found from the Latin name on the list."""

from __future__ import annotations

import pytest

from wirewatch.configured import Entity, Watchlist
from wirewatch.watchlist.matcher import Matcher


def surfaces(text: str, *names: str) -> list[str]:
    matcher = Matcher(Watchlist(name="test", entities=tuple(Entity(name=name, country="ru") for name in names)))
    mentions = matcher.find({"body": text})
    assert all(text[mention.start : mention.end] == mention.surface for mention in mentions)
    return [mention.surface for mention in mentions]


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Sergey Gromov", "Сергея Громова"),
        ("Sergey Gromov", "Сергею Громову"),
        ("Sergey Gromov", "Сергеем Громовым"),
        ("Sergey Gromov", "Сергее Громове"),
        ("Sergey Gromov", "Сергеем Петровичем Громовым"),
        ("Vladimir Zimin", "Владимиром Зиминым"),
        ("Dmitry Bobrovsky", "Дмитрия Бобровского"),
        ("Dmitry Bobrovsky", "Дмитрию Бобровскому"),
        ("Igor Vovk", "Игорем Вовком"),
        ("Nikita Orlov", "Никиты Орлова"),
        ("Ilya Tolstoy", "Ильёй Толстым"),
        ("Olga Gromova", "Ольгой Громовой"),
        ("Marina Bobrovskaya", "Марину Бобровскую"),
    ],
)
def test_a_full_name_in_a_case_is_found(name: str, printed: str) -> None:
    assert surfaces(f"Встреча с {printed} прошла вчера.", name) == [printed]


@pytest.mark.parametrize(
    "text",
    [
        "Мария Громова приехала.",
        "Александра Громова приехала.",  # a woman, or Alexander's genitive
        "Сергеем Громова не назвали.",  # two cases
        "встреча сергея громова",
        "Сергея Громовского",
    ],
)
def test_what_may_be_another_name_is_nobodys(text: str) -> None:
    assert surfaces(text, "Sergey Gromov", "Alexander Gromov", "Mark Gromov") == []


def test_a_surname_alone_counts_after_the_full_name() -> None:
    text = "Сергей Громов прибыл. Переговоры с Громовым прошли. Анна Громова была там."
    assert surfaces(text, "Sergey Gromov") == ["Сергей Громов", "Громовым"]
    assert surfaces("Переговоры с Громовым прошли.", "Sergey Gromov") == []
