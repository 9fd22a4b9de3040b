"""An office without a name: whoever held it on the day of publication is probably meant, where the list dates the office."""

from __future__ import annotations

from datetime import date

import pytest

from wirewatch.configured import Entity, Role, Watchlist
from wirewatch.models import Mention
from wirewatch.watchlist.matcher import Matcher

DAY = date(2023, 5, 5)


def office(name: str, title: str, since: str | None = "2020-01-01", until: str | None = None) -> Entity:
    start, end = (date.fromisoformat(day) if day else None for day in (since, until))
    return Entity(name=name, country="ru", roles=(Role(title=title, from_=start, to=end, as_of=DAY if start is None else None),))


LIST = (
    office("Oleg Sokolov", "President of the Russian Federation"),
    office("Pavel Gromov", "Ambassador of the Russian Federation to the DPRK", "2021-03-01", "2023-06-01"),
    office("Ivan Belkin", "Ambassador of the Russian Federation to the DPRK", "2023-06-02"),
    office("Lev Orlov", "Minister of Foreign Affairs of the Russian Federation"),
    office("Kirill Sobol", "Secretary of the Security Council of the Russian Federation"),
    office("Anton Vetrov", "Press Secretary of the President of the Russian Federation"),
    office("Semyon Gusev", "Speaker of the State Duma of the Russian Federation"),
    office("Mark Rybin", "Deputy Prime Minister of the Russian Federation"),
)
MATCHER = Matcher(Watchlist(name="test", entities=LIST))


def found(text: str, day: date | None = DAY, matcher: Matcher = MATCHER) -> list[Mention]:
    return matcher.find({"body": text}, day)


def holders(text: str, day: date | None = DAY) -> list[str]:
    return [f"{mention.name}: {mention.surface}" for mention in found(text, day)]


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("He sent a message to the Russian president on his birthday.", "Oleg Sokolov: Russian president"),
        ("The President of the Russian Federation expressed thanks.", "Oleg Sokolov: President of the Russian Federation"),
        ("The Russian ambassador to the DPRK hosted it.", "Pavel Gromov: Russian ambassador to the DPRK"),
        ("The Russian ambassador to the Democratic People's Republic of Korea came.", "Pavel Gromov: Russian ambassador"),
        ("The Chinese ambassador and the Russian ambassador attended.", "Pavel Gromov: Russian ambassador"),
        ("Talks of the Russian foreign minister and the DPRK foreign minister", "Lev Orlov: Russian foreign minister"),
        (
            "met the Secretary of the Security Council of the Russian Federation in Pyongyang",
            "Kirill Sobol: Secretary of the Security Council of the Russian Federation",
        ),
        ("the press secretary of the Russian president said", "Anton Vetrov: press secretary of the Russian president"),
        (
            "The chairman of the State Duma of the Russian Federation came.",
            "Semyon Gusev: chairman of the State Duma of the Russian Federation",
        ),
        ("Kim Jong Un and the Russian president exchanged greetings", "Oleg Sokolov: Russian president"),
        ("the Russian president and Kim Jong Un talked", "Oleg Sokolov: Russian president"),
        ("the message from the Russian president to Kim Jong Un", "Oleg Sokolov: Russian president"),
        ("thanked the Russian president for the cooperation", "Oleg Sokolov: Russian president"),
        ("the Russian president's visit to the DPRK", "Oleg Sokolov: Russian president"),
        ("On Thursday, the Russian president said", "Oleg Sokolov: Russian president"),
        ("로씨야대통령은 답례연설을 하였다.", "Oleg Sokolov: 로씨야대통령"),
        ("환영식에 로씨야련방 대통령이 참가하였다.", "Oleg Sokolov: 로씨야련방 대통령"),
        ("조선주재 로씨야대사가 연회를 마련하였다.", "Pavel Gromov: 조선주재 로씨야대사"),
        ("연회에는 우리 나라 주재 로씨야련방 특명전권대사가", "Pavel Gromov: 우리 나라 주재 로씨야련방 특명전권대사"),
        ("로씨야외무상이 도착하였다.", "Lev Orlov: 로씨야외무상"),
        ("로씨야련방 안전리사회 서기장이 도착하였다.", "Kirill Sobol: 로씨야련방 안전리사회 서기장"),
    ],
)
def test_an_office_without_a_name_points_to_its_holder(text: str, holder: str) -> None:
    assert holders(text) == [holder]


@pytest.mark.parametrize(
    "text",
    [
        "Russian President Lykov arrived",
        "the Russian president, Boris Lykov, said",
        "Boris Lykov, the Russian president, said",
        "Boris Lykov, president of the Russian Federation, said",
        "the Office of the Russian President announced",
        "the Russian President's office announced",
        "a Russian president once said",
        "the first Russian president",
        "the former Russian president said",
        "the Russian president-elect came",
        "He was elected president of the Russian Federation",
        "Russian ambassadors gathered",
        "the Russian ambassador to Syria said",
        "the Russian ambassador to China said",
        "the DPRK ambassador to Russia said",
        "the ambassador of the DPRK to the Russian Federation said",
        "the aide to the Russian president said",
        "the Russian deputy prime minister said",
        "the Russian minister said",
        "the president of the Russian Academy of Sciences",
        "the ambassador said; his counterpart came",
        "the Belarusian president came",
        "로씨야주재 조선대사가 연회를 마련하였다.",
        "로씨야대통령 뿌찐이 말하였다.",
        "로씨야대통령의 보좌관이 말하였다.",
        "로씨야대사관 성원들이 참가하였다.",
        "중국주재 로씨야대사가 참가하였다.",
        "이완 뻬뜨로브 로씨야대사가 참가하였다.",
        "로씨야대사들이 모였다.",
        "전 로씨야대통령이 말하였다.",
    ],
)
def test_another_title_or_a_title_beside_a_name_points_to_nobody(text: str) -> None:
    assert holders(text) == []


def test_it_is_probable_and_says_why() -> None:
    (mention,) = found("The Russian ambassador to the DPRK hosted a reception. The Russian ambassador said so.")
    assert (mention.tier, mention.role) == ("probable", "Russian ambassador to the DPRK")
    assert mention.score <= 0.6
    assert mention.reason == (
        "“Russian ambassador to the DPRK” without a name: Pavel Gromov holds that office on the day of publication according to the list"
    )


def test_the_day_of_publication_tells_the_holder() -> None:
    text = "The Russian ambassador said so."
    assert [holders(text, date(2023, 6, day)) for day in (1, 2)] == [
        ["Pavel Gromov: Russian ambassador"],
        ["Ivan Belkin: Russian ambassador"],
    ]
    assert holders(text, date(2021, 2, 28)) == []
    assert holders(text, None) == []


def test_somebody_who_is_named_is_not_found_by_office_as_well() -> None:
    text = "Pavel Gromov hosted a reception. The Russian ambassador spoke, and the Russian president sent a message."
    assert holders(text) == ["Pavel Gromov: Pavel Gromov", "Oleg Sokolov: Russian president"]


def test_of_two_holders_neither_is_meant() -> None:
    rival = office("Boris Lykov", "President of the Russian Federation")
    assert found("The Russian president spoke.", matcher=Matcher(Watchlist(name="test", entities=(*LIST, rival)))) == []


def test_a_role_seen_on_one_day_only_tells_no_holder() -> None:
    undated = office("Boris Lykov", "President of the Russian Federation", since=None)
    assert found("The Russian president spoke.", matcher=Matcher(Watchlist(name="test", entities=(undated,)))) == []


def test_a_headline_in_capitals_is_left_alone_unless_it_is_clear() -> None:
    assert MATCHER.find({"title": "Russian Ambassador Hosts Reception"}, DAY) == []
    assert [mention.field for mention in MATCHER.find({"title": "Message to Russian President"}, DAY)] == ["title"]


def test_an_office_of_another_country_points_to_who_holds_it_there() -> None:
    role = Role(title="Ambassador of China to the DPRK", from_=date(2021, 3, 1))
    matcher = Matcher(Watchlist(name="test", entities=(*LIST, Entity(name="Wang Lin", country="cn", roles=(role,)))))
    for text in ("The Chinese ambassador to the DPRK visited it.", "조선주재 중국대사가 참가하였다."):
        assert [mention.name for mention in found(text, matcher=matcher)] == ["Wang Lin"]
