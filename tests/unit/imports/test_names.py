"""Names as lists print them, turned to given name first."""

from __future__ import annotations

import pytest

from wirewatch.imports.names import person, script, turn
from wirewatch.imports.records import Record


@pytest.mark.parametrize(
    ("printed", "turned"),
    [
        ("BERYOZKIN, Timofei Ilyich", "Timofei Ilyich Beryozkin"),
        ("Beryozkin Timofei Ilyich", "Timofei Ilyich Beryozkin"),
        ("Берёзкин Тимофей Олегович", "Тимофей Олегович Берёзкин"),
        ("Timofei BERYOZKIN", "Timofei Beryozkin"),
        ("BERYOZKIN Timofei", "Timofei Beryozkin"),
        ("Beryozkin Timofei", "Timofei Beryozkin"),
        ("SADOVNIK Yelisei", "Yelisei Sadovnik"),
        ("Yelisei SADOVNIK", "Yelisei Sadovnik"),
        ("O'HARA-SMITH, JEAN", "Jean O'Hara-Smith"),
        ("SADOVNIK, T.I.", "T.I. Sadovnik"),
        ("Timofei Beryozkin", "Timofei Beryozkin"),
        ("KIM, Pae Na", "Kim Pae Na"),
        ("Kim Pae Na", "Kim Pae Na"),
        ("Ivan Timofei", "Ivan Timofei"),
    ],
)
def test_a_name_is_turned_by_what_shows_its_surname(printed: str, turned: str) -> None:
    assert turn(printed) == turned


def test_a_spelling_that_shows_the_surname_turns_the_others() -> None:
    found = person(Record("line 1", ("Sadovnik Yelisei", "SADOVNIK, Yelisei Petrovich", "Yelisey Sadovnik")))

    assert found is not None
    assert found.entity.name == "Yelisei Sadovnik"
    assert found.entity.aliases == ("Yelisei Petrovich Sadovnik", "Yelisey Sadovnik")


def test_a_person_named_in_cyrillic_alone_keeps_that_name_and_one_without_a_whole_name_is_nobody() -> None:
    found = person(Record("line 1", ("САДОВНИК Елисей Петрович", "Sadovnik")))

    assert found is not None
    assert (found.entity.name, found.entity.native) == ("Елисей Садовник", ("Елисей Петрович Садовник",))
    assert person(Record("line 2", ("Sadovnik", "S.", ""))) is None


def test_several_countries_are_none_unless_one_of_them_is_asked_for() -> None:
    record = Record("line 1", ("Yelisei Sadovnik",), ("by", "ru"))
    one, two = person(record), person(record, "ru")

    assert one is not None
    assert one.entity.country is None
    assert two is not None
    assert two.entity.country == "ru"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Jörg", "latin"), ("Ёлка", "native"), ("김", "native"), ("王毅", "native"), ("Aлла", "other"), ("علي", "other")],
)
def test_letters_are_told_apart(name: str, letters: str) -> None:
    assert script(name) == letters
