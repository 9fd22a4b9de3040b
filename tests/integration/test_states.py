"""Every way a site can refuse, break or change: what a crawl makes of it, what operators read, and that nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from demo import states
from demo.distortion import KOREAN
from demo.states import CASES, Seen
from tests.conftest import new_database
from wirewatch.errors import State
from wirewatch.pipeline.report import table
from wirewatch.storage import database

READ = ("popup", "wrong_charset", "legacy_charset", "restyled")
WALL = ("signup_redirect", "signup_page")
BLOCKED = ("challenge", "too_many")
DOWN = ("error", "cut", "slow", "drip", "drip_headers")
ARTICLES_OF_THE_DAY = 8

SUBJECTS = {
    State.BLOCKED: "is blocked",
    State.ACCESS_WALL: "is behind a sign-up wall",
    State.LAYOUT_CHANGED: "answers, but cannot be read",
    State.ROBOTS_DISALLOWED: "is closed to us by robots.txt",
    State.DOWN: "does not answer",
}


def expected(mode: str, place: str) -> State:
    """The state the design asks for."""
    if place == "robots.txt":
        refused = {"robots_none": State.ROBOTS_DISALLOWED, "error": State.DOWN, "too_many": State.BLOCKED}
        return refused.get(mode, State.OK)  # what is no robots.txt holds no rules (RFC 9309)
    if mode in READ:
        return State.OK
    if mode in WALL:
        return State.ACCESS_WALL
    if mode in BLOCKED or (mode == "forbidden" and place != "paging"):
        return State.BLOCKED
    if mode in DOWN:
        return State.DOWN
    return State.OK if place == "paging" else State.LAYOUT_CHANGED  # a method that fails plainly is replaced by the other


@pytest.fixture(scope="module")
def new_store(server: str, template: str) -> Callable[[], Engine]:
    """new_store() → an engine on an empty database of its own."""

    return lambda: database.connect(new_database(server, template))


@pytest.fixture(scope="module")
def found(new_store: Callable[[], Engine]) -> dict[tuple[str, str], Seen]:
    """All cases, run once and several at a time: one after the other they would take minutes, most of them waiting."""
    return {(seen.mode, seen.place): seen for seen in states.provoke_all(new_store)}


@pytest.fixture
def seen(found: dict[tuple[str, str], Seen], request: pytest.FixtureRequest) -> Seen:
    """The case of the test."""
    return found[request.param]


every_case = pytest.mark.parametrize("seen", CASES, indirect=True, ids=["-".join(case) for case in CASES])


@every_case
def test_the_state_says_what_happened(seen: Seen) -> None:
    state = expected(seen.mode, seen.place)
    report = seen.report

    assert report.crawl.state is state, report.crawl.reason
    assert seen.exit_code == state.exit_code
    assert report.complete == (state is State.OK)
    assert table(report).startswith(f"kcna-en: {state}" + (f" – {report.crawl.reason}" if state is not State.OK else "\n"))
    assert report.as_json()["state"] == state
    if state is not State.OK:
        assert str(report.complaint) == f"kcna-en is {state}: {report.crawl.reason}"
        assert set(report.coverage.values()) <= {"open", "missing", "complete"}


@every_case
def test_the_evidence_shows_what_was_asked_and_what_came(seen: Seen) -> None:
    if expected(seen.mode, seen.place) is State.OK:
        return
    assert {"status", "final_url", "title", "text"} <= set(seen.evidence)
    assert str(seen.evidence["final_url"]).startswith("http")
    statuses = {
        "forbidden": 403,
        "challenge": 403,
        "too_many": 429,
        "error": 500,
        "redirect_elsewhere": 302,
        "redirect_private": 302,
    }
    no_answer = ("cut", "slow", "drip", "drip_headers", "large", "bomb", "redirect_loop", "robots_none")
    assert seen.evidence["status"] == (None if seen.mode in no_answer else statuses.get(seen.mode, 200))


@every_case
def test_after_a_refusal_not_one_more_request_is_made(seen: Seen) -> None:
    state = expected(seen.mode, seen.place)
    refused = state in (State.BLOCKED, State.ACCESS_WALL, State.ROBOTS_DISALLOWED)
    asked = {"paging": "listing", "search": "search", "articles": "article", "robots.txt": "robots"}[seen.place]

    assert seen.closed == refused
    assert seen.requests_of_next_run == 0
    if refused:
        assert seen.requests[asked] == 1
    elif seen.place == "articles":
        assert seen.requests["article"] <= 3 * 6 or state is State.OK  # three pages, a redirect loop of six each


@every_case
def test_a_slow_or_hostile_page_costs_its_deadline_and_nothing_else(seen: Seen) -> None:
    pages = 3 if seen.place == "articles" else 1
    assert seen.seconds < pages * states.DRIPPING.deadline_seconds + 30


@every_case
def test_operators_are_told_once_in_words_and_once_when_it_is_over(seen: Seen) -> None:
    state = expected(seen.mode, seen.place)
    if state is State.OK:
        assert (seen.told, seen.told_after) == ([], [])
        return
    (message,), (after,) = seen.told, seen.told_after
    words = " ".join(message.text.split())

    assert message.subject == f"Wirewatch: KCNA.kp (En) {SUBJECTS[state]}"
    assert " ".join(str(seen.report.crawl.reason).split()) in words
    assert str(seen.evidence["final_url"]) in message.text.splitlines()
    assert "What to do: " in words
    assert "Wirewatch stopped at once" in words if seen.closed else "every run" in words
    assert not any(sign in message.text for sign in ("<", "0x", "object at", "Traceback", "{", "}"))
    assert after.subject == "Wirewatch: KCNA.kp (En) can be read again"
    assert "There is nothing to do" in after.text


@every_case
def test_when_the_site_is_well_again_nothing_was_lost_or_doubled(seen: Seen, found: dict[tuple[str, str], Seen]) -> None:
    assert seen.recovered.crawl.state is State.OK
    assert seen.recovered.complete
    assert len(seen.stored) == ARTICLES_OF_THE_DAY
    if (seen.mode, seen.place) == ("legacy_charset", "articles"):
        titled = [title for title, _ in seen.stored if title]
        assert titled
        assert all(title.endswith(KOREAN) for title in titled)
    else:
        assert seen.stored == found["forbidden", "articles"].stored


def test_the_page_of_states_is_what_was_seen(found: dict[tuple[str, str], Seen]) -> None:
    written = timeless(states.DOCUMENT.read_text(encoding="utf-8"))
    seen = timeless(states.document(found[case] for case in CASES))

    assert [line for line in seen if line not in written] == [], "run: python -m demo.states"
    assert [line for line in written if line not in seen] == [], "run: python -m demo.states"


def timeless(document: str) -> list[str]:
    """Its lines, without days, times and ports: those are of the run that wrote it."""
    return re.sub(r"\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}-\d\d-\d\d|\d\d:\d\d|127\.0\.0\.1:\d+", "…", document).splitlines()


def test_the_page_of_states_has_every_state_there_is() -> None:
    written = states.DOCUMENT.read_text(encoding="utf-8").splitlines()

    assert [state for state in State if states.meaning(state) not in written] == [], "run: python -m demo.states"
