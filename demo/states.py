"""Every way a site can refuse, break or change, provoked on the demo site and crawled for real: `python -m demo.states` writes
docs/states.md from what was seen.

A case is a mode of the demo site and a place: the listing by paging, the listing by search, or the article pages. The site behaves badly
there for one crawl; then it behaves again, and a second crawl has to read everything.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from queue import SimpleQueue

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from demo import settings
from demo.site import DemoSite
from wirewatch.configured import Alerting, Channel, Listing, Source
from wirewatch.errors import State
from wirewatch.fetching import ROBOTS_ANEW, Limits
from wirewatch.local import postgres
from wirewatch.models import Message
from wirewatch.pipeline import host
from wirewatch.pipeline.alert import decide_alerts, send_due
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.crawl import crawl
from wirewatch.pipeline.report import Report
from wirewatch.storage import database, hosts

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "states.md"
LAST_DAY = date(2026, 11, 20)

# Short enough for a test; what is measured against the real limits stands in docs/decisions/0008. A slow page meets one limit only, the
# other one is far: on a busy machine both were met within a moment, and the page of states said now this, now that.
LIMITS = Limits(attempts=2)
DRIPPING = Limits(read_seconds=20, deadline_seconds=2.5, attempts=2)
SLOW = {"slow": Limits(read_seconds=1.5, deadline_seconds=20, attempts=2), "drip": DRIPPING, "drip_headers": DRIPPING}
SECONDS = {"slow": 5.0, "drip": 0.05, "drip_headers": 0.05, "too_many": 7200.0}

# The place, and the switch of the demo site that makes it misbehave.
PLACES = {"paging": "listing", "search": "search", "articles": "articles", "robots.txt": "robots"}
PROVOKED = {
    "popup": "a sign-up popup over a readable page",
    "wrong_charset": "a charset declared wrong",
    "legacy_charset": "a Korean charset of old, not declared",
    "restyled": "the same words under other tags and classes",
    "signup_redirect": "a redirect to the sign-up",
    "signup_page": "the sign-up page in place of the page",
    "forbidden": "403",
    "challenge": "a challenge page",
    "too_many": "429 with a long Retry-After",
    "generic": "the generic Newstream page",
    "empty": "an empty answer",
    "zero": "`0`",
    "script_only": "a page that only a script fills",
    "redirect_loop": "redirects without end",
    "redirect_elsewhere": "a redirect to another host",
    "redirect_private": "a redirect into our own network",
    "large": "64 MB",
    "bomb": "64 MB packed into 64 KB",
    "error": "500",
    "cut": "a connection cut half-way",
    "slow": "no answer in time",
    "drip": "a body of one byte at a time",
    "drip_headers": "a header of one byte at a time",
    "robots_none": "“Disallow: /”",
}
ROBOTS = ("robots_none", "error", "too_many", "signup_page", "redirect_loop", "large")
CASES = [(mode, place) for mode in PROVOKED if mode != "robots_none" for place in ("paging", "search", "articles")]
CASES += [(mode, "robots.txt") for mode in ROBOTS]
SLOW_FIRST = sorted(CASES, key=lambda case: case[0] not in SLOW)
AT_ONCE = 6


@dataclass(frozen=True)
class Seen:
    """What one case gave: the crawl while the site misbehaved, the one after, and what operators were told of both."""

    mode: str
    place: str
    host: str
    report: Report
    evidence: dict[str, object]
    closed: bool
    requests: dict[str, int]
    requests_of_next_run: int
    seconds: float
    told: list[Message]
    recovered: Report
    stored: list[tuple[str, str]]
    told_after: list[Message]

    @property
    def exit_code(self) -> int:
        """The exit code of `wirewatch crawl`."""
        return self.report.crawl.state.exit_code or (0 if self.report.complete else 1)


def provoke(engine: Engine, site: DemoSite, mode: str, place: str) -> Seen:
    """Run a case on an empty store and a site that behaves."""
    before = site.counts
    try:
        source, limits = source_on(site, place), SLOW.get(mode, LIMITS)
        site.behave(PLACES[place], mode, seconds=SECONDS.get(mode, 1.0))
        begun = time.monotonic()
        report = crawl_on(engine, source, limits)
        seconds = time.monotonic() - begun
        requests = {kind: n - before[kind] for kind, n in site.counts.items()}
        told, closed, evidence = tell(engine, source), is_closed(engine, source), state_evidence(engine)
        again = next_run(engine, source, site) if closed else 0
        site.behave("all", "ok")
        hosts.reopen(engine, source.host)
        recovered = report if report.complete else crawl_on(engine, source, LIMITS)
        after = tell(engine, source)
    finally:
        site.behave("all", "ok")
    stored = stored_texts(engine)
    return Seen(mode, place, source.host, report, evidence, closed, requests, again, seconds, told, recovered, stored, after)


def source_on(site: DemoSite, place: str) -> Source:
    """KCNA on the demo site; without an id where the search is tried, so that no other method can step in."""
    changes = {"listing": Listing(method="search", id=None)} if place == "search" else {}
    return settings.kcna_at(site.base_url, **changes)


def crawl_on(engine: Engine, source: Source, limits: Limits) -> Report:
    """One crawl of the last day."""
    fetcher = host.fetcher(engine, source, robots_age=ROBOTS_ANEW, limits=limits)
    labels = {source.label.casefold(): source.key}
    return crawl(engine, source, Window(LAST_DAY, LAST_DAY), [], labels, str(uuid.uuid4()), fetcher=fetcher)


def next_run(engine: Engine, source: Source, site: DemoSite) -> int:
    """How many requests the site gets from a second run while its host is closed."""
    before = sum(site.counts.values())
    crawl_on(engine, source, LIMITS)
    return sum(site.counts.values()) - before


def tell(engine: Engine, source: Source) -> list[Message]:
    """What operators are sent of the state: at once where it pages, else with the summary of the next morning."""
    return alert_run(engine, source) or (a_day_goes_by(engine), alert_run(engine, source))[1]


def alert_run(engine: Engine, source: Source) -> list[Message]:
    """The messages one run of the alert DAG sends to the operators, who do not wait two hours here."""
    messages: list[Message] = []
    channels = {"operators": Channel(kind="slack", conn_id="wirewatch_slack")}
    alerting = Alerting(channels=channels, rules=(), operators=("operators",), page_after_hours=0)
    decide_alerts(engine, alerting, {source.key: source})
    send_due(engine, lambda channel, message: messages.append(message))
    return messages


def a_day_goes_by(engine: Engine) -> None:
    """Set back what is known of the source's state, and the summary of this morning, by a day."""
    with engine.begin() as db:
        a_day_ago = "began_at = began_at - interval '1 day', ended_at = ended_at - interval '1 day'"
        db.execute(text("update source_state set " + a_day_ago))  # noqa: S608
        db.execute(text("delete from delivery where about like 'morning:%'"))


def is_closed(engine: Engine, source: Source) -> bool:
    """Whether nothing may be asked of the host now."""
    query = text("select count(*) from host where name = :name and closed_until > now()")
    with engine.begin() as db:
        return bool(db.execute(query, {"name": source.host}).scalar_one())


def stored_texts(engine: Engine) -> list[tuple[str, str]]:
    """Title and body of every revision that a page of the day made; what only the listing told is not one of them."""
    query = """select title, body from article a join revision r on r.article_id = a.id
               where published_on = :day and number > 0 order by url_hash, number"""
    with engine.begin() as db:
        return [(row.title, row.body) for row in db.execute(text(query), {"day": LAST_DAY})]


def state_evidence(engine: Engine) -> dict[str, object]:
    """The evidence of the source's state now."""
    with engine.begin() as db:
        return dict(db.execute(text("select evidence from source_state where ended_at is null")).scalar_one_or_none() or {})


# --- the document --------------------------------------------------------------------------------


def rows(found: Iterable[Seen]) -> list[str]:
    """The cases as lines of the table; places in which the same came of the same are one line. Only what is the same in every run."""
    alike: dict[tuple[str, ...], list[Seen]] = {}
    for seen in found:
        alike.setdefault((seen.mode, seen.report.crawl.state, why(seen)), []).append(seen)
    return [row(together) for together in alike.values()]


def row(together: list[Seen]) -> str:
    """Cases that agree, as one line."""
    first = together[0]
    places = ", ".join(seen.place for seen in together)
    came = ", ".join(dict.fromkeys(map(answer, together)))
    requests = ", ".join(str(sum(seen.requests.values())) for seen in together)
    return f"| {PROVOKED[first.mode]} | {places} | `{first.report.crawl.state}` | {why(first)} | {came} | {requests} |"


def why(seen: Seen) -> str:
    """The crawl's reason, else its notes, without what is said of every listing that failed."""
    words = seen.report.crawl.reason or "; ".join(seen.report.crawl.notes) or "–"
    words = re.sub(r"^the listing method more_articles failed \((.*)\); read by search instead$", r"\1; read by search", words)
    return anonymous(words.replace(NO_OTHER_METHOD, ""), seen)


def answer(seen: Seen) -> str:
    """The evidence in short: status and title of what came."""
    if not seen.evidence.get("final_url"):
        return "–"
    title = f" “{seen.evidence['title']}”" if seen.evidence.get("title") else ""
    return anonymous(f"{seen.evidence.get('status') or 'no answer'}{title}", seen)


def anonymous(words: str, seen: Seen) -> str:
    """Without the port of the day and the article's address, fit for a cell."""
    return re.sub(r"/newstream/\d+-\d+/\S+", "/newstream/…", words.replace(seen.host, "demo")).replace("|", "\\|")


def document(found: Iterable[Seen]) -> str:
    """docs/states.md."""
    found = list(found)
    shown = {seen.report.crawl.state: seen for seen in reversed(found) if seen.told}
    parts = [HEAD, *map(meaning, State), "", PROVOKED_HEAD, *rows(found), "", MESSAGES]
    for state in filter(shown.__contains__, State):
        parts += [f"### {state}", "", block(shown[state].told[0], shown[state])]
    last = shown[State.BLOCKED]
    return "\n".join([*parts, "### And after", "", block(last.told_after[0], last)]).rstrip() + "\n"


def meaning(state: State) -> str:
    """A state as a line of the first table."""
    means, told = MEANS[state]
    return f"| `{state}` | {means} | {state.exit_code} | {told} |"


def block(message: Message, seen: Seen) -> str:
    """A message as it is read."""
    return f"```text\nSubject: {message.subject}\n\n{message.text.replace(seen.host, 'demo').rstrip()}\n```\n"


NO_OTHER_METHOD = "; the other listing method failed too: the site's id of this source is not known (listing.id is null)"
AFTER_A_WHILE = "operators, once it has lasted two hours"
MEANS = {
    State.OK: ("The listing was read, also where all of it was known. Single pages that failed are rows of their own.", "nobody"),
    State.QUIET: ("The listing was read, the day is complete, and it has no article.", "nobody"),
    State.BLOCKED: ("403, 429 with a long wait, or a challenge page. The host is closed for four hours.", AFTER_A_WHILE),
    State.ACCESS_WALL: ("The sign-up or login came in place of the page. The host is closed for four hours.", AFTER_A_WHILE),
    State.LAYOUT_CHANGED: (
        "Answers come and cannot be read: the listing, three articles in a row, or more than a fifth of them. Or far more articles than "
        "before came with a warning; those are stored.",
        AFTER_A_WHILE,
    ),
    State.ROBOTS_DISALLOWED: ("robots.txt says no. The host is closed for four hours.", AFTER_A_WHILE),
    State.BUDGET_SPENT: (
        "The day's requests to the host are used up. DAGs go on after midnight in Korea; a command ends, and is called again.",
        "nobody",
    ),
    State.DOWN: ("No answer in time, a broken one, or 5xx. Every run tries again.", "operators, in the morning"),
    State.DISABLED: (
        "The source is switched off, or another backfill is at work on these days. Nothing was asked.",
        "whoever called",
    ),
}

HEAD = """# States of a source

Every reading of a source ends in one of nine states. `report`, the last task of a crawl, and `wirewatch crawl` say which, and why.
[The runbook](runbook.md) says what to do about each.

| state | means | exit code | who is told |
| --- | --- | --- | --- |"""

PROVOKED_HEAD = """A day that is not complete makes `ok` exit 1. Whoever was told of a state is told once more when it is over.

## Every way to misbehave, provoked

Written by `.venv/bin/python -m demo.states` <!-- not run: tests/integration/test_states.py runs all cases --> from crawls of the demo
site, which misbehaved in one place: the listing read by *paging*, the listing read by *search*, the *articles*, or *robots.txt*. Where
paging fails plainly, the search steps in; here nothing stepped in for a search. "Came" is what is kept as evidence, beside its address
and first words; "requests" are all of that crawl, place by place. After `blocked`, `access_wall` and `robots_disallowed` the next crawl
made none. When the site was well again, each ended `ok`, its day complete, every article stored once.

| provoked | where | state | reason | came | requests |
| --- | --- | --- | --- | --- | --- |"""

MESSAGES = """## What operators read

One message for each state, as it went out, and one that says it is over.
"""


def main() -> int:
    """Run every case, four at a time, and write the document."""
    with stores() as new_store:
        found = provoke_all(new_store)
    DOCUMENT.write_text(document(found), encoding="utf-8")
    print(f"{len(found)} cases: {DOCUMENT}")
    return 0


def provoke_all(new_store: Callable[[], Engine]) -> list[Seen]:
    """Every case, a few at a time: the slow ones, which come first, only wait."""
    idle: SimpleQueue[tuple[Engine, DemoSite]] = SimpleQueue()
    for _ in range(AT_ONCE):
        idle.put((new_store(), DemoSite(LAST_DAY).start()))

    def run(case: tuple[str, str]) -> Seen:
        store, site = idle.get()
        try:
            return provoke(store, site, *case)
        finally:
            empty(store)
            idle.put((store, site))

    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = dict(zip(SLOW_FIRST, threads.map(run, SLOW_FIRST), strict=True))
    while not idle.empty():
        store, site = idle.get()
        store.dispose()
        site.stop()
    return [found[case] for case in CASES]


def empty(store: Engine) -> None:
    """Forget everything but the schema."""
    tables = "select string_agg(quote_ident(tablename), ', ') from pg_tables where schemaname = 'wirewatch' and tablename <> 'migration'"
    with store.begin() as db:
        db.execute(text(f"truncate {db.execute(text(tables)).scalar_one()} restart identity cascade"))


@contextmanager
def stores() -> Iterator[Callable[[], Engine]]:
    """Empty stores on a PostgreSQL of their own, which ends with the block."""
    with tempfile.TemporaryDirectory() as folder:
        server, numbers = postgres.ensure(Path(folder)), count()
        admin = create_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT")

        def new_store() -> Engine:
            name = f"states_{next(numbers)}"
            with admin.connect() as db:
                db.execute(text(f"create database {name}"))
            store = database.connect(server.rpartition("/")[0] + "/" + name)
            database.upgrade(store)
            return store

        try:
            yield new_store
        finally:
            postgres.remove(Path(folder))


if __name__ == "__main__":
    sys.exit(main())
