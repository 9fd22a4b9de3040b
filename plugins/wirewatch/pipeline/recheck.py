"""recheck: read articles again on their days, ask cheaply (conditional GET), and keep what the state changed or took away.

Each check is a row. An edit is a new revision with its word diff; an article counts as removed only when its checks prove it
(`pipeline.recheck_rules`). One bad page is a row; a refusal of the site stops everything, and a spent budget waits for tomorrow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine

from wirewatch.configured import Source
from wirewatch.errors import AccessDenied, RetryableError, SourceChanged, State, WirewatchError
from wirewatch.fetching import Fetcher
from wirewatch.models import KST, Article, CheckResult, Response
from wirewatch.pipeline import host
from wirewatch.pipeline import recheck_rules as rules
from wirewatch.pipeline.ingest import DOWN_IN_A_ROW, UNREADABLE_IN_A_ROW
from wirewatch.pipeline.judging import GONE, Unforeseen, boundary, judging
from wirewatch.pipeline.reparse import Outcome, reparse_entry
from wirewatch.sites.kcna_watch import article as reader
from wirewatch.sites.kcna_watch import refusals, urls
from wirewatch.storage import articles, captures, rechecks
from wirewatch.storage.captures import Reader
from wirewatch.storage.rechecks import Life, Stored
from wirewatch.text.diff import word_diff

Clock = Callable[[], datetime]

# The request header that asks with each validator of an answer (RFC 9110, 13.1).
VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@dataclass(frozen=True)
class Tour:
    """What a run reads again with: `read` brings a capture's bytes back from the archive."""

    engine: Engine
    fetcher: Fetcher
    read: Reader
    run: str
    clock: Clock


@dataclass(frozen=True)
class Due:
    """An article, and the Korean day for which it is to be checked."""

    article_id: int
    on: date


@dataclass(frozen=True)
class Finding:
    """What a check saw; `error` is the refusal or failure behind it, `article` the text that was read."""

    result: CheckResult
    evidence: Mapping[str, object] = field(default_factory=dict)
    capture_id: int | None = None
    article: Article | None = None
    error: WirewatchError | None = None


@dataclass
class Rechecked:
    """What became of a batch; `spent`: the day's requests are used up, the rest waits for tomorrow."""

    checked: int = 0
    spent: bool = False
    unreadable_in_a_row: int = 0
    down_in_a_row: int = 0


# --- what is due ---------------------------------------------------------------------------------


def due(engine: Engine, source: Source, days: Sequence[int], now: datetime) -> list[Due]:
    """The source's articles to be read again now, those found gone before first; with them the neighbours that must vouch for the site."""
    today = now.astimezone(KST).date()
    lives = _lives(engine, source, days, today)
    planned = {life.article_id: on for life in lives if (on := rules.due_on(life, today, days))}
    gone = {life.article_id for life in lives if rules.gone_streak(life.checks)}
    found = [Due(article_id, on) for article_id, on in planned.items()]
    found += [Due(article_id, today) for article_id in rules.controls(lives, planned, today)]
    return sorted(found, key=lambda one: (one.article_id not in gone, one.on, one.article_id))


def _lives(engine: Engine, source: Source, days: Sequence[int], today: date) -> list[Life]:
    read_since = today - timedelta(days=max(days, default=0) + rules.CATCH_UP_DAYS)
    gone_since = today - timedelta(days=max(rules.GONE_AGAIN_DAYS) + rules.CATCH_UP_DAYS)
    with engine.begin() as db:
        return rechecks.lives(db, source.key, read_since, gone_since, rules.RECENT_DAYS)


# --- reading again -------------------------------------------------------------------------------


def recheck(tour: Tour, batch: Sequence[Due], again: bool = False) -> Rechecked:
    """Read the articles of a batch again, each in its own transactions; `again` where a task is tried another time.

    Raises AccessDenied where the site refuses, and what stands for down or layout_changed after several articles in a row.
    """
    done, key = Rechecked(), tour.fetcher.source.key
    with tour.engine.begin() as db:
        rechecks.begin(db, tour.run, key, tour.clock())
        if again:
            rechecks.resume(db, tour.run, key)
    before = tour.fetcher.requests_made
    try:
        for one in batch:
            _one(tour, one, done)
            _stop_where_ill(done)
    except WirewatchError as error:
        _trouble(tour, error)
        if error.state is not State.BUDGET_SPENT:
            raise
        done.spent = True
    finally:
        with tour.engine.begin() as db:
            rechecks.spent(db, tour.run, key, tour.fetcher.requests_made - before)
    return done


def _stop_where_ill(done: Rechecked) -> None:
    if done.unreadable_in_a_row >= UNREADABLE_IN_A_ROW:
        raise SourceChanged(f"{done.unreadable_in_a_row} article pages in a row cannot be read as they were")
    if done.down_in_a_row >= DOWN_IN_A_ROW:
        raise RetryableError(f"{done.down_in_a_row} articles in a row could not be fetched", State.DOWN)


def _trouble(tour: Tour, error: WirewatchError) -> None:
    source = tour.fetcher.source
    host.trouble(tour.engine, source, None, error)
    with tour.engine.begin() as db:
        rechecks.end_in(db, tour.run, source.key, error.state, error.reason)


def _one(tour: Tour, one: Due, done: Rechecked) -> None:
    with tour.engine.begin() as db:
        stored = rechecks.to_check(db, one.article_id, one.on)
        headers = rechecks.last_headers(db, stored) if stored else {}
    if stored is None:
        return
    try:
        with boundary(f"article {one.article_id}"):
            finding = _look(tour, stored, conditions(headers))
    except Unforeseen as error:
        finding = Finding(CheckResult.UNREADABLE, {"reason": error.reason})
    trouble = finding.error
    if trouble is not None and (trouble.state is State.BUDGET_SPENT or trouble.evidence.get("closed")):
        raise trouble  # nothing was asked
    _write(tour, one, stored, finding)
    if isinstance(trouble, AccessDenied):
        raise trouble
    _count(done, finding.result)


def _count(done: Rechecked, result: CheckResult) -> None:
    done.checked += 1
    done.unreadable_in_a_row = done.unreadable_in_a_row + 1 if result is CheckResult.UNREADABLE else 0
    done.down_in_a_row = done.down_in_a_row + 1 if result is CheckResult.DOWN else 0


def conditions(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that ask for a page only if it is another than the one that came with those."""
    lower = {name.lower(): value for name, value in headers.items()}
    return {ask: lower[name] for name, ask in VALIDATORS.items() if lower.get(name)}


def _look(tour: Tour, stored: Stored, asked: Mapping[str, str]) -> Finding:
    """Ask for the page and compare what comes with what is stored. The capture is committed before anybody reads it."""
    entry, capture_id, response = stored.entry, None, None
    try:
        response = tour.fetcher.fetch(urls.on_host(entry.url, tour.fetcher.source.base_url), asked)
        if response.status == 304 and asked:
            return Finding(CheckResult.UNCHANGED_304, {"asked": dict(asked)})
        with tour.engine.begin() as db:
            capture_id = captures.save(db, entry.id, response)
        with judging(tour.engine, capture_id):
            article = refusals.read_article_response(response, entry.url, entry.listed_on, entry.title)
    except WirewatchError as error:
        return failed(error, entry.url, response, capture_id)
    try:
        return _compared(_by_this_parser(tour, stored), article, capture_id)
    except RetryableError as error:  # the archive that holds the stored page cannot be reached: still to be compared
        return failed(error, entry.url, response, capture_id)
    except WirewatchError as error:
        reason = f"the stored page, capture {stored.capture_id}, cannot be read by this parser: {error.reason}"
        return Finding(CheckResult.UNREADABLE, {"reason": reason}, capture_id)


def failed(error: WirewatchError, url: str, response: Response | None, capture_id: int | None) -> Finding:
    """What a page that is not the article shows: a refusal and an outage are no word about the article, "gone" is."""
    known = {name: error.evidence[name] for name in ("status", "final_url", "kind") if error.evidence.get(name)}
    evidence = {"reason": error.reason, **known}
    if isinstance(error, AccessDenied):
        return Finding(CheckResult.REFUSED, evidence, capture_id, error=error)
    if isinstance(error, RetryableError):
        return Finding(CheckResult.DOWN, evidence, capture_id, error=error)
    gone = response is not None and is_gone(error, url, response)
    return Finding(CheckResult.GONE if gone else CheckResult.UNREADABLE, evidence, capture_id, error=error)


def is_gone(error: WirewatchError, url: str, response: Response) -> bool:
    """404 or 410, the generic Newstream page (which is how the site answers for an article it does not know), or another article."""
    other = urls.article_key(response.final_url) not in (None, urls.article_key(url))
    return response.status in GONE or error.evidence.get("kind") == "generic" or other


def _by_this_parser(tour: Tour, stored: Stored) -> Stored:
    """The stored text as today's parser reads its capture; what that changes is `reparsed`, and no edit by the state."""
    source = tour.fetcher.source
    if reparse_entry(tour.engine, {source.key: source}, tour.read, stored.entry.id) is not Outcome.REVISED:
        return stored
    with tour.engine.begin() as db:
        return rechecks.latest(db, stored.article_id)


def _compared(stored: Stored, article: Article, capture_id: int) -> Finding:
    if rules.doubtful(stored.body, stored.warnings, article):
        new = sorted(set(article.warnings) - set(stored.warnings))
        reason = f"{len(article.body)} of {len(stored.body)} characters were read, with new warnings: {', '.join(new)}"
        return Finding(CheckResult.UNREADABLE, {"reason": reason, "warnings": new}, capture_id)
    if not rules.is_edit(stored.title, stored.body, article):
        return Finding(CheckResult.UNCHANGED, {}, capture_id)
    if article.provenance.get("title") == "listing":
        article = replace(article, title=stored.title)
    return Finding(CheckResult.EDITED, {}, capture_id, article)


def _write(tour: Tour, one: Due, stored: Stored, finding: Finding) -> None:
    """One transaction: the check, the revision of an edit, the end of a removal. A check made meanwhile by another worker stays alone."""
    now = tour.clock()
    with tour.engine.begin() as db:
        rechecks.lock(db, one.article_id)
        if rechecks.made(db, one.article_id, one.on):
            return
        revision_id = _save_edit(db, stored, finding) if finding.article else None
        result = CheckResult.UNCHANGED if finding.article and revision_id is None else finding.result
        seen = (finding.evidence, finding.capture_id, revision_id)
        check_id = rechecks.record(db, tour.run, one.article_id, one.on, now, result, *seen)
        _judge_capture(db, finding, result)
        if result in rules.ANSWERED:
            rechecks.reappear(db, one.article_id, check_id, now.astimezone(KST).date())


def _judge_capture(db: Connection, finding: Finding, result: CheckResult) -> None:
    """Say of a capture that could be read what it is; of one that was doubted, that it is not the article: it is never read again as one."""
    if finding.capture_id is None or finding.error is not None:
        return
    if result is CheckResult.UNREADABLE:
        captures.judge(db, finding.capture_id, "unreadable", str(finding.evidence.get("reason")), reader.PARSER_VERSION)
    else:
        captures.judge(db, finding.capture_id, "article", None, reader.PARSER_VERSION)


def _save_edit(db: Connection, stored: Stored, finding: Finding) -> int | None:
    """The new text as a revision, with its word diff from the newest before; None where it is stored already (a worker was quicker)."""
    assert finding.article is not None
    assert finding.capture_id is not None
    before = rechecks.latest(db, stored.article_id)
    saved = (stored.entry, finding.article, stored.source_key, finding.capture_id, reader.PARSER_VERSION)
    revision_id = articles.save(db, *saved, "edited")
    if revision_id is not None:
        rechecks.keep_diff(db, revision_id, diff_of(before, finding.article.title, finding.article.body))
    return revision_id


def diff_of(old: Stored, title: str | None, body: str) -> dict[str, object]:
    """What changed in title and body, as it is stored: {"title": [[what, text], …], "body": […]}."""
    pairs = {"title": (old.title or "", title or ""), "body": (old.body, body)}
    return {name: [list(asdict(run).values()) for run in word_diff(*pair)] for name, pair in pairs.items()}


# --- removals ------------------------------------------------------------------------------------


def judge(engine: Engine, source: Source, run: str, days: Sequence[int], now: datetime) -> list[int]:
    """Write down which articles their checks prove to be removed; returns their ids. Twice is the same as once."""
    lives = _lives(engine, source, days, now.astimezone(KST).date())
    suspects = [life.article_id for life in lives if rules.gone_streak(life.checks) and not life.removed]
    return [article_id for article_id in suspects if _judge(engine, run, article_id, now)]


def _judge(engine: Engine, run: str, article_id: int, now: datetime) -> bool:
    with engine.begin() as db:
        rechecks.lock(db, article_id)
        proof = rules.removal(rechecks.streak(db, article_id, rules.NEIGHBOUR_DAYS))
        if proof is None:
            return False
        return rechecks.remove(db, run, article_id, proof, diff_of(rechecks.latest(db, article_id), None, ""), now)
