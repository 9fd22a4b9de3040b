"""Names are compared in one spelling, and every position leads back to the original code points."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirewatch.text.normalise import WRITTEN_AS, letter_by_letter, normalise, plain


def original_of(text: str, wanted: str) -> str:
    normal = normalise(text)
    start = normal.text.index(wanted)
    first, last = normal.original(start, start + len(wanted))
    return text[first:last]


@pytest.mark.parametrize(
    "printed",
    [
        "Sergei Lavrov",
        "SERGEI LAVROV",
        "Sergei\u00a0Lavrov",
        "Sergei\nLavrov",
        "Sergei \t  Lavrov",
        "Ｓｅｒｇｅｉ　Ｌａｖｒｏｖ",
        "Ser\u00adgei Lav\u200brov",
    ],
)
def test_every_way_to_print_a_name_is_one_name_and_leads_back_to_what_was_printed(printed: str) -> None:
    assert original_of(f"Ünder “{printed}”, she said", "sergei lavrov") == printed


def test_decomposed_hangul_composes_and_its_span_covers_all_its_jamo() -> None:
    decomposed = unicodedata.normalize("NFD", "뿌찐")
    assert len(decomposed) == 5
    assert original_of(f"오늘 {decomposed}대통령", "뿌찐") == decomposed


def test_decomposed_accents_compose_even_after_a_run_of_plain_letters() -> None:
    decomposed = unicodedata.normalize("NFD", "attaché")
    assert original_of(f"the {decomposed} came", "attaché") == decomposed


def test_a_letter_that_folds_to_two_leads_back_to_the_one() -> None:
    assert original_of("die Straße", "strasse") == "Straße"


def test_offsets_after_wide_characters_count_code_points() -> None:
    normal = normalise("😀😀 Putin")
    assert normal.original(normal.text.index("putin"), len(normal.text)) == (3, 8)


def test_a_blank_line_stays_and_a_line_break_becomes_a_space() -> None:
    assert normalise("one\ntwo\n\n three\r\n\r\nfour").text == "one two\n\nthree\n\nfour"


def test_there_is_one_position_for_each_normalised_letter() -> None:
    normal = normalise("ﬁrst ½ Ａ 가나 é \n\n x")
    assert len(normal.text) == len(normal.starts) == len(normal.ends)


def test_a_name_of_the_list_is_stripped() -> None:
    assert plain("  Sergei  Lavrov ") == "sergei lavrov"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("the respected ComradeKim Jong Unreceived a basket", "the respected comrade kim jong un received a basket"),
        ("afterKim Il SungandKim Jong Il, the", "after kim il sung and kim jong il, the"),
        ("of the State AffairsKim Jong Unand President", "of the state affairs kim jong un and president"),
        ("theDPRK and PresidentPutin", "the dprk and president putin"),
        ("MacArthur, DeGaulle, YouTube and KCNA.kp", "macarthur, degaulle, youtube and kcna.kp"),
        ("Kim Jong Ung and Kim Jong Unsan", "kim jong ung and kim jong unsan"),
    ],
)
def test_a_lost_space_is_read_and_leads_back_to_what_was_printed(printed: str, read: str) -> None:
    normal = normalise(printed)
    assert normal.text == read
    assert len(normal.text) == len(normal.starts) == len(normal.ends)
    assert "".join(printed[a:b] for a, b in zip(normal.starts, normal.ends, strict=True)) == printed


@given(st.text(alphabet="Kim Jong UnSLavrove,.\n 김\u00a0Ａ", max_size=60))
def test_every_word_leads_back_to_the_letters_it_was_read_from(printed: str) -> None:
    normal = normalise(printed)
    spans = list(zip(normal.starts, normal.ends, strict=True))
    assert spans == sorted(spans)
    for word in re.finditer(r"[^\s]+", normal.text):
        first, last = normal.original(*word.span())
        assert normalise(printed[first:last]).text.strip() == word.group()


# Everything that may keep a text from being read at once, between words that lose their spaces.
PIECES = [
    *"KimUnaZ1'’“”\"-‐•–—…éßİςΣΐ½김뿌ᄇ\u0301\u1175ﬁＡ拉😀\u00ad\u200b\u00a0\u2028\u3000\x85\x1c\r\t\n \x00",
    "\n\n", "  ", " \n", "\r\n", "Kim Jong Un", "Kim Il Sung", "received", "and", "President", "Lavrov", " the ", "Сергей",
]  # fmt: skip


@settings(max_examples=1000)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=30))
def test_a_text_read_at_once_is_read_as_letter_by_letter(printed: str) -> None:
    at_once, slowly = normalise(printed), letter_by_letter(printed.translate(str.maketrans(WRITTEN_AS)))
    assert at_once.text == slowly.text
    assert list(at_once.starts) == list(slowly.starts)
    assert list(at_once.ends) == list(slowly.ends)


def test_state_media_english_is_read_at_once_and_every_offset_is_its_own() -> None:
    body = "Kim Jong Un met Putin’s aide.\n\nHe said: “Good”,\nand left."
    normal = normalise(body)
    assert normal.starts == range(len(body))
    assert normal.text == 'kim jong un met putin\'s aide.\n\nhe said: "good", and left.'
