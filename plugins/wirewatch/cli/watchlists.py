"""`watchlist`: the people of the lists, and those on none."""

from __future__ import annotations

import click


@click.group("watchlist")
def watchlist_group() -> None:
    """Lists of people: check them, fill them, write them out."""
