"""The little Markdown that the pages need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

WRITTEN = "<!-- Written by `python3 run.py docs`. Change what it describes, not this page. -->"


def page(title: str, *parts: str) -> str:
    """A whole page: its title, who writes it, and its parts, a blank line between them."""
    return "\n\n".join([f"# {title}", WRITTEN, *(part.strip("\n") for part in parts if part.strip())]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells hold Markdown, on one line. Empty where there is no row."""
    lines = [f"| {' | '.join(cell(one) for one in row)} |" for row in rows]
    return "\n".join([f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *lines]) if lines else ""


def cell(words: str) -> str:
    """Words that cannot end their cell."""
    return re.sub(r"\s+", " ", words).strip().replace("|", "\\|")


def code(words: str) -> str:
    """Words as they are typed; nothing for nothing."""
    return f"`{words}`" if words else ""


def text_block(words: str) -> str:
    """Words kept as they stand, and no command to be run."""
    return f"```text\n{words}\n```"


def demoted(words: str, levels: int) -> str:
    """Markdown with its headings so many levels lower."""
    return re.sub(r"(?m)^(#+ )", "#" * levels + r"\1", words.strip())
