"""How operators are told that a source cannot be read, and that it can be read again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape

from wirewatch.alerting.lines import clean
from wirewatch.alerting.rendering import wrapped
from wirewatch.alerting.slack import slack_context, slack_header, slack_section, slack_text
from wirewatch.errors import State
from wirewatch.models import Message

REASON_LIMIT = 500

# What each state means, as a subject says it, and what an operator can do.
MEANING = {
    State.BLOCKED: ("is blocked", "Nothing is asked for some hours. Find out why the site says no, then clear the red run."),
    State.ACCESS_WALL: (
        "is behind a sign-up wall",
        "Nothing is asked for some hours. Read the site's terms; articles that need an account are not read around the wall.",
    ),
    State.LAYOUT_CHANGED: (
        "answers, but cannot be read",
        "Its pages or its listing changed. Captures are kept and can be read again after a fix; look at one of them first.",
    ),
    State.ROBOTS_DISALLOWED: (
        "is closed to us by robots.txt",
        "Nothing is asked for some hours. Ask the site, or switch the source off.",
    ),
    State.DOWN: ("does not answer", "Usually nothing: retries and the next run catch up. Look at it if it lasts a day."),
}


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A source that went into a state, or came out of one (`recovered`); `began_at` is an aware time."""

    source: str
    state: State
    reason: str
    began_at: datetime
    recovered: bool


def render_notice(message_id: str, recipient: str, notice: Notice) -> Message:
    """One message to one operator: what happened, since when, why, and what to do."""
    subject, paragraphs = words_of(notice)
    text = (
        "\n\n".join("\n".join(wrapped(paragraph)) for paragraph in paragraphs) + "\n\n-- \nSent by Wirewatch to its operators.\n"
    )
    html = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    title = {"type": "plain_text", "text": slack_header(subject), "emoji": False}
    blocks: list[dict[str, object]] = [
        {"type": "header", "text": title},
        *[slack_section(slack_text(paragraph)) for paragraph in paragraphs],
        slack_context("Sent by Wirewatch to its operators."),
    ]
    return Message(message_id=message_id, recipient=recipient, subject=subject, text=text, html=html, blocks=blocks)


def words_of(notice: Notice) -> tuple[str, list[str]]:
    """Subject and paragraphs. What the site or an error said is cleaned and cut."""
    source, since = clean(notice.source, 80), f"{notice.began_at:%Y-%m-%d %H:%M} UTC"
    meaning, cure = MEANING[notice.state]
    if notice.recovered:
        missed = "The next runs read what was missed in the meantime, at most thirty days back; `report` says what is still open."
        return f"Wirewatch: {source} can be read again", [
            f"{source} can be read again. Since {since} it {meaning.replace('is ', 'was ', 1)}.",
            missed,
        ]
    return f"Wirewatch: {source} {meaning}", [
        f"Since {since}, {source} {meaning}.",
        f"Why: {clean(notice.reason, REASON_LIMIT)}",
        cure,
    ]
