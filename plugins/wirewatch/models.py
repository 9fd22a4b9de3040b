"""The words of Wirewatch as frozen dataclasses: what passes between the rooms.

Days are days in Korea (KST); times are aware and in UTC; offsets count code points, end exclusive.
The classes that stand in configuration files are checked by pydantic and refuse unknown keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass as checked_dataclass

KST = ZoneInfo("Asia/Seoul")

# How sure a mention is.
Tier = Literal["confirmed", "probable"]

# What a mention says of itself where the article's page could not be read.
ONLY_LISTING = "only the listing was readable"

STRICT = ConfigDict(extra="forbid", populate_by_name=True)

# Ends the name of a host's pool for backfills; plugins/airflow_local_settings.py moves their tasks there.
BACKFILL_POOL = "_backfill"


# --- what stands in config/sources/*.yml ---------------------------------------------------------


@checked_dataclass(frozen=True, config=STRICT)
class Listing:
    """How a source's newest-first listing is asked for; `id` is the site's number of the source."""

    method: Literal["more_articles", "search"]
    id: int | str | None = None
    page_size: int = Field(default=10, ge=1, le=200)


@checked_dataclass(frozen=True, config=STRICT)
class Politeness:
    """How we behave as a guest: seconds between requests to the host, requests per day (KST), who we say we are."""

    delay_seconds: float = Field(default=5.0, ge=0)
    max_requests_per_day: int = Field(default=2000, ge=1)
    user_agent: str = "Wirewatch (monitors state media for named people; set user_agent to your address)"
    obey_robots: bool = True
    # Of a day's requests: what is kept for the daily run (and the polls between), and what rechecks may take at most.
    daily_share: float = Field(default=0.5, ge=0, le=1)
    recheck_share: float = Field(default=0.2, ge=0, le=1)


@checked_dataclass(frozen=True, config=STRICT)
class Expect:
    """How many articles a day are usual: [min, max]."""

    articles_per_day: tuple[int, int] = (0, 1000)


@checked_dataclass(frozen=True, config=STRICT)
class Terms:
    """Who read and accepted the site's terms, and on which day."""

    accepted_by: Annotated[str, Field(min_length=2)]
    on: date


@checked_dataclass(frozen=True, config=STRICT)
class Source:
    """One publication on one host, as its configuration file describes it.

    `label` is what its pages print after "Source:"; `aliases` are other names the site has for it, in other words or for its logo.
    """

    key: Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")]
    label: Annotated[str, Field(min_length=1)]
    base_url: Annotated[str, Field(pattern=r"^https?://[^/\s]+")]
    listing: Listing
    site: Literal["kcna_watch"] = "kcna_watch"
    language: str = "en"
    timezone: Literal["Asia/Seoul"] = "Asia/Seoul"
    aliases: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    start_date: date = date(1997, 1, 1)
    watch_since: date | None = None
    politeness: Politeness = Politeness()
    expect: Expect = Expect()
    terms: Terms | None = None
    enabled: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """Every name the site may have for it, the one its pages print first."""
        return (self.label, *self.aliases)

    def is_called(self, label: str | None) -> bool:
        """Whether a printed label, or the one a logo stands for, is this source's; case does not matter."""
        return label is not None and label.casefold() in {name.casefold() for name in self.labels}

    @property
    def dag_id(self) -> str:
        """Name of the source's crawl DAG."""
        return "crawl_" + self.key.replace("-", "_")

    @property
    def host(self) -> str:
        """The host's name with its port: what one politeness row, one pool and one robots.txt are for."""
        return urlsplit(self.base_url).netloc.lower()

    @property
    def pool(self) -> str:
        """Name of the Airflow pool of the host: its slots are how many tasks may talk to the host at once."""
        return "wirewatch_" + re.sub(r"[^a-z0-9.-]", "_", self.host)

    @property
    def backfill_pool(self) -> str:
        """Name of the host's pool for backfills, so that they never hold the slots of the daily run."""
        return self.pool + BACKFILL_POOL


# --- what stands in config/watchlists/*.yml ------------------------------------------------------


@checked_dataclass(frozen=True, config=STRICT)
class Role:
    """An office a person holds or held; `as_of` is the day the `source` shows it, unless `unverified`."""

    title: Annotated[str, Field(min_length=2)]
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    as_of: date | None = None
    source: str | None = None
    unverified: bool = False


@checked_dataclass(frozen=True, config=STRICT)
class Entity:
    """A person on a watchlist; only the name is required."""

    name: Annotated[str, Field(min_length=2)]
    id: str = ""
    aliases: tuple[str, ...] = ()
    native: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    country: str | None = None
    surname: Literal["distinctive", "common"] | None = None
    notes: str | None = None


@checked_dataclass(frozen=True, config=STRICT)
class Watchlist:
    """A list of people."""

    entities: tuple[Entity, ...]
    name: str = ""
    title: str = ""


# --- what stands in config/alerts.yml ------------------------------------------------------------


@checked_dataclass(frozen=True, config=STRICT)
class Channel:
    """Where messages go: an Airflow connection and, for mail, the recipients."""

    kind: Literal["email", "slack", "apprise"]
    conn_id: str
    to: tuple[str, ...] = ()


@checked_dataclass(frozen=True, config=STRICT)
class Rule:
    """Who is told what, how fast. An empty list of lists, persons or sources means all of them."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    channels: Annotated[tuple[str, ...], Field(min_length=1)]
    watchlists: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ("confirmed", "probable")
    kinds: tuple[Literal["mention"], ...] = ("mention",)
    pace: Literal["immediate", "daily", "weekly"] = "immediate"


@checked_dataclass(frozen=True, config=STRICT)
class Alerting:
    """All of alerts.yml; `late_days` is how old an article may be and still alert."""

    channels: dict[str, Channel]
    rules: tuple[Rule, ...]
    operators: tuple[str, ...] = ()
    mutes: tuple[str, ...] = ()
    late_days: int = Field(default=30, ge=1)
    public_url: str | None = None


# --- what stands in config/settings.yml ----------------------------------------------------------


@checked_dataclass(frozen=True, config=STRICT)
class Poll:
    """When the listings are looked at between the daily runs: every so many minutes, from one hour to another (Korean time)."""

    every_minutes: int = Field(default=30, ge=5, le=60)
    from_hour: int = Field(default=6, ge=0, le=23)
    to_hour: int = Field(default=24, ge=1, le=24)


@checked_dataclass(frozen=True, config=STRICT)
class Archive:
    """Where finished captures go (any path fsspec knows, `s3://…` too; empty: `archive/` in the state folder), one file per month or day."""

    path: str = ""
    per: Literal["month", "day"] = "month"


@checked_dataclass(frozen=True, config=STRICT)
class Recheck:
    """How many days after it was first read an article is read again, for edits and removals."""

    days: tuple[Annotated[int, Field(ge=1)], ...] = (1, 3, 14)


@checked_dataclass(frozen=True, config=STRICT)
class Settings:
    """All of settings.yml; without the file, the defaults."""

    poll: Poll = Poll()
    archive: Archive = Archive()
    recheck: Recheck = Recheck()


# --- what passes through the pipeline ------------------------------------------------------------


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
