"""How commands speak: JSON alone on stdout with `--json`, words for people, progress on stderr."""

from __future__ import annotations

import json

import click


class _Day(click.DateTime):
    """A day, shown in the help as people write it."""

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "YYYY-MM-DD"


DAY = _Day(formats=["%Y-%m-%d"])
as_json = click.option("--json", "json_only", is_flag=True, help="Print JSON alone on stdout.")


def say(words: str) -> None:
    """Progress and complaints, on stderr."""
    click.echo(words, err=True)


def emit(value: object) -> None:
    """One JSON object on a line of stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))
