"""When an article is read again, and what proves that it was removed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirewatch.models import Article, CheckResult
from wirewatch.pipeline.recheck_rules import controls, doubtful, due_on, gone_streak, is_edit, removal
from wirewatch.storage.rechecks import Check, Life

READ = date(2026, 11, 1)
DAYS = (1, 3, 14)
GONE, SAME, DOWN, REFUSED = CheckResult.GONE, CheckResult.UNCHANGED, CheckResult.DOWN, CheckResult.REFUSED
numbers = count(1)


def day(number: int) -> date:
    return READ + timedelta(days=number)


def check(number: int, result: CheckResult = GONE, neighbours: int = 8, answering: int = 8) -> Check:
    return Check(next(numbers), day(number), result, neighbours, answering)


def life(*checks: Check, read_on: date = READ, article_id: int = 1, removed: bool = False) -> Life:
    return Life(article_id, read_on, read_on, removed, checks)


# --- what is due ---------------------------------------------------------------------------------


def days_checked(until: int, result: CheckResult = SAME, blind: range = range(0)) -> list[int]:
    """The days on which an article is checked when somebody looks daily, but on the blind ones."""
    known = life()
    for number in range(until + 1):
        if number not in blind and due_on(known, day(number), DAYS):
            known = life(*known.checks, check(number, result))
    return [(one.on - READ).days for one in known.checks]


def test_an_article_is_read_again_on_days_1_3_and_14() -> None:
    assert days_checked(60) == [1, 3, 14]


def test_a_missed_check_is_made_up_for_once_and_not_once_for_each_missed() -> None:
    assert days_checked(60, blind=range(1, 5)) == [5, 14]
    assert days_checked(60, blind=range(1, 20)) == [20]


def test_a_check_missed_for_more_than_a_month_is_let_go() -> None:
    assert days_checked(200, blind=range(1, 44)) == [44]
    assert days_checked(200, blind=range(1, 45)) == []


def test_a_check_that_was_refused_or_met_a_dead_line_is_still_due() -> None:
    assert due_on(life(check(1, REFUSED), check(1, DOWN)), day(1), DAYS) == day(1)
    assert due_on(life(check(1, SAME)), day(1), DAYS) is None


def test_a_gone_article_is_asked_for_again_until_14_days_are_over_and_then_now_and_then() -> None:
    assert days_checked(120, GONE) == [1, 2, 3, 4, 8, 14, 15, 22, 29, 57, 85]


def test_an_unreadable_page_is_asked_for_again_the_next_days() -> None:
    assert days_checked(60, CheckResult.UNREADABLE) == [1, 2, 3, 4, 8, 14]


def test_a_refusal_does_not_end_the_gone_streak_and_an_answer_does() -> None:
    assert len(gone_streak([check(1), check(2, REFUSED), check(3, CheckResult.UNREADABLE), check(4)])) == 2
    assert len(gone_streak([check(1), check(2, SAME), check(4)])) == 1


# --- removals ------------------------------------------------------------------------------------


def test_three_checks_over_fourteen_days_prove_a_removal() -> None:
    proof = removal([check(1), check(4), check(15)])

    assert proof is not None
    assert [one.on for one in proof] == [day(1), day(4), day(15)]


@pytest.mark.parametrize(
    ("why", "checks"),
    [
        ("two checks", [check(1), check(20)]),
        ("three checks on two days", [check(1), check(1), check(20)]),
        ("thirteen days", [check(1), check(4), check(14)]),
        ("it answered in between", [check(1), check(4, SAME), check(8), check(15)]),
        ("it answered at last", [check(1), check(4), check(15), check(16, SAME)]),
        ("a refusal is no evidence", [check(1), check(4, REFUSED), check(15)]),
        ("a dead line is no evidence", [check(1), check(4, DOWN), check(15)]),
        ("an unreadable page is no evidence", [check(1), check(4, CheckResult.UNREADABLE), check(15)]),
        ("the site was ill on one of the days", [check(1), check(4, GONE, 8, 5), check(15)]),
        ("nobody else was asked on the first day", [check(1, GONE, 0, 0), check(4), check(15)]),
        ("too few were asked", [check(1), check(4, GONE, 3, 3), check(15)]),
    ],
)
def test_less_proves_nothing(why: str, checks: list[Check]) -> None:
    assert removal(checks) is None, why


@pytest.mark.parametrize(("neighbours", "answering", "proven"), [(8, 6, True), (8, 5, False), (4, 3, True), (100, 74, False)])
def test_three_quarters_of_the_neighbours_must_answer(neighbours: int, answering: int, proven: bool) -> None:
    checks = [check(number, GONE, neighbours, answering) for number in (1, 4, 15)]
    assert (removal(checks) is not None) is proven


results = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(list(CheckResult)), st.integers(0, 10), st.integers(0, 10)))


@given(results)
def test_no_history_without_three_gone_checks_far_enough_apart_is_a_removal(
    history: list[tuple[int, CheckResult, int, int]],
) -> None:
    checks = [check(number, result, n, min(n, a)) for number, result, n, a in sorted(history, key=lambda one: one[0])]
    proof = removal(checks)

    if proof:
        assert {one.result for one in proof} == {GONE}
        assert len({one.on for one in proof}) >= 3
        assert (proof[-1].on - proof[0].on).days >= 14
        assert checks[-1].result not in {SAME, CheckResult.EDITED, CheckResult.UNCHANGED_304}


def test_neighbours_vouch_for_the_site_when_a_gone_article_is_asked_for_again() -> None:
    gone = life(check(1), article_id=1)
    near = [life(check(1, SAME), read_on=day(number), article_id=10 + number) for number in range(-3, 6)]
    far = life(read_on=day(20), article_id=99)
    dead = life(article_id=100, removed=True)

    asked = controls([gone, far, dead, *near], {1: day(2)}, day(2))

    assert len(asked) == 4
    assert {9, 10, 11} < set(asked) <= {8, 9, 10, 11, 12}


def test_what_was_published_more_than_a_week_apart_is_no_neighbour() -> None:
    gone = life(check(9), article_id=1)
    lives = [gone, life(read_on=day(7), article_id=7), life(read_on=day(-7), article_id=3), life(read_on=day(8), article_id=8)]

    assert controls(lives, {1: day(10)}, day(10)) == [3, 7]


def test_neighbours_that_are_due_anyway_vouch_and_no_more_are_asked() -> None:
    gone = life(check(1), article_id=1)
    due = {number: day(2) for number in (1, 2, 3, 4, 5)}
    lives = [gone, *[life(article_id=number) for number in range(2, 9)]]

    assert controls(lives, due, day(2)) == []


def test_nobody_is_asked_to_vouch_when_no_article_is_gone() -> None:
    assert controls([life(article_id=1), life(article_id=2)], {1: day(1)}, day(1)) == []


# --- what a reading is ---------------------------------------------------------------------------


def article(body: str, title: str | None = "Title", warnings: tuple[str, ...] = (), title_from: str = "heading") -> Article:
    provenance = {"title": title_from}
    return Article("u", b"", None, title, None, "en", body, None, None, None, (), provenance, warnings)


def test_words_are_an_edit_and_white_space_is_none() -> None:
    assert not is_edit("Title", "One two.\n\nThree.", article("One  two.\nThree."))
    assert is_edit("Title", "One two.", article("One too."))
    assert is_edit("Title", "One two.", article("One two.", "Another title"))


def test_a_title_that_only_the_listing_gave_is_no_edit() -> None:
    assert not is_edit("Title", "One two.", article("One two.", "Longer title", title_from="listing"))


TEXT = "One two three four five. " * 20


def test_half_a_text_with_a_new_warning_is_doubted_and_without_one_is_not() -> None:
    half = TEXT[: len(TEXT) // 2]
    assert doubtful(TEXT, (), article(half, warnings=("no_end_mark",)))
    assert doubtful(TEXT, (), article("x" * (len(TEXT) // 2), warnings=("no_more_from",)))
    assert not doubtful(TEXT, ("no_end_mark",), article(half, warnings=("no_end_mark",)))
    assert not doubtful(TEXT, (), article(half))


def test_a_cut_end_with_a_new_warning_is_doubted_however_short_it_is() -> None:
    assert doubtful(TEXT, (), article(TEXT[:-10], warnings=("no_end_mark",)))
    assert not doubtful(TEXT, (), article(TEXT + "More.", warnings=("no_end_mark",)))
