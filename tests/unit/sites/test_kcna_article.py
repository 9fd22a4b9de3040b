"""Reading article pages: real seeds, the same words in many kinds of markup, and pages that must be refused."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.unit.sites.pages import POPUP, SIDEBAR_WORD, THEMES, URL, VOK, Item, Story
from wirewatch.errors import AccessDenied, SourceChanged, State
from wirewatch.models import Article
from wirewatch.sites.kcna_watch.article import read_article
from wirewatch.sites.kcna_watch.urls import url_hash

SEEDS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "seeds"
THEME = pytest.mark.parametrize("theme", THEMES)
STORIES = {"kcna": Story(), "vok": VOK}


def read(page: str, **listed: object) -> Article:
    return read_article(page.encode(), URL, "text/html; charset=utf-8", **listed)  # type: ignore[arg-type]


def seed(number: str) -> bytes:
    found = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip("the real pages are not on this machine")
    return found[0].read_bytes()


@THEME
@pytest.mark.parametrize("kind", STORIES)
def test_the_same_words_read_the_same_in_any_markup(theme: str, kind: str) -> None:
    story = STORIES[kind]
    article = read(THEMES[theme](story))
    assert article.body == story.body
    assert (article.title, article.source) == (story.title, story.source)
    assert article.published_on == (date(2025, 7, 13) if kind == "kcna" else date(2024, 11, 6))
    assert article.original_url == story.original
    assert article.warnings == ()
    assert [(entry.title, entry.url_hash != b"") for entry in article.more_from] == [(item.title, True) for item in story.items]
    assert [entry.listed_on for entry in article.more_from] == [date(2026, 2, n) for n in (7, 6, 5, 4)]
    assert [entry.excerpt for entry in article.more_from] == [item.excerpt for item in story.items]


@THEME
def test_dateline_and_footer_days_are_kept_apart(theme: str) -> None:
    article = read(THEMES[theme](Story(footer="www.kcna.kp (Juche114.7.13.)")))
    assert (article.dateline_day, article.footer_date) == (date(2025, 7, 13), date(2025, 7, 13))
    assert article.provenance["footer_date"] == "footer Juche114.7.13."


@THEME
def test_without_title_and_date_line_the_listing_then_the_footer_speak(theme: str) -> None:
    page = THEMES[theme](Story(title=None, day=None))
    article = read(page)
    assert article.body == Story().body
    assert (article.title, article.published_on) == (None, date(2025, 7, 13))
    assert set(article.warnings) >= {"no_title", "no_date_line"}
    listed = read(page, listed_on=date(2025, 7, 14), listed_title="Guests Visit Orchard")
    assert (listed.title, listed.published_on) == ("Guests Visit Orchard", date(2025, 7, 14))
    assert (listed.provenance["title"], listed.provenance["published_on"]) == ("listing", "listing")
    assert "dates_disagree" in listed.warnings


@THEME
def test_an_impossible_date_is_a_warning_and_not_a_guess(theme: str) -> None:
    article = read(THEMES[theme](VOK.but(day="31/02/2024")))
    assert article.published_on is None
    assert "bad_date" in article.warnings
    assert article.body == VOK.body


@THEME
def test_without_more_from_only_an_end_mark_makes_the_body_whole(theme: str) -> None:
    article = read(THEMES[theme](Story(more_from=None)))
    assert article.body == Story().body
    assert "no_more_from" in article.warnings
    with pytest.raises(SourceChanged):
        read(THEMES[theme](VOK.but(more_from=None)))


@THEME
@pytest.mark.parametrize("kind", STORIES)
@pytest.mark.parametrize("place", ["top", "middle", "end"])
def test_a_popup_over_a_readable_page_changes_nothing(theme: str, kind: str, place: str) -> None:
    story, page = STORIES[kind], THEMES[theme](STORIES[kind])
    middle = page.rindex(">", 0, page.index(story.paragraphs[1][:20])) + 1
    before_middle = page.rindex("<", 0, middle)
    at = {"top": page.lower().index("<body>") + 6, "middle": before_middle, "end": len(page)}[place]
    assert read(page[:at] + POPUP + page[at:]).body == story.body


@THEME
def test_a_page_without_a_paragraph_is_refused(theme: str) -> None:
    with pytest.raises(SourceChanged):
        read(THEMES[theme](Story(paragraphs=(), footer=None)))


@THEME
def test_sources_that_disagree_are_named(theme: str) -> None:
    article = read(THEMES[theme](VOK.but(more_from="KCNA.kp (En)")))
    assert article.source == "Voice of Korea (EN)"
    assert article.warnings == ("source_disagrees",)


@THEME
def test_a_teaser_in_front_of_a_sign_up_form_is_no_article(theme: str) -> None:
    page = THEMES[theme](Story(paragraphs=(Story().paragraphs[0],), footer=None))
    with pytest.raises(AccessDenied) as refused:
        read(page.replace("More From", POPUP + "More From", 1))
    assert refused.value.state is State.ACCESS_WALL


def test_seed_with_all_landmarks_reads_right() -> None:
    article = read_article(seed("002"), URL)
    assert article.title == "Respected Comrade Kim Jong Un Meets Russian Foreign Minister"
    assert (article.published_on, article.source, article.dateline_day) == (date(2025, 7, 13), "KCNA.kp (En)", date(2025, 7, 13))
    paragraphs = article.body.split("\n\n")
    assert len(paragraphs) == 12
    assert paragraphs[0].startswith("Pyongyang, July 13 (KCNA) -- Kim Jong Un, general secretary")
    assert paragraphs[-1].endswith("the great Russia.")
    assert article.warnings == ()


def test_seed_without_title_and_date_line_takes_its_footer() -> None:
    article = read_article(seed("000"), URL)
    assert (article.title, article.published_on, article.footer_date) == (None, date(2023, 10, 20), date(2023, 10, 20))
    assert article.warnings == ("no_title", "no_date_line")
    assert "Sergei Lavrov" in article.body
    assert "Worker-Peasant Red Guards" not in article.body


def test_seed_of_voice_of_korea_is_of_november() -> None:
    article = read_article(seed("004"), URL)
    assert (article.published_on, article.source, len(article.body.split("\n\n"))) == (
        date(2024, 11, 6),
        "Voice of Korea (EN)",
        4,
    )


@pytest.mark.parametrize("number", ["000", "002", "004"])
@pytest.mark.parametrize(
    "wrap", ["<p>{}</p>", "<div>{}</div>", "{}<br>", "{}<br><br>", "<tr><td>{}</td></tr>", "<LI>{}", "<section><p>{}</section>"]
)
def test_seeds_read_the_same_wrapped_in_markup(number: str, wrap: str) -> None:
    text = seed(number)
    lines = [line for line in text.decode().splitlines() if line.strip()]
    page = "<html><body><table>" * ("td" in wrap) + "<html><body>" + "\n".join(wrap.format(line) for line in lines)
    plain, marked = read_article(text, URL), read_article(page.encode(), URL)
    assert marked.body == plain.body
    assert (marked.title, marked.published_on, marked.source) == (plain.title, plain.published_on, plain.source)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Comrade<nobr><span>Kim Un</span></nobr> , general", "Comrade Kim Un, general"),
        ("thanked <b>Kim Un</b> .", "thanked Kim Un."),
        ("<b>Kim Un</b>'s and <b>Kim Un</b> 's pears", "Kim Un's and Kim Un's pears"),
        ("the 4<sup>th</sup> of <i>U</i>nity&nbsp;month", "the 4th of Unity month"),
        ("경애하는 <b>김은</b>동지께서", "경애하는 김은동지께서"),
        ("one ( two ) “ three ”", "one (two) “three”"),
    ],
)
def test_inline_elements_join_as_a_reader_sees_them(markup: str, text: str) -> None:
    page = THEMES["known"](VOK).replace(VOK.paragraphs[1], markup)
    assert read(page).body.split("\n\n")[1] == text


@pytest.mark.parametrize(
    "noise",
    [
        f"<script>{SIDEBAR_WORD}</script>",
        f"<p hidden>{SIDEBAR_WORD}</p>",
        f"<div style='display: none'><p>{SIDEBAR_WORD}</p></div>",
        f"<nav>{SIDEBAR_WORD}</nav>",
        f"<form>{SIDEBAR_WORD}<input name=q></form>",
        f"<aside><p>{SIDEBAR_WORD}</p></aside>",
        f"<div class='nk-paywall-free-member-form'><p>{SIDEBAR_WORD}</p></div>",
        f"<ul><li><a href='/newstream/1-2/a'>A {SIDEBAR_WORD}</a><p>{SIDEBAR_WORD} text</p></li><li><a href='/newstream/1-3/b'>B {SIDEBAR_WORD}</a></li></ul>",
        f"<div><a href='/newstream/1-2/a'>A {SIDEBAR_WORD}</a><p>{SIDEBAR_WORD} has an excerpt as well</p><p>July 01, 2011</p></div>",
        f"<noscript>{SIDEBAR_WORD}</noscript><!-- {SIDEBAR_WORD} --><template>{SIDEBAR_WORD}</template>",
    ],
)
def test_nothing_but_the_article_gets_into_the_body(noise: str) -> None:
    page = THEMES["known"](VOK)
    cut = page.index(VOK.paragraphs[1]) - len("<p>")
    assert read(page[:cut] + noise + page[cut:]).body == VOK.body


def test_a_flat_list_of_other_articles_inside_the_body_is_refused() -> None:
    items = "".join(
        f"<h4><a href='/newstream/1-{n}/'>T{n}</a></h4><p>{SIDEBAR_WORD} excerpt</p><p>July 0{n}, 2011</p>" for n in (1, 2, 3)
    )
    page = THEMES["known"](VOK)
    cut = page.index(VOK.paragraphs[1]) - len("<p>")
    with pytest.raises(SourceChanged):
        read(page[:cut] + items + page[cut:])


def test_a_more_from_list_above_the_header_does_not_end_the_body() -> None:
    page = THEMES["known"](Story())
    items = page[page.index("<h3>More From") : page.index('<a class="more-full-link"')]
    article = read(page.replace("<h2>", items + "<h2>", 1))
    assert (article.body, article.title) == (Story().body, Story().title)


def test_paragraphs_above_the_header_or_below_more_from_are_not_lost_silently() -> None:
    page = THEMES["known"](Story())
    last = f"<p>{Story().paragraphs[2]}</p>\n<p>{Story().footer}</p>"
    moved_down = page.replace(last, "").replace("<a class=", last + "<a class=")
    first = page[page.index("<p>Pyongyang, July") : page.index("<p>The guests")]
    moved_up = page.replace(first, "").replace("<h2>", first + "<h2>")
    between = page.replace(first, "").replace("<p class=m>", first + "<p class=m>")
    for shuffled in (moved_down, moved_up, between):
        with pytest.raises(SourceChanged):
            read(shuffled)


@pytest.mark.parametrize("charset", ["utf-8", "euc-kr", "windows-1252"])
def test_the_charset_may_stand_in_header_or_page(charset: str) -> None:
    word = "Müller’s" if charset == "windows-1252" else "경애하는 동지"
    page = THEMES["known"](VOK.but(paragraphs=(*VOK.paragraphs, word)))
    in_page = page.replace("<head>", f'<head><meta charset="{charset}">')
    assert read_article(page.encode(charset), URL, f"text/html; charset={charset}").body.endswith(word)
    assert read_article(in_page.encode(charset), URL).body.endswith(word)
    assert read_article(page.encode(charset), URL).body.endswith(word)


def test_the_language_is_that_of_the_body() -> None:
    korean = VOK.but(
        paragraphs=("경애하는 동지께서 과수원을 현지지도하시였다. Lavrov",), source="KCNA.kp (Kr)", more_from="KCNA.kp (Kr)"
    )
    assert read(THEMES["known"](korean)).language == "ko"
    assert read(THEMES["known"](VOK)).language == "en"


def test_a_statement_keeps_its_signature_and_a_title_that_begins_with_kcna() -> None:
    story = VOK.but(title="KCNA issues commentary", paragraphs=(*VOK.paragraphs, "July 13, 2025", "Pyongyang"))
    article = read(THEMES["known"](story))
    assert (article.title, article.body) == (story.title, story.body)


def test_press_review_on_one_page_is_one_article_of_its_own_date() -> None:
    item = Item(
        "1771340000-710000009",
        "Press Review",
        "Pyongyang, February 16 (KCNA) -- Following are major news items of the day",
        "February 16, 2026",
    )
    article = read(THEMES["flat"](Story(title="Press Review", items=(item,))))
    assert (article.title, article.published_on) == ("Press Review", date(2025, 7, 13))
    assert [(entry.title, entry.listed_on) for entry in article.more_from] == [("Press Review", date(2026, 2, 16))]


DATE_LINE = (
    '<p class=m>Date: 13/07/2025 | Source: KCNA.kp (En) | <a href="http://www.kcna.kp/en/article/q/0123abcd.kcmsf">'
    "Read original version at source</a></p>"
)
TITLE = "<h2>Guests Visit Orchard</h2>"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (TITLE + DATE_LINE, DATE_LINE + TITLE),
        (DATE_LINE, re.sub(r"(Date:|13/07/2025|Source:|KCNA.kp .En.)", r"<span>\1</span>", DATE_LINE)),
        (DATE_LINE, re.sub(r"(Date:|13/07/2025|Source:|KCNA.kp .En.)", r"<div>\1</div>", DATE_LINE)),
        (DATE_LINE, DATE_LINE.replace(" version at", "<br>version<br>at")),
        (DATE_LINE, DATE_LINE.replace(" | ", "<br>| ")),
        (DATE_LINE, "<p>Date: 13/07/2025 | Source: KCNA.kp (En)</p>"),
        (TITLE + DATE_LINE, f"<div><b>Guests Visit Orchard</b> {DATE_LINE[11:-4]}</div>"),
        (TITLE, "<div>Guests Visit Orchard</div>"),
        (TITLE, "<h1>Guests<br>Visit Orchard</h1>"),
        (TITLE, f"<div><a href='{URL}'>Guests Visit Orchard</a></div>"),
        ("<body>", "<body><h1>KCNA Watch</h1>"),
        ("<body>", "<body><div>Date: <input name=start> Source: <select><option>KCNA</option></select></div>"),
        ("<body>", "<body><form><input type=email><input type=password>"),
        ("<nav>", "<ul><li><a href=/article/2/>Rodong Sinmun (En)</a></li></ul><nav>"),
        ("More From KCNA.kp (En)", "<a href=/article/156>MORE FROM KCNA.kp (En)</a>"),
        (" -0-</p>", "</p><p>-0-</p>"),
        (" -0-</p>", " <b>-0-</b><br></p>"),
        ("<p>www.kcna.kp (2025.07.13.)</p>", "<div><a href='http://www.kcna.kp'>www.kcna.kp</a></div><div>(2025.07.13.)</div>"),
        ("<p>The guests", "</div><div>Advertisement</div><div><a href='/x'>Share</a> <span>Print</span></div><div><p>The guests"),
        (
            "<p>The guests",
            "<div><b>Related</b><ul><li><a href=/newstream/5-1/>One</a><li><a href=/newstream/5-2/>Two</a></ul></div><p>The guests",
        ),
    ],
)
def test_the_landmarks_may_be_broken_moved_or_surrounded(old: str, new: str) -> None:
    page = THEMES["known"](Story())
    assert old in page
    article = read(page.replace(old, new, 1))
    assert (article.body, article.title, article.source) == (Story().body, Story().title, Story().source)
    assert (article.published_on, article.warnings) == (date(2025, 7, 13), ())


def test_excerpts_that_lost_their_links_are_refused() -> None:
    excerpt = "The seaside kindergarten of Turnipgrad received a gift of vegetables"
    story = VOK.but(paragraphs=(*VOK.paragraphs, excerpt, "March 22, 2026", excerpt))
    with pytest.raises(SourceChanged):
        read(THEMES["known"](story))


def test_a_small_heading_in_the_body_is_no_title_where_one_stands_above() -> None:
    story = VOK.but(paragraphs=("Songs of autumn", *VOK.paragraphs))
    page = THEMES["known"](story).replace("<p>Songs of autumn</p>", "<h4>Songs of autumn</h4>")
    article = read(page.replace("<h2>", "<div>").replace("</h2>", "</div>"))
    assert (article.title, article.body) == (story.title, story.body)


def test_a_very_long_line_that_begins_like_a_date_line_is_read_in_time() -> None:
    page = THEMES["known"](VOK).replace("<nav>", f"<p>Date: {'- ' * 20000}</p><nav>")
    assert read(page).published_on == date(2024, 11, 6)


def test_deeply_nested_pages_are_read() -> None:
    page = THEMES["known"](VOK).replace("<p>The children", "<div><b>" * 3000 + "<p>The children")
    assert read(page).body == VOK.body


def test_a_paragraph_is_not_lost_for_a_link_inside_it() -> None:
    page = THEMES["known"](VOK)
    linked = page.replace("school year", "<a href='/newstream/5-1/'>school year</a>")
    assert read(linked).body == VOK.body
    with pytest.raises(SourceChanged):
        read(linked.replace("sweet as those", "sweet as <a href='/newstream/5-2/'>those</a>"))


def test_a_korean_report_loses_its_end_mark_and_footer_and_keeps_their_day() -> None:
    page = (
        "<h1>창립기념행사 진행</h1><p>Date: 13/07/2025 | Source: KCNA.kp (Kr) | Read original version at source</p>"
        "<p>(평양 7월 13일발 조선중앙통신) 창립기념행사가 진행되였다.</p><p>참가자들은 공원을 돌아보았다.(끝)</p>"
        "<p>www.kcna.kp (주체114.7.13.)</p><h3>More From KCNA.kp (Kr)</h3>"
    )

    article = read_article(page.encode(), "https://kcnawatch.org/newstream/1-2/x", "text/html; charset=utf-8")

    assert article.body.endswith("참가자들은 공원을 돌아보았다.")
    assert article.footer_date == date(2025, 7, 13)
    assert article.language == "ko"


KOREAN = Story(
    title="과수원 방문",
    source="Rodong Sinmun (Kr)",
    more_from="Rodong Sinmun (Kr)",
    paragraphs=(
        "손님들은 호수가에 자리잡은 과수원을 돌아보면서 배와 자두의 새 품종에 대한 설명을 들었다.",
        "그들은 나무를 심었다.",
        "손님들은 그 그늘에서 휴식하고 감상록에 나무가 자라기를 바란다는 글을 남기였다.",
    ),
    footer=None,
)


@THEME
def test_korean_sentences_are_running_text_though_they_are_short(theme: str) -> None:
    whole = read(THEMES[theme](KOREAN))
    assert (whole.body, whole.title, whole.language, whole.warnings) == (KOREAN.body, KOREAN.title, "ko", ())
    bare = read(THEMES[theme](KOREAN.but(title=None, day=None)))
    assert (bare.body, bare.title) == (KOREAN.body, None)
    assert set(bare.warnings) == {"no_title", "no_date_line"}


@THEME
def test_full_width_figures_and_signs_are_read_and_kept(theme: str) -> None:
    first = "（평양 ７월 １２일발 조선중앙통신） 손님들은 ７월 １２일 과수원을 돌아보았다."
    story = KOREAN.but(
        day="１３／０７／２０２５", paragraphs=(first, *KOREAN.paragraphs[1:]), footer="www.kcna.kp （２０２５．７．１３．）"
    )
    article = read(THEMES[theme](story))
    assert article.body.split("\n\n")[0] == first
    assert article.body == story.body
    assert (article.published_on, article.footer_date) == (date(2025, 7, 13), date(2025, 7, 13))
    assert article.dateline_day == date(2025, 7, 12)
    assert article.warnings == ()


@pytest.mark.parametrize("slug", ["%ea%b2%bd%ec%95", "%ea%b2%bd%ec%9", "%", "경애하는", "a%00b", "%ff%fe"])
def test_a_slug_may_be_cut_in_the_middle_of_an_escape(slug: str) -> None:
    address = f"https://kcnawatch.org/newstream/1752400001-700000001/{slug}"
    items = tuple(Item(f"{item.key}/{slug}", item.title, item.excerpt, item.day) for item in Story().items)
    article = read_article(THEMES["known"](Story(items=items)).encode(), address)
    assert (article.body, article.url_hash) == (Story().body, url_hash(URL))
    assert [entry.listed_on for entry in article.more_from] == [date(2026, 2, n) for n in (7, 6, 5, 4)]


@THEME
def test_a_title_glued_to_its_subtitle_or_standing_twice_is_one_title(theme: str) -> None:
    glued = read(THEMES[theme](VOK.but(title="Songs of civilizationinaugural ceremony of Kindergarten")))
    assert (glued.title, glued.body) == ("Songs of civilizationinaugural ceremony of Kindergarten", VOK.body)
    twice = read(THEMES[theme](VOK.but(paragraphs=(VOK.title or "", *VOK.paragraphs))))
    assert (twice.title, twice.body) == (VOK.title, VOK.body)


def test_short_sentences_outside_of_header_and_body_are_told_of() -> None:
    page, short = THEMES["known"](VOK), "<p>The children sang a song.</p>\n"
    for place in ("<h2>", "<p class=m>", "<article"):
        article = read(page.replace(short, "").replace(place, short + place, 1))
        assert "The children" not in article.body
        assert {"text_above", "text_after_end"} & set(article.warnings)
    marked = THEMES["known"](Story())
    after = read(
        marked.replace("<p>www.kcna", "<p>The children sang a song.</p><p>www.kcna").replace(
            "<p>www.kcna.kp (2025.07.13.)</p>", ""
        )
    )
    assert "text_after_end" in after.warnings


def test_a_sentence_is_no_title() -> None:
    article = read(THEMES["known"](VOK.but(title=None)).replace("<p class=m>", "<p>The children sang a song.</p><p class=m>"))
    assert (article.title, set(article.warnings)) == (None, {"no_title", "text_above"})
