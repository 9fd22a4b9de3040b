"""`rematch`: what is stored, held against the lists as they are now."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

import click

from wirewatch import config
from wirewatch.cli.output import as_json, emit, say
from wirewatch.cli.store import open_store
from wirewatch.configured import Watchlist
from wirewatch.errors import ConfigError
from wirewatch.pipeline.rematch import rematch as rematch_months
from wirewatch.pipeline.rematch import waiting


class _Month(click.DateTime):
    """A month, shown in the help as people write it."""

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "YYYY-MM"


MONTH = _Month(formats=["%Y-%m"])


@click.command(short_help="Hold stored articles against changed watchlists again.")
@click.option("--list", "name", metavar="LIST", help="One watchlist; default: all.")
@click.option("--from", "first", type=MONTH, help="First month of publication; default: the earliest.")
@click.option("--to", "last", type=MONTH, help="Last month, included; default: the latest.")
@click.option("--alert", is_flag=True, help="Alert of people newly found, under the rules of late_days and watch_since.")
@as_json
def rematch(name: str | None, first: datetime | None, last: datetime | None, alert: bool, json_only: bool) -> None:
    """Hold every stored article that met an older version of a watchlist against it again, month by month.

    A list changes with its file, with a verdict, and with the matcher. New mentions are historical: nobody is told of them, unless
    --alert. Mentions that the list makes no more are retired. Broken off, it goes on where it was.
    """
    engine, lists = open_store(), asked_for(name)
    since, until = first.date() if first else date.min, last.date() if last else date.max
    months = waiting(engine, lists, since, until)
    done = rematch_months(engine, lists, sorted({month.first_day for month in months}, reverse=True), alert, say)
    if json_only:
        waited = [{"list": one.watchlist, "month": f"{one.first_day:%Y-%m}", "texts": one.texts} for one in months]
        emit({**asdict(done), "months": waited})
    else:
        click.echo(
            f"{done.texts} texts matched again: {done.new} new mentions, {done.again} made again, {done.changed} put otherwise, "
            f"{done.retired} retired; {done.fresh} may alert"
        )


def asked_for(name: str | None) -> list[Watchlist]:
    """The lists to match with. Raises ConfigError for one that nobody configured."""
    lists = config.load_watchlists()
    if name is not None and name not in lists:
        raise ConfigError(f"No watchlist is called “{name}”. There are: {', '.join(lists) or 'none'}.")
    return [lists[name]] if name else list(lists.values())
