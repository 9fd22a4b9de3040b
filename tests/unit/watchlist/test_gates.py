"""Gates that spare the matcher work: with and without them the same is found."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wirewatch.watchlist.officials import attendance
from wirewatch.watchlist.prose import shapes
from wirewatch.watchlist.prose.passage import Passage, passages
from wirewatch.watchlist.prose.vocabulary import GIVEN_NAMES, KOREAN_SURNAMES

PHRASES = (
    "present", "attending", "on hand", "invited", "accompanying", "seeing off", "among", "greeted", "met", "received", "welcomed",
    "seen off", "seen", "accompanied", "attended", "joined", "were", "was", "are", "is", "by", "representative", "method",
    "led by its", "headed by", "filled by", "also on hand", "at the airport to greet", "took part in", "undertook part in", "wasp",
    "N", "the", ",", ".", "\n\n", "_", "-",
)  # fmt: skip
WORDS = (
    *(
        "Kim",
        "So",
        "Chairman",
        "An",
        "The",
        "Igor",
        "Orlov",
        "A.",
        "Il",
        "jong-",
        "Vladimirovich",
        "MINISTRY",
        "Of",
        "of",
        "Dance",
    ),
    *sorted(shapes._NO_NAME & KOREAN_SURNAMES),
    *sorted(shapes._NO_NAME & GIVEN_NAMES),
    *sorted(shapes._NO_NAME)[::40],
)


def read(text: str) -> Passage:
    return passages({"body": text or "."})[0]


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        (attendance._OPENER, attendance._OPENS),
        (attendance._LED_BY, attendance._LEADS),
        (attendance._WAS_THERE, attendance._WAS),
    ],
)
@given(phrases=st.lists(st.sampled_from(PHRASES), max_size=30), joined=st.sampled_from((" ", "", " N ")))
def test_what_opens_a_list_is_found_wherever_its_pattern_matches(
    pattern: re.Pattern[str], begins: re.Pattern[str], phrases: list[str], joined: str
) -> None:
    passage = read(joined.join(phrases))
    text = passage.normal.text
    whole = (0, len(text))
    found = [one.span() for one in attendance._all(pattern, begins, passage, whole)]
    assert found == [one.span() for one in pattern.finditer(text)]


@example(words=["German", "Orlov"])
@example(words=["A.", "Orlov"])
@example(words=["No", "Kim", "Song", "Il"])
@given(words=st.lists(st.sampled_from(WORDS).map(str.title) | st.sampled_from(WORDS), max_size=20))
def test_no_name_begins_with_the_words_that_are_passed_over(words: list[str]) -> None:
    passage = read(" ".join(words))
    gated = list(shapes.names(passage, 0, len(passage.words)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shapes, "_BEGINS_NONE", frozenset())
        assert gated == list(shapes.names(passage, 0, len(passage.words)))
