"""A passage is read lazily: what is known cheaply is never less than what a close look finds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from wirewatch.watchlist.prose.passage import Passage, passages

PIECES = [*"AbZé'’S9-_. Жж김\u00a0\u0301Ⅷ", "PUTIN'S", "O’Neil", "Kim", "ComradeKim Jong Un", "\n\n", " the ", "Vasil'ev"]
PRINTED = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join)


def read(printed: str) -> Passage:
    (passage,) = passages({"body": printed})
    return passage


@settings(max_examples=500)
@given(PRINTED)
def test_no_capitalised_word_is_missing_from_what_stands_capitalised(printed: str) -> None:
    passage = read(printed)
    assert {word.text for word in passage.words if word.capital} <= passage.capitals
    assert [passage.words[index].capital for index in passage.capital_words] == [True] * len(passage.capital_words)


@settings(max_examples=500)
@given(PRINTED)
def test_words_and_gaps_together_are_the_text_again(printed: str) -> None:
    passage = read(printed)
    words = passage.words
    text = passage.normal.text
    assert [text[word.start : word.end] for word in words] == words.texts
    joined = "".join(word.text + (passage.gap(index) if index + 1 < len(words) else "") for index, word in enumerate(words))
    assert joined == (text[words[0].start : words[-1].end] if words else "")
    assert [passage.word_at(word.start) for word in words] == list(range(len(words)))


def test_what_stands_near_a_name_is_cut_at_spaces_and_keeps_the_offsets() -> None:
    body = "In the beginning " + "many words stood here, " * 20 + "Sergei Lavrov museum" + " and others came" * 20
    start = body.index("Sergei")
    near, offset = read(body).near(start, start + 13)
    assert near.original[start - offset : start - offset + 20] == "Sergei Lavrov museum"
    assert len(near.original) < 300
    assert body[offset - 1] == " "


def test_the_words_of_a_text_can_be_sliced_and_counted_from_the_end() -> None:
    words = read("Comrade Putin came").words
    assert [word.text for word in words[1:]] == ["putin", "came"]
    assert (words[-1].text, words[1].capital, words[-1].capital) == ("came", True, False)


IN_ASCII = [*"ab Z9-_.'S", "people's", "d'affaires", "o'clock", "Vasil'ev", "rock'n'roll", "'tis", "Kim", "\n\n", "\n", " the "]


@settings(max_examples=500)
@given(st.lists(st.sampled_from(IN_ASCII), min_size=1, max_size=12).map("".join))
def test_a_text_in_ascii_is_cut_into_the_words_it_has_beside_another_letter(printed: str) -> None:
    short, long = read(f"{printed} ae").words, read(f"{printed} æ").words
    assert (short.texts[:-1], short.starts, short.capitals) == (long.texts[:-1], long.starts, long.capitals)
    assert short.ends[:-1] == long.ends[:-1]


@settings(max_examples=500)
@given(PRINTED)
def test_the_first_halves_are_the_words_that_a_hyphen_alone_parts_from_the_next(printed: str) -> None:
    passage = read(printed)
    assert passage.halves == {index for index in range(len(passage.words)) if passage.gap(index) == "-"}


def test_the_words_around_a_span_are_read_without_cutting_the_text() -> None:
    passage = read("the late Yunus-bek Orlov, minister")
    assert passage.around(19, 24) == (["yunus", "bek"], ["minister"])
    assert "words" not in vars(passage)
