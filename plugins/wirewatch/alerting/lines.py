"""The lines of a message: what is known of each alert, cleaned of what must not act, and put in a reader's order.

Pure. Titles, sentences, roles and URLs come from pages nobody here wrote, so every one of them passes `tidy` once (control
characters out, one line, cut to a length, only web addresses stay links); the form it is put into then escapes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from urllib.parse import quote, urlsplit

from wirewatch.alerting.happenings import MONTHS, day_in_words, happening
from wirewatch.models import ONLY_LISTING, Tier

SENTENCE_LIMIT = 600
NAME_LIMIT = 120
TITLE_LIMIT = 300
ROLE_LIMIT = 240
REASON_LIMIT = 300
SOURCE_LIMIT = 80
URL_LIMIT = 2000


@dataclass(frozen=True, kw_only=True)
class AlertLine:
    """One alert as a reader needs it; `mark_start` and `mark_end` span the name inside `sentence` in code points.

    `person` is the list's name, `surface`, `role` and `counterpart` stand as printed. Lines stored before there were events have none.
    `field` says where the name stood; `text_kind` is "listing" where the article itself was not read and the listing's entry is all
    there is. `appearance` says what is notable about the person's appearing at all ("first in 214 days; usually every 9 days"). Days
    are days in Korea.
    """

    person: str
    surface: str
    tier: Tier
    reason: str
    source: str
    sentence: str
    mark_start: int
    mark_end: int
    url: str
    story_id: int
    rule: str
    role: str | None = None
    event: str | None = None
    event_day: date | None = None
    counterpart: str | None = None
    title: str | None = None
    published_on: date | None = None
    original_url: str | None = None
    late_found_on: date | None = None
    field: Literal["title", "body", "listing"] = "body"
    text_kind: Literal["article", "listing"] = "article"
    appearance: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The title, or words that say that none is printed."""
        return self.title or "(no title printed)"

    @property
    def day(self) -> str:
        """Day of publication in words."""
        return day_in_words(self.published_on) if self.published_on else "no date printed"

    @property
    def late(self) -> str | None:
        """`late, found 24 Nov` (the design's words), None for an article found in time."""
        found = self.late_found_on
        return f"late, found {found.day} {MONTHS[found.month - 1][:3]}" if found else None

    @property
    def dated(self) -> str:
        """Day of publication and whether it was found late."""
        return f"{self.day} – {self.late}" if self.late else self.day

    @property
    def printed(self) -> str | None:
        """The spelling in print, where it is not part of the list's name (`Andrei Ludenko` for Andrei Rudenko)."""
        return None if self.surface.casefold() in self.person.casefold() else self.surface

    @property
    def happened(self) -> str | None:
        """What the article says happened with the person: `met Kim Jong Un, 19 October 2023`."""
        return happening(self.event, self.counterpart, self.event_day)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is notable about the line, and what a reader should know before trusting it, in words."""
        found = {
            "stands in the headline": self.field == "title",
            ONLY_LISTING: "listing" in (self.field, self.text_kind) and ONLY_LISTING not in self.reason,
        }
        return (*self.appearance, *(note for note, is_so in found.items() if is_so))

    @property
    def parts(self) -> tuple[str, str, str]:
        """The sentence before, inside and after the mark."""
        return self.sentence[: self.mark_start], self.sentence[self.mark_start : self.mark_end], self.sentence[self.mark_end :]


@dataclass(frozen=True)
class Section:
    """One article of a story and the people found in it; `article` is the line its title, day and links are taken from."""

    article: AlertLine
    people: tuple[AlertLine, ...]


# --- what comes from outside ---------------------------------------------------------------------


def tidy(line: AlertLine) -> AlertLine:
    """The line with every text cleaned and cut, the mark moved along, and URLs that are no web addresses emptied."""
    before, mark, after = excerpt(line)
    return replace(
        line,
        person=clean(line.person, NAME_LIMIT),
        surface=clean(line.surface, NAME_LIMIT),
        role=clean(line.role, ROLE_LIMIT) if line.role else None,
        counterpart=clean(line.counterpart, NAME_LIMIT) if line.counterpart else None,
        reason=clean(line.reason, REASON_LIMIT),
        title=clean(line.title, TITLE_LIMIT) if line.title else None,
        source=clean(line.source, SOURCE_LIMIT),
        appearance=tuple(clean(note, REASON_LIMIT) for note in line.appearance),
        sentence=before + mark + after,
        mark_start=len(before),
        mark_end=len(before) + len(mark),
        url=safe_url(line.url) or "",
        original_url=safe_url(line.original_url),
    )


def clean(text: str, limit: int | None = None) -> str:
    """One line of visible text of at most `limit` code points (cut with …)."""
    text = visible(text).strip()
    return text if limit is None or len(text) <= limit else text[: limit - 1].rstrip() + "…"


def visible(text: str) -> str:
    """Text without what cannot be seen but acts: controls, direction overrides, zero-width signs (Unicode's categories C).

    Every run of white space, line ends among it, becomes one space: a title must not begin a mail header.
    """
    kept = (char for char in text if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co"})
    return re.sub(r"\s+", " ", "".join(kept))


def excerpt(line: AlertLine) -> tuple[str, str, str]:
    """The sentence before, inside and after the mark, cleaned; at most 600 code points, cut at words around the mark."""
    start = min(max(line.mark_start, 0), len(line.sentence))
    marked = line.sentence[start : max(line.mark_end, start)]
    start += len(marked) - len(marked.lstrip())
    end = start + len(marked.strip())
    before, after = visible(line.sentence[:start]).lstrip(), visible(line.sentence[end:]).rstrip()
    mark = clean(line.sentence[start:end], NAME_LIMIT)
    room = SENTENCE_LIMIT - len(mark)
    room_after = max(room // 2, room - len(before))
    after = shortened(after, room_after)
    return shortened(before[::-1], room - len(after))[::-1], mark, after


def shortened(text: str, room: int) -> str:
    """The beginning of the text in at most `room` code points, ending at a word."""
    if len(text) <= room:
        return text
    whole_words = text[: room - 1].rpartition(" ")[0]
    return (whole_words or text[: room - 1]) + "…"


def safe_url(url: str | None) -> str | None:
    """The URL if it is an http(s) address that says plainly where it leads (no user part, no controls), else None.

    What could end a link in Slack or HTML (`<>|"`, blanks) comes back percent-encoded.
    """
    if not url or url != visible(url) or len(url) > URL_LIMIT:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc or "\\" in url:
        return None
    return quote(url, safe="%/:=&?~#+!$,;'@()[]-._")


# --- order and words -----------------------------------------------------------------------------


def arrange(lines: Iterable[AlertLine]) -> list[Section]:
    """The lines as articles: stories newest day first (undated last), articles of a story oldest first, sure people first."""
    stories: dict[int, dict[str, AlertLine]] = {}
    for line in sorted(lines, key=lambda line: line.tier == "probable"):
        stories.setdefault(line.story_id, {}).setdefault(line.person.casefold(), line)
    newest_first = sorted(stories.items(), key=lambda story: (latest_day(story[1].values()), story[0]), reverse=True)
    return [section for _, people in newest_first for section in articles(list(people.values()))]


def latest_day(lines: Iterable[AlertLine]) -> date:
    """The newest day of publication among the lines; the first of all days if none is known."""
    return max(line.published_on or date.min for line in lines)


def articles(people: list[AlertLine]) -> list[Section]:
    """The people of one story under the articles that name them, oldest article first."""
    by_url: dict[str, list[AlertLine]] = {}
    for line in sorted(people, key=lambda line: line.published_on or date.max):
        by_url.setdefault(line.url, []).append(line)
    return [Section(found[0], tuple(found)) for found in by_url.values()]


def counted(number: int, one: str, many: str) -> str:
    """`1 article`, `2 articles`."""
    return f"{number} {one if number == 1 else many}"
