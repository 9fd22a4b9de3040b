"""operators: who is told of trouble, and when. Each cause once as it pages, its end once, and one summary a morning for what waits."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from wirewatch.alerting import meanings
from wirewatch.alerting.notices import render_morning, render_notice
from wirewatch.alerting.policy import addresses, mailboxes
from wirewatch.config import why_off
from wirewatch.configured import Alerting, Source
from wirewatch.models import KST, Message, Trouble
from wirewatch.storage import troubles
from wirewatch.storage.alerts import Delivery

Sources = Mapping[str, Source] | None  # None: all there are
Mailbox = tuple[str, str]  # the name of a channel, and a recipient

MORNING = "morning:"
HOUR = "%Y-%m-%dT%H"  # how the outbox names a summary: by the hour, in Korea, at which it says how things stand
OURS = ("state:", "fault:", MORNING)
LONGEST_LOOK_BACK = timedelta(days=7)


def tell(db: Connection, alerting: Alerting, sources: Sources, now: datetime) -> int:
    """Queue what operators are to know now: what pages, the ends of that, and the summary once its hour has come. Twice is once."""
    abouts = troubles.untold(db, [one.about for one in paging(db, alerting, sources)])
    paged = _mailboxes(alerting.pages or alerting.operators, alerting)
    queued = sum(_queue(db, mailbox, about) for about in abouts for mailbox in paged)
    queued += sum(_queue(db, mailbox, about) for about, mailbox in _ends(db, alerting, sources))
    struck = last_morning(now, alerting.morning)
    morning = [mailbox for mailbox in _mailboxes(alerting.operators, alerting) if any(summary(db, struck, sources, mailbox))]
    return queued + sum(_queue(db, mailbox, f"{MORNING}{struck:{HOUR}}") for mailbox in morning)


def _ends(db: Connection, alerting: Alerting, sources: Sources) -> list[tuple[str, Mailbox]]:
    """The ends nobody was told of, each for everybody who was told of the beginning and can still be reached."""
    known = {*mailboxes(alerting)}
    ends = [(one.over_about, one.about) for one in troubles.untold_ends(db) if _wanted(one, sources)]
    return [(over, mailbox) for over, about in ends if over for mailbox in troubles.told_to(db, about) if mailbox in known]


def paging(db: Connection, alerting: Alerting, sources: Sources) -> list[Trouble]:
    """What lasts and cannot wait for the morning, told or not."""
    lasting = troubles.lasting(db, meanings.PAGES_AT_ONCE, 0)
    lasting += troubles.lasting(db, meanings.PAGES_AFTER_A_WHILE, alerting.page_after_hours)
    return [one for one in lasting if _wanted(one, sources)]


def last_morning(now: datetime, hour: int) -> datetime:
    """When the hour of the summary struck last in Korea."""
    today = now.astimezone(KST).replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def summary(db: Connection, struck: datetime, sources: Sources, mailbox: Mailbox) -> tuple[list[Trouble], list[Trouble]]:
    """What lasted when the hour struck, and what had healed since it struck for the summary before and was not told there at once."""
    before = troubles.last_morning(db, f"{struck:{HOUR}}")
    known = datetime.strptime(before, HOUR).replace(tzinfo=KST) if before else struck - timedelta(days=1)
    still = [one for one in troubles.open_at(db, struck) if _wanted(one, sources)]
    healed = troubles.healed_between(db, max(known, struck - LONGEST_LOOK_BACK), struck, *mailbox)
    lasting = {one.cause for one in still}
    return list(map(_as_it_began, still)), [one for one in healed if _wanted(one, sources) and one.cause not in lasting]


def is_for_operators(delivery: Delivery) -> bool:
    """Whether a message is one of these, and not an alert."""
    return delivery.about.startswith(OURS)


def message(db: Connection, delivery: Delivery, sources: Sources) -> Message:
    """The message to an operator, as it is to be sent."""
    to = (delivery.message_id, delivery.recipient)
    if delivery.about.startswith(MORNING):
        struck = datetime.strptime(delivery.about.removeprefix(MORNING), HOUR).replace(tzinfo=KST)
        mailbox = (delivery.channel, delivery.recipient)
        return render_morning(*to, *summary(db, struck, sources, mailbox))
    trouble = troubles.one(db, delivery.about)
    return render_notice(*to, trouble if delivery.about == trouble.over_about else _as_it_began(trouble))


def _mailboxes(channels: tuple[str, ...], alerting: Alerting) -> Collection[Mailbox]:
    return addresses(channels, alerting).values()


def _queue(db: Connection, mailbox: Mailbox, about: str) -> int:
    return troubles.queue(db, *mailbox, about, str(uuid.uuid4()))


def _wanted(trouble: Trouble, sources: Sources) -> bool:
    """Of a source that was switched off nobody needs to hear."""
    if sources is None or not trouble.key:
        return True
    return trouble.key in sources and why_off(sources[trouble.key]) is None


def _as_it_began(trouble: Trouble) -> Trouble:
    """What began is told as it was then, also where it ended meanwhile."""
    return replace(trouble, ended_at=None)
