"""How a message reads: alert lines in; subject, HTML, plain text and Slack blocks out.

Pure. What a line holds and how it is cleaned stands in `lines`, Slack's form in `slack`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from wirewatch.alerting.lines import NAME_LIMIT, AlertLine, Section, arrange, clean, counted, safe_url, tidy
from wirewatch.alerting.slack import slack_blocks
from wirewatch.models import Message

__all__ = ["AlertLine", "render"]

SUBJECT_LIMIT = 120  # what mail clients show of a subject, generously
TEXT_WIDTH = 72

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(message_id: str, recipient: str, lines: Sequence[AlertLine], public_url: str | None = None) -> Message:
    """One message to one recipient about all `lines`: stories newest day first, people inside.

    A person whom two rules (or two lists) report in one story stands once. `public_url` is where “Open Wirewatch”
    leads, None for no such link. Raises ValueError without lines: an empty message is never sent.
    """
    if not lines:
        raise ValueError("a message needs at least one alert")
    sections = arrange(tidy(line) for line in lines)
    subject = subject_of(sections)
    summary = summary_of(sections)
    rules = sorted({clean(line.rule, NAME_LIMIT) for line in lines})
    page = safe_url(public_url)
    html = TEMPLATES.get_template("mail.html").render(
        subject=subject, summary=summary, sections=sections, why=why_you(rules), page=page
    )
    text = plain_text(sections, summary, why_you(rules), page)
    blocks = slack_blocks(sections, subject, why_you(rules), page)
    return Message(message_id=message_id, recipient=recipient, subject=subject, text=text, html=html, blocks=blocks)


def subject_of(sections: Sequence[Section]) -> str:
    """Who and where in at most 120 code points, with the title if it is one article: the reader decides from this line."""
    people = distinct(line.person for section in sections for line in section.people)
    places = some(distinct(section.article.source for section in sections), 2)
    unsure = all(line.tier == "probable" for section in sections for line in section.people)
    tail = f" – {len(sections)} articles" if len(sections) > 1 else f": {sections[0].article.heading}"
    for shown in (3, 2, 1):
        subject = f"{'Probably ' if unsure else ''}{some(people, shown)} in {places}"
        if len(subject) + min(len(tail), 30) <= SUBJECT_LIMIT:
            break
    return clean(subject, SUBJECT_LIMIT - len(tail)) + tail if len(sections) > 1 else clean(subject + tail, SUBJECT_LIMIT)


def summary_of(sections: Sequence[Section]) -> str:
    """How much the message holds: `3 people in 2 articles`."""
    people = len(distinct(line.person for section in sections for line in section.people))
    return f"{counted(people, 'person', 'people')} in {counted(len(sections), 'article', 'articles')}"


def distinct(names: Iterable[str]) -> list[str]:
    """The names once each, in their order."""
    return list(dict.fromkeys(names))


def some(names: Sequence[str], shown: int) -> str:
    """All names if at most `shown`, else fewer and how many more: `Vladimir Putin, Sergei Lavrov and 3 more`."""
    if len(names) <= shown:
        return ", ".join(names)
    first = names[: min(shown, 2)]
    return f"{', '.join(first)} and {len(names) - len(first)} more"


def why_you(rules: Sequence[str]) -> str:
    """Why this recipient gets the message, in words."""
    quoted = [f"“{rule}”" for rule in rules]
    named = " and ".join([", ".join(quoted[:-1])] * (len(quoted) > 1) + quoted[-1:])
    return f"You get this because you are a recipient of the {'rule' if len(rules) == 1 else 'rules'} {named}."


# --- plain text ----------------------------------------------------------------------------------


def plain_text(sections: Sequence[Section], summary: str, why: str, page: str | None) -> str:
    """The message for readers of plain text: 72 columns, addresses on lines of their own, the name marked »so«."""
    footer = [*wrapped(f"{why} Sent by Wirewatch, which watches North Korean state media."), *([page] if page else [])]
    return "\n".join(
        [f"Wirewatch: {summary}", *(row for section in sections for row in section_text(section)), "", "-- ", *footer, ""]
    )


def section_text(section: Section) -> list[str]:
    """An article and its people as rows of text."""
    article = section.article
    links = [f"Article:  {article.url}"] if article.url else []
    links += [f"Original: {article.original_url}"] if article.original_url else []
    head = ["", "", "-" * TEXT_WIDTH, *wrapped(article.heading), *wrapped(f"{article.source}, {article.dated}"), *links]
    return head + [row for line in section.people for row in person_text(line)]


def person_text(line: AlertLine) -> list[str]:
    """A person as rows of text: name, role, what happened, sentence, what is notable, why."""
    before, mark, after = line.parts
    role = f" – {line.role}" if line.role else ""
    printed = f" (printed “{line.printed}”)" if line.printed else ""
    happened = f": {line.happened}" if line.happened else ""
    notes = wrapped(f"  Note: {'; '.join(line.notes)}", "  ") if line.notes else []
    marked = f"»{mark}«" if mark else ""
    rows = [*wrapped(f"* {line.person}{role}{printed}{happened}", "  "), "", *wrapped(f"  {before}{marked}{after}", "  "), ""]
    unsure = ["  PROBABLE – please check"] if line.tier == "probable" else []
    return ["", *rows, *unsure, *notes, *wrapped(f"  Why: {line.reason}", "  ")]


def wrapped(text: str, indent: str = "") -> list[str]:
    """The text in rows of at most 72 columns; rows after the first are indented."""
    return textwrap.wrap(text, TEXT_WIDTH, subsequent_indent=indent, break_on_hyphens=False)
