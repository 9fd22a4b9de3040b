"""A message as Slack blocks, within Slack's limits and with nothing from outside that Slack would act on. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from wirewatch.alerting.lines import AlertLine, Section, clean, counted, safe_url, visible

# Slack's limits for a message: 50 blocks, 3000 characters in a section, 150 in a header. A sum over all blocks is enforced
# too but not documented (slackapi/bolt-js issues 2509 and 2867: `msg_blocks_too_long` from about 11,300 characters).
SLACK_BLOCKS = 50
SLACK_SECTION = 3000
SLACK_HEADER = 150
SLACK_TOTAL = 10_000
SLACK_URL = 700
SLACK_TITLE = 200

# Slack knows no escape for its own markup, so the signs that switch it on are replaced by signs that look like them.
SLACK_LOOKALIKES = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})
SLACK_IN_URLS = str.maketrans({"&": "&amp;", "*": "%2A", "_": "%5F", "~": "%7E"})
SLACK_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})

Block = dict[str, object]


def slack_blocks(sections: Sequence[Section], subject: str, why: str, page: str | None) -> list[Block]:
    """Blocks within Slack's limits; what does not fit is counted in a last block, never dropped in silence."""
    title = {"type": "plain_text", "text": slack_header(subject), "emoji": False}
    footer = slack_context(
        slack_text(clean(f"{why} Sent by Wirewatch.", 500)) + (f" {slack_link(page, 'Open Wirewatch')}" if page else "")
    )
    blocks: list[Block] = [{"type": "header", "text": title}]
    waiting = sum(len(section.people) for section in sections)
    for section in sections:
        fitting = people_that_fit(section, blocks)
        blocks += section_blocks(section, fitting) if fitting else []
        waiting -= fitting
        if fitting < len(section.people):
            break
    more = f"And {counted(waiting, 'mention', 'mentions')} more: "
    return [*blocks, *([slack_section(more + "see the mail, or `wirewatch mentions`.")] if waiting else []), footer]


def people_that_fit(section: Section, blocks: list[Block]) -> int:
    """How many of the section's people still fit under Slack's limits, with room for the two closing blocks."""
    room = SLACK_TOTAL - len(json.dumps(blocks, ensure_ascii=False)) - 1000
    for count in range(len(section.people), 0, -1):
        wanted = section_blocks(section, count)
        if len(blocks) + len(wanted) + 2 <= SLACK_BLOCKS and len(json.dumps(wanted, ensure_ascii=False)) <= room:
            return count
    return 0


def section_blocks(section: Section, count: int) -> list[Block]:
    """A divider, the article, and its first `count` people."""
    people = [slack_section(person_slack(line)) for line in section.people[:count]]
    return [{"type": "divider"}, slack_section(article_slack(section.article)), *people]


def article_slack(article: AlertLine) -> str:
    """Title, day, source and the original's address, as Slack's markup."""
    title = slack_link(article.url, clean(article.heading, SLACK_TITLE))
    original = f" · {slack_link(article.original_url, 'original')}" if article.original_url else ""
    # The day comes first: a line that begins with a `>` from outside would be a quotation, escaped or not.
    return f"*{title}*\n{slack_text(f'{article.dated} · {article.source}')}{original}"


def person_slack(line: AlertLine) -> str:
    """Name, role, what happened, sentence, what is notable and reason, as Slack's markup; the name in the sentence is bold."""
    before, mark, after = (slack_text(part) for part in line.parts)
    # Slack makes a word bold only between blanks or punctuation; Korean particles follow a name without one.
    marked = f"{zero_width(before[-1:])}*{mark}*{zero_width(after[:1])}" if mark else ""
    role = f", {line.role}" if line.role else ""
    printed = f" (printed “{line.printed}”)" if line.printed else ""
    happened = f": {line.happened}" if line.happened else ""
    unsure = "*probable – please check* · " if line.tier == "probable" else ""
    notes = f"Note: {slack_text('; '.join(line.notes))}\n" if line.notes else ""
    head = f"*{slack_text(line.person)}*{slack_text(role + printed + happened)}"
    return f"{head}\n> {before}{marked}{after}\n{notes}{unsure}Why: {slack_text(line.reason)}"


def zero_width(neighbour: str) -> str:
    """A blank nobody sees where a letter touches the mark, else nothing."""
    return "\u200b" if neighbour.isalnum() else ""


def slack_section(text: str) -> Block:
    """A section of Slack's markup; `verbatim` keeps Slack from making links and mentions of its own."""
    if len(text) > SLACK_SECTION:
        text = re.sub(r"&[a-z]{0,3}$", "", text[: SLACK_SECTION - 1]) + "…"
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def slack_context(text: str) -> Block:
    """A small grey line of Slack's markup."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


def slack_link(url: str | None, label: str) -> str:
    """A link in Slack's markup, or the label alone where there is no safe address or one too long for a block."""
    address = (safe_url(url) or "").translate(SLACK_IN_URLS)
    return f"<{address}|{slack_text(label)}>" if 0 < len(address) <= SLACK_URL else slack_text(label)


def slack_text(text: str) -> str:
    """Text from outside with nothing left that Slack acts on: `<!channel>`, `<@U…>`, `*`, `_`, `~` and backticks read as text."""
    return visible(text).translate(SLACK_LOOKALIKES).translate(SLACK_ENTITIES)


def slack_header(text: str) -> str:
    """Text for a header block, which knows no markup; `<` and `>` are replaced all the same."""
    return clean(text, SLACK_HEADER).replace("<", "‹").replace(">", "›")
