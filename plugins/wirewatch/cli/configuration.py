"""`config`: the configuration files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import click

from wirewatch import config
from wirewatch.cli.list_problems import complaints
from wirewatch.cli.output import say
from wirewatch.configured import Rule, Source


@click.group("config")
def config_group() -> None:
    """The configuration files."""


@config_group.command("check", short_help="Say what is wrong with the configuration.")
def config_check() -> None:
    """Read every configuration file and say what is wrong, with file, line and cure."""
    found = config.load_sources()
    of_lists = [complaint for complaint in complaints(config.watchlist_files()) if complaint.severity != "note"]
    for complaint in of_lists:
        say(str(complaint))
    wrong = any(complaint.severity == "error" for complaint in of_lists)
    if wrong:
        sys.exit(2)
    lists = config.load_watchlists()
    alerting = config.load_alerting()
    config.load_settings()
    for words in doubts(found, alerting.rules):
        say(f"warning: {words}")
    click.echo(f"{len(found)} sources, {len(lists)} watchlists with {people(lists.values())} people, {len(alerting.rules)} rules")


def doubts(found: Mapping[str, Source], rules: Sequence[Rule]) -> Iterator[str]:
    """What can be read and is hardly what was meant."""
    for number, rule in enumerate(rules):
        for key in rule.sources:
            if key not in found:
                yield f"rule {rule.name} names the source {key}, which is not configured"
        if rule.pace != "immediate":
            line = config.at(config.folder() / "alerts.yml", "rules", number, "pace")
            yield f"{line}: rule {rule.name} has pace {rule.pace}; there are no digests yet, it tells at once"
    for name, keys in shared_names(found.values()):
        yield f"the sources {', '.join(keys)} share the name “{name}”: only the last one gets the pages that print it"


def shared_names(sources: Iterable[Source]) -> list[tuple[str, list[str]]]:
    """Names that more than one source has, with the keys of those sources."""
    keys: dict[str, list[str]] = {}
    for source in sources:
        for name in {label.casefold() for label in source.labels}:
            keys.setdefault(name, []).append(source.key)
    return [(name, same) for name, same in keys.items() if len(same) > 1]


def people(lists: Any) -> int:
    """How many people stand on the lists."""
    return sum(len(watchlist.entities) for watchlist in lists)
