"""The configuration: what is valid, and complaints that name the file, the line and the cure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from wirewatch import config
from wirewatch.configured import Source, Terms
from wirewatch.errors import ConfigError

SOURCE = """\
# our own copy
key: kcna-en
label: KCNA.kp (En)
base_url: http://127.0.0.1:8000
listing: {method: more_articles, id: 156}
politeness:
  delay_seconds: 0
  max_requests_per_day: 100
enabled: true
"""

PEOPLE = """\
name: gardeners
title: Gardeners
entities:
  - name: Anton Beryozkin
  - name: Vera Klyonova
    aliases: [V. Klyonova]
  - name: Pavel Yasenev
  - name: Olga Ryabinina
    country: ru
    roles:
      - title: Minister of Orchards
        as_of: 2025-07-13
"""

ALERTS = """\
channels:
  mail: {kind: email, conn_id: wirewatch_smtp, to: [desk@demo.example]}
rules:
  - name: all
    channels: [mail]
  - name: gardeners
    pace: daily
    channels:
      - mail
      - fax
"""


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


def complaint_about_source(folder: Path, text: str) -> str:
    write(folder, "sources/one.yml", text)
    with pytest.raises(ConfigError) as caught:
        config.load_sources(folder)
    return caught.value.reason


def source(folder: Path, text: str = SOURCE) -> Source:
    write(folder, "sources/one.yml", text)
    (found,) = config.load_sources(folder).values()
    return found


# --- what is valid -------------------------------------------------------------------------------


def test_a_source_file_gives_its_source_and_defaults(tmp_path: Path) -> None:
    found = source(tmp_path)

    assert (found.key, found.listing.id, found.politeness.delay_seconds, found.enabled) == ("kcna-en", 156, 0, True)
    assert (found.listing.page_size, found.crawl, found.start_date) == (10, "crawl_kcna_en", date(1997, 1, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("delay_seconds: 0", "delay_seconds: 0.5"),
        ("enabled: true", "enabled: true\nexpect: {articles_per_day: [0, 9]}"),
        ("id: 156", "id: '156'"),
        ("id: 156", "id: null"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/copy/of/the-site"),
        ("enabled: true", "enabled: true\nwatch_since: 2026-11-16"),
        ("enabled: true", "enabled: true\naliases: [KCNA, 조선중앙통신]"),
    ],
)
def test_these_are_valid_too(tmp_path: Path, old: str, new: str) -> None:
    assert source(tmp_path, changed(SOURCE, old, new)).key == "kcna-en"


def test_a_number_stays_a_number_and_text_stays_text(tmp_path: Path) -> None:
    assert source(tmp_path).listing.id == 156
    assert source(tmp_path, changed(SOURCE, "id: 156", "id: '156'")).listing.id == "156"


def test_a_source_answers_to_its_label_and_aliases_whatever_their_case(tmp_path: Path) -> None:
    found = source(tmp_path, changed(SOURCE, "enabled: true", "enabled: true\naliases: [KCNA in English]"))

    assert found.labels == ("KCNA.kp (En)", "KCNA in English")
    assert all(map(found.is_called, ("kcna.KP (EN)", "KCNA IN ENGLISH")))
    assert not any(map(found.is_called, (None, "", "KCNA")))


def test_the_line_of_a_key_is_named_however_its_value_is_written(tmp_path: Path) -> None:
    file = write(tmp_path, "sources/one.yml", "key: one\n# about\nlisting:\n  # deep\n  id: 5\n  method: search\n")

    assert config.line_of(file, "listing") == 3
    assert config.line_of(file, "listing", "id") == 5
    assert config.line_of(file, "listing", "page_size") == 3
    assert config.line_of(file, "nothing") == 1


def test_the_projects_own_configuration_is_right() -> None:
    folder = config.PROJECT / "config"

    assert {"kcna-en", "vok-en"} <= set(config.load_sources(folder))
    assert config.load_watchlists(folder)
    assert config.load_alerting(folder).rules


# --- complaints: file, line and cure -------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("delay_seconds", "delay_second", 7, ("politeness.delay_second", "not a known key", "Did you mean “delay_seconds”?")),
        ("enabled", "flibbertigibbet", 9, ("flibbertigibbet", "Remove or correct it")),
        ("label: KCNA.kp (En)\n", "", 2, ("“label” is missing", "Add it")),
        ("method: more_articles, ", "", 5, ("“listing.method” is missing",)),
        ("  max_requests_per_day: 100", "  max_requests_per_day: many", 8, ("politeness.max_requests_per_day", "'many'")),
        ("  max_requests_per_day: 100", "  max_requests_per_day: 0", 8, ("politeness.max_requests_per_day", "0")),
        ("delay_seconds: 0", "delay_seconds: -1", 7, ("politeness.delay_seconds", "-1")),
        ("key: kcna-en", "key: KCNA", 2, ("“key” is 'KCNA'",)),
        ("base_url: http:", "base_url: ftp:", 4, ("“base_url”",)),
        ("more_articles", "guess", 5, ("listing.method", "more_articles")),
        ("enabled: true", "start_date: soon", 9, ("start_date", "'soon'")),
        ("label: KCNA.kp (En)", "label: ''", 3, ("“label” is ''",)),
    ],
)
def test_a_wrong_value_or_key_is_named_with_its_line_and_cure(
    tmp_path: Path, old: str, new: str, line: int, words: tuple[str, ...]
) -> None:
    complaint = complaint_about_source(tmp_path, changed(SOURCE, old, new))

    assert complaint.startswith(f"{tmp_path / 'sources' / 'one.yml'}:{line}: ")
    assert len(complaint.splitlines()) == 1
    for word in words:
        assert word in complaint


def test_every_mistake_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    text = changed(changed(SOURCE, "delay_seconds: 0", "delay_seconds: -1"), "enabled", "enbled")

    lines = complaint_about_source(tmp_path, text).splitlines()

    assert [line.split(":")[1] for line in sorted(lines)] == ["7", "9"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("key: kcna-en\nlisting: {method: search\nlabel: x\n", 3),
        ("key: kcna-en\n  label: x\n", 2),
        ("key: kcna-en\nlabel: 'KCNA\n", 3),
        ("key: kcna-en\n\tlabel: x\n", 2),
        ("key: kcna-en\nlabel: {{ label }}\n", 2),
        ("key: kcna-en\n---\nkey: vok-en\n", 2),
        ("key: kcna-en\nlabel: a bell \x07 rings\n", 2),
        ("key: kcna-en\nstart_date: 2026-02-30\n", 2),
        ("key: kcna-en\nlabel: x\nterms:\n  on: 2026-13-01\n", 4),
    ],
)
def test_what_is_no_yaml_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    assert complaint_about_source(tmp_path, text).startswith(f"{tmp_path / 'sources' / 'one.yml'}:{line}: ")


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_an_empty_file_lacks_its_keys(tmp_path: Path, text: str) -> None:
    complaint = complaint_about_source(tmp_path, text)

    assert "one.yml:1: “key” is missing. Add it." in complaint.splitlines()[0]


@pytest.mark.parametrize("text", ["- key: kcna-en\n", "kcna-en\n"])
def test_a_file_that_holds_no_keys_says_what_it_should_hold(tmp_path: Path, text: str) -> None:
    complaint = complaint_about_source(tmp_path, text)

    assert "one.yml:1: " in complaint
    assert "key: value" in complaint


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        (SOURCE + "label: KCNA\n", 10, "label"),
        (changed(SOURCE, "  max_requests_per_day: 100\n", "  delay_seconds: 5\n"), 8, "delay_seconds"),
        (changed(SOURCE, "id: 156", "id: 156, id: 163"), 5, "id"),
    ],
)
def test_a_key_that_stands_twice_is_refused(tmp_path: Path, text: str, line: int, key: str) -> None:
    complaint = complaint_about_source(tmp_path, text)

    assert complaint.startswith(f"{tmp_path / 'sources' / 'one.yml'}:{line}: ")
    assert f"“{key}” stands twice" in complaint


def test_a_source_key_taken_by_another_file_is_refused_at_its_line(tmp_path: Path) -> None:
    write(tmp_path, "sources/one.yml", SOURCE)
    second = write(tmp_path, "sources/two.yml", "# a copy\n\n" + SOURCE)

    with pytest.raises(ConfigError) as caught:
        config.load_sources(tmp_path)

    assert caught.value.reason.startswith(f"{second}:4: the key “kcna-en” is taken")
    assert "Give this one a key of its own" in caught.value.reason


def test_a_list_name_taken_by_another_file_is_refused_at_its_line(tmp_path: Path) -> None:
    write(tmp_path, "watchlists/one.yml", PEOPLE)
    second = write(tmp_path, "watchlists/two.yml", "\n" + PEOPLE)

    with pytest.raises(ConfigError) as caught:
        config.load_watchlists(tmp_path)

    assert caught.value.reason.startswith(f"{second}:2: the name “gardeners” is taken")


def test_a_mistake_deep_in_a_watchlist_is_found_at_its_line(tmp_path: Path) -> None:
    file = write(tmp_path, "people.yml", changed(PEOPLE, "- title: Minister", "- titel: Minister"))

    with pytest.raises(ConfigError) as caught:
        config.load_watchlist(file)

    misspelled = next(line for line in caught.value.reason.splitlines() if "titel" in line)
    assert misspelled.startswith(f"{file}:11: ")
    assert "entities.3.roles.0.titel" in misspelled
    assert "Did you mean “title”?" in misspelled


def test_a_missing_name_is_found_at_its_person(tmp_path: Path) -> None:
    file = write(tmp_path, "people.yml", changed(PEOPLE, "name: Olga Ryabinina\n    country: ru", "country: ru"))

    with pytest.raises(ConfigError, match=r"people\.yml:8: “entities\.3\.name” is missing"):
        config.load_watchlist(file)


def test_a_rule_with_an_unknown_channel_is_refused_at_its_line_with_the_channels_there_are(tmp_path: Path) -> None:
    file = write(tmp_path, "alerts.yml", ALERTS)

    with pytest.raises(ConfigError) as caught:
        config.load_alerting(tmp_path)

    assert caught.value.reason == f"{file}:10: no channel is called “fax”. There are: mail."


def test_operators_with_an_unknown_channel_are_refused_at_their_line(tmp_path: Path) -> None:
    file = write(tmp_path, "alerts.yml", changed(ALERTS, "      - fax\n", "") + "operators: [pager]\n")

    with pytest.raises(ConfigError) as caught:
        config.load_alerting(tmp_path)

    assert caught.value.reason.startswith(f"{file}:10: no channel is called “pager”")


def test_a_rule_without_channels_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "alerts.yml", changed(ALERTS, "    channels: [mail]", "    channels: []"))

    with pytest.raises(ConfigError, match=r"alerts\.yml:5: “rules\.0\.channels”"):
        config.load_alerting(tmp_path)


def test_a_missing_file_says_where_it_should_be(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        config.load_alerting(tmp_path)

    assert caught.value.reason.startswith(f"{tmp_path / 'alerts.yml'}: this file is missing. Create it")
    assert "WIREWATCH_CONFIG" in caught.value.reason


def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "people.yml"
    file.write_bytes(PEOPLE.replace("Gardeners", "Gärtner").encode("latin-1"))

    with pytest.raises(ConfigError) as caught:
        config.load_watchlist(file)

    assert caught.value.reason.startswith(f"{file}:2: not UTF-8")
    assert "Save it as UTF-8" in caught.value.reason


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "alerts.yml").mkdir()

    with pytest.raises(ConfigError, match=r"alerts\.yml"):
        config.load_alerting(tmp_path)


def test_an_unknown_source_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    source(tmp_path)

    with pytest.raises(ConfigError, match=r"no source has the key “kcna”\. There are: kcna-en\."):
        config.load_source("kcna", tmp_path)


# --- on and off ----------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["https://kcnawatch.org", "https://www.kcnawatch.xyz/", "http://KCNAWATCH.ORG:443"])
def test_a_source_on_the_live_site_is_off_until_somebody_accepted_its_terms(tmp_path: Path, url: str) -> None:
    live = replace(source(tmp_path), base_url=url)

    assert "terms" in (config.why_off(live) or "")
    assert config.why_off(replace(live, terms=Terms("An Operator", date(2026, 11, 21)))) is None


def test_a_source_on_another_host_needs_no_terms(tmp_path: Path) -> None:
    assert config.why_off(source(tmp_path)) is None
    assert config.why_off(replace(source(tmp_path), base_url="http://kcnawatch.org.copy.example")) is None


def test_a_source_is_off_unless_it_says_otherwise(tmp_path: Path) -> None:
    assert "enabled" in (config.why_off(source(tmp_path, changed(SOURCE, "enabled: true\n", ""))) or "")


def test_terms_do_not_switch_a_source_on(tmp_path: Path) -> None:
    off = replace(source(tmp_path), enabled=False, terms=Terms("An Operator", date(2026, 11, 21)))

    assert config.why_off(off)


# --- fingerprints --------------------------------------------------------------------------------


def test_a_fingerprint_does_not_change_with_comments_order_or_quotes(tmp_path: Path) -> None:
    plain = config.load_watchlist(write(tmp_path, "a.yml", PEOPLE))
    rewritten = "# kept by the desk\n" + changed(
        PEOPLE, "name: gardeners\ntitle: Gardeners", "title: 'Gardeners'\nname: gardeners"
    )
    same = config.load_watchlist(write(tmp_path, "b.yml", rewritten))

    assert config.fingerprint(plain) == config.fingerprint(same)
    assert len(config.fingerprint(plain)) == 32


def test_a_fingerprint_changes_with_one_letter_of_one_alias(tmp_path: Path) -> None:
    before = config.load_watchlist(write(tmp_path, "a.yml", PEOPLE))
    after = config.load_watchlist(write(tmp_path, "b.yml", changed(PEOPLE, "[V. Klyonova]", "[V. Klenova]")))

    assert config.fingerprint(before) != config.fingerprint(after)


# --- folders -------------------------------------------------------------------------------------


def test_the_environment_names_other_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("WIREWATCH_HOME", str(tmp_path / "state"))

    assert (config.folder(), config.home()) == (tmp_path / "config", tmp_path / "state")
    monkeypatch.delenv("WIREWATCH_CONFIG")
    assert config.folder() == config.PROJECT / "config"


def test_on_is_a_key_of_terms_and_no_is_a_word(tmp_path: Path) -> None:
    terms = "terms: {accepted_by: no, on: 2026-11-01}\n"
    write(
        tmp_path,
        "sources/live.yml",
        f"key: live\nlabel: Live\nbase_url: https://kcnawatch.org\nlisting: {{method: search}}\n{terms}enabled: true\n",
    )

    source = config.load_source("live", tmp_path)

    assert source.terms == Terms(accepted_by="no", on=date(2026, 11, 1))
    assert config.why_off(source) is None


def test_a_watchlist_needs_no_more_than_names(tmp_path: Path) -> None:
    file = write(tmp_path, "watchlists/mine.yml", "entities:\n  - name: Sergey Lavrov\n")

    watchlist = config.load_watchlist(file)

    assert (watchlist.name, watchlist.title) == ("mine", "mine")


def test_hours_of_polling_the_wrong_way_round_are_refused_with_line_and_cure(tmp_path: Path) -> None:
    (tmp_path / "settings.yml").write_text("# when\npoll: {from_hour: 22, to_hour: 6}\n")

    with pytest.raises(ConfigError, match=r"settings\.yml:2: polling ends before it begins .* Put the earlier hour first"):
        config.load_settings(tmp_path)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("aliases: Anya", "“entities.0.aliases” is 'Anya', not a list. Write [one, another]"),
        ("aliases: [null]", "“entities.0.aliases.0” is empty, not text."),
        ("roles: [Minister]", "“entities.0.roles.0” is 'Minister', not an entry. Write its keys"),
        (
            "roles: [{title: Minister of Pines, from: 2020}]",
            "“entities.0.roles.0.from” is 2020, not a day. Write it as YYYY-MM-DD.",
        ),
        ("surname: rare", "“entities.0.surname” is 'rare'. Write 'distinctive' or 'common'."),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_in_our_own_words(tmp_path: Path, written: str, words: str) -> None:
    file = write(tmp_path, "list.yml", f"name: x\nentities:\n  - name: Anna Klenova\n    {written}\n")

    with pytest.raises(ConfigError) as refused:
        config.load_watchlist(file)

    assert str(refused.value).startswith(f"{file}:4: {words}")
