"""What a verdict makes of a list."""

from __future__ import annotations

import pytest

from wirewatch.configured import Entity, Watchlist
from wirewatch.watchlist.verdicts import Judged, Ruling, Verdict, why_no_alias

VOLKOVA = Entity("Irina Volkova", country="ru")
TARASOV = Entity("Oleg Tarasov", country="ru")
LIST = Watchlist((VOLKOVA, TARASOV), "list", "list")

TOLD = "The guests saw Irina Volkova, a singer of the school choir."
NO = Verdict(Ruling.REJECTED, "irina-volkova", "Irina Volkova", TOLD)
YES = Verdict(Ruling.ACCEPTED, "oleg-tarasov", "Orek\n Darasobu", "Orek Darasobu came.")


def surfaces(judged: Judged, body: str) -> list[str]:
    return [mention.surface for mention in judged.find({"body": body})]


@pytest.mark.parametrize(
    "body",
    [
        TOLD,
        f"It rained. {TOLD} Then they left.",
        "The guests saw  IRINA Volkova -- a singer\nof the school choir.",
        f"Another day.\n\n{TOLD}",
    ],
)
def test_rejected_words_are_not_matched_again_in_any_article_that_prints_them(body: str) -> None:
    assert surfaces(Judged(LIST), body) != []
    assert surfaces(Judged(LIST, [NO]), body) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Irina Volkova, the minister, spoke.", ["Irina Volkova"]),
        (f"{TOLD} Irina Volkova, the minister, spoke.", ["Irina Volkova"]),
        ("The guests saw Oleg Tarasov, a singer of the school choir.", ["Oleg Tarasov"]),
    ],
)
def test_other_words_and_other_people_are_matched_as_before(body: str, found: list[str]) -> None:
    assert surfaces(Judged(LIST, [NO]), body) == found


def test_an_accepted_spelling_is_an_alias_of_its_person() -> None:
    judged = Judged(LIST, [YES])

    (mention,) = judged.find({"body": "Among them was Orek Darasobu."})

    assert (mention.entity_id, mention.surface, mention.tier) == ("oleg-tarasov", "Orek Darasobu", "confirmed")
    assert surfaces(Judged(LIST), "Among them was Orek Darasobu.") == []
    assert judged.watchlist.entities[1].aliases == ("Orek Darasobu",)


def test_the_version_changes_with_every_verdict_and_with_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    same = Verdict(Ruling.REJECTED, "irina-volkova", "Irina  Volkova", TOLD.upper())
    versions = {Judged(LIST, verdicts).sha256 for verdicts in ([], [NO], [YES], [NO, YES])}

    assert len(versions) == 4
    assert Judged(LIST, [YES, NO, same]).sha256 == Judged(LIST, [NO, YES]).sha256
    monkeypatch.setattr("wirewatch.watchlist.verdicts.MATCHER_VERSION", "another")
    assert Judged(LIST).sha256 not in versions


@pytest.mark.parametrize(
    ("person", "surface", "why"),
    [
        ("oleg-tarasov", "Oleg  TARASOV", "is a spelling of Oleg Tarasov already"),
        ("oleg-tarasov", "Volkova", "is a surname alone"),
        ("oleg-tarasov", "president", "common word"),
        ("oleg-tarasov", "Irina Volkova", "is a spelling of"),
        ("somebody-else", "Orek Darasobu", "has no “somebody-else” any more"),
    ],
)
def test_what_would_match_other_people_does_not_become_an_alias(person: str, surface: str, why: str) -> None:
    assert why in (why_no_alias(LIST, person, surface) or "")


def test_a_misprint_may_become_an_alias() -> None:
    assert why_no_alias(LIST, "oleg-tarasov", "Orek Darasobu") is None
    assert why_no_alias(LIST, "oleg-tarasov", "올레그 따라쏘브") is None
