"""Patterns left out because none of their first words is in the text would have found nothing in it."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.watchlist.events.cases import CASES
from tests.unit.watchlist.events.further_cases import FURTHER_CASES
from tests.unit.watchlist.events.newspaper_cases import NEWSPAPER_CASES
from wirewatch.watchlist.events import clauses
from wirewatch.watchlist.events.openings import Index, Phrase, beginnings, openings
from wirewatch.watchlist.events.verbs import EVERYBODY, VERBS

_SOURCES = [*(verb.words.pattern for verb in VERBS), *(words.words.pattern for words, _ in EVERYBODY)]
# The words of the rules themselves, with the small ones between them: what is made of them is often found by one.
_WORDS = sorted({word for source in _SOURCES for word in re.findall(r"\b[a-z]{2,}\b", source.replace(r"\b", " "))})
_SMALL = ["a", "the", "was", "were", "is", "by", "to", "from", "with", "of", "in", "and", ",", ";", "'s"]
SENTENCES = st.lists(st.sampled_from(_WORDS) | st.sampled_from(_SMALL) | st.sampled_from(["<0>", "<1>"]), max_size=14).map(
    " ".join
)


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        (r"\b(?:met|received)\b", {"met", "rec"}),
        (r"\bco-chaired", {"co"}),
        (r"(?:co )?chaired|organi[sz]ed (?:a|the)", {"co", "cha", "org"}),
        (r"(?:(?<=\ba )|(?<=\bthe ))present|(?:gifts?|met(?: with)?) of", {"pre", "gif", "met"}),
        (r"(?<!who )(?:is|are) (?:now )?visiting", {"is", "are"}),
        (r"^(?:(?:also|,) )*(?:those )?leaving", {"^als", "^,", "^tho", "^lea"}),
    ],
)
def test_the_openings_of_a_pattern_are_the_first_letters_of_all_it_can_begin_with(pattern: str, begins: set[str]) -> None:
    assert openings(pattern) == begins


@pytest.mark.parametrize(
    "pattern", [r"\w+ met", r"<\d+> met", r"(?: also)? met", r"an? toast", r"(?:re|un)do", r"(?:re|un)(?:do|tie)"]
)
def test_a_pattern_that_can_begin_with_anything_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="does not begin with a word"):
        openings(pattern)


PHRASES = [*(words for words, _ in EVERYBODY), *(one for one in vars(clauses).values() if isinstance(one, Phrase))]
OPENINGS_OF_VERBS = [openings(verb.words.pattern) for verb in VERBS]


def loses_nothing(text: str) -> bool:
    """Tell whether whatever any rule finds in the text is found by those that are tried."""
    begun = beginnings(text)
    tried = set(Index(OPENINGS_OF_VERBS).among(begun))
    found = {number for number, verb in enumerate(VERBS) if verb.words.search(text)}
    return found <= tried and all(list(one.all(text, begun)) or not one.words.search(text) for one in PHRASES)


@given(SENTENCES)
def test_no_rule_that_is_left_out_finds_anything_in_words_of_the_rules(text: str) -> None:
    assert loses_nothing(text)


def test_no_rule_that_is_left_out_finds_anything_in_our_sentences() -> None:
    texts = [case[0].lower().replace("pavel gusev", "<0>") for case in CASES + FURTHER_CASES + NEWSPAPER_CASES]

    assert [text for text in texts if not loses_nothing(text)] == []
    assert all(any(verb.words.search(text) for text in texts) for verb in VERBS[:3])  # there is something to lose


@pytest.mark.parametrize("between", [" , ", " and ", " "])
@pytest.mark.parametrize(
    "told",
    ["said at talks with nobody", "in messages", "was presented with a medal", "were there", "at one place , reported yesterday"],
)
def test_a_list_of_thousands_takes_the_time_of_its_length(between: str, told: str) -> None:
    listed = between.join(f"<{number}>" for number in range(5000))
    began = time.process_time()
    clauses.hits(f"present at a meeting were {listed} {told} when the messages were presented")
    assert time.process_time() - began < 1


@pytest.mark.parametrize("between", [" , ", " and ", " , and ", " ", " as well as ", " together with ", " , along with "])
def test_a_list_is_found_whole_however_it_is_joined(between: str) -> None:
    listed = between.join(("<0>", "<1>", "<2>"))
    senders = {hit.name for hit in clauses.hits(f"{listed} in the messages wished <3> success") if hit.kind == "message"}
    assert senders == {0, 1, 2, 3}
