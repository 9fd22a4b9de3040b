"""`watchlist check`, `import`, `add` and `export`: what they say, what they write, and what they leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.cli.command import Run
from tests.unit.imports import files
from wirewatch import config

HAND = """\
# Ours; ask Vera.
name: gardeners
title: Gardeners
entities:
  - name: Timofei Berezkin  # found by hand
    aliases: [Tima B]  # his own
  - name: Anna Klyonova
    country: ru
"""


@pytest.fixture
def hand(folder: Path) -> Path:
    """A list of our own, in the configuration folder."""
    file = folder / "watchlists" / "gardeners.yml"
    file.write_text(HAND, encoding="utf-8")
    return file


def put(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


# --- check ---------------------------------------------------------------------------------------


def test_check_names_file_line_and_cure_of_every_mistake_in_every_file(run: Run, tmp_path: Path) -> None:
    people = put(
        tmp_path,
        "one.yml",
        "entities:\n  - name: Anna Klyonova\n    aliases: [President]\n  - name: Vera Sadova\n    id: anna-klyonova\n"
        "    roles:\n      - title: Mayor\n        to: 2020-01-01\n        unverified: true\n",
    )
    broken = put(tmp_path, "two.yml", "entities:\n  - name: A B\n    colour: red\n")
    bad_day = put(tmp_path, "three.yml", "entities:\n  - name: A B\n    roles:\n      - {title: Mayor, to: 2020-02-31}\n")
    no_yaml = put(tmp_path, "four.yml", "entities: [\n")

    said = run("watchlist", "check", people, broken, bad_day, no_yaml)
    as_json = run("watchlist", "check", people, broken, "--json")

    assert (said.code, said.out) == (2, "4 watchlists, 5 errors, 1 warning\n")
    assert [line.split(": ")[0] for line in said.err.splitlines()] == [
        f"{people}:3", f"{people}:5", "warning", f"{broken}:3", f"{bad_day}:4", f"{no_yaml}:2"
    ]  # fmt: skip
    assert f"warning: {people}:8: Vera Sadova has not been “Mayor” since 2020-01-01." in said.err
    assert "(the other stands in line 2)" in said.err
    assert (as_json.code, as_json.err) == (2, "")
    assert (as_json.object["errors"], as_json.object["warnings"]) == (3, 1)
    assert as_json.object["problems"][0] == {
        "file": str(people),
        "line": 3,
        "severity": "error",
        "words": "Anna Klyonova: “President” is a common word and would match everywhere. Take it out.",
    }


def test_check_of_warnings_alone_ends_well_and_config_check_says_the_same(run: Run, hand: Path) -> None:
    hand.write_text(HAND + "    roles: [{title: Mayor, to: 2020-01-01, unverified: true}]\n")
    lists = run("watchlist", "check", hand)
    everything = run("config", "check")

    assert (lists.code, everything.code) == (0, 0)
    assert lists.err.strip() in everything.err
    hand.write_text(HAND + "    colour: red\n")
    assert run("config", "check").code == run("watchlist", "check").code == 2


# --- import --------------------------------------------------------------------------------------


def test_an_import_makes_a_list_that_passes_the_check_and_again_changes_nothing(run: Run, folder: Path, tmp_path: Path) -> None:
    file = put(tmp_path, "targets.simple.csv", files.SIMPLE)

    said = run("watchlist", "import", file, "--list", "sanctioned", "--country", "ru", "--json")
    written = (folder / "watchlists" / "sanctioned.yml").read_text()
    again = run("watchlist", "import", file, "--list", "sanctioned", "--country", "ru", "--json")

    assert (said.code, said.object["added"], said.object["written"]) == (0, ["Timofei Berezkin"], True)
    assert said.object["passed_over"] == {"Organization": 1, "Vessel": 1}
    assert said.object["no_usable_name"] == ["line 5: Klyonova"]
    assert said.object["other_countries"] == 1
    assert {one["spelling"] for one in said.object["left_out"]} == {"ทิโมเฟย์", "Тимофей"}
    assert written.startswith("# Imported from targets.simple.csv (OpenSanctions targets.simple.csv) on ")
    assert run("watchlist", "check", folder / "watchlists" / "sanctioned.yml").code == 0
    assert (again.object["written"], again.object["unchanged"], again.object["added"]) == (False, 1, [])
    assert (folder / "watchlists" / "sanctioned.yml").read_text() == written


def test_an_import_into_a_list_adds_spellings_and_keeps_what_was_written_by_hand(run: Run, hand: Path, tmp_path: Path) -> None:
    file = put(tmp_path, "entities.json", files.FTM)
    run("watchlist", "import", put(tmp_path, "a.csv", files.SIMPLE), "--list", "gardeners", "--country", "ru")
    said = run("watchlist", "import", file, "--list", "gardeners")

    text = hand.read_text()
    assert "  - name: Timofei Berezkin  # found by hand\n    country: ru\n    native: [Тимофей Ильич Берёзкин, " in text
    assert "    aliases: [Tima B, T. Berezkin, Timofey; the elder]  # his own\n" in text
    assert text.startswith("# Ours; ask Vera.\n")
    assert "1 person added, 0 updated" in said.out
    assert [one.name for one in config.read_watchlist(hand).entities] == ["Timofei Berezkin", "Anna Klyonova", "Varvara Yagodina"]


def test_a_file_that_is_cut_off_changes_nothing(run: Run, hand: Path, folder: Path, tmp_path: Path) -> None:
    before = sorted(path.name for path in (folder / "watchlists").iterdir())
    file = put(tmp_path, "a.csv", files.SIMPLE[:-60])

    said = run("watchlist", "import", file, "--list", "gardeners")
    new = run("watchlist", "import", file, "--list", "other", "--json")

    assert (said.code, new.code) == (2, 2)
    assert f"{file}:6: a row" in said.err
    assert new.object["reason"].endswith("Download it again; nothing was imported.")
    assert hand.read_text() == HAND
    assert sorted(path.name for path in (folder / "watchlists").iterdir()) == before


def test_a_dry_run_writes_nothing_and_a_wrong_name_of_a_list_is_refused(run: Run, folder: Path, tmp_path: Path) -> None:
    file = put(tmp_path, "sdn.csv", files.SDN)

    dry = run("watchlist", "import", file, "--list", "sanctioned", "--dry-run", "--limit", 1)
    wrong = run("watchlist", "import", file, "--list", "../x")

    assert dry.out.splitlines()[0].endswith("1 person added, 0 updated, 0 as they were; nothing was written")
    assert not (folder / "watchlists" / "sanctioned.yml").exists()
    assert (wrong.code, "is no name for a list" in wrong.err) == (2, True)


# --- add -----------------------------------------------------------------------------------------


def test_a_person_is_added_and_gains_spellings_when_added_again(run: Run, hand: Path) -> None:
    arguments = ("watchlist", "add", "Lev Sadovnik", "--list", "gardeners")
    first = run(*arguments, "--native", "Лев Садовник", "--country", "RU", "--title", "Minister of Pears")
    second = run(*arguments, "--alias", "Lew Sadownik", "--json")
    third = run(*arguments)

    assert (first.code, first.out) == (0, f"{hand}: Lev Sadovnik is added.\n")
    assert second.object["updated"][0]["aliases"] == ["Lew Sadownik"]
    assert third.out.endswith("nothing was written.\n")
    assert hand.read_text() == HAND + (
        "  - name: Lev Sadovnik\n    aliases: [Lew Sadownik]\n    country: ru\n    native: [Лев Садовник]\n"
        "    roles:\n      - title: Minister of Pears\n        unverified: true\n"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Sadovnik", "--list", "gardeners"), "one word alone"),
        (("Lev Sadovnik", "--list", "gardeners", "--alias", "President"), "a common word"),
        (("Lev Sadovnik", "--list", "gardeners", "--alias", "Anna Klyonova"), "Anna Klyonova has that spelling"),
        (("Lev Sadovnik", "--list", "gardeners", "--title", "M"), "too short for an office"),
        (("Lev Sadovnik", "--list", "nobodys"), "no watchlist is called “nobodys”. There are: "),
    ],
)
def test_what_would_spoil_a_list_is_not_added(run: Run, hand: Path, arguments: tuple[str, ...], words: str) -> None:
    said = run("watchlist", "add", *arguments)

    assert (said.code, words in said.err) == (2, True), said
    assert hand.read_text() == HAND


# --- export --------------------------------------------------------------------------------------


def test_a_list_goes_out_as_yaml_and_as_csv_and_comes_back_the_same(run: Run, folder: Path, tmp_path: Path) -> None:
    shipped = config.load_watchlist(folder / "watchlists" / "russian-officials.yml")
    yaml, csv = tmp_path / "list.yml", tmp_path / "list.csv"

    assert run("watchlist", "export", "--list", "russian-officials", "-o", yaml).code == 0
    assert run("watchlist", "export", "--list", "russian-officials", "--format", "csv", "-o", csv).code == 0
    back = run("watchlist", "import", csv, "--list", "copy", "--json")

    assert config.load_watchlist(yaml) == shipped
    assert (back.code, len(back.object["added"]), back.object["left_out"]) == (0, 60, [])
    assert config.load_watchlist(folder / "watchlists" / "copy.yml").entities == shipped.entities
    assert run("watchlist", "export", "--list", "russian-officials").out == yaml.read_text(encoding="utf-8")
