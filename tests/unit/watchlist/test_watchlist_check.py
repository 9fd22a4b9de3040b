"""A list is refused in words that say what to mend; the list we ship is in order."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from wirewatch.models import Entity, Role, Watchlist
from wirewatch.watchlist.check import problems
from wirewatch.watchlist.matcher import Matcher
from wirewatch.watchlist.persons import entity_id

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "config" / "watchlists" / "russian-officials.yml"
STATEMEDIA = ROOT.parent / "shared" / "data" / "statemedia"


def said_of(*entities: Entity) -> list[str]:
    return problems(Watchlist(name="test", title="Test", entities=entities))


def shipped() -> Watchlist:
    return TypeAdapter(Watchlist).validate_python(yaml.safe_load(SHIPPED.read_text("utf-8")))


def test_an_id_is_made_from_the_name() -> None:
    assert entity_id(Entity(name="Sergey Lavrov")) == "sergey-lavrov"
    assert entity_id(Entity(name="Kâzım  O'Neill-Öz")) == "kazım-o-neill-oz"
    assert entity_id(Entity(name="Sergey Lavrov", id="fm")) == "fm"


def test_two_people_with_one_id_are_named() -> None:
    assert said_of(Entity(name="Sergei Ivanov"), Entity(name="Sergei  Ivanov", aliases=("S. B. Ivanov",)))[0] == (
        "2 people have the id “sergei-ivanov”: give each an id of its own"
    )


def test_a_spelling_of_two_people_is_named_with_both() -> None:
    (problem,) = said_of(Entity(name="Ivan Petrov", aliases=("Vanya",)), Entity(name="Ivan Orlov", aliases=("VANYA",)))
    assert "“vanya”" in problem
    assert "Ivan Petrov and of Ivan Orlov" in problem


@pytest.mark.parametrize("alias", ["President", "May", "Museum", "Kim", "Ri", "김"])
def test_ordinary_words_and_korean_surnames_are_no_aliases(alias: str) -> None:
    (problem,) = said_of(Entity(name="Ivan Petrov", aliases=(alias,)))
    assert f"“{alias}”" in problem


DAY = date(2024, 6, 20)


@pytest.mark.parametrize(
    ("role", "fault"),
    [
        (Role(title="Minister", as_of=DAY), "`as_of` needs a `source`"),
        (Role(title="Minister"), "give `as_of` and `source`"),
        (Role(title="Minister", from_=DAY, to=date(2020, 1, 1), unverified=True), "is before"),
    ],
)
def test_a_role_without_a_ground_is_named(role: Role, fault: str) -> None:
    (problem,) = said_of(Entity(name="Ivan Petrov", roles=(role,)))
    assert problem.startswith("Ivan Petrov, “Minister”: ")
    assert fault in problem


def test_sourced_and_unverified_roles_pass() -> None:
    roles = (Role(title="Minister", as_of=DAY, source="https://example.org/a"), Role(title="Envoy", unverified=True))
    assert said_of(Entity(name="Ivan Petrov", roles=roles)) == []


def test_the_shipped_list_holds_25_people_without_a_problem() -> None:
    watchlist = shipped()
    assert problems(watchlist) == []
    assert len(watchlist.entities) == 25
    assert all(entity.roles for entity in watchlist.entities)


@pytest.mark.skipif(not STATEMEDIA.is_dir(), reason="the labelled articles are not here")
def test_each_sourced_role_stands_in_an_article_of_that_day_that_names_the_person() -> None:
    index = [json.loads(line) for line in (STATEMEDIA / "index.jsonl").read_text("utf-8").splitlines()]
    articles = {row["url"]: row for row in index}
    watchlist = shipped()
    matcher = Matcher(watchlist)
    for entity in watchlist.entities:
        for role in entity.roles:
            if role.source:
                row = articles[role.source]
                body = (STATEMEDIA / "texts" / f"{row['id']}.txt").read_text("utf-8").split("More From")[0]
                assert row["date"] == str(role.as_of)
                assert entity.name in {mention.name for mention in matcher.find({"body": body})}, role
