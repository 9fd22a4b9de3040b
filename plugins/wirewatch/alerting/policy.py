"""Which mentions make which alerts, and which recipient gets which of them.

Pure. The words are the design's ("Alerts"): a mention is *historical* when a backfill, a re-match or an import found it, or when
its article was published before the source's `watch_since`, or more than `late_days` before it was found: never an immediate
alert. Everything else alerts however late it is found, marked late. An alert is one rule firing on a person in a story, so
retries, re-runs, a second source and a second revision do not alert twice; a second person in the same story does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, Protocol, TypeVar

from wirewatch.configured import Alerting, Rule
from wirewatch.errors import ConfigError
from wirewatch.models import Tier

LATE_AFTER_DAYS = 2  # an article read on the morning after its day is on time (runs start at 09:00 KST of the next day)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A mention as the rules see it. Days are days in Korea; `found_on` is the day the mention was first stored.

    `historical` is true if a backfill, a re-match or an import found it; `watch_since` is the source's, None for no bound.
    """

    mention_id: int
    story_id: int
    watchlist: str
    entity_id: str
    name: str
    tier: Tier
    field: Literal["title", "body", "listing"]
    found_on: date
    source_key: str | None = None
    historical: bool = False
    published_on: date | None = None
    watch_since: date | None = None


@dataclass(frozen=True, kw_only=True)
class AlertDraft:
    """An alert to be made: its key (rule, story, watchlist and entity, kind), the mention that shows it best, and lateness."""

    rule: str
    story_id: int
    watchlist: str
    entity_id: str
    mention_id: int
    late: bool
    kind: Literal["mention"] = "mention"


class FromRule(Protocol):
    """Anything that knows the rule that made it: a draft, or an alert as stored."""

    @property
    def rule(self) -> str:
        """Name of the rule."""


AlertT = TypeVar("AlertT", bound=FromRule)


@dataclass(frozen=True)
class Parcel(Generic[AlertT]):
    """What one recipient gets in one message: an address (email) or a connection id (Slack and others) on a named channel."""

    channel: str
    recipient: str
    alerts: tuple[AlertT, ...]


def decide(candidates: Iterable[Candidate], alerting: Alerting) -> list[AlertDraft]:
    """The alerts the candidates make, one per (rule, story, watchlist and entity, kind), in the order of rules and candidates.

    An empty list of lists, persons, sources in a rule means all of them; `mutes`
    and a rule's `entities` hold ids or names.
    """
    fresh = sorted((one for one in candidates if may_alert(one, alerting)), key=worth)
    best: dict[tuple[str, int, str, str], AlertDraft] = {}
    for rule in alerting.rules:
        for candidate in (one for one in fresh if matches(rule, one)):
            draft = draft_of(rule, candidate)
            best.setdefault((rule.name, draft.story_id, draft.watchlist, draft.entity_id), draft)
    return list(best.values())


def may_alert(candidate: Candidate, alerting: Alerting) -> bool:
    """Whether the candidate may alert at once: neither historical nor muted."""
    return not is_historical(candidate, alerting.late_days) and not named_in(alerting.mutes, candidate)


def is_historical(candidate: Candidate, late_days: int) -> bool:
    """Found by a backfill, re-match or import; or published before `watch_since`, or more than `late_days` before it was found.

    An article without a date is judged by how it was found alone.
    """
    published = candidate.published_on
    if candidate.historical or published is None:
        return candidate.historical
    before_watch = candidate.watch_since is not None and published < candidate.watch_since
    return before_watch or (candidate.found_on - published).days > late_days


def is_late(candidate: Candidate) -> bool:
    """Whether the message should say `late, found …`: published two days or more before it was found."""
    published = candidate.published_on
    return published is not None and (candidate.found_on - published).days >= LATE_AFTER_DAYS


def matches(rule: Rule, candidate: Candidate) -> bool:
    """Whether a rule asks for this mention. There are no digests yet, so that every pace is told at once: too early is not lost."""
    return (
        "mention" in rule.kinds
        and candidate.tier in rule.tiers
        and (not rule.watchlists or candidate.watchlist in rule.watchlists)
        and (not rule.sources or candidate.source_key in rule.sources)
        and (not rule.entities or named_in(rule.entities, candidate))
    )


def named_in(names: Iterable[str], candidate: Candidate) -> bool:
    """Whether the person's id or name is among the names, upper and lower case alike."""
    return bool({name.casefold() for name in names} & {candidate.entity_id.casefold(), candidate.name.casefold()})


def worth(candidate: Candidate) -> tuple[bool, int, date, int]:
    """Sort key, best proof first: confirmed, then the text over the headline over the listing, then the earliest.

    The text comes first because its sentence shows the role; the message shows the headline anyway.
    """
    field = ("body", "title", "listing").index(candidate.field)
    return candidate.tier != "confirmed", field, candidate.published_on or date.max, candidate.mention_id


def draft_of(rule: Rule, candidate: Candidate) -> AlertDraft:
    """The alert that this rule makes of this mention."""
    return AlertDraft(
        rule=rule.name,
        story_id=candidate.story_id,
        watchlist=candidate.watchlist,
        entity_id=candidate.entity_id,
        mention_id=candidate.mention_id,
        late=is_late(candidate),
    )


def group(alerts: Sequence[AlertT], alerting: Alerting) -> list[Parcel[AlertT]]:
    """One parcel per recipient: everybody's alerts of this run together, in the order of `alerts`.

    An address that stands on two channels, or is reached by two rules, gets one message. Alerts that two rules make of one
    person in one story are both in the parcel, so that both count as delivered; the message shows the person once. Alerts of
    rules that are gone go to nobody. Raises ConfigError if a rule names a channel that alerts.yml does not have.
    """
    reached = {rule.name: recipients(rule, alerting) for rule in alerting.rules}
    first_channel: dict[tuple[str, str], tuple[str, str]] = {}
    parcels: dict[tuple[str, str], dict[int, AlertT]] = {}
    for index, alert in enumerate(alerts):
        for mailbox, address in reached.get(alert.rule, {}).items():
            first_channel.setdefault(mailbox, address)
            parcels.setdefault(mailbox, {})[index] = alert
    return [Parcel(*first_channel[mailbox], tuple(found.values())) for mailbox, found in parcels.items()]


def recipients(rule: Rule, alerting: Alerting) -> dict[tuple[str, str], tuple[str, str]]:
    """Whom a rule tells: {(kind of channel, mailbox in small letters): (channel name, recipient)}."""
    return addresses(rule.channels, alerting, f"rule {rule.name}")


def mailboxes(alerting: Alerting) -> list[tuple[str, str]]:
    """(channel name, recipient) of everybody whom a message can reach as things are configured."""
    return [mailbox for name in alerting.channels for mailbox in addresses([name], alerting).values()]


def addresses(channels: Iterable[str], alerting: Alerting, who: str = "operators") -> dict[tuple[str, str], tuple[str, str]]:
    """The mailboxes behind the channels, each once: {(kind, mailbox in small letters): (channel name, recipient)}."""
    reached: dict[tuple[str, str], tuple[str, str]] = {}
    for name in channels:
        channel = alerting.channels.get(name)
        if channel is None:
            raise ConfigError(f"alerts.yml: {who} names the channel {name}, which is not under channels: add it or drop it")
        addresses = channel.to if channel.kind == "email" else (channel.conn_id,)
        for address in addresses:
            reached.setdefault((channel.kind, address.casefold()), (name, address))
    return reached
