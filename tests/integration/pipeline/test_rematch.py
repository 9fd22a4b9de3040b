"""A changed list and what is stored: found, put right, retired, brought back; nobody is told, unless it is asked for."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from demo.site import DemoSite
from tests.conftest import LAST_DAY
from tests.integration.pipeline.dying import run_script
from tests.integration.pipeline.rows import put
from tests.integration.storage.rows import at_once, do, one
from wirewatch.configured import Alerting, Entity, Source, Watchlist
from wirewatch.models import Mention
from wirewatch.pipeline import rematch as rematching
from wirewatch.pipeline.alert import decide_alerts
from wirewatch.pipeline.judging import Unforeseen
from wirewatch.pipeline.match import match
from wirewatch.pipeline.rematch import Rematched, rematch, waiting
from wirewatch.pipeline.report import Report
from wirewatch.storage import alerts, crawls, database
from wirewatch.watchlist.matcher import Matcher
from wirewatch.watchlist.prose.passage import Field

Crawl = Callable[..., Report]

LAVROV = Entity("Sergei Lavrov", country="ru")
CHOE = Entity("Choe Son Hui", country="kp")


def named(*entities: Entity) -> Watchlist:
    return Watchlist(entities, "list", "list")


def live(engine: Engine) -> object:
    return one(
        engine,
        "select json_object_agg(entity_id, n) from (select entity_id, count(*) n from mention where retired_at is null group by 1) x",
    )


BOTH = "Choe Son Hui, foreign minister of the DPRK, met Sergei Lavrov. At the meeting Lavrov spoke of the weather."
TEXTS = (
    [BOTH] * 3 + ["Choe Son Hui went to a farm."] * 3 + ["A letter came from Sergei Lavrov."] * 3 + ["Two farms were opened."] * 3
)


@pytest.fixture
def stored(engine: Engine, kcna: Source) -> Engine:
    """Twelve texts of two days, matched with a list of one man; nobody was told yet."""
    with engine.begin() as db:
        crawls.register(db, kcna, LAST_DAY)
    for number, body in enumerate(TEXTS):
        put(engine, number, body, LAST_DAY - timedelta(days=number % 2))
    match(engine, [named(LAVROV)])
    return engine


def test_a_person_put_on_the_list_is_found_in_what_is_stored_and_nobody_is_told(
    stored: Engine, alerting: Alerting, kcna: Source
) -> None:
    decide_alerts(stored, alerting, {kcna.key: kcna})
    before = one(stored, "select count(*) from alert")
    progress: list[str] = []

    done = rematch(stored, [named(LAVROV, CHOE)], progress=progress.append)

    texts = one(stored, "select count(*) from revision")
    assert (done.texts, done.changed, done.again, done.retired, done.fresh) == (texts, 0, 0, 0, 0)
    assert done.new == one(stored, "select count(*) from mention where entity_id = 'choe-son-hui' and historical") > 0
    assert progress == [f"2026-11 list: {texts} of {texts} texts"]
    assert decide_alerts(stored, alerting, {kcna.key: kcna}).alerts == 0
    assert one(stored, "select count(*) from alert") == before


def test_a_second_run_finds_nothing_to_do(stored: Engine) -> None:
    rematch(stored, [named(LAVROV, CHOE)])

    assert waiting(stored, [named(LAVROV, CHOE)]) == []
    assert rematch(stored, [named(LAVROV, CHOE)]) == Rematched()


def test_who_leaves_the_list_is_retired_and_whoever_comes_back_is_the_same_mention(
    stored: Engine, alerting: Alerting, kcna: Source
) -> None:
    decide_alerts(stored, alerting, {kcna.key: kcna})
    ids = one(stored, "select json_agg(id order by id) from mention")

    gone = rematch(stored, [named(CHOE)])
    retired = one(stored, "select count(*) from mention where entity_id = 'sergei-lavrov' and retired_at is not null")
    back = rematch(stored, [named(LAVROV)])  # the first version again

    assert gone.retired == retired == back.again > 0
    assert back.retired == gone.new > 0
    assert back.new == 0
    assert one(stored, "select json_agg(id order by id) from mention where retired_at is null") == ids
    assert decide_alerts(stored, alerting, {kcna.key: kcna}).mentions == 0


def test_a_mention_told_in_other_words_is_put_right_in_place_and_never_told_again(
    stored: Engine, alerting: Alerting, kcna: Source
) -> None:
    told = decide_alerts(stored, alerting, {kcna.key: kcna}).alerts
    ids = one(stored, "select json_agg(id order by id) from mention")

    done = rematch(stored, [named(replace(LAVROV, id="sergei-lavrov", name="Sergey Lavrov"))])

    assert (done.changed > 0, done.new, done.retired) == (True, 0, 0)
    assert one(stored, "select json_agg(id order by id) from mention") == ids
    assert (
        one(stored, "select count(*) from mention where name = 'Sergey Lavrov' and reason like '%Sergey Lavrov%' and version = 2")
        > 0
    )
    assert (decide_alerts(stored, alerting, {kcna.key: kcna}).alerts, told) == (0, 6)


def test_news_that_nobody_decided_yet_is_told_also_where_its_place_is_another_one_now(
    stored: Engine, alerting: Alerting, kcna: Source
) -> None:
    do(stored, "update mention set span_end = span_end - 1")  # as an older matcher made them
    do(stored, "update mention set historical = true, decided_at = now() where id = (select max(id) from mention)")

    done = rematch(stored, [named(LAVROV, CHOE)])

    assert (done.retired, done.fresh) == (9, 8)
    assert one(stored, "select count(*) from mention where not historical and entity_id = 'choe-son-hui'") == 0
    assert decide_alerts(stored, alerting, {kcna.key: kcna}).alerts == 5


def test_a_new_matcher_makes_every_list_another_one(stored: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert waiting(stored, [named(LAVROV)]) == []
    monkeypatch.setattr("wirewatch.watchlist.verdicts.MATCHER_VERSION", "another")

    done = rematch(stored, [named(LAVROV)])

    assert done == Rematched(texts=int(str(one(stored, "select count(*) from revision"))))


def test_where_it_is_asked_for_people_newly_found_alert_under_the_usual_rules(
    stored: Engine, alerting: Alerting, kcna: Source
) -> None:
    decide_alerts(stored, alerting, {kcna.key: kcna})
    do(stored, "update article set historical = true where published_on < :day", day=LAST_DAY)
    backfilled = one(
        stored,
        "select count(*) from revision r join article a on a.id = article_id where historical and body like '%Choe Son Hui%'",
    )

    done = rematch(stored, [named(LAVROV, CHOE)], alert=True)
    strict = decide_alerts(
        stored, replace(alerting, late_days=1), {kcna.key: replace(kcna, watch_since=LAST_DAY + timedelta(days=1))}
    )

    assert 0 < done.fresh < done.new
    assert backfilled
    assert (strict.mentions, strict.alerts) == (done.fresh, 0)


def test_asked_or_not_nobody_is_told_again_of_a_person_whom_the_list_knew_in_that_text(
    stored: Engine, alerting: Alerting, kcna: Source
) -> None:
    decide_alerts(stored, alerting, {kcna.key: kcna})

    done = rematch(stored, [named(LAVROV, CHOE)], alert=True)
    told = decide_alerts(stored, alerting, {kcna.key: kcna})
    more = rematch(stored, [named(LAVROV, replace(CHOE, aliases=("foreign minister of the DPRK",)))], alert=True)

    assert (done.fresh, told.alerts) == (
        done.new,
        one(stored, "select count(distinct article_id) from revision where body like '%Choe Son Hui%'"),
    )
    assert (more.new > 0, more.fresh) == (True, 0)


def test_the_latest_text_of_an_article_comes_before_the_one_it_replaced_and_both_are_done(
    stored: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(
        stored,
        """
        insert into revision (article_id, number, capture_id, parser_version, cause, title, body, text_hash)
        select article_id, 2, capture_id, parser_version, 'edited', title, 'Nobody was there.', text_hash from revision
        where body like '%Choe Son Hui%' order by id limit 1""",
    )
    match(stored, [named(LAVROV)])
    monkeypatch.setattr(rematching, "BATCH", 1)

    rematch(stored, [named(LAVROV, CHOE)])

    order = list(one(stored, "select json_agg(revision_id order by matched_at) from matched"))  # type: ignore[call-overload]
    assert order[-1] == one(stored, "select min(id) from revision where body like '%Choe Son Hui%'")
    assert one(stored, "select max(id) from revision") in order[:-1]
    assert (
        one(stored, "select count(*) from mention m join revision r on r.id = revision_id where entity_id = 'choe-son-hui'") == 6
    )


def test_what_a_listing_said_is_held_anew_until_the_page_is_read(
    crawl_days: Crawl, kcna: Source, engine: Engine, site: DemoSite
) -> None:
    site.behave("articles", "generic", match="press-review")
    crawl_days(kcna)
    texts, listed = one(engine, "select count(*) from revision"), one(engine, "select count(*) from revision where number = 0")

    unread = rematch(engine, [named(CHOE)])
    do(
        engine,
        """
        insert into revision (article_id, number, capture_id, parser_version, cause, title, body, text_hash)
        select article_id, 1, (select min(id) from capture), parser_version, 'published', title, 'The page.', text_hash
        from revision where number = 0""",
    )
    read = rematch(engine, [named(LAVROV)])

    assert (unread.texts, read.texts, listed) == (texts, texts - 1, 1)  # type: ignore[operator]


def test_a_text_that_no_list_has_met_is_left_to_match_which_may_tell_of_it(stored: Engine) -> None:
    put(stored, 99, "Choe Son Hui spoke with Sergei Lavrov at the reception.")

    done = rematch(stored, [named(LAVROV, CHOE)])
    found = match(stored, [named(LAVROV, CHOE)])

    assert done.texts == len(TEXTS)
    assert (found.revisions, found.mentions, found.fresh) == (1, 2, 2)


def test_a_new_list_is_held_against_what_other_lists_have_met(stored: Engine) -> None:
    other = replace(named(CHOE), name="other")

    done = rematch(stored, [named(LAVROV), other])

    assert done.texts == one(stored, "select count(*) from revision")
    assert done.new > 0
    assert done.fresh == 0
    assert match(stored, [named(LAVROV), other]).revisions == 0


def test_only_the_months_asked_for_are_done_and_an_article_without_a_date_stands_in_the_month_it_was_found_in(
    stored: Engine,
) -> None:
    do(stored, "update article set published_on = '2019-03-31' where id % 3 = 0")
    do(stored, "update article set published_on = null, found_at = '2018-12-31T15:30:00Z' where id % 3 = 1")  # January in Korea
    changed = [named(LAVROV, CHOE)]

    months = waiting(stored, changed)
    one_month = rematch(stored, changed, [date(2019, 3, 1)])

    assert [month.first_day for month in months] == [date(2026, 11, 1), date(2019, 3, 1), date(2019, 1, 1)]
    assert [month.first_day for month in waiting(stored, changed, date(2019, 1, 31), date(2019, 3, 1))] == [date(2019, 1, 1)]
    assert one_month.texts == months[1].texts


def test_a_text_that_the_matcher_breaks_on_keeps_no_other_from_being_matched(
    stored: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(stored, 98, "Sergei Lavrov broke the matcher.")
    put(stored, 99, BOTH)
    broken, find = "broke the matcher", Matcher.find

    def breaks(self: Matcher, texts: Mapping[Field, str], published_on: date | None = None) -> list[Mention]:
        if broken in texts["body"]:
            raise RecursionError(broken)
        return find(self, texts, published_on)

    monkeypatch.setattr(Matcher, "find", breaks)
    with pytest.raises(Unforeseen, match="1 texts could not be matched, revision 13 first"):
        match(stored, [named(LAVROV)])
    assert one(stored, "select json_agg(revision_id order by revision_id) from matched where revision_id > 12") == [14]

    broken = "Two farms"
    with pytest.raises(Unforeseen, match="3 texts could not be matched"):
        rematch(stored, [named(LAVROV, CHOE)])
    assert one(stored, "select count(*) from matched where version = 2") == 10

    monkeypatch.undo()
    assert (rematch(stored, [named(LAVROV, CHOE)]).texts, match(stored, [named(LAVROV, CHOE)]).revisions) == (3, 1)


# --- beside others, and killed --------------------------------------------------------------------


def test_beside_a_daily_match_and_alert_nothing_doubles_and_nobody_waits_for_good(
    stored: Engine, kcna: Source, alerting: Alerting, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rematching, "BATCH", 3)
    changed = named(replace(LAVROV, id="sergei-lavrov", name="Sergey Lavrov"), CHOE)
    for number in range(100, 120):
        put(stored, number, BOTH)

    def work(number: int) -> object:
        engine = database.connect(database_url)
        try:
            if number < 3:
                return rematch(engine, [changed])
            return (
                match(engine, [changed]) if number < 5 else [decide_alerts(engine, alerting, {kcna.key: kcna}) for _ in range(20)]
            )
        finally:
            engine.dispose()

    at_once(7, work)
    rematch(stored, [changed])

    assert live(stored) == {"choe-son-hui": 26, "sergei-lavrov": 49}
    assert one(stored, "select count(*) from matched where version = 2") == 32
    assert one(stored, "select count(*) from mention where not historical and entity_id = 'choe-son-hui'") == 20


def test_mentions_are_not_put_right_while_somebody_decides_on_them(stored: Engine) -> None:
    with ThreadPoolExecutor() as threads:
        with stored.begin() as db:
            alerts.deciding(db)
            done = threads.submit(rematch, stored, [named(CHOE)])
            time.sleep(0.3)
            assert not done.done()
        assert done.result().retired == 9


KILLS = ["before_a_batch_commits", "after_a_batch", "between_the_mentions_and_the_mark"]


@pytest.mark.parametrize("where", KILLS)
def test_killed_anywhere_it_goes_on_where_it_was(stored: Engine, database_url: str, where: str) -> None:
    def process(where: str) -> int:
        settings = {"url": database_url, "where": where, "names": ["Choe Son Hui"]}
        return run_script("rematch_process.py", settings).returncode

    texts = one(stored, "select count(*) from revision")

    assert process(where) == -signal.SIGKILL
    done = int(str(one(stored, "select count(*) from matched where version = 2")))
    left = rematch(stored, [named(CHOE)])

    assert done == {"before_a_batch_commits": 5, "after_a_batch": 10, "between_the_mentions_and_the_mark": 5}[where]
    assert left.texts == texts - done  # type: ignore[operator]
    assert rematch(stored, [named(CHOE)]) == Rematched()
    assert live(stored) == {"choe-son-hui": 6}
