"""A list is refused in words that say what to mend; the list we ship is in order."""

from __future__ import annotations

import json
import unicodedata
from datetime import date

import pytest

from wirewatch import config
from wirewatch.configured import Entity, Role, Watchlist
from wirewatch.watchlist.check import Problem, problems
from wirewatch.watchlist.matcher import Matcher
from wirewatch.watchlist.persons import entity_id

FOLDER = config.PROJECT / "config" / "watchlists"
STATEMEDIA = config.PROJECT.parent / "shared" / "data" / "statemedia"


TODAY = date(2026, 11, 22)
DAY = date(2024, 6, 20)


def said_of(*entities: Entity) -> list[Problem]:
    return problems(Watchlist(name="test", title="Test", entities=entities), TODAY)


def shipped(name: str = "russian-officials") -> Watchlist:
    return config.load_watchlist(FOLDER / f"{name}.yml")


def test_an_id_is_made_from_the_name() -> None:
    assert entity_id(Entity(name="Sergey Lavrov")) == "sergey-lavrov"
    assert entity_id(Entity(name="Kâzım  O'Neill-Öz")) == "kazım-o-neill-oz"
    assert entity_id(Entity(name="Sergey Lavrov", id="fm")) == "fm"


def test_two_people_with_one_id_are_named_with_both_places() -> None:
    (problem,) = said_of(Entity(name="Anna Berezina", id="a"), Entity(name="Vera Klyonova", id="a"))

    assert problem == Problem(
        ("entities", 1, "id"),
        "Vera Klyonova has the id “a”, which is Anna Berezina's. Give each an id of its own",
        other=("entities", 0, "id"),
    )


@pytest.mark.parametrize(
    "other", ["Sergei  Ivanov", "Sergey Ivanov", "Ivanov Sergei", "Сергей Иванов", "Sergei Borisovich Ivanov"]
)
def test_a_person_who_stands_on_the_list_twice_is_told_once(other: str) -> None:
    (problem,) = said_of(Entity(name="Sergei Ivanov"), Entity(name=other))

    assert (problem.place, problem.other, problem.severity) == (("entities", 1, "name"), ("entities", 0, "name"), "error")
    assert "on the list" in problem.words


def test_namesakes_with_patronymics_of_their_own_are_two_people() -> None:
    assert (
        said_of(Entity(name="Sergei Borisovich Ivanov"), Entity(name="Sergei Olegovich Ivanov", aliases=("S.O. Ivanov",))) == []
    )


def test_a_spelling_of_two_people_is_named_with_both() -> None:
    (problem,) = said_of(Entity(name="Ivan Petrov", aliases=("Big P",)), Entity(name="Ivan Orlov", native=("x y", "BIG P")))

    assert (problem.place, problem.other) == (("entities", 1, "native", 1), ("entities", 0, "aliases", 0))
    assert "“BIG P” is a spelling of Ivan Orlov and of Ivan Petrov" in problem.words


@pytest.mark.parametrize("other", ["Yury Gladkov", "Yurii Gladkov", "Gladkov Yuri", "Юрий Гладков"])
def test_an_alias_that_is_another_persons_name_in_a_similar_spelling_is_told_with_both_places(other: str) -> None:
    listed = (Entity(name="Oleg Zimin", aliases=("Yuri Gladkov",)), Entity(name=other))

    (problem,) = said_of(*listed)

    assert (problem.place, problem.other, problem.severity) == (("entities", 1, "name"), ("entities", 0, "aliases", 0), "error")
    assert f"“{other}” is a spelling of {other} and of Oleg Zimin (“Yuri Gladkov”)" in problem.words
    assert Matcher(Watchlist(name="x", entities=listed)).find({"body": "Minister Yuri Gladkov left."}) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yuri Gladkov", "Yury Gladkov"),
        ("Sergei Zimin", "Sergey Zimin"),
        ("Aleksey Zhilin", "Alexey Zhilin"),
        ("Dmitri Pank", "Dimitri Pank"),
    ],
)
def test_two_entries_that_the_matcher_cannot_tell_apart_are_an_error(one: str, other: str) -> None:
    listed = (Entity(name=one, country="ru"), Entity(name=other, country="ru"))

    assert Matcher(Watchlist(name="x", entities=listed)).find({"body": f"{one} left. {other} left."}) == []
    assert [(problem.place, problem.other, problem.severity) for problem in said_of(*listed)] == [
        (("entities", 1, "name"), ("entities", 0, "name"), "error")
    ]


@pytest.mark.parametrize(
    ("alias", "why"),
    [
        ("President", "a common word"),
        ("May", "a common word"),
        ("Museum", "a common word"),
        ("the Foreign Minister", "common words"),
        ("대통령", "a common word"),
        ("Kim", "a Korean surname"),
        ("Ri", "a Korean surname"),
        ("김", "too short"),
        ("Sergey", "a given name"),
        ("Сергей", "a given name"),
        ("", "too short"),
        ("--", "too short"),
    ],
)
def test_what_would_match_everywhere_is_no_alias(alias: str, why: str) -> None:
    (problem,) = said_of(Entity(name="Ivan Petrov", aliases=("I. P. Petrov", alias)))

    assert problem.place == ("entities", 0, "aliases", 1)
    assert f"“{alias}”" in problem.words
    assert why in problem.words


@pytest.mark.parametrize("name", ["Kim Pae Na", "Ri Pae-na", "Pae Na Kim", "Choe Pae", "Wang Sang"])
def test_a_korean_or_chinese_name_is_no_russians(name: str) -> None:
    (problem,) = said_of(Entity(name=name, country="ru"))

    assert (problem.place, problem.severity) == (("entities", 0, "country"), "error")
    assert said_of(Entity(name=name, country="kp")) == said_of(Entity(name=name, country="cn")) == []


def test_an_east_asian_name_without_a_country_is_an_error_only_where_similar_names_would_be_taken_for_it() -> None:
    assert [one.severity for one in said_of(Entity(name="Kim Pae Na"), Entity(name="Zhao Sang"))] == ["warning", "error"]


@pytest.mark.parametrize("name", ["Roman Kim", "Nelli Kim", "Viktor Tsoi", "Kim Yuri", "Oleg Ko", "Sergei Lavrov"])
def test_russians_with_short_surnames_are_not_taken_for_koreans(name: str) -> None:
    assert said_of(Entity(name=name, country="ru")) == []


def test_a_country_is_two_letters() -> None:
    (problem,) = said_of(Entity(name="Ivan Petrov", country="Russia"))
    assert problem.place == ("entities", 0, "country")


@pytest.mark.parametrize(
    ("role", "fault"),
    [
        (Role(title="Minister", as_of=DAY), "needs a `source`"),
        (Role(title="Minister", from_=DAY), "needs a `source`"),
        (Role(title="Minister"), "give `as_of` and `source`"),
        (Role(title="Minister", source="https://example.org/a"), "give `as_of` and `source`"),
        (Role(title="Minister", from_=DAY, to=date(2030, 1, 1), unverified=True), ""),
        (Role(title="Minister", from_=date(2031, 1, 1), to=date(2030, 1, 1), unverified=True), "is before"),
    ],
)
def test_a_role_without_a_ground_is_named(role: Role, fault: str) -> None:
    found = said_of(Entity(name="Ivan Petrov", roles=(role,)))

    assert [one.words.startswith("Ivan Petrov, “Minister”: ") and fault in one.words for one in found] == [True] * bool(fault)


def test_an_office_that_has_ended_is_a_warning_with_its_day_and_a_note_beside_a_later_one() -> None:
    ended = Role(title="Minister", to=DAY, unverified=True)
    alone = said_of(Entity(name="Ivan Petrov", roles=(ended,)))
    followed = said_of(Entity(name="Ivan Petrov", roles=(ended, Role(title="Envoy", unverified=True))))

    assert [(one.severity, one.place) for one in alone] == [("warning", ("entities", 0, "roles", 0, "to"))]
    assert "has not been “Minister” since 2024-06-20" in alone[0].words
    assert [one.severity for one in followed] == ["note"]
    assert said_of(Entity(name="Ivan Petrov", roles=(ended, Role(title="Minister", unverified=True)))) == []
    assert said_of(Entity(name="Ivan Petrov", roles=(Role(title="Minister", to=TODAY, unverified=True),))) == []


def test_sourced_and_unverified_roles_pass() -> None:
    sourced = Role(title="Minister", as_of=DAY, source="https://example.org/a")
    assert said_of(Entity(name="Ivan Petrov", roles=(sourced, Role(title="Envoy", unverified=True)))) == []


@pytest.mark.parametrize(("name", "people", "country"), [("russian-officials", 60, "ru"), ("chinese-officials", 5, "cn")])
def test_a_shipped_list_is_whole_and_without_an_error(name: str, people: int, country: str) -> None:
    watchlist = shipped(name)
    gone = {"Alexander Matsegora", "Roman Starovoyt"}  # who died in office and stay on the list for what is written of them

    found = problems(watchlist, TODAY)
    assert [one.words for one in found if one.severity == "error"] == []
    assert {watchlist.entities[one.place[1]].name for one in found if one.severity == "warning"} <= gone  # type: ignore[index]
    assert len(watchlist.entities) == people
    assert {entity.country for entity in watchlist.entities} == {country}
    assert all(entity.roles for entity in watchlist.entities)


@pytest.mark.parametrize("entity", shipped().entities, ids=lambda entity: entity.name)
def test_a_russian_official_has_a_name_in_russian_and_one_in_korean(entity: Entity) -> None:
    letters = {unicodedata.name(letter).split()[0] for spelling in entity.native for letter in spelling if letter.isalpha()}

    assert letters == {"CYRILLIC", "HANGUL"}


@pytest.mark.parametrize("entity", shipped("chinese-officials").entities, ids=lambda entity: entity.name)
def test_a_chinese_official_is_found_by_the_listed_spellings_alone(entity: Entity) -> None:
    matcher = Matcher(shipped("chinese-officials"))

    for spelling in (entity.name, *entity.native):
        assert [one.name for one in matcher.find({"body": f"{spelling}"})] == [entity.name]
    surname = entity.name.split()[0]
    others = f"{surname} Pengfei met Chinese Premier {surname} and {surname[:-1]} {entity.name.split()[1]}."
    assert matcher.find({"body": others}) == []


def test_shipped_lists_leave_alone_koreans_whose_names_begin_like_a_chinese_one() -> None:
    text = "국가보위상 리창대동지와 리강국동지가 만났다. 왕의 무덤을 찾았다. 왕이 되였다."

    assert Matcher(shipped("chinese-officials")).find({"body": text}) == []


@pytest.mark.parametrize("name", ["russian-officials", "chinese-officials"])
def test_a_source_is_an_address_and_a_claim_without_one_is_marked(name: str) -> None:
    roles = [role for entity in shipped(name).entities for role in entity.roles]

    assert all(role.source.startswith(("https://", "http://")) for role in roles if role.source)
    assert all(role.unverified for role in roles if not role.source)
    assert sum(role.source is not None for role in roles) > len(roles) / 2


@pytest.mark.skipif(not STATEMEDIA.is_dir(), reason="the labelled articles are not here")
def test_each_role_sourced_by_an_article_of_state_media_stands_in_it_and_names_the_person() -> None:
    articles = {row["url"]: row for row in map(json.loads, (STATEMEDIA / "index.jsonl").read_text("utf-8").splitlines())}
    matcher = Matcher(shipped())
    shown = [(entity, role) for entity in shipped().entities for role in entity.roles if role.source in articles]
    assert len(shown) > 20
    for entity, role in shown:
        row = articles[role.source]
        body = (STATEMEDIA / "texts" / f"{row['id']}.txt").read_text("utf-8").split("More From")[0]
        assert row["date"] == str(role.as_of)
        assert entity.name in {mention.name for mention in matcher.find({"body": body})}, role
