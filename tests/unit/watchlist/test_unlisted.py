"""Officials on no list: who counts as one, who does not, and whom they resemble."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wirewatch.configured import Entity, Watchlist
from wirewatch.watchlist.matcher import Matcher
from wirewatch.watchlist.officials.nations import DPRK, names_others, nation_of
from wirewatch.watchlist.officials.printed import officials
from wirewatch.watchlist.officials.unlisted import Known, countries, name_key, resembles, same_person, unlisted

LIST = Watchlist(name="fishers", entities=(Entity(name="Pavel Zhilin", country="ru"), Entity(name="Rinat Gabitov", country="RU")))


def found(text: str, watchlist: Watchlist = LIST) -> list[tuple[str, str | None]]:
    texts = {"body": text}
    return [(one.name, one.role) for one in unlisted(officials(texts), Matcher(watchlist).find(texts), countries([watchlist]))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Russian Vice-Minister of Sport Oksana Treshchova spoke.", "Oksana Treshchova", "Russian Vice-Minister of Sport"),
        ("He met Oksana Treshchova, governor of Amur Region, there.", "Oksana Treshchova", "governor of Amur Region"),
        ("He met Oksana Treshchova, deputy of the State Duma, there.", "Oksana Treshchova", "deputy of the State Duma"),
        ("A delegation of the Government of Russia led by Minister Oksana Treshchova left.", "Oksana Treshchova", "Minister"),
        ("Present from the Russian side were Mayor Oksana Treshchova and others.", "Oksana Treshchova", "Mayor"),
        ("He met Khatuna Berdova, vice-minister of Sport of the Russian Federation, there.", "Khatuna Berdova", "vice-minister of Sport of the Russian Federation"),
        ("Minister of Regional Development of Russia Oksana Treshchova came.", "Oksana Treshchova", "Minister of Regional Development of Russia"),
        ("The reception was attended by Russian Ambassador Oksana Treshchova Thursday.", "Oksana Treshchova", "Russian Ambassador"),
        ("Treshchova, chairwoman of the Federation Council of Russia, spoke.", "Treshchova", "chairwoman of the Federation Council of Russia"),
    ],
)  # fmt: skip
def test_an_office_of_a_watched_country_makes_an_official(text: str, name: str, role: str) -> None:
    assert found(text) == [(name, role)]


@pytest.mark.parametrize(
    "text",
    [
        "Russian Vice-Minister of Sport Pavel Zhilin spoke.",  # he is on the list
        "Minister of Forestry Pak Chol Min, on a visit to Russia, spoke.",
        "He met Pak Chol Min, DPRK ambassador to Russia, there.",
        "He met Oksana Treshchova, chairwoman of the Russian Association for Friendship with Korea, there.",
        "He met Oksana Treshchova, director of the Russian State Song and Dance Ensemble, there.",
        "A delegation of the Russian Society for the Study of the Juche Idea led by Chairman Oksana Treshchova left.",
        "Yuri Gagarin, commander of the Russian ship Vostok, is remembered.",
        "He met Bat Erdene, Mongolian ambassador to Russia, and Alena Karpuk, minister of Sport of Belarus.",
        "The Secretary of the Russian Salvation Front spoke at the Oksana Treshchova Academy.",
        "Russian singer Oksana Treshchova sang.",
        "Oksana Treshchova, a guest from Russia, clapped.",
    ],
)
def test_nobody_else_is_taken_for_one(text: str) -> None:
    assert found(text) == []


def test_the_countries_are_those_of_the_lists_people() -> None:
    text = "He met Alena Karpuk, minister of Sport of Belarus, and Oksana Treshchova, Russian minister of Sport."
    belarus = Watchlist(name="b", entities=(Entity(name="Ivan Buslov", country="by"),))
    assert found(text, belarus) == [("Alena Karpuk", "minister of Sport of Belarus")]
    assert found(text) == [("Oksana Treshchova", "Russian minister of Sport")]


@pytest.mark.parametrize(
    ("printed", "listed"),
    [
        ("Pavel Jilin", "Pavel Zhilin"),
        ("Linat Gabitov", "Rinat Gabitov"),
        ("Rinat Kabitov", "Rinat Gabitov"),
        ("Oksana Treshchova", None),
        ("Pavel Borisov", None),
        ("Igor Zhilin", None),
        ("Zhilin", None),
    ],
)
def test_a_name_close_to_a_listed_one_says_so(printed: str, listed: str | None) -> None:
    close = resembles(printed, [Known(LIST)])
    assert (close.name if close else None) == listed


@pytest.mark.parametrize("spelling", ["Andrei Belyaev", "Andrey Belyayev", "Belyaev Andrei", "Andrei Ivanovich Belyaev"])
def test_spellings_of_one_name_are_one_group(spelling: str) -> None:
    assert name_key(spelling) == name_key("Andrei Belyaev")


def test_a_misprint_by_rule_is_the_same_person_and_another_letter_is_not() -> None:
    assert same_person("Matvei Rybakov", "Matbei Lybakov")
    assert not same_person("Matvei Rybakov", "Matvei Rysakov")
    assert not same_person("Matvei Rybakov", "Matvei Rybkaov")
    assert not same_person("Matvei Rybakov", "Rybakov")


def test_another_name_is_another_group() -> None:
    assert name_key("Andrei Belyaev") != name_key("Anatoli Belyaev")


@pytest.mark.parametrize(
    ("title", "country"),
    [
        ("russian ambassador to the dprk", "ru"),
        ("dprk ambassador to the russian federation", "dprk"),
        ("ambassador of the russian federation to the democratic people s republic of korea", "ru"),
        ("charge d affaires of the embassy of belarus in the russian federation", "by"),
        ("ambassador to the dprk of the russian federation", "ru"),
        ("aide to the russian president", "ru"),
        ("governor of the maritime territory", "ru"),
        ("minister of sport", None),
    ],
)
def test_whose_office_a_title_is(title: str, country: str | None) -> None:
    assert nation_of(title.split()) == country


WORDS = [
    "south",
    "korea",
    "korean",
    "of",
    "the",
    "state",
    "duma",
    "far",
    "east",
    "maritime",
    "territory",
    "buryatia",
    "russian",
    "ambassador",
    "to",
    "dprk",
    "minister",
    "china",
]


@example(["minister", "south", "korea"], 1, 3)
@given(st.lists(st.sampled_from(WORDS), max_size=8), st.integers(0, 8), st.integers(0, 8))
def test_where_no_other_country_is_named_no_title_is_another_country_s(words: list[str], first: int, last: int) -> None:
    assert nation_of(words[first:last]) in (None, DPRK) or names_others(words)
