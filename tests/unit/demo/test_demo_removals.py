"""The demo site takes articles away, brings them back, and answers conditional GETs."""

from __future__ import annotations

from datetime import timedelta

import pytest
import requests

from demo.site import DemoSite
from tests.conftest import LAST_DAY


def get(site: DemoSite, path: str, **headers: str) -> requests.Response:
    return requests.get(site.base_url + path, headers=headers, timeout=5)


@pytest.mark.parametrize(("how", "status"), [("404", 404), ("410", 410), ("generic", 200)])
def test_a_removed_article_answers_as_told_and_may_come_back(site: DemoSite, how: str, status: int) -> None:
    item = site.items[3]
    done = requests.post(f"{site.base_url}/__demo/remove", json={"ts_id": item.ts_id, "how": how}, timeout=5)

    gone = get(site, item.paths[0])
    assert (done.status_code, gone.status_code) == (200, status)
    assert item.paragraphs[0] not in gone.text
    assert item.paths[0] not in get(site, "/newstream/").text

    requests.post(f"{site.base_url}/__demo/restore", json={"ts_id": item.ts_id}, timeout=5)
    assert get(site, item.paths[0]).status_code == 200
    assert site.find(item.ts_id) == item


def test_an_unknown_way_or_article_is_refused(site: DemoSite) -> None:
    for wish in ({"ts_id": site.items[0].ts_id, "how": "gone"}, {"ts_id": "1-1"}):
        assert requests.post(f"{site.base_url}/__demo/remove", json=wish, timeout=5).status_code == 400


@pytest.mark.parametrize(
    ("mode", "same_day", "next_day", "edited"), [("none", 200, 200, 200), ("content", 304, 304, 200), ("page", 304, 200, 200)]
)
@pytest.mark.parametrize("validator", [("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")])
def test_validators_are_none_the_articles_or_the_pages(
    site: DemoSite, mode: str, same_day: int, next_day: int, edited: int, validator: tuple[str, str]
) -> None:
    item = site.items[0]
    requests.post(f"{site.base_url}/__demo/validators", json={"mode": mode}, timeout=5)
    asked = {validator[1]: get(site, item.paths[0]).headers.get(validator[0], "")}

    assert get(site, item.paths[0], **asked).status_code == same_day
    site.viewed_on = LAST_DAY + timedelta(days=2)
    assert get(site, item.paths[0], **asked).status_code == next_day
    site.edit(item.ts_id, "More was said.")
    assert get(site, item.paths[0], **asked).status_code == edited
