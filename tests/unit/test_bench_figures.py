"""What `make bench` holds the product against: the bounds, and how a row is judged."""

from __future__ import annotations

import statistics
from datetime import date

import pytest

from benchmarks import bounds
from benchmarks.ground import compare, url_hash
from benchmarks.names import Speed
from benchmarks.page import NOT_YET, page, sections
from benchmarks.prose import korean_texts, people, people_in_hangul, texts
from benchmarks.table import Found, Row, markdown
from demo.volume import Volume, ingest_day


def test_the_least_is_every_article_once_and_every_entry_in_full_pages() -> None:
    assert bounds.least(articles=30, entries=45, page_size=10) == 34.5


def test_a_normal_day_may_ask_five_percent_and_two_more() -> None:
    assert bounds.daily_target(articles=30, entries=100, page_size=10) == pytest.approx(44)


@pytest.mark.parametrize(("entries", "page_size", "target"), [(30, 30, 5), (31, 30, 6), (0, 10, 4), (68, 10, 11)])
def test_a_day_far_back_may_ask_its_own_pages_and_four_more(entries: int, page_size: int, target: int) -> None:
    assert bounds.day_target(entries, page_size) == target


def test_a_backfill_may_ask_five_percent_more_than_the_least() -> None:
    assert bounds.backfill_target(articles=1000, entries=1000, page_size=10) == pytest.approx(1155)


def test_items_out_of_order_are_counted_apart_and_do_not_make_a_day_incomplete() -> None:
    items = list(Volume(date(2026, 11, 20), 60, (4, 8), reingested=0.1))
    inside = [item for item in items if ingest_day(item) == item.day]
    found = compare(items, {url_hash(item) for item in inside})
    assert found == Found(len(inside), len(inside), 0, len(items) - len(inside))
    assert found.all
    assert found.strays > 0
    assert not compare(items, {url_hash(item) for item in inside[1:]}).all


def test_a_promise_that_was_not_kept_is_printed_as_missed() -> None:
    rows = [Row("case", "us", "9", met=False), Row("case", "us", "1", met=True), Row("case", "a peer", "99")]
    assert [line.split(" | ")[-1] for line in markdown(rows).splitlines()[2:]] == ["**missed** |", "met |", "– |"]


def test_texts_are_the_same_for_the_same_seed_of_three_kilobytes_and_hold_whom_they_name() -> None:
    listed = people(50)
    made = list(texts(100, listed, share=0.5))
    assert made == list(texts(100, listed, share=0.5))
    assert all(name in article.body for article in made for name in article.named)
    assert 30 < sum(bool(article.named) for article in made) < 70
    assert 2500 < statistics.mean(len(article.body) for article in made) < 3500


def test_texts_of_no_share_name_nobody_of_the_list() -> None:
    listed = people(50)
    assert not [name for article in texts(100, listed, share=0) for name in listed if name in article.body]


def test_a_ratio_is_the_median_of_the_rounds_ratios() -> None:
    assert Speed((10, 20, 90), 0).times(Speed((5, 5, 10), 0)) == 4


WORDS = "What was done.\n\n## The crawl\n\n{crawl}\n\n## Names\n\n{names}\n"


def test_a_section_of_the_page_keeps_the_figures_of_its_own_run() -> None:
    both = page(WORDS, "", {"crawl": "of Monday\n\n| 1 |", "names": "of Monday\n\n| 2 |"}, ["crawl", "names"])
    later = page(WORDS.replace("done", "done since"), both, {"names": "of Friday\n\n| 3 |"}, ["crawl", "names"])
    assert later.startswith("What was done since.")
    assert "of Monday\n\n| 1 |" in later
    assert "of Friday\n\n| 3 |" in later
    assert "| 2 |" not in later


def test_a_section_that_was_never_measured_says_so() -> None:
    assert NOT_YET in page(WORDS, "# A page of another form", {"crawl": "| 1 |"}, ["crawl", "names"])


def test_only_sections_of_which_every_case_was_measured_are_written() -> None:
    of = {"crawl": ["year", "speed"], "names": ["names"]}
    assert sections(["speed", "names"], of) == ["names"]
    assert sections(["speed", "year"], of) == ["crawl"]


def test_every_korean_name_stands_in_its_text_as_it_is_given() -> None:
    listed = people_in_hangul(20)
    articles = list(korean_texts(10, listed, 1.0))
    assert all(article.named for article in articles)
    assert all(listed[name] in article.body for article in articles for name in article.named)
