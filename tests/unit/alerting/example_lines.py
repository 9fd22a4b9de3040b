"""An alert line of ours, and a message made of lines."""

from __future__ import annotations

from datetime import date

from wirewatch.alerting.rendering import AlertLine, render
from wirewatch.models import Message

SENTENCE = "Sergei Lavrov, foreign minister of the Russian Federation, arrived in Pyongyang on Thursday."
TALKS = AlertLine(
    person="Sergei Lavrov",
    surface="Sergei Lavrov",
    role="foreign minister of the Russian Federation",
    tier="confirmed",
    reason="full name as on the list",
    title="Talks Held between Foreign Ministers",
    source="KCNA.kp (En)",
    published_on=date(2026, 11, 20),
    sentence=SENTENCE,
    mark_start=0,
    mark_end=13,
    url="https://kcnawatch.org/newstream/1795132800-123456789/talks-held/",
    original_url="http://www.kcna.kp/en/article/q/0a1b2c.kcmsf",
    story_id=1,
    rule="russian-officials",
)


def made(*lines: AlertLine) -> Message:
    """A message about the lines."""
    return render("story-1-1.email", "desk@example.org", lines)
