"""Where the article ends in a saved page's plain text; gardeners nobody has heard of."""

from __future__ import annotations

from datetime import date

import pytest

from wirewatch.sites.kcna_watch.saved_text import day_of_saved_text, end_of_article

BODY = "Anton Beryozkin, head of a delegation of gardeners, visited the Lakeside Orchard.\nThe guests planted a tree. -0-\n"
ITEM = "Pavel Ryabinin, chairman of the pear growers, arrived in\nJuly 13, 2025\nPavel Ryabinin, chairman of the pear growers, arrived in\n"


@pytest.mark.parametrize(
    "block",
    [
        f"More From KCNA.kp (En)\n{ITEM}{ITEM}More Articles\n",
        f"More From Voice of Korea (EN)\n\nNews of pears\n\nNews of pears\n\n{ITEM}",
        f"  more from \nSome Paper (Ru)\n{ITEM}",
        f"More From the gardeners' paper\n{ITEM}",
        "More From the gardeners' paper\nPears ripen\nPears ripen\n",
        "More From KCNA.kp (En)\r\nPears ripen\r\nPlums ripen",
        "More From KCNA.kp (En)",
    ],
)
def test_the_article_ends_at_the_heading_of_the_other_articles(block: str) -> None:
    text = BODY + block
    assert text[: end_of_article(text)] == BODY


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"{BODY}More from the harvest\nThe pears were carried to the town.\nThe plums followed them.\n",
        f"{BODY}He asked for more from his men and got it on July 13, 2025.\n",
        f"{BODY}More from the orchard came in.\nJuly 13, 2025\n",
    ],
)
def test_a_line_of_the_article_ends_nothing(text: str) -> None:
    assert end_of_article(text) == len(text)


def test_a_line_of_the_article_hides_no_heading_below_it() -> None:
    article = f"{BODY}More from the harvest\nThe pears were carried to the town.\n"
    text = f"{article}More From KCNA.kp (En)\n{ITEM}"
    assert text[: end_of_article(text)] == article


def test_the_day_is_the_articles_own() -> None:
    assert day_of_saved_text(f"{BODY}www.kcna.kp (2025.07.13.)\nMore From KCNA.kp (En)\n(2026.01.01.)\n") == date(2025, 7, 13)
    assert day_of_saved_text(f"{BODY}More From KCNA.kp (En)\n(2026.01.01.)\n") is None
