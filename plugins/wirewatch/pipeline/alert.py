"""alert: decide which new mentions somebody is told of, put the messages into the outbox, and send what is due.

Deciding is one transaction: a mention is decided once, an alert exists once, and its messages stand in the outbox before
anything leaves the house. Killed anywhere, the next run goes on; only the one message in flight can repeat, under its own id.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine

from wirewatch.alerting.lines import AlertLine
from wirewatch.alerting.policy import AlertDraft, Candidate, Parcel, decide, group
from wirewatch.alerting.rendering import render
from wirewatch.config import fingerprint
from wirewatch.configured import Alerting, Source
from wirewatch.errors import PermanentError, WirewatchError
from wirewatch.models import Message
from wirewatch.pipeline import appearances, operators
from wirewatch.storage import alerts
from wirewatch.storage.alerts import Delivery, Undecided
from wirewatch.text.sentences import sentence_at

log = logging.getLogger(__name__)

LINE = TypeAdapter(AlertLine)

Deliver = Callable[[str, Message], object]


@dataclass(frozen=True)
class StoredAlert:
    """An alert as it stands in the database, for sorting into messages."""

    id: int
    rule: str
    story_id: int


@dataclass
class Decided:
    """How many mentions were looked at, alerts made and messages queued."""

    mentions: int = 0
    alerts: int = 0
    queued: int = 0


@dataclass
class Sent:
    """What left the house: (recipient, subject) of each message; (recipient, reason) of each that was refused; and how many were for good."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    dead_letters: int = 0
    busy: bool = False


def decide_alerts(engine: Engine, alerting: Alerting, sources: Mapping[str, Source], now: datetime | None = None) -> Decided:
    """Decide on every mention nobody has decided on, and on what operators are to know. Twice is the same as once."""
    with engine.begin() as db:
        found = alerts.undecided(db)
        by_id = {mention.mention_id: mention for mention in found}
        drafts = decide([_candidate(mention, sources) for mention in found], alerting)
        made = [alert for draft in drafts if (alert := _create(db, draft, by_id[draft.mention_id], alerting))]
        parcels = group(made, alerting)
        for parcel in parcels:
            _queue(db, parcel)
        alerts.decided(db, list(by_id))
        told = operators.tell(db, alerting, sources, now or datetime.now(UTC))
    return Decided(len(found), len(made), len(parcels) + told)


def _candidate(mention: Undecided, sources: Mapping[str, Source]) -> Candidate:
    source = sources.get(mention.source_key or "")
    shared = {name: getattr(mention, name) for name in Candidate.__dataclass_fields__ if hasattr(mention, name)}
    return Candidate(**shared, watch_since=source.watch_since if source and source.watch_since else mention.first_seen)


def _create(db: Connection, draft: AlertDraft, mention: Undecided, alerting: Alerting) -> StoredAlert | None:
    rule = next(rule for rule in alerting.rules if rule.name == draft.rule)
    notable = tuple(appearances.notes_on(db, draft.mention_id))
    line = LINE.dump_json(replace(_line(draft, mention), appearance=notable)).decode()
    key = {name: getattr(draft, name) for name in ("rule", "story_id", "watchlist", "entity_id", "kind", "mention_id", "late")}
    alert_id = alerts.create(db, rule_sha256=fingerprint(rule), line=line, **key)
    return None if alert_id is None else StoredAlert(alert_id, draft.rule, draft.story_id)


def _line(draft: AlertDraft, mention: Undecided) -> AlertLine:
    text = (mention.title or "") if mention.field == "title" else mention.body
    start, end = sentence_at(text, mention.span_start, mention.span_end)
    said = ("surface", "tier", "reason", "role", "event", "event_day", "counterpart", "field")
    shared = (*said, "title", "published_on", "url", "original_url", "story_id")
    return AlertLine(
        **{name: getattr(mention, name) for name in shared},
        person=mention.name,
        source=mention.source or "unknown source",
        sentence=text[start:end],
        mark_start=mention.span_start - start,
        mark_end=mention.span_end - start,
        rule=draft.rule,
        late_found_on=mention.found_on if draft.late else None,
    )


def _queue(db: Connection, parcel: Parcel[StoredAlert]) -> None:
    ids = [alert.id for alert in parcel.alerts]
    alerts.queue(db, parcel.channel, parcel.recipient, parcel.alerts[0].story_id, str(uuid.uuid4()), ids)


def send_due(
    engine: Engine, deliver: Deliver, public_url: str | None = None, sources: Mapping[str, Source] | None = None
) -> Sent:
    """Send every message that is due, one after another; `deliver(channel, message)` raises a WirewatchError where it cannot.

    One refused message does not keep the others. Where another process is sending already, nothing is done (`busy`).
    """
    done, tried = Sent(), list[int]()
    with alerts.sending(engine) as mine:
        done.busy = not mine
        while mine:
            with engine.begin() as db:
                delivery = alerts.claim(db, tried)
            if delivery is None:
                break
            tried.append(delivery.id)
            _send(engine, deliver, delivery, _message(engine, delivery, public_url, sources), done)
    return done


def _message(engine: Engine, delivery: Delivery, public_url: str | None, sources: Mapping[str, Source] | None) -> Message:
    if operators.is_for_operators(delivery):
        with engine.begin() as db:
            return operators.message(db, delivery, sources)
    return render(delivery.message_id, delivery.recipient, [LINE.validate_json(line) for line in delivery.lines], public_url)


def _send(engine: Engine, deliver: Deliver, delivery: Delivery, message: Message, done: Sent) -> None:
    try:
        deliver(delivery.channel, message)
    except WirewatchError as error:
        log.warning("delivery %s was not taken at attempt %s", delivery.id, delivery.attempts)
        final = isinstance(error, PermanentError)
        done.refused.append((delivery.recipient, error.reason))
        done.dead_letters += final
        with engine.begin() as db:
            alerts.refused(db, delivery.id, error.reason, final)
    else:
        done.sent.append((delivery.recipient, message.subject))
        with engine.begin() as db:
            alerts.sent(db, delivery.id, message.subject)
