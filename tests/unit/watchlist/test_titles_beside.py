"""Whose a title is that does not say so itself, and what stands for a title: invented officials in sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from wirewatch.configured import Entity, Role, Watchlist
from wirewatch.models import Mention
from wirewatch.watchlist.matcher import Matcher

NAMES = ("Igor Shibanov", "Anton Chirkunov", "Pavel Petrov", "Vera Lugovaya", "Galina Zhestkova")
MATCHER = Matcher(Watchlist(name="test", entities=tuple(Entity(name=name, country="ru") for name in NAMES)))


def found(body: str, matcher: Matcher = MATCHER) -> list[Mention]:
    return matcher.find({"body": body}, date(2024, 5, 4))


def said(body: str) -> list[tuple[str, str]]:
    return [(mention.surface, mention.tier) for mention in found(body)]


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (
            "The delegation of the Tomsk Regional Duma headed by Chairman Chirkunob arrived.",
            "“Chairman” (of “delegation of the Tomsk Regional Duma”)",
        ),
        (
            "He met the United Farmers' Party of Russia, led by its leader Chirkunob.",
            "“leader” (of “United Farmers' Party of Russia”)",
        ),
        (
            "They met the delegation of the Tomsk Regional Duma headed by Chirkunob, secretary of its General Council.",
            "“secretary of its General Council” (of “delegation of the Tomsk Regional Duma”)",
        ),
        ("They met the delegation of Tomsk led by Russian Minister Chirkunob.", "“Russian Minister”"),
        ("They thanked President Chirkunob of the Republic of Tuva for it.", "“President” (of “Republic of Tuva”)"),
        ("It was told by the chief executive of the Russian Railways, A. Chirkunob, in May.", "“chief executive of the Russian Railways”"),
        ("Chirkunob, vice-chairwoman of the Federation Council, wrote a letter.", "“vice-chairwoman of the Federation Council”"),
        ("Director General Chirkunob of Roscosmos wrote.", "“Director General” (of “Roscosmos”)"),
        ("Governor Chirkunob of the Maritime Territory wrote.", "“Governor” (of “Maritime Territory”)"),
    ],
)  # fmt: skip
def test_a_title_is_of_the_country_of_the_body_beside_it(body: str, title: str) -> None:
    (mention,) = found(body)
    assert (mention.name, mention.tier) == ("Anton Chirkunov", "probable")
    assert mention.reason.endswith(f"list has Anton Chirkunov: b printed for v; the title {title} beside it")


@pytest.mark.parametrize(
    "body",
    [
        "The Russian guests saw the delegation of the Serbian People's Party headed by Chairman Anton Chirkunov.",
        "The Russian guests saw President Anton Chirkunov of the Republic of Bulgaria.",
        "The Russian guests met the Bulgarian minister of Culture, Anton Chirkunov, on Friday.",
    ],
)
def test_a_body_of_another_state_makes_a_namesake(body: str) -> None:
    assert said(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "Russian guests came. The delegation of the Serbian People's Party headed by Chairman Chirkunob arrived.",
        "Chairman Chirkunob said that the delegation of Tomsk Regional Duma was headed by another.",
        "Attending were Oleg Burkov, the chairman of the Tomsk Regional Duma, Chirkunob, and others.",
        "Present were Kim Chol and the chairman of the Tomsk Regional Duma, Chirkunob, and others.",
        "Chirkunob, chairwoman of the federation for rowing, came to Russia.",
    ],
)
def test_the_body_of_another_title_is_not_this_ones(body: str) -> None:
    assert said(body) == []


@pytest.mark.parametrize(
    ("body", "role"),
    [
        (
            "I. Shibanov, head of the Regional Pine Nursery Department, came to Russia.",
            "head of the Regional Pine Nursery Department",
        ),
        ("Igor Shibanov, governor of St. Petersburg, came.", "governor of St. Petersburg"),
        ("St. Petersburg Governor Igor Shibanov came.", "St. Petersburg Governor"),
        ("Igor Shibanov, president of a rowing union, came.", "president of a rowing union"),
        ("Igor Shibanov, secretary of its General Council, came.", "secretary of its General Council"),
        ("Igor Shibanov, representative of Russia to the United Nations\nThe Nyongbyon Silk Mill", "representative of Russia to the United Nations"),
        ("A group led by Igor Shibanov, vice-minister of Ecology of Russia, visited the tourist area.", "vice-minister of Ecology of Russia"),
        ("There is a group led by Igor Shibanov, secretary of its council, and the delegation of the Liberal Party headed by Pak Il.", "secretary of its council"),
        ("The minister of Health of Russia, Igor Shibanov, wrote.", "minister of Health of Russia"),
    ],
)  # fmt: skip
def test_a_role_is_read_whole_and_no_further(body: str, role: str) -> None:
    (mention,) = found(body)
    assert mention.role == role


@pytest.mark.parametrize(
    ("body", "role"),
    [
        (
            "Igor Shibanov, who heads the Committee for Sport of the State Duma, came.",
            "heads the Committee for Sport of the State Duma",
        ),
        (
            "Igor Shibanov, who leads a group of the Ministry of Health on a visit, came.",
            "leads a group of the Ministry of Health",
        ),
        ("Igor Shibanov, who leads the country, came.", None),
        ("Igor Shibanov, who heads for Moscow, came.", None),
        (
            "Igor Shibanov, leading researcher of the Center for Korean Studies, came.",
            "leading researcher of the Center for Korean Studies",
        ),
        (
            "Igor Shibanov, senior researcher of the Institute of Japan and Contemporary Asia, came.",
            "senior researcher of the Institute of Japan and Contemporary Asia",
        ),
        ("Igor Shibanov, researcher of the Institute of Japan and Tolmatov, its head, came.", None),
        ("Igor Shibanov, leading the guests, came.", None),
        ("Igor Shibanov, who is chairman of the State Duma Committee, came.", "chairman of the State Duma Committee"),
        ("Igor Shibanov who also serves as an adviser to the president came.", None),
        ("Igor Shibanov, who serves as an adviser to the president of Russia, came.", "adviser to the president of Russia"),
        ("Igor Shibanov, who is on a visit, came.", None),
        ("Igor Shibanov, who is in charge of the Committee, came.", None),
        (
            "Igor Shibanov, who heads the Committee on International Affairs, came.",
            "heads the Committee on International Affairs",
        ),
        ("Igor Shibanov, who heads the Committee on Friday, came.", "heads the Committee"),
        ("Igor Shibanov, who is visiting the DPRK, came.", None),
        ("Igor Shibanov, who was minister of Health, came.", None),
        ("Igor Shibanov, research fellow of the Institute of Japan, came.", "research fellow of the Institute of Japan"),
        (
            "Igor Shibanov, secretary of the Central Committee, Peasants Party, came.",
            "secretary of the Central Committee, Peasants Party",
        ),
        (
            "Igor Shibanov, secretary of the Central Committee, Foreign Minister Oleg Tolmatov and others came.",
            "secretary of the Central Committee",
        ),
        (
            "Igor Shibanov, secretary of the C.C., Communist Party of Russia, came.",
            "secretary of the C.C., Communist Party of Russia",
        ),
        ("Secretary of the C. C., Peasants Party Igor Shibanov came.", None),
        ("Secretary of the C.C., Communist Party Igor Shibanov came.", "Secretary of the C.C., Communist Party"),
        ("Igor Shibanov, secretary of the CC, Peasants Party of Russia, came.", "secretary of the CC, Peasants Party of Russia"),
        ("Igor Shibanov, member of the C.C., who came, left.", "member of the C.C."),
    ],
)
def test_what_somebody_heads_studies_or_serves_is_a_role(body: str, role: str | None) -> None:
    assert [mention.role for mention in found(body)] == [role]


def test_who_heads_what_tells_whose_he_is() -> None:
    assert said("Igor Shibanov, who heads the Moldovan delegation, came.") == []
    assert said("Chirkunov, who heads the Committee for Sport of the State Duma, came.") == [("Chirkunov", "probable")]
    assert said("Chirkunov, who leads the country, came.") == []


@pytest.mark.parametrize("institute", ["Institute of China", "Center for Mongolian Studies", "Japan section of the Academy"])
def test_the_country_an_institute_studies_is_nobodys_own(institute: str) -> None:
    assert said(f"Igor Shibanov, director of the {institute}, came.") == [("Igor Shibanov", "confirmed")]
    assert said("Igor Shibanov, director of the Institute of the Mongolian Academy, came.") == []


def test_initials_of_a_rare_name_count_beside_a_scholars_title_but_no_diplomats() -> None:
    assert said("A. Chirkunov, researcher of the Center for Korean Studies, came to Moscow.") == [("A. Chirkunov", "probable")]
    assert said("A. Chirkunov, counsellor of the Russian embassy, came.") == []
    assert said("A. Chirkunov, researcher of the Center for Korean Studies, came to Minsk.") == []


def test_an_unknown_capital_behind_a_title_without_a_body_is_the_next_name() -> None:
    (mention,) = found("Igor Shibanov, Minister of Health Pak Mun Il and other officials of Russia came.")
    assert mention.role is None


def test_a_rare_surname_behind_fitting_initials_is_probable_in_an_article_on_the_country() -> None:
    (mention,) = found("A singer from Kazan praised the choir of A. Chirkunov.")
    assert (mention.surface, mention.tier, mention.score) == ("A. Chirkunov", "probable", 0.6)
    assert mention.reason == (
        "initials and surname “A. Chirkunov”: the initials are those of Anton Chirkunov, and the article speaks of Russia"
    )


@pytest.mark.parametrize(
    "body",
    [
        "A singer from Wonsan praised the choir of A. Chirkunov.",  # nothing speaks of the country
        "A singer from Kazan praised the choir of P. Petrov.",  # many are called so
        "A singer from Kazan praised the choir of O. Chirkunov.",
        "A singer from Kazan praised the choir of Chirkunov.",
        "A singer from Kazan praised the A. Chirkunov Choir.",
        "A singer from Kazan praised the teacher A. Chirkunov, counsellor of the embassy.",
    ],
)
def test_initials_that_prove_nothing(body: str) -> None:
    assert said(body) == []


def test_initials_alone_are_no_title_for_the_surname_elsewhere() -> None:
    assert said("A singer from Kazan praised the choir of A. Chirkunov. Chirkunov came later.") == [("A. Chirkunov", "probable")]


def test_the_reason_says_whose_title_it_is() -> None:
    (mention,) = found("Zhestkova, Russian minister of Culture, wrote.")
    assert mention.reason == "surname “Zhestkova” beside the Russian title “Russian minister of Culture”"
    (mention,) = found("G. Zhestkova, minister of Culture, went to Omsk.")
    assert mention.reason.endswith("beside the title “minister of Culture”, which names no country; the article speaks of Russia")
    roles = (Role(title="Minister of Culture", unverified=True),)
    listed = Matcher(Watchlist(name="test", entities=(Entity(name="Vera Lugovaya", country="ru", roles=roles),)))
    (mention,) = found("V. Lugovaya, Russian minister of Health, wrote.", listed)
    assert mention.reason.endswith("“Russian minister of Health”; it is none of the roles the list gives Vera Lugovaya")
    other = Matcher(Watchlist(name="test", entities=(Entity(name="Maxim Golovenko", country="by"),)))
    (mention,) = found("Golovenko, Belarusian minister of Health, wrote.", other)
    assert mention.reason.endswith("beside the title “Belarusian minister of Health” of the person's country")


def test_a_korean_title_begins_with_no_adverb_and_is_said_to_be_our_reading() -> None:
    listed = Matcher(Watchlist(name="test", entities=(Entity(name="Igor Morozkov", country="ru"),)))
    (mention,) = found("한편 로씨야외무성 부상 모로즈꼬브는 말하였다.", listed)
    assert mention.role == "로씨야외무성 부상"
    assert mention.reason.endswith("“로씨야외무성 부상” (read as “Russian ministry foreign affairs deputy minister”)")


def test_who_has_roles_on_the_list_is_not_told_by_initials() -> None:
    roles = (Role(title="Minister of Culture", unverified=True),)
    listed = Matcher(Watchlist(name="test", entities=(Entity(name="Anton Chirkunov", country="ru", roles=roles),)))
    assert found("A singer from Kazan praised the choir of A. Chirkunov.", listed) == []
