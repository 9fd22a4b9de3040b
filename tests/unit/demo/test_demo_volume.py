"""A site of any size: always the same items, all of them known, served as the small site is."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import requests
from bs4 import BeautifulSoup

from demo.edition import KST
from demo.site import DemoSite
from demo.volume import DAY, Volume, ingest_day
from wirewatch.config import PROJECT, load_watchlist
from wirewatch.sites.kcna_watch.article import read_article
from wirewatch.watchlist.matcher import Matcher

LAST_DAY = date(2026, 11, 20)
REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture
def volume() -> Volume:
    return Volume(LAST_DAY, days=60, per_day=(8, 20), reingested=0.05, empty=0.1, named_every=7)


@pytest.fixture
def served(volume: Volume) -> Iterator[DemoSite]:
    site = DemoSite(LAST_DAY, items=volume).start()
    yield site
    site.stop()


def links(site: DemoSite, path: str) -> list[str]:
    page = requests.get(site.base_url + path, timeout=5).text
    return [str(link["href"]) for link in BeautifulSoup(page, "lxml").select(".article-desc h4 a")]


def listing(site: DemoSite, offset: int, count: int = 50) -> list[str]:
    return links(site, f"/wp-admin/admin-ajax.php?action=get_cat_by_source&die=true&from={offset}&to={count}&sort=&id=156")


def of_all_days(volume: Volume, number: int) -> list[str]:
    days = [volume.first_day + n * DAY for n in range(61)]
    return [item.ts_id for day in days for item in volume.of_day(day, number)]


@pytest.mark.parametrize("number", [156, 163])
def test_the_listing_holds_every_item_of_every_day_once_newest_first(volume: Volume, number: int) -> None:
    listed = list(volume.of_source(number))
    assert Counter(item.ts_id for item in listed) == Counter(of_all_days(volume, number))
    assert [(item.ingested, item.number) for item in listed] == sorted(
        ((item.ingested, item.number) for item in listed), reverse=True
    )


def test_the_same_seed_gives_the_same_items_and_another_gives_others() -> None:
    one, same, other = (list(Volume(LAST_DAY, 5, seed=seed)) for seed in (1, 1, 2))
    assert one == same
    assert not {item.ts_id for item in one} & {item.ts_id for item in other}


def test_days_grow_from_the_least_to_the_most_and_some_are_empty() -> None:
    volume = Volume(LAST_DAY, days=2000, per_day=(18, 42))
    counts = [volume.count(volume.first_day + n * DAY, volume.first_day + n * DAY, 156) for n in range(2000)]
    assert 0.01 < counts.count(0) / 2000 < 0.03
    assert (min(count for count in counts if count), max(counts)) == (18, 42)
    assert sum(counts[:500]) * 1.3 < sum(counts[1500:])


def test_a_share_of_old_items_stands_out_of_order(volume: Volume) -> None:
    items = list(volume.of_source(156))
    strays = [item for item in items if ingest_day(item) != item.day]
    assert 0.01 < len(strays) / len(items) < 0.08
    assert all(item.day < ingest_day(item) <= LAST_DAY for item in strays)
    assert [item for item in Volume(LAST_DAY, 60, reingested=0) if ingest_day(item) != item.day] == []


def test_every_text_is_one_of_its_own_and_every_pair_of_timestamp_and_number_too(volume: Volume) -> None:
    items = list(volume)
    assert len({" ".join(item.paragraphs) for item in items}) == len(items)
    assert len({item.ts_id for item in items}) == len(items) > len({item.ingested for item in items})


def test_exactly_the_items_asked_for_name_one_watched_person(volume: Volume) -> None:
    officials = Matcher(load_watchlist(PROJECT / "config" / "watchlists" / "russian-officials.yml"))
    naming = {i.ts_id: len(officials.find({"title": i.title, "body": "\n\n".join(i.paragraphs)})) for i in volume.of_source(156)}
    named = {item.ts_id for item in volume.of_source(156) if volume.names_somebody(item)}
    assert {ts_id for ts_id, mentions in naming.items() if mentions} == named
    assert {naming[ts_id] for ts_id in named} == {1}
    assert len(named) > 5


@pytest.mark.parametrize("days_ago", [0, 1, 13.4, 40.7, 59.9, 70])
def test_set_to_a_time_it_holds_what_had_come_in_by_then(volume: Volume, days_ago: float) -> None:
    then = datetime(2026, 11, 20, 21, 0, tzinfo=KST) - timedelta(days=days_ago)
    before, later = ([item for item in volume if (item.ingested <= then.timestamp()) is shown] for shown in (True, False))
    volume.at = then
    assert list(volume) == before
    assert volume.of_source(156)[:3] == [item for item in before if item.publication.id == 156][:3]
    assert not any(volume.find(item.ts_id) for item in later)
    assert sorted(map(id, volume.between(None, None, None))) == sorted(map(id, before))


def test_half_a_million_entries_start_and_answer_at_once() -> None:
    began = time.process_time()
    volume = Volume(LAST_DAY, days=7305, per_day=(42, 98))
    assert len(volume.of_source(156)) > 500_000
    assert time.process_time() - began < 10
    began = time.process_time()
    for offset in range(7, 500_000, 25_000):
        assert len(volume.listed(156, offset, 10)) == 10
    assert (time.process_time() - began) / 20 < 0.2


# --- served --------------------------------------------------------------------------------------


def test_served_the_listing_is_read_to_its_end_by_offsets(served: DemoSite, volume: Volume) -> None:
    found = [link for offset in range(0, len(volume.of_source(156)) + 50, 50) for link in listing(served, offset)]
    assert found == [served.base_url + item.paths[0] for item in volume.of_source(156)]


def test_served_the_search_finds_a_days_items_wherever_they_stand(served: DemoSite, volume: Volume) -> None:
    day = next(item.day for item in volume.of_source(156) if ingest_day(item) != item.day)
    found = links(served, f"/?s=&source=156&start={day:%d-%m-%Y}&end={day:%d-%m-%Y}&sort=recent")
    assert sorted(found) == sorted(served.base_url + item.paths[0] for item in volume.of_day(day, 156))


@pytest.mark.parametrize("place", [0, 100, 300, -1])
def test_served_an_article_reads_as_it_was_made(served: DemoSite, volume: Volume, place: int) -> None:
    item = volume.of_source(156)[place]
    url = served.base_url + item.paths[0]
    article = read_article(requests.get(url, timeout=5).content, url)
    assert (article.title, article.published_on, article.source) == (item.title, item.day, "KCNA.kp (En)")
    assert re.sub(r"\s+", " ", article.body) == " ".join(item.paragraphs)
    assert len(article.more_from) >= 11


def test_with_drift_an_item_of_the_next_day_arrives_with_every_third_request(served: DemoSite, volume: Volume) -> None:
    before = len(volume.of_source(156))
    served.drift(3)
    pages = [listing(served, 0, 10) for _ in range(6)]
    assert len(volume.of_source(156)) == before + 2
    assert pages[0] == pages[1] == pages[2][1:] + pages[0][-1:] != pages[2]
    assert {item.day for item in volume.of_source(156)[:2]} == {LAST_DAY + DAY}
    assert listing(served, before, 10)[-1].endswith(volume.of_source(156)[-1].paths[0])


def test_an_edit_and_a_late_article_work_as_on_the_small_site(served: DemoSite, volume: Volume) -> None:
    old = volume.of_source(156)[200]
    served.edit(old.ts_id, "So it was.")
    late = served.add(LAST_DAY, 163, "Late", ["It came late."])
    assert volume.of_source(156)[200].paragraphs[-1].endswith("So it was.")
    assert (volume[0], served.find(late.ts_id), late in volume.of_day(LAST_DAY, 163)) == (late, late, True)


def test_a_process_of_its_own_serves_the_volume_it_is_asked_for() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--last-day", str(LAST_DAY), "--days", "9", "--per-day", "5", "--empty", "0", "--reingested", "0"]
    command = [sys.executable, "-m", "demo.site", "--port", str(port), *options]
    environment = {**os.environ, "PYTHONPATH": "plugins:."}
    with subprocess.Popen(command, cwd=REPOSITORY, env=environment) as process:
        try:
            assert len(answered(port, 60)) == 45 + 4
        finally:
            process.terminate()


def answered(port: int, patience: float) -> list[str]:
    site = f"http://127.0.0.1:{port}/wp-admin/admin-ajax.php?action=get_cat_by_source&die=true&from=0&to=200&sort=&id=156"
    until = time.monotonic() + patience
    while True:
        try:
            return re.findall(r'<h4><a href="([^"]+)"', requests.get(site, timeout=5).text)
        except requests.ConnectionError:
            assert time.monotonic() < until
            time.sleep(0.05)
