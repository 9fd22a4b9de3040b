"""A source refuses for seven daily runs and all the polls between them, then opens: nothing is lost, nothing is told twice."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import Engine, text

from demo.site import DemoSite
from demo.volume import Volume
from wirewatch.configured import Alerting, Source, Watchlist
from wirewatch.errors import State
from wirewatch.models import KST
from wirewatch.pipeline import poll
from wirewatch.pipeline.alert import decide_alerts
from wirewatch.pipeline.coverage import AT_MOST_DAYS, DAY, Window, healing_window
from wirewatch.pipeline.crawl import crawl
from wirewatch.pipeline.match import match
from wirewatch.pipeline.report import Report
from wirewatch.storage import crawls, hosts

LABELS = {"kcna.kp (en)": "kcna-en", "voice of korea (en)": "vok-en"}
TODAY = datetime.now(KST).date()  # only the database's clock is real: what was found is dated back to the story's hours
LAST_DAY = TODAY - DAY
FIRST_DAY = LAST_DAY - 11 * DAY
FIRST_BLOCKED = TODAY - 7 * DAY


@pytest.fixture
def site() -> Iterator[DemoSite]:
    """Twelve days with three or four articles a day, the first of which names somebody."""
    items = Volume(LAST_DAY, 12, (3, 4), named_every=1, empty=0, reingested=0)
    site = DemoSite(LAST_DAY, items=items).start()
    yield site
    site.stop()


class Story:
    """The source's days as they pass: the hour, the site at that hour, a run, and what came of it."""

    def __init__(self, engine: Engine, source: Source, site: DemoSite, watchlist: Watchlist, alerting: Alerting) -> None:
        self.engine, self.source, self.site, self.watchlist, self.alerting = engine, source, site, watchlist, alerting

    def at(self, day: date, hour: int) -> datetime:
        """It is that hour in Korea; a host that was closed yesterday is open again."""
        now = datetime.combine(day, time(hour), KST).astimezone(UTC)
        assert isinstance(self.site.items, Volume)
        self.site.items.at = now
        return now

    def daily(self, day: date) -> Report:
        """The scheduled run of 09:00 on the day after `day`, its window healed as the schedule does."""
        now = self.at(day + DAY, 9)
        hosts.reopen(self.engine, self.source.host)
        window = self.window(day)
        report = crawl(self.engine, self.source, window, [self.watchlist], LABELS, str(uuid.uuid4()))
        self.tell(now)
        return report

    def window(self, day: date) -> Window:
        first = day - (AT_MOST_DAYS - 1) * DAY
        with self.engine.begin() as db:
            unread = crawls.unread_days(db, self.source.key, first, day)
            states = crawls.coverage(db, self.source.key, first, day)
        return healing_window(day, {one: "open" if one in unread else state for one, state in states.items()}, FIRST_DAY)

    def poll(self, day: date, hour: int) -> int:
        """A poll; returns how many articles it stored."""
        now = self.at(day, hour)
        found = poll.look(self.engine, [self.source], LABELS, now)
        stored = sum(poll.read(self.engine, self.source, one.crawl_id, one.due, "poll", LABELS) for one in found)
        match(self.engine, [self.watchlist])
        self.tell(now)
        return stored

    def tell(self, now: datetime) -> None:
        """Decide on what was found just now, at the story's hour."""
        with self.engine.begin() as db:
            db.execute(text("update mention set found_at = :now where decided_at is null"), {"now": now})
        decide_alerts(self.engine, self.alerting, {self.source.key: self.source})


def test_after_seven_blocked_days_everything_is_stored_once_alerted_once_and_marked_late(
    engine: Engine, kcna: Source, site: DemoSite, officials: Watchlist, alerting: Alerting
) -> None:
    source = replace(kcna, start_date=FIRST_DAY, watch_since=FIRST_DAY)
    story = Story(engine, source, site, officials, replace(alerting, late_days=30))
    for day in Window(FIRST_DAY, FIRST_BLOCKED - 2 * DAY).days:
        story.poll(day, 20)
        assert story.daily(day).crawl.state is State.OK

    site.behave("all", "forbidden")
    for day in Window(FIRST_BLOCKED - DAY, LAST_DAY - DAY).days:  # seven runs, each on the morning after its day
        story.poll(day, 20)
        assert story.daily(day).crawl.state is State.BLOCKED
        story.poll(day + DAY, 12)

    site.behave("all", "ok")
    hosts.reopen(engine, source.host)
    early = story.poll(TODAY, 8)
    report = story.daily(LAST_DAY)
    story.poll(TODAY, 20)

    assert early > 0
    assert (report.crawl.state, report.complaint) == (State.OK, None)
    assert (report.crawl.first_day, report.complete) == (FIRST_BLOCKED - DAY, True)
    volume = site.items
    assert isinstance(volume, Volume)
    items = volume.between(FIRST_DAY, TODAY, 156)
    named = sorted(item.day for item in items if volume.names_somebody(item))
    with engine.begin() as db:
        stored, revisions, history = db.execute(text(STORED)).one()
        states = crawls.coverage(db, source.key, FIRST_DAY, LAST_DAY)
        alerts = db.execute(text(ALERTS)).all()
        told = db.execute(text("select count(*), count(distinct (recipient, alert_id)) from delivery_alert")).one()
    assert (stored, revisions, history) == (len(items), len(items), 0)
    assert site.counts["article"] == len(items), "each article was asked for once"
    assert set(states.values()) == {"complete"}
    assert [alert.published_on for alert in alerts] == named
    assert tuple(told) == (3 * len(named), 3 * len(named)), "two mails and Slack, once for each alert"
    assert [alert for alert in alerts if alert.late != ((alert.found_on - alert.published_on).days >= 2)] == []
    assert {alert.published_on for alert in alerts if alert.late} == set(Window(FIRST_BLOCKED - DAY, TODAY - 2 * DAY).days)


STORED = """
    select count(*), (select count(*) from revision), count(*) filter (where historical) from article
"""
ALERTS = """
    select a.published_on, al.late, (m.found_at at time zone 'Asia/Seoul')::date as found_on
    from alert al join mention m on m.id = al.mention_id join revision r on r.id = m.revision_id join article a on a.id = r.article_id
    order by 1
"""
