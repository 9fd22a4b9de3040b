"""What a bare list makes of the ways in which state media bring people in."""

from __future__ import annotations

import time

import pytest

from wirewatch.configured import Entity, Role, Watchlist
from wirewatch.models import Mention
from wirewatch.watchlist.matcher import Matcher


def matcher(*entities: Entity) -> Matcher:
    return Matcher(Watchlist(name="test", title="Test", entities=entities))


LAVROV = Entity(
    name="Sergey Lavrov",
    country="ru",
    native=("Сергей Викторович Лавров",),
    roles=(Role(title="Minister of Foreign Affairs of the Russian Federation", unverified=True),),
)
PUTIN = Entity(name="Vladimir Putin", country="ru", roles=(Role(title="President of the Russian Federation", unverified=True),))
RUDENKO = Entity(
    name="Andrey Rudenko",
    country="ru",
    aliases=("Andrei Ludenko",),
    roles=(Role(title="Deputy Minister of Foreign Affairs", unverified=True),),
)
MATCHER = matcher(LAVROV, PUTIN, RUDENKO)


def found(body: str, **other: str) -> list[Mention]:
    return MATCHER.find({"body": body, **other})  # type: ignore[dict-item]


# --- full names --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "printed",
    [
        "Sergei Lavrov",
        "Sergei Viktorovich Lavrov",
        "Sergey Victorovich Lavrov",
        "Sergei V. Lavrov",
        "Lavrov Sergei",
        "Lavrov Sergei Viktorovich",
    ],
)
def test_a_bare_name_finds_its_spellings_patronymics_and_orders(printed: str) -> None:
    (mention,) = found(f"The guest was {printed}, who spoke.")
    assert (mention.surface, mention.name, mention.tier, mention.score) == (printed, "Sergey Lavrov", "confirmed", 0.95)
    assert mention.reason == f"printed “{printed}”, a spelling of the list's Sergey Lavrov"


@pytest.mark.parametrize("printed", ["Miguel Mario Valdez-Ruiz", "Miguel Ángel Valdez-Ruiz"])
def test_a_second_given_name_may_stand_where_no_patronymic_does(printed: str) -> None:
    guest = matcher(Entity(name="Miguel Valdez-Ruiz", country="cu"))
    mentions = guest.find({"body": f"Received there was {printed} of Cuba. Later Valdez-Ruiz left."}, None)
    assert [(one.surface, one.tier) for one in mentions] == [(printed, "confirmed"), ("Valdez-Ruiz", "confirmed")]


@pytest.mark.parametrize(
    "text",
    [
        "The guest was Sergei Pavlovich Orlov.",  # his patronymic is another
        "The guest was Sergei Pavel Orlov.",
        "With Sergei and Orlov he came.",
    ],
)
def test_what_stands_between_is_no_second_given_name(text: str) -> None:
    assert matcher(Entity(name="Sergei Viktorovich Orlov", country="ru")).find({"body": text}, None) == []


def test_the_name_as_listed_scores_highest_and_gives_its_sentence() -> None:
    (mention,) = found("Rain fell.\n\nThe hall was full. Sergey Lavrov came on Oct. 19. He left.")
    assert mention.sentence == "Sergey Lavrov came on Oct. 19."
    assert (mention.entity_id, mention.watchlist, mention.field) == ("sergey-lavrov", "test", "body")
    assert (mention.score, mention.tier, mention.reason) == (1.0, "confirmed", "printed “Sergey Lavrov”, the name on the list")
    assert (mention.event, mention.event_day) == ("passing", None)


def test_an_alias_is_found_and_then_its_surname() -> None:
    first, second = found("Andrei Ludenko was there. Later Ludenko spoke.")
    assert first.reason == "printed “Andrei Ludenko”, on the list as another spelling of Andrey Rudenko"
    assert (second.surface, second.name, second.tier) == ("Ludenko", "Andrey Rudenko", "confirmed")


def test_one_span_is_one_mention_and_the_longest_wins() -> None:
    who = matcher(Entity(name="Vladimir Putin", aliases=("Putin", "President Vladimir Putin")))
    assert [mention.surface for mention in who.find({"body": "Then President Vladimir Putin spoke."})] == [
        "President Vladimir Putin"
    ]


def test_a_spelling_of_two_people_is_reported_for_neither() -> None:
    two = matcher(Entity(name="Ivan Petrov", aliases=("Vanya Petrov",)), Entity(name="Ivan Petroff", aliases=("Vanya Petrov",)))
    assert two.find({"body": "Here Vanya Petrov sang."}) == []


@pytest.mark.parametrize(
    "printed",
    ["Sergei Ivanovich Lavrov", "Arkady Lavrov", "Sergeant Lavrov", "Lavrov Arkady", "Lavrov Sergei Orlov"],
)
def test_other_people_are_nobody(printed: str) -> None:
    assert found(f"The guest was {printed}, who spoke in Russia.") == []


def test_korean_names_are_never_matched_by_the_fold_or_by_the_surname() -> None:
    koreans = matcher(Entity(name="Ri Yong Ho"), Entity(name="Choe Son Hui", country="kp"), Entity(name="Han Tok Su"))
    assert koreans.find({"body": "Ri Jong Ho met Choi Son Hui. Han referred to it, Ho spoke, Hui left. Rhi Yong Ho came."}) == []
    assert len(koreans.find({"body": "Ri Yong Ho met Choe Son Hui."})) == 2
    two_words = matcher(Entity(name="Hwang Jongchon"), Entity(name="Nguyen Trong", country="vn"))
    assert len(two_words.find({"body": "Hwang Jongchon met Nguyen Trong. Jongchon left, and so did Trong."})) == 2


# --- surnames ----------------------------------------------------------------------------------


def test_a_surname_counts_when_the_full_name_stands_anywhere_in_the_article() -> None:
    title, *rest = found("Then Putin spoke. Vladimir Vladimirovich Putin left.", title="Kim Jong Un Meets Putin")
    assert (title.field, title.surface, title.tier, title.score) == ("title", "Putin", "confirmed", 0.9)
    assert title.reason == "surname “Putin”: the full name stands in the same article (Vladimir Putin on the list)"
    assert [mention.surface for mention in rest] == ["Putin", "Vladimir Vladimirovich Putin"]


def test_in_a_headline_any_word_may_have_a_capital() -> None:
    title, _ = found("Vladimir Putin left.", title="Kim Jong Un Welcomes Putin")
    assert title.surface == "Putin"
    assert len(found("", title="Vladimir Putin Opens Military Academy")) == 1
    assert found("", title="Vladimir Putin Museum Opens") == []


@pytest.mark.parametrize(
    "lead_in",
    ["Then", "Comrade", "Mr.", "President", "In the message", "Welcoming", "On Monday", "In September", "“", "Kim Jong Un and"],
)
def test_titles_and_ordinary_words_before_a_surname_are_no_given_names(lead_in: str) -> None:
    assert [mention.surface for mention in found(f"Vladimir Putin came. {lead_in} Putin said so.")] == ["Vladimir Putin", "Putin"]


@pytest.mark.parametrize(
    "body",
    [
        "Russian Foreign Minister Lavrov came.",
        "Foreign Minister Lavrov came to Russia.",
        "Lavrov, foreign minister of Russia, came.",
    ],
)
def test_a_surname_counts_beside_a_russian_title_of_that_person(body: str) -> None:
    (mention,) = found(body)
    assert (mention.tier, mention.score) == ("confirmed", 0.8)
    assert mention.reason.endswith("an office of the list's Sergey Lavrov")
    assert mention.role is not None


@pytest.mark.parametrize(
    "body",
    [
        "Lavrov came to Russia.",
        "Foreign Minister Lavrov came.",
        "Belarusian Foreign Minister Lavrov came to Russia.",
        "Russian Vice-Minister of Foreign Affairs Lavrov came.",
        "Russian Foreign Minister Rudenko came.",
        "Lavrov, counsellor of the Russian embassy, came.",
        "Arkady Lavrov, foreign minister of the Russian Federation, came.",
        "A. Lavrov, foreign minister of the Russian Federation, came.",
        "S. I. Lavrov, foreign minister of the Russian Federation, came.",
        "the Lavrov Academic Ensemble of the Russian Army",
        "on Lavrov Street in Russia",
        "the Russian school named after Lavrov",
        "the Russian school named after Sergei Lavrov",
        "the Sergei Lavrov Museum",
        "a Sergei Lavrov Prize of Russia",
        "Lavrov-Petrov, foreign minister of the Russian Federation",
    ],
)
def test_a_surname_without_support_a_namesake_or_an_institution_is_nobody(body: str) -> None:
    assert found(body) == []


def test_a_counsellor_of_that_surname_is_nobody_even_beside_the_full_name() -> None:
    body = "Sergei Lavrov came. He was met by Lavrov, counsellor of the Russian embassy, and by Arkady Lavrov."
    assert [mention.surface for mention in found(body)] == ["Sergei Lavrov"]


def test_with_a_namesake_in_the_article_the_surname_alone_is_only_probable() -> None:
    _, alone = found("Sergei Lavrov came with Arkady Lavrov. Then Lavrov spoke.")
    assert (alone.surface, alone.tier, alone.score) == ("Lavrov", "probable", 0.6)


def test_a_title_elsewhere_makes_the_bare_surname_probable() -> None:
    first, second = found("Russian President Putin came. Later Putin spoke.")
    assert (first.tier, second.tier, second.surface) == ("confirmed", "probable", "Putin")


def test_a_surname_followed_by_another_name_or_another_office_is_nobody() -> None:
    body = "Russian Foreign Minister Lavrov came. Lavrov Petrosyan sang. Lavrov, mayor of Omsk, spoke."
    assert len(found(body)) == 1


@pytest.mark.parametrize("printed", ["S. Lavrov", "S.V. Lavrov", "S. V. Lavrov"])
def test_initials_count_with_the_full_name_or_an_agreeing_title_and_not_without(printed: str) -> None:
    assert found(f"{printed} sang in Russia.") == []
    assert [mention.surface for mention in found(f"Sergei Lavrov came. {printed} spoke.")] == ["Sergei Lavrov", printed]
    (mention,) = found(f"A letter from {printed}, foreign minister of Russia, came.")
    assert (mention.surface, mention.tier) == (printed, "confirmed")
    (mention,) = found(f"A letter from {printed}, chairman of a Russian party, came.")
    assert mention.tier == "probable"


def test_without_roles_on_the_list_a_russian_title_makes_a_surname_probable() -> None:
    bare = matcher(Entity(name="Mikhail Bogdanov"))
    (mention,) = bare.find({"body": "Present was Bogdanov, vice-minister of Foreign Affairs of Russia."})
    assert (mention.tier, mention.role) == ("probable", "vice-minister of Foreign Affairs of Russia")
    common = matcher(Entity(name="Mikhail Bogdanov", surname="common"))
    assert common.find({"body": "Present was Bogdanov, vice-minister of Foreign Affairs of Russia."}) == []


def test_a_role_with_an_apostrophe_agrees_with_its_own_words_in_print() -> None:
    who = matcher(Entity(name="Oleg Tarasov", country="ru", roles=(Role(title="Charge d'Affaires of Russia", unverified=True),)))
    (mention,) = who.find({"body": "They were met by Russian charge d'affaires Tarasov."})
    assert (mention.surface, mention.tier) == ("Tarasov", "confirmed")


def test_a_distinctive_surname_stands_alone_but_not_for_a_namesake() -> None:
    one = matcher(Entity(name="Alexander Matsegora", surname="distinctive"))
    assert [mention.tier for mention in one.find({"body": "Present was Matsegora."})] == ["confirmed"]
    assert one.find({"body": "Present was Irina Matsegora."}) == []


def test_a_surname_of_two_listed_people_needs_the_full_name_or_the_title() -> None:
    two = matcher(
        Entity(name="Sergei Ivanov", surname="distinctive"),
        Entity(name="Viktor Ivanov", roles=(Role(title="Minister of Transport", unverified=True),)),
    )
    assert two.find({"body": "Ivanov came."}) == []
    assert [mention.name for mention in two.find({"body": "Russian Minister of Transport Ivanov came."})] == ["Viktor Ivanov"]
    assert [mention.name for mention in two.find({"body": "Viktor Ivanov came. Ivanov left."})] == ["Viktor Ivanov"] * 2
    assert len(two.find({"body": "Viktor Ivanov and Sergei Ivanov came. Ivanov left."})) == 2


# --- roles as printed --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "role"),
    [
        (
            "met Sergei Lavrov, foreign minister of the Russian Federation, on a visit",
            "foreign minister of the Russian Federation",
        ),
        (
            "met Sergei Lavrov, foreign minister of the Russian Federation on a visit",
            "foreign minister of the Russian Federation",
        ),
        ("the talk with Russian Foreign Minister Sergei Lavrov took place", "Russian Foreign Minister"),
        ("Present were Foreign Minister of the Russian Federation Sergei Lavrov, Minister of Health Ivan Orlov", None),
        ("Kim and Sergei Lavrov, Minister of Health Ivan Orlov and others", None),
        ("the greetings of Comrade Sergei Lavrov were conveyed", None),
        ("Choe, DPRK ambassador to Russia and Foreign Minister Sergei Lavrov", "Foreign Minister"),
        ("Sergei Lavrov, president of the Republic of Buryatia, spoke", "president of the Republic of Buryatia"),
    ],
)
def test_a_role_is_given_as_printed_and_only_where_it_is_clear_whose_it_is(body: str, role: str | None) -> None:
    (mention,) = found(body)
    expected = "Foreign Minister of the Russian Federation" if body.startswith("Present were") else role
    assert mention.role == expected


# --- the rest ----------------------------------------------------------------------------------


def test_mentions_come_by_field_and_place_and_empty_texts_hold_nobody() -> None:
    mentions = found("Sergei Lavrov met Vladimir Putin.", title="Vladimir Putin", listing="Sergei Lavrov")
    assert [mention.field for mention in mentions] == ["title", "body", "body", "listing"]
    assert [mention.start for mention in mentions] == [0, 0, 18, 0]
    assert found("") == []
    assert matcher().find({"body": "Sergei Lavrov"}) == []


def test_sixty_names_take_milliseconds() -> None:
    entities = tuple(Entity(name=f"Sergei {chr(65 + n % 26)}{'aeiou'[n % 5]}rontsov{n * 'a'}", country="ru") for n in range(60))
    busy = matcher(*entities, LAVROV, PUTIN)
    body = "The hall in Moscow was full when Sergei Viktorovich Lavrov and Putin came. " * 40
    assert len(busy.find({"body": body})) == 40
    took = []
    for _ in range(5):
        started = time.process_time()
        busy.find({"body": body})
        took.append(time.process_time() - started)
    assert min(took) < 0.05  # 3 KB; far under 5 ms with the few names of a real article


def test_the_list_ids_can_be_given() -> None:
    (mention,) = matcher(Entity(name="Sergey Lavrov", id="fm")).find({"body": "Sergey Lavrov"})
    assert mention.entity_id == "fm"


@pytest.mark.parametrize(
    ("printed", "surface"),
    [
        ("the leaders and Russian PresidentPutin met", "Putin"),
        ("received by ComradeVladimir Putin , president", "Vladimir Putin"),
        ("talks with VladimirPutin were held", "VladimirPutin"),
    ],
)
def test_a_name_glued_to_its_neighbour_is_found_and_shown_as_printed(printed: str, surface: str) -> None:
    (mention,) = found(printed)
    assert (mention.surface, mention.name) == (surface, "Vladimir Putin")
    assert printed[mention.start : mention.end] == surface
    assert mention.sentence == printed
