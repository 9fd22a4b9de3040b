"""Source files written and edited: valid for the configuration's reader, comments and order kept, never half of anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from wirewatch import config, source_files
from wirewatch.configured import Politeness, Terms
from wirewatch.errors import ConfigError
from wirewatch.source_files import CONTACT_WANTED, Draft

TERMS = Terms("Jane Doe: desk #2", date(2026, 11, 22))
SHIPPED = (config.PROJECT / "config" / "sources" / "kcna-en.yml").read_text(encoding="utf-8")
BARE = "key: one\nlabel: One\nbase_url: https://kcnawatch.org\nlisting: {method: search, id: null}\n"
DRAFT = Draft(
    "some-paper-ru", "Some Paper (Ru)", "https://kcnawatch.org", "search", None, "ru", Politeness(user_agent='"a": b'), ("n",)
)


def changes(before: str, after: str) -> list[str]:
    """The lines of `after` that are not in `before`; fails where another line than one about them is gone."""
    gone = set(before.splitlines()) - set(after.splitlines())
    assert all(line.lstrip("# ").startswith(("enabled", "terms", "  ", "accepted_by", "on", "user_agent")) for line in gone), gone
    return [line for line in after.splitlines() if line not in before.splitlines()]


def switched_on(tmp_path: Path, text: str, terms: Terms | None = TERMS, contact: str | None = None) -> str:
    file = tmp_path / "one.yml"
    file.write_bytes(text.encode())
    source = source_files.switch_on(file, terms, contact)
    assert source == config.read_source(file)
    assert source.enabled
    assert [path.name for path in tmp_path.iterdir()] == ["one.yml"]
    return file.read_bytes().decode()


def test_a_shipped_file_gains_two_lines_and_loses_no_other(tmp_path: Path) -> None:
    after = switched_on(tmp_path, SHIPPED)

    assert changes(SHIPPED, after) == ['terms: {accepted_by: "Jane Doe: desk #2", on: 2026-11-22}', "enabled: true"]
    assert len(after.splitlines()) == len(SHIPPED.splitlines())
    assert config.why_off(config.read_source(tmp_path / "one.yml")) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (BARE, BARE + "terms: T\nenabled: true\n"),
        (BARE.rstrip("\n"), BARE + "terms: T\nenabled: true\n"),
        (BARE + "enabled: false  # not yet\n# end\n", BARE + "terms: T\nenabled: true  # not yet\n# end\n"),
        ("enabled: false\n" + BARE, "terms: T\nenabled: true\n" + BARE),
        (
            BARE + "terms:\n  accepted_by: old\n  on: 2020-01-01\n\n# about enabled\nenabled: false\n",
            BARE + "terms: T\n\n# about enabled\nenabled: true\n",
        ),
        (BARE + "terms:  # nobody yet\nenabled: false\n", BARE + "terms: T  # nobody yet\nenabled: true\n"),
        (BARE + "terms: null\nenabled: False\n", BARE + "terms: T\nenabled: true\n"),
        ((BARE + "enabled: false\n").replace("\n", "\r\n"), (BARE + "terms: T\nenabled: true\n").replace("\n", "\r\n")),
    ],
)
def test_terms_and_enabled_are_set_wherever_they_stand(tmp_path: Path, text: str, wanted: str) -> None:
    line = 'terms: {accepted_by: "Jane Doe: desk #2", on: 2026-11-22}'

    assert switched_on(tmp_path, text) == wanted.replace("terms: T", line)


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    once = switched_on(tmp_path, SHIPPED)

    assert switched_on(tmp_path, once) == once
    assert switched_on(tmp_path, once, None) == once


def test_the_placeholder_in_the_user_agent_makes_room_for_an_address(tmp_path: Path) -> None:
    after = switched_on(tmp_path, SHIPPED, None, "desk@newsroom.example")

    assert "operator: desk@newsroom.example)" in config.read_source(tmp_path / "one.yml").politeness.user_agent
    assert CONTACT_WANTED not in after


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        (
            "{key: one, label: One, base_url: 'https://kcnawatch.org',\n listing: {method: search, id: null}, enabled: false}\n",
            None,
        ),
        (SHIPPED, 'a"b\\'),
    ],
)
def test_what_cannot_be_edited_by_line_is_refused_and_left_as_it_was(tmp_path: Path, text: str, contact: str | None) -> None:
    file = tmp_path / "one.yml"
    file.write_text(text)

    with pytest.raises(ConfigError, match="by hand"):
        source_files.switch_on(file, TERMS, contact)

    assert file.read_text() == text
    assert [path.name for path in tmp_path.iterdir()] == ["one.yml"]


@pytest.mark.parametrize(
    "label", ["KCNA.kp (En)", "Naenara: “news” #1", '"A" \\ B', "yes", "null", "2024", "- x", "조선중앙통신"]
)
def test_a_new_file_reads_back_as_what_was_drafted(tmp_path: Path, label: str) -> None:
    draft = replace(DRAFT, label=label, method="more_articles", id=7)
    file = tmp_path / "some-paper-ru.yml"

    source = source_files.create(file, source_files.written(draft))

    assert config.read_source(file) == source
    assert (source.key, source.label, source.language, source.listing.id) == ("some-paper-ru", label, "ru", 7)
    assert (source.enabled, source.terms, source.politeness) == (False, None, draft.politeness)
    assert file.read_text().startswith("# n\nkey: ")


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "some-paper-ru.yml"
    file.write_text("mine")

    with pytest.raises(ConfigError, match="is there already"):
        source_files.create(file, source_files.written(DRAFT))

    assert file.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_text_that_is_no_source_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        source_files.create(tmp_path / "x.yml", source_files.written(replace(DRAFT, key="Not A Key")))

    assert list(tmp_path.iterdir()) == []


def test_a_link_to_a_file_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "one.yml"
    real.write_text(BARE)
    link.symlink_to(real)

    source_files.switch_on(link, TERMS)

    assert link.is_symlink()
    assert config.read_source(real).enabled
