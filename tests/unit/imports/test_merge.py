"""People from elsewhere put into a list: nothing of it is lost, nobody is mixed up, and what stays out is told."""

from __future__ import annotations

import pytest

from wirewatch.configured import Entity, Role, Watchlist
from wirewatch.imports.merge import Merge, merged
from wirewatch.imports.names import Found
from wirewatch.watchlist.matcher import Matcher

OURS = Watchlist(
    name="ours",
    entities=(
        Entity(
            name="Sergey Sadovnik",
            aliases=("Sergei Olegovich Sadovnik",),
            roles=(Role(title="Minister", unverified=True),),
            notes="ours",
        ),
        Entity(name="Kim Pae", country="kp"),
        Entity(name="Olga Pak", country="ru"),
    ),
)


def put(*people: Entity, into: Watchlist = OURS) -> tuple[Merge, Watchlist]:
    merge = merged(into, [Found(person) for person in people])
    return merge, merge.watchlist(into)


def test_somebody_on_the_list_gains_spellings_offices_and_a_country_and_loses_nothing() -> None:
    roles = (Role(title="MINISTER", unverified=True), Role(title="Mayor", unverified=True))
    merge, after = put(Entity(name="Sergei Sadovnik", country="ru", native=("Сергей Садовник",), roles=roles))

    grown = after.entities[0]
    assert (grown.name, grown.notes, grown.country) == ("Sergey Sadovnik", "ours", "ru")
    assert grown.aliases == ("Sergei Olegovich Sadovnik", "Sergei Sadovnik")
    assert [role.title for role in grown.roles] == ["Minister", "Mayor"]
    assert (merge.gained[0].aliases, merge.gained[0].native, merge.added) == (("Sergei Sadovnik",), ("Сергей Садовник",), [])


def test_the_same_again_changes_nothing() -> None:
    person = Entity(name="Sergei Sadovnik", native=("Сергей Садовник",), country="ru")
    _, once = put(person)
    merge, twice = put(person, into=once)

    assert twice == once
    assert (merge.unchanged, merge.added, merge.gained) == (1, [], [])


@pytest.mark.parametrize(
    ("listed", "imported"),
    [("Yuri Gladkov", "Yury Gladkov"), ("Aleksey Zhilin", "Alexey Petrovich Zhilin"), ("Dmitri Pank", "Dimitri Pank")],
)
def test_a_person_in_another_spelling_is_merged_and_found_as_one(listed: str, imported: str) -> None:
    ours = Watchlist(name="ours", entities=(Entity(name=listed, country="ru"),))
    merge, after = put(Entity(name=imported, country="ru"), into=ours)

    assert [(one.name, one.aliases) for one in after.entities] == [(listed, (imported,))]
    assert (merge.added, merge.left_out) == ([], [])
    assert [one.name for one in Matcher(after).find({"body": f"Minister {imported} left."})] == [listed]


def test_a_namesake_with_another_patronymic_is_another_person_called_by_the_whole_name() -> None:
    merge, after = put(Entity(name="Sergey Sadovnik", aliases=("Sergey Petrovich Sadovnik", "S.P. Sadovnik")))

    assert after.entities[3].name == "Sergey Petrovich Sadovnik"
    assert after.entities[3].aliases == ("S.P. Sadovnik",)
    assert after.entities[0] == OURS.entities[0]
    assert merge.added == ["Sergey Petrovich Sadovnik"]


def test_korean_names_are_one_only_letter_by_letter() -> None:
    _, after = put(Entity(name="Kim Bae", country="kp"), Entity(name="Kim Pae", native=("김배",), country="kp"))

    assert [one.name for one in after.entities] == ["Sergey Sadovnik", "Kim Pae", "Olga Pak", "Kim Bae"]
    assert after.entities[1].native == ("김배",)


def test_a_person_of_that_name_from_another_country_stays_out_and_is_told() -> None:
    merge, after = put(Entity(name="Olga Pak", country="by", native=("Ольга Пак",)))

    assert after == OURS
    assert [(one.name, one.why) for one in merge.left_out] == [("Olga Pak", "the list has a Olga Pak of another country")]


def test_spellings_that_are_somebody_elses_or_match_everywhere_stay_out_and_are_told() -> None:
    merge, after = put(Entity(name="Lev Sadovnik", aliases=("Kim Pae", "Minister", "Lev S"), native=("Лев",)))

    assert (after.entities[3].aliases, after.entities[3].native) == (("Lev S",), ())
    assert [(one.spelling, one.why.split()[0]) for one in merge.left_out] == [
        ("Kim Pae", "Kim"),
        ("Minister", "is"),
        ("Лев", "is"),
    ]


def test_an_id_that_is_taken_gets_a_number() -> None:
    ours = Watchlist(name="ours", entities=(Entity(name="Anton Sadovnik", id="lev-sadovnik"),))
    _, after = put(Entity(name="Lev Sadovnik"), into=ours)

    assert after.entities[1].id == "lev-sadovnik-2"
