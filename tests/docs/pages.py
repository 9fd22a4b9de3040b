"""README and docs/: their pages, the commands on them, and what the pages say about running those.

A command is what stands after `$`-less prompts: a line of a fence without a language (or `sh`), or words in backquotes that begin with
`make`, `python3 run.py` or `.venv/bin/`. `wirewatch …` in backquotes only names a command. Two comments, right after the backquotes or
on the line above the fence, say more: `<!-- not run: why -->` and `<!-- exit 3 -->`.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wirewatch.config import PROJECT

FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.M | re.S)
MARK = r"<!-- *(?:not run: *(?P<why>.+?)|exit (?P<code>\d+)) *-->"
ABOVE = re.compile(MARK + r"\s*\Z")
INLINE = re.compile(r"`(?P<words>[^`\n]+(?:\n[^`\n]+)?)`(?:\s*" + MARK + ")?")
SHELL = ("", "sh", "bash")
TYPED = re.compile(r"^(\w+=\S+ )*(make [a-z]|python3 run\.py [a-z]|\.venv/bin/)")
NAMED = re.compile(r"^wirewatch [a-z]")


@dataclass(frozen=True)
class Command:
    """A command as a page has it: the words to type, the exit code it should have, and why it is not run, if so."""

    page: str
    line: int
    words: str
    code: int = 0
    why_not: str | None = None

    @property
    def tokens(self) -> list[str]:
        """The words one by one, without settings before and a file to write behind."""
        tokens = shlex.split(self.words)
        while "=" in tokens[0]:
            tokens = tokens[1:]
        return tokens[: tokens.index(">")] if ">" in tokens else tokens

    @property
    def ours(self) -> list[str] | None:
        """What stands after `wirewatch`; None for another program."""
        return self.tokens[1:] if self.tokens[0] in (".venv/bin/wirewatch", "wirewatch") else None

    @property
    def task(self) -> str | None:
        """The NAME of `make NAME` or `python3 run.py NAME`; None for another program."""
        match self.tokens:
            case ["make", name, *_] | ["python3", "run.py", name, *_]:
                return name
            case _:
                return None

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.words}"


def pages() -> list[Path]:
    """README and every page of docs/."""
    return [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]


def title(page: Path) -> str:
    """A page's path in the project."""
    return str(page.relative_to(PROJECT))


def commands(page: Path) -> list[Command]:
    """The commands to type on a page, in their order."""
    return commands_in(title(page), page.read_text(encoding="utf-8"))


def commands_in(page: str, text: str) -> list[Command]:
    """The commands to type in a text; what stands there twice is there once, and need say only once why it is not run."""
    found: dict[str, Command] = {}
    for command in sorted([*in_fences(page, text), *in_backquotes(page, text, TYPED)], key=lambda one: one.line):
        known = found.setdefault(command.words, command)
        if known.why_not is None and command.why_not:
            found[command.words] = command
    return list(found.values())


def named(page: Path) -> Iterator[Command]:
    """The commands of `wirewatch` that a page only names."""
    return in_backquotes(title(page), page.read_text(encoding="utf-8"), NAMED)


def in_fences(page: str, text: str) -> Iterator[Command]:
    """The lines of fences that are typed in a shell."""
    for fence in FENCE.finditer(text):
        if fence[2] in SHELL:
            mark, first = ABOVE.search(text[: fence.start()]), text.count("\n", 0, fence.start(3)) + 1
            yield from lines(page, first, fence[3], mark)


def lines(page: str, first: int, text: str, mark: re.Match[str] | None) -> Iterator[Command]:
    """The commands of one fence; a line that ends in a backslash goes on."""
    number = first
    for whole in re.sub(r"\\\n\s*", "\\\0 ", text).split("\n"):
        words = re.sub(r"(^|\s)#.*", "", whole.replace("\\\0", "")).strip()
        if words:
            yield marked(Command(page, number, words), mark)
        number += 1 + whole.count("\\\0")


def in_backquotes(page: str, text: str, wanted: re.Pattern[str]) -> Iterator[Command]:
    """What stands in backquotes, outside fences."""
    prose = FENCE.sub(lambda fence: "\n" * fence[0].count("\n"), text)
    for found in INLINE.finditer(prose):
        if wanted.match(words := " ".join(found["words"].split())):
            yield marked(Command(page, prose.count("\n", 0, found.start()) + 1, words), found)


def marked(command: Command, mark: re.Match[str] | None) -> Command:
    """The command with what the comment beside it says."""
    if mark is None:
        return command
    return Command(command.page, command.line, command.words, int(mark["code"] or 0), mark["why"])
