"""The sentence around a mention is whole, and holds nothing of its neighbours."""

from __future__ import annotations

import pytest

from wirewatch.text.sentences import LIMIT, sentence_at, sentences


def sentence(text: str, name: str) -> str:
    start = text.index(name)
    first, last = sentence_at(text, start, start + len(name))
    return text[first:last]


@pytest.mark.parametrize(
    "whole",
    [
        "A letter from V. V. Putin was read.",
        "He met V.V. Putin in the hall.",
        "They saw Putin on Oct. 19 in the hall.",
        "Mr. Putin spoke of the U.S. Congress.",
        "On Feb. 3 Putin came to School No. 5 by car.",
        "The guests of Putin came at 5 p.m. and left.",
        "Putin asked 3.5 million people.",
        "Is it Putin?",
        "“We thank Putin.”",
        "Putin wrote to Ya. T. Orlov and Co. Ltd. there.",
    ],
)
def test_short_forms_do_not_end_a_sentence_and_full_stops_do(whole: str) -> None:
    assert sentence(f"The hall was full. {whole} Flowers were laid.", "Putin") == whole


def test_no_is_short_only_before_a_figure() -> None:
    assert sentence("Putin said no. Then he left.", "Putin") == "Putin said no."


def test_blank_lines_split_even_without_a_full_stop() -> None:
    assert sentence("Reception for Putin\n\nPyongyang, May 1 -- It took place.", "Putin") == "Reception for Putin"
    assert sentence("Headline\n \nPutin came", "Putin") == "Putin came"


def test_a_wrapped_line_does_not_split() -> None:
    assert sentence("One. The guests of\nPutin came. Two.", "Putin") == "The guests of\nPutin came."


def test_korean_sentences_split_without_white_space() -> None:
    assert sentence("연회가 있었다.뿌찐대통령이 연설하였다.(끝)", "뿌찐") == "뿌찐대통령이 연설하였다."


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("They left on Monday.According to it, he left.", ["They left on Monday.", "According to it, he left."]),
        ("He came in 2019.Then he left.", ["He came in 2019.", "Then he left."]),
        ('He said "it is so."Then he left.', ['He said "it is so."', "Then he left."]),
        ("He met V.Putin there.", ["He met V.Putin there."]),
        ("He came from the U.S.A. and left", ["He came from the U.S.A. and left"]),
        ("See www.example.com and No.1 Plant", ["See www.example.com and No.1 Plant"]),
        ("See kcna.Example/page for it", ["See kcna.Example/page for it"]),
        ("On Oct.Nineteen he came", ["On Oct.Nineteen he came"]),
    ],
)
def test_a_lost_space_after_a_stop_still_splits_but_not_within_names_and_addresses(text: str, parts: list[str]) -> None:
    assert [text[first:last] for first, last in sentences(text)] == parts


def test_chinese_full_stops_split() -> None:
    assert sentence("会谈举行了。普京总统出席。双方满意。", "普京") == "普京总统出席。"


def test_a_very_long_sentence_is_cut_around_the_name_at_words() -> None:
    text = "alpha " * 300 + "Putin " + "omega " * 300
    cut = sentence(text, "Putin")
    assert len(cut) <= LIMIT
    assert "Putin" in cut
    assert set(cut.split()) == {"alpha", "Putin", "omega"}
    assert len(cut) > LIMIT - 20


@pytest.mark.parametrize("text", ["Putin " + "omega " * 300, "alpha " * 300 + "Putin", "x" * 1000 + "Putin" + "y" * 1000])
def test_a_cut_at_either_end_keeps_the_name_and_the_limit(text: str) -> None:
    cut = sentence(text, "Putin")
    assert "Putin" in cut
    assert len(cut) <= LIMIT


def test_a_text_is_cut_into_all_its_sentences_however_long() -> None:
    long = "Present were " + ", ".join(f"guest {number}" for number in range(200)) + "."
    text = f"A heading\n\nHe met V. V. Putin on Oct. 19.  {long}\n로씨야를 방문하였다.이에 대하여 말하였다."
    assert [text[first:last] for first, last in sentences(text)] == [
        "A heading",
        "He met V. V. Putin on Oct. 19.",
        long,
        "로씨야를 방문하였다.",
        "이에 대하여 말하였다.",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("《우리는 간다.》라고 찌또브동지가 말하였다. 끝", "《우리는 간다.》라고 찌또브동지가 말하였다."),
        ("《우리는 간다.》 하고 찌또브동지가 웨쳤다.", "《우리는 간다.》 하고 찌또브동지가 웨쳤다."),
        ("찌또브는 “평화를 원한다.”고 말했다. 끝", "찌또브는 “평화를 원한다.”고 말했다."),
        ("《우리는 간다.》 찌또브동지는 말하였다.", "찌또브동지는 말하였다."),
        ("그는 왔다 .찌또브는 갔다 .끝", "찌또브는 갔다 ."),
        ("연회가 있었다.20일 찌또브가 떠났다.", "20일 찌또브가 떠났다."),
        ("주체113.6.20.에 찌또브가 왔다.", "주체113.6.20.에 찌또브가 왔다."),
        ("찌또브는 《하나이다. 그는 이겼다.》고 주장하였다. 끝", "찌또브는 《하나이다. 그는 이겼다.》고 주장하였다."),
        ("왔다. 대사 아. 이. 찌또브가 갔다. 끝", "대사 아. 이. 찌또브가 갔다."),
        ("이것은 옳은 것. 찌또브가 갔다.", "찌또브가 갔다."),
        ("왔다. 대사 아.이.찌또브가 갔다. 끝", "대사 아.이.찌또브가 갔다."),
        ("(평양 5월 15일발 조선중앙통신)\n찌또브가 갔다. 끝", "찌또브가 갔다."),
        ("(평양 5월 15일발 조선중앙통신)찌또브가 갔다. 끝", "찌또브가 갔다."),
    ],
)
def test_korean_sentences_end_at_a_stop_and_not_at_a_citation(text: str, sentence: str) -> None:
    start = text.index("찌또브")
    first, last = sentence_at(text, start, start + 3)
    assert text[first:last] == sentence
