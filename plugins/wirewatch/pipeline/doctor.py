"""doctor: what a first day stumbles over, checked in order, each in words and with its cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from wirewatch import config
from wirewatch.alerting.meanings import MEANING
from wirewatch.configured import Source
from wirewatch.errors import REFUSALS, ConfigError, State
from wirewatch.pipeline.coverage import last_finished_day
from wirewatch.pipeline.probe import MOST_REQUESTS, probe
from wirewatch.pipeline.probe_findings import ABOUT, Finding, Probed, Verdict
from wirewatch.storage import database

Result = Literal["ok", "warning", "failed", "not checked"]

SITE = ("site", *ABOUT)
UPGRADE = "`wirewatch db upgrade` runs them."


@dataclass(frozen=True)
class Check:
    """One line: what about, of which `subject` (a source's key, a channel; empty: all of Wirewatch), how it stands, why, and the cure.

    `refused`: the site itself says no, or is not what the source's file says.
    """

    about: str
    result: Result
    words: str
    cure: str | None = None
    subject: str = ""
    refused: bool = False


def exit_code(checks: Sequence[Check]) -> int:
    """0 all ok or warnings, 1 something failed, 3 the site refused or changed."""
    failed = [check for check in checks if check.result == "failed"]
    return 3 if any(check.refused for check in failed) else 1 if failed else 0


def reason(checks: Sequence[Check]) -> str | None:
    """The first thing that failed, in words; None where nothing did."""
    failed = next((check for check in checks if check.result == "failed"), None)
    return f"{' '.join(filter(None, (failed.about, failed.subject)))}: {failed.words}" if failed else None


def not_checked(abouts: Sequence[str], why: str, subject: str = "", cure: str | None = None) -> Iterator[Check]:
    """The same for everything that could not be looked at."""
    for about in abouts:
        yield Check(about, "not checked", why, cure, subject)


# --- the database --------------------------------------------------------------------------------


def database_checks(engine: Engine) -> list[Check]:
    """Which database answers, and whether its schema is the newest; changes nothing."""
    try:
        with database.reach(engine) as db:
            version = db.execute(text("show server_version")).scalar_one().split()[0]
            where = f"PostgreSQL {version}, database {engine.url.database} at {engine.url.host}:{engine.url.port}"
            return [Check("database", "ok", where), _migrations(db)]
    except (ConfigError, SQLAlchemyError) as error:
        words = str(getattr(error, "orig", error)).strip()
        return [Check("database", "failed", words), *not_checked(["migrations"], "the database cannot be used")]


def _migrations(db: Connection) -> Check:
    try:
        pending = database.pending(db)
    except ConfigError as error:
        return Check("migrations", "failed", error.reason)
    known = len(list(database.MIGRATIONS.glob("*.sql")))
    if pending:
        return Check("migrations", "failed", f"{len(pending)} of {known} have not run", UPGRADE)
    return Check("migrations", "ok", f"all {known} have run")


# --- the site ------------------------------------------------------------------------------------


def site_checks(
    engine: Engine,
    source: Source,
    label_keys: Mapping[str, str],
    session: Mapping[str, str],
    progress: Callable[[str], None] = lambda words: None,
) -> list[Check]:
    """What a probe of the source (at most MOST_REQUESTS requests) found; a live site whose terms nobody accepted is not asked."""
    if config.is_live(source) and source.terms is None:
        cure = (
            f"Read them: `wirewatch sources probe {source.key}` asks you first and shows where they are; then `sources enable`."
        )
        return list(not_checked(SITE, "nobody has accepted the site's terms", source.key, cure))
    day = last_finished_day(datetime.now(UTC))
    return of_probe(probe(engine, source, day, label_keys, lambda words: progress(f"{source.key}: asking for {words}"), session))


def of_probe(found: Probed) -> list[Check]:
    """The probe's findings as checks, after one line that says whether the site answers at all."""
    return [_site(found), *(_of_finding(found, line) for line in found.lines)]


def _site(found: Probed) -> Check:
    asked = f"{found.requests} of at most {MOST_REQUESTS} requests made"
    key, where = found.source.key, found.source.base_url
    if found.stopped and found.state.exit_code == 1:
        return Check("site", "failed", f"{where}: {found.stopped.words}", _to_do(found), key)
    if not found.requests:
        return Check("site", "not checked", f"{where} was not asked", None, key)
    return Check("site", "ok", f"{where} answers; {asked}", None, key)


def _of_finding(found: Probed, finding: Finding) -> Check:
    about, key = finding.about, found.source.key
    if finding.verdict is Verdict.AS_CONFIGURED:
        return Check(about, "ok", finding.words, None, key)
    # By a refusal of before: nothing was asked, and that is why.
    met_closed = found.stopped == finding and found.state in REFUSALS
    if finding.verdict is Verdict.DIFFERS or met_closed:
        return Check(about, "failed", finding.words, _cure(found, finding), key, refused=True)
    if found.state in (State.OK, State.QUIET):
        return Check(about, "warning", finding.words, _cure(found, finding), key)
    return Check(about, "not checked", finding.words, None, key)


def _cure(found: Probed, finding: Finding) -> str | None:
    """What to write at which line of the source's file, else what its state calls for."""
    if finding.place and finding.cure:
        return f"{config.at(config.source_file(found.source.key), *finding.place)}: {finding.cure}"
    return _to_do(found)


def _to_do(found: Probed) -> str | None:
    if found.state is State.BUDGET_SPENT:
        return "Ask again after midnight in Korea; politeness.max_requests_per_day in the source's file is the limit."
    meaning = MEANING.get(found.state)
    return meaning.to_do.removeprefix("What to do: ").replace("{key}", found.source.key) if meaning else None
