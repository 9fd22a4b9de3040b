"""docs/reference/cli.md: the commands of `make` and of `wirewatch`, from run.py and from click."""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click

from reference.markdown import code, page, table, text_block
from wirewatch.cli import cli

PROJECT = Path(__file__).resolve().parents[1]


def cli_page() -> str:
    """The page about every command, its arguments and options."""
    root = click.Context(cli, info_name="wirewatch")
    commands = list(walk(root))
    return page(
        "Commands",
        '`make NAME` is `python3 run.py NAME`, for machines without make; arguments go into `ARGS="…"`.',
        table(("command", "what it does"), ((code(f"make {name}"), what) for name, what in run_commands().items())),
        "## wirewatch",
        f"`.venv/bin/wirewatch`. {words(cli.help)}",
        "With `--json`, JSON alone stands on stdout, and progress and complaints on stderr; a command that fails prints an object with its"
        " `reason` too. Every command has `--help`.",
        table(("command", "what it does"), (overview(context) for context in commands)),
        *(section(context) for context in commands),
    )


def run_commands() -> dict[str, str]:
    """The commands of run.py, with what each does."""
    return dict(run_module().COMMANDS)


def run_module() -> ModuleType:
    """run.py, which is no part of a package."""
    spec = importlib.util.spec_from_file_location("run", PROJECT / "run.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(PROJECT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def walk(context: click.Context) -> Iterator[click.Context]:
    """The commands below one, those that do something only, in the order of their names."""
    group = context.command
    if not isinstance(group, click.Group):
        yield context
        return
    for name, command in sorted(group.commands.items()):
        yield from walk(click.Context(command, parent=context, info_name=name, show_default=True))


def overview(context: click.Context) -> tuple[str, str]:
    """A command's line in the table of all."""
    anchor = context.command_path.replace(" ", "-")
    return f"[{code(context.command_path)}](#{anchor})", context.command.get_short_help_str(limit=200)


def section(context: click.Context) -> str:
    """One command: what it does, how it is called, its options."""
    usage = context.command.get_usage(context).removeprefix("Usage: ")
    records = (parameter.get_help_record(context) for parameter in context.command.get_params(context))
    options = table(
        ("option", "meaning"), ((code(name), help) for name, help in filter(None, records) if help or name.startswith("-"))
    )
    parts = (f"### {context.command_path}", words(context.command.help), text_block(usage), options)
    return "\n\n".join(part for part in parts if part)


def words(help: str | None) -> str:
    """A command's help as paragraphs."""
    return inspect.cleandoc(help or "").replace("\b\n", "").strip()
