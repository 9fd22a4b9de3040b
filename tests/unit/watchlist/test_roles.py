"""Where a role begins and ends as printed: invented people in sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from wirewatch.configured import Entity, Watchlist
from wirewatch.watchlist.matcher import Matcher
from wirewatch.watchlist.officials.printed import officials

PEOPLE = {
    "Igor Shibanov": "ru",
    "Rafael Mondaca": "cu",
    "Hasan al-Barazi": "sy",
    "Norin Savath": "kh",
    "Okello Bwambale": "ug",
    "Li Guotai": "cn",
}
MATCHER = Matcher(Watchlist(name="test", entities=tuple(Entity(name=name, country=code) for name, code in PEOPLE.items())))


def roles(body: str) -> list[str | None]:
    return [mention.role for mention in MATCHER.find({"body": body}, date(2024, 5, 4))]


@pytest.mark.parametrize(
    ("body", "role"),
    [
        (
            "A letter came from Hasan al-Barazi, president of the Syrian Arab Republic, on Monday.",
            "president of the Syrian Arab Republic",
        ),
        ("Syrian Arab Republic President Hasan al-Barazi wrote.", "Syrian Arab Republic President"),
        ("He sent a letter to Ugandan President Okello Bwambale.", "Ugandan President"),
        (
            "Li Guotai, special envoy of the Chinese Government for the Korean Peninsula Affairs, met him.",
            "special envoy of the Chinese Government for the Korean Peninsula Affairs",
        ),
    ],
)
def test_a_state_and_its_affairs_are_read_as_they_are_called(body: str, role: str) -> None:
    assert roles(body) == [role]


@pytest.mark.parametrize(
    ("body", "role"),
    [
        (
            "He met Rafael Mondaca Terrazal, President of the National Assembly of Cuba, on Monday.",
            "President of the National Assembly of Cuba",
        ),
        ("He met Rafael Mondaca de Terrazal, president of the Council of State, on Monday.", "president of the Council of State"),
        ("He met Rafael Mondaca Terrazal of Cuba, on Monday.", None),
        ("He showed Rafael Mondaca Kim Chol, president of the Council of State.", None),
        ("He showed Rafael Mondaca Pavel Petrov, president of the Council of State.", None),
        ("He told Rafael Mondaca Monday, president of the Council of State.", None),
    ],
)
def test_a_second_surname_stands_between_the_name_and_its_role(body: str, role: str | None) -> None:
    assert roles(body) == [role]


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("Cards came from Igor Shibanov, marshal, and others.", "marshal"),
        ("A card came from Igor Shibanov, Marshal of the Soviet Union, on Monday.", "Marshal of the Soviet Union"),
        ("A card came from Igor Shibanov, army general, who lives in Omsk.", "army general"),
        ("A card came from Cambodian King Norin Savath on Monday.", "Cambodian King"),
        ("A card came from Norin Savath, king of Cambodia, on Monday.", "king of Cambodia"),
        ("A card came from King Norin Savath.", "King"),
        ("Cards came from Igor Shibanov, Marshal Pak Chol and others.", None),
        ("Cards came from Igor Shibanov, King Norodin and others.", None),
        ("A card came from Comrade Igor Shibanov.", None),
        ("He sat with the king Igor Shibanov.", None),
        ("Igor Shibanov, major works of whom are known, wrote.", None),
        ("Igor Shibanov, general director of the Russian Railways, wrote.", "general director of the Russian Railways"),
    ],
)
def test_a_rank_or_a_crown_is_a_role_where_nothing_else_is_printed(body: str, role: str | None) -> None:
    assert role in roles(body)


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("The former defence minister of the Soviet Union Marshal Igor Shibanov came.", "former defence minister of the Soviet Union"),
        ("Russian Defence Minister Colonel General Igor Shibanov came.", "Russian Defence Minister"),
        ("Russian Prosecutor General Igor Shibanov came.", "Russian Prosecutor General"),
    ],
)  # fmt: skip
def test_a_rank_between_an_office_and_the_name_is_no_part_of_the_office(body: str, role: str) -> None:
    assert roles(body) == [role]


@pytest.mark.parametrize(
    ("body", "role"),
    [
        (
            'Igor Shibanov, director general of the State Energy Corporation "Svetlana", spoke.',
            'director general of the State Energy Corporation "Svetlana"',
        ),
        (
            "Igor Shibanov, director of the State Energy Corporation “Svetlana” of Russia, spoke.",
            "director of the State Energy Corporation “Svetlana” of Russia",
        ),
        ('Igor Shibanov, leader of the "Farmers\' Dawn", spoke.', 'leader of the "Farmers\' Dawn"'),
        ('Igor Shibanov, head of the Chamber Orchestra "Lena Dawn" and its players came.', 'head of the Chamber Orchestra "Lena Dawn"'),
        ('Igor Shibanov, editor-in-chief of the newspaper "Lena Dawn," spoke.', 'editor-in-chief of the newspaper "Lena Dawn,"'),
        ('Igor Shibanov, director of the "Dawn" Theatre of Russia, spoke.', 'director of the "Dawn" Theatre of Russia'),
        (
            'Present were Igor Shibanov, secretary of the General Council of the Political Party "Red Dawn", and others.',
            'secretary of the General Council of the Political Party "Red Dawn"',
        ),
        ('Igor Shibanov, minister of Health "to the end of the year of the great floods", came.', "minister of Health"),
        ('Igor Shibanov, minister of Health, "Dawn" of the day, came.', "minister of Health"),
        ('Igor Shibanov, minister of Health "Dawn of the day.', "minister of Health"),
        ("《붉은새벽》당 총리사회 서기 이고리 쉬바노브가 왔다.", "《붉은새벽》당 총리사회 서기"),
        ("로씨야의 《레나의 새벽》신문사 주필 이고리 쉬바노브가 왔다.", "《레나의 새벽》신문사 주필"),
        ("그는 《새벽이다.》라고 로씨야외무성 부상 이고리 쉬바노브에게 말하였다.", "로씨야외무성 부상"),
    ],
)  # fmt: skip
def test_a_name_in_quotation_marks_belongs_to_the_role_it_stands_in(body: str, role: str) -> None:
    assert roles(body) == [role]


def test_the_country_in_a_quoted_name_takes_nobody_away() -> None:
    assert roles('Igor Shibanov, head of the Chamber Orchestra "Mongolia", came.') == ['head of the Chamber Orchestra "Mongolia"']


@pytest.mark.parametrize(
    ("body", "role"),
    [
        (
            "Igor Shibanov, chairman of the Amur Society for Friendship and Culture with the DPRK, and others came.",
            "chairman of the Amur Society for Friendship and Culture with the DPRK",
        ),
        ("Igor Shibanov, head of the Committee for Solidarity with Korea, came.", "head of the Committee for Solidarity with Korea"),
        ("Igor Shibanov, chairman of the Friendship Society with the DPRK Embassy staff, came.", "chairman of the Friendship Society"),
        ("Igor Shibanov, minister of Culture with the DPRK, sang.", "minister of Culture"),
        ("Igor Shibanov, chairman of a society for friendship with friends, came.", "chairman of a society for friendship"),
    ],
)  # fmt: skip
def test_a_society_for_friendship_with_korea_is_read_whole(body: str, role: str) -> None:
    assert roles(body) == [role]


@pytest.mark.parametrize(
    ("title", "side"),
    [
        ("chairman of the Amur Society for Friendship with the DPRK", "ru"),
        ("deputy head of the Siberian Committee for Solidarity with Korea", "ru"),
        ("chairman of the Mongolian Society for Friendship with the DPRK", "mn"),
    ],
)
def test_with_whom_a_society_seeks_friendship_is_not_whose_it_is(title: str, side: str) -> None:
    (official,) = officials({"body": f"Igor Shibanov, {title}, came."})
    assert (official.role, official.side) == (title, side)


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("Present there were Igor Shibanov, deputy to the Regional Duma, university teachers and students and other people.", "deputy to the Regional Duma"),
        ("Present there were Igor Shibanov, representative of the Russian President, an art troupe of the Northern Fleet and others.", "representative of the Russian President"),
        ("Present there were Igor Shibanov, director of a department of the Ministry of Sports, and the DPRK ambassador to Russia.", "director of a department of the Ministry of Sports"),
        ("He was greeted by officials and Igor Shibanov, aide to the president of the Russian Federation, who was on a visit.", "aide to the president of the Russian Federation"),
        ("Present there were Igor Shibanov, minister of Trade and chairman of the Russian side to the committee, and others.", "minister of Trade and chairman of the Russian side to the committee"),
    ],
)  # fmt: skip
def test_in_a_list_a_role_ends_before_others_without_a_name(body: str, role: str) -> None:
    assert roles(body) == [role]
