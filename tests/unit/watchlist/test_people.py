"""Who stands in a sentence, on a list or not, and what around the name is only said about them."""

from __future__ import annotations

import pytest

from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.people import people


def printed(text: str) -> list[str]:
    passage = Passage("body", text)
    return [named.printed for named in people(passage, 0, len(passage.words), [])]


def spoken_of(text: str) -> list[str]:
    passage = Passage("body", text)
    named = people(passage, 0, len(passage.words), [])
    return [passage.printed(passage.words[one.begin].start, passage.words[one.end - 1].end) for one in named]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It was attended by So Ho Gun and Pak To Hyok.", ["So Ho Gun", "Pak To Hyok"]),
        ("So Kim Yong Gun left.", ["Kim Yong Gun"]),
        ("Jin Jong Su met Oleg Tarasov.", ["Jin Jong Su", "Oleg Tarasov"]),
        ("Jin Jong-su met Oleg Tarasov, the Jin-led group said.", ["Jin Jong-su", "Oleg Tarasov"]),
        ("They were Tarasov Oleg Petrovich and Ya. T. Novik.", ["Tarasov Oleg Petrovich", "Ya. T. Novik"]),
        ("Juan Antonio Lopez Vega, general secretary of the party, spoke.", ["Juan Antonio Lopez Vega"]),
        ("The Oleg Tarasov Dance Company of the Lang Son Provincial Theatre, chairman of it, sang.", []),
        ("Red Square was full.", []),
    ],
)
def test_names_on_no_list_are_told_by_their_shape_or_their_office(text: str, names: list[str]) -> None:
    assert printed(text) == names


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "On hand were the respected Comrade Kim Yong Gun, vice-premier of the Cabinet, and Army General Pak To Hyok.",
            ["the respected Comrade Kim Yong Gun, vice-premier of the Cabinet", "General Pak To Hyok"],
        ),
        (
            "There were Pak To Hyok and Jo Yong Su, secretaries of the committee, and other officials.",
            ["Pak To Hyok", "Jo Yong Su, secretaries of the committee"],
        ),
        ("Oleg Tarasov, who had come by train, spoke.", ["Oleg Tarasov"]),
    ],
)
def test_titles_before_and_after_a_name_are_only_said_about_it(text: str, said: list[str]) -> None:
    assert spoken_of(text) == said
