"""Reading listings: fragments, search pages and source pages in many kinds of markup."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.sites.pages import CHROME, HEAD, POPUP, THEMES, URL, Story, listing
from wirewatch.errors import SourceChanged
from wirewatch.models import ListingPage
from wirewatch.sites.kcna_watch.listing import read_listing
from wirewatch.sites.kcna_watch.urls import url_hash

AJAX = "https://demo.test/base/wp-admin/admin-ajax.php?action=get_cat_by_source&die=true&from=0&to=10&sort=&id=156"
SEARCH = "https://kcnawatch.org/?s=&start=01-02-2026&end=07-02-2026&sort=recent"
THEME = pytest.mark.parametrize("theme", THEMES)


def read(html: str, url: str = SEARCH) -> ListingPage:
    return read_listing(html.encode(), url, "text/html; charset=UTF-8")


def item(number: int, day: str = "July 01, 2011", path: str = "/newstream") -> str:
    return (
        f'<article><div class="article-thumb"><a href="{path}/1470000000-10{number}/slug"><img src="/u/rodong-english.png"></a></div>'
        f'<div class="article-desc"><h4><a href="{path}/1470000000-10{number}/slug">Title {number}</a></h4><p>An excerpt of report {number}</p>'
        f'<p class="articled-date"> <span>{day}</span></p><p>An excerpt of report {number}</p></div></article>'
    )


@THEME
def test_items_read_the_same_in_any_markup(theme: str) -> None:
    page = read_listing(listing(Story(), theme), SEARCH)
    expected = [(i.title, i.excerpt, date(2026, 2, n), url_hash(i.url)) for i, n in zip(Story().items, (7, 6, 5, 4), strict=True)]
    assert [(entry.title, entry.excerpt, entry.listed_on, entry.url_hash) for entry in page.entries] == expected
    assert page.more is (theme not in ("sections", "definitions"))


@THEME
def test_a_single_item_reads_like_many(theme: str) -> None:
    page = read_listing(listing(Story(items=Story().items[:1]), theme), SEARCH)
    only = Story().items[0]
    assert [(e.title, e.excerpt, e.listed_on) for e in page.entries] == [(only.title, only.excerpt, date(2026, 2, 7))]


def test_a_bare_fragment_gives_absolute_urls_labels_and_each_article_once() -> None:
    page = read(item(1) + item(2) + item(1), AJAX)
    assert [entry.url for entry in page.entries] == [f"https://demo.test/newstream/1470000000-10{n}/slug" for n in (1, 2)]
    assert {entry.source_label for entry in page.entries} == {"Rodong Sinmun (En)"}
    assert [entry.listed_on for entry in page.entries] == [date(2011, 7, 1)] * 2
    assert page.more is False


@pytest.mark.parametrize("order", ["above", "below"])
@pytest.mark.parametrize("wrap", ["<div>{}</div>", "{}", "<tr><td>{}</td></tr>", "<ul><li>{}</li></ul>"])
def test_the_date_may_stand_above_or_below_its_link(order: str, wrap: str) -> None:
    def one(n: int) -> str:
        link, day = f'<h4><a href="/newstream/1-{n}/x">Title {n}</a></h4><p>The excerpt of {n}</p>', f"<p>July 0{n}, 2011</p>"
        return wrap.format(day + link if order == "above" else link + day)

    page = read(f"<html><body>{CHROME}<table>{''.join(map(one, (3, 2, 1)))}</table></body></html>")
    assert [(e.title, e.excerpt, e.listed_on) for e in page.entries] == [
        (f"Title {n}", f"The excerpt of {n}", date(2011, 7, n)) for n in (3, 2, 1)
    ]


@pytest.mark.parametrize(
    "markup",
    [
        '<li><a href="{u}">Title {n}</a> <span>July 0{n}, 2011</span> The excerpt of {n}</li>',
        '<li><span>July 0{n}, 2011</span> | <a href="{u}">Title {n}</a><br>The excerpt of {n} <a href="{u}">Read more</a></li>',
        '<div><h3>Title {n}</h3><a href="{u}"><img alt="KCNA.kp (En)"></a><p>The excerpt of {n}</p><p>Published: {n} July 2011</p></div>',
        '<a href="{u}"><div>Title {n}</div><div>The excerpt of {n}</div><div>Jul {n}, 2011</div></a>',
        '<tr><td>July 0{n}, 2011</td><td><a href="{u}">Title {n}</a></td></tr><tr><td></td><td>The excerpt of {n}</td></tr>',
        '<dt><a href="{u}">Title {n}</a></dt><dd>The excerpt of {n}</dd><dd>July 0{n}, 2011</dd>',
    ],
)
def test_items_of_other_shapes(markup: str) -> None:
    rows = "".join(markup.format(u=f"/newstream/1-{n}/x", n=n) for n in (3, 2, 1))
    page = read(f"<body>{CHROME}<table>{rows}</table></body>")
    assert [(e.title, e.listed_on) for e in page.entries] == [(f"Title {n}", date(2011, 7, n)) for n in (3, 2, 1)]


def test_a_picture_link_alone_has_no_title() -> None:
    page = read('<div><a href="/newstream/1-2/x"><img alt="A title" src="/p.jpg"></a><p>July 01, 2011</p></div>' + item(2))
    assert (page.entries[0].title, page.entries[0].listed_on) == (None, date(2011, 7, 1))


def test_menus_and_sidebars_make_no_items() -> None:
    aside = '<aside><a href="/newstream/9-9/popular">Popular</a></aside>'
    menu = '<div><a href="/newstream/">Newstream</a><a href="/newstream/page/2/">2</a></div>'
    page = read(f"{HEAD}<body>{CHROME}{menu}{aside}<div id=search_wrapper>{item(1)}</div></body>")
    assert [entry.title for entry in page.entries] == ["Title 1"]


def test_a_sidebar_makes_no_items_without_a_known_container() -> None:
    aside = '<aside><h3>Popular</h3><a href="/newstream/9-9/popular">Popular</a></aside>'
    assert [entry.title for entry in read(f"<body>{aside}{item(1)}{item(2)}</body>").entries] == ["Title 1", "Title 2"]


@pytest.mark.parametrize(
    ("control", "more"),
    [
        ("<a href='#' class='more-full-link'>More Articles</a>", True),
        ("<button>More Articles</button>", True),
        ("<input type=submit value='Load More'>", True),
        ("<div id=more_results>…</div>", True),
        ("<form><button>More Articles</button></form>", True),
        ("<div style='display:none'><button>More Articles</button></div>", False),
        ("<h3>More Articles</h3>", False),
        ("<a href='/about'>More about us</a>", False),
    ],
)
def test_more_is_a_control_and_not_a_word(control: str, more: bool) -> None:
    assert read(item(1) + item(2) + control).more is more


@pytest.mark.parametrize("body", [b"", b"0", b"-1", b" \n", b"<html><body>0</body></html>"])
def test_an_empty_answer_is_told_apart(body: bytes) -> None:
    with pytest.raises(SourceChanged) as changed:
        read_listing(body, AJAX)
    assert changed.value.evidence["kind"] == "empty"


def test_a_page_without_items_is_a_change_with_its_title() -> None:
    with pytest.raises(SourceChanged) as changed:
        read(f"{HEAD}<body>{CHROME}<p>Welcome to our archive</p></body>")
    assert (changed.value.evidence["kind"], changed.value.evidence["title"]) == ("no_items", "Newstream | KCNA Watch")


def test_no_results_in_words_is_an_empty_listing() -> None:
    assert read(f"{HEAD}<body>{CHROME}<p>Sorry, no results were found.</p></body>") == ListingPage((), more=False)


def test_the_whole_newstream_page_is_not_the_fragment_asked_for() -> None:
    page = f"{HEAD}<body>{CHROME}{item(1)}{item(2)}</body>"
    assert len(read(page, SEARCH).entries) == 2
    with pytest.raises(SourceChanged):
        read(page, AJAX)


def test_a_popup_over_a_listing_changes_nothing() -> None:
    assert [e.title for e in read(f"<body>{POPUP}{item(1)}{item(2)}</body>").entries] == ["Title 1", "Title 2"]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(THEMES)), st.floats(0, 1))
def test_a_listing_cut_anywhere_gives_true_entries_or_a_refusal(theme: str, share: float) -> None:
    body = listing(Story(), theme)
    try:
        page = read_listing(body[: int(len(body) * share)], URL)
    except SourceChanged:
        return
    assert {entry.listed_on for entry in page.entries} <= {date(2026, 2, n) for n in (7, 6, 5, 4)} | {None}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_in_our_own_words(body: bytes) -> None:
    with pytest.raises(SourceChanged):
        read_listing(body, AJAX)


@pytest.mark.parametrize(("end", "more"), [("", True), ("</body>", False), ("</body></html>", False)])
def test_a_page_that_breaks_off_may_have_held_more(end: str, more: bool) -> None:
    assert read(f"<html><body>{item(1)}{item(2)}{end}").more is more
    assert not read(f"{item(1)}{item(2)}").more  # a fragment has no such end
