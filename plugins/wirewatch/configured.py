"""What stands in the configuration files, as frozen dataclasses: checked by pydantic, unknown keys are refused.

Days are days in Korea (KST). `config.py` reads the files.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass as checked_dataclass

from wirewatch.models import Tier

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
class Retention:
    """After how many days things are thrown away: what crawls noted of listings, Airflow's task logs, Airflow's history, raw pages (None: never).

    None is less than what still works with it: a crawl heals at most 30 days back.
    """

    crawls_days: int = Field(default=90, ge=35)
    logs_days: int = Field(default=30, ge=1)
    airflow_days: int = Field(default=90, ge=35)
    captures_days: Annotated[int, Field(ge=35)] | None = None


@checked_dataclass(frozen=True, config=STRICT)
class Settings:
    """All of settings.yml; without the file, the defaults."""

    poll: Poll = Poll()
    archive: Archive = Archive()
    recheck: Recheck = Recheck()
    retention: Retention = Retention()
