"""How operators are told of trouble, and that it is over: a message each for what pages, one a morning for the rest. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape

from wirewatch.alerting.lines import clean
from wirewatch.alerting.meanings import MEANING
from wirewatch.alerting.rendering import wrapped
from wirewatch.alerting.slack import slack_context, slack_header, slack_section, slack_text
from wirewatch.errors import State
from wirewatch.models import Message, Trouble

REASON_LIMIT = 500
QUOTE_LIMIT = 120
MOST_NAMES = 6
MOST_IN_FULL = 5  # troubles a morning summary explains; of the others it says that they are
MOST_IN_BRIEF = 20
FOOT = "Sent by Wirewatch to its operators."


def render_notice(message_id: str, recipient: str, trouble: Trouble) -> Message:
    """One message to one operator: what happened, since when, why, where to look and what to do; or that it is over."""
    return plain_message(message_id, recipient, _subject(trouble), _paragraphs(trouble), FOOT)


def render_morning(message_id: str, recipient: str, still: Sequence[Trouble], healed: Sequence[Trouble]) -> Message:
    """The summary of a morning: what lasts, and what healed since the one before. One trouble alone reads as a message of its own."""
    everything = [*still, *healed]
    if len(everything) == 1:
        return render_notice(message_id, recipient, everything[0])
    counts = [f"{len(still)} open"] * bool(still) + [f"{len(healed)} over"] * bool(healed)
    paragraphs = [part for trouble in still[:MOST_IN_FULL] for part in [f"{_words(trouble)}.", *_paragraphs(trouble)]]
    if brief := [f"{_words(trouble)}, since {_time(trouble.began_at)}" for trouble in still[MOST_IN_FULL:]]:
        paragraphs.append(f"Also: {_some(brief, '; ', MOST_IN_BRIEF)}.")
    if over := [f"{_over(trouble)} ({_time(trouble.began_at)} to {_time(trouble.ended_at)})" for trouble in healed]:
        paragraphs.append(f"Over: {_some(over, '; ', MOST_IN_BRIEF)}.")
    return plain_message(
        message_id, recipient, f"Wirewatch this morning: {', '.join(counts) or 'nothing is open'}", paragraphs, FOOT
    )


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


def _subject(trouble: Trouble) -> str:
    return f"Wirewatch: {_over(trouble) if trouble.ended_at else _words(trouble)}"


def _words(trouble: Trouble) -> str:
    return MEANING[trouble.kind].words.replace("{names}", _names(trouble))


def _over(trouble: Trouble) -> str:
    return MEANING[trouble.kind].over.replace("{names}", _names(trouble))


def _names(trouble: Trouble) -> str:
    names = trouble.evidence.get("names") if not trouble.label else None
    return (
        _some([clean(str(name), 80) for name in names], ", ", MOST_NAMES) if isinstance(names, list) else clean(trouble.label, 80)
    )


def _some(parts: Sequence[str], between: str, most: int) -> str:
    more = f"{between}and {len(parts) - most} more" if len(parts) > most else ""
    return between.join(parts[:most]) + more


def _paragraphs(trouble: Trouble) -> list[str]:
    """What stands below the subject. What the site or an error said is cleaned and cut."""
    meaning, since = MEANING[trouble.kind], _time(trouble.began_at)
    if trouble.ended_at:
        was = meaning.was.replace("{names}", "it" if trouble.label else _names(trouble))
        return [
            f"{_over(trouble)}. From {since} to {_time(trouble.ended_at)} {was}.",
            meaning.after.replace("{key}", trouble.key),
        ]
    until = trouble.evidence.get("closed_until")
    again = f" Met {trouble.times} times, the last of them for this reason." if trouble.times > 1 else ""
    return [
        f"Since {since}, {_words(trouble)}.",
        f"Why: {clean(trouble.reason, REASON_LIMIT).rstrip('.')}.{again}",
        *(_seen(trouble.evidence, trouble.kind) if trouble.label else _where(trouble.evidence)),
        meaning.by_itself.replace("{until}", f" until {until}" if until else " for some hours"),
        meaning.to_do.replace("{key}", trouble.key),
    ]


def _where(evidence: Mapping[str, object]) -> list[str]:
    return ["Where:", clean(str(evidence["link"]), REASON_LIMIT)] if evidence.get("link") else []


def _seen(evidence: Mapping[str, object], kind: str) -> list[str]:
    """What came from where, addresses as paragraphs of their own; the site's own words in quotes."""
    url, status = evidence.get("final_url"), evidence.get("status")
    if not url:
        return []
    address = clean(str(url), REASON_LIMIT)
    if "status" not in evidence:
        return ["Where:", address]
    nothing = "not asked for" if kind == State.ROBOTS_DISALLOWED else "no answer that can be used"
    quoted = [f"{name} “{clean(str(evidence[name]), QUOTE_LIMIT)}”" for name in ("title", "text") if evidence.get(name)]
    asked = evidence.get("url") or url
    elsewhere = ["in answer to the request for", clean(str(asked), REASON_LIMIT)] if asked != url else []
    return [f"Seen: {', '.join([f'status {status}' if status else nothing, *quoted])}, at", address, *elsewhere]


def _time(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if moment else "now"
