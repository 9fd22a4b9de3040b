"""What is looked at before a text is read closely loses nobody: a closer look at every text finds the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirewatch.configured import Entity, Role, Watchlist
from wirewatch.watchlist.matcher import Matcher
from wirewatch.watchlist.names.exact import Spellings
from wirewatch.watchlist.names.misprints import misprinted_finds
from wirewatch.watchlist.names.spelled import Surnames, spotted
from wirewatch.watchlist.names.surnames import surname_finds
from wirewatch.watchlist.persons import persons
from wirewatch.watchlist.prose.article import Article, Find
from wirewatch.watchlist.prose.passage import Field, passages

ENTITIES = (
    Entity(name="Denis Vorontsov", country="ru", roles=(Role(title="Minister of Health", unverified=True),)),
    Entity(name="Yunusbek Lavrikov", country="ru"),
    Entity(name="Pavel Bonch-Osmolovsky", country="ru"),
    Entity(name="Oleg V. Margulov", country="ru"),
)
LIST = Watchlist(entities=ENTITIES, name="test")
PEOPLE = persons(LIST)
SURNAMES, SPELLINGS = Surnames(PEOPLE), Spellings(PEOPLE)
AROUND = "The farmers overfulfilled the plan in Russia yesterday. {} They went on to the Wonsan Fishery Station."

ACCOMPANIED = [
    "Denis Borontsov came.",
    "Denis V. Borontsov came.",
    "Denis V.Borontsov came.",
    "Denis Petrovich Borontsov came.",
    "Borontsov Denis came.",
    "Yunus-bek Lablikov came.",
    "Lablikov Yunus-bek came.",
    "Russian Minister of Health Borontsov came.",
    "Russian Minister of Health D. Borontsov came.",
    "Borontsov, minister of Health of Russia, came.",
    "Borontsov , minister of Health of Russia, came.",
    "They met ComradeDenis Borontsov there.",
]
ALONE = ["Yesterday Borontsov came.", "The Anju Borontsov School came second.", "He thanked Borontsov again."]


def told(body: str, *, closely: bool) -> list[tuple[int, int, str, str]]:
    """The misprinted names and surnames of a text; `closely` as if something stood beside every one of them."""
    article = Article(passages({"body": body}))
    names = spotted(article.passages, SURNAMES)
    for one in names if closely else ():
        vars(one)["accompanied"] = True
    full = [find for one in names for find in misprinted_finds(article, one, SURNAMES)]
    return _said([*full, *surname_finds(article, names, SURNAMES, full)])


def _said(finds: list[Find]) -> list[tuple[int, int, str, str]]:
    return sorted((find.start, find.end, find.person.id, find.reason) for find in finds)


@pytest.mark.parametrize("sentence", ACCOMPANIED)
def test_a_misprinted_surname_counts_beside_a_given_name_or_a_title_as_on_a_close_look(sentence: str) -> None:
    body = AROUND.format(sentence)
    assert told(body, closely=False) == told(body, closely=True)
    assert told(body, closely=False)


@pytest.mark.parametrize("sentence", ALONE)
def test_a_text_in_which_nothing_supports_a_misprinted_surname_is_not_cut_into_words(sentence: str) -> None:
    body = AROUND.format(sentence)
    assert told(body, closely=True) == []
    (names,) = spotted(passages({"body": body}), SURNAMES)
    assert (names.somebodys, names.surnames, names.accompanied, names.givens) == ({"borontsov"}, (), False, ())
    assert "words" not in vars(names.passage)


WORDS = [
    "Borontsov",
    "Denis",
    "D.",
    "Minister of Health",
    "Russian",
    ",",
    "-",
    "the",
    "Petrovich",
    "Lablikov",
    "yunus",
    "came.",
    "\n\n",
]


@settings(max_examples=400)
@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=8).map(" ".join))
def test_whatever_stands_beside_a_misprinted_surname_a_close_look_finds_no_more(body: str) -> None:
    assert told(body, closely=False) == told(body, closely=True)


def test_a_misprinted_surname_counts_with_nothing_beside_it_where_the_title_has_the_full_name() -> None:
    texts: dict[Field, str] = {"title": "Denis Vorontsov in Pyongyang", "body": AROUND.format("They thanked Borontsov.")}
    assert [mention.surface for mention in Matcher(LIST).find(texts)] == ["Denis Vorontsov", "Borontsov"]


def test_the_first_half_of_a_double_surname_may_be_a_misprint_of_somebody_else() -> None:
    doubles = (Entity(name="Pavel Borontsov-Orlov", country="ru"), *ENTITIES)
    (mention,) = Matcher(Watchlist(entities=doubles, name="test")).find({"body": AROUND.format("Pavel Borontsov-Orloff came.")})
    assert mention.name == "Pavel Borontsov-Orlov"


SPACED = [
    "Oleg",
    "Margulov",
    "V.",
    "Denis",
    "Vorontsov",
    "Comrade",
    "Bonch-Osmolovsky",
    "Yunusbek",
    "Lavrikov",
    "Pavel",
    " ",
    " ",
    "\n",
    "\n\n",
    "\t",
    "  ",
    ".",
]


def spelled(body: str) -> list[tuple[int, int, str]]:
    """Where exact spellings stand, in code points of the text as printed."""
    return [
        (*passage.normal.original(find.start, find.end), find.person.id)
        for passage in passages({"body": body})
        for find in SPELLINGS.finds(passage)
    ]


@settings(max_examples=800)
@given(st.lists(st.sampled_from(SPACED), min_size=3, max_size=9).map("".join))
def test_a_spelling_is_found_in_ascii_whatever_white_space_is_in_it_as_beside_another_letter(body: str) -> None:
    assert spelled(f"{body} ae") == spelled(f"{body} æ")


@pytest.mark.parametrize(
    "printed",
    [
        "Denis\nVorontsov",
        "Denis  Vorontsov",
        "Yunusbek\nLavrikov",
        "Oleg V.Margulov",
        "ComradeDenis Vorontsov",
        "Oleg V. \t Margulov",
    ],
)
def test_a_spelling_is_found_over_white_space_of_any_kind(printed: str) -> None:
    assert len(spelled(AROUND.format(printed))) == 1
