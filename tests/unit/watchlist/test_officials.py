"""Who attended, with what title and on whose side, in sentences of our own written the way state media write them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirewatch.configured import Entity, Watchlist
from wirewatch.watchlist.matcher import Matcher
from wirewatch.watchlist.officials.printed import Official, officials

STATEMEDIA = Path(__file__).resolve().parents[4] / "shared" / "data" / "statemedia" / "texts"


def printed(text: str, how: str = "attendance") -> list[tuple[str, str | None, str | None]]:
    return [(one.name, one.role, one.side) for one in officials({"body": text}) if one.how == how]


def quotes(one: Official, text: str) -> bool:
    """Whether both spans hold exactly what the official says of them, white space aside."""
    name = " ".join(text[one.start : one.end].split()) == one.name
    if one.role is None:
        return name
    return name and " ".join(text[one.role_start : one.role_end].split()) == one.role


def test_titles_after_the_names() -> None:
    text = (
        "Present there were Pavel Zhilin, vice-minister of Fisheries of the Russian Federation, Rinat Gabitov, mayor of Chita,"
        " and Oksana Treshchova, first secretary of the Russian embassy here, and other officials concerned."
    )
    assert printed(text) == [
        ("Pavel Zhilin", "vice-minister of Fisheries of the Russian Federation", "ru"),
        ("Rinat Gabitov", "mayor of Chita", "ru"),
        ("Oksana Treshchova", "first secretary of the Russian embassy here", "ru"),
    ]


def test_titles_before_the_names_and_a_title_with_commas_of_its_own() -> None:
    text = (
        "Present from the Russian side were Deputy Prime Minister Pavel Zhilin, Minister of Forests and Water and Chairman of the"
        " Russian side to the Committee for Cooperation in Trade, Economy, Science and Technology Rinat Gabitov, Head of the Customs"
        " Service and concurrently Aide to the President Oksana Treshchova and other senior officials."
    )
    assert printed(text) == [
        ("Pavel Zhilin", "Deputy Prime Minister", "ru"),
        (
            "Rinat Gabitov",
            "Minister of Forests and Water and Chairman of the Russian side to the Committee for Cooperation in Trade, Economy,"
            " Science and Technology",
            "ru",
        ),
        ("Oksana Treshchova", "Head of the Customs Service and concurrently Aide to the President", "ru"),
    ]


def test_both_orders_in_one_list() -> None:
    text = (
        "Also on hand were Pavel Zhilin, director of the Federal Service, Minister of Sport Rinat Gabitov and"
        " Oksana Treshchova, governor of Amur Region."
    )
    assert [row[:2] for row in printed(text)] == [
        ("Pavel Zhilin", "director of the Federal Service"),
        ("Rinat Gabitov", "Minister of Sport"),
        ("Oksana Treshchova", "governor of Amur Region"),
    ]


def test_of_two_titles_between_two_names_the_second_begins_at_the_comma() -> None:
    text = (
        "On hand were Pavel Zhilin, director of the Service and deputy minister, Head of the Bureau and Aide to the President"
        " Rinat Gabitov and others."
    )
    assert [row[:2] for row in printed(text)] == [
        ("Pavel Zhilin", "director of the Service and deputy minister"),
        ("Rinat Gabitov", "Head of the Bureau and Aide to the President"),
    ]


def test_two_sides_in_one_sentence() -> None:
    text = (
        "Present at the talks from the DPRK side were Pak Chol Min, vice-minister of Forestry, and officials concerned and from the"
        " Russian side Pavel Zhilin, vice-minister of Sport, and members of his party."
    )
    assert printed(text) == [
        ("Pak Chol Min", "vice-minister of Forestry", "dprk"),
        ("Pavel Zhilin", "vice-minister of Sport", "ru"),
    ]


def test_the_opposite_side_is_the_guests() -> None:
    text = (
        "The talks with the visitors from Mongolia took place. Present from our side were Minister of Forestry Pak Chol Min and from"
        " the opposite side Minister of Trade Bat Erdene and his suite."
    )
    assert printed(text) == [("Pak Chol Min", "Minister of Forestry", "dprk"), ("Bat Erdene", "Minister of Trade", "mn")]
    turned = "Present from the Russian side were Pavel Zhilin, minister, and from the opposite side Pak Chol Min, minister."
    assert [row[2] for row in printed(turned)] == ["ru", "dprk"]


def test_an_ambassador_is_of_the_country_that_sends_him() -> None:
    text = "On hand were Pak Chol Min, DPRK ambassador to Russia, and Rinat Gabitov, Russian ambassador to the DPRK."
    assert [row[2] for row in printed(text)] == ["dprk", "ru"]


def test_a_title_of_several_people_is_each_ones() -> None:
    text = "Present there were Pak Chol Min and Ri Tong Su, secretaries of the WPK Central Committee, and Choe Un, minister."
    assert printed(text)[:2] == [
        ("Pak Chol Min", "secretaries of the WPK Central Committee", "dprk"),
        ("Ri Tong Su", "secretaries of the WPK Central Committee", "dprk"),
    ]


def test_a_rank_before_a_name_is_not_the_office_after_it() -> None:
    text = "Attending there were Pak Chol Min, foreign minister, Army General Ri Tong Su, chief of the General Staff, and others."
    assert [row[:2] for row in printed(text)] == [
        ("Pak Chol Min", "foreign minister"),
        ("Ri Tong Su", "chief of the General Staff"),
    ]


@pytest.mark.parametrize(
    "opener",
    [
        "Present there were",
        "Present there on invitation were",
        "Attending there was",
        "On hand were",
        "Also on hand were",
        "Among the audience were",
        "Accompanying him were",
        "Invited to the reception were",
        "They were greeted at the airport by",
        "The guests were seen off at Pyongyang Railway Station by",
        "The party was met by",
    ],
)
def test_every_way_to_open_a_list(opener: str) -> None:
    assert [row[:2] for row in printed(f"{opener} Rinat Gabitov, mayor of Chita, and others.")] == [
        ("Rinat Gabitov", "mayor of Chita")
    ]


def test_a_list_before_its_verb() -> None:
    text = "Rinat Gabitov, Russian consul general in Chongjin, and members of his staff were at the station to greet the guests."
    assert printed(text) == [("Rinat Gabitov", "Russian consul general in Chongjin", "ru")]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("A delegation of the Federal Customs Service of Russia led by its Director Pavel Zhilin arrived here.", "Director"),
        ("A delegation of the Customs Service of Russia headed by Pavel Zhilin, deputy director of the Service, left.", "deputy director of the Service"),
        ("The Russian delegation led by Pavel Zhilin visited a farm.", None),
    ],
)  # fmt: skip
def test_who_leads_a_delegation(text: str, role: str | None) -> None:
    assert printed(text, "delegation") == [("Pavel Zhilin", role, "ru")]


def test_who_only_stands_in_a_sentence_on_a_delegation_does_not_lead_it() -> None:
    assert printed("A delegation of Russia headed by its director arrived, and Pavel Zhilin spoke.", "delegation") == []


def test_a_title_alone_does_not_make_an_official_of_a_korean() -> None:
    assert officials({"body": "Foreign Minister of the DPRK Pak Chol Min spoke."}) == []


def test_a_name_that_goes_on_names_a_thing() -> None:
    text = "Present there were Igor Lapin Dance Company and Pavel Zhilin, mayor of Chita."
    assert [row[0] for row in printed(text)] == ["Pavel Zhilin"]


def test_no_name_is_made_of_offices_bodies_and_days() -> None:
    text = (
        "Present there were members of the Federation Council of Russia, the Railway Co. Ltd., officials accompanying Kim Chol Su and"
        " the DPRK ambassador to Russia. They were met by employees of the Salvation Front on Thursday."
    )
    assert printed(text) == []


@pytest.mark.parametrize("also", ["doubles as", "is", "is also"])
def test_a_second_office_behind_who_is_no_part_of_the_first(also: str) -> None:
    text = f"On hand were Pavel Zhilin, minister of Sport who {also} chairman of the Hockey Federation, and others."
    assert [row[1] for row in printed(text)] == ["minister of Sport"]


def test_korean_lists_have_the_title_first() -> None:
    text = (
        "연회에는 로씨야련방 수산상 빠웰 쥘린동지,제1부수상 리나뜨 가비또브동지를 비롯한 손님들과 외무성 부상 박철민동지,관계부문"
        " 일군들이 초대되였다.경애하는 김철수동지께서 연설하시였다."
    )
    assert printed(text) == [
        ("빠웰 쥘린", "로씨야련방 수산상", "ru"),
        ("리나뜨 가비또브", "제1부수상", "ru"),
        ("박철민", "외무성 부상", "dprk"),
    ]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "연회에는 로씨야 수산성 부상 빠웰 쥘린 등 수산성 일군들이 초대되였으며 조선 특명전권대사 박남준과 대사관성원들이 참가하였다.",
            [("빠웰 쥘린", "로씨야 수산성 부상", "ru"), ("박남준", "조선 특명전권대사", "dprk")],
        ),
        (
            "모임에는 로씨야 수산상 빠웰 쥘린동지와 로씨야 국방상 리나뜨 가비또브동지가 참가하였다.",
            [("빠웰 쥘린", "로씨야 수산상", "ru"), ("리나뜨 가비또브", "로씨야 국방상", "ru")],
        ),
        ("비행장에서 로씨야련방 수산상 빠웰 쥘린동지를 마중하였다.", [("빠웰 쥘린", "로씨야련방 수산상", "ru")]),
        ("19일 저녁 로씨야련방 수산상 빠웰 쥘린동지가 참가하였다.", [("빠웰 쥘린", "로씨야련방 수산상", "ru")]),
        ("두만강에 온 로씨야 수산상 빠웰 쥘린동지를 마중하였다.", [("빠웰 쥘린", "로씨야 수산상", "ru")]),
        (
            "로씨야련방 군사대표단을 이끌고 온 국방상 빠웰 쥘린동지가 참가하였다.",
            [("빠웰 쥘린", "국방상", "ru")],
        ),
        ("로씨야련방 수산성 빠웰 쥘린부상이 참가하였다.", [("빠웰 쥘린", "부상", "ru")]),
        ("로씨야련방 대사관 안드레이 꼬마로브참사가 참가하였다.", [("안드레이 꼬마로브", "참사", "ru")]),
        (
            "로씨야련방 북극발전상 빠웰 쥘린, 수산성 부상 안드레이 가비또브를 비롯한 손님들이 참가하였다.",
            [("빠웰 쥘린", "로씨야련방 북극발전상", "ru"), ("안드레이 가비또브", "수산성 부상", "ru")],
        ),
        ("로씨야 국가회의 의원 빠웰 쥘린동지가 참가하였다.", [("빠웰 쥘린", "로씨야 국가회의 의원", "ru")]),
        ("로씨야련방 특명전권대사 아. 이. 쥘린동지가 참가하였다.", [("아. 이. 쥘린", "로씨야련방 특명전권대사", "ru")]),
        ("조선주재 로씨야련방대사관 아. 이. 쥘린대사동지가 참가하였다.", [("아. 이. 쥘린", "대사", "ru")]),
        ("회담에는 통일부 장관 박남준이 참가하였다.", [("박남준", "통일부 장관", "kr")]),
        ("모임에는 중국 부주석 장남준이 참가하였다.", [("장남준", "중국 부주석", "cn")]),
        (
            "친선협회 위원장인 대외문화련락위원회 부위원장 박남준동지가 참가하였다.",
            [("박남준", "친선협회 위원장인 대외문화련락위원회 부위원장", "dprk")],
        ),
        ("여러 나라 대사 관계자들과 손님들이 참가하였다.", []),
        ("행사에는 위원회 위원장 겸 책임일군들이 참가하였다.", []),
    ],
)
def test_korean_titles_end_at_particles_and_names_need_no_courtesy_in_a_list(
    text: str, people: list[tuple[str, str | None, str | None]]
) -> None:
    assert printed(text) == people


def test_a_korean_list_of_thousands_is_read_in_time_that_grows_with_it() -> None:
    def seconds(many: int) -> float:
        begin = process_time()
        assert len(printed(f"연회에는 {'로씨야 수산상 빠웰 쥘린동지, ' * many}일군들이 참가하였다.")) == many
        return process_time() - begin

    seconds(50)
    assert seconds(2000) < 16 * max(0.03, seconds(250))


def test_a_mention_takes_its_title_from_the_list_it_stands_in() -> None:
    gabitov = Watchlist(name="x", entities=(Entity(name="Rinat Gabitov", country="ru"),))
    text = (
        "Present there were Deputy Prime Minister Pavel Zhilin, Chairman of the Committee for Trade, Economy and Science"
        " Rinat Gabitov and others."
    )
    assert [one.role for one in Matcher(gabitov).find({"body": text})] == [
        "Chairman of the Committee for Trade, Economy and Science"
    ]


WORDS = st.sampled_from(
    [
        "Present",
        "there",
        "were",
        "from",
        "the",
        "Russian",
        "side",
        "DPRK",
        ",",
        ",",
        ",",
        "and",
        "and",
        "of",
        "to",
        "led",
        "by",
        "delegation",
        "its",
        "Minister",
        "minister",
        "deputy",
        "Deputy",
        "Pavel",
        "Zhilin",
        "Rinat",
        "Pak",
        "Chol",
        "Min",
        "Ivanovich",
        "V.",
        "A.",
        "who",
        "doubles",
        "as",
        "secretaries",
        "members",
        "his",
        "party",
        "at",
        "on",
        "Thursday",
        "Korea",
        "Trade",
        "Science",
        ".",
        "\n\n",
        "\xad",
        "동지",
        "외무상",
        "박철민",
        "빠웰",
        "연회에는",
        "참가하였다",
        "’s",
        "Co.",
        "Ltd.",
        "No",
        "36th",
        "Ulan-Ude",
    ]
)


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_every_span_quotes_its_text(text: str) -> None:
    found = officials({"body": text})
    assert all(quotes(one, text) for one in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.skipif(not STATEMEDIA.exists(), reason="the real articles are not here")
def test_every_span_quotes_its_text_in_real_articles() -> None:
    for file in sorted(STATEMEDIA.glob("*.txt")):
        text = file.read_bytes().decode()
        assert all(quotes(one, text) for one in officials({"body": text})), file.name


def test_two_delegations_in_one_sentence_are_led_by_their_own() -> None:
    text = (
        "They included a delegation of the Customs Service of Russia led by Pavel Zhilin and a delegation of the Ministry of Sport"
        " of Belarus headed by Minister Alena Karpuk."
    )
    found = [(one.name, one.side, one.opener) for one in officials({"body": text})]
    assert found == [
        ("Pavel Zhilin", "ru", "a delegation of the Customs Service of Russia led by"),
        ("Alena Karpuk", "by", "a delegation of the Ministry of Sport of Belarus headed by"),
    ]


def test_a_text_of_nothing_but_openers_is_read_in_good_time() -> None:
    text = "Present there were Pavel Zhilin " * 3000
    begun = process_time()
    assert [one.name for one in officials({"body": text})] == ["Pavel Zhilin"]
    assert process_time() - begun < 5


def test_an_entourage_is_those_it_is_said_to_include() -> None:
    text = (
        "His entourage, including Russian Deputy Premier Pavel Zhilin, Forests Minister Rinat Gabitov, Customs Minister Oksana"
        " Treshchova, were also present at the ceremony."
    )
    assert printed(text) == [
        ("Pavel Zhilin", "Russian Deputy Premier", "ru"),
        ("Rinat Gabitov", "Forests Minister", "ru"),
        ("Oksana Treshchova", "Customs Minister", "ru"),
    ]


def test_an_initial_a_belongs_to_the_name_and_not_to_the_title_before_it() -> None:
    text = (
        "Present there were Pavel A. Zhilin, head of the Russian Customs Company, Rinat A. Gabitov, Russian consul, and others."
    )
    assert printed(text) == [
        ("Pavel A. Zhilin", "head of the Russian Customs Company", "ru"),
        ("Rinat A. Gabitov", "Russian consul", "ru"),
    ]


def test_as_well_as_begins_a_title() -> None:
    text = "The ceremony was attended by Minister Ri Yong Chol and other officials, as well as Russian Ambassador Pavel Zhilin."
    assert printed(text) == [("Ri Yong Chol", "Minister", "dprk"), ("Pavel Zhilin", "Russian Ambassador", "ru")]


def test_a_side_may_be_named_after_its_people() -> None:
    text = (
        "The meeting was attended by vice minister Ri Yong Chol and ambassador Kim Hak Chol from the DPRK side and foreign minister"
        " Pavel Zhilin and adviser Rinat Gabitov from the Russian side."
    )
    assert [(name, side) for name, _, side in printed(text)] == [
        ("Ri Yong Chol", "dprk"),
        ("Kim Hak Chol", "dprk"),
        ("Pavel Zhilin", "ru"),
        ("Rinat Gabitov", "ru"),
    ]


def test_a_list_of_russians_does_not_make_one_of_an_editor() -> None:
    text = "Present there were Pavel Zhilin, mayor of Chita of Russia, and Rinat Gabitov, editor-in-chief of the Zarya."
    assert printed(text) == [
        ("Pavel Zhilin", "mayor of Chita of Russia", "ru"),
        ("Rinat Gabitov", "editor-in-chief of the Zarya", None),
    ]


def test_a_list_of_those_present_tells_the_role_also_in_a_text_that_names_somebody_in_hangul() -> None:
    role = "Minister of Forests and Water and Chairman of the Russian side to the Committee for Cooperation in Trade and Science"
    text = (
        f"Present were Deputy Prime Minister Pavel Zhilin, {role} Rinat Gabitov and others. 쎄르게이 라브로브동지가 도착하였다."
    )
    entities = tuple(Entity(name=name, country="ru") for name in ("Rinat Gabitov", "Sergey Lavrov"))
    mentions = Matcher(Watchlist(name="people", entities=entities)).find({"body": text})
    assert [(one.surface, one.role) for one in mentions] == [("Rinat Gabitov", role), ("쎄르게이 라브로브", None)]
