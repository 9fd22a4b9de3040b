"""Keys of articles, and the two requests for listings."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from wirewatch.sites.kcna_watch.urls import article_key, more_articles_url, normalised_url, on_host, search_url, url_hash

KEY = "kcnawatch.org/newstream/1396423980-1027"


@pytest.mark.parametrize(
    "url",
    [
        "https://kcnawatch.org/newstream/1396423980-1027/laws/space-law/",
        "https://kcnawatch.xyz/newstream/1396423980-1027",
        "http://127.0.0.1:8080/base/newstream/1396423980-1027/%ea%b9%80%ec%a0%95/?utm=1#top",
        "https://kcnawatch.co/newstream/1396423980-1027/Talks-Held",
    ],
)
def test_one_article_has_one_key_on_any_host(url: str) -> None:
    assert article_key(url) == KEY
    assert url_hash(url) == hashlib.sha256(KEY.encode()).digest()


@pytest.mark.parametrize(
    "url",
    [
        "https://kcnawatch.org/newstream/",
        "https://kcnawatch.org/newstream/2024/07/13/x",
        "https://kcnawatch.org/newstream/2024-07-13/x",
        "https://kcnawatch.org/free-member-form/?to=/newstream/1-2/",
        "https://kcnawatch.org/newstream/1396423980-x",
        "http://[",
        "",
        "javascript:void(0)",
    ],
)
def test_other_urls_have_no_key_but_a_hash(url: str) -> None:
    assert article_key(url) is None
    assert len(url_hash(url)) == 32


def test_other_urls_are_equal_but_for_case_port_fragment_and_order() -> None:
    assert normalised_url("HTTPS://KCNAwatch.org:443/A/?b=2&a=1#x") == "https://kcnawatch.org/A/?a=1&b=2"
    assert url_hash("http://a.kp/A") != url_hash("http://a.kp/a")
    assert url_hash("http://a.kp:8080/") != url_hash("http://a.kp/")


def test_the_listing_requests() -> None:
    assert more_articles_url("http://h/p/", 189661, 20, 10) == (
        "http://h/p/wp-admin/admin-ajax.php?action=get_cat_by_source&die=true&from=20&to=10&sort=&id=189661"
    )
    days = date(2011, 7, 1), date(2011, 9, 30)
    assert search_url("https://kcnawatch.org", 190036, *days) == (
        "https://kcnawatch.org/?s=&source=190036&start=01-07-2011&end=30-09-2011&sort=recent"
    )
    assert (
        search_url("https://kcnawatch.org/", None, *days)
        == "https://kcnawatch.org/?s=&start=01-07-2011&end=30-09-2011&sort=recent"
    )


@pytest.mark.parametrize(
    ("url", "base_url", "there"),
    [
        ("https://kcnawatch.xyz/newstream/1-2/slug", "http://127.0.0.1:8090", "http://127.0.0.1:8090/newstream/1-2/slug"),
        ("https://kcnawatch.org/newstream/1-2/slug/", "http://h:1/mirror/", "http://h:1/mirror/newstream/1-2/slug/"),
        ("http://h:1/mirror/newstream/1-2/slug", "http://h:1/mirror", "http://h:1/mirror/newstream/1-2/slug"),
        ("https://kcnawatch.org/about", "http://h:1", "https://kcnawatch.org/about"),
    ],
)
def test_an_article_is_read_on_the_host_of_its_source(url: str, base_url: str, there: str) -> None:
    assert on_host(url, base_url) == there
