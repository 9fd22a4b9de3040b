"""An analyst's no and yes: what is stored, what is on its way, what is matched later; and taken back."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from tests.conftest import LAST_DAY
from tests.integration.pipeline.rows import put
from tests.integration.storage.rows import do, one
from wirewatch.configured import Alerting, Entity, Source, Watchlist
from wirewatch.errors import PermanentError
from wirewatch.models import Message
from wirewatch.pipeline.alert import decide_alerts, send_due
from wirewatch.pipeline.match import match
from wirewatch.pipeline.rematch import rematch, waiting
from wirewatch.pipeline.verdicts import UnknownId, give, undo
from wirewatch.storage import alerts, crawls
from wirewatch.watchlist.verdicts import Ruling

LIST = Watchlist((Entity("Irina Volkova", country="ru"), Entity("Oleg Tarasov", country="ru")), "list", "list")
LISTS = {"list": LIST}
CHOIR = "The guests saw Irina Volkova, a singer of the school choir."
MINISTER = "Irina Volkova, a minister, was met at the airport."


@pytest.fixture
def stored(engine: Engine, kcna: Source) -> Engine:
    """Three articles: the choir, the choir and the minister, the choir once more on another day."""
    with engine.begin() as db:
        crawls.register(db, kcna, LAST_DAY)
    for number, body in enumerate([CHOIR, f"{CHOIR} {MINISTER}", f"It was cold. {CHOIR}"]):
        put(engine, number, body)
    match(engine, [LIST])
    return engine


@pytest.fixture
def decide(stored: Engine, alerting: Alerting, kcna: Source) -> Callable[[], int]:
    """decide() → how many alerts that made."""
    return lambda: decide_alerts(stored, alerting, {kcna.key: kcna}).alerts


def live(engine: Engine) -> object:
    return one(engine, "select json_agg(sentence order by id) from mention where retired_at is null")


def rejected(engine: Engine, mention_id: int = 1) -> int:
    return give(engine, LISTS, mention_id, Ruling.REJECTED, "Ann", "a singer").id


def test_a_rejected_mention_is_retired_at_once_wherever_these_words_stand_and_not_made_again(
    stored: Engine, decide: Callable[[], int]
) -> None:
    rejected(stored)

    assert live(stored) == [MINISTER]
    assert decide() == 1
    put(stored, 9, f"{CHOIR} Nothing else was said.")
    assert match(stored, [LIST]).mentions == 0
    assert rematch(stored, [LIST]).texts == 3  # the verdict made the list another one
    assert live(stored) == [MINISTER]


def test_its_alert_is_taken_out_of_the_outbox_and_what_else_the_story_says_is_told(
    stored: Engine, decide: Callable[[], int]
) -> None:
    assert decide() == 3
    queued = one(stored, "select count(*) from delivery where state = 'queued'")

    rejected(stored)

    assert one(stored, "select count(*) from alert") == 0
    assert one(stored, "select count(*) from delivery where state = 'suppressed'") == queued
    assert decide() == 1
    assert one(stored, "select line ->> 'sentence' from alert") == MINISTER


def test_a_message_about_others_too_is_sent_without_the_rejected_one(
    stored: Engine, decide: Callable[[], int], alerting: Alerting
) -> None:
    put(stored, 9, "Oleg Tarasov saw a farm.")
    match(stored, [LIST])
    decide()
    messages: list[Message] = []

    rejected(stored)
    send_due(stored, lambda _, message: messages.append(message))

    assert len(messages) == one(stored, "select count(*) from delivery where state = 'sent'") == 3
    assert all("Oleg Tarasov" in message.text and "choir" not in message.text for message in messages)


def test_a_message_taken_back_while_another_process_reaches_for_it_is_not_sent(stored: Engine, decide: Callable[[], int]) -> None:
    decide()
    do(stored, "delete from delivery where id > 1")
    with ThreadPoolExecutor() as threads:
        with stored.begin() as db:
            alerts.withdraw(db, [1, 2, 4])

            def claim() -> object:
                with stored.begin() as other:
                    return alerts.claim(other, [])

            claimed = threads.submit(claim)
            time.sleep(0.3)
            assert not claimed.done()  # it waits for the message's row
        assert claimed.result() is None
    assert one(stored, "select state from delivery") == "suppressed"


def test_what_was_sent_stays_on_record(stored: Engine, decide: Callable[[], int]) -> None:
    decide()
    send_due(stored, lambda *_: None)
    before = (
        one(stored, "select json_agg(d order by id) from delivery d"),
        one(stored, "select json_agg(a order by id) from alert a"),
    )

    rejected(stored)

    assert (
        one(stored, "select json_agg(d order by id) from delivery d"),
        one(stored, "select json_agg(a order by id) from alert a"),
    ) == before
    assert decide() == 0


def test_taken_back_the_mentions_are_there_again_and_told_once(stored: Engine, decide: Callable[[], int]) -> None:
    decide()
    verdict_id = rejected(stored)

    given = undo(stored, verdict_id, "Bob")

    assert (given.by, given.note, given.undone_by, given.undone_at is not None) == ("Ann", "a singer", "Bob", True)
    assert live(stored) == [CHOIR, CHOIR, MINISTER, CHOIR]
    assert decide() == 3
    assert waiting(stored, [LIST]) == []  # the version before the verdict: nothing was matched with another one


def test_taken_back_after_a_rematch_the_archive_waits_again(stored: Engine) -> None:
    verdict_id = rejected(stored)
    rematch(stored, [LIST])
    undo(stored, verdict_id, "Bob")
    put(stored, 9, CHOIR)

    assert match(stored, [LIST]).mentions == 1
    assert rematch(stored, [LIST]).texts == 3
    assert rejected(stored) > verdict_id


def test_what_is_rejected_while_a_rematch_runs_is_not_brought_back_by_it(stored: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wirewatch.pipeline.rematch.BATCH", 1)
    changed = replace(LIST, entities=LIST.entities[:1])

    rematch(stored, [changed], progress=lambda said: rejected(stored) if "1 of" in said else None)

    assert live(stored) == [MINISTER]
    assert rematch(stored, [changed]).texts == 3
    assert live(stored) == [MINISTER]


def test_an_accepted_misprint_is_an_alias_from_then_on_and_in_the_archive(stored: Engine) -> None:
    put(stored, 9, "Orek Darasobu came. Orek Darasobu went.")
    put(stored, 10, "Orek Darasobu came.")
    loose = replace(LIST, entities=(LIST.entities[0], replace(LIST.entities[1], aliases=("Orek Darasobu", "Somebody Else"))))
    match(stored, [loose])
    misprint = int(str(one(stored, "select min(id) from mention where entity_id = 'oleg-tarasov'")))
    do(stored, "delete from mention where id > :id", id=misprint)

    given = give(stored, LISTS, misprint, Ruling.ACCEPTED, "Ann")
    done = rematch(stored, [LIST])

    assert (done.new, done.fresh, done.retired) == (2, 0, 0)
    undo(stored, given.id, "Ann")
    assert rematch(stored, [LIST]).retired == 3


def test_what_cannot_be_said_is_refused_in_words(stored: Engine) -> None:
    with pytest.raises(UnknownId, match="no mention 999"):
        give(stored, LISTS, 999, Ruling.REJECTED, "Ann")
    with pytest.raises(UnknownId, match="no verdict 999"):
        undo(stored, 999, "Ann")
    with pytest.raises(PermanentError, match="needs the name"):
        give(stored, LISTS, 1, Ruling.REJECTED, "  ")
    with pytest.raises(PermanentError, match="is a spelling of Irina Volkova already"):
        give(stored, LISTS, 1, Ruling.ACCEPTED, "Ann")
    with pytest.raises(PermanentError, match="no list list any more"):
        give(stored, {}, 1, Ruling.ACCEPTED, "Ann")
    verdict_id = rejected(stored)
    with pytest.raises(PermanentError, match="stands already"):
        rejected(stored, 2)
    undo(stored, verdict_id, "Bob")
    with pytest.raises(PermanentError, match="Bob undid verdict 1 already"):
        undo(stored, verdict_id, "Ann")
    assert one(stored, "select count(*) from verdict") == 1
