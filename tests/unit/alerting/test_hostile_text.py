"""Text from outside reads as text: it never acts in a mail, a mail header or Slack."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.alerting.example_lines import TALKS, made
from wirewatch.alerting.lines import safe_url, tidy

HOSTILE = (
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "{{ 7 * 7 }}{% raw %}",
    "Title\r\nBcc: everybody@example.org\r\n\r\nbody",
    "<!channel> <!here> <@U012AB3CD> <#C024BE7LR> <https://example.net|bank>",
    "*bold* _italic_ ~gone~ `code` ```block```",
    "> quoted\n> twice",
    "\u202egnp.exe\u202c \u200bzero\u200b\ufeff \x00\x07\x1b[31m",
    "&lt;b&gt; &amp;",
)
ACTIVE = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")


def poisoned(text: str) -> Any:
    """A message in which everything from outside is the text."""
    sentence = f"{text} Sergei Lavrov {text}"
    start = sentence.index("Sergei")
    line = replace(TALKS, person=text, surface=text, role=text, reason=text, title=text, source=text, sentence=sentence)
    return made(replace(line, mark_start=start, mark_end=start + 13, rule=text))


def slack_texts(blocks: list[dict[str, Any]]) -> list[str]:
    """Every text of the blocks that Slack reads as markup."""
    texts = [block["text"] for block in blocks if "text" in block] + [
        one for block in blocks for one in block.get("elements", [])
    ]
    return [text["text"] for text in texts if text["type"] == "mrkdwn"]


@pytest.mark.parametrize("text", HOSTILE)
def test_html_holds_no_element_and_no_attribute_from_outside(text: str) -> None:
    page, plain = (BeautifulSoup(message.html, "lxml") for message in (poisoned(text), poisoned("harmless")))
    assert [tag.name for tag in page.find_all(True)] == [tag.name for tag in plain.find_all(True)]
    assert {key for tag in page.find_all(True) for key in tag.attrs} == {key for tag in plain.find_all(True) for key in tag.attrs}
    assert "49" not in page.get_text()


@pytest.mark.parametrize("text", HOSTILE)
def test_no_control_or_direction_sign_survives_anywhere(text: str) -> None:
    message = poisoned(text)
    for body in (message.subject, message.html, message.text, *slack_texts(message.blocks)):
        assert not ACTIVE.search(body.replace("\u200b*", "*").replace("*\u200b", "*"))
    assert "\n" not in message.subject


@pytest.mark.parametrize("text", HOSTILE)
def test_slack_sees_no_markup_but_ours(text: str) -> None:
    for shown in slack_texts(poisoned(text).blocks):
        without_links = re.sub(r"<https?://[^|<>\s]+\|[^<>]*>", "", shown)
        assert "<" not in without_links
        assert not re.search("[_~`]", without_links)
        assert all(not row.startswith("&gt;") for row in shown.split("\n"))


def test_slack_bold_stands_where_ours_does_and_nowhere_else() -> None:
    calm, wild = slack_texts(poisoned("harmless").blocks), slack_texts(poisoned("*bold* *more*").blocks)
    assert [text.count("*") for text in wild] == [text.count("*") for text in calm]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "//kcnawatch.org/x",
        "/relative",
        "mailto:someone@example.org",
        "https://kcnawatch.org@evil.example/",
        "https:\\\\evil.example",
        "https://[half",
        "https://evil.example/\u202egnp",
        "https://" + "a" * 3000,
        "",
        None,
    ],
)
def test_only_plain_web_addresses_become_links(url: str | None) -> None:
    assert safe_url(url) is None
    message = made(replace(TALKS, url=url or "", original_url=url))
    links = [tag["href"] for tag in BeautifulSoup(message.html, "lxml").find_all("a")]
    assert links == []
    assert "|" not in "".join(slack_texts(message.blocks))
    assert "Article:" not in message.text


def test_an_address_cannot_end_its_link() -> None:
    url = "https://example.org/a\"b<c>d|e f'g?x=1&y=_z_%2A"
    message = made(replace(TALKS, url=url.replace(" ", "")))
    link = BeautifulSoup(message.html, "lxml").find("a")
    assert link is not None
    assert link["href"] == "https://example.org/a%22b%3Cc%3Ed%7Cef'g?x=1&y=_z_%2A"
    assert "<https://example.org/a%22b%3Cc%3Ed%7Cef'g?x=1&amp;y=%5Fz%5F%2A|Talks" in "".join(slack_texts(message.blocks))


def test_korean_addresses_and_escapes_stay_whole() -> None:
    assert safe_url("https://kcnawatch.org/newstream/1-2/조선/") == "https://kcnawatch.org/newstream/1-2/%EC%A1%B0%EC%84%A0/"
    assert safe_url("https://kcnawatch.org/a%20b/") == "https://kcnawatch.org/a%20b/"


def test_a_name_with_a_particle_is_still_bold_in_slack() -> None:
    line = replace(
        TALKS, person="Sergei Lavrov", surface="라브로브", sentence="로씨야 라브로브동지가 왔다.", mark_start=4, mark_end=8
    )
    assert "로씨야 *라브로브*\u200b동지가" in "".join(slack_texts(made(line).blocks))


def test_the_mark_stays_on_the_name_when_signs_before_it_are_removed() -> None:
    sentence = "\u202eA\u200b  \n met\tSergei\u00adLavrov today"
    start = sentence.index("Sergei")
    line = tidy(replace(TALKS, sentence=sentence, mark_start=start, mark_end=start + 13))
    assert line.parts == ("A met ", "SergeiLavrov", " today")


@pytest.mark.parametrize("text", ["word " * 200, "&" * 900, "*" * 900, "라브로브" * 200])
def test_sixty_long_mentions_stay_within_slacks_limits_and_are_counted(text: str) -> None:
    lines = [
        replace(TALKS, person=f"P{n} {text}", role=text, reason=text, title=text, sentence=text, story_id=n) for n in range(60)
    ]
    blocks: Any = made(*lines).blocks
    assert len(blocks) <= 50
    assert len(json.dumps(blocks, ensure_ascii=False)) <= 11_000
    assert all(len(shown) <= 3000 for shown in slack_texts(blocks))
    assert all(not re.search(r"&(?!(amp|lt|gt);)", shown) for shown in slack_texts(blocks))
    shown = sum(one.startswith("*P") for one in slack_texts(blocks))
    assert shown >= 1
    assert blocks[-2]["text"]["text"] == f"And {60 - shown} mentions more: see the mail, or `wirewatch mentions`."
    assert len(blocks[0]["text"]["text"]) <= 150


def test_sixty_short_mentions_fill_fifty_blocks_at_most() -> None:
    lines = [
        replace(TALKS, person=f"P{n}", role=None, reason="r", title="t", sentence="s", mark_end=1, story_id=n) for n in range(60)
    ]
    assert 40 < len(made(*lines).blocks) <= 50


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.integers(-5, 90), st.integers(-5, 90))
def test_any_text_renders_and_reads_as_itself(text: str, start: int, end: int) -> None:
    message = made(replace(TALKS, title=text, sentence=text, role=text, mark_start=start, mark_end=end))
    message.html.encode()
    message.text.encode()
    assert len(message.subject) <= 120
    assert len(BeautifulSoup(message.html, "lxml").find_all("blockquote")) == 1
