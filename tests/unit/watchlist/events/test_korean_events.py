"""What a Korean sentence says happened, by its last verb and the particle after the name."""

from __future__ import annotations

import time
from datetime import date

import pytest

from wirewatch.configured import Entity, Watchlist
from wirewatch.models import Mention
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
        ("통신은 “빠벨 구쎄브를 단장으로 하는 대표단이 15일 평양에 도착했다”고 밝혔다.", "arrived", None, MAY_15),
        (
            '16일 조선중앙통신은 "비행장에서 궁석철 외무성 부상과 빠벨 구쎄브 러시아 대사가 15일 전송했다"고 밝혔다.',
            "attended",
            None,
            MAY_15,
        ),
        ("최선희 외무상이 15일 빠벨 구쎄브를 만났다고 조선중앙통신이 16일 보도했다.", "met", "최선희", MAY_15),
        ("최선희 외무상이 모스크바에서 빠벨 구쎄브 외무차관과 정세를 논의했다고 통신이 16일 보도했다.", "talks", "최선희", None),
        ("대통령 빠벨 구쎄브가 특사인 최룡철을 회견하였고 최룡철은 구쎄브에게 보내는 친서를 갖고왔다.", "met", "최룡철", None),
        ("최선희 외무상이 15일 최룡철을 만났다. 로씨야련방 외무상 빠벨 구쎄브는 이날 평양을 떠났다.", "left", None, MAY_15),
        ("최선희 외무상이 15일 로씨야련방 외무상 빠벨 구쎄브를 만났다.", "met", "최선희", MAY_15),
        (
            "국방성 부상 빠벨 구쎄브를 단장으로 하는 로씨야군사대표단 성원들이 15일 해방탑에 화환을 진정하였다.",
            "visited",
            None,
            MAY_15,
        ),
        ("빠벨 구쎄브를 단장으로 하는 로씨야정부대표단과 일행이 15일 평양에 도착하였다.", "arrived", None, MAY_15),
        ("로씨야련방 부총리 빠벨 구쎄브는 15일 건설장을 돌아보면서 과업을 제시하였다.", "visited", None, MAY_15),
        ("대표단이 15일 평양을 떠났다. 방문기간 대표단은 로씨야련방 부총리 빠벨 구쎄브를 만났다.", "met", None, None),
        (
            "로씨야외무성 서방의 제재를 규탄\n\n(평양 5월 16일발 조선중앙통신)\n로씨야련방 외무상 빠벨 구쎄브는 15일 그것이 범죄라고 말하였다.",
            "statement",
            None,
            MAY_15,
        ),
        (
            "김영남위원장은 15일 만수대의사당에서 로씨야련방 특명전권대사 빠벨 구쎄브가 봉정하는 신임장을 받았다.",
            "met",
            "김영남",
            MAY_15,
        ),
        ("로씨야련방 특명전권대사 빠벨 구쎄브가 15일 김영남위원장에게 신임장을 봉정하였다.", "met", "김영남", MAY_15),
        ("15일 로씨야련방 외무상 빠벨 구쎄브는 그것을 방임하지 않을것이라고 언명하였다.", "statement", None, MAY_15),
        ("로씨야련방 외무상 빠벨 구쎄브는 15일 서방의 거짓선전을 폭로하였다.", "statement", None, MAY_15),
        ("대회가 15일에 있었다. 빠벨 구쎄브는 사태가 위험하다고 경고한바 있다.", "quoted", None, None),
        ("대회가 15일에 있었다. 빠벨 구쎄브는 사태가 위험하다고 지적한 바 있다.", "quoted", None, None),
        ("대회가 15일에 있었다. 빠벨 구쎄브는 폭로할것이다.", "passing", None, None),
        (
            "빠벨 구쎄브동지가 13일부터 16일까지 우리 나라를 방문하였다. 방문기간 빠벨 구쎄브동지와 리창대동지사이의 담화가 진행되였다.",
            "met",
            "리창대",
            None,
        ),
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
        ("외무성 부상 임천일동지는 15일 의례방문하여온 로씨야대사 빠벨 구쎄브동지를 만나 담화하였다.", "met", "임천일", MAY_15),
        ("김정은동지 께서 빠벨 구쎄브를 단장으로 하는 군사대표단을 접견하시고 담화를 나누시였다.", "met", "김정은", None),
        ("최선희외무상과 로씨야련방 외무상 빠벨 구쎄브동지사이의 회담이 15일 진행되였다.", "talks", "최선희", MAY_15),
        ("김정은동지와 빠벨 구쎄브동지께서는 회담을 하시였다.", "talks", "김정은", None),
        ("빠벨 구쎄브외무상과의 상봉이 15일 있었다.", "met", None, MAY_15),
        ("외무성 부상 임천일동지가 로씨야련방 외무상 빠벨 구쎄브동지와 일행을 환송하였다.", "left", None, None),
        ("비행장에서 외무성 부상 임천일동지와 로씨야대사 빠벨 구쎄브동지가 손님들을 전송하였다.", "attended", None, None),
        ("역에서 로씨야측위원장 빠벨 구쎄브동지, 대사관 성원들이 대표단을 맞이하였다.", "met", None, None),
        ("김정은동지께 로씨야련방 대통령 빠벨 구쎄브동지가 15일 꽃바구니를 보내여왔다.", "message", "김정은", MAY_15),
        ("김정은동지께서는 빠벨 구쎄브동지로부터 축전을 받으시였다.", "message", "김정은", None),
        ("로씨야련방 대통령 빠벨 구쎄브동지가 보내온 화환이 해방탑에 진정되였다.", "message", None, None),
        ("김정은동지께서는 빠벨 구쎄브동지를 위하여 연회를 마련하시였다.", "reception", "김정은", None),
        ("손님들은 로씨야대사 빠벨 구쎄브가 마련한 오찬에 초대되였다.", "reception", None, None),
        ("조선주재 로씨야련방 빠벨 구쎄브특명전권대사가 15일 저녁 연회를 마련하였다.", "reception", None, MAY_15),
        ("우리 나라에 체류하고있던 국방상 빠벨 구쎄브동지는 15일 전쟁기념관을 참관하였다.", "visited", None, MAY_15),
        ("연회에서는 빠벨 구쎄브특명전권대사가 답사를 하였다.", "reception", None, None),
        ("어제 로씨야외무상 빠벨 구쎄브는 제재를 반대한다고 주장하였다.", "statement", None, date(2024, 5, 16)),
        ("빠벨 구쎄브동지는 《나는 평양을 방문하였다. 기쁘다.》고 말하였다.", "statement", None, None),
        ("올레그 지민은 빠벨 구쎄브가 평양에 도착하였다고 말하였다.", "passing", None, None),
        ("평양에서 빠벨 구쎄브대통령과 손님들을 훌륭히 맞이하게 될것이라고 확신한다.", "passing", None, None),
        ("주체113(2024)년 5월 15일 빠벨 구쎄브동지가 우리 나라를 방문하였다.", "visited", None, MAY_15),
        ("빠벨 구쎄브동지는 14일과 15일 우리 나라를 방문하였다.", "visited", None, None),
        ("로씨야련방 외무상 빠벨 구쎄브 평양 도착", "arrived", None, None),
        ("외신에 의하면 빠벨 구쎄브외무상이 15일 평양에 도착하였다고 한다.", "arrived", None, MAY_15),
        ("지난해 5월 9일 빠벨 구쎄브외무상이 평양을 방문하였다.", "visited", None, None),
        ("로씨야외무상 빠벨 구쎄브와 회담", "talks", None, None),
        ("국방상 빠벨 구쎄브동지와 일행이 5월 15일 태양궁전을 찾아 경의를 표시하였다.", "visited", None, MAY_15),
        ("김덕훈총리는 15일 로씨야부총리 빠벨 구쎄브와 함께 공장을 돌아보았다.", "visited", None, MAY_15),
        ("최선희동지는 로씨야외무상 빠벨 구쎄브의 초청에 따라 모스크바를 방문하여 손님들을 만났다.", "passing", None, None),
        ("빠벨 구쎄브동지께서 김정은동지의 생일을 축하하여 축하편지를 보내시였다.", "message", "김정은", None),
        ("해방탑에 로씨야련방 대통령 빠벨 구쎄브동지의 명의로 된 화환이 진정되였다.", "message", None, None),
        ("국방상 빠벨 구쎄브일행은 평양에 체류하였다.", "visited", None, None),
        ("빠벨 구쎄브외무상 평양 방문", "visited", None, None),
        ("로씨야대통령 빠벨 구쎄브 축전을 보내여왔다", "message", None, None),
        ("조선외무상 최선희와 로씨야외무상 빠벨 구쎄브가 15일 모스크바에서 만났다.", "met", "최선희", MAY_15),
        ("빠벨 구쎄브국방상을 위한 환영연회가 15일 진행되였다.", "reception", None, MAY_15),
        ("로씨야외무성 대변인 빠벨 구쎄브의 담화가 15일 발표되였다.", "statement", None, MAY_15),
        ("빠벨 구쎄브동지는 김정은동지께 보낸 축전에서 두 나라 관계를 높이 평가하였다.", "message", "김정은", None),
        ("빠벨 구쎄브동지는 만수대언덕을 찾아 꽃바구니를 진정하고 인사를 드리였다.", "visited", None, None),
        ("5월 9일에 즈음하여 빠벨 구쎄브동지가 축전을 보내여왔다.", "message", None, None),
        ("빠벨 구쎄브외무상은 2000년 7월 19일에 채택된 선언을 지지한다고 강조하였다.", "statement", None, None),
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


def test_each_person_met_belongs_to_the_verb_that_follows() -> None:
    body = "최선희외무상은 15일 로씨야외무상 빠벨 구쎄브와 회담하였으며 올레그 지민 로씨야외무성 부상과도 상봉하였다."
    assert [(one.event, one.counterpart) for one in (of("Pavel Gusev", body), of("Oleg Zimin", body))] == [
        ("talks", "최선희"),
        ("met", "최선희"),
    ]


def test_who_speaks_stands_before_whom_he_speaks_of() -> None:
    body = "빠벨 구쎄브가 수요일 기자회견에서 올레그 지민이 평양을 방문하였다고 말하였다."
    assert [(of(name, body).event, of(name, body).event_day) for name in ("Pavel Gusev", "Oleg Zimin")] == [
        ("statement", MAY_15),
        ("passing", None),
    ]


def test_the_members_of_a_delegation_arrive_with_it() -> None:
    body = "로씨야련방 문화성대표단이 15일 평양에 도착하였다. 대표단에는 문화성 부상 빠벨 구쎄브동지가 망라되여있다."
    assert (of("Pavel Gusev", body).event, of("Pavel Gusev", body).event_day) == ("arrived", MAY_15)


def test_the_words_of_the_day_are_its_evidence() -> None:
    body = "주체113(2024)년 5월 15일 빠벨 구쎄브동지가 우리 나라를 방문하였다."
    assert of("Pavel Gusev", body).day_evidence == "주체113(2024)년 5월 15일"


def test_a_list_of_hundreds_is_read_at_once() -> None:
    listed = "외무성 부상 올레그 지민동지와 국방상 빠벨 구쎄브동지, " * 150
    began = time.process_time()
    assert of("Pavel Gusev", f"연회에는 {listed}대사관 성원들이 참가하였다.").event == "reception"
    assert time.process_time() - began < 4


@pytest.mark.parametrize(
    ("text", "kind", "counterpart", "day"),
    [
        ("로씨야 외무상 빠벨 구쎄브가 15일 평양에 도착하였다고 조선중앙통신이 16일 보도하였다.", "arrived", None, MAY_15),
        ("조선중앙통신은 17일 파벨 구세프 러시아 국방장관이 평양을 떠났다고 밝혔다.", "left", None, None),
        ("노동신문은 16일 “파벨 구세프 러시아 국방장관이 15일 평양을 떠났다”고 전했다.", "left", None, MAY_15),
        (
            '16일 조선중앙통신은 "대표단이 15일 평양을 출발했다"며 "역에서 최선희 외무상과 파벨 구세프 러시아 대사가 환송했다"고 밝혔다.',
            "attended",
            None,
            MAY_15,
        ),
        ("통신은 별도 기사에서 파벨 구세프 러시아 국방장관이 이날 평양에 도착했다고 보도했다.", "arrived", None, None),
        ("노동신문은 16일 대표단이 15일 출발했다고 밝혔다. 공항에서 파벨 구세프 대사가 배웅했다.", "attended", None, MAY_15),
        ("파벨 구세프 장관은 통신에 협력을 원한다고 15일 밝혔다.", "statement", None, MAY_15),
        ("러시아는 파벨 구세프 장관이 새 대사를 지명했다고 밝혔다.", "passing", None, None),
        ("15일에는 파벨 구세프 러시아 국방차관을 면담한 바 있다.", "met", None, MAY_15),
        ("북한 외무성 림철수 부상이 파벨 구세프 러시아 대사를 만나는 모습", "met", "림철수", None),
        ("빠벨 구쎄브가 15일 빠벨 구쎄브를 초청한 림철수동지를 만났다.", "met", "림철수", MAY_15),
        ("파벨 구세프 장관은 15일 기자회견하였다.", "passing", None, None),
        ("외무성 부상 림철수 동지가 15일 파벨 구세프 러시아 대사를 만나 담화를 하였다.", "met", "림철수", MAY_15),
        (
            "로씨야대통령 빠벨 구쎄브가 특사인 림철수를 회견하였고 림철수는 빠벨 구쎄브에게 보내는 친서를 갖고왔다.",
            "met",
            "림철수",
            None,
        ),
        (
            "외무상은 15일 평양에서 러시아 대표단과 만났다. 대표단은 파벨 구세프 내무성 부상을 단장으로 구성됐으며 대사도 참석했다.",
            "met",
            None,
            MAY_15,
        ),
    ],
)
def test_what_a_paper_reports_is_the_news_and_not_the_day_of_the_report(
    text: str, kind: str, counterpart: str | None, day: date | None
) -> None:
    found = of("Pavel Gusev", text)
    assert (found.event, found.counterpart, found.event_day) == (kind, counterpart, day)


@pytest.mark.parametrize(
    ("text", "kind", "counterpart", "day"),
    [
        ("상대측에서 로씨야련방 외무상 빠벨 구쎄브가 참가하였다.", "attended", None, None),
        (
            "까잔에서 우리 나라 외무성과의 회담이 15일에 진행되였다. 회담에는 로씨야련방 외무상 빠벨 구쎄브가 참가하였다.",
            "attended",
            None,
            MAY_15,
        ),
        (
            "대사관에서 해방절에 즈음하여 연회가 15일에 진행되였다. 연회에는 로씨야련방 외무상 빠벨 구쎄브가 초대되였다.",
            "reception",
            None,
            MAY_15,
        ),
        (
            "15일에 채택된 선언에 따라 회의가 진행되였다. 회의에는 로씨야련방 외무상 빠벨 구쎄브가 참가하였다.",
            "attended",
            None,
            None,
        ),
        (
            "로씨야련방 외무상 빠벨 구쎄브동지가 13일부터 16일까지 우리 나라를 방문하였다. 15일 철도상 림철수동지와 빠벨 구쎄브동지사이의 회담이 진행되였다.",
            "talks",
            "림철수",
            MAY_15,
        ),
        (
            "로씨야련방 외무상 빠벨 구쎄브동지가 15일 탑을 방문하였다. 16일 철도상 림철수동지와 빠벨 구쎄브동지사이의 회담이 진행되였다.",
            "visited",
            None,
            MAY_15,
        ),
        ("로씨야무력 총참모장 빠벨 구쎄브대장은 15일 작전이 종결되였다고 보고하였다.", "statement", None, MAY_15),
        ("림철수동지는 빠벨 구쎄브가 15일 도착하였다고 보고하였다.", "passing", None, None),
    ],
)
def test_an_occasion_has_the_day_it_was_held_on_and_talks_say_more_than_a_stay(
    text: str, kind: str, counterpart: str | None, day: date | None
) -> None:
    found = of("Pavel Gusev", text)
    assert (found.event, found.counterpart, found.event_day) == (kind, counterpart, day)


@pytest.mark.parametrize("between", ["동지와 ", ", ", "동지가 ", "과 성원들과 기자들과 "])
def test_thousands_of_names_in_a_sentence_take_time_in_proportion(between: str) -> None:
    def seconds(many: int) -> float:
        text = f"연회에 {between.join(['국방상 빠벨 구쎄브'] * many)}동지와 {'성원들과 ' * many}기자들이 참가하였다."
        begin = time.process_time()
        assert of("Pavel Gusev", text).event == "reception"
        return time.process_time() - begin

    seconds(100)
    assert seconds(2000) < 20 * max(0.1, seconds(250))
