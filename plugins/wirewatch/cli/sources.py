"""`sources`: the publications that are read."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Engine

from wirewatch import config, source_files
from wirewatch.cli.output import DAY, as_json, emit, say
from wirewatch.cli.store import open_store
from wirewatch.configured import Source, Terms
from wirewatch.errors import AccessDenied, ConfigError, State
from wirewatch.fetching import access
from wirewatch.models import KST
from wirewatch.pipeline.coverage import last_finished_day
from wirewatch.pipeline.probe import MOST_REQUESTS, probe
from wirewatch.pipeline.probe_findings import Finding, Probed
from wirewatch.storage import crawls, hosts


@click.group()
def sources() -> None:
    """The publications that are read."""


@sources.command("list")
@as_json
def sources_list(json_only: bool) -> None:
    """List all sources, and why one is off."""
    found = [
        {"source": s.key, "label": s.label, "base_url": s.base_url, "off": config.why_off(s)}
        for s in config.load_sources().values()
    ]
    if json_only:
        for one in found:
            emit(one)
        return
    rows = [(str(s["source"]), str(s["label"]), "on" if s["off"] is None else f"off: {s['off']}") for s in found]
    rows.insert(0, ("source", "label", "state"))
    keys, labels = (max(len(row[column]) for row in rows) for column in (0, 1))
    click.echo("\n".join(f"{key:<{keys}}  {label:<{labels}}  {state}" for key, label, state in rows))


# --- the site's terms ----------------------------------------------------------------------------


def interactive() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty()


def where_the_terms_are(base_url: str) -> str:
    """The way to the terms, as far as it is known before anything was asked."""
    return f"They are a link at the foot of {base_url}/ (look for “Terms”); KCNA Watch belongs to Korea Risk Group (NK News)."


def ask_before(source: Source, requests: int, yes: bool) -> None:
    """Before the terms of a live site are accepted, requests are made only on a person's word. Raises ConfigError without it."""
    if yes or source.terms is not None or not config.is_live(source):
        return
    about = f"Nobody has accepted the terms of {source.host} yet. {where_the_terms_are(source.base_url)}"
    if not interactive():
        raise ConfigError(f"{about} Nothing was asked. Read them, then say --yes.")
    say(about)
    if not click.confirm(f"Make at most {requests} requests now?", err=True):
        raise ConfigError("Nothing was asked.")


# --- probe ---------------------------------------------------------------------------------------


@sources.command("probe", short_help="Check that a source behaves as configured.")
@click.argument("source_key", metavar="SOURCE")
@click.option("--day", type=DAY, help="A Korean day on which the source published something; default: the last finished one.")
@click.option("--yes", is_flag=True, help="Ask the live site even though its terms are not accepted yet.")
@click.option("--reopen", is_flag=True, help="Ask even if a refusal closed the host: its cause has been seen to.")
@as_json
def sources_probe(source_key: str, day: datetime | None, yes: bool, reopen: bool, json_only: bool) -> None:
    """Say by at most five requests whether a source behaves as configured. It may be switched off.

    Exit code 0: all as configured; 1: something could not be checked; 3: refused or changed.
    """
    try:
        found = probed(source_key, day, yes, reopen)
    except ConfigError as error:
        if not json_only:
            raise
        emit({**not_probed(source_key), "reason": error.reason})
        sys.exit(State.DISABLED.exit_code)
    file = config.source_file(source_key)
    emit(probed_json(found, file)) if json_only else click.echo(readable(found, file))
    sys.exit(found.exit_code)


def probed(source_key: str, day: datetime | None, yes: bool, reopen: bool) -> Probed:
    """Probe the source. Raises ConfigError where it is unknown, or nobody says that the live site may be asked."""
    source = config.load_source(source_key)
    ask_before(source, MOST_REQUESTS, yes)
    engine = open_store()
    if reopen:
        hosts.reopen(engine, source.host)
    keys = crawls.source_keys_by_label(config.load_sources().values())
    asked = day.date() if day else last_finished_day(datetime.now(UTC))
    session = access.from_environment(source)
    return probe(engine, source, asked, keys, lambda words: say(f"{source.key}: asking for {words}"), session)


def not_probed(source_key: str) -> dict[str, object]:
    """The whole object for a probe that did not begin."""
    lists: dict[str, object] = {name: [] for name in ("findings", "ids", "labels", "terms")}
    return {"source": source_key, "state": State.DISABLED, "reason": None, "requests": 0, "order": None, "number": None, **lists}


def probed_json(found: Probed, file: Path) -> dict[str, object]:
    """The object that `sources probe --json` prints."""
    return {
        "source": found.source.key,
        "state": found.state,
        "reason": found.reason,
        "requests": found.requests,
        "order": found.order,
        "number": found.number.id if found.number else None,
        "findings": [
            {"about": f.about, "verdict": f.verdict, "words": f.words, "cure": f.cure, "at": place(f, file)} for f in found.lines
        ],
        "ids": [{"id": clue.id, "for": clue.kind, "where": clue.where, "label": clue.label} for clue in found.ids],
        "labels": list(found.labels),
        "terms": [{"text": link.text, "url": link.url} for link in found.terms],
    }


def place(finding: Finding, file: Path) -> str | None:
    """`file:line` of what a finding's cure is about."""
    return f"{file}:{config.line_of(file, *finding.place)}" if finding.place else None


def readable(found: Probed, file: Path) -> str:
    """A probe as a person reads it: a line about everything, and under it what to write where."""
    lines = [f"{found.source.key} on {found.source.base_url}: {found.requests} of at most {MOST_REQUESTS} requests made", ""]
    for finding in found.lines:
        lines.append(f"{finding.about:<9} {finding.verdict:<14} {finding.words}")
        if finding.cure:
            at = place(finding, file)
            lines.append(f"{'':<24} → {f'{at}: ' if at else ''}{finding.cure}")
    ids = (f"{clue.id}{f' “{clue.label}”' if clue.label else ''} for {clue.kind}: {clue.where}" for clue in found.ids)
    names = (f"{label} ({times}×)" for label, times in found.labels.most_common())
    terms = (f"“{link.text}” {link.url}" for link in found.terms)
    seen = {
        "ids seen": "; ".join(ids) or "none",
        "names seen": ", ".join(names) or "none",
        "number": number_in_words(found),
        "order": found.order or "not seen",
        "terms": "; ".join(terms) or f"no link seen; look at the foot of {found.source.base_url}/",
    }
    return "\n".join([*lines, "", *(f"{name:<10} {words}" for name, words in seen.items())])


def number_in_words(found: Probed) -> str:
    """The site's number of the source as the article's page shows it, beside the one in the file."""
    configured = "null" if found.source.listing.id is None else found.source.listing.id
    return f"{found.number.why if found.number else 'not seen'}; the file has {configured}"


# --- reopen --------------------------------------------------------------------------------------


@sources.command("reopen", short_help="Open a host that a refusal closed.")
@click.argument("source_key", metavar="SOURCE")
@as_json
def sources_reopen(source_key: str, json_only: bool) -> None:
    """Say that the cause of a refusal has been seen to: the next run asks the source's host again. Nothing is asked now.

    Commands know no session but that of their own environment (AIRFLOW_CONN_WIREWATCH_SITE); after one was put into Airflow, say this
    and trigger the crawl there.
    """
    source, engine = config.load_source(source_key), open_store()
    refusal = why_closed(engine, source.host)
    hosts.reopen(engine, source.host)
    if json_only:
        emit({"source": source.key, "host": source.host, "was_closed": refusal is not None, "reason": refusal})
        return
    click.echo(f"{refusal}\n{source.host} is open again." if refusal else f"{source.host} was not closed.")
    click.echo(f"To ask at once: trigger {config.load_settings().airflow.crawl_dag(source)} in Airflow.")


def why_closed(engine: Engine, host: str) -> str | None:
    """Until when a refusal closed the host, and why; None where it is open."""
    try:
        hosts.stop_if_closed(engine, host)
    except AccessDenied as error:
        return error.reason
    return None


# --- enable --------------------------------------------------------------------------------------


@sources.command("enable")
@click.argument("source_key", metavar="SOURCE")
@click.option("--accepted-by", metavar="NAME", help="Who accepts the site's terms; asked for where it is needed.")
@click.option("--contact", metavar="ADDRESS", help="Where the site can write to you: goes into the User-Agent.")
@as_json
def sources_enable(source_key: str, accepted_by: str | None, contact: str | None, json_only: bool) -> None:
    """Switch a source on, and write down who accepted the site's terms."""
    before, file = config.load_source(source_key), config.source_file(source_key)
    wants_contact = source_files.CONTACT_WANTED in before.politeness.user_agent
    name = accepted_by or who_accepts(before)
    address = contact or (ask_for_contact() if wants_contact else None)
    if contact and not wants_contact:
        say(
            f"The User-Agent is written already and was left as it is: {file}:{config.line_of(file, 'politeness', 'user_agent')}."
        )
    for words in (name, address):
        refuse_unprintable(words)
    terms = Terms(name, datetime.now(KST).date()) if name and before.terms is None else None
    source = source_files.switch_on(file, terms, address if wants_contact else None)
    if json_only:
        emit({"source": source.key, "file": str(file), "changed": source != before, "off": config.why_off(source)})
    else:
        click.echo("\n".join(what_next(before, source, file)))


def who_accepts(source: Source) -> str | None:
    """The name of whoever accepts the terms; None where none is needed. Raises ConfigError where nobody does."""
    if source.terms is not None or not config.is_live(source):
        return None
    about = f"The terms of {source.host} are to be accepted by a person. {where_the_terms_are(source.base_url)}"
    if not interactive():
        raise ConfigError(f"{about} Nothing was changed. Read them, then say --accepted-by NAME.")
    say(about)
    name = str(click.prompt("Who accepts them (empty: nobody)", default="", show_default=False, err=True)).strip()
    if not name:
        raise ConfigError("Nothing was changed: nobody accepts the terms.")
    return name


def ask_for_contact() -> str | None:
    """The address for the User-Agent, if somebody is there to be asked and wants to give it now."""
    if not interactive():
        return None
    return (
        str(
            click.prompt("Your mail address, for the User-Agent (empty: later)", default="", show_default=False, err=True)
        ).strip()
        or None
    )


def refuse_unprintable(words: str | None) -> None:
    """Raise UsageError for a name or address that no line of a file can hold."""
    if words is not None and (len(words.strip()) < 2 or not words.isprintable()):
        raise click.UsageError(f"{words!r} is no name or address. Write at least two printable characters.")


def what_next(before: Source, source: Source, file: Path) -> list[str]:
    """What was done, and what there is still to do."""
    again = "is on already" if source == before else "is on"
    accepted = f": the terms were accepted by {source.terms.accepted_by} on {source.terms.on}" if source.terms else ""
    lines = [f"{source.key} {again}{accepted} ({file})."]
    if source_files.CONTACT_WANTED in source.politeness.user_agent:
        lines.append(
            f"Put your address into {file}:{config.line_of(file, 'politeness', 'user_agent')}: the site should know who asks."
        )
    dag = config.load_settings().airflow.crawl_dag(source)
    lines.append(f"Next: `wirewatch sources probe {source.key}`; then `make up`, and switch the DAG {dag} on in Airflow's UI.")
    return lines
