"""docs/benchmarks.md: words about what was done, and a section of figures for the crawl and one for names. Pure.

A section is written when all of its cases were measured; the other keeps the figures of its own run, with their day and machine.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

NOT_YET = "Not measured yet."


def sections(measured: Collection[str], of: Mapping[str, Collection[str]]) -> list[str]:
    """Return the names of the sections all of whose cases were measured."""
    return [name for name, cases in of.items() if set(cases) <= set(measured)]


def page(words: str, before: str, figures: Mapping[str, str], names: Collection[str]) -> str:
    """Return the page: the words, each section's new figures, or those that stand in the page as it was before."""
    return words.format(**{name: _marked(name, figures.get(name) or _kept(name, before)) for name in names})


def _marked(name: str, text: str) -> str:
    return f"<!-- {name} -->\n{text.strip()}\n<!-- end of {name} -->"


def _kept(name: str, before: str) -> str:
    found = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- end of {name} -->", before, re.DOTALL)
    return found[1] if found else NOT_YET
