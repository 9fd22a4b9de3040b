"""Names in Hangul, found from the Latin name alone, which particles and titles are glued to."""

from __future__ import annotations

import pytest

from wirewatch.configured import Entity, Role, Watchlist
from wirewatch.models import Mention
from wirewatch.watchlist.matcher import Matcher

LAVROV = Entity(name="Sergey Lavrov", country="ru", native=("쎄르게이 라브로브",))
OTHER = Entity(name="Arkady Lavrov", country="ru", native=("아르까지 라브로브",))

GORDEYEV = Entity(name="Alexei Gordeyev", country="ru")
TITOV = Entity(name="Vladimir Titov", country="ru")
RUDENKO = Entity(name="Andrey Rudenko", country="ru")


def found(text: str, *entities: Entity) -> list[Mention]:
    matcher = Matcher(Watchlist(name="test", entities=entities))
    mentions = matcher.find({"body": text})
    assert all(text[mention.start : mention.end] == mention.surface for mention in mentions)
    return mentions


def surfaces(text: str, *entities: Entity) -> list[str]:
    return [f"{mention.name}: {mention.surface}" for mention in found(text, *entities)]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("회담에는 알렉쎄이 고르제예브동지가 참가하였다.", "알렉쎄이 고르제예브"),
        ("알렉세이 고르데예프는 평양에 도착했다.", "알렉세이 고르데예프"),
        ("부수상 알렉쎄이 와씰리예비치 고르제예브와 만났다.", "알렉쎄이 와씰리예비치 고르제예브"),
        ("알렉쎄이 고르제예브부수상의 연설", "알렉쎄이 고르제예브"),
        ("알렉쎄이 고르제예브주지사를 단장으로 하는 대표단", "알렉쎄이 고르제예브"),
        ("알렉쎄이 고르제예브,윅또르 오를로브", "알렉쎄이 고르제예브"),
        ("알렉쎄이\n고르제예브동지께서", "알렉쎄이\n고르제예브"),
        ("알렉세이·고르데예프", "알렉세이·고르데예프"),
    ],
)
def test_a_full_name_is_found_from_its_latin_spelling(text: str, surface: str) -> None:
    (mention,) = found(text, GORDEYEV)
    assert (mention.surface, mention.tier) == (surface, "confirmed")


@pytest.mark.parametrize(
    "text",
    [
        "쎄르게이 고르제예브동지가 참가하였다.",  # another given name
        "로씨야의 알렉쎄이 고르제예바동지가 참가하였다.",  # a woman
        "알렉쎄이 고르제옌꼬동지가 참가하였다.",
        "알렉쎄이와 고르제예브가 참가하였다.",  # two people
        "알렉쎄이. 고르제예브가 참가하였다.",
        "고르제예브가 참가하였다.",
    ],
)
def test_another_name_is_nobodys(text: str) -> None:
    assert surfaces(text, GORDEYEV) == []


def test_a_double_surname_is_found_whole() -> None:
    listed = Entity(name="Maria Titova-Orlova", country="ru")
    assert surfaces("마리야 찌또바-오를로바동지가", listed) == ["Maria Titova-Orlova: 마리야 찌또바-오를로바"]


def test_a_longer_surname_is_another_persons() -> None:
    assert surfaces("안드레이 루덴꼬동지", RUDENKO) == ["Andrey Rudenko: 안드레이 루덴꼬"]
    assert surfaces("안드레이 루덴꼬브동지", RUDENKO) == []


def test_a_patronymic_must_be_the_persons_where_the_list_gives_it() -> None:
    listed = Entity(name="Vladimir Petrovich Titov", country="ru")
    assert surfaces("울라지미르 뻬뜨로비치 찌또브는", listed) == ["Vladimir Petrovich Titov: 울라지미르 뻬뜨로비치 찌또브"]
    assert surfaces("울라지미르 이와노비치 찌또브는", listed) == []


def test_the_reason_says_whose_spelling_it_is() -> None:
    (pyongyang,) = found("울라지미르 찌또브는", TITOV)
    (seoul,) = found("블라디미르 티토프는", TITOV)
    assert pyongyang.reason == "printed “울라지미르 찌또브”, the DPRK's Korean spelling of the list's Vladimir Titov"
    assert seoul.reason == "printed “블라디미르 티토프”, South Korea's spelling of the list's Vladimir Titov"


def test_one_other_sound_is_probable_in_an_article_on_russia_only() -> None:
    text = "울라지미르 찌따꼬브동지가 말하였다."
    listed = Entity(name="Vladimir Titkov", country="ru")
    assert surfaces(text, listed) == []
    (mention,) = found("로씨야대표단이 왔다. " + text, listed)
    assert (mention.tier, mention.surface) == ("probable", "울라지미르 찌따꼬브")
    assert "one sound differs" in mention.reason


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("연회에는 로씨야련방 부수상 울라지미르 찌또브동지가", "로씨야련방 부수상"),
        ("외무상 최선희동지,정부 제1부수상 울라지미르 찌또브동지,", "정부 제1부수상"),
        ("연회에는 공산당 중앙위원회 비서 겸 국가회의 의원 울라지미르 찌또브동지가", "공산당 중앙위원회 비서 겸 국가회의 의원"),
        ("Rodong Sinmun\n19일 로씨야련방 외무상 울라지미르 찌또브동지가", "로씨야련방 외무상"),
        ("산업상 겸 위원회 로씨야측위원장 울라지미르 찌또브동지를", "산업상 겸 위원회 로씨야측위원장"),
        ("수행원들과 우리 나라 주재 로씨야련방 특명전권대사 울라지미르 찌또브동지", "우리 나라 주재 로씨야련방 특명전권대사"),
        ("울라지미르 찌또브 우리 나라 주재 로씨야련방 특명전권대사가 15일", "우리 나라 주재 로씨야련방 특명전권대사"),
        ("블라디미르 티토프 러시아 외무장관은", "러시아 외무장관"),
        ("울라지미르 찌또브대통령의 방문", "대통령"),
        ("방문한 울라지미르 찌또브동지를", None),
    ],
)
def test_the_title_beside_a_name_is_its_role(text: str, role: str | None) -> None:
    (mention,) = found(text, TITOV)
    assert mention.role == role


@pytest.mark.parametrize("later", ["라브로브동지는", "라브로브의", "라브로브,", "라브로브외무상이"])
def test_a_surname_alone_counts_after_the_full_name(later: str) -> None:
    text = f"회담에는 쎄르게이 라브로브동지가 참가하였다. {later} 말하였다."

    assert surfaces(text, LAVROV) == ["Sergey Lavrov: 쎄르게이 라브로브", "Sergey Lavrov: 라브로브"]


def test_a_surname_alone_does_not_count_without_the_full_name() -> None:
    assert surfaces("라브로브동지는 말하였다.", LAVROV) == []


def test_a_surname_inside_a_longer_word_does_not_count() -> None:
    assert surfaces("쎄르게이 라브로브동지. 뻬뜨라브로브는 말하였다.", LAVROV) == ["Sergey Lavrov: 쎄르게이 라브로브"]


def test_a_surname_of_two_people_in_the_article_is_nobodys() -> None:
    text = "쎄르게이 라브로브와 아르까지 라브로브가 만났다. 라브로브는 말하였다."

    assert surfaces(text, LAVROV, OTHER) == ["Sergey Lavrov: 쎄르게이 라브로브", "Arkady Lavrov: 아르까지 라브로브"]


def test_another_given_name_before_the_surname_is_another_person() -> None:
    text = "울라지미르 찌또브가 왔다. 대사관 참사 윅또르 찌또브가 맞이하였다."
    assert surfaces(text, TITOV) == ["Vladimir Titov: 울라지미르 찌또브"]


@pytest.mark.parametrize(
    "text",
    [
        "로씨야대통령 찌또브는 말하였다.",
        "로씨야련방 대통령 찌또브동지의 축전",
        "로씨야방문. 찌또브대통령의 축전",
        "푸른 러시아. 티토프 대통령은",
    ],
)
def test_a_surname_beside_a_title_of_the_country_is_probable(text: str) -> None:
    (mention,) = found(text, TITOV)
    assert (mention.name, mention.tier) == ("Vladimir Titov", "probable")


def test_a_surname_beside_the_persons_own_office_is_certain() -> None:
    listed = Entity(name="Vladimir Titov", country="ru", roles=(Role(title="Minister of Foreign Affairs", unverified=True),))
    (mention,) = found("로씨야련방 외무상 찌또브는 말하였다.", listed)
    assert (mention.tier, mention.role) == ("confirmed", "로씨야련방 외무상")
    assert surfaces("로씨야련방 국방상 찌또브는 말하였다.", listed) == []


@pytest.mark.parametrize(
    "text",
    [
        "벨라루씨대통령 찌또브는 말하였다.",
        "찌또브대통령의 축전",  # of no country
        "로씨야대사관 참사 찌또브는 말하였다.",
        "로씨야. 허투로 쓰인 장면도 대사도 없다.",
        "로씨야. 마음을 울리는 대사를 하였다.",  # an ordinary verb that sounds like Ulyn
    ],
)
def test_a_surname_beside_another_title_is_nobodys(text: str) -> None:
    listed = (TITOV, Entity(name="Igor Ulyn", country="ru"), Entity(name="Arkady Shchyn", country="ru"))
    assert surfaces(text, *listed) == []


def test_people_whose_names_only_count_exactly_are_not_found_by_sound() -> None:
    listed = (Entity(name="Kim Tok Hun", country="kp"), Entity(name="Wang Yi", country="cn"), Entity(name="Ri Son Gwon"))
    assert surfaces("김덕훈동지와 리선권동지,왕이 외교부장이 로씨야대사를 만났다.", *listed) == []


MUKHIN = Entity(name="Alexander Mukhin", country="ru")
FATTAKHOV = Entity(name="Farid Fattakhov", country="ru")
KOZITSKY = Entity(name="Gleb Kozitsky", country="ru")
HOME = "로씨야대표단이 왔다. "


@pytest.mark.parametrize(
    ("text", "listed", "surface"),
    [
        ("찌또브 울라지미르동지가 참가하였다.", TITOV, "찌또브 울라지미르"),
        ("찌또브 울라지미르 이와노비치부수상이 말하였다.", TITOV, "찌또브 울라지미르 이와노비치"),
        ("울라지미르찌또브동지가 참가하였다.", TITOV, "울라지미르찌또브"),
        ("화리드 파따호브동지가 참가하였다.", FATTAKHOV, "화리드 파따호브"),
        ("울라지미르 찌또브사이의 담화", TITOV, "울라지미르 찌또브"),
        ("울라지미르 찌또브일행과의 담화", TITOV, "울라지미르 찌또브"),
        ("울라지미르 찌또브대통령각하께서", TITOV, "울라지미르 찌또브"),
    ],
)
def test_a_full_name_is_found_in_other_orders_and_with_more_glued_to_it(text: str, listed: Entity, surface: str) -> None:
    (mention,) = found(text, listed)
    assert (mention.surface, mention.tier) == (surface, "confirmed")


@pytest.mark.parametrize(
    "text",
    ["찌또브 쎄르게이동지가 왔다.", "쎄르게이찌또브동지가 왔다.", "울라지미르찌또바동지가 왔다.", "찌또브와 울라지미르가 왔다."],
)
def test_another_name_in_these_orders_is_nobodys(text: str) -> None:
    assert surfaces(text, TITOV) == []


def test_the_given_name_of_a_name_in_the_other_order_is_no_surname() -> None:
    text = "찌또브 울라지미르동지가 참가하였다. 울라지미르동지와 찌또브동지가 말하였다."
    assert [one.surface for one in found(text, TITOV)] == ["찌또브 울라지미르", "찌또브"]


def test_initials_that_agree_tell_whose_surname_it_is() -> None:
    (mention,) = found("조선주재 로씨야련방특명전권대사 아. 이. 무힌동지가 맞이하였다.", MUKHIN)
    assert (mention.surface, mention.role) == ("무힌", "조선주재 로씨야련방특명전권대사")
    assert mention.reason == "surname “무힌” behind initials that agree with the list's Alexander Mukhin"
    assert mention.sentence == "조선주재 로씨야련방특명전권대사 아. 이. 무힌동지가 맞이하였다."


@pytest.mark.parametrize("initials", ["브. 이.", "유. ", "느. 느."])
def test_initials_of_another_are_nobodys(initials: str) -> None:
    assert surfaces(HOME + f"로씨야련방특명전권대사 {initials} 무힌동지가 맞이하였다.", MUKHIN) == []


@pytest.mark.parametrize(
    "text",
    [
        HOME + "국가회의 꼬지쯔끼 대의원, 신문사 기자들이 참가하였다.",
        HOME + "청년신문사 책임주필 꼬지쯔끼, 기자들이 참가하였다.",
        HOME + "꼬지쯔끼 편집국장이 참가하였다.",
        "로씨야 신문사 부사장들인 윅또르 오를로브동지와 꼬지쯔끼동지를 비롯한 일군들이 왔다.",
    ],
)
def test_a_surname_counts_beside_a_title_after_it_or_shared_with_others(text: str) -> None:
    assert surfaces(text, KOZITSKY) == ["Gleb Kozitsky: 꼬지쯔끼"]


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("로씨야와 까자흐스딴이 만났다. 까자흐스딴 외무상 울라지미르 찌또브동지가 왔다.", []),
        ("로씨야와 벨라루씨가 만났다. 울라지미르 찌또브벨라루씨외무상이 왔다.", []),
        ("까자흐스딴주재 로씨야대사 울라지미르 찌또브동지가 왔다.", ["울라지미르 찌또브"]),
        ("우리 나라 주재 특명전권대사 울라지미르 찌또브동지가 왔다.", ["울라지미르 찌또브"]),
        ("중국담당 부상 울라지미르 찌또브동지가 왔다.", ["울라지미르 찌또브"]),
    ],
)
def test_a_namesake_of_another_country_is_nobodys(text: str, persons: list[str]) -> None:
    assert [one.surface for one in found(text, TITOV)] == persons


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("연회에는 국방성 울라지미르 찌또브부상이 초대되였다.", "국방성 부상"),
        ("조선주재 로씨야련방 울라지미르 찌또브특명전권대사가 왔다.", "조선주재 로씨야련방 특명전권대사"),
        ("하싼에 온 로씨야자연부원생태학상 울라지미르 찌또브동지", "로씨야자연부원생태학상"),
        ("이에 대해서는 특히 로씨야대통령 울라지미르 찌또브가", "로씨야대통령"),
        ("19일 저녁 로씨야대사 울라지미르 찌또브가", "로씨야대사"),
        ("주한 러시아 대사 블라디미르 티토프가", "주한 러시아 대사"),
        ("북한 주재 러시아 대사 블라디미르 티토프가", "북한 주재 러시아 대사"),
        ("외무성 부상 임천일동지와 우리 나라 주재 로씨야대사 울라지미르 찌또브동지가 참가하였다.", "우리 나라 주재 로씨야대사"),
        ("공산당 중앙위원회 비서인 울라지미르 찌또브동지", "공산당 중앙위원회 비서"),
    ],
)
def test_the_role_is_the_whole_title_and_nothing_more(text: str, role: str) -> None:
    (mention,) = found(text, TITOV)
    assert mention.role == role


def test_a_double_surname_alone_is_found_whose_first_half_is_nobodys() -> None:
    text = "마리야 리보바-벨로바동지가 도착하였다. 리보바-벨로바동지는 꽃바구니를 진정하였다."
    lvova = Entity(name="Maria Lvova-Belova", country="ru")
    assert surfaces(text, lvova) == ["Maria Lvova-Belova: 마리야 리보바-벨로바", "Maria Lvova-Belova: 리보바-벨로바"]


def test_a_surname_that_only_the_lists_own_spelling_tells_is_found_again_alone() -> None:
    text = "쎄르게이 하리또노브동지가 도착하였다. 하리또노브동지는 꽃바구니를 진정하였다."
    person = Entity(name="Sergey Kozlov", country="ru", native=("쎄르게이 하리또노브",))
    assert surfaces(text, person) == ["Sergey Kozlov: 쎄르게이 하리또노브", "Sergey Kozlov: 하리또노브"]


@pytest.mark.parametrize(
    ("listed", "text", "surface"),
    [
        (Entity(name="Hasan al-Barazi", country="sy"), "수리아대통령 하싼 알 바라지가 전문을 보내여왔다.", "하싼 알 바라지"),
        (Entity(name="Hasan al-Barazi", country="sy"), "하싼 알바라지가 전문을 보내여왔다.", "하싼 알바라지"),
        (Entity(name="Karim el-Damali", country="eg"), "카림 엘 다말리대통령의 전문", "카림 엘 다말리"),
        (Entity(name="Tariq bin Sulaiman", country="sa"), "타리크 빈 쑬라이만이 전문을 보내여왔다.", "타리크 빈 쑬라이만"),
        (Entity(name="Marko del Bossi", country="it"), "마르꼬 델 보씨동지가 왔다.", "마르꼬 델 보씨"),
        (Entity(name="Anna van der Linden", country="nl"), "안나 반 데르 린덴동지가 왔다.", "안나 반 데르 린덴"),
    ],
)
def test_a_particle_of_the_name_may_stand_apart(listed: Entity, text: str, surface: str) -> None:
    assert [(mention.surface, mention.tier) for mention in found(text, listed)] == [(surface, "confirmed")]


def test_a_surname_with_its_particle_apart_counts_after_the_full_name_and_another_surname_never() -> None:
    listed = Entity(name="Hasan al-Barazi", country="sy")
    assert len(found("하싼 알바라지는 왔다. 알 바라지는 연설하였다.", listed)) == 2
    assert found("하싼 알 다말리는 왔다.", listed) == []
    assert found("하싼 알 바라지노바는 왔다.", listed) == []
    assert found("오마르 알 바라지는 왔다.", listed) == []
    assert found("하싼 알은 바라지 않았다.", listed) == []
