"""Watchlist files written and edited by line: what was there stays, comments and all, and the reader finds what was meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from wirewatch import config, watchlist_files
from wirewatch.configured import Entity, Role, Watchlist
from wirewatch.errors import ConfigError

HAND = """\
# Our own people; ask Vera before you change it.
name: gardeners
title: Gardeners   # as the desk calls them
entities:
  # the first of all
  - name: Anton Beryozkin  # found him ourselves
    aliases: [A. Beryozkin, "Beryozkin, Anton"]   # two of them
    roles:
      - title: Minister of Orchards
        unverified: true  # nobody looked
    notes: |
      Two lines,
      of our own.
  - name: Vera Klyonova
    native:
      - Вера Клёнова
      # the one below was seen in print
      - 베라 클료노바
    # Vera has no office.

  - name: Pavel Yasenev
# the end
"""
ROLE = Role(title="Pear: Commissioner", to=date(2024, 5, 14), unverified=True)


def extended(folder: Path, text: str, **gains: Entity) -> str:
    """The text of a file after the people named gained what their entities have more; `new` is a new person."""
    file = folder / "list.yml"
    file.write_bytes(text.encode())
    before = config.read_watchlist(file)
    people = tuple(_gained(one, gains.get(one.name.split()[0].lower())) for one in before.entities)
    wanted = replace(before, entities=(*people, *([gains["new"]] if "new" in gains else [])))
    watchlist_files.extend(file, wanted)
    assert config.read_watchlist(file) == wanted
    assert [path.name for path in folder.iterdir()] == ["list.yml"]
    return file.read_bytes().decode()


def _gained(one: Entity, more: Entity | None) -> Entity:
    if more is None:
        return one
    return replace(
        one,
        aliases=one.aliases + more.aliases,
        native=one.native + more.native,
        roles=one.roles + more.roles,
        country=one.country or more.country,
    )


def new_lines(before: str, after: str) -> list[str]:
    """The lines that came in; fails where one that was there is gone or stands in another order."""
    rest = iter(after.splitlines())
    assert all(any(line == other or line[:24] == other[:24] for other in rest) for line in before.splitlines())
    return [line for line in after.splitlines() if line not in before.splitlines()]


def test_spellings_and_people_come_in_and_every_line_and_comment_stays(tmp_path: Path) -> None:
    after = extended(
        tmp_path,
        HAND,
        anton=Entity(name="Anton B", aliases=("Anton Berëzkin",), native=("Антон Берёзкин",), roles=(ROLE,), country="ru"),
        vera=Entity(name="Vera K", native=("Вера Кленова",), aliases=("Vera, the elder",)),
        new=Entity(name="Olga Ryabinina", country="ru", roles=(ROLE,), notes="on: trial"),
    )

    assert new_lines(HAND, after) == [
        "    country: ru",
        "    native: [Антон Берёзкин]",
        '    aliases: [A. Beryozkin, "Beryozkin, Anton", Anton Berëzkin]   # two of them',
        '      - title: "Pear: Commissioner"',
        "        to: 2024-05-14",
        "        unverified: true",
        '    aliases: ["Vera, the elder"]',
        "      - Вера Кленова",
        "  - name: Olga Ryabinina",
        "    country: ru",
        '      - title: "Pear: Commissioner"',
        "        to: 2024-05-14",
        "        unverified: true",
        '    notes: "on: trial"',
    ]
    assert "  # the first of all\n  - name: Anton Beryozkin  # found him ourselves\n    country: ru\n" in after
    assert (
        after.index("# Vera has no office")
        < after.index("Pavel Yasenev")
        < after.index("Olga Ryabinina")
        < after.index("# the end")
    )


@pytest.mark.parametrize(
    "text",
    [
        "name: a\nentities: []\n",
        "entities: []",
        "entities:\n- name: Anton Beryozkin\n  aliases: []\n",
        "entities:\n- name: Anton Beryozkin",
        "entities:\n  -   name: Anton Beryozkin\n      native: [\n        Антон,\n        Тоша,  # short\n      ]\n",
        "entities:\r\n  - name: Anton Beryozkin\r\n    aliases:\r\n      - Antosha B\r\ntitle: T\r\n",
        "entities:\n  - aliases: [x y]\n    notes: >-\n      long\n      text\n    name: Anton Beryozkin\ntitle: T\n",
        "entities:\n  - name: Anton Beryozkin\n    roles: [{title: Minister, unverified: true}]\n    # his own comment\n  # a comment of the list\n",
        HAND,
    ],
)
def test_however_a_list_is_laid_out_it_is_extended_or_left_alone(tmp_path: Path, text: str) -> None:
    more = Entity(
        name="xx", aliases=("Anton: B", "Toni B"), native=("안톤 베료즈킨",), roles=(Role(title="Mayor", unverified=True),)
    )
    after = extended(tmp_path, text, anton=more, new=Entity(name="Olga Ryabinina", aliases=("O. R",)))

    assert "Olga Ryabinina" in after
    assert ("\r\n" in text) == ("\r\n" in after)
    assert after.count("\n") == after.count("\r\n") or "\r\n" not in text


@pytest.mark.parametrize(
    "text",
    [
        "entities: [{name: Anton Beryozkin}]\n",
        "entities:\n  - {name: Anton Beryozkin}\n",
        "entities:\n  - name: Anton Beryozkin\n    aliases: &same [A B]\n  - name: Vera Klyonova\n    aliases: *same\n",
    ],
)
def test_what_cannot_be_edited_by_line_is_left_as_it_was(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match="by line, and is as it was"):
        extended(tmp_path, text, anton=Entity(name="xx", aliases=("Toni B",)), new=Entity(name="Olga Ryabinina"))

    assert (tmp_path / "list.yml").read_text() == text
    assert len(list(tmp_path.iterdir())) == 1


def test_a_list_written_whole_is_read_back_the_same(tmp_path: Path) -> None:
    shipped = config.load_watchlist(config.PROJECT / "config" / "watchlists" / "russian-officials.yml")
    odd = Entity(
        name="No", aliases=("on", "1", "- x", "a, b", "null", "x" * 140, "Ünï: '\""), notes="two\nlines", surname="common"
    )
    watchlist = replace(shipped, entities=(*shipped.entities, odd))
    (tmp_path / "list.yml").write_text(watchlist_files.written(watchlist, ["a note"]), encoding="utf-8")

    assert config.load_watchlist(tmp_path / "list.yml") == watchlist
    assert TypeAdapter(Watchlist).dump_json(config.load_watchlist(tmp_path / "list.yml")) == TypeAdapter(Watchlist).dump_json(
        watchlist
    )


def test_a_new_file_never_takes_the_place_of_one_that_is_there(tmp_path: Path) -> None:
    file = tmp_path / "list.yml"
    file.write_text(HAND)

    with pytest.raises(ConfigError, match="is there already and was left as it is"):
        watchlist_files.create(file, Watchlist(entities=(), name="a", title="A"), [])
    assert file.read_text() == HAND
