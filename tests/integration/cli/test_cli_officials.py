"""Officials on no list, and how often somebody on a list appears, by command."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.integration.cli.command import Run, write
from tests.integration.pipeline.rows import put
from tests.integration.storage.rows import entry
from wirewatch.config import load_watchlist
from wirewatch.configured import Entity, Watchlist
from wirewatch.pipeline.match import match

DAY = date(2026, 11, 1)
TEXT = "He met Pavel Zhilin, Russian minister of Sport, and Matvei Rybakov, governor of Amur Region, on Thursday."


@pytest.fixture
def fishers(folder: Path) -> Path:
    """The one list of the configuration."""
    for file in (folder / "watchlists").glob("*.yml"):
        file.unlink()
    file = folder / "watchlists" / "fishers.yml"
    write(file, {"name": "fishers", "entities": [{"name": "Pavel Zhilin", "country": "ru", "aliases": ["Pasha Zhilin"]}]})
    return file


@pytest.fixture
def stored(engine: Engine) -> None:
    put(engine, 1, TEXT, DAY)
    match(engine, [Watchlist(name="fishers", entities=(Entity(name="Pavel Zhilin", country="ru"),))])


def test_match_prints_who_is_on_no_list_when_asked(run: Run, fishers: Path, tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text(TEXT, encoding="utf-8")

    assert [line.get("unlisted") for line in run("match", file, "--json").objects] == [None]
    listed, unlisted = run("match", file, "--unlisted", "--json").objects

    assert listed["name"] == "Pavel Zhilin"
    assert unlisted == {
        "unlisted": "Matvei Rybakov",
        "file": str(file),
        "field": "body",
        "start": TEXT.index("Matvei"),
        "end": TEXT.index("Matvei") + len("Matvei Rybakov"),
        "role": "governor of Amur Region",
        "side": "ru",
        "sentence": TEXT,
        "resembles": None,
    }
    assert "Matvei Rybakov (on no list): governor of Amur Region" in run("match", file, "--unlisted").out


def test_the_unlisted_of_the_store_are_grouped(run: Run, fishers: Path, stored: None) -> None:
    said = run("watchlist", "unlisted", "--json")

    assert (said.code, said.err) == (0, "")
    assert said.object["name"] == "Matvei Rybakov"
    office = {"title": "governor of Amur Region", "first": "2026-11-01", "last": "2026-11-01", "articles": 1}
    assert said.object["offices"] == [office]
    assert "Matvei Rybakov (ru): 1 article, last 2026-11-01" in run("watchlist", "unlisted").out


def test_a_persons_record_is_told_in_words_and_as_json(run: Run, fishers: Path, stored: None) -> None:
    for name in ("Pavel Zhilin", "pavel-zhilin", "Pasha Zhilin"):
        said = run("watchlist", "person", name)
        assert said.code == 0
        assert "first printed 2026-11-01" in said.out
        assert "first mention ever" in said.out
        assert "title: Russian minister of Sport, 2026-11-01" in said.out
    found = run("watchlist", "person", "Pavel Zhilin", "--list", "fishers", "--json").object
    assert (found["list"], found["entity"], found["articles"], found["usual_days"]) == ("fishers", "pavel-zhilin", 1, None)


def test_a_person_nobody_printed_is_told_and_exits_1(run: Run, fishers: Path) -> None:
    said = run("watchlist", "person", "Pavel Zhilin", "--json")
    assert (said.code, said.object["articles"]) == (1, 0)


def test_a_name_on_no_list_exits_2(run: Run, fishers: Path) -> None:
    said = run("watchlist", "person", "Matvei Rybakov")
    assert said.code == 2
    assert "Nobody is called “Matvei Rybakov” on fishers" in said.err


def test_a_surname_alone_is_answered_with_whom_it_may_mean(run: Run, fishers: Path) -> None:
    said = run("watchlist", "person", "zhilin")
    assert said.code == 2
    assert "Did you mean Pavel Zhilin?" in said.err


def test_an_official_on_no_list_is_taken_over(run: Run, fishers: Path, stored: None, engine: Engine) -> None:
    put(engine, 2, "Russian Governor Matbei Lybakov left.", date(2026, 11, 2))
    match(engine, [Watchlist(name="fishers", entities=(Entity(name="Pavel Zhilin", country="ru"),))])

    said = run("watchlist", "add", "Matvei Rybakov", "--list", "fishers", "--unlisted", "--json")

    assert (said.code, said.object["added"]) == (0, ["Matvei Rybakov"])
    person = load_watchlist(fishers).entities[1]
    assert (person.name, person.country, person.aliases) == ("Matvei Rybakov", "ru", ("Matbei Lybakov",))
    assert {role.title for role in person.roles} == {"governor of Amur Region", "Russian Governor"}
    assert {role.as_of for role in person.roles} == {DAY, date(2026, 11, 2)}
    assert len({role.source for role in person.roles if not role.unverified}) == 2
    assert run("watchlist", "check", fishers).code == 0


def test_nobody_is_taken_over_whom_no_article_prints(run: Run, fishers: Path, stored: None) -> None:
    before = fishers.read_text()
    said = run("watchlist", "add", "Alena Karpuk", "--list", "fishers", "--unlisted")
    assert said.code == 2
    assert "No official on no list is called “Alena Karpuk”" in said.err
    assert fishers.read_text() == before


def test_attendees_are_told_with_role_side_and_list(run: Run, engine: Engine, fishers: Path) -> None:
    put(engine, 1, "Present there were Pavel Zhilin, Russian minister of Sport, and Pak Chol Min, minister of Fisheries.", DAY)
    match(engine, [Watchlist(name="fishers", entities=(Entity(name="Pavel Zhilin", country="ru"),))])

    said = run("attendees", entry(1).url)

    assert said.out.splitlines() == [
        "Pavel Zhilin (ru); Russian minister of Sport; “Present there were”; on fishers: pavel-zhilin",
        "Pak Chol Min (dprk); minister of Fisheries; “Present there were”",
    ]
    assert [one["entity_ids"] for one in run("attendees", entry(1).url, "--json").objects] == [{"fishers": "pavel-zhilin"}, {}]


def test_attendees_of_what_is_not_stored_are_refused_in_words(run: Run, engine: Engine, fishers: Path) -> None:
    said = run("attendees", entry(1).url)
    assert said.code == 1
    assert "is not in the store" in said.err
