"""Which day a phrase names, counted from the day it was written."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirewatch.text.normalise import plain
from wirewatch.watchlist.events import days as spoken
from wirewatch.watchlist.events.days import spoken_days

FRIDAY = date(2024, 5, 17)


def days(text: str, base: date | None = FRIDAY) -> list[tuple[str, date | None]]:
    text = plain(text)
    return [(text[one.start : one.end], one.day) for one in spoken_days(text, 0, len(text), base)]


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("They met on May 15.", "on may 15", date(2024, 5, 15)),
        ("They met on Sept. 3.", "on sept. 3", None),
        ("They met on Oct. 19, 2023.", "on oct. 19, 2023", date(2023, 10, 19)),
        ("They met on October 19, Juche 112 (2023).", "on october 19, juche 112 (2023)", date(2023, 10, 19)),
        ("On the evening of May 15 they met.", "on the evening of may 15", date(2024, 5, 15)),
        ("The treaty was signed on May 9.", "on may 9", date(2024, 5, 9)),
        ("They came here May 15.", "may 15", date(2024, 5, 15)),
        ("They met on the 4th.", "on the 4th", date(2024, 5, 4)),
        ("They met on the 20th.", "on the 20th", date(2024, 4, 20)),
        ("They met on the 31st.", "on the 31st", None),
        ("They met Thursday.", "thursday", date(2024, 5, 16)),
        ("They met on Friday evening.", "on friday evening", date(2024, 5, 17)),
        ("They met on Saturday.", "on saturday", date(2024, 5, 11)),
        ("They met yesterday.", "yesterday", date(2024, 5, 16)),
        ("They met this evening.", "this evening", FRIDAY),
        ("5월 15일 접견하시였다.", "5월 15일", date(2024, 5, 15)),
        ("주체112(2023)년 접견은 15일에 있었다.", "15일", date(2024, 5, 15)),
        ("어제 접견하시였다.", "어제", date(2024, 5, 16)),
        ("목요일 접견하시였다.", "목요일", date(2024, 5, 16)),
    ],
)
def test_a_phrase_names_the_nearest_such_day_that_is_past(text: str, words: str, day: date | None) -> None:
    assert days(text) == ([(words, day)] if day else [])


@pytest.mark.parametrize(
    "text",
    [
        "on the 66th anniversary of the liberation",
        "the Orchestra of the 21st Century",
        "on the 7th Congress of the Party",
        "next Thursday they will meet",
        "they may meet",
        "the ceremony on June 25",
        "the 4th Corps",
        "the May 1 Stadium of Pyongyang",
        "at the April 25 House of Culture",
        "the anniversary of May 9",
        "the treaty signed on May 9",
        "100일전투",
        "평양 5월 16일발 조선중앙통신",
    ],
)
def test_what_names_no_past_day_is_none(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "from May 13 to 15",
        "on May 13-15",
        "on May 13 and 15",
        "on Jan. 25 and Feb. 9",
        "from the 13th to the 15th",
        "from the 13th to 15th",
        "between May 13 and 15",
        "13일부터",
    ],
)
def test_a_stretch_is_said_and_has_no_day(text: str) -> None:
    assert [day for _, day in days(text)][:1] == [None]


def test_december_in_january_was_last_year() -> None:
    assert days("on Dec. 31", date(2024, 1, 2)) == [("on dec. 31", date(2023, 12, 31))]


def test_without_a_base_only_a_whole_date_is_a_day() -> None:
    assert days("on Thursday, on the 4th, today, on May 15", None) == []
    assert days("on May 15, 2024", None) == [("on may 15, 2024", date(2024, 5, 15))]


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("on the same day", 0),
        ("that day", 0),
        ("the previous day", -1),
        ("the day before.", -1),
        ("the following day", 1),
    ],
)
def test_a_day_counted_from_another_says_how_far_it_is(text: str, shift: int) -> None:
    assert [(one.day, one.shift) for one in spoken_days(plain(text), 0, len(text), FRIDAY)] == [(None, shift)]


def test_a_celebrated_day_and_the_day_of_a_newspaper_are_none() -> None:
    assert days("a gift on the occasion of his 60th birthday, May 12") == []
    assert days("Following are major news items in leading newspapers on Thursday: he left.") == []


PARTS = (
    "on", "the", "of", "from", "to", "oct. 19", "october 19", "oct19", "4th", "19", "4 may", "4th of may", "may 4", "monday",
    "last", "night", "today", "this", "morning", "evening", "yesterday", "same day", "previous day", "two days ago", "19일", "6월 19일",
    "월요일", "오늘,", "어제,", "2,345 people", "decided", ".", ",",
)  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=6))
def test_no_day_is_missed_by_asking_first_whether_there_may_be_one(parts: list[str]) -> None:
    text, base = " ".join(parts), date(2024, 10, 20)
    cheap = list(spoken_days(text, 0, len(text), base))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spoken, "_MAY_SPEAK_OF_A_DAY", re.compile(""))
        assert cheap == list(spoken_days(text, 0, len(text), base))
        patch.setattr(spoken, "_PHRASE", re.compile(spoken._PHRASE.pattern.removeprefix(spoken._BEGINS)))
        assert cheap == list(spoken_days(text, 0, len(text), base))
