"""Romanisations of one name fold to one key; names of different people do not."""

from __future__ import annotations

import pytest

from wirewatch.text.fold import fold


@pytest.mark.parametrize(
    "spellings",
    [
        "Sergei Sergey Sergej Сергей",
        "Andrei Andrey Андрей",
        "Aleksei Alexey Alexei Aleksey Алексей",
        "Alexandr Aleksandr Alexander Aleksander Александр",
        "Dmitri Dmitry Dmitriy Dmitrii Дмитрий",
        "Yevgeni Evgeny Yevgeny Evgenii Евгений",
        "Valeri Valery Valeriy Валерий",
        "Yuri Yury Yuriy Iurii Юрий",
        "Vitali Vitaly Виталий",
        "Georgi Georgy Georgiy Георгий",
        "Gennadi Gennady Геннадий",
        "Viktor Victor Виктор",
        "Pyotr Petr Пётр",
        "Vyacheslav Viacheslav Вячеслав",
        "Savelyev Saveliev Savel'ev Савельев",
        "Zinovyev Zinoviev Зиновьев",
        "Isayenko Isaenko",
        "Taysaev Taisayev Taisaev",
        "Yanovsky Yanovski Yanovskiy Яновский",
        "Ditrikh Ditrih Дитрих",
        "Matviyenko Matvienko Матвиенко",
        "Degtyarev Degtyaryov Degtiarev Дегтярёв",
        "Maksim Maxim Максим",
        "Shoigu Shoygu Šojgu Шойгу",
        "Belousov Beloussov Белоусов",
        "Anatolyevich Anatoliyevich Анатольевич",
    ],
)
def test_spellings_of_one_cyrillic_name_are_equal(spellings: str) -> None:
    assert len({fold(spelling) for spelling in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kozlov", "Koslov"), ("Rudenko", "Ludenko"), ("Manturov", "Mantrov"), ("Lavrov", "Labrov"), ("Ivan", "Ivanov")],
)
def test_other_names_and_misprints_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)
