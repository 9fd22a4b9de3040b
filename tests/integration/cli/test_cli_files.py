"""Reading saved pages and finding names in text files, by command."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.integration.cli.command import Run, write
from wirewatch.config import PROJECT

URL = "https://kcnawatch.org/newstream/1752400001-700000001/guests-visit-orchard/"
PAGES = PROJECT / "tests" / "golden" / "pages"
PARSE_KEYS = {
    "url",
    "url_hash",
    "source",
    "title",
    "published_on",
    "language",
    "body",
    "original_url",
    "dateline_day",
    "footer_date",
    "more_from",
    "provenance",
    "warnings",
}
MATCH_KEYS = {
    "file",
    "entity",
    "name",
    "surface",
    "start",
    "end",
    "tier",
    "score",
    "reason",
    "role",
    "event",
    "event_day",
    "sentence",
    "field",
    "counterpart",
    "day_evidence",
}


def test_parse_prints_one_object_with_the_contracts_keys(run: Run) -> None:
    said = run("parse", PAGES / "article_known_classes.html", "--url", URL, "--json")

    assert (said.code, said.err) == (0, "")
    assert set(said.object) == PARSE_KEYS
    assert said.object["url"] == URL
    assert len(bytes.fromhex(said.object["url_hash"])) == 32
    assert date.fromisoformat(said.object["published_on"])
    assert "\n\n" in said.object["body"]
    assert all(set(entry) == {"url", "title", "excerpt", "listed_on"} for entry in said.object["more_from"])


def test_parse_for_people_prints_title_and_text(run: Run) -> None:
    said = run("parse", PAGES / "article_known_classes.html", "--url", URL)
    wanted = run("parse", PAGES / "article_known_classes.html", "--url", URL, "--json").object

    assert said.out.startswith(wanted["title"])
    assert wanted["body"] in said.out


def test_a_page_that_is_none_is_refused_with_state_and_reason(run: Run, tmp_path: Path) -> None:
    wall = run("parse", PAGES / "article_sign_up_instead.html", "--url", URL, "--json")
    empty = tmp_path / "empty.html"
    empty.write_text("")

    assert (wall.code, set(wall.object), wall.object["state"]) == (3, {"state", "reason"}, "access_wall")
    assert run("parse", empty, "--url", URL, "--json").object["state"] == "layout_changed"
    assert run("parse", empty, "--url", URL).code == 3


def test_parse_of_a_missing_file_or_without_its_address_is_exit_2(run: Run, tmp_path: Path) -> None:
    assert run("parse", tmp_path / "none.html", "--url", URL).code == 2
    assert run("parse", PAGES / "article_known_classes.html").code == 2


TEXT = "Сергей Лавров 🌲 arrived.\n\nSergei Lavrov met the minister.\n“Lavrov ,” he said, “was here.”\n"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_offsets_of_match_cut_the_name_out_of_the_file(run: Run, tmp_path: Path, line_end: str) -> None:
    file = tmp_path / "speech.txt"
    file.write_bytes(TEXT.replace("\n", line_end).encode())
    quiet = tmp_path / "quiet.txt"
    quiet.write_text("Nobody came.")

    said = run("match", file, quiet, "--json")

    assert said.code == 0
    assert said.objects
    for line in said.objects:
        assert set(line) == MATCH_KEYS
        assert file.read_bytes().decode()[line["start"] : line["end"]] == line["surface"]
    assert {line["file"] for line in said.objects} == {str(file)}
    assert "Sergei Lavrov met the minister." in {line["sentence"] for line in said.objects}


def test_match_with_a_list_of_ones_own_finds_its_people_only(run: Run, tmp_path: Path) -> None:
    file, people = tmp_path / "text.txt", tmp_path / "people.yml"
    file.write_text("Anton Beryozkin met Sergei Lavrov.")
    write(people, {"name": "gardeners", "title": "Gardeners", "entities": [{"name": "Anton Beryozkin"}]})

    said = run("match", file, "--watchlist", people, "--json")

    assert [line["entity"] for line in said.objects] == ["anton-beryozkin"]


def test_match_says_which_file_it_cannot_read(run: Run, tmp_path: Path) -> None:
    latin, good = tmp_path / "latin.txt", tmp_path / "good.txt"
    latin.write_bytes("Läwrow".encode("latin-1"))
    good.write_text("Sergei Lavrov came.")

    said = run("match", latin, good, "--json")

    assert said.code == 2
    assert "latin.txt" in said.err
    assert "UTF-8" in said.err


MEETING = "Kim Jong Un received Sergei Lavrov on the 4th."


@pytest.mark.parametrize(
    "text",
    [
        f"FM in Pyongyang\n\nDate: 06/11/2024 | Source: Voice of Korea (EN) | Read original\n\n{MEETING}\n\nMore From Voice of Korea\n",
        f"{MEETING} -0-\nwww.kcna.kp (Juche113.11.6.)\n",
        f"{MEETING} -0-\nwww.kcna.kp (2024.11.06.)\n\nMore From KCNA\n(2025.01.01.)\n",
        f'{{\n "title": "Talks", "published_on": "2024-11-06", "body": "{MEETING}"}}',
    ],
)
def test_match_takes_the_day_of_a_text_from_what_it_says_itself(run: Run, tmp_path: Path, text: str) -> None:
    file = tmp_path / "text.txt"
    file.write_text(text)

    (line,) = run("match", file, "--json").objects

    assert (line["event"], line["counterpart"], line["event_day"]) == ("met", "Kim Jong Un", "2024-11-04")
    assert (line["day_evidence"], line["field"]) == ("on the 4th", "body")


def test_match_is_told_the_day_of_publication_and_says_what_happened(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text(MEETING)

    bare, dated = run("match", file), run("match", file, "--published-on", "2024-11-06")

    assert ", met Kim Jong Un: " in bare.out
    assert ", met Kim Jong Un, 4 November 2024: " in dated.out


def test_match_refuses_a_parsed_page_whose_day_is_none(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "page.json"
    file.write_text('{"title": null, "body": "Sergei Lavrov came.", "published_on": "06/11/2024"}')

    said = run("match", file, "--json")

    assert said.code == 2
    assert "page.json" in said.err
    assert "YYYY-MM-DD" in said.err


def test_a_sentence_over_two_lines_is_shown_on_one(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("Vladimir Putin\nPresident of the Russian Federation\n", encoding="utf-8")
    assert "\n    Vladimir Putin President of the Russian Federation\n" in run("match", text).out


def test_whom_only_the_list_of_other_articles_names_is_nobody_of_a_saved_page(run: Run, tmp_path: Path) -> None:
    article = "Sergei Lavrov met the minister.\n"
    other = "Vladimir Putin, president of the Russian Federation, sent a message to the gardeners of\n"
    file = tmp_path / "text.txt"
    file.write_text(f"{article}More From Voice of Korea (EN)\n{other}July 13, 2025\n{other}")

    said = run("match", file, "--json")

    assert {line["surface"] for line in said.objects} == {"Sergei Lavrov"}
