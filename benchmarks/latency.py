"""How long news waits: the poll's times of day, over a site on which every item comes in at its hour.

The clock is simulated and the requests are real: each counts `SECONDS_A_REQUEST`, the polite delay, from the tick on. A message is
counted from the end of its tick, when all that was listed is read. What Airflow itself takes (seconds) is not in it.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, text

from benchmarks.ground import Site, new_store, served_here, source, url_hash
from benchmarks.scale import Scale
from benchmarks.table import Found, Row
from demo.edition import PUBLICATIONS, Item
from demo.receivers import HOST, Receivers
from demo.volume import DAY
from wirewatch import config
from wirewatch.configured import Alerting, Channel, Poll, Rule, Source
from wirewatch.delivery import deliver_email, smtp_send
from wirewatch.models import KST, Message
from wirewatch.pipeline import poll
from wirewatch.pipeline.alert import decide_alerts, send_due
from wirewatch.pipeline.match import match
from wirewatch.storage import crawls

SECONDS_A_REQUEST = 5.0
PROMISED_MINUTES = (20, 40)  # half of the items, every item
# The site's days stand still while the clock goes on.
ALERTING = Alerting(
    channels={"mail": Channel(kind="email", conn_id="bench", to=("desk@demo.example",))},
    rules=(Rule(name="everybody", channels=("mail",)),),
    late_days=100_000,
)
STORED = "select url_hash from article order by id"
TOLD = """
    select distinct a.url_hash from alert t join mention m on m.id = t.mention_id
    join revision r on r.id = m.revision_id join article a on a.id = r.article_id
    join delivery_alert da on da.alert_id = t.id join delivery d on d.id = da.delivery_id where d.state = 'sent'
"""


@dataclass
class Heard:
    """When each item was stored and when its message arrived, by the item's key."""

    stored: dict[bytes, datetime] = field(default_factory=dict)
    told: dict[bytes, datetime] = field(default_factory=dict)


def latency(server: str, scale: Scale) -> Iterator[Row]:
    """Minutes from an item's coming in to its article stored, and to its message received."""
    for method in ("more_articles", "search"):
        with served_here(scale.poll) as (_, site), new_store(server) as store, mailbox() as mails:
            sources = [
                source(site.base_url, method, publication=each, whole_site=method == "search") for each in PUBLICATIONS.values()
            ]
            heard, settings = Heard(), config.load_settings(config.PROJECT / "config").poll
            first, *days = [scale.poll.last_day - n * DAY for n in reversed(range(scale.poll_days + 1))]
            _tick(store, site, sources, mails, datetime.combine(first, time(23, 59), KST), Heard())
            for tick in (tick for day in days for tick in ticks(day, settings)):
                _tick(store, site, sources, mails, tick, heard)
            items = [item for each in PUBLICATIONS for day in days for item in _came_in(site, day, each)]
        case = f"poll every {settings.every_minutes} min, {settings.from_hour:02d}–{settings.to_hour} KST, two sources"
        by = "more articles" if method == "more_articles" else "search of the whole site"
        yield _told(f"{case}: listed → stored", by, items, heard.stored)
        named = [item for item in items if site.volume.names_somebody(item)]
        yield _told(f"{case}: listed → mail received", by, named, heard.told)


def ticks(day: date, settings: Poll) -> list[datetime]:
    """When the poll runs on a Korean day."""
    minutes = range(settings.from_hour * 60, settings.to_hour * 60, settings.every_minutes)
    return [datetime.combine(day, time(), KST) + timedelta(minutes=minute) for minute in minutes]


def _tick(store: Engine, site: Site, sources: Sequence[Source], mails: Receivers, now: datetime, heard: Heard) -> None:
    site.volume.at = now
    before, stored = sum(site.counts().values()), _hashes(store, STORED)
    labels, by_key = crawls.source_keys_by_label(sources), {one.key: one for one in sources}
    found = poll.look(store, sources, labels, now)
    looked = sum(site.counts().values()) - before
    for one in found:
        poll.read(store, by_key[one.source_key], one.crawl_id, one.due, f"bench:{now}", labels)
    asked = sum(site.counts().values()) - before
    for place, key in enumerate(_hashes(store, STORED)[len(stored) :], start=1):
        heard.stored[key] = _after(now, looked + place)
    _tell(store, by_key, mails)
    for key in _hashes(store, TOLD):
        heard.told.setdefault(key, _after(now, asked))


def _after(now: datetime, requests: int) -> datetime:
    return now + timedelta(seconds=requests * SECONDS_A_REQUEST)


def _tell(store: Engine, sources: Mapping[str, Source], mails: Receivers) -> None:
    """Match, decide and send, as the tasks after a poll do. The mails that count as sent must lie in the mailbox."""
    match(store, list(config.load_watchlists(config.PROJECT / "config").values()))
    decide_alerts(store, ALERTING, sources)
    before = mails.counts()["mail"]
    sent = send_due(store, partial(_deliver, mails.smtp_port))
    if mails.counts()["mail"] != before + len(sent.sent):
        raise RuntimeError(f"{len(sent.sent)} mails were sent, {mails.counts()['mail'] - before} arrived")


def _deliver(port: int, channel: str, message: Message) -> None:
    deliver_email(message, "bench@demo.example", smtp_send(HOST, port, tls="none"))


@contextmanager
def mailbox() -> Iterator[Receivers]:
    """A mail server that keeps what it gets, on loopback."""
    with tempfile.TemporaryDirectory() as folder:
        receivers = Receivers(Path(folder)).start()
        try:
            yield receivers
        finally:
            receivers.stop()


def _hashes(store: Engine, query: str) -> list[bytes]:
    with store.begin() as db:
        return [bytes(found) for found in db.execute(text(query)).scalars()]


def _came_in(site: Site, day: date, number: int) -> list[Item]:
    """The news of a day: items of older days that were ingested again are none."""
    return [item for item in site.volume.of_day(day, number) if datetime.fromtimestamp(item.ingested, KST).date() == day]


def _told(case: str, by: str, items: Sequence[Item], at: Mapping[bytes, datetime]) -> Row:
    waited = [(at[key].timestamp() - item.ingested) / 60 for item in items if (key := url_hash(item)) in at]
    half, worst = statistics.median(waited), max(waited)
    most_half, most = PROMISED_MINUTES
    found = Found(len(waited), len(items))
    measured = f"p50 {half:.0f} min, worst {worst:.0f} min at {SECONDS_A_REQUEST:.0f} s a request"
    kept = found.all and half <= most_half and worst <= most
    return Row(case, by, measured, "", f"p50 ≤ {most_half}, worst ≤ {most} min", str(found), kept)
