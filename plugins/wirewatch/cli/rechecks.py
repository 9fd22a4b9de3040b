"""`recheck` and `revisions`: articles read again, and what the state did to one of them."""

from __future__ import annotations

import socket
import sys
import uuid
from datetime import UTC, datetime
from typing import Any

import click

from wirewatch import archive, config
from wirewatch.cli.output import as_json, emit, say
from wirewatch.cli.store import not_stored, open_store
from wirewatch.configured import Source
from wirewatch.errors import ConfigError
from wirewatch.fetching import access
from wirewatch.models import KST, Purpose
from wirewatch.pipeline import host
from wirewatch.pipeline.recheck import Tour
from wirewatch.pipeline.recheck_summary import Summary, recheck_source
from wirewatch.sites.kcna_watch.urls import url_hash
from wirewatch.storage import rechecks
from wirewatch.storage.rechecks import History
from wirewatch.text.diff import Run, readable


@click.command(short_help="Read recent articles again, for edits and removals.")
@click.argument("source_key", metavar="[SOURCE]", required=False)
@as_json
def recheck(source_key: str | None, json_only: bool) -> None:
    """Read again what is due, for edits and removals, of all sources that are on or of one.

    Articles are due 1, 3 and 14 days after they were first read, or when `recheck` in settings.yml says.
    """
    engine, days = open_store(), config.load_settings().recheck.days
    watchlists = list(config.load_watchlists().values())
    run = f"cli:{socket.gethostname()}:{uuid.uuid4()}"
    codes = [0]
    for source in asked_for(source_key):
        fetcher = host.fetcher(engine, source, Purpose.RECHECK, session=access.from_environment(source))
        tour = Tour(engine, fetcher, archive.configured().read, run, lambda: datetime.now(UTC))
        summary = recheck_source(tour, days, watchlists, say)
        emit(summary.as_json()) if json_only else click.echo("\n".join(summary.lines()))
        codes.append(exit_code(summary))
    sys.exit(max(codes))


def asked_for(source_key: str | None) -> list[Source]:
    """The sources to check. Raises ConfigError for one that is off."""
    if source_key is None:
        return config.sources_on()
    source = config.load_source(source_key)
    if off := config.why_off(source):
        raise ConfigError(f"{source.key} is not read again: {off}.")
    return [source]


def exit_code(summary: Summary) -> int:
    """0: all that was due is checked; 1: some is left; 3: the site refused or changed."""
    return summary.run.state.exit_code or (1 if summary.left else 0)


@click.command(short_help="Show every version of an article and what changed.")
@click.argument("url")
@as_json
def revisions(url: str, json_only: bool) -> None:
    """Print every version of an article with what changed, [-taken out-]{+put in+}, its checks, and whether it was removed."""
    with open_store().begin() as db:
        found = rechecks.history(db, url_hash(url))
    if found is None:
        not_stored(url, json_only)
    emit(history_json(found)) if json_only else click.echo(history_text(found))


def history_json(history: History) -> dict[str, Any]:
    """The object that `revisions --json` prints; times in UTC, days in Korea, hashes in hexadecimal."""
    return {
        "url": history.url,
        "source": history.source,
        "published_on": history.published_on,
        "removed_on": next((one.removed_on for one in history.removals if one.reappeared_on is None), None),
        "revisions": [{**one._asdict(), "sha256": one.sha256.hex() if one.sha256 else None} for one in history.revisions],
        "checks": [one._asdict() for one in history.checks],
        "removals": [one._asdict() for one in history.removals],
    }


def history_text(history: History) -> str:
    """The same for a person."""
    head = f"{history.url}\n{history.source or 'unknown source'} · {history.published_on or 'no date'}"
    texts = [revision_text(one) for one in history.revisions]
    gone = [removal_text(one) for one in history.removals]
    checked = [f"  {moment(one.checked_at)}  {one.result}{_because(one.evidence)}" for one in history.checks]
    return "\n\n".join([head, *texts, *gone, "\n".join(["Checks:", *checked]) if checked else "Not checked yet."])


def revision_text(revision: Any) -> str:
    """One version: the first by its title, an edited one by what changed."""
    head = f"Revision {revision.number}, {revision.cause}, read {moment(revision.fetched_at)}"
    if revision.diff is None:
        return f"{head}\n  {revision.title or '(no title)'}, {len(revision.body.split())} words"
    changed = {name: [Run(*pair) for pair in runs] for name, runs in revision.diff.items()}
    shown = [f"  {name}: {readable(runs)}" for name, runs in changed.items() if any(run.what != "unchanged" for run in runs)]
    return "\n".join([head, *shown]).replace("\n\n", "\n  ¶ ")


def removal_text(removal: Any) -> str:
    """When the article went, and how that is known."""
    days = ", ".join(
        f"{proof['on']} ({proof['answering']} of {proof['neighbours']} neighbours answered)" for proof in removal.evidence
    )
    back = f"; it was back on {removal.reappeared_on}" if removal.reappeared_on else ""
    return f"Removed: gone since {removal.removed_on}{back}\n  found gone on {days}"


def moment(at: datetime | None) -> str:
    """A time as people in Korea read it."""
    return f"{at.astimezone(KST):%Y-%m-%d %H:%M} KST" if at else "never"


def _because(evidence: dict[str, object]) -> str:
    return f": {evidence['reason']}" if evidence.get("reason") else ""
