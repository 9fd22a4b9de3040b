"""The source files that come with the project: every publication the site is known to carry, ready to be switched on."""

from __future__ import annotations

from collections import Counter

import pytest

from wirewatch import config
from wirewatch.configured import Politeness, Source
from wirewatch.sites.kcna_watch.sources import LOGOS, known_label

FOLDER = config.PROJECT / "config" / "sources"
SOURCES = config.load_sources(config.PROJECT / "config")

# Labels that real pages printed after "Source:". All the others are inferred.
PRINTED = {"kcna-en": "KCNA.kp (En)", "vok-en": "Voice of Korea (EN)"}
# Words of the site's menu in December 2023 that stand for publications whose logo was never seen.
IN_THE_MENU = [
    "Uriminzokkiri",
    "Arirang-Meari",
    "KASS",
    "KFPD",
    "Tongil Sinbo",
    "Grand People's Study House",
    "Ryomyong",
    "Sports",
]


def comment(source: Source) -> str:
    lines = (FOLDER / f"{source.key}.yml").read_text(encoding="utf-8").split("key:")[0].splitlines()
    return " ".join(line.removeprefix("# ") for line in lines)


@pytest.mark.parametrize("label", LOGOS.values())
def test_every_known_logo_has_one_source_file(label: str) -> None:
    assert len([source.key for source in SOURCES.values() if source.is_called(label)]) == 1


def test_every_file_that_says_its_logo_was_seen_has_a_logo_that_is_known() -> None:
    with_logo = {
        key for key, source in SOURCES.items() if "logo was seen" in comment(source) or "and the logo" in comment(source)
    }

    assert with_logo == {key for key, source in SOURCES.items() if any(map(known_label, source.labels))}
    assert len(with_logo) == len(LOGOS)


@pytest.mark.parametrize("name", IN_THE_MENU)
def test_what_stood_in_the_sites_menu_has_a_source_file(name: str) -> None:
    assert any(source.is_called(name) for source in SOURCES.values())


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_source_is_off_until_somebody_accepts_the_terms_and_its_comment_says_what_is_known(source: Source) -> None:
    assert (source.enabled, source.terms, config.is_live(source)) == (False, None, True)
    assert (FOLDER / f"{source.key}.yml").exists()
    for word in ("Known:", "number", "start_date:"):
        assert word in comment(source)
    assert ("nferred" in comment(source) or "not known" in comment(source)) or PRINTED[source.key] == source.label
    assert source.listing.id is None or str(source.listing.id) in comment(source)
    assert source.politeness.delay_seconds >= 5


def test_no_name_stands_in_two_files() -> None:
    names = Counter(label.casefold() for source in SOURCES.values() for label in source.labels)

    assert [name for name, times in names.items() if times > 1] == []


def test_the_labels_seen_on_real_pages_are_printed_so() -> None:
    assert {key: SOURCES[key].label for key in PRINTED} == PRINTED


def test_a_source_file_that_names_no_budget_has_the_one_of_ours() -> None:
    assert {source.politeness.max_requests_per_day for source in SOURCES.values()} == {Politeness().max_requests_per_day}
