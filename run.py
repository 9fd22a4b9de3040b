#!/usr/bin/env python3
"""Wirewatch's commands for machines without make: `python3 run.py NAME`; `make NAME` calls the same.

Every command first makes the virtual environment `.venv` agree with requirements.txt. Standard library only, and
readable by an old Python, so that one can be told what it lacks.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "wirewatch-setup"  # written last: without it the set-up was interrupted
TOOLS = PROJECT / ".wirewatch" / "setup"
UV = "uv==0.13.9"
UV_FOLDER = TOOLS / UV
BASE = getattr(sys, "_base_executable", None) or sys.executable  # not the one inside .venv, should that run us
OLDEST = (3, 11)

COMMANDS = {
    "setup": "make the virtual environment, and nothing more",
    "demo": "show the whole of Wirewatch at work on a small site of its own",
    "up": "start the local stack: PostgreSQL and Airflow",
    "down": "stop the local stack and the demo",
    "test": "run the tests (arguments go to pytest)",
    "bench": "measure the crawler against the demo site and write docs/benchmarks.md (names of cases: only those)",
    "docs": "write docs/reference/ anew from the code and its database",
    "lint": "check style, types, the direction of imports and that docs/reference/ is what the code says",
    "lock": "write requirements.txt anew from requirements.in",
}
MODULES = {
    "demo": ["demo.show"],
    "test": ["pytest"],
    "bench": ["benchmarks"],
    "docs": ["reference"],
    "up": ["wirewatch.local", "up"],
    "down": ["wirewatch.local", "down"],
}
LINT = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"], ["lint-imports"], ["python", "-m", "reference", "--check"])
LOCK = "pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url requirements.in -o requirements.txt"


# What in the caller's environment would send packages elsewhere.
DISTURBING = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV")


class SetupError(Exception):
    """Why there is no virtual environment, and the cure."""


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code; 2 when there is no such command or this Python will not do."""
    name, rest = (arguments[0] if arguments else ""), arguments[1:]
    if name not in COMMANDS:
        say("usage: python3 run.py NAME [ARGUMENT…]\n" + "\n".join(f"  {each:6} {what}" for each, what in COMMANDS.items()))
        return 0 if name in ("-h", "--help", "help") else 2
    if sys.version_info < OLDEST:
        return run_with_newer_python(arguments)
    try:
        set_up()
        return run(name, rest)
    except SetupError as error:
        say(str(error))
        return 2
    except subprocess.CalledProcessError as error:
        say(f"Set-up failed at: {' '.join(map(str, error.cmd))}")
        return 1
    except KeyboardInterrupt:
        return 130


def run_with_newer_python(arguments: list[str]) -> int:
    newer = find_newer_python()
    if newer:
        return call([newer, str(PROJECT / "run.py"), *arguments])
    say(f"Wirewatch needs Python 3.11 or newer and this is {sys.version.split()[0]}: install it, or run python3.11 run.py.")
    return 2


def run(name: str, rest: list[str]) -> int:
    """Run the command in the virtual environment."""
    if name in MODULES:
        # In place of this process, so that signals and the exit code are the command's own.
        os.chdir(PROJECT)
        os.execv(PYTHON, [str(PYTHON), "-m", *MODULES[name], *rest])  # noqa: S606 - no shell, our own interpreter
    if name == "lint":
        return max([call([str(PYTHON.parent / each[0]), *each[1:]]) for each in LINT])
    if name == "lock":
        return lock(rest)
    return 0


def lock(rest: list[str]) -> int:
    """Write requirements.txt anew; pins that still fit stay, unless `--upgrade` is passed."""
    tool = uv()
    if not tool:
        raise SetupError("`lock` needs uv: https://docs.astral.sh/uv/ says how to install it.")
    return call([*tool, *LOCK.split(), *rest])


def call(command: list[str]) -> int:
    """Run a program in the project's folder and return its exit code."""
    return subprocess.run(command, cwd=PROJECT).returncode


# --- the virtual environment ------------------------------------------------------------------------


def set_up() -> None:
    """Make `.venv` hold exactly requirements.txt and this project; at once when it does already."""
    if read_stamp() != stamp():
        with one_at_a_time():
            if read_stamp() != stamp():
                install()
                STAMP.write_text("\n".join(stamp()))


def stamp() -> list[str]:
    """What the environment was made for (this interpreter; this folder, whose path its scripts hold) and from (two files)."""
    made_from = "\0".join((PROJECT / name).read_text() for name in ("requirements.txt", "pyproject.toml"))
    return [f"{sys.version.split()[0]} {sys.base_prefix} {PROJECT}", hashlib.sha256(made_from.encode()).hexdigest()]


def read_stamp() -> list[str]:
    return STAMP.read_text().split("\n") if STAMP.exists() else []


def install() -> None:
    """Install the pinned packages into a new environment, or the changed ones into one that is whole and still ours."""
    whole = read_stamp()[:1] == stamp()[:1] and PYTHON.exists()
    STAMP.unlink(missing_ok=True)
    tool = uv()
    say("Installing packages into .venv …")
    if not tool:
        install_with_pip()
        return
    if not whole:
        quietly([*tool, "venv", "--clear", "--python", BASE, str(VENV)])
    # Compiled now, once: Airflow's four processes start together and would each compile the same modules.
    quietly([*tool, "pip", "sync", "--python", str(PYTHON), "--require-hashes", "--compile-bytecode", "requirements.txt"])
    quietly([*tool, "pip", "install", "--python", str(PYTHON), "--no-deps", "--no-build-isolation", "-e", "."])


def install_with_pip() -> None:
    """The slow way (a minute or two), where uv cannot be had."""
    make_venv(VENV, "--clear")
    quietly([str(PYTHON), "-m", "pip", "install", "--require-hashes", "-r", "requirements.txt"])
    quietly([str(PYTHON), "-m", "pip", "install", "--no-deps", "--no-build-isolation", "-e", "."])


def uv() -> list[str]:
    """The command that is uv: the one on PATH, else a pinned one of our own; empty when neither can be had."""
    for found in (shutil.which("uv"), str(UV_FOLDER / "bin" / "uv")):
        if found and answers([found, "--version"]):
            return [found]
    say("Fetching uv, which installs packages …")
    try:
        quietly([*pip(), "install", "--disable-pip-version-check", "--target", str(UV_FOLDER), "--upgrade", UV])
    except subprocess.CalledProcessError:
        say("uv cannot be had; installing with pip, which takes longer.")
        return []
    return [str(UV_FOLDER / "bin" / "uv")]


def pip() -> list[str]:
    """The base Python's own pip, else the pip of a small environment made for it."""
    own = [BASE, "-m", "pip"]
    if answers([*own, "--version"]):
        return own
    make_venv(TOOLS / "venv")
    return [str(TOOLS / "venv" / "bin" / "python"), "-m", "pip"]


def make_venv(folder: Path, *options: str) -> None:
    if not importlib.util.find_spec("ensurepip"):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise SetupError(
            f"This Python cannot make virtual environments: install them (Debian, Ubuntu: apt install python{version}-venv)."
        )
    quietly([BASE, "-m", "venv", *options, str(folder)])


def find_newer_python() -> str | None:
    """Another Python on PATH that will do."""
    wanted = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    for found in filter(None, map(shutil.which, ("python3.11", "python3.12", "python3.13", "python3"))):
        if answers([found, "-c", wanted]):
            return found
    return None


def answers(command: list[str]) -> bool:
    """Whether a program is there and works; a shim on PATH may stand for one that is not installed."""
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def quietly(command: list[str]) -> None:
    """Run a program of the set-up; only what it says when it fails is shown."""
    environment = {name: value for name, value in os.environ.items() if name not in DISTURBING}
    done = subprocess.run(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        say(done.stdout[-2000:])
        done.check_returncode()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two commands in two terminals of a fresh clone: the second waits for the first one's set-up."""
    TOOLS.mkdir(parents=True, exist_ok=True)
    with (TOOLS / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def say(words: str) -> None:
    """Progress and complaints go to stderr; stdout belongs to the command."""
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
