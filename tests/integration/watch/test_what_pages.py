"""What pages operators at once, what waits for the morning, and that each cause is told once, its end too."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine

from tests.integration.storage.rows import do, one
from tests.integration.watch.conftest import (
    WALL,
    Look,
    Told,
    a_day_passes,
    next_morning,
    refuse,
    set_back,
    state,
    subjects,
    task_fails,
)
from wirewatch.configured import Alerting, Source
from wirewatch.errors import PermanentError, State
from wirewatch.models import Message
from wirewatch.pipeline.alert import send_due
from wirewatch.storage import faults, pulse


def task_succeeds(engine: Engine, name: str, run: str, map_index: int = -1) -> None:
    with engine.begin() as db:
        faults.task_well(db, f"task_failed:{name}", run, map_index)


def test_a_wall_pages_after_two_hours_once_and_its_end_once(engine: Engine, told: Told) -> None:
    state(engine, *WALL)
    at_first = told()
    set_back(engine, 1.9)
    early = told()
    set_back(engine, 0.2)
    first, again = told(), told()
    state(engine, State.OK, "the listing was read")
    over, silence = told(), told()

    assert (at_first, early, again, silence) == ([], [], [], [])
    assert subjects(first) == [("slack", "KCNA.kp (En) is behind a sign-up wall")]
    assert subjects(over) == [("slack", "KCNA.kp (En) can be read again")]


def test_a_wall_that_was_gone_within_two_hours_pages_nobody_and_stands_in_the_summary(engine: Engine, told: Told) -> None:
    state(engine, *WALL)
    state(engine, State.OK, "the listing was read")

    assert told() == []
    assert subjects(told(next_morning())) == [("mail", "KCNA.kp (En) can be read again")]


def test_a_source_that_is_down_waits_for_the_morning_however_long_it_lasts(engine: Engine, told: Told) -> None:
    state(engine, State.DOWN, "demo answers 500")
    set_back(engine, 1.5)
    summary = told(next_morning())

    assert subjects(summary) == [("mail", "KCNA.kp (En) does not answer")]
    assert "demo answers 500" in summary[0][1].text
    assert told(next_morning()) == []


def test_a_source_that_was_switched_off_is_not_told_of(engine: Engine, told: Told, kcna: Source) -> None:
    state(engine, *WALL)
    set_back(engine, 3)

    assert told(next_morning(), source=replace(kcna, enabled=False)) == []


def test_thirty_failing_tasks_of_one_cause_are_one_message_with_reason_link_and_cure(engine: Engine, told: Told) -> None:
    for index in range(30):
        task_fails(engine, "crawl_kcna_en.read.ingest", map_index=index)

    at_night, in_the_morning = told(), told(next_morning())

    assert at_night == []
    ((channel, message),) = in_the_morning
    assert (channel, message.subject) == ("mail", "Wirewatch: crawl_kcna_en.read.ingest fails")
    words = " ".join(message.text.split())
    assert "Why: the disk is full. Met 30 times" in words
    assert "http://airflow/crawl_kcna_en.read.ingest/scheduled__1" in message.text.splitlines()
    assert "What to do:" in words


def test_what_a_mapped_task_failed_of_is_not_over_because_its_neighbours_succeed(engine: Engine) -> None:
    task_fails(engine, "crawl.read", "run 1", map_index=3)
    task_succeeds(engine, "crawl.read", "run 1", map_index=4)
    still = one(engine, "select count(*) from fault where ended_at is null")
    task_succeeds(engine, "crawl.read", "run 1", map_index=3)
    after_clearing = one(engine, "select count(*) from fault where ended_at is null")
    task_fails(engine, "crawl.read", "run 1", map_index=3)
    task_succeeds(engine, "crawl.read", "run 2", map_index=0)

    assert (still, after_clearing) == (1, 0)
    assert one(engine, "select count(*) from fault where ended_at is null") == 0


def test_a_message_refused_in_the_run_that_sent_another_to_the_same_mailbox_pages(engine: Engine, told: Told, look: Look) -> None:
    refuse(engine, 5, state="queued")
    refuse(engine, 6, state="queued")
    do(engine, "update delivery set about = 'morning:2026-01-01T0' || id")

    def deliver(_channel: str, message: Message) -> None:
        if message.message_id == "m5":
            raise PermanentError("554 not this one")

    done = send_due(engine, deliver)
    look()
    first = told(next_morning())
    a_day_passes(engine)
    look()

    assert (len(done.sent), done.dead_letters) == (1, 1)
    assert ("slack", "messages do not leave: desk: gone@demo.example") in subjects(first)
    assert all("1 messages to desk: gone@demo.example are refused for good" in " ".join(one.text.split()) for _, one in first)
    assert one(engine, "select count(*) from fault where ended_at is null") == 0


def test_what_waited_for_a_channel_that_was_renamed_pages_however_old_it_is(
    engine: Engine, told: Told, look: Look, operated: Alerting
) -> None:
    renamed = replace(operated, channels={"news": operated.channels["desk"], **operated.channels})
    del renamed.channels["desk"]
    refuse(engine, 1)
    do(engine, "update delivery set created_at = now() - interval '9 days', error = 'alerts.yml has no channel “desk” any more'")
    look(alerting=renamed)
    first = told(alerting=renamed)
    a_day_passes(engine)
    look(alerting=renamed)

    assert subjects(first) == [("slack", "messages do not leave: desk: gone@demo.example")]
    assert "has no channel “desk” any more" in " ".join(first[0][1].text.split())
    assert one(engine, "select healed from fault") is False


def test_messages_refused_for_good_page_at_once_and_are_over_a_day_later_if_one_was_taken(
    engine: Engine, told: Told, look: Look
) -> None:
    for number in range(5):
        refuse(engine, number)
    refuse(engine, 5, "other@demo.example")
    look()
    first = told()
    look()
    again = told()
    for number, recipient in ((7, "gone@demo.example"), (8, "other@demo.example")):
        refuse(engine, number, recipient, "sent")
    look()
    same_day = told()
    a_day_passes(engine)
    look()
    over = told()

    assert subjects(first) == [("slack", "messages do not leave: desk: gone@demo.example, desk: other@demo.example")]
    assert "5 messages to desk: gone@demo.example are refused for good; the last because 550" in " ".join(
        first[0][1].text.split()
    )
    assert (again, same_day) == ([], [])
    assert [subject.partition(":")[0] for _, subject in subjects(over)] == ["messages are taken again"]


def test_messages_that_cannot_leave_page_after_two_hours_and_are_over_when_they_are_taken(
    engine: Engine, told: Told, look: Look
) -> None:
    for number in range(3):
        refuse(engine, number, state="queued")
    do(engine, "update delivery set error = '535 login expired', next_attempt_at = 'infinity'")
    look()
    at_first = told()
    do(engine, "update delivery set created_at = created_at - interval '121 minutes'")
    look()
    first = told()
    do(engine, "update delivery set state = 'sent', sent_at = now() where state = 'queued'")
    look()

    assert at_first == []
    assert subjects(first) == [("slack", "messages do not leave: desk: gone@demo.example")]
    words = " ".join(first[0][1].text.split())
    assert "3 messages to desk: gone@demo.example have waited for more than 2 hours; the last because 535 login expired" in words
    assert subjects(told()) == [("slack", "messages are taken again: desk: gone@demo.example")]


def test_a_recipient_that_was_corrected_ends_it_a_day_later_without_a_word(
    engine: Engine, told: Told, look: Look, operated: Alerting
) -> None:
    refuse(engine, 1)
    look()
    told()
    desk = replace(operated.channels["desk"], to=("here@demo.example",))
    a_day_passes(engine)
    look(alerting=replace(operated, channels={**operated.channels, "desk": desk}))

    assert one(engine, "select count(*) from fault where ended_at is null") == 0
    assert told() == []


def test_dags_without_a_run_for_26_hours_page_in_one_message_and_later_ones_in_another(
    engine: Engine, told: Told, look: Look
) -> None:
    dags = ["crawl_a", "crawl_b", "recheck", "never_ran"]
    with engine.begin() as db:
        for dag in dags[:3]:
            pulse.seen(db, dag)
    look(*dags)
    before = told()
    do(engine, "update dag_seen set seen_at = now() - interval '27 hours' where dag_id <> 'recheck'")
    look(*dags)
    first = told()
    do(engine, "update dag_seen set seen_at = now() - interval '30 hours'")
    look(*dags)
    second = told()
    with engine.begin() as db:
        pulse.seen(db, "crawl_a")
        pulse.seen(db, "crawl_b")
    look(*dags)
    over = told()

    assert before == []
    assert subjects(first) == [("slack", "no run for 26 hours: crawl_a, crawl_b")]
    assert subjects(second) == [("slack", "no run for 26 hours: recheck")]
    assert subjects(over) == [("slack", "it runs again: crawl_a, crawl_b")]


def test_the_summary_says_once_a_day_what_is_open_and_what_healed(engine: Engine, told: Told) -> None:
    state(engine, State.DOWN, "demo answers 500")
    task_fails(engine, "archive.archive")
    task_fails(engine, "recheck.report", "run 1")
    task_succeeds(engine, "recheck.report", "run 2")

    ((channel, message),) = told(next_morning())
    words = " ".join(message.text.split())

    assert (channel, message.subject) == ("mail", "Wirewatch this morning: 2 open, 1 over")
    assert "KCNA.kp (En) does not answer" in words
    assert "archive.archive fails" in words
    assert "Over: recheck.report succeeds again" in words
    assert told(next_morning() + timedelta(hours=3)) == []
    ((_, tomorrow),) = told(next_morning() + timedelta(days=1))
    assert tomorrow.subject == "Wirewatch this morning: 2 open"


def test_a_morning_on_which_all_is_well_has_no_message(engine: Engine, told: Told) -> None:
    state(engine, State.OK, "the listing was read")

    assert told(next_morning()) == []


def test_without_channels_for_pages_those_of_the_summary_get_them(
    engine: Engine, told: Told, look: Look, operated: Alerting
) -> None:
    refuse(engine, 1)
    look()

    assert [channel for channel, _ in told(alerting=replace(operated, pages=()))] == ["mail"]


def test_the_end_of_a_page_is_told_also_where_other_trouble_stood_between(engine: Engine, told: Told) -> None:
    state(engine, *WALL)
    set_back(engine, 2.1)
    told()
    state(engine, State.DOWN, "demo answers 500")
    while_down = told()
    set_back(engine, 24 * 3)
    state(engine, State.OK, "the listing was read")
    over = told()

    assert while_down == []
    assert subjects(over) == [("slack", "KCNA.kp (En) can be read again")]
    assert "it was behind a sign-up wall" in " ".join(over[0][1].text.split())
    assert told() == []


def test_who_was_told_at_once_that_it_is_over_does_not_read_it_in_the_summary_again(
    engine: Engine, told: Told, operated: Alerting
) -> None:
    by_mail = replace(operated, pages=())
    state(engine, *WALL)
    set_back(engine, 2.1)
    told(alerting=by_mail)
    state(engine, State.OK, "the listing was read")

    assert subjects(told(alerting=by_mail)) == [("mail", "KCNA.kp (En) can be read again")]
    assert told(next_morning(), alerting=by_mail) == []


def test_the_end_goes_to_those_who_were_paged_and_to_nobody_who_was_not(engine: Engine, told: Told, operated: Alerting) -> None:
    by_mail = replace(operated, pages=("mail", "desk"))
    elsewhere = {name: channel for name, channel in operated.channels.items() if name != "desk"}
    state(engine, *WALL)
    set_back(engine, 2.1)
    began = told(alerting=by_mail)
    state(engine, State.OK, "the listing was read")
    over = told(alerting=replace(operated, channels=elsewhere))

    assert {channel for channel, _ in began} == {"mail", "desk"}
    assert subjects(over) == [("mail", "KCNA.kp (En) can be read again")]


def test_who_reads_the_summary_only_reads_there_that_it_is_over(engine: Engine, told: Told) -> None:
    state(engine, *WALL)
    set_back(engine, 2.1)
    told()
    state(engine, State.OK, "the listing was read")

    assert [channel for channel, _ in told(next_morning())] == ["slack", "mail"]


def test_what_began_before_a_weekend_on_which_nobody_was_awake_pages_on_monday(engine: Engine, told: Told) -> None:
    state(engine, *WALL)
    set_back(engine, 70)

    assert subjects(told()) == [("slack", "KCNA.kp (En) is behind a sign-up wall")]
    assert told() == []
