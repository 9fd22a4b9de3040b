"""What a sentence says happened with a person, with whom, and on which day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.watchlist.events.cases import CASES
from wirewatch.models import Entity, Mention, Watchlist
from wirewatch.watchlist.matcher import Matcher

FRIDAY = date(2024, 5, 17)
GUSEV = Entity(name="Pavel Gusev", country="ru", native=("빠벨 구쎄브",))
MATCHER = Matcher(Watchlist(name="test", entities=(GUSEV, Entity(name="Oleg Zimin", country="ru"))))


def of_gusev(body: str, published_on: date | None = FRIDAY, title: str = "") -> Mention:
    return next(one for one in MATCHER.find({"title": title, "body": body}, published_on) if one.name == "Pavel Gusev")


@pytest.mark.parametrize(("text", "kind", "counterpart", "day"), CASES)
def test_the_verbs_and_the_places_of_names_tell_what_happened(
    text: str, kind: str, counterpart: str | None, day: date | None
) -> None:
    found = of_gusev(text)
    assert (found.event, found.counterpart, found.event_day) == (kind, counterpart, day)
