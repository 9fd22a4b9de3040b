"""A surname beside the title of an international organisation, which belongs to no country: invented people."""

from __future__ import annotations

from datetime import date

import pytest

from wirewatch.configured import Entity, Role, Watchlist
from wirewatch.models import Mention
from wirewatch.watchlist.matcher import Matcher

NAMES = (
    Entity(name="Duarte Valedora", country="pt"),
    Entity(name="Leandro Kirante", country="ar"),
    Entity(name="Igor Kovalev", country="ru"),
    Entity(name="Hugo Marlen", country="fr"),
    Entity(name="Anna Marlen", country="be"),
    Entity(name="Ri Un", country="kp"),
)
BARE = Matcher(Watchlist(name="test", entities=NAMES))


def found(body: str, matcher: Matcher = BARE) -> list[Mention]:
    return matcher.find({"body": body}, date(2024, 5, 4))


def said(body: str) -> list[tuple[str, str]]:
    return [(mention.surface, mention.tier) for mention in found(body)]


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("We regret that UN Secretary-General Valedora sided with the U.S. and Japan.", "UN Secretary-General"),
        ("Valedora, secretary-general of the United Nations, said so.", "secretary-general of the United Nations"),
        ("Valedora, UN secretary-general, said so in Geneva.", "UN secretary-general"),
        ("IAEA Director General Valedora calumniated the DPRK.", "IAEA Director General"),
        (
            "Director General of the International Atomic Energy Agency Valedora spoke.",
            "Director General of the International Atomic Energy Agency",
        ),
        ("Valedora, director-general of the WHO, spoke.", "director-general of the WHO"),
        ("World Health Organization Director-General Valedora spoke.", "World Health Organization Director-General"),
        ("NATO Secretary General Valedora went to Japan.", "NATO Secretary General"),
        ("The European Commission President Valedora went to Japan.", "European Commission President"),
        ("the former UN Secretary-General Valedora", "former UN Secretary-General"),
    ],
)
def test_a_surname_beside_the_title_of_an_international_organisation_is_probable(body: str, role: str) -> None:
    (mention,) = found(body)
    assert (mention.name, mention.tier, mention.role) == ("Duarte Valedora", "probable", role)
    assert mention.reason == f"surname “Valedora” beside the title “{role}” of an international organisation"


@pytest.mark.parametrize(
    "body",
    [
        "UN Secretary-General Kovalev spoke.",  # a surname of many
        "UN Secretary-General Marlen spoke.",  # of two on the list
        "UN Secretary-General Pedro Valedora spoke.",
        "U.S. Ambassador to the UN Valedora spoke.",
        "UN Ambassador Valedora spoke.",  # a state sends him
        "the permanent representative of Chile to the UN Valedora spoke.",
        "Chilean Director Valedora spoke at the UN.",
        "The director of the Chilean UN Committee, Valedora, spoke.",
        "UN Forces Commander Valedora spoke.",
        "UN correspondent Valedora spoke.",
        "Comrade Kim Jong Un, Secretary Valedora and others looked on.",
        "Kim Jong Un Secretary Valedora looked on.",
        "Those who directors Valedora and Pak met left.",
        "Secretary Valedora of the UN Association of Chile spoke.",
        "They named the UN Secretary-General Valedora Prize.",
    ],
)
def test_other_titles_and_names_beside_an_organisation_make_nobody(body: str) -> None:
    assert said(body) == []


def test_who_the_list_gives_that_office_is_confirmed_and_who_it_gives_another_is_not_found() -> None:
    roles = (Role(title="Secretary-General of the United Nations", unverified=True),)
    listed = Matcher(Watchlist(name="test", entities=(Entity(name="Duarte Valedora", country="pt", roles=roles),)))
    (mention,) = found("UN Secretary-General Valedora spoke.", listed)
    assert (mention.tier, mention.role) == ("confirmed", "UN Secretary-General")
    assert found("IAEA Director General Valedora spoke.", listed) == []


def test_in_hangul_too() -> None:
    (mention,) = found("유엔사무총장 끼란떼는 미국을 편들었다.")
    assert (mention.surface, mention.tier, mention.role) == ("끼란떼", "probable", "유엔사무총장")
    assert mention.reason.endswith("“유엔사무총장” (read as “UN secretary general”) of an international organisation")


def test_the_syllable_of_a_korean_name_is_no_organisation() -> None:
    (mention,) = found("The respected Comrade Kim Jong Un met President Duarte Valedora of Portugal.")
    assert mention.role == "President"
