"""The words of Wirewatch as frozen dataclasses: what passes between the rooms.

Days are days in Korea (KST); times are aware and in UTC; offsets count code points, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

KST = ZoneInfo("Asia/Seoul")

# How sure a mention is.
Tier = Literal["confirmed", "probable"]

# What a mention says of itself where the article's page could not be read.
ONLY_LISTING = "only the listing was readable"

# By what `orchestration.policy` knows our tasks in Airflow, and what ends the name of the pool it moves those of backfills to.
OWNER = "wirewatch"
BACKFILL_POOL = "_backfill"


class Purpose(StrEnum):
    """What requests are made for; each has a share of the host's day (see `pipeline.host`)."""

    DAILY = "daily"
    POLL = "poll"
    BACKFILL = "backfill"
    RECHECK = "recheck"
    PROBE = "probe"


class CheckResult(StrEnum):
    """What reading an article again showed. `gone`: the site has no such page, or gives another one in its place."""

    UNCHANGED_304 = "unchanged_304"
    UNCHANGED = "unchanged"
    EDITED = "edited"
    GONE = "gone"
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    DOWN = "down"


class FaultKind(StrEnum):
    """What can be wrong in our own house."""

    TASK_FAILED = "task_failed"
    DAG_BROKEN = "dag_broken"
    RUNS_OVERDUE = "runs_overdue"
    UNDELIVERED = "undelivered"
    UNREADABLE_PAGES = "unreadable_pages"
    OLDER_PAGES = "older_pages"
    HEARTBEAT = "heartbeat"


@dataclass(frozen=True)
class Trouble:
    """Anything lasting that operators are told of: a state of a source (`key`, `label`), or a fault of our own house (neither).

    `about` names the message that it began, `over_about` the one that it is over; `ended_at` is None while it lasts. `evidence` of a
    state is what was asked and what the site answered: url, status, final_url, title, text; and closed_until, where the host was
    closed. Of a fault: the `names` of what it is about, and a `link` to where a person looks first.
    """

    about: str
    over_about: str | None
    cause: str
    kind: str
    key: str
    label: str
    reason: str
    evidence: dict[str, object]
    times: int
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Response:
    """A raw answer as received: bytes after transfer decoding, before any charset is guessed.

    `unfollowed` says in words why a redirect was not followed; `final_url` is its target then.
    """

    url: str
    final_url: str
    status: int
    headers: dict[str, str]
    body: bytes
    fetched_at: datetime
    unfollowed: str = ""

    @property
    def retry_after(self) -> float | None:
        """Seconds from `fetched_at` that the site asks us to wait, by number or by date (RFC 9110, 10.2.3); None where it does not say."""
        value = next((value for name, value in self.headers.items() if name.lower() == "retry-after"), "").strip()
        if value.isascii() and value.isdigit():
            return float(value[:9])
        try:
            then = parsedate_to_datetime(value)
        except (ValueError, IndexError):
            return None
        then = then if then.tzinfo else then.replace(tzinfo=UTC)  # "-0000" is UTC of an unknown place
        return max(0.0, (then - self.fetched_at).total_seconds())


@dataclass(frozen=True)
class Place:
    """Where a capture lies in the archive: a record of a WARC file, by its first byte and its number of bytes."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True)
class ArchiveFile:
    """A WARC file as the database knows it: so many bytes from its start on, with that SHA-256. Length 0 is a file not begun."""

    name: str
    length: int = 0
    sha256: bytes = b""


@dataclass(frozen=True)
class Entry:
    """One item of a listing; `listed_on` is the day the listing prints, `source_label` what its logo says."""

    url: str
    url_hash: bytes
    title: str | None = None
    excerpt: str | None = None
    listed_on: date | None = None
    source_label: str | None = None


@dataclass(frozen=True)
class ListingPage:
    """What one listing response held; `more` is true when a "More Articles" control stands under the items."""

    entries: tuple[Entry, ...]
    more: bool


@dataclass(frozen=True)
class Article:
    """What the reader found on an article page; `provenance` names the evidence of each field."""

    url: str
    url_hash: bytes
    source: str | None
    title: str | None
    published_on: date | None
    language: str
    body: str
    original_url: str | None
    dateline_day: date | None
    footer_date: date | None
    more_from: tuple[Entry, ...]
    provenance: dict[str, str]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Mention:
    """An entity found in one field of a text, and why we say so, in words a reader understands.

    `event` is what the article says happened with the person (see `watchlist.events`), the same in all mentions of a person in an
    article, with its `counterpart` as printed. `day_evidence` quotes the words that gave `event_day` (KST).
    """

    watchlist: str
    entity_id: str
    name: str
    field: Literal["title", "body", "listing"]
    start: int
    end: int
    surface: str
    tier: Tier
    score: float
    reason: str
    sentence: str
    role: str | None = None
    event: str | None = None
    event_day: date | None = None
    counterpart: str | None = None
    day_evidence: str | None = None


@dataclass(frozen=True)
class Message:
    """A message ready for one recipient: stable id, subject, plain text, HTML, and Slack blocks."""

    message_id: str
    recipient: str
    subject: str
    text: str
    html: str
    blocks: list[dict[str, object]] = field(default_factory=list)
