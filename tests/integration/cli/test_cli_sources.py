"""`sources add` and `sources enable`: what they read, what they write, and what they leave alone."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine, text

from demo.site import DemoSite
from tests.integration.cli.command import COMMAND, Run
from wirewatch import config
from wirewatch.configured import Source
from wirewatch.models import KST

NOWHERE = "postgresql+psycopg2://nobody@127.0.0.1:1/x"
LIVE_URL = "https://kcnawatch.org/newstream/1752400001-700000001/guests-visit-orchard/"
PAGES = config.PROJECT / "tests" / "golden" / "pages"
SHIPPED = config.PROJECT / "config" / "sources"


def article_url(site: DemoSite, number: str = "163") -> str:
    """The address of an article that has everything a page should have."""
    return site.base_url + next(one for one in site.of_source(number) or [] if one.date_line).paths[0]


def without(folder: Path, key: str) -> None:
    (folder / "sources" / f"{key}.yml").unlink()


# --- add -----------------------------------------------------------------------------------------


def test_a_source_is_added_from_an_article_by_two_requests(run: Run, site: DemoSite, folder: Path) -> None:
    without(folder, "vok-en")

    said = run("sources", "add", article_url(site), "--json")

    assert (said.code, said.object["written"], said.object["source"]) == (0, True, "voice-of-korea-en")
    assert (said.object["label"], said.object["id"], said.object["method"]) == ("Voice of Korea (EN)", 163, "more_articles")
    assert site.counts == {"robots": 1, "listing": 0, "search": 0, "article": 1, "other": 0}
    file = folder / "sources" / "voice-of-korea-en.yml"
    source = config.read_source(file)
    assert config.load_sources(folder)["voice-of-korea-en"] == source
    assert (source.base_url, source.listing.id, source.language) == (site.base_url, 163, "en")
    assert (source.enabled, source.terms, source.politeness.delay_seconds) == (False, None, 0)
    comment = file.read_text().split("key:")[0].replace("\n#", "")
    assert "“More Articles” (/article/163/)" in comment
    assert "Whether the listing takes the number in that address is not known" in comment


def test_what_was_added_can_be_probed_enabled_and_crawled(run: Run, site: DemoSite, folder: Path) -> None:
    without(folder, "vok-en")
    added = run("sources", "add", article_url(site), "--key", "voice")
    file = folder / "sources" / "voice.yml"
    assert added.code == 0
    assert f"{file} is written: Voice of Korea (EN), with the number 163" in added.out
    assert "Next: `wirewatch sources probe voice`" in added.out

    assert run("sources", "probe", "voice").code == 0
    assert run("sources", "enable", "voice").code == 0
    crawled = run("crawl", "voice", "--from", "2026-11-20", "--json")

    assert (crawled.code, crawled.object["state"]) == (0, "ok")
    assert crawled.object["days"]["2026-11-20"]["stored"] > 0


def test_a_saved_page_needs_neither_network_nor_database(run: Run, folder: Path) -> None:
    without(folder, "kcna-en")
    page = PAGES / "article_known_classes.html"

    said = run("sources", "add", LIVE_URL, "--file", page, "--json", database=NOWHERE)

    assert (said.code, said.object["source"], said.object["id"], said.object["method"]) == (0, "kcna-kp-en", None, "search")
    source = config.read_source(folder / "sources" / "kcna-kp-en.yml")
    assert (source.base_url, source.label, source.listing.method, source.listing.id) == (
        "https://kcnawatch.org",
        "KCNA.kp (En)",
        "search",
        None,
    )
    assert "put your mail address here" in source.politeness.user_agent
    assert (
        "The site's number of it is not known: the page does not show it" in (folder / "sources" / "kcna-kp-en.yml").read_text()
    )


def test_a_source_that_is_there_already_is_told_the_line_to_change(run: Run, site: DemoSite, folder: Path) -> None:
    file = folder / "sources" / "vok-en.yml"
    before = file.read_text()

    said = run("sources", "add", article_url(site))
    same = run("sources", "add", article_url(site, "156"))

    assert (said.code, same.code) == (0, 0)
    assert "Voice of Korea (EN) is the source vok-en already; nothing was written." in said.out
    assert f"write in place of the listing at {file}:4:\n  listing: {{method: more_articles, id: 163, page_size: 10}}" in said.out
    assert "is the source kcna-en already" in same.out
    assert "write in" not in same.out
    assert file.read_text() == before
    assert len(list((folder / "sources").iterdir())) == 2


@pytest.mark.parametrize("by", ["file", "key"])
def test_nothing_is_overwritten(run: Run, site: DemoSite, folder: Path, by: str) -> None:
    shutil.move(folder / "sources" / "vok-en.yml", folder / "kept.yml")
    other = folder / "sources" / ("taken.yml" if by == "file" else "another.yml")
    text = (
        (folder / "sources" / "kcna-en.yml")
        .read_text()
        .replace("kcna-en", "taken" if by == "key" else "other")
        .replace("KCNA.kp", "X")
    )
    other.write_text(text)

    said = run("sources", "add", article_url(site), "--key", "taken")

    assert (said.code, said.out) == (2, "")
    assert str(other) in said.err
    assert other.read_text() == text


@pytest.mark.parametrize(
    ("mode", "code", "state"), [("signup_page", 3, "access_wall"), ("forbidden", 3, "blocked"), ("generic", 3, "layout_changed")]
)
def test_a_page_that_cannot_be_read_writes_nothing(
    run: Run, site: DemoSite, folder: Path, mode: str, code: int, state: str
) -> None:
    without(folder, "vok-en")
    site.behave("articles", mode)

    said = run("sources", "add", article_url(site), "--json")

    assert (said.code, said.object["state"]) == (code, state)
    assert [file.name for file in (folder / "sources").iterdir()] == ["kcna-en.yml"]


def test_a_site_that_is_down_is_asked_twice_at_most(run: Run, site: DemoSite, folder: Path) -> None:
    site.behave("articles", "error")

    assert run("sources", "add", article_url(site)).code == 1
    assert sum(site.counts.values()) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("https://kcnawatch.org/article/156/",), "is no article's address"),
        (("kcnawatch.org/newstream/1752400001-700000001/x",), "must begin with http"),
        ((LIVE_URL, "--file", PAGES / "article_known_classes.html", "--key", "Not A Key"), "is no key"),
        ((LIVE_URL,), "Nobody has accepted the terms"),
    ],
)
def test_wrong_usage_is_exit_2_and_says_the_cure(run: Run, folder: Path, arguments: tuple[object, ...], words: str) -> None:
    without(folder, "kcna-en")

    said = run("sources", "add", *arguments, database=NOWHERE)

    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert [file.name for file in (folder / "sources").iterdir()] == ["vok-en.yml"]


# --- enable --------------------------------------------------------------------------------------


@pytest.fixture
def shipped(folder: Path) -> Path:
    """The project's own file of Naenara, in the test's configuration."""
    return Path(shutil.copy(SHIPPED / "naenara.yml", folder / "sources"))


def today() -> str:
    return datetime.now(KST).date().isoformat()


def read(file: Path) -> Source:
    return config.read_source(file)


def test_enable_writes_who_accepted_the_terms_and_changes_nothing_else(run: Run, shipped: Path) -> None:
    before = shipped.read_text().splitlines()

    said = run(
        "sources", "enable", "naenara", "--accepted-by", "Jane Doe", "--contact", "desk@newsroom.example", database=NOWHERE
    )

    assert (said.code, said.err) == (0, "")
    after = shipped.read_text().splitlines()
    assert [line for line in after if line not in before] == [
        '  user_agent: "Wirewatch/0.1 (state media monitor; operator: desk@newsroom.example)"',
        f"terms: {{accepted_by: Jane Doe, on: {today()}}}",
        "enabled: true",
    ]
    assert len(after) == len(before)
    assert config.why_off(read(shipped)) is None
    assert f"naenara is on: the terms were accepted by Jane Doe on {today()}" in said.out
    assert "switch the DAG crawl_naenara on" in said.out


def test_enabling_twice_changes_nothing_the_second_time(run: Run, shipped: Path) -> None:
    run("sources", "enable", "naenara", "--accepted-by", "Jane Doe")
    once = shipped.read_text()

    again = run("sources", "enable", "naenara", "--json")
    other = run("sources", "enable", "naenara", "--accepted-by", "Somebody Else")

    assert (again.code, again.object["changed"], again.object["off"]) == (0, False, None)
    assert "is on already: the terms were accepted by Jane Doe" in other.out
    assert f"Put your address into {shipped}:" in other.out
    assert shipped.read_text() == once


def test_a_source_off_the_live_site_needs_no_terms(run: Run, folder: Path) -> None:
    said = run("sources", "enable", "vok-en")

    assert said.code == 0
    assert (read(folder / "sources" / "vok-en.yml").enabled, read(folder / "sources" / "vok-en.yml").terms) == (True, None)


def test_without_a_name_nothing_is_changed_and_the_terms_are_pointed_at(run: Run, shipped: Path) -> None:
    before = shipped.read_text()

    said = run("sources", "enable", "naenara")

    assert (said.code, said.out) == (2, "")
    for words in ("https://kcnawatch.org/", "Terms", "Nothing was changed", "--accepted-by NAME"):
        assert words in said.err
    assert shipped.read_text() == before


@pytest.mark.parametrize("name", ["x", " ", "two\nlines", "\x07bell"])
def test_a_name_that_is_none_is_refused(run: Run, shipped: Path, name: str) -> None:
    said = run("sources", "enable", "naenara", "--accepted-by", name)

    assert said.code == 2
    assert not read(shipped).enabled


@pytest.mark.parametrize(
    ("typed", "name", "contact"),
    [(b"Jane Doe\ndesk@x.example\n", "Jane Doe", True), (b"Jane Doe\n\n", "Jane Doe", False), (b"\n", None, False)],
)
def test_a_person_is_asked(folder: Path, shipped: Path, tmp_path: Path, typed: bytes, name: str | None, contact: bool) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, typed)
    env = {**os.environ, "WIREWATCH_CONFIG": str(folder), "WIREWATCH_HOME": str(tmp_path / "state")}

    done = subprocess.run(
        [COMMAND, "sources", "enable", "naenara"], env=env, stdin=theirs, capture_output=True, text=True, timeout=60
    )

    source = read(shipped)
    assert "Who accepts them" in done.stderr
    assert done.returncode == (0 if name else 2)
    assert (source.terms.accepted_by if source.terms else None) == name
    assert ("desk@x.example" in source.politeness.user_agent) is contact
    os.close(ours)
    os.close(theirs)


def test_names_that_two_sources_share_are_warned_of(run: Run, folder: Path) -> None:
    content = yaml.safe_load((folder / "sources" / "vok-en.yml").read_text())
    (folder / "sources" / "vok-en.yml").write_text(yaml.safe_dump({**content, "aliases": ["kcna.kp (EN)"]}))

    said = run("config", "check")

    assert said.code == 0
    assert "kcna-en, vok-en share the name “kcna.kp (en)”" in said.err


# --- reopen --------------------------------------------------------------------------------------


def test_reopen_opens_a_closed_host_and_asks_nothing(run: Run, site: DemoSite, engine: Engine) -> None:
    site.behave("listing", "forbidden")
    site.behave("search", "forbidden")
    assert run("sources", "probe", "kcna-en", "--json").code == 3
    asked = site.counts

    said = run("sources", "reopen", "kcna-en", "--json")

    assert (said.code, said.object["was_closed"], site.counts) == (0, True, asked)
    assert "is closed until" in said.object["reason"]
    with engine.begin() as db:
        assert db.execute(text("select closed_until, closed_state from host")).one() == (None, None)
    again = run("sources", "reopen", "kcna-en")
    assert again.code == 0
    assert again.out.splitlines() == [
        f"{site.base_url.removeprefix('http://')} was not closed.",
        "To ask at once: trigger crawl_kcna_en in Airflow.",
    ]
