"""When a warning on articles has become so frequent that the site must have changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wirewatch.pipeline.decline import ReadArticle, find_decline


def articles(count: int, **marked: int) -> list[ReadArticle]:
    """That many articles; of each warning, how many carry it (the first ones)."""
    return [(f"https://site/{n}", tuple(name for name, many in marked.items() if n < many)) for n in range(count)]


def test_a_warning_that_most_articles_suddenly_carry_is_a_decline_with_evidence() -> None:
    decline = find_decline(articles(8, no_title=1, no_date_line=7), articles(200, no_date_line=4, no_title=10))

    assert decline is not None
    assert decline.evidence == {
        "kind": "warnings",
        "warning": "no_date_line",
        "share_now": 0.875,
        "share_before": 0.02,
        "urls": ["https://site/0", "https://site/1", "https://site/2"],
    }
    assert "7 of the last 8" in decline.reason
    assert "4 of 200" in decline.reason


def test_a_part_of_many_articles_is_enough() -> None:
    assert find_decline(articles(60, no_more_from=15), articles(200, no_more_from=2)) is not None


def test_odd_pages_a_first_crawl_and_what_was_always_so_are_silent() -> None:
    assert find_decline(articles(8, no_title=1), articles(200)) is None
    assert find_decline(articles(4, no_title=4), articles(200)) is None
    assert find_decline(articles(300, no_title=300), []) is None
    assert find_decline(articles(8, no_title=8), articles(19)) is None
    assert find_decline(articles(8, no_title=8), articles(200, no_title=190)) is None
    assert find_decline(articles(8, no_title=5), articles(200, no_title=60)) is None
    assert find_decline([], articles(200)) is None


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_never_without_five_articles_and_a_jump(now: int, of: int, before: int, of_before: int) -> None:
    decline = find_decline(articles(of, x=now), articles(of_before, x=before))
    if decline is not None:
        assert decline.now >= 5
        assert decline.now / decline.of_now >= decline.before / decline.of_before + 0.2
