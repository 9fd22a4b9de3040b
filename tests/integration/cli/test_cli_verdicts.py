"""`wirewatch mentions`, `verdict` and `rematch`, as installed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine

from tests.conftest import LAST_DAY
from tests.integration.cli.command import Run, write
from tests.integration.pipeline.rows import put
from tests.integration.storage.rows import one
from wirewatch import config
from wirewatch.configured import Source
from wirewatch.pipeline.match import match
from wirewatch.storage import crawls


@pytest.fixture
def stored(engine: Engine, kcna: Source, folder: Path) -> Engine:
    """Two articles in which one man of the list is named."""
    with engine.begin() as db:
        crawls.register(db, kcna, LAST_DAY)
    put(engine, 1, "Sergei Lavrov arrived. It rained.")
    put(engine, 2, "Sergei Lavrov met Anna Tarasova, a farmer.")
    match(engine, list(config.load_watchlists(folder).values()))
    return engine


def on_the_list(folder: Path, name: str) -> None:
    file = folder / "watchlists" / "russian-officials.yml"
    content = yaml.safe_load(file.read_text())
    write(file, {**content, "entities": [*content["entities"], {"name": name, "country": "ru"}]})


def test_an_analyst_finds_a_mention_rejects_it_and_takes_that_back(stored: Engine, run: Run) -> None:
    shown = run("mentions", "--person", "sergey-lavrov", "--from", LAST_DAY, "--json")
    first = shown.objects[-1]

    given = run("verdict", "reject", first["id"], "--by", "Ann", "--note", "another man", "--json")
    left, all_of_them = run("mentions", "--json"), run("mentions", "--retired")
    undone = run("verdict", "undo", given.object["id"], "--by", "Bob")
    history = run("verdict", "list", "--json")

    assert (shown.code, given.code, undone.code, history.code) == (0, 0, 0, 0)
    assert {"id", "list", "entity", "name", "tier", "surface", "reason", "event", "sentence", "url"} <= set(first)
    assert [mention["id"] for mention in left.objects] == [2]
    assert "rejected by verdict 1" in all_of_them.out
    assert "undone by Bob" in undone.out
    assert (history.object["by"], history.object["undone_by"], history.object["note"]) == ("Ann", "Bob", "another man")
    assert len(run("mentions", "--tier", "confirmed", "--to", LAST_DAY, "--list", "russian-officials", "--json").objects) == 2
    assert run("mentions", "--list", "another").out == ""


def test_a_rematch_brings_the_archive_up_to_the_list(stored: Engine, run: Run, folder: Path) -> None:
    on_the_list(folder, "Anna Tarasova")

    done, again = run("rematch", "--list", "russian-officials", "--from", "2026-11", "--json"), run("rematch")

    assert (done.code, again.code) == (0, 0)
    assert done.object == {
        "texts": 2, "new": 1, "changed": 0, "again": 0, "retired": 0, "fresh": 0,
        "months": [{"list": "russian-officials", "month": "2026-11", "texts": 2}],
    }  # fmt: skip
    assert "2026-11 russian-officials: 2 of 2 texts" in done.err
    assert again.out.startswith("0 texts matched again")
    assert one(stored, "select historical from mention where name = 'Anna Tarasova'") is True


def test_asked_to_alert_or_for_other_months_it_does_that(stored: Engine, run: Run, folder: Path) -> None:
    on_the_list(folder, "Anna Tarasova")

    other = run("rematch", "--to", "2026-10", "--json")
    asked = run("rematch", "--alert", "--json")

    assert (other.object["texts"], other.object["months"]) == (0, [])
    assert (asked.object["new"], asked.object["fresh"]) == (1, 1)


def test_what_cannot_be_done_is_said_in_words(stored: Engine, run: Run) -> None:
    unknown, twice = run("verdict", "reject", "99", "--by", "Ann", "--json"), run("verdict", "accept", "1", "--by", "Ann")

    assert (unknown.code, unknown.object) == (1, {"reason": "There is no mention 99. `wirewatch mentions` shows their ids."})
    assert (twice.code, "is a spelling of Sergey Lavrov already" in twice.err) == (1, True)
    assert run("verdict", "reject", "1").code == 2
    assert run("rematch", "--list", "nobody").code == 2
    assert run("rematch", "--from", "2026-13").code == 2
