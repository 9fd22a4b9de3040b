"""What changed between two texts, by words."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from wirewatch.text.diff import Run, readable, same_words, word_diff

LONG = " ".join(f"word{number}" for number in range(40))


def test_a_changed_word_stands_between_marks() -> None:
    diff = word_diff("He met the minister today.", "He met the ambassador today.")

    assert diff == [
        Run("unchanged", "He met the"),
        Run("removed", " minister"),
        Run("added", " ambassador"),
        Run("unchanged", " today."),
    ]
    assert readable(diff) == "He met the [-minister-]{+ambassador+} today."


def test_a_name_taken_out_is_one_run() -> None:
    assert readable(word_diff("Present were Ri Ho, Jang Song Thaek and Kim Ok.", "Present were Ri Ho and Kim Ok.")) == (
        "Present were Ri Ho[-, Jang Song Thaek-] and Kim Ok."
    )


def test_a_sign_between_two_changes_belongs_to_them() -> None:
    assert readable(word_diff("Guests: Pak, Choe sat.", "Guests: Ivanov, Petrov sat.")) == (
        "Guests: [-Pak, Choe-]{+Ivanov, Petrov+} sat."
    )


def test_a_dropped_paragraph_is_one_run_and_the_others_stay() -> None:
    diff = word_diff(f"One is here.\n\n{LONG}\n\nThree is here.", "One is here.\n\nThree is here.")

    assert [run.what for run in diff] == ["unchanged", "removed", "unchanged"]
    assert diff[1].text.strip() == LONG


def test_a_paragraph_cut_in_two_shows_the_break() -> None:
    assert readable(word_diff("One two. Three four.", "One two.\n\nThree four.")) == "One two.{+¶+}Three four."


def test_unchanged_words_far_from_a_change_are_left_out() -> None:
    shown = readable(word_diff(f"{LONG} old {LONG}", f"{LONG} new {LONG}"), context_words=2)

    assert shown == "… word38 word39 [-old-]{+new+} word0 word1 …"


def test_equal_texts_show_nothing_but_text() -> None:
    assert {run.what for run in word_diff(LONG, LONG)} == {"unchanged"}
    assert word_diff("", "") == []


def test_white_space_and_the_encoding_of_letters_are_no_change() -> None:
    assert same_words("Kim Jong Un , general\n\nTwo", "Kim Jong\u00a0Un, general Two")
    assert same_words("\uae40", "\u1100\u1175\u11b7")  # one syllable, whole and in pieces
    assert same_words("co\u00adoperation", "cooperation")
    assert not same_words("Minister", "minister")
    assert not same_words("on the 4th", "on the 5th")


words = st.lists(st.sampled_from(["Kim", "Putin", "met", "the", "of", ",", ".", "\n\n", "«", "김정은"]), max_size=40).map(
    " ".join
)


@given(words, words)
def test_both_texts_can_be_read_from_their_diff(old: str, new: str) -> None:
    diff = word_diff(old, new)

    assert same_words(old, "".join(run.text for run in diff if run.what != "added"))
    assert same_words(new, "".join(run.text for run in diff if run.what != "removed"))
    assert all(run.text for run in diff)


def test_a_long_text_without_a_common_paragraph_costs_a_bounded_time() -> None:
    old, new = ("the of and " * 4000 + end for end in ("x", "y"))
    started = time.monotonic()
    diff = word_diff(old, new)

    assert time.monotonic() - started < 10  # word by word it takes far longer
    assert [run.what for run in diff] == ["removed", "added"]
