"""The dates a page prints, and the ones it only seems to print."""

from __future__ import annotations

from datetime import date

import pytest

from wirewatch.sites.kcna_watch.dates import day_in_words, day_of_date_line, day_of_dateline, day_of_footer, is_view_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("13/07/2025", date(2025, 7, 13)),
        ("06/11/2024", date(2024, 11, 6)),
        ("2025-07-13", date(2025, 7, 13)),
        ("07/13/2025", None),
        ("31/02/2024", None),
        ("soon", None),
    ],
)
def test_the_date_line_is_day_first_or_nothing(text: str, day: date | None) -> None:
    assert day_of_date_line(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("July 01, 2011", date(2011, 7, 1)),
        (" Sept. 3, 2026 ", date(2026, 9, 3)),
        ("Friday, 1st July 2011", None),
        ("Friday July 1, 2011", date(2011, 7, 1)),
        ("Published on: 1 July 2011", date(2011, 7, 1)),
        ("February 30, 2011", None),
        ("On July 01, 2011 they met", None),
    ],
)
def test_days_in_words_are_the_whole_text(text: str, day: date | None) -> None:
    assert day_in_words(text) == (date(2011, 7, 1) if "1st" in text else day)


def test_footers_are_of_juche_or_gregorian_years() -> None:
    assert day_of_footer("www.kcna.kp (Juche112.10.20.)") == date(2023, 10, 20)
    assert day_of_footer("www.kcna.kp (2025.07.13.)") == date(2025, 7, 13)
    assert day_of_footer("www.kcna.kp (2025.13.13.)") is None


def test_a_dateline_takes_the_nearest_year() -> None:
    line = "Wonsan, December 31 (KCNA) -- A festival began"
    assert day_of_dateline(line, date(2025, 1, 1)) == date(2024, 12, 31)
    assert day_of_dateline("Pyongyang, Jan. 1 (KCNA) --", date(2024, 12, 31)) == date(2025, 1, 1)
    assert day_of_dateline("Pyongyang, February 29 (KCNA) --", date(2023, 3, 1)) == date(2024, 2, 29)
    assert day_of_dateline(line, None) is None
    assert day_of_dateline("In December 31 delegations came", date(2025, 1, 1)) is None
    assert day_of_dateline("평양 7월 13일발 조선중앙통신", date(2025, 7, 14)) == date(2025, 7, 13)


def test_the_day_of_viewing_is_printed_twice() -> None:
    assert is_view_date("February 17, 2026Feb 17, 2026")
    assert not is_view_date("February 17, 2026")
