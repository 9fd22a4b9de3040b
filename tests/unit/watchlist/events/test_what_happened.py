"""What a sentence says happened with a person, with whom, and on which day."""

from __future__ import annotations

import time
from datetime import date

import pytest

from tests.unit.watchlist.events.cases import CASES
from tests.unit.watchlist.events.clause_cases import CLAUSE_CASES
from tests.unit.watchlist.events.further_cases import FURTHER_CASES
from tests.unit.watchlist.events.newspaper_cases import NEWSPAPER_CASES
from tests.unit.watchlist.events.resumed_cases import RESUMED_CASES
from wirewatch.configured import Entity, Watchlist
from wirewatch.models import Mention
from wirewatch.watchlist.matcher import Matcher

FRIDAY = date(2024, 5, 17)
GUSEV = Entity(name="Pavel Gusev", country="ru", native=("빠벨 구쎄브",))
MATCHER = Matcher(Watchlist(name="test", entities=(GUSEV, Entity(name="Oleg Zimin", country="ru"))))


def of_gusev(body: str, published_on: date | None = FRIDAY, title: str = "") -> Mention:
    return next(one for one in MATCHER.find({"title": title, "body": body}, published_on) if one.name == "Pavel Gusev")


@pytest.mark.parametrize(
    ("text", "kind", "counterpart", "day"), CASES + FURTHER_CASES + NEWSPAPER_CASES + CLAUSE_CASES + RESUMED_CASES
)
def test_the_verbs_and_the_places_of_names_tell_what_happened(
    text: str, kind: str, counterpart: str | None, day: date | None
) -> None:
    found = of_gusev(text)
    assert (found.event, found.counterpart, found.event_day) == (kind, counterpart, day)


# --- over a whole article ------------------------------------------------------------------------


def test_the_first_event_of_a_person_is_his_event() -> None:
    body = "Minister Pavel Gusev arrived here on Wednesday. Kim Jong Un met Pavel Gusev on Thursday. Pavel Gusev said that it was good."
    found = of_gusev(body)
    assert (found.event, found.event_day) == ("arrived", date(2024, 5, 15))


def test_every_mention_of_a_person_carries_the_event() -> None:
    found = MATCHER.find({"body": "Pavel Gusev expressed thanks.\n\nKim Jong Un met Pavel Gusev on May 15."}, FRIDAY)
    assert {(one.event, one.counterpart, one.event_day, one.day_evidence) for one in found} == {
        ("met", "Kim Jong Un", date(2024, 5, 15), "on May 15")
    }


def test_what_stands_below_the_lead_happened_on_the_day_of_the_occasion() -> None:
    body = "Kim Jong Un met the guests on May 15.\n\nPresent there was Russian Ambassador Pavel Gusev."
    found = of_gusev(body)
    assert (found.event, found.event_day, found.day_evidence) == ("attended", date(2024, 5, 15), "on May 15")


@pytest.mark.parametrize(
    "second",
    [
        "Earlier, Minister Pavel Gusev visited the tower.",
        "Meanwhile, Minister Pavel Gusev visited the tower.",
    ],
)
def test_what_happened_at_another_time_has_no_day_of_the_occasion(second: str) -> None:
    found = of_gusev(f"Kim Jong Un met the guests on May 15. {second}")
    assert (found.event, found.event_day) == ("visited", None)


def test_a_stretch_of_days_is_no_day() -> None:
    body = "The congress was held from May 13 to 15. Present there was Minister Pavel Gusev."
    assert (of_gusev(body).event, of_gusev(body).event_day) == ("attended", None)


def test_a_dateline_is_no_day_of_an_event_but_today_is_counted_from_it() -> None:
    quiet = of_gusev("Pyongyang, May 16 (KCNA) -- Pavel Gusev visited the war museum.")
    today = of_gusev("Pyongyang, May 16 (KCNA) -- Pavel Gusev visited the war museum today.")
    assert (quiet.event, quiet.event_day, quiet.day_evidence) == ("visited", None, None)
    assert (today.event_day, today.day_evidence) == (date(2024, 5, 16), "today")


def test_without_a_day_of_publication_only_a_year_in_print_makes_a_day() -> None:
    assert of_gusev("Kim Jong Un met Pavel Gusev on Thursday.", None).event_day is None
    assert of_gusev("Kim Jong Un met Pavel Gusev on May 15.", None).event_day is None
    assert of_gusev("Kim Jong Un met Pavel Gusev on May 15, 2024.", None).event_day == date(2024, 5, 15)


def test_guests_of_a_reception_are_told_from_those_present_elsewhere() -> None:
    present = "Present there on invitation were Pavel Gusev, Russian ambassador to the DPRK, and others."
    assert of_gusev(f"The Cabinet gave a reception at the hall on May 15. {present}").event == "reception"
    assert of_gusev(f"A memorial service was held at the hall on May 15. {present}").event == "attended"


def test_a_message_that_speaks_of_the_past_makes_no_meeting() -> None:
    body = "Kim Jong Un sent a message to Governor Oleg Zimin.\n\nI met Pavel Gusev in Vladivostok and we held talks."
    assert of_gusev(body).event == "passing"


def test_a_headline_alone_tells_in_the_present_tense() -> None:
    found = MATCHER.find(
        {"title": "Kim Jong Un Receives Pavel Gusev", "body": "The guest was welcomed warmly on Thursday."}, FRIDAY
    )
    assert [(one.event, one.counterpart) for one in found] == [("met", "Kim Jong Un")]


def test_the_text_tells_more_than_its_headline() -> None:
    found = of_gusev("Choe Son Hui held talks with Pavel Gusev on May 15.", title="Choe Son Hui Meets Pavel Gusev")
    assert (found.event, found.event_day) == ("talks", date(2024, 5, 15))


def test_what_only_the_listing_says_is_read_as_a_text() -> None:
    found = MATCHER.find({"listing": "Kim Jong Un received Pavel Gusev on May 15 at the office"}, FRIDAY)
    assert [(one.event, one.event_day) for one in found] == [("met", date(2024, 5, 15))]


def test_a_long_list_with_titles_on_either_side_is_one_attendance() -> None:
    titles = ", ".join(
        f"First Deputy Minister of Trade and Economy Ivan Orlo{letter}, Sergei Mali{letter}, vice-chairman of the State Committee for Science and Technology"
        for letter in "abcdefghij"
    )
    body = f"A meeting was held on May 15. Present there from the Russian side were {titles}, Director of the Bureau Pavel Gusev and others."
    found = of_gusev(body)
    assert (found.event, found.event_day) == ("attended", date(2024, 5, 15))


def test_a_sentence_as_long_as_an_article_takes_no_time() -> None:
    listed = ", ".join(f"the delegation of the union of miners number {number} and its party" for number in range(400))
    began = time.process_time()
    of_gusev(f"Present there were {listed} led by Pavel Gusev.")
    of_gusev("The delegation and " * 2000 + "Pavel Gusev met.")
    assert time.process_time() - began < 2


def test_who_returns_home_leaves_unless_home_is_pyongyang() -> None:
    body = "The delegation led by Pavel Gusev returned home on Thursday. The delegation led by Kim Song Nam returned home on Wednesday."
    names = [Entity(name="Pavel Gusev", country="ru"), Entity(name="Kim Song Nam", country="kp")]
    found = Matcher(Watchlist(name="test", entities=tuple(names))).find({"body": body}, FRIDAY)
    assert [(one.name, one.event) for one in found] == [("Pavel Gusev", "left"), ("Kim Song Nam", "arrived")]


def test_the_leader_of_a_delegation_does_what_was_told_last() -> None:
    found = of_gusev(
        "Delegations of Cuba left here on Tuesday. A delegation of Russia arrived here on Thursday. It is led by Pavel Gusev."
    )
    assert found.event == "arrived"


def test_a_title_that_runs_into_other_words_hides_no_verb() -> None:
    title = "Ministerof Natural Resources and Ecology who is Chairman of the Russian Side to theDPRK-Russia Intergovernmental Committee for Cooperation in Trade, Economy, Science andTechnology"
    found = of_gusev(f"The government delegation of Russia led by Pavel Gusev, {title},laid a wreath at the tower on the 15th.")
    assert (found.event, found.event_day) == ("visited", date(2024, 5, 15))
