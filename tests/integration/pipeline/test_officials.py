"""Officials and appearances through the store: kept at match, linked to whom a list has, grouped, and told again after a change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text

from tests.conftest import LAST_DAY
from tests.integration.pipeline.rows import put
from tests.integration.storage.rows import entry
from wirewatch.configured import Alerting, Entity, Watchlist
from wirewatch.pipeline import appearances, unlisted
from wirewatch.pipeline.alert import decide_alerts
from wirewatch.pipeline.match import match
from wirewatch.pipeline.rematch import rematch
from wirewatch.storage import officials

DAY = date(2026, 11, 1)
LIST = Watchlist(name="fishers", entities=(Entity(name="Pavel Zhilin", country="ru"),))
GUESTS = "Present there were Pavel Zhilin, Russian minister of Sport, Matvei Rybakov, mayor of Chita, and Pak Chol Min, minister."


def one(engine: Engine, query: str) -> int:
    with engine.begin() as db:
        return int(db.execute(text(query)).scalar_one())


@pytest.fixture
def stored(engine: Engine) -> None:
    put(engine, 1, GUESTS, DAY)
    put(engine, 2, "Russian Mayor Matbei Lybakov left.", DAY + timedelta(days=3))
    put(
        engine,
        3,
        "Russian Deputy Governor Matvei Rybakov came. Belarusian Minister Alena Karpuk came too.",
        DAY + timedelta(days=5),
    )
    match(engine, [LIST])


def test_attendees_are_kept_with_whom_a_list_has(engine: Engine, stored: None) -> None:
    with engine.begin() as db:
        found = officials.attendees(db, entry(1).url_hash)
        assert found is not None
        assert officials.attendees(db, entry(9).url_hash) is None
    assert [(row.name, row.role, row.side, row.entity_ids) for row in found] == [
        ("Pavel Zhilin", "Russian minister of Sport", "ru", {"fishers": "pavel-zhilin"}),
        ("Matvei Rybakov", "mayor of Chita", "ru", {}),
        ("Pak Chol Min", "minister", "dprk", {}),
    ]
    assert all(GUESTS[row.start : row.end] == row.name for row in found)


def test_one_person_on_no_list_is_one_group_over_articles_and_misprints(engine: Engine, stored: None) -> None:
    (group,) = unlisted.unlisted(engine, [LIST])
    assert (group.name, group.spellings, group.side) == ("Matvei Rybakov", ("Matvei Rybakov", "Matbei Lybakov"), "ru")
    assert [(office.title, office.first, office.last) for office in group.offices] == [
        ("Russian Deputy Governor", DAY + timedelta(days=5), DAY + timedelta(days=5)),
        ("Russian Mayor", DAY + timedelta(days=3), DAY + timedelta(days=3)),
        ("mayor of Chita", DAY, DAY),
    ]
    assert [day for day, _ in group.articles] == [DAY + timedelta(days=days) for days in (5, 3, 0)]
    assert unlisted.named([group], "Rybakov Matvei") is group
    assert unlisted.named([group], "Rybakov Pavel") is None


def test_who_is_put_on_a_list_is_unlisted_no_more(engine: Engine, stored: None) -> None:
    wider = Watchlist(name="fishers", entities=(*LIST.entities, Entity(name="Matvei Rybakov", country="ru")))
    with engine.begin() as db:
        db.execute(text("delete from matched"))
    match(engine, [wider])
    assert [group.name for group in unlisted.unlisted(engine, [wider])] == []


def test_matching_a_text_again_replaces_its_officials(engine: Engine, stored: None) -> None:
    before = one(engine, "select count(*) from official")
    with engine.begin() as db:
        db.execute(text("update official set name = 'Somebody Else'"))
        db.execute(text("delete from matched"))
    match(engine, [LIST])
    assert one(engine, "select count(*) from official") == before
    assert one(engine, "select count(*) from official where name = 'Somebody Else'") == 0


def test_a_retired_mention_makes_an_official_unlisted_again(engine: Engine, stored: None) -> None:
    with engine.begin() as db:
        db.execute(text("update mention set retired_at = now()"))
    assert {group.name for group in unlisted.unlisted(engine, [LIST])} == {"Matvei Rybakov", "Pavel Zhilin"}


def test_a_doubtful_misprint_says_whom_it_resembles(engine: Engine) -> None:
    watchlist = Watchlist(name="fishers", entities=(Entity(name="Pavel Kozlov", country="ru"),))
    put(engine, 1, "Russian Minister Pavel Koslov left.", DAY)
    match(engine, [watchlist])
    assert [(group.name, group.resembles) for group in unlisted.unlisted(engine, [watchlist])] == [
        ("Pavel Koslov", "Pavel Kozlov on fishers")
    ]


def test_appearances_are_told_from_stored_mentions_retired_ones_left_out(engine: Engine) -> None:
    for number, days in enumerate((0, 9, 18, 27, 90, 95)):
        role = "deputy minister of Sport" if number < 4 else "minister of Sport"
        put(engine, number, f"Pavel Zhilin, Russian {role}, spoke.", DAY - timedelta(days=200) + timedelta(days=days))
    match(engine, [LIST])
    with engine.begin() as db:
        db.execute(text("update mention set retired_at = now() where revision_id = 6"))
        found = appearances.record(db, "fishers", "pavel-zhilin")
        assert appearances.notes_on(db, 5) == [
            "first in 63 days; usually every 9 days",
            "title changed: “Russian deputy minister of Sport” before, “Russian minister of Sport” now",
        ]
        assert appearances.record(db, "fishers", "nobody") is None
    assert found
    assert (found.articles, found.days, found.usual_days) == (5, 5, 9)
    assert found.longest_silence
    assert found.longest_silence.days == 63
    assert [one.notes[0] for one in found.notable] == [
        "first mention ever (stored articles begin on 15 April 2026)",
        "first in 63 days; usually every 9 days",
    ]
    assert [title.title for title in found.titles] == ["Russian deputy minister of Sport", "Russian minister of Sport"]


def test_an_article_without_a_day_appeared_when_it_was_found_in_korea(engine: Engine) -> None:
    put(engine, 1, "Pavel Zhilin spoke.", DAY)
    with engine.begin() as db:
        db.execute(text("update article set published_on = null, found_at = '2026-11-03 16:00+00'"))
    match(engine, [LIST])
    with engine.begin() as db:
        found = appearances.record(db, "fishers", "pavel-zhilin")
    assert found
    assert found.first.day == date(2026, 11, 4)


def test_an_alert_says_what_is_notable_about_the_appearance(engine: Engine, alerting: Alerting) -> None:
    for number, days in enumerate((0, 9, 18, 27, 90)):
        put(engine, number, "Pavel Zhilin, Russian minister of Sport, spoke.", LAST_DAY - timedelta(days=90 - days))
    match(engine, [LIST])
    decide_alerts(engine, alerting, {})
    with engine.begin() as db:
        lines = list(db.execute(text("select line from alert order by mention_id desc")).scalars())
    assert lines[0]["appearance"] == ["first in 63 days; usually every 9 days"]
    assert lines[1]["appearance"] == []


def test_texts_matched_before_officials_were_kept_get_theirs_when_matched_again(engine: Engine, stored: None) -> None:
    with engine.begin() as db:
        db.execute(text("delete from official"))
    wider = Watchlist(name="fishers", entities=(*LIST.entities, Entity(name="Alena Karpuk", country="by")))
    assert rematch(engine, [wider]).texts == 3
    assert [group.name for group in unlisted.unlisted(engine, [wider])] == ["Matvei Rybakov"]
