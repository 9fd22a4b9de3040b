"""Pages that were cut, shuffled, renamed or garbled: refused in our own words, or read whole, or marked as perhaps not whole."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo import pages as demo_pages
from demo.site import DemoSite
from tests.unit.sites.pages import SIDEBAR_WORD, THEMES, URL, VOK, Story, listing
from wirewatch.errors import SourceChanged, WirewatchError
from wirewatch.models import Article, ListingPage
from wirewatch.sites.kcna_watch.article import read_article
from wirewatch.sites.kcna_watch.listing import read_listing

# Each of them says that the body may not be whole.
NOT_WHOLE = {"no_more_from", "no_end_mark", "text_after_end", "text_above"}
SEEDS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "seeds"
UNMARKED = tuple(paragraph.replace(" -0-", "") for paragraph in Story().paragraphs)
KOREAN = Story(
    title="과수원 방문",
    source="KCNA.kp (Kr)",
    more_from="KCNA.kp (Kr)",
    paragraphs=(
        "(평양 7월 13일발 조선중앙통신) 손님들은 과수원을 돌아보았다.",
        "그들은 나무를 심고 휴식하면서 배와 자두의 새 품종에 대한 설명을 들었다.",
        "손님들은 감상록에 글을 남기였다.(끝)",
    ),
    footer="www.kcna.kp (주체114.7.13.)",
)
STORIES = {
    "kcna": Story(),
    "vok": VOK,
    "korean": KOREAN,
    "no_footer": Story(footer=None),
    "no_end_mark": Story(footer=None, paragraphs=UNMARKED),
    "no_title": Story(title=None),
    "no_date_line": Story(day=None),
    "no_header": Story(title=None, day=None),
}
THEME, STORY = st.sampled_from(sorted(THEMES)), st.sampled_from(sorted(STORIES))
CHANCE = st.randoms(use_true_random=False)
many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])

INLINE = ["span", "i", "u", "abbr", "x"]
BLOCKS = ["div", "section", "x-a", "article", "main", "dd"]
KEPT = {
    "a",
    "img",
    "br",
    "html",
    "head",
    "body",
    "script",
    "style",
    "title",
    "input",
    "button",
    "form",
    "nav",
    "table",
    "tr",
    "td",
}
GARBAGE = [
    *(b"&#xD800;", b"&#0;", b"&#99999999999;", b"&nbsp", b"&amp;amp;", b"<!--", b"-->", b"<![CDATA[", b"<?xml", b"\x00", b"\xff\xfe"),
    *(b"<", b">", b"<a href='http://[x'>", b"<base href='http://['>", b"<plaintext>", b"<title>", b"<script>", b"<textarea>", b"<select>"),
    *(b"</body>", b"</html>", b"<div hidden>", b"<form><input type=password>", b"\xea\xb0", "＆".encode(), b"charset=utf-16", b"\xe2\x80\xae"),
]  # fmt: skip


def paragraphs(story: Story) -> list[str]:
    return [re.sub(r"\s*(?:-0-|\(끝\))$", "", paragraph) for paragraph in story.paragraphs]


def outcome(page: bytes, url: str = URL) -> Article | None:
    """The article, None for a page that was refused; every other exception is a fault."""
    try:
        return read_article(page, url)
    except WirewatchError:
        return None


def whole_or_marked(article: Article | None, expected: list[str]) -> bool:
    """Whether nothing was read, or every paragraph was, or the article says that its body may not be whole."""
    if article is None or NOT_WHOLE & set(article.warnings):
        return True
    return not Counter(expected) - Counter(article.body.split("\n\n"))


@many
@given(THEME, STORY, st.floats(0, 1))
def test_a_page_cut_at_any_byte_is_whole_or_marked_or_refused(theme: str, kind: str, share: float) -> None:
    page = THEMES[theme](STORIES[kind]).encode()
    article = outcome(page[: int(len(page) * share)])
    assert whole_or_marked(article, paragraphs(STORIES[kind]))
    assert article is None or SIDEBAR_WORD not in article.body


@many
@given(THEME, STORY, CHANCE)
def test_other_classes_and_ids_or_none_change_nothing(theme: str, kind: str, chance: random.Random) -> None:
    def other(found: re.Match[str]) -> str:
        return chance.choice(["", f' {found[1]}="c{chance.randrange(9)}"'])

    article = outcome(re.sub(r'\s(class|id)=(?:"[^"]*"|[\w-]+)', other, THEMES[theme](STORIES[kind])).encode())
    assert article is not None
    assert article == outcome(THEMES[theme](STORIES[kind]).encode())


@many
@given(THEME, STORY, CHANCE)
def test_other_elements_of_the_same_kind_change_no_word(theme: str, kind: str, chance: random.Random) -> None:
    names: dict[str, str] = {}

    def other(found: re.Match[str]) -> str:
        name = found[2].lower()
        if name in KEPT:
            return found[0]
        inline = name in ("span", "b", "em", "nobr", "small", "time", "font", "i")
        return found[1] + names.setdefault(name, chance.choice(INLINE if inline else BLOCKS))

    head, end, rest = THEMES[theme](STORIES[kind]).partition("</head>")
    article = outcome((head + end + re.sub(r"(</?)([a-zA-Z][a-zA-Z0-9]*)", other, rest)).encode())
    before = outcome(THEMES[theme](STORIES[kind]).encode())
    assert article is not None
    assert before is not None
    assert (article.body, article.published_on, article.source) == (before.body, before.published_on, before.source)
    assert article.body.split("\n\n") == paragraphs(STORIES[kind])


@many
@given(STORY, CHANCE, st.integers(1, 30))
def test_blocks_in_another_order_lose_no_paragraph_in_silence(kind: str, chance: random.Random, moves: int) -> None:
    page = THEMES["known"](STORIES[kind])
    blocks = re.findall(r"<article.*?</article>|<h[23]>.*?</h[23]>|<p\b.*?</p>|<div>KCNA.*?</div>", page, re.DOTALL)
    assert len(blocks) >= 8
    for _ in range(moves):
        blocks.insert(chance.randrange(len(blocks)), blocks.pop(chance.randrange(len(blocks))))
    article = outcome(("<html><body>" + "".join(blocks)).encode())
    assert whole_or_marked(article, paragraphs(STORIES[kind]))
    assert article is None or SIDEBAR_WORD not in article.body


@many
@given(THEME, STORY, CHANCE, st.integers(1, 60))
def test_garbled_bytes_entities_and_charsets_raise_nothing_of_their_own(
    theme: str, kind: str, chance: random.Random, times: int
) -> None:
    page = bytearray(THEMES[theme](STORIES[kind]).encode())
    for _ in range(times):
        place = chance.randrange(len(page))
        page[place : place + chance.choice([0, 0, 1, 20])] = chance.choice([*GARBAGE, chance.randbytes(3), b""])
    content_type = chance.choice(
        [None, "text/html; charset=utf-8", "text/html; charset=euc-kr", "text/html; charset=utf-16", "x;;="]
    )
    try:
        article = read_article(bytes(page), URL, content_type)
    except WirewatchError:
        return
    assert article.body


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["utf-8", "cp949", "utf-16", "cp1252", "shift_jis", "latin-1"]), THEME, STORY)
def test_a_page_in_any_charset_is_read_or_refused(charset: str, theme: str, kind: str) -> None:
    article = outcome(THEMES[theme](STORIES[kind]).encode(charset, "replace"))
    assert article is None or article.body


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_in_our_own_words(body: bytes) -> None:
    with pytest.raises(SourceChanged):
        read_article(body, URL)


@many
@given(THEME, CHANCE, st.floats(0, 1))
def test_a_listing_cut_or_garbled_anywhere_is_read_or_refused(theme: str, chance: random.Random, share: float) -> None:
    page = bytearray(listing(Story(), theme))
    del page[int(len(page) * share) :]
    for _ in range(chance.randrange(20)):
        place = chance.randrange(len(page) + 1)
        page[place:place] = chance.choice(GARBAGE)
    try:
        found = read_listing(bytes(page), URL)
    except WirewatchError:
        return
    assert isinstance(found, ListingPage)


# --- pages that others made -----------------------------------------------------------------------


@cache
def demo_articles() -> dict[str, bytes]:
    """The demo site's pages of one day by their address, some without title, Date line or footer."""
    site = DemoSite(date(2026, 11, 20))
    shown = [item for item in site.items if item.day == date(2026, 11, 20)]
    host = "http://127.0.0.1:1"
    return {host + item.paths[0]: demo_pages.article_page(item, site.items, host, date(2026, 11, 21)).encode() for item in shown}


@settings(many, max_examples=50)
@given(CHANCE)
def test_the_demo_sites_pages_cut_anywhere_are_whole_or_marked_or_refused(chance: random.Random) -> None:
    url, page = chance.choice(sorted(demo_articles().items()))
    whole = outcome(page, url)
    assert whole is not None
    assert not NOT_WHOLE & set(whole.warnings)
    assert whole_or_marked(outcome(page[: chance.randrange(len(page))], url), whole.body.split("\n\n"))


def as_text(page: str) -> str:
    return page


def as_paragraphs(page: str) -> str:
    lines = (line for line in page.splitlines() if line.strip())
    return "<html><body>" + "\n".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real pages are not here")
@many
@given(st.sampled_from(["000", "002", "004"]), st.sampled_from([as_text, as_paragraphs]), st.floats(0, 1))
def test_the_real_pages_cut_anywhere_are_whole_or_marked_or_refused(
    number: str, written: Callable[[str], str], share: float
) -> None:
    (seed,) = SEEDS.glob(f"{number}_*.txt")
    text = seed.read_text("utf-8")
    whole = outcome(text.encode())
    assert whole is not None
    page = written(text).encode()
    article = outcome(page[: int(len(page) * share)])
    assert whole_or_marked(article, whole.body.split("\n\n"))
    assert article is None or len(article.body) <= len(whole.body)
