"""When an article is read again, and what its checks prove. Pure: nothing here asks the site or the database.

Days are days in Korea. The rule for removals is the one EDGI's web-monitoring learnt: a page counts as gone only after fourteen days
of evidence, while three quarters of its neighbours answer; a blip, an outage and a site that is ill are no removal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from wirewatch.models import Article, CheckResult
from wirewatch.storage.rechecks import Check, Life
from wirewatch.text.diff import same_words

ANSWERED = frozenset({CheckResult.UNCHANGED_304, CheckResult.UNCHANGED, CheckResult.EDITED})
# What a check that saw no answer about the article is: still to be made.
UNMADE = frozenset({CheckResult.REFUSED, CheckResult.DOWN})

# A check that an outage or a spent budget prevented is made up for, for as long as a crawl heals back.
CATCH_UP_DAYS = 30
# After an article was first found gone: until 14 days are over, and then to see whether it comes back.
GONE_AGAIN_DAYS = (1, 3, 7, 14, 21, 28, 56, 84)
UNREADABLE_AGAIN_DAYS = (1, 3, 7)
# An article published longer before it was read is not recent (a backfill, an old article the site took in again).
RECENT_DAYS = 30

REMOVAL_CHECKS = 3
REMOVAL_DAYS = 14
NEIGHBOURS_ANSWERING = 0.75
NEIGHBOUR_DAYS = 7  # wide enough that days 1, 3 and 14 of some neighbour fall on every follow-up's day
FEWEST_NEIGHBOURS = 4  # below, one article more or less would decide

FEWEST_GONE = 3  # as many pages in a row that cannot be read are a change of the site, too

# A reading that lost more than this share of the text, with a new warning of the reader, is the reader's trouble.
DOUBTFUL_LOSS = 0.25


def is_ill(gone: int, looked_at: int) -> bool:
    """Whether so many articles gone at once say more about the site than about the articles: their neighbours prove no removal then."""
    return gone >= FEWEST_GONE and gone > looked_at * (1 - NEIGHBOURS_ANSWERING)


def due_on(life: Life, today: date, days: Sequence[int]) -> date | None:
    """The day for which a check is due today; None when none is. Of several that were missed only the last is made."""
    planned = [day for day in _plan(life, days) if day <= today]
    last = max(planned, default=None)
    if last is None or last <= _last_look(life) or (today - last).days > CATCH_UP_DAYS:
        return None
    return last


def _plan(life: Life, days: Sequence[int]) -> set[date]:
    made = [check for check in life.checks if check.result not in UNMADE]
    plan = _after(life.read_on, days)
    if gone := gone_streak(made):
        plan |= _after(gone[0].on, GONE_AGAIN_DAYS)
    elif made and made[-1].result is CheckResult.UNREADABLE:
        answered = [index for index, check in enumerate(made) if check.result is not CheckResult.UNREADABLE]
        plan |= _after(made[max(answered, default=-1) + 1].on, UNREADABLE_AGAIN_DAYS)
    return plan


def _after(day: date, days: Iterable[int]) -> set[date]:
    return {day + timedelta(days=number) for number in days}


def _last_look(life: Life) -> date:
    return max([life.read_on, *(check.on for check in life.checks if check.result not in UNMADE)])


def gone_streak(checks: Sequence[Check]) -> list[Check]:
    """The gone checks since the article last answered. What was refused, down or unreadable says neither."""
    answered = [index for index, check in enumerate(checks) if check.result in ANSWERED]
    return [check for check in checks[max(answered, default=-1) + 1 :] if check.result is CheckResult.GONE]


def removal(streak: Sequence[Check]) -> tuple[Check, ...] | None:
    """The checks that prove that the article was removed, first to last; None while they do not.

    A check counts only where enough neighbours were checked on its day and at least NEIGHBOURS_ANSWERING of them answered.
    Needed are REMOVAL_CHECKS of those on different days, the last REMOVAL_DAYS or more after the first.
    """
    valid = list({check.on: check for check in gone_streak(streak) if _neighbours_well(check)}.values())
    if len(valid) < REMOVAL_CHECKS or (valid[-1].on - valid[0].on).days < REMOVAL_DAYS:
        return None
    return tuple(valid)


def _neighbours_well(check: Check) -> bool:
    return check.neighbours >= FEWEST_NEIGHBOURS and check.answering >= NEIGHBOURS_ANSWERING * check.neighbours


def controls(lives: Sequence[Life], due: Mapping[int, date], today: date) -> list[int]:
    """Neighbours to be checked as well today, so that a check of a gone article can prove something: nearest in time first."""
    by_id = {life.article_id: life for life in lives}
    asked: set[int] = set()
    for article_id in due:
        life = by_id[article_id]
        if not gone_streak(life.checks) or life.removed:
            continue
        near = sorted((other for other in lives if _can_vouch(other, life, today)), key=lambda other: _distance(other, life))
        chosen = [other.article_id for other in near if other.article_id in due.keys() | asked]
        more = [other.article_id for other in near if other.article_id not in due.keys() | asked]
        asked |= set(more[: max(0, FEWEST_NEIGHBOURS - len(chosen))])
    return sorted(asked)


def _can_vouch(other: Life, life: Life, today: date) -> bool:
    itself, looked_today = other.article_id == life.article_id, _last_look(other) >= today
    return (
        not itself
        and not other.removed
        and not looked_today
        and not gone_streak(other.checks)
        and _distance(other, life) <= NEIGHBOUR_DAYS
    )


def _distance(other: Life, life: Life) -> int:
    return abs(((other.published_on or other.read_on) - (life.published_on or life.read_on)).days)


def is_edit(old_title: str | None, old_body: str, new: Article) -> bool:
    """Whether the state changed the text. White space and the encoding of letters are no change, nor is a title that only the listing gave."""
    retitled = new.provenance.get("title") != "listing" and not same_words(old_title or "", new.title or "")
    return retitled or not same_words(old_body, new.body)


def doubtful(old_body: str, old_warnings: Iterable[str], new: Article) -> bool:
    """Whether a reading lost text and the reader has a new complaint: then the page or the reader is at fault, not the state."""
    if set(new.warnings) <= set(old_warnings):
        return False
    cut_off = len(new.body) < len(old_body) and old_body.startswith(new.body)
    return cut_off or len(new.body) < (1 - DOUBTFUL_LOSS) * len(old_body)
