"""What a Korean sentence says happened, by its last verb and the particle after the name."""

from __future__ import annotations

from datetime import date

import pytest

from wirewatch.models import Entity, Mention, Watchlist
from wirewatch.watchlist.matcher import Matcher

FRIDAY = date(2024, 5, 17)
MAY_15 = date(2024, 5, 15)
MATCHER = Matcher(
    Watchlist(
        name="test",
        entities=(
            Entity(name="Pavel Gusev", country="ru", native=("빠벨 구쎄브",)),
            Entity(name="Oleg Zimin", country="ru", native=("올레그 지민",)),
        ),
    )
)


def of(name: str, body: str) -> Mention:
    return next(one for one in MATCHER.find({"body": body}, FRIDAY) if one.name == name)


@pytest.mark.parametrize(
    ("text", "kind", "counterpart", "day"),
    [
        ("경애하는 김정은동지께서 5월 15일 로씨야련방 국방상 빠벨 구쎄브동지를 접견하시였다.", "met", "김정은", MAY_15),
        ("최선희 외무상이 15일 로씨야련방 외무상 빠벨 구쎄브를 만났다.", "met", "최선희", MAY_15),
        ("김정은동지께서는 15일 로씨야련방 대통령 빠벨 구쎄브동지와 회담을 하시였다.", "talks", "김정은", MAY_15),
        ("빠벨 구쎄브 국방상을 단장으로 하는 로씨야련방 군사대표단이 15일 평양에 도착하였다.", "arrived", None, MAY_15),
        ("로씨야련방 외무상 빠벨 구쎄브와 일행이 15일 평양을 떠났다.", "left", None, MAY_15),
        (
            "빠벨 구쎄브 우리 나라 주재 로씨야련방 특명전권대사와 대사관 성원들이 해방탑에 화환을 진정하였다.",
            "visited",
            None,
            None,
        ),
        ("김정은동지께서 로씨야련방 대통령 빠벨 구쎄브각하에게 15일 축전을 보내시였다.", "message", "김정은", MAY_15),
        ("김정은동지께서 로씨야련방 대통령 빠벨 구쎄브동지가 보내여온 축전을 받으시였다.", "message", "김정은", None),
        ("빠벨 구쎄브 로씨야련방 특명전권대사가 15일 회관에서 연회를 마련하였다.", "reception", None, MAY_15),
        ("김정은동지께서 빠벨 구쎄브동지의 우리 나라 방문을 환영하여 15일 연회를 마련하시였다.", "reception", "김정은", MAY_15),
        ("기념행사에 로씨야련방 특명전권대사 빠벨 구쎄브동지가 참가하였다.", "attended", None, None),
        ("김정은동지께서는 빠벨 구쎄브동지와 함께 공연을 관람하시였다.", "attended", None, None),
        ("로씨야대통령 빠벨 구쎄브는 기자회견에서 미국의 행위는 도발이라고 말하였다.", "statement", None, None),
        ("최선희외무상은 빠벨 구쎄브의 초청에 따라 로씨야를 방문하게 된다.", "passing", None, None),
        ("빠벨 구쎄브외무상이 곧 평양을 방문하게 된다.", "passing", None, None),
        ("빠벨 구쎄브외무상이 평양에 도착하여 기념행사에 참가하였다.", "attended", None, None),
        ("올레그 지민외무상은 빠벨 구쎄브의 저서를 읽었다.", "passing", None, None),
    ],
)
def test_the_last_verb_and_the_particle_tell(text: str, kind: str, counterpart: str | None, day: date | None) -> None:
    found = of("Pavel Gusev", text)
    assert (found.event, found.counterpart, found.event_day) == (kind, counterpart, day)


def test_those_invited_to_a_reception_are_its_guests_on_its_day() -> None:
    body = "국방성은 15일 연회를 마련하였다. 연회에는 국방상 빠벨 구쎄브동지를 단장으로 하는 대표단 성원들과 올레그 지민동지가 초대되였다."
    assert [(of(name, body).event, of(name, body).event_day) for name in ("Pavel Gusev", "Oleg Zimin")] == [
        ("reception", MAY_15)
    ] * 2


def test_who_is_quoted_below_the_lead_makes_no_statement() -> None:
    body = "미국의 도발이 계속되고있다.\n\n로씨야대통령 빠벨 구쎄브는 그것을 규탄한다고 강조하였다."
    assert of("Pavel Gusev", body).event == "quoted"
