"""What is notable about an appearance stands in every message, among what a reader should know."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.alerting.example_lines import TALKS, made
from wirewatch.alerting.lines import Section, tidy
from wirewatch.alerting.rendering import section_text
from wirewatch.alerting.slack import person_slack

NOTE = "first in 214 days; usually every 9 days"


def test_mail_and_slack_carry_the_note() -> None:
    line = tidy(replace(TALKS, appearance=(NOTE,)))
    mail = " ".join(" ".join(section_text(Section(line, (line,)))).split())
    assert f"Note: {NOTE} Why: " in mail
    assert f"\nNote: {NOTE}\nWhy: " in person_slack(line)
    assert f"Note: {NOTE}</p>" in made(line).html
    assert "Note:" not in made(TALKS).html + made(TALKS).text + str(made(TALKS).blocks)


def test_a_title_in_a_note_cannot_begin_another_line() -> None:
    assert tidy(replace(TALKS, appearance=("title changed: “a\nb”",))).appearance == ("title changed: “a b”",)
