"""What a probe says of the order of entries, and how it ends."""

from __future__ import annotations

from datetime import date

import pytest

from wirewatch.configured import Listing, Source
from wirewatch.errors import State
from wirewatch.models import Entry
from wirewatch.pipeline.probe_findings import ABOUT, Probed, Verdict, order_of

SOURCE = Source(key="one", label="One", base_url="http://127.0.0.1:1", listing=Listing("search"))


def entries(*days: int) -> list[Entry]:
    return [Entry("u", b"", listed_on=date(2026, 11, day)) for day in days]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((), None),
        ((20, 20), None),
        ((20, 20, 19, 18), "newest first"),
        ((20, 20, 20, 3, 19, 19, 18, 18), "newest first, but for 1 of 8 entries"),
        ((1, 2, 3), "days out of order: 2026-11-01, 2026-11-02, 2026-11-03"),
        ((20, 20, 18, 18, 19, 19), "days out of order: 2026-11-20, 2026-11-18, 2026-11-19"),
        ((1, 2, 3, 4, 5, 6, 7), "days out of order: 2026-11-01, 2026-11-02, 2026-11-03, 2026-11-04, 2026-11-05, 2026-11-06, …"),
    ],
)
def test_the_order_of_entries_in_words(days: tuple[int, ...], words: str | None) -> None:
    assert order_of(entries(*days)) == words


def probed(state: State = State.OK, **verdicts: Verdict) -> Probed:
    found = Probed(SOURCE, state=state)
    for about in ABOUT:
        found.say(about, verdicts.get(about, Verdict.AS_CONFIGURED), f"words about {about}")
    return found


def test_the_exit_code_and_the_reason_are_of_the_worst_line() -> None:
    changed = probed(paging=Verdict.NOT_SEEN, label=Verdict.DIFFERS)

    assert (probed().exit_code, probed().reason) == (0, None)
    assert (probed(paging=Verdict.NOT_SEEN).exit_code, probed(paging=Verdict.NOT_SEEN).reason) == (
        1,
        "paging: words about paging",
    )
    assert (changed.exit_code, changed.reason) == (3, "label: words about label")
    assert probed(State.BLOCKED, access=Verdict.NOT_SEEN).exit_code == 3
    assert Probed(SOURCE).exit_code == 1


def test_the_first_word_about_a_thing_stays() -> None:
    found = probed(listing=Verdict.DIFFERS)
    found.say("listing", Verdict.AS_CONFIGURED, "later")

    assert found.findings["listing"].verdict is Verdict.DIFFERS
