"""Whole messages as they were looked at and found good; a change of a word shows here."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from wirewatch.alerting.rendering import AlertLine, render
from wirewatch.delivery import email_message, slack_payload
from wirewatch.models import Message

HERE = Path(__file__).parent
TALKS = AlertLine(
    person="Sergei Lavrov",
    surface="Sergei Lavrov",
    role="foreign minister of the Russian Federation",
    tier="confirmed",
    event="talks",
    event_day=date(2026, 11, 19),
    counterpart="Choe Son Hui",
    reason="full name as on the list",
    title="Talks Held between DPRK and Russian Foreign Ministers",
    source="KCNA.kp (En)",
    published_on=date(2026, 11, 20),
    sentence=(
        "Sergei Lavrov, foreign minister of the Russian Federation, had talks with Choe Son Hui in Pyongyang on Nov. 19, "
        "where both sides exchanged views on the plan of the two ministries for next year."
    ),
    mark_start=0,
    mark_end=13,
    url="https://kcnawatch.org/newstream/1795132800-123456789/talks-held-between-foreign-ministers/",
    original_url="http://www.kcna.kp/en/article/q/0a1b2c3d.kcmsf",
    story_id=1,
    rule="russian-officials",
)
MISPRINT = replace(
    TALKS,
    person="Andrei Rudenko",
    surface="Andrei Ludenko",
    role="vice-minister of Foreign Affairs of the Russian Federation",
    tier="probable",
    event="attended",
    counterpart=None,
    reason="spelled like Andrei Rudenko (L for R), with a Russian title beside it",
    sentence="Present there were Andrei Ludenko, vice-minister of Foreign Affairs of the Russian Federation, and others.",
    mark_start=19,
    mark_end=33,
)
LATE = replace(
    TALKS,
    person="Alexandr Kozlov",
    surface="Kozlov",
    role=None,
    event="quoted",
    event_day=None,
    counterpart=None,
    reason="surname; a Russian title of his stands in the same article",
    title="Guests Tour “Greenhouse & Nursery” Farm",
    source="Voice of Korea (EN)",
    published_on=date(2026, 11, 17),
    late_found_on=date(2026, 11, 24),
    sentence="Kozlov said the farm left him with a good impression.",
    mark_end=6,
    url="https://kcnawatch.org/newstream/1794787200-987654321/guests-tour-farm/",
    original_url=None,
    story_id=2,
)
LISTING = replace(
    TALKS,
    person="Vladimir Putin",
    surface="Putin",
    role=None,
    tier="probable",
    event=None,
    event_day=None,
    counterpart=None,
    reason="surname of a name that is rare enough to stand alone; only the listing was readable",
    title="Message to Putin",
    sentence="Message to Putin",
    mark_start=11,
    mark_end=16,
    original_url=None,
    url="https://kcnawatch.org/newstream/1795132800-555555555/message-to-putin/",
    story_id=3,
    field="listing",
    text_kind="listing",
    rule="heads-of-state",
    published_on=date(2026, 11, 21),
)
HOSTILE = replace(
    TALKS,
    person="Sergei <b>Lavrov</b>",
    surface="Sergei <b>Lavrov</b>",
    role='"><script>alert(1)</script> <!channel>',
    counterpart="</p><script>alert(2)</script> <!here>\r\n",
    title="Two\r\nBcc: all@example.org *lines* & `code`",
    source="<img src=x>",
    sentence="\u202eHe <@U012AB3CD> met Sergei <b>Lavrov</b> _here_.",
    mark_start=21,
    mark_end=41,
    url="javascript:alert(1)",
    original_url='https://example.org/?a="b"&c=<d>|e',
)
MESSAGES = {
    "one-article": ([TALKS, MISPRINT], None),
    "several-articles": (
        [TALKS, MISPRINT, LATE, LISTING, replace(TALKS, rule="ministers")],
        "https://airflow.example.org/",
    ),
    "hostile": ([HOSTILE], None),
}


def forms(message: Message) -> dict[str, str]:
    """Every form of a message as text."""
    mail = email_message(message, "Wirewatch <alerts@example.org>", datetime(2026, 11, 21, 0, 5, tzinfo=UTC))
    headers = "".join(f"{name}: {value}\n" for name, value in mail.items() if name != "Content-Type")
    slack = json.dumps(slack_payload(message), ensure_ascii=False, indent=2) + "\n"
    return {"txt": f"{headers}\n{message.text}", "html": message.html, "json": slack}


@pytest.mark.parametrize("form", ["txt", "html", "json"])
@pytest.mark.parametrize("name", MESSAGES)
def test_the_message_reads_as_it_was_found_good(name: str, form: str) -> None:
    lines, page = MESSAGES[name]
    made = forms(render("story-1-1.email", "desk@example.org", lines, page))[form]
    expected = HERE / f"{name}.{form}"
    if not expected.exists():
        expected.write_text(made, encoding="utf-8")
        pytest.fail(f"{expected.name} was not there; it is written now: review and commit it")
    assert made == expected.read_text(encoding="utf-8")
