"""What happened, as a reader is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pydantic import TypeAdapter

from tests.unit.alerting.example_lines import TALKS, made
from wirewatch.alerting.happenings import happening
from wirewatch.alerting.lines import AlertLine

DAY = date(2023, 10, 19)


@pytest.mark.parametrize(
    ("event", "counterpart", "day", "words"),
    [
        ("met", "Kim Jong Un", DAY, "met Kim Jong Un, 19 October 2023"),
        ("met", None, DAY, "was at a meeting or a welcome, 19 October 2023"),
        ("talks", "Choe Son Hui", None, "held talks with Choe Son Hui"),
        ("arrived", None, DAY, "arrived, 19 October 2023"),
        ("message", "Kim Jong Un", None, "message or gift to or from Kim Jong Un"),
        ("reception", "Kim Jong Un", None, "was at a reception with Kim Jong Un"),
        ("statement", "Kim Jong Un", None, "made a statement with Kim Jong Un"),
        ("passing", None, None, "named in passing"),
        (None, None, None, None),
    ],
)
def test_an_event_reads_as_words_with_its_day(
    event: str | None, counterpart: str | None, day: date | None, words: str | None
) -> None:
    assert happening(event, counterpart, day) == words


def test_every_form_of_a_message_says_what_happened() -> None:
    message = made(replace(TALKS, event="met", event_day=DAY, counterpart="Kim Jong Un"))
    slack = "".join(str(block) for block in message.blocks)
    told = "met Kim Jong Un, 19 October 2023"
    assert [told in " ".join(form.split()) for form in (message.text, message.html, slack)] == [True] * 3


def test_a_line_stored_before_there_were_events_still_reads() -> None:
    lines = TypeAdapter(AlertLine)
    stored = lines.dump_python(TALKS, mode="json")
    for name in ("event", "event_day", "counterpart"):
        del stored[name]
    assert "Sergei Lavrov – foreign minister of the Russian Federation\n" in made(lines.validate_python(stored)).text


def test_a_counterpart_from_a_page_is_cleaned() -> None:
    message = made(replace(TALKS, event="met", counterpart="<b>Kim</b>\r\nBcc: all <!channel>"))
    assert "<b>Kim" not in message.html
    assert "<!channel>" not in str(message.blocks)
    assert "\r" not in message.text
