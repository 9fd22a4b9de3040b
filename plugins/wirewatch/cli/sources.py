"""`sources`: the publications that are read."""

from __future__ import annotations

import click

from wirewatch import config
from wirewatch.cli.output import as_json, emit
from wirewatch.pipeline.report import align


@click.group()
def sources() -> None:
    """The publications that are read."""


@sources.command("list")
@as_json
def sources_list(json_only: bool) -> None:
    """All sources, and why one is off."""
    found = [
        {"source": s.key, "label": s.label, "base_url": s.base_url, "off": config.why_off(s)}
        for s in config.load_sources().values()
    ]
    if json_only:
        for one in found:
            emit(one)
        return
    rows = [(str(s["source"]), str(s["label"]), "on" if s["off"] is None else f"off: {s['off']}") for s in found]
    click.echo("\n".join(align([("source", "label", "state"), *rows])))
