"""What pages give away of the site's numbers and terms, in every form that was seen or can be expected."""

from __future__ import annotations

import pytest

from wirewatch.sites.kcna_watch.clues import Target, TermsLink, id_clues, target_of, terms_links
from wirewatch.sites.kcna_watch.markup import read_page

URL = "https://kcnawatch.org/newstream/1752400001-700000001/guests/"
LABEL = "KCNA.kp (En)"
OTHER = '<a href="/article/163/">Voice of Korea (EN)</a><a href="/article/2023/">News</a>'


def target(html: str) -> Target:
    return target_of(id_clues(read_page(f"<html><body>{html}</body></html>".encode(), URL), URL), LABEL)


@pytest.mark.parametrize(
    ("html", "number", "kind", "where"),
    [
        ('<a href="/article/156/">More Articles</a>', 156, "page", "“More Articles” (/article/156/)"),
        ('<a href="https://kcnawatch.org/article/156">More Articles</a>', 156, "page", "“More Articles”"),
        (
            '<a href="/?s=&amp;source=190036&amp;sort=recent">More Articles</a>',
            190036,
            "search",
            "“More Articles” (source=190036)",
        ),
        ('<a href="#" data-id="156">More Articles</a>', 156, "more_articles", "“More Articles” (data-id)"),
        ('<div data-source-id="156"><button>Load More</button></div>', 156, "more_articles", "(data-source-id)"),
        (
            '<a href="/wp-admin/admin-ajax.php?action=get_cat_by_source&amp;die=true&amp;from=0&amp;to=10&amp;sort=&amp;id=189661">More Articles</a>',
            189661,
            "more_articles",
            "“More Articles” (get_cat_by_source)",
        ),
        (
            "<button onclick=\"load('get_cat_by_source', {id: 12})\">More Articles</button>",
            12,
            "more_articles",
            "“More Articles”",
        ),
        (
            '<script>$.get(ajaxurl, {action: "get_cat_by_source", die: true, from: offset, to: 10, sort: "", id: "156"})</script>',
            156,
            "more_articles",
            "an inline script",
        ),
        (
            r'<script>var u = "https:\/\/x\/wp-admin\/admin-ajax.php?action=get_cat_by_source\u0026from=0\u0026id=" + 156;</script>',
            156,
            "more_articles",
            "an inline script",
        ),
        ("<script>var q = {'id': 156, 'action': 'get_cat_by_source'}</script>", 156, "more_articles", "an inline script"),
        (
            "<script>var source_id = 156; $.get(u + '?action=get_cat_by_source&from=' + n + '&id=' + source_id)</script>",
            156,
            "more_articles",
            "an inline script",
        ),
        ('<a href="/article/156/">KCNA.kp (En)</a>', 156, "page", "the link “KCNA.kp (En)” (/article/156/)"),
        ('<h3><a href="/article/156/">More From KCNA.kp (En)</a></h3>', 156, "page", "the link “KCNA.kp (En)”"),
        (
            '<select name="source"><option value="156">KCNA.kp (En)</option><option value="7">Naenara</option></select>',
            156,
            "search",
            "a choice of the search form",
        ),
    ],
)
def test_the_number_is_found_in_every_form_and_its_place_is_named(html: str, number: int, kind: str, where: str) -> None:
    for page in (html, OTHER + html, html + OTHER):
        found = target(page)
        assert (found.id, found.kind) == (number, kind)
        assert where in found.why


def test_the_control_itself_weighs_more_than_a_script_and_a_script_more_than_a_link() -> None:
    script = "<script>load({action: 'get_cat_by_source', id: 20})</script>"
    link = '<a href="/article/30/">KCNA.kp (En)</a>'

    assert target(f'{script}{link}<a href="/article/10/">More Articles</a>').id == 10
    assert target(script + link).id == 20
    assert target(link).id == 30


def test_two_numbers_of_one_rank_are_named_and_neither_is_taken() -> None:
    found = target("<script>a('get_cat_by_source&id=1'); b('get_cat_by_source&id=2')</script>")

    assert found.id is None
    assert found.why == "it is one of 1 (an inline script), 2 (an inline script)"


@pytest.mark.parametrize(
    "html", ["", OTHER, '<a href="#">More Articles</a>', '<script>id = 5</script><p data-id="9">More Articles</p>']
)
def test_a_page_that_does_not_show_the_number_says_so(html: str) -> None:
    assert target(html) == Target(None, None, "the page does not show it")


def test_the_terms_are_found_by_words_or_address_once() -> None:
    html = """<a href="/about/">About</a><a href="/terms-and-conditions/">Legal</a><footer><a href="https://www.nknews.org/terms/">Terms of
    use</a> <a href="/terms-and-conditions/">Terms</a></footer><a href="/newstream/1-2/in-terms-of-trade/">In terms</a>"""

    page = read_page(f"<body>{html}</body>".encode(), URL)

    assert terms_links(page, URL) == (
        TermsLink("Legal", "https://kcnawatch.org/terms-and-conditions/"),
        TermsLink("Terms of use", "https://www.nknews.org/terms/"),
    )
