"""Names are compared in one spelling, and every position leads back to the original code points."""

from __future__ import annotations

import unicodedata

import pytest

from wirewatch.text.normalise import normalise, plain


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


def test_a_blank_line_stays_a_line_feed_and_a_line_break_becomes_a_space() -> None:
    assert normalise("one\ntwo\n\n three\r\n\r\nfour").text == "one two\nthree\nfour"


def test_there_is_one_position_for_each_normalised_letter() -> None:
    normal = normalise("ﬁrst ½ Ａ 가나 é \n\n x")
    assert len(normal.text) == len(normal.starts) == len(normal.ends)


def test_a_name_of_the_list_is_stripped() -> None:
    assert plain("  Sergei  Lavrov ") == "sergei lavrov"
