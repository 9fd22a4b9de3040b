"""Source files as text: written anew, or edited line by line so that comments and order stay.

Nothing replaces a file before the reader of the configuration has read the new text and found what was meant.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from wirewatch import config
from wirewatch.configured import Politeness, Source, Terms
from wirewatch.errors import ConfigError
from wirewatch.yaml_files import beside, create_as, quoted, read_back, replace_by

# What stands in the files that come with the project, until somebody puts an address there.
CONTACT_WANTED = "put your mail address here"


@dataclass(frozen=True)
class Draft:
    """What is known of a source that has no file yet, and in words where it comes from (`notes`, one a line of the comment)."""

    key: str
    label: str
    base_url: str
    method: str
    id: int | None
    language: str
    politeness: Politeness
    notes: tuple[str, ...]


def written(draft: Draft) -> str:
    """The text of a source's file: off, terms empty, every value that nothing shows marked as a default."""
    polite = draft.politeness
    listing = f"{{method: {draft.method}, id: {'null' if draft.id is None else draft.id}, page_size: 10}}"
    return "\n".join(
        [
            *(f"# {note}" for note in draft.notes),
            f"key: {draft.key}",
            f"label: {quoted(draft.label)}",
            "site: kcna_watch",
            f"base_url: {draft.base_url}",
            f"listing: {listing}",
            f"language: {draft.language}",
            "timezone: Asia/Seoul",
            "# Not known: the earliest day a backfill may ask for.",
            "start_date: 1997-01-01",
            "politeness:",
            f"  delay_seconds: {polite.delay_seconds:g}",
            f"  max_requests_per_day: {polite.max_requests_per_day}",
            f"  user_agent: {quoted(polite.user_agent)}",
            f"  obey_robots: {str(polite.obey_robots).lower()}",
            "# Not known: how many articles a day are usual. Other days are noted in the report.",
            "expect: {articles_per_day: [0, 1000]}",
            f"# Read the site's terms, then `wirewatch sources enable {draft.key}` fills this in.",
            "# terms: {accepted_by: your name, on: 2026-11-21}",
            "enabled: false",
            "",
        ]
    )


def create(file: Path, text: str) -> Source:
    """Write a new source file; returns its source. Raises ConfigError where the text is no source or the file is there already."""
    with beside(file, text) as new:
        source = config.read_source(new)
        create_as(new, file)
    return source


def switch_on(file: Path, terms: Terms | None, contact: str | None = None) -> Source:
    """Write `enabled: true`, the terms and the address in the User-Agent into a source's file; returns the source as it is now.

    None leaves terms or address as they are. Raises ConfigError, the file untouched, where it cannot be edited by line.
    """
    before = config.read_source(file)
    wanted = replace(before, enabled=True, terms=terms or before.terms, politeness=_with_contact(before.politeness, contact))
    try:
        text = switched_on(file.read_bytes().decode("utf-8"), terms, contact)
    except yaml.YAMLError as error:
        raise _by_hand(file) from error
    with beside(file, text) as new:
        read_back(new, wanted, config.read_source, _by_hand(file))
        replace_by(new, file)
    return wanted


def switched_on(text: str, terms: Terms | None, contact: str | None) -> str:
    """The text of a source's file with `enabled: true`, these terms and this address, everything else as it was."""
    text = _set(text, "enabled", "true")
    if terms is not None:
        text = _set(text, "terms", f"{{accepted_by: {quoted(terms.accepted_by)}, on: {terms.on}}}")
    return text.replace(CONTACT_WANTED, contact) if contact else text


def line_with_id(source: Source, method: str, number: int) -> str:
    """The line of a source's file that names the site's number of it."""
    return f"listing: {{method: {method}, id: {number}, page_size: {source.listing.page_size}}}"


def _by_hand(file: Path) -> ConfigError:
    return ConfigError(f"{file}: cannot be edited line by line, and is as it was. Set enabled and terms by hand.")


def _with_contact(politeness: Politeness, contact: str | None) -> Politeness:
    return replace(politeness, user_agent=politeness.user_agent.replace(CONTACT_WANTED, contact or CONTACT_WANTED))


def _set(text: str, key: str, value: str) -> str:
    """The text with a top-level key set: where it stands, where a comment holds its place, else before `enabled` or at the end."""
    lines = text.splitlines(keepends=True)
    end = "\r\n" if "\r\n" in text else "\n"
    first, last, tail = _place(text, key)
    if first is None:
        commented = (n for n, line in enumerate(lines) if line.startswith((f"# {key}:", f"#{key}:")))
        first = next(commented, None)
        last = None if first is None else first + 1
    if first is None:
        before = None if key == "enabled" else _place(text, "enabled")[0]
        first = last = len(lines) if before is None else before
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += end
    return "".join([*lines[:first], f"{key}: {value}{tail}{end}", *lines[last:]])


def _place(text: str, key: str) -> tuple[int | None, int | None, str]:
    """First line of a top-level key, the line after its value, and the comment behind it; (None, None, "") where it is missing."""
    tree = yaml.compose(text, Loader=config.PlainWords)
    for name, value in tree.value if isinstance(tree, yaml.MappingNode) else ():
        if name.value == key:
            mark = value.end_mark  # a block's end is the start of what follows
            lines = text.splitlines()
            if mark.column > 0 or mark.line == name.start_mark.line:
                rest = lines[mark.line][mark.column :]
                return name.start_mark.line, mark.line + 1, rest if rest.lstrip().startswith("#") else ""
            last = mark.line
            while not lines[last - 1].strip() or lines[last - 1].startswith("#"):
                last -= 1
            return name.start_mark.line, last, ""
    return None, None, ""
