"""What stands in the configuration files, as frozen dataclasses: checked by pydantic, unknown keys are refused.

Days are days in Korea (KST). `config.py` reads the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass as checked_dataclass

from wirewatch.models import BACKFILL_POOL, Tier

STRICT = ConfigDict(extra="forbid", populate_by_name=True)


# --- what stands in config/sources/*.yml ---------------------------------------------------------


@checked_dataclass(frozen=True, config=STRICT)
class Listing:
    """How a source's newest-first listing is asked for."""

    method: Literal["more_articles", "search"] = Field(
        description="`more_articles` pages through the source's own listing; `search` asks by day, over all sources if `id` is null."
    )
    id: int | str | None = Field(default=None, description="The site's number of the source; null: not known.")
    page_size: int = Field(default=10, ge=1, le=200, description="Entries on one page of the listing.")


@checked_dataclass(frozen=True, config=STRICT)
class Politeness:
    """How we behave as a guest of the host."""

    delay_seconds: float = Field(default=5.0, ge=0, description="Seconds between two requests to the host.")
    max_requests_per_day: int = Field(default=1000, ge=1, description="Requests to the host on one Korean day, of all kinds.")
    user_agent: str = Field(
        default="Wirewatch (monitors state media for named people; set user_agent to your address)",
        description="Who we say we are; put an address in it that the site can write to.",
    )
    obey_robots: bool = Field(default=True, description="Whether robots.txt is asked for and obeyed.")
    daily_share: float = Field(
        default=0.5, ge=0, le=1, description="Share of a day's requests kept for the daily run and the polls between."
    )
    recheck_share: float = Field(default=0.2, ge=0, le=1, description="Share of a day's requests that rechecks take at most.")


@checked_dataclass(frozen=True, config=STRICT)
class Expect:
    """What is usual of a source."""

    articles_per_day: tuple[int, int] = Field(default=(0, 1000), description="Articles of a usual day: [fewest, most].")


@checked_dataclass(frozen=True, config=STRICT)
class Terms:
    """Who read and accepted the site's terms, and on which day."""

    accepted_by: str = Field(min_length=2, description="The person who accepted them.")
    on: date = Field(description="On which day.")


@checked_dataclass(frozen=True, config=STRICT)
class Source:
    """One publication on one host, as its configuration file describes it."""

    key: str = Field(
        pattern=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
        description="Its name here: small letters, digits and hyphens. Its DAG is `crawl_` and the key, with `_` for `-`.",
    )
    label: str = Field(min_length=1, description="What its pages print after “Source:”.")
    base_url: str = Field(pattern=r"^https?://[^/\s]+", description="Where the site is reached.")
    listing: Listing = Field(description="How its listing is asked for.")
    site: Literal["kcna_watch"] = Field(default="kcna_watch", description="Which reader knows its pages.")
    language: str = Field(default="en", description="The language of its articles.")
    timezone: Literal["Asia/Seoul"] = Field(default="Asia/Seoul", description="In which its days are counted.")
    aliases: tuple[Annotated[str, Field(min_length=1)], ...] = Field(
        default=(), description="Other names the site has for it, in other words or for its logo."
    )
    start_date: date = Field(default=date(1997, 1, 1), description="The earliest day a backfill may ask for.")
    watch_since: date | None = Field(
        default=None, description="What was published before never alerts; empty: the day it was first crawled."
    )
    politeness: Politeness = Field(default=Politeness(), description="How we behave as a guest of its host.")
    expect: Expect = Field(default=Expect(), description="What is usual of it.")
    terms: Terms | None = Field(
        default=None, description="Who accepted the site's terms; without it a source on the live site stays off."
    )
    enabled: bool = Field(default=False, description="Whether it is read.")

    @property
    def labels(self) -> tuple[str, ...]:
        """Every name the site may have for it, the one its pages print first."""
        return (self.label, *self.aliases)

    def is_called(self, label: str | None) -> bool:
        """Whether a printed label, or the one a logo stands for, is this source's; case does not matter."""
        return label is not None and label.casefold() in {name.casefold() for name in self.labels}

    @property
    def crawl(self) -> str:
        """Name of the source's crawl, before any prefix."""
        return "crawl_" + self.key.replace("-", "_")

    @property
    def host(self) -> str:
        """The host's name with its port: what one politeness row, one pool and one robots.txt are for."""
        return urlsplit(self.base_url).netloc.lower()


# --- what stands in config/watchlists/*.yml ------------------------------------------------------


@checked_dataclass(frozen=True, config=STRICT)
class Role:
    """An office a person holds or held."""

    title: str = Field(min_length=2, description="The office, as an English text would name it.")
    from_: date | None = Field(default=None, alias="from", description="The first day in office.")
    to: date | None = Field(default=None, description="The last day in office.")
    as_of: date | None = Field(default=None, description="A day on which the source shows the office.")
    source: str | None = Field(default=None, description="Where the office and its days can be looked up.")
    unverified: bool = Field(default=False, description="True: nobody has looked it up; beside a source: nobody has the days.")


@checked_dataclass(frozen=True, config=STRICT)
class Entity:
    """A person on a watchlist; only the name is required."""

    name: str = Field(min_length=2, description="The usual English spelling; others, and misprints of it, are found by rule.")
    id: str = Field(default="", description="Stored mentions hang on it, so it stays; empty: made from the name.")
    aliases: tuple[str, ...] = Field(default=(), description="Spellings that no rule finds, each safe wherever it stands.")
    native: tuple[str, ...] = Field(default=(), description="The name in Russian, Korean or Chinese letters.")
    roles: tuple[Role, ...] = Field(default=(), description="Offices; see below.")
    country: str | None = Field(default=None, description="Two letters; titles of that country may stand beside the surname.")
    surname: Literal["distinctive", "common"] | None = Field(
        default=None,
        description="`distinctive`: the surname alone is enough. `common`: a title that is not among the roles never counts for it.",
    )
    notes: str | None = Field(default=None, description="For whoever keeps the list.")


@checked_dataclass(frozen=True, config=STRICT)
class Watchlist:
    """A list of people."""

    entities: tuple[Entity, ...] = Field(description="The people; see below.")
    name: str = Field(default="", description="What rules call it; empty: the name of the file.")
    title: str = Field(default="", description="What people call it; empty: the name.")


# --- what stands in config/alerts.yml ------------------------------------------------------------


@checked_dataclass(frozen=True, config=STRICT)
class Channel:
    """Where messages go: an Airflow connection and, for mail, the recipients."""

    kind: Literal["email", "slack", "apprise"] = Field(
        description="What goes out; `apprise` cannot be delivered yet and is refused."
    )
    conn_id: str = Field(description="The Airflow connection that sends it.")
    to: tuple[str, ...] = Field(default=(), description="The addresses, for mail: one message each.")


@checked_dataclass(frozen=True, config=STRICT)
class Rule:
    """Who is told what, how fast."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", description="Its name; alerts hang on it, so it stays.")
    channels: tuple[str, ...] = Field(min_length=1, description="The names of the channels that are told.")
    watchlists: tuple[str, ...] = Field(default=(), description="Names of lists; empty: all.")
    entities: tuple[str, ...] = Field(default=(), description="People, by id or name; empty: all on the lists.")
    sources: tuple[str, ...] = Field(default=(), description="Keys of sources; empty: all.")
    tiers: tuple[Tier, ...] = Field(default=("confirmed", "probable"), description="How sure a mention must be.")
    kinds: tuple[Literal["mention"], ...] = Field(default=("mention",), description="What is told of.")
    pace: Literal["immediate", "daily", "weekly"] = Field(
        default="immediate", description="How fast. There are no digests yet: every pace is told at once."
    )


@checked_dataclass(frozen=True, config=STRICT)
class Alerting:
    """All of alerts.yml."""

    channels: dict[str, Channel] = Field(description="The ways out, by name; see below.")
    rules: tuple[Rule, ...] = Field(description="Who is told what; see below.")
    operators: tuple[str, ...] = Field(default=(), description="Channels on which operators read the morning summary.")
    pages: tuple[str, ...] = Field(
        default=(), description="Channels for what cannot wait until the morning; none: those of `operators`."
    )
    morning: int = Field(default=8, ge=0, le=23, description="The hour of the summary, in Korea.")
    page_after_hours: float = Field(
        default=2.0, ge=0, le=24, description="How long a refusal or a changed layout lasts before it pages."
    )
    mutes: tuple[str, ...] = Field(default=(), description="People nobody is told of: ids or names.")
    late_days: int = Field(
        default=30, ge=1, description="An article published more days before it was found never alerts at once."
    )
    public_url: str | None = Field(
        default=None,
        description="Where “Open Wirewatch” in messages leads, such as Airflow's address; empty: no link. There is no page of ours yet.",
    )


# --- what stands in config/settings.yml ----------------------------------------------------------


@checked_dataclass(frozen=True, config=STRICT)
class Poll:
    """When the listings are looked at between the daily runs."""

    every_minutes: int = Field(default=30, ge=5, le=60, description="Minutes from one look to the next.")
    from_hour: int = Field(default=6, ge=0, le=23, description="The hour in Korea of the first look.")
    to_hour: int = Field(default=24, ge=1, le=24, description="The hour in Korea before which the last one is.")


@checked_dataclass(frozen=True, config=STRICT)
class Archive:
    """Where the raw pages of finished days go, as WARC files."""

    path: str = Field(default="", description="Any path fsspec knows, `s3://…` too; empty: `archive/` in the state folder.")
    per: Literal["month", "day"] = Field(default="month", description="What one file of a source holds.")


@checked_dataclass(frozen=True, config=STRICT)
class Recheck:
    """When articles are read again, for edits and removals."""

    days: tuple[Annotated[int, Field(ge=1)], ...] = Field(
        default=(1, 3, 14), description="How many days after an article was first read."
    )


@checked_dataclass(frozen=True, config=STRICT)
class Airflow:
    """How our things are called in Airflow: `prefix` begins every DAG id, tag, pool and asset where others use the same Airflow."""

    prefix: str = Field(
        default="", pattern=r"^[A-Za-z0-9_.-]*$", max_length=40, description="Begins every DAG id, tag, pool and asset."
    )

    def name(self, name: str) -> str:
        """The name of one of our things in this Airflow."""
        return self.prefix + name

    def crawl_dag(self, source: Source) -> str:
        """Name of the source's crawl DAG."""
        return self.name(source.crawl)

    def pool(self, source: Source) -> str:
        """Name of the pool of the source's host: its slots are how many tasks may talk to the host at once."""
        return self.name("wirewatch_" + re.sub(r"[^a-z0-9.-]", "_", source.host))

    def backfill_pool(self, source: Source) -> str:
        """Name of the host's pool for backfills, so that they never hold the slots of the daily run."""
        return self.pool(source) + BACKFILL_POOL

    def pools(self, sources: Iterable[Source], slots: int = 1) -> dict[str, int]:
        """{name: slots} of all pools these sources need; a host's backfills never have more than one slot."""
        hosts = list(sources)
        return {self.pool(one): slots for one in hosts} | {self.backfill_pool(one): 1 for one in hosts}


@checked_dataclass(frozen=True, config=STRICT)
class Retention:
    """After how many days things are thrown away: what crawls noted of listings, Airflow's task logs, Airflow's history, raw pages (None: never).

    None is less than what still works with it: a crawl heals at most 30 days back.
    """

    crawls_days: int = Field(default=90, ge=35, description="What crawls noted of listings.")
    logs_days: int = Field(default=30, ge=1, description="Airflow's task logs.")
    airflow_days: int = Field(default=90, ge=35, description="Airflow's history, where Wirewatch has an Airflow to itself.")
    captures_days: Annotated[int, Field(ge=35)] | None = Field(default=None, description="Raw pages; none: never.")


# An address to be asked, or nothing. What it holds may be a secret: never logged.
Address = Annotated[str, Field(pattern=r"^(https?://[^/\s]+\S*)?$")]


@checked_dataclass(frozen=True, config=STRICT)
class Settings:
    """All of settings.yml; without the file, the defaults."""

    poll: Poll = Field(default=Poll(), description="When the listings are looked at between the daily runs.")
    archive: Archive = Field(default=Archive(), description="Where the raw pages of finished days go.")
    recheck: Recheck = Field(default=Recheck(), description="When articles are read again.")
    airflow: Airflow = Field(default=Airflow(), description="How our things are called in Airflow.")
    retention: Retention = Field(default=Retention(), description="After how many days things are thrown away.")
    heartbeat_url: Address = Field(default="", description="Asked once for each day of which all sources were reported complete.")
    heartbeat_fail_url: Address = Field(default="", description="Asked when something pages.")
