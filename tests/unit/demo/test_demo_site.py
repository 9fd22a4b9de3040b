"""How the demo site answers: pages, listings, search, and every way to misbehave."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
import requests
from bs4 import BeautifulSoup

from demo.edition import KCNA, PUBLICATIONS, Item
from demo.site import DemoSite
from tests.loopback import free_port

REPOSITORY = Path(__file__).resolve().parents[3]
LAST_DAY = date(2026, 11, 20)
TITLE = "<title>Newstream | KCNA Watch</title>"


def get(site: DemoSite, path: str, **options: object) -> requests.Response:
    return requests.get(site.base_url + path, timeout=5, allow_redirects=False, **options)  # type: ignore[arg-type]


def listing(site: DemoSite, number: int | str, offset: int = 0) -> requests.Response:
    return get(site, f"/wp-admin/admin-ajax.php?action=get_cat_by_source&die=true&from={offset}&to=10&sort=&id={number}")


def links(html: str) -> list[str]:
    return [str(link["href"]) for link in BeautifulSoup(html, "lxml").select(".article-desc h4 a")]


def whole_listing(site: DemoSite, number: int) -> list[str]:
    found: list[str] = []
    while page := links(listing(site, number, len(found)).text):
        found += page
    return found


def item_titled(site: DemoSite, title: str) -> Item:
    return next(item for item in site.items if item.title == title)


def text_of(html: str) -> str:
    return BeautifulSoup(html, "lxml").get_text("\n")


def search_path(start: date, end: date, source: int | str = "") -> str:
    return f"/?s=&source={source}&start={start:%d-%m-%Y}&end={end:%d-%m-%Y}&sort=recent"


# --- listings and search --------------------------------------------------------------------------


@pytest.mark.parametrize("number", PUBLICATIONS)
def test_a_listing_read_to_its_end_gives_each_url_of_each_item_once(site: DemoSite, number: int) -> None:
    paths = [path for item in site.items if item.publication.id == number for path in item.paths]
    assert whole_listing(site, number) == [site.base_url + path for path in paths]


def test_past_its_end_a_listing_is_empty(site: DemoSite) -> None:
    answer = listing(site, 156, 1000)
    assert (answer.status_code, answer.text) == (200, "")


@pytest.mark.parametrize("query", ["action=get_cat_by_source&from=0&to=10&id=999", "action=other&from=0&to=10&id=156", ""])
def test_an_unknown_source_or_action_is_answered_with_zero(site: DemoSite, query: str) -> None:
    answer = get(site, f"/wp-admin/admin-ajax.php?{query}")
    assert (answer.status_code, answer.text) == (400, "0")


def test_one_article_is_listed_under_two_urls_that_differ_in_slug_and_slash(site: DemoSite) -> None:
    first, second = [link for link in whole_listing(site, 156) if "talks-held-between-dprk" in link.lower()]
    assert first != second
    assert first.rsplit("/", 1)[0] == second.rstrip("/").rsplit("/", 1)[0]
    assert second.endswith("/")
    assert requests.get(first, timeout=5).text == requests.get(second, timeout=5).text


@pytest.mark.parametrize("number", PUBLICATIONS)
def test_search_by_a_day_finds_what_the_listing_shows_for_it(site: DemoSite, number: int) -> None:
    for back in range(-1, 12):
        day = LAST_DAY - timedelta(days=back)
        listed = {path for item in site.items if item.publication.id == number and item.day == day for path in item.paths}
        assert set(links(get(site, search_path(day, day, number)).text)) == {site.base_url + path for path in listed}


def test_search_over_days_and_sources_gives_blocks_of_days_out_of_order(site: DemoSite) -> None:
    page = BeautifulSoup(get(site, search_path(date(2026, 11, 17), date(2026, 11, 19))).text, "lxml")
    days = [span.get_text() for span in page.select("#search_wrapper .articled-date > span")]
    assert len(days) == 48
    assert list(dict.fromkeys(days)) == ["November 19, 2026", "November 17, 2026", "November 18, 2026"]
    assert "More Articles" not in page.get_text()


def test_search_shows_a_hundred_entries_and_more_articles_only_beyond(site: DemoSite) -> None:
    page = get(site, search_path(date(2026, 11, 1), date(2026, 11, 30))).text
    assert len(links(page)) == 100
    assert "More Articles" in page


def test_search_for_words_or_an_impossible_date_finds_only_what_matches(site: DemoSite) -> None:
    assert len(links(get(site, "/?s=Overchuk").text)) == 1
    assert links(get(site, "/?s=&start=11-20-2026&end=11-20-2026").text) == []


def test_listing_links_use_the_host_that_was_asked(site: DemoSite) -> None:
    answer = get(site, search_path(LAST_DAY, LAST_DAY), headers={"Host": "mirror.example:81"})
    assert all(link.startswith("http://mirror.example:81/newstream/") for link in links(answer.text))


# --- pages ----------------------------------------------------------------------------------------


def test_every_url_resolves_with_and_without_a_slash_and_with_any_slug(site: DemoSite) -> None:
    for item in site.items[::9]:
        pages = {get(site, path).text for path in (item.paths[0], item.paths[0] + "/", f"/newstream/{item.ts_id}/other-words")}
        assert len(pages) == 1
        assert item.paragraphs[-1][:20] in text_of(pages.pop()).replace("\n", "")


def test_two_servers_with_one_calendar_send_the_same_bytes(site: DemoSite) -> None:
    twin = DemoSite(LAST_DAY)
    for path in (site.items[5].paths[0], search_path(LAST_DAY, LAST_DAY), "/newstream/"):
        assert twin.answer(path, "http://demo") == site.answer(path, "http://demo")
    twin._server.server_close()


def test_a_page_has_the_parts_of_a_real_one_in_their_order(site: DemoSite) -> None:
    item = item_titled(site, "Wreath Laid at Liberation Tower")
    page = get(site, item.paths[0]).text
    assert TITLE in page
    assert "Invented demo text" in page
    text = " ".join(BeautifulSoup(page, "lxml").get_text().split())
    parts = [
        "November 21, 2026Nov 21, 2026",
        "KCNA KCNA.kp (En)",
        "Wreath Laid at Liberation Tower",
        "Date: 19/11/2026 | Source: KCNA.kp (En) | Read original version at source",
        "Pyongyang, November 19 (KCNA) -- Sergei Shoigu",
        "visitors' book. -0- www.kcna.kp (2026.11.19.)",
        "More From KCNA.kp (En)",
        "More Articles",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_the_leaders_name_is_followed_by_a_space_before_punctuation(site: DemoSite) -> None:
    page = get(site, item_titled(site, "Kim Jong Un Receives Message of Greeting from Russian President").paths[0]).text
    assert '<nobr><span class="fSpecCs">Kim Jong Un </span></nobr>' in page
    assert "Kim Jong Un , general secretary" in BeautifulSoup(page, "lxml").get_text()


def test_more_from_shows_11_to_20_other_items_of_the_source(site: DemoSite) -> None:
    for item in site.items[::7]:
        page = get(site, item.paths[0]).text.partition("More From")[2]
        others = links(page)
        assert 11 <= len(others) <= 20
        assert not any(item.ts_id in link for link in others)
        labels = {found.publication for found in site.items if any(found.ts_id in link for link in others)}
        assert labels == {item.publication}


def test_a_voice_of_korea_page_has_neither_dateline_nor_end_mark_nor_footer(site: DemoSite) -> None:
    page = text_of(get(site, item_titled(site, "Joint committee meets in Pyongyang").paths[0]).text)
    assert not any(mark in page for mark in ("(KCNA)", "-0-", "www.kcna.kp"))
    assert "Date: 18/11/2026 | Source: Voice of Korea (EN)" in page


def test_one_page_has_no_date_line_and_one_has_no_heading(site: DemoSite) -> None:
    undated = get(site, item_titled(site, "Notes from Mountain Weather Station").paths[0]).text
    headless = get(site, item_titled(site, "Machine plant makes small tractors").paths[0]).text
    assert ("Date: " in undated, "<h2>" in undated) == (False, True)
    assert ("Date: " in headless, "<h2>" in headless) == (True, False)


def test_an_unknown_article_gets_the_generic_page(site: DemoSite) -> None:
    answer = get(site, "/newstream/1-2/nothing")
    assert (answer.status_code, answer.text) == (200, get(site, "/newstream/").text)
    assert "Date: " not in answer.text


def test_robots_sign_up_terms_and_pictures_are_there(site: DemoSite) -> None:
    assert get(site, "/robots.txt").text.splitlines() == [
        "User-agent: *",
        "Disallow: /wp-admin/",
        "Allow: /wp-admin/admin-ajax.php",
    ]
    assert "<form" in get(site, "/free-member-form/").text
    assert "demo" in get(site, "/terms/").text
    assert get(site, "/uploads/logo.png").content.startswith(b"\x89PNG")
    assert get(site, "/article/156/").status_code == 200
    assert get(site, "/nowhere").status_code == 404


# --- behaviours -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "status", "words"),
    [
        ("signup_redirect", 302, ""),
        ("signup_page", 200, "Become a free member"),
        ("popup", 200, "nk-paywall-free-member-form"),
        ("generic", 200, "Upgrade to NK PRO today"),
        ("forbidden", 403, "403"),
        ("too_many", 429, "429"),
        ("error", 500, "500"),
        ("zero", 200, "0"),
        ("empty", 200, ""),
    ],
)
def test_each_way_to_misbehave_changes_the_answer_until_reset(site: DemoSite, mode: str, status: int, words: str) -> None:
    path = site.items[0].paths[0]
    proper = get(site, path).text
    site.behave("articles", mode)
    answer = get(site, path)
    assert answer.status_code == status
    assert words in answer.text
    assert answer.text != proper
    assert ("Date: " in answer.text) == (mode == "popup")
    site.behave("articles", "ok")
    assert get(site, path).text == proper


def test_a_sign_up_redirect_leads_to_the_form_and_429_says_when_to_come_back(site: DemoSite) -> None:
    site.behave("listing", "signup_redirect", times=1)
    assert listing(site, 156).headers["Location"] == f"{site.base_url}/free-member-form/"
    site.behave("listing", "too_many", times=1, seconds=7)
    assert listing(site, 156).headers["Retry-After"] == "7"


def test_a_cut_answer_breaks_off_before_its_promised_length(site: DemoSite) -> None:
    site.behave("search", "cut")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        get(site, search_path(LAST_DAY, LAST_DAY))


def test_a_slow_answer_comes_late_but_whole(site: DemoSite) -> None:
    site.behave("robots", "slow", seconds=0.3)
    begun = time.monotonic()
    assert "Allow" in get(site, "/robots.txt").text
    assert time.monotonic() - begun >= 0.3


def test_robots_none_forbids_everything_and_changes_no_page(site: DemoSite) -> None:
    site.behave("all", "robots_none")
    assert get(site, "/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert listing(site, 156).status_code == 200


def test_a_switch_can_be_limited_to_a_number_of_times_and_to_matching_urls(site: DemoSite) -> None:
    unlucky, lucky = site.items[0], site.items[1]
    site.behave("articles", "error", times=2, match=unlucky.ts_id)
    assert get(site, lucky.paths[0]).status_code == 200
    assert [get(site, unlucky.paths[0]).status_code for _ in range(3)] == [500, 500, 200]


def test_all_switches_every_kind_and_ok_resets_every_kind(site: DemoSite) -> None:
    targets = ["/robots.txt", search_path(LAST_DAY, LAST_DAY), site.items[0].paths[0], "/wp-admin/admin-ajax.php"]
    site.behave("all", "forbidden")
    assert {get(site, target).status_code for target in targets} == {403}
    site.behave("all", "ok")
    assert [get(site, target).status_code for target in targets] == [200, 200, 200, 400]


def test_unknown_words_for_a_switch_are_refused(site: DemoSite) -> None:
    with pytest.raises(ValueError, match="kind is one of"):
        site.behave("article", "error")
    with pytest.raises(ValueError, match="mode is one of"):
        site.behave("articles", "broken")


# --- counts, late changes, other processes --------------------------------------------------------


def test_requests_are_counted_by_kind(site: DemoSite) -> None:
    for path in ("/robots.txt", search_path(LAST_DAY, LAST_DAY), *site.items[0].paths, "/terms/"):
        get(site, path)
    listing(site, 156)
    listing(site, 163)
    assert site.counts == {"robots": 1, "listing": 2, "search": 1, "article": 1, "other": 1}
    assert get(site, "/__demo/counts").json() == site.counts


def test_an_edit_changes_one_page_and_no_url(site: DemoSite) -> None:
    item, other = site.items[0], site.items[5]
    before = get(site, other.paths[0]).text
    site.edit(item.ts_id, "A word was added.")
    assert "A word was added." in get(site, item.paths[0]).text
    assert get(site, other.paths[0]).text == before


def test_a_late_article_stands_on_top_of_the_listing_with_its_own_day(site: DemoSite) -> None:
    item = site.add(LAST_DAY, "KCNA.kp (En)", "Late Report", ["Something was opened.", "Guests came."])
    assert links(listing(site, 156).text)[0] == site.base_url + item.paths[0]
    page = text_of(get(site, item.paths[0]).text)
    assert "Date: 20/11/2026" in page
    assert "Pyongyang, November 20 (KCNA) -- Something was opened." in page
    assert any(item.ts_id in link for link in links(get(site, search_path(LAST_DAY, LAST_DAY, KCNA.id)).text))


def test_another_process_can_switch_edit_and_add_over_http(site: DemoSite) -> None:
    def post(name: str, wish: dict[str, object]) -> requests.Response:
        return requests.post(f"{site.base_url}/__demo/{name}", json=wish, timeout=5)

    assert post("behave", {"kind": "robots", "mode": "error", "times": 1}).status_code == 200
    assert get(site, "/robots.txt").status_code == 500
    ts_id = site.items[0].ts_id
    assert post("edit", {"ts_id": ts_id, "body_suffix": "Added."}).json() == {"ts_id": ts_id}
    added = post("add", {"day": "2026-11-19", "source": 163, "title": "Late", "paragraphs": ["Late words."]}).json()
    assert site.items[0].ts_id == added["ts_id"]
    assert [post("behave", {"mode": "error"}).status_code, post("edit", {"ts_id": "1-1", "body_suffix": ""}).status_code] == [
        400,
        400,
    ]
    assert post("nothing", {}).status_code == 400


def test_the_command_serves_silently_and_ends_on_sigterm() -> None:
    port = free_port()
    command = [sys.executable, "-m", "demo.site", "--port", str(port), "--last-day", "2026-11-20"]
    served = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        assert "Allow" in _wait_for(f"http://127.0.0.1:{port}/robots.txt").text
        os.kill(served.pid, signal.SIGTERM)
        output, _ = served.communicate(timeout=60)  # it would serve for ever
    finally:
        served.kill()
    assert (served.returncode, output) == (0, b"")


def _wait_for(url: str) -> requests.Response:
    for _ in range(600):
        try:
            return requests.get(url, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}")


def test_listing_dates_are_written_in_words_with_two_digits(site: DemoSite) -> None:
    page = get(site, search_path(date(2026, 11, 9), date(2026, 11, 9))).text
    assert re.search(r'<p class="articled-date"> <span>November 09, 2026</span></p>', page)
