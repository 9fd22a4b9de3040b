"""How long an answer asks us to wait."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wirewatch.models import Response

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 7 ", 7),
        ("9" * 400, 999_999_999),
        ("Sun, 01 Nov 2026 12:01:30 GMT", 90),
        ("Sunday, 01-Nov-26 12:01:30 GMT", 90),
        ("Sun, 01 Nov 2026 12:01:30 -0000", 90),
        ("Sun, 01 Nov 2026 11:00:00 GMT", 0),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("soon", None),
        ("Sun, 99 Nov 2026 12:01:30 GMT", None),
        ("", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(value: str, seconds: float | None) -> None:
    response = Response("u", "u", 429, {"Retry-After": value}, b"", NOW)
    assert response.retry_after == seconds


def test_an_answer_without_the_header_asks_for_nothing() -> None:
    assert Response("u", "u", 429, {}, b"", NOW).retry_after is None
