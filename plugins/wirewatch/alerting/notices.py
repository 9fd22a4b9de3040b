"""How operators are told that a source cannot be read, and that it can be read again. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from wirewatch.alerting.lines import clean
from wirewatch.alerting.rendering import wrapped
from wirewatch.alerting.slack import slack_context, slack_header, slack_section, slack_text
from wirewatch.errors import State
from wirewatch.models import Message

REASON_LIMIT = 500
QUOTE_LIMIT = 120

# What each state is called, what Wirewatch does about it by itself, and what a person should do.
CLOSED = "Wirewatch stopped at once and asks the site for nothing{until}. The first run after that asks again, and reads what was missed."
ASK_NOW = "When the cause is seen to, `wirewatch crawl {key} --reopen` asks at once."


@dataclass(frozen=True)
class Meaning:
    """A state as a subject says it; what happens by itself; what to do."""

    words: str
    by_itself: str
    to_do: str


MEANING = {
    State.BLOCKED: Meaning(
        "is blocked",
        CLOSED,
        "What to do: open that address in a browser, from this network. If it opens, ask more slowly (politeness in the source's "
        f"file) and let user_agent name an address the site can write to. If it does not, ask the site. {ASK_NOW}",
    ),
    State.ACCESS_WALL: Meaning(
        "is behind a sign-up wall",
        f"{CLOSED} Nothing is read around the wall.",
        "What to do: open that address in a browser. If it wants you to sign up, read the site's terms; the session of an account "
        "of your own can be put into the Airflow connection wirewatch_site, and if one is there, it has ended. " + ASK_NOW,
    ),
    State.LAYOUT_CHANGED: Meaning(
        "answers, but cannot be read",
        "Wirewatch keeps the article pages it got, leaves the days open, and every run tries them again.",
        "What to do: open that address in a browser. If it looks as ever, its markup changed: the reader needs a mend, and then "
        "reads the kept pages too. If it is something else, look at base_url and listing in the source's file; "
        "`wirewatch sources probe {key}` says which part does not behave.",
    ),
    State.ROBOTS_DISALLOWED: Meaning(
        "is closed to us by robots.txt",
        CLOSED,
        f"What to do: ask the site, or switch the source off (enabled: false in its file). {ASK_NOW}",
    ),
    State.DOWN: Meaning(
        "does not answer",
        "Wirewatch tries again: several times in a run, and in every run. The days stay open until their articles are read.",
        "What to do: nothing today. If it lasts a day, see whether that address opens in a browser from this network, "
        "and whether HTTPS_PROXY and the certificates are right.",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A source that went into a state, or came out of one at `changed_at` (`recovered`); times are aware.

    `evidence` is what was asked and what the site answered: url, status, final_url, title, text; and closed_until, where the host was closed.
    """

    source: str
    key: str
    state: State
    reason: str
    evidence: Mapping[str, object]
    began_at: datetime
    changed_at: datetime
    recovered: bool


def render_notice(message_id: str, recipient: str, notice: Notice) -> Message:
    """One message to one operator: what happened, since when, why, and what to do."""
    subject, paragraphs = words_of(notice)
    return plain_message(message_id, recipient, subject, paragraphs, "Sent by Wirewatch to its operators.")


def plain_message(message_id: str, recipient: str, subject: str, paragraphs: Sequence[str], foot: str) -> Message:
    """A message of paragraphs and a last line, in every form a channel may need."""
    text = "\n\n".join("\n".join(wrapped(one) if " " in one else [one]) for one in paragraphs) + f"\n\n-- \n{foot}\n"
    html = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    title = {"type": "plain_text", "text": slack_header(subject), "emoji": False}
    blocks: list[dict[str, object]] = [
        {"type": "header", "text": title},
        *[slack_section(slack_text(paragraph)) for paragraph in paragraphs],
        slack_context(foot),
    ]
    return Message(message_id=message_id, recipient=recipient, subject=subject, text=text, html=html, blocks=blocks)


def words_of(notice: Notice) -> tuple[str, list[str]]:
    """Subject and paragraphs. What the site or an error said is cleaned and cut."""
    source, since, meaning = clean(notice.source, 80), _time(notice.began_at), MEANING[notice.state]
    if notice.recovered:
        was = (
            meaning.words.replace("is ", "was ", 1)
            .replace("does not", "did not")
            .replace("answers, but cannot", "answered, but could not")
        )
        return f"Wirewatch: {source} can be read again", [
            f"{source} can be read again. From {since} to {_time(notice.changed_at)} it {was}.",
            "There is nothing to do: the next runs read what was missed, at most thirty days back. "
            f"`wirewatch coverage {notice.key} --from DAY --to DAY` says what is still open.",
        ]
    until = notice.evidence.get("closed_until")
    return f"Wirewatch: {source} {meaning.words}", [
        f"Since {since}, {source} {meaning.words}.",
        f"Why: {clean(notice.reason, REASON_LIMIT)}.",
        *_seen(notice.evidence, notice.state),
        meaning.by_itself.replace("{until}", f" until {until}" if until else " for some hours"),
        meaning.to_do.replace("{key}", notice.key),
    ]


def _seen(evidence: Mapping[str, object], state: State) -> list[str]:
    """What came from where, addresses as paragraphs of their own; the site's own words in quotes."""
    url, status = evidence.get("final_url"), evidence.get("status")
    if not url:
        return []
    address = clean(str(url), REASON_LIMIT)
    if "status" not in evidence:
        return ["Where:", address]
    nothing = "not asked for" if state is State.ROBOTS_DISALLOWED else "no answer that can be used"
    quoted = [f"{name} “{clean(str(evidence[name]), QUOTE_LIMIT)}”" for name in ("title", "text") if evidence.get(name)]
    asked = evidence.get("url") or url
    elsewhere = ["in answer to the request for", clean(str(asked), REASON_LIMIT)] if asked != url else []
    return [f"Seen: {', '.join([f'status {status}' if status else nothing, *quoted])}, at", address, *elsewhere]


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
