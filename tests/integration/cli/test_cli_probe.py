"""`sources probe`: what it says of a site that behaves, of every fault, and how little it asks for that."""

from __future__ import annotations

import os
import pty
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from demo import pages
from demo.site import DemoSite
from tests.conftest import LAST_DAY
from tests.integration.cli.command import COMMAND, Run, Said, write
from tests.integration.web import Handler, Web, answer, serve

ABOUT = ["robots", "access", "listing", "paging", "article", "label"]
FINE = dict.fromkeys(ABOUT, "as configured")


def settings(folder: Path, **changes: object) -> None:
    """Change the source file of KCNA."""
    file = folder / "sources" / "kcna-en.yml"
    write(file, {**yaml.safe_load(file.read_text()), **changes})


def probe(run: Run, site: DemoSite, *more: object, source: str = "kcna-en") -> Said:
    """Probe, and hold the count of requests against the site's own."""
    before = sum(site.counts.values())
    said = run("sources", "probe", source, "--json", *more)
    assert said.object["requests"] == sum(site.counts.values()) - before <= 5
    return said


def verdicts(said: Said) -> dict[str, str]:
    return {one["about"]: one["verdict"] for one in said.object["findings"]}


def finding(said: Said, about: str) -> dict[str, str]:
    return next(one for one in said.object["findings"] if one["about"] == about)


# --- a site that behaves -------------------------------------------------------------------------


def test_a_source_that_behaves_is_exit_0_by_four_requests(run: Run, site: DemoSite) -> None:
    said = probe(run, site)

    assert (said.code, said.object["state"], said.object["reason"]) == (0, "ok", None)
    assert verdicts(said) == FINE
    assert site.counts == {"robots": 1, "listing": 2, "search": 0, "article": 1, "other": 0}
    assert said.object["order"] == "newest first, but for 1 of 10 entries"
    assert said.object["labels"] == ["KCNA.kp (En)"]
    assert {(one["id"], one["for"]) for one in said.object["ids"]} == {(156, "page")}
    assert said.object["terms"] == [{"text": "Demo site: all texts are invented", "url": f"{site.base_url}/terms/"}]
    assert "asking for robots.txt" in said.err


def test_for_people_it_says_the_same_in_words(run: Run, site: DemoSite) -> None:
    said = run("sources", "probe", "kcna-en")

    assert said.code == 0
    for words in (
        "4 of at most 5 requests made",
        "listing   as configured  more_articles, id 156: 10 entries",
        "paging    as configured  the second page goes on with 9 other entries",
        "label     as configured  the page prints “KCNA.kp (En)”",
        "number     156 stands in “More Articles” (/article/156/); the file has 156",
        "156 “KCNA.kp (En)” for page: the link “KCNA.kp (En)” (/article/156/)",
        f"terms      “Demo site: all texts are invented” {site.base_url}/terms/",
    ):
        assert words in said.out


def test_a_source_that_is_off_is_probed_all_the_same(run: Run, site: DemoSite) -> None:
    said = probe(run, site, source="vok-en")

    # The other number belongs to Voice of Korea; its file names KCNA's.
    assert said.code == 3
    assert finding(said, "listing")["words"] == "the listing asked for by id 156 holds KCNA.kp (En)"


def test_a_search_of_all_sources_finds_its_own_entries(run: Run, site: DemoSite, folder: Path) -> None:
    settings(folder, listing={"method": "search", "id": None})

    said = probe(run, site, "--day", LAST_DAY)

    assert (said.code, verdicts(said)) == (0, FINE)
    assert site.counts["search"] == 2
    assert set(said.object["labels"]) == {"KCNA.kp (En)", "Voice of Korea (EN)"}
    assert "days out of order" in said.object["order"]


def test_a_search_of_a_day_without_articles_says_to_try_another(run: Run, site: DemoSite, folder: Path) -> None:
    settings(folder, listing={"method": "search", "id": None})

    said = probe(run, site, "--day", LAST_DAY - timedelta(days=3000))

    assert said.code == 1
    assert "try --day" in finding(said, "listing")["words"]
    assert "Traceback" not in said.err


def test_a_popup_over_readable_pages_is_no_wall(run: Run, site: DemoSite) -> None:
    site.behave("articles", "popup")

    said = probe(run, site)

    assert (said.code, verdicts(said)) == (0, FINE)
    assert "popup lies over 1 of the pages" in finding(said, "access")["words"]


# --- faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "mode", "state", "about"),
    [
        ("listing", "signup_redirect", "access_wall", "listing"),
        ("listing", "signup_page", "access_wall", "listing"),
        ("articles", "signup_page", "access_wall", "article"),
        ("articles", "forbidden", "blocked", "article"),
        ("all", "forbidden", "blocked", "listing"),
    ],
)
def test_a_refusal_is_named_ends_the_probe_and_closes_the_host(
    run: Run, site: DemoSite, kind: str, mode: str, state: str, about: str
) -> None:
    site.behave(kind, mode)

    said = probe(run, site)
    assert (said.code, said.object["state"]) == (3, state)
    assert finding(said, "access")["verdict"] == "differs"
    assert finding(said, about) | {"verdict": "not seen", "words": "refused before it could be checked"} == finding(said, about)

    again = probe(run, site)
    assert (again.code, again.object["state"], again.object["requests"]) == (3, state, 0)
    assert "is closed until" in finding(again, "access")["words"]

    site.behave("all", "ok")
    assert probe(run, site, "--reopen").code == 0


def test_a_listing_that_is_refused_while_the_search_answers_is_to_be_changed_in_a_line(
    run: Run, site: DemoSite, folder: Path
) -> None:
    site.behave("listing", "forbidden")

    said = probe(run, site, "--day", LAST_DAY)

    assert said.code == 3
    assert verdicts(said) == {**FINE, "listing": "differs"}
    assert finding(said, "listing")["cure"] == "method: search"
    assert finding(said, "listing")["at"] == f"{folder / 'sources' / 'kcna-en.yml'}:5"
    assert sum(site.counts.values()) == 5


@pytest.mark.parametrize("mode", ["zero", "empty", "generic"])
def test_a_listing_without_items_by_either_method_differs(run: Run, site: DemoSite, mode: str) -> None:
    for kind in ("listing", "search"):
        site.behave(kind, mode)

    said = probe(run, site, "--day", LAST_DAY)

    assert (said.code, finding(said, "listing")["verdict"]) == (3, "differs")


def test_a_search_that_ignores_its_days_is_not_recommended(run: Run, site: DemoSite) -> None:
    for kind in ("listing", "search"):
        site.behave(kind, "generic")

    said = probe(run, site, "--day", "2026-11-10")

    assert "the other listing method failed too" in finding(said, "listing")["words"]
    assert "cure" not in finding(said, "listing") or finding(said, "listing")["cure"] is None
    assert finding(said, "paging")["verdict"] == "not seen"


def test_a_wall_behind_the_other_method_speaks_louder_than_a_change(run: Run, site: DemoSite) -> None:
    site.behave("listing", "zero")
    site.behave("search", "signup_page")

    said = probe(run, site)

    assert (said.code, said.object["state"]) == (3, "access_wall")
    assert probe(run, site).object["requests"] == 0


def test_a_second_page_that_is_another_page_does_not_keep_the_article_from_being_read(run: Run, site: DemoSite) -> None:
    site.behave("listing", "generic", match="from=10")

    said = probe(run, site)

    assert (said.code, verdicts(said)) == (3, {**FINE, "paging": "differs"})
    assert "generic Newstream page" in finding(said, "paging")["words"]


def test_an_article_that_changed_its_shape_differs(run: Run, site: DemoSite) -> None:
    site.behave("articles", "generic")

    said = probe(run, site)

    assert (said.code, said.object["state"]) == (3, "layout_changed")
    assert verdicts(said) == {**FINE, "article": "differs", "label": "not seen"}


def test_robots_that_forbid_everything_are_exit_3_by_one_request(run: Run, site: DemoSite) -> None:
    site.behave("robots", "robots_none")

    said = probe(run, site)

    assert (said.code, said.object["state"], said.object["requests"]) == (3, "robots_disallowed", 1)
    assert finding(said, "robots")["verdict"] == "differs"
    assert "does not allow" in said.object["reason"]


@pytest.mark.parametrize("kind", ["robots", "listing", "articles"])
def test_a_site_that_is_down_is_exit_1_and_asked_no_more_than_five_times(run: Run, site: DemoSite, kind: str) -> None:
    site.behave(kind, "error")

    said = probe(run, site)

    assert (said.code, said.object["state"]) == (1, "down")
    assert "differs" not in verdicts(said).values()


def test_further_attempts_count_and_the_sixth_request_is_not_made(run: Run, site: DemoSite) -> None:
    site.behave("robots", "error", times=2)

    said = probe(run, site)

    assert (said.code, said.object["requests"]) == (1, 5)
    assert verdicts(said) == {**FINE, "article": "not seen", "label": "not seen"}
    assert finding(said, "article")["words"] == "5 requests were made, and no more are"


def test_a_page_that_prints_another_label_says_what_to_write_where(run: Run, site: DemoSite, folder: Path) -> None:
    settings(folder, label="KCNA of Pyongyang")

    said = probe(run, site)

    assert (said.code, verdicts(said)["label"]) == (3, "differs")
    label = finding(said, "label")
    assert label["words"] == "the page prints “KCNA.kp (En)”, the file says “KCNA of Pyongyang”"
    assert (label["cure"], label["at"]) == (
        'label: "KCNA.kp (En)", and aliases: ["KCNA of Pyongyang"]',
        f"{folder / 'sources' / 'kcna-en.yml'}:2",
    )


def test_a_search_without_an_entry_of_the_source_does_not_guess(run: Run, site: DemoSite, folder: Path) -> None:
    settings(folder, label="Naenara", listing={"method": "search", "id": None})

    said = probe(run, site, "--day", LAST_DAY)

    assert (said.code, verdicts(said)["label"]) == (1, "not seen")
    assert "no entry of “Naenara” was among these" in finding(said, "label")["words"]


def test_a_page_size_the_site_does_not_keep_to_is_named(
    run: Run, site: DemoSite, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = site._listing
    monkeypatch.setattr(site, "_listing", lambda query, host: whole({**query, "to": "4"}, host))

    said = probe(run, site)

    assert (said.code, finding(said, "paging")["cure"]) == (3, "page_size: 4")
    assert "10 entries were asked for, 4 came, and more follow" in finding(said, "paging")["words"]


@pytest.fixture
def stuck(site: DemoSite, folder: Path) -> Iterator[Web]:
    """A site whose listing gives the same page at every offset, and whose search does not look at the days."""
    items = pages.listed(site.of_source("156") or [])[:10]

    def article(handler: Handler) -> None:
        page = site.answer(handler.path, web.url)
        answer(200, page.body)(handler)

    with serve() as web:
        web.ways["/wp-admin/admin-ajax.php"] = answer(200, pages.listing_fragment(items, web.url).encode())
        web.ways["/"] = answer(200, pages.search_page(items, web.url, LAST_DAY).encode())
        for _, path in items:
            web.ways[path] = article
        settings(folder, base_url=web.url)
        yield web


def test_a_listing_that_does_not_page_is_named(run: Run, stuck: Web) -> None:
    said = run("sources", "probe", "kcna-en", "--json")

    assert (said.code, verdicts(said)) == (3, {**FINE, "paging": "differs"})
    assert "the same entries as the first: it does not page" in finding(said, "paging")["words"]
    assert said.object["requests"] == len(stuck.seen) == 4


def test_a_search_that_does_not_look_at_the_days_is_named(run: Run, stuck: Web, folder: Path) -> None:
    settings(folder, listing={"method": "search", "id": None})

    said = run("sources", "probe", "kcna-en", "--json", "--day", LAST_DAY)
    astray = run("sources", "probe", "kcna-en", "--json", "--day", date(2020, 1, 1))

    assert (said.code, verdicts(said)["paging"]) == (3, "differs")
    assert "days do not count" in finding(said, "paging")["words"]
    assert (astray.code, verdicts(astray)["listing"]) == (3, "differs")


# --- the live site, before its terms are accepted -------------------------------------------------


def live(folder: Path) -> None:
    """An address at which nothing answers, should a test ever fail to stop before it."""
    settings(folder, base_url="https://kcnawatch.org:1", enabled=False)


def test_without_terms_a_live_site_is_asked_only_on_a_word(run: Run, folder: Path) -> None:
    live(folder)

    said = run("sources", "probe", "kcna-en", database="postgresql+psycopg2://nobody@127.0.0.1:1/x")
    script = run("sources", "probe", "kcna-en", "--json", database="postgresql+psycopg2://nobody@127.0.0.1:1/x")

    assert (said.code, said.out) == (2, "")
    for words in ("Nobody has accepted the terms", "https://kcnawatch.org:1/", "Nothing was asked", "--yes"):
        assert words in said.err
    assert (script.code, script.object["state"], script.object["requests"]) == (2, "disabled", 0)
    assert "--yes" in script.object["reason"]


def test_a_person_may_say_no(folder: Path, tmp_path: Path) -> None:
    live(folder)
    ours, theirs = pty.openpty()
    env = {
        **os.environ,
        "WIREWATCH_CONFIG": str(folder),
        "WIREWATCH_HOME": str(tmp_path),
        "WIREWATCH_DATABASE_URL": "postgresql://x@127.0.0.1:1/x",
    }
    os.write(ours, b"n\n")

    done = subprocess.run(
        [COMMAND, "sources", "probe", "kcna-en"], env=env, stdin=theirs, capture_output=True, text=True, timeout=60
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert "Make at most 5 requests now?" in done.stderr
    assert "Nothing was asked." in done.stderr
    os.close(ours)
    os.close(theirs)
