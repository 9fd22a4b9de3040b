"""Every command on the pages is run here or elsewhere in CI, or says why not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from reference.commands import run_commands
from tests.docs.pages import Command, commands, commands_in, named, pages, title
from tests.docs.world import World
from wirewatch.cli import cli
from wirewatch.config import PROJECT

# Where CI runs the tasks of `make`, and the words there that do it.
RUN_ELSEWHERE = {
    "lint": (".ci/run", "make lint"),
    "test": (".ci/run", "make test"),
    "demo": ("tests/browser/conftest.py", 'call(home, "demo")'),
    "down": ("tests/browser/conftest.py", 'call(home, "down")'),
    "bench": ("tests/integration/test_bench.py", "--tiny"),
    "docs": ("tests/docs/test_reference.py", "page_of("),
}


# The reference names every command there is; its pages are no walk through them.
WRITTEN_BY_HAND = [page for page in pages() if page.parent.name != "reference"]


def with_something_to_type() -> list[Path]:
    """The pages that have commands of `wirewatch` to be run."""
    return [page for page in WRITTEN_BY_HAND if any(one.ours and not one.why_not for one in commands(page))]


@pytest.mark.parametrize("page", with_something_to_type(), ids=title)
def test_the_commands_of_a_page_do_what_it_says_one_after_the_other(page: Path, world: World) -> None:
    assert world.stored.code == 0, world.stored.err

    for command in (one for one in commands(page) if one.ours and not one.why_not):
        said = world.type(command)
        assert said.code == command.code, f"{command}\n{said.out}{said.err}"


@pytest.mark.parametrize("page", WRITTEN_BY_HAND, ids=title)
def test_what_is_not_run_here_is_run_elsewhere_or_says_why(page: Path) -> None:
    for command in (one for one in commands(page) if not one.ours and not one.why_not):
        assert command.task, f"{command}\nsay why it is not run: <!-- not run: … -->"
        known = command.task in RUN_ELSEWHERE or command.task in said_in_the_readme()
        assert known, f"{command}\nis run nowhere: say so, or run it and write down where"


def said_in_the_readme() -> set[str | None]:
    """The tasks of which the README says why they are not run; other pages need not say it again."""
    return {one.task for one in commands(PROJECT / "README.md") if one.why_not}


def test_ci_runs_what_is_said_to_be_run_elsewhere() -> None:
    for task, (file, words) in RUN_ELSEWHERE.items():
        assert task in run_commands()
        assert words in (PROJECT / file).read_text(encoding="utf-8"), task


@pytest.mark.parametrize("page", pages(), ids=title)
def test_every_command_and_option_that_a_page_names_exists(page: Path) -> None:
    for command in itertools.chain(commands(page), named(page)):
        assert not list(unknown(command)), command


def unknown(command: Command) -> Iterator[str]:
    """The words of a command that `wirewatch` does not know: commands and options."""
    words, group = list(command.ours or []), cli
    while words and not words[0].startswith("-") and isinstance(group, click.Group):
        known = group.commands.get(words.pop(0))
        if known is None:
            yield str(command)
            return
        group = known
    options = {option for parameter in group.params for option in [*parameter.opts, *parameter.secondary_opts]} | {"--help"}
    yield from (word for word in words if word.startswith("--") and word.partition("=")[0] not in options)


PAGE = """Say `make up` <!-- not run: needs the site --> or `.venv/bin/wirewatch
db status`. `wirewatch db` is only named, and so is `make`.

1. As root:

   <!-- exit 3 -->
   ```sh
   .venv/bin/wirewatch crawl \\
     SOURCE > out.txt    # both on one line
   URL=x make up
   ```

```text
make nothing
```
"""


def test_what_a_page_says_of_its_commands_is_understood() -> None:
    found = [(one.line, one.tokens, one.code, one.why_not) for one in commands_in("page", PAGE)]

    assert found == [
        (1, ["make", "up"], 0, "needs the site"),
        (1, [".venv/bin/wirewatch", "db", "status"], 0, None),
        (8, [".venv/bin/wirewatch", "crawl", "SOURCE"], 3, None),
        (10, ["make", "up"], 3, None),
    ]


def test_a_command_or_option_that_is_not_there_is_seen() -> None:
    wrong = ["wirewatch crawl kcna-en --soon", "wirewatch fly", "wirewatch db --soon", ".venv/bin/wirewatch db status --soon=1"]

    assert [len(list(unknown(Command("page", 1, words)))) for words in wrong] == [1, 1, 1, 1]
    assert not list(unknown(Command("page", 1, "wirewatch crawl kcna-en --from 2026-11-19")))
    assert not list(unknown(Command("page", 1, "wirewatch --help")))
