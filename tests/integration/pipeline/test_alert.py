"""From stored mentions to mails and Slack messages on real sockets: the right ones, once."""

from __future__ import annotations

import email
import email.policy
import json
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from demo.receivers import Receivers
from tests.conftest import LAST_DAY
from tests.integration.pipeline.dying import run_script
from wirewatch.configured import Alerting, Source, Watchlist
from wirewatch.delivery import deliver_email, deliver_slack, slack_send, smtp_send
from wirewatch.models import Message
from wirewatch.pipeline.alert import decide_alerts, send_due
from wirewatch.pipeline.match import match
from wirewatch.pipeline.report import Report

Crawl = Callable[..., Report]
FIRST_DAY = LAST_DAY - timedelta(days=4)
SENDER = "Wirewatch <wirewatch@demo.example>"


@pytest.fixture
def receivers(tmp_path: Path) -> Iterator[Receivers]:
    """Where mails and Slack messages arrive."""
    receivers = Receivers(tmp_path / "received")
    receivers.start()
    yield receivers
    receivers.stop()


@pytest.fixture
def deliver(receivers: Receivers, alerting: Alerting) -> Callable[[str, Message], None]:
    """Real SMTP and a real webhook, on loopback."""
    mail = smtp_send("127.0.0.1", receivers.smtp_port, tls="none")
    slack = slack_send(f"http://127.0.0.1:{receivers.http_port}/services/T0/B0/x")

    def deliver(channel: str, message: Message) -> None:
        if alerting.channels[channel].kind == "email":
            deliver_email(message, SENDER, mail)
        else:
            deliver_slack(message, slack)

    return deliver


def mails(receivers: Receivers) -> list[email.message.EmailMessage]:
    files = sorted(receivers.mails.path.glob("*.eml"))
    return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]  # type: ignore[misc]


def slack_messages(receivers: Receivers) -> list[dict[str, object]]:
    return [json.loads(file.read_text()) for file in sorted(receivers.posts.path.glob("*.json"))]


def states(engine: Engine) -> list[str]:
    with engine.begin() as db:
        return list(db.execute(text("select state from delivery order by id")).scalars())


def test_each_recipient_gets_one_message_with_all_stories(
    crawl_days: Crawl,
    kcna: Source,
    engine: Engine,
    alerting: Alerting,
    receivers: Receivers,
    deliver: Callable[[str, Message], None],
) -> None:
    crawl_days(kcna, FIRST_DAY, LAST_DAY)

    decided = decide_alerts(engine, alerting, {kcna.key: kcna})
    sent = send_due(engine, deliver)

    assert decided.queued == 3
    assert len(sent.sent) == 3
    assert sorted(mail["To"] for mail in mails(receivers)) == ["analyst@demo.example", "desk@demo.example"]
    body = mails(receivers)[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Talks Held between DPRK and Russian Foreign Ministers" in body
    assert "Andrei Ludenko" in body
    assert len(slack_messages(receivers)) == 1


def test_a_message_says_what_the_mention_says_happened(
    crawl_days: Crawl, kcna: Source, engine: Engine, alerting: Alerting
) -> None:
    crawl_days(kcna, FIRST_DAY, LAST_DAY)
    decide_alerts(engine, alerting, {kcna.key: kcna})

    query = """
        select m.event, m.event_day::text, m.counterpart, line->>'event', line->>'event_day', line->>'counterpart'
        from alert join mention m on m.id = alert.mention_id
    """
    with engine.begin() as db:
        rows = [tuple(row) for row in db.execute(text(query))]
    assert [row[:3] for row in rows] == [row[3:] for row in rows]
    assert {row[0] for row in rows} - {"passing", "quoted"}
    assert any(row[1] for row in rows)


def test_a_second_run_decides_and_sends_nothing(
    crawl_days: Crawl,
    kcna: Source,
    engine: Engine,
    alerting: Alerting,
    receivers: Receivers,
    deliver: Callable[[str, Message], None],
) -> None:
    crawl_days(kcna, FIRST_DAY, LAST_DAY)
    decide_alerts(engine, alerting, {kcna.key: kcna})
    send_due(engine, deliver)

    again = decide_alerts(engine, alerting, {kcna.key: kcna})
    sent = send_due(engine, deliver)

    assert (again.mentions, again.alerts, sent.sent) == (0, 0, [])
    assert len(mails(receivers)) == 2


def test_an_article_only_in_the_sidebar_alerts_nobody(
    crawl_days: Crawl, kcna: Source, engine: Engine, alerting: Alerting
) -> None:
    crawl_days(kcna, FIRST_DAY, LAST_DAY)
    decide_alerts(engine, alerting, {kcna.key: kcna})

    with engine.begin() as db:
        titles = list(db.execute(text("select distinct line->>'title' from alert")).scalars())
    assert "Notes from Mountain Weather Station" not in titles
    assert len(titles) >= 5


def test_a_backfill_stores_mentions_and_alerts_nobody(
    crawl_days: Crawl, kcna: Source, engine: Engine, alerting: Alerting
) -> None:
    report = crawl_days(kcna, FIRST_DAY, LAST_DAY, historical=True)

    decided = decide_alerts(engine, alerting, {kcna.key: kcna})

    assert len(report.mentions) >= 5
    assert (decided.alerts, decided.queued) == (0, 0)
    with engine.begin() as db:
        assert db.execute(text("select count(*) from mention where decided_at is null")).scalar_one() == 0


def test_articles_before_watch_since_alert_nobody(crawl_days: Crawl, kcna: Source, engine: Engine, alerting: Alerting) -> None:
    early = LAST_DAY - timedelta(days=6)
    report = crawl_days(kcna, early, early)

    assert report.mentions
    assert decide_alerts(engine, alerting, {kcna.key: kcna}).alerts == 0


def test_refused_mail_waits_and_goes_out_later(
    crawl_days: Crawl,
    kcna: Source,
    engine: Engine,
    alerting: Alerting,
    receivers: Receivers,
    deliver: Callable[[str, Message], None],
) -> None:
    crawl_days(kcna)
    decide_alerts(engine, alerting, {kcna.key: kcna})
    receivers.behave("mail", "451", times=1)

    first = send_due(engine, deliver)
    with engine.begin() as db:
        db.execute(text("update delivery set next_attempt_at = now() where state = 'queued'"))
    second = send_due(engine, deliver)

    assert (len(first.sent), len(first.refused), len(second.sent)) == (2, 1, 1)
    assert states(engine) == ["sent"] * 3
    assert len(mails(receivers)) == 2


def test_a_recipient_refused_for_good_is_not_tried_again(
    crawl_days: Crawl,
    kcna: Source,
    engine: Engine,
    alerting: Alerting,
    receivers: Receivers,
    deliver: Callable[[str, Message], None],
) -> None:
    crawl_days(kcna)
    decide_alerts(engine, alerting, {kcna.key: kcna})
    receivers.behave("mail", "550", times=1)

    send_due(engine, deliver)
    with engine.begin() as db:
        db.execute(text("update delivery set next_attempt_at = now()"))
    again = send_due(engine, deliver)

    assert again.sent == []
    assert sorted(states(engine)) == ["failed", "sent", "sent"]


def test_only_one_process_sends_at_a_time(crawl_days: Crawl, kcna: Source, engine: Engine, alerting: Alerting) -> None:
    crawl_days(kcna)
    decide_alerts(engine, alerting, {kcna.key: kcna})
    inner = []

    def deliver(channel: str, message: Message) -> None:
        inner.append(send_due(engine, lambda *_: None))

    send_due(engine, deliver)

    assert [found.busy for found in inner] == [True] * 3


def test_a_message_that_breaks_its_sender_keeps_no_other_back(
    crawl_days: Crawl, kcna: Source, engine: Engine, alerting: Alerting
) -> None:
    crawl_days(kcna)
    decide_alerts(engine, alerting, {kcna.key: kcna})
    with engine.begin() as db:
        poisoned = db.execute(
            text("update delivery set recipient = 'poison' where id = (select min(id) from delivery) returning id")
        )
        poisoned_id = poisoned.scalar_one()
    sent: list[str] = []

    def deliver(channel: str, message: Message) -> None:
        if message.recipient == "poison":
            raise ZeroDivisionError
        sent.append(message.recipient)

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            send_due(engine, deliver)

    assert len(sent) == 2
    with engine.begin() as db:
        assert db.execute(text("select id from delivery where state <> 'sent'")).scalars().all() == [poisoned_id]


def test_what_a_newer_list_finds_in_old_texts_alerts_nobody(
    crawl_days: Crawl, kcna: Source, engine: Engine, alerting: Alerting, officials: Watchlist
) -> None:
    crawl_days(kcna)
    decide_alerts(engine, alerting, {kcna.key: kcna})

    found = match(engine, [officials, replace(officials, name="newer")])

    assert found.mentions > 0
    assert found.fresh == 0
    assert decide_alerts(engine, alerting, {kcna.key: kcna}).alerts == 0


def test_two_lists_matched_together_both_alert(
    crawl_days: Crawl, kcna: Source, engine: Engine, alerting: Alerting, officials: Watchlist
) -> None:
    crawl_days(kcna)
    with engine.begin() as db:
        db.execute(text("delete from matched"))
        db.execute(text("delete from mention"))

    found = match(engine, [officials, replace(officials, name="other")])

    assert found.fresh == found.mentions > 0


def test_a_batch_looks_at_its_own_texts_and_at_late_ones_and_the_end_of_a_crawl_at_all(
    crawl_days: Crawl, kcna: Source, engine: Engine, officials: Watchlist
) -> None:
    crawl_days(kcna)
    with engine.begin() as db:
        db.execute(text("delete from matched"))
        db.execute(text("update revision set created_at = created_at - interval '3 days' where id % 2 = 0"))
        old = list(
            db.execute(text("select entry_id from article a join revision r on a.id = r.article_id where r.id % 2 = 0")).scalars()
        )
        late = db.execute(text("select count(*) from revision where id % 2 = 1")).scalar_one()

    assert match(engine, [officials], kcna.key, old[:2], lately=True).revisions == late + 2
    assert match(engine, [officials], kcna.key).revisions == len(old) - 2


# --- killed anywhere ------------------------------------------------------------------------------

KILLS = ["before_decide_commits", "after_decide", "after_claim", "after_taken", "after_first_marked", "after_slack"]


@pytest.mark.parametrize("where", KILLS)
def test_killed_at_any_step_everybody_is_told_and_at_most_the_message_in_flight_repeats(
    crawl_days: Crawl, kcna: Source, engine: Engine, database_url: str, alerting: Alerting, receivers: Receivers, where: str
) -> None:
    crawl_days(kcna)

    killed = alert_process(database_url, kcna, receivers, where)
    after = alert_process(database_url, kcna, receivers, "nowhere")

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert after.returncode == 0, after.stderr
    assert states(engine) == ["sent"] * 3
    ids = [mail["Message-ID"] for mail in mails(receivers)]
    assert len(set(ids)) == 2
    assert len(ids) == (3 if where == "after_taken" else 2)
    assert len(slack_messages(receivers)) == (2 if where == "after_slack" else 1)


def alert_process(database_url: str, source: Source, receivers: Receivers, where: str) -> subprocess.CompletedProcess[str]:
    """Decide and send in a process of its own, which kills itself with SIGKILL at `where`."""
    settings = {
        "url": database_url,
        "base_url": source.base_url,
        "smtp": receivers.smtp_port,
        "http": receivers.http_port,
        "where": where,
    }
    return run_script("alert_process.py", settings)
