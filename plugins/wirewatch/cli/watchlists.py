"""`watchlist`: lists checked, filled from the files of others, added to by hand, and written out."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from wirewatch import config, watchlist_files
from wirewatch.alerting.lines import counted
from wirewatch.cli.list_problems import complaints
from wirewatch.cli.officials import unlisted_called
from wirewatch.cli.output import as_json, emit, say
from wirewatch.configured import Entity, Role, Watchlist
from wirewatch.errors import ConfigError
from wirewatch.imports import spreadsheet
from wirewatch.imports.formats import FORMATS, format_of
from wirewatch.imports.merge import Merge, merged
from wirewatch.imports.names import Found, script
from wirewatch.imports.reading import Reading, read
from wirewatch.models import KST
from wirewatch.pipeline.unlisted import Office, Unlisted
from wirewatch.watchlist.check import loose

NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
SHOWN = 20  # of a long enumeration, how many a person is shown; --json has all

in_list = click.option("--list", "list_name", required=True, metavar="LIST", help="The watchlist, by its name.")


@click.group("watchlist")
def watchlist_group() -> None:
    """Lists of people: check them, fill them, write them out."""


# --- check ---------------------------------------------------------------------------------------


@watchlist_group.command("check", short_help="Say what is wrong with watchlists.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def check(files: tuple[Path, ...], json_only: bool) -> None:
    """Say what is wrong with watchlist files, with line and cure; default: all configured ones. Exit code 2 where a list has errors."""
    files = files or tuple(config.watchlist_files())
    found = complaints(files)
    count = Counter(complaint.severity for complaint in found)
    if json_only:
        shown = [{**asdict(complaint), "file": str(complaint.file)} for complaint in found]
        emit({"files": [str(file) for file in files], "errors": count["error"], "warnings": count["warning"], "problems": shown})
    else:
        for complaint in found:
            say(str(complaint))
        numbers = ((len(files), "watchlist"), (count["error"], "error"), (count["warning"], "warning"))
        click.echo(", ".join(counted(number, one, f"{one}s") for number, one in numbers))
    sys.exit(2 if count["error"] else 0)


# --- import --------------------------------------------------------------------------------------


@watchlist_group.command("import", short_help="Fill a watchlist from a list others publish.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_list
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), help="What the file is; default: seen from what stands in it."
)
@click.option("--country", metavar="CODE", help="Take people of this country only (two letters, as ru).")
@click.option("--limit", type=click.IntRange(min=1), help="Take so many people at most.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@as_json
def import_people(
    file: Path, list_name: str, form: str | None, country: str | None, limit: int | None, dry_run: bool, json_only: bool
) -> None:
    """Fill a watchlist from a file of OpenSanctions, OFAC, the UK, the EU or Wikidata, or from our own CSV.

    People on the list gain spellings and offices; nothing that stands in the list is changed or taken away. A file that is wrong or
    cut off changes nothing.
    """
    known = format_of(file, form)
    say(f"{file}: {known.title}")
    reading = read(file, known, country.lower() if country else None, limit)
    into, merge = written(list_name, reading.people, f"Imported from {file.name} ({known.title})", dry_run)
    done = {
        "list": list_name,
        "file": str(into),
        "format": known.name,
        "written": changed(merge) and not dry_run,
        **told(reading, merge),
    }
    emit(done) if json_only else click.echo(in_words(done, reading, merge))


def written(list_name: str, people: Sequence[Found], note: str, dry_run: bool = False) -> tuple[Path, Merge]:
    """Put people into the list of that name, or into a new one; return its file and what is new. Raises ConfigError."""
    lists = {config.load_watchlist(file).name: file for file in config.watchlist_files()}
    if list_name not in lists and not NAME.fullmatch(list_name):
        raise click.UsageError(f"“{list_name}” is no name for a list. Take small letters, digits and hyphens.")
    file = lists.get(list_name)
    before = config.read_watchlist(file) if file else Watchlist(entities=(), name=list_name, title=list_name)
    merge = merged(before, people)
    wanted = merge.watchlist(before)
    if file is None:
        file = config.folder() / "watchlists" / f"{list_name}.yml"
        if not dry_run and merge.people:
            day = datetime.now(KST).date()
            watchlist_files.create(
                file, wanted, [f"{note} on {day}. Nobody has verified it.", "Check it: wirewatch watchlist check"]
            )
    elif not dry_run:
        watchlist_files.extend(file, wanted)
    return file, merge


def changed(merge: Merge) -> bool:
    """Whether the list is another one now."""
    return bool(merge.added or merge.gained)


def told(reading: Reading, merge: Merge) -> dict[str, Any]:
    """What `--json` says of an import."""
    return {
        "people": len(reading.people),
        "added": merge.added,
        "updated": [asdict(gain) for gain in merge.gained],
        "unchanged": merge.unchanged,
        "passed_over": dict(reading.passed_over),
        "other_countries": reading.elsewhere,
        "no_usable_name": reading.nameless,
        "left_out": [asdict(refusal) for refusal in merge.left_out],
    }


def in_words(done: dict[str, Any], reading: Reading, merge: Merge) -> str:
    """What an import did, for a person."""
    passed = ", ".join(f"{number} {kind}" for kind, number in reading.passed_over.most_common())
    lines = [
        f"{done['file']}: {counted(len(merge.added), 'person', 'people')} added, {len(merge.gained)} updated, {merge.unchanged} as they were"
        + ("" if done["written"] else "; nothing was written"),
        *_some("added", merge.added),
        *_some("updated", [_gained(gain) for gain in merge.gained]),
        *_some("no usable name", reading.nameless),
        *_some("left out", [f"{one.name}: “{one.spelling}” ({one.why})" for one in merge.left_out]),
        *([f"no people, passed over: {passed}"] if passed else []),
        *([f"of other countries, or none: {reading.elsewhere}"] if reading.elsewhere else []),
    ]
    return "\n".join(lines)


def _gained(gain: Any) -> str:
    new = [*gain.aliases, *gain.native, *gain.roles, *([f"country {gain.country}"] if gain.country else [])]
    return f"{gain.name}: {'; '.join(new)}"


def _some(what: str, items: Sequence[str]) -> list[str]:
    more = [f"  … and {len(items) - SHOWN} more (--json has all)"] if len(items) > SHOWN else []
    return [f"{what}:", *(f"  {item}" for item in items[:SHOWN]), *more] if items else []


# --- add -----------------------------------------------------------------------------------------


@watchlist_group.command("add", short_help="Add a person to a watchlist.")
@click.argument("name")
@in_list
@click.option("--alias", "aliases", multiple=True, help="Another spelling in Latin letters; may be given several times.")
@click.option("--native", multiple=True, help="The name in Russian, Korean or Chinese letters; may be given several times.")
@click.option("--country", metavar="CODE", help="Two letters, as ru.")
@click.option("--title", "titles", multiple=True, help="An office; marked unverified until somebody gives it a source.")
@click.option(
    "--unlisted", "take_over", is_flag=True, help="Take spellings, country and offices from `watchlist unlisted` as well."
)
@as_json
def add(
    name: str,
    list_name: str,
    aliases: tuple[str, ...],
    native: tuple[str, ...],
    country: str | None,
    titles: tuple[str, ...],
    take_over: bool,
    json_only: bool,
) -> None:
    """Add a person to a watchlist, or spellings and offices to a person who is on it; everything else in the file stays."""
    config.watchlist_file(list_name)
    printed = unlisted_called(name) if take_over else None
    if printed:
        name, country = printed.name, country or printed.country
        aliases = (*aliases, *(one for one in printed.spellings[1:] if script(one) == "latin"))
        native = (*native, *(one for one in printed.spellings[1:] if script(one) == "native"))
    _refuse_unfit((name, *aliases, *native), titles)
    offices = tuple(_role(office, printed) for office in printed.offices) if printed else ()
    roles = (*offices, *(Role(title=title, unverified=True) for title in titles))
    entity = Entity(name=name, aliases=aliases, native=native, country=country.lower() if country else None, roles=roles)
    _, tried = written(list_name, [Found(entity)], "", dry_run=True)
    if tried.left_out:
        raise ConfigError(
            "\n".join(f"“{one.spelling}” cannot be added: {one.why}. Nothing was written." for one in tried.left_out)
        )
    file, merge = written(list_name, [Found(entity)], "Added by hand")
    if json_only:
        updated = [asdict(gain) for gain in merge.gained]
        emit({"list": list_name, "file": str(file), "added": merge.added, "updated": updated, "unchanged": merge.unchanged})
    else:
        click.echo(_added(name, file, merge))


def _role(office: Office, printed: Unlisted) -> Role:
    """The office on the last day it was printed, with the article as its source where only one of that day names the person."""
    sources = [url for day, url in printed.articles if day == office.last]
    source = sources[0] if len(sources) == 1 else None
    return Role(title=office.title, as_of=office.last, source=source, unverified=source is None)


def _refuse_unfit(spellings: Sequence[str], titles: Sequence[str]) -> None:
    if short := next((title for title in titles if len(title.strip()) < 2), None):
        raise click.UsageError(f"“{short}” is too short for an office. Nothing was written.")
    for spelling in spellings:
        if fault := loose(spelling):
            raise click.UsageError(f"“{spelling}” {fault}. Nothing was written.")
    if script(spellings[0]) == "latin" and " " not in spellings[0].strip():
        raise click.UsageError(f"“{spellings[0]}” is one word alone. Give the given name and the surname; nothing was written.")


def _added(name: str, file: Path, merge: Merge) -> str:
    if merge.added:
        return f"{file}: {name} is added."
    if merge.gained:
        known, gained = _gained(merge.gained[0]).split(": ", 1)
        who = name if known == name else f"{name} (there {known})"
        return f"{file}: {who} is on the list already and gained {gained}."
    return f"{file}: {name} is on the list already, with all of that; nothing was written."


# --- export --------------------------------------------------------------------------------------


@watchlist_group.command("export", short_help="Write a watchlist out as YAML or CSV.")
@in_list
@click.option("--format", "form", type=click.Choice(["yaml", "csv"]), default="yaml", show_default=True)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="A file; default: stdout.")
def export(list_name: str, form: str, output: Path | None) -> None:
    """Write a watchlist out. YAML is a watchlist file; CSV is for spreadsheets, and `watchlist import` reads it back."""
    watchlist = config.load_watchlist(config.watchlist_file(list_name))
    text = watchlist_files.written(watchlist) if form == "yaml" else spreadsheet.text(watchlist)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise ConfigError(f"{output}: cannot be written ({error.strerror}). Choose another place.") from error
    say(f"{output}: {len(watchlist.entities)} people of {list_name}")
