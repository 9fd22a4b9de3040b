#!/usr/bin/env python3
"""Wirewatch's commands for machines without make: `python3 run.py NAME`; `make NAME` calls the same.

Every command first makes the virtual environment `.venv` agree with requirements.txt. Standard library only, and
readable by an old Python, so that one can be told what it lacks.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import importlib.util
import os
import platform
import shutil
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache  # `cache` is not in the oldest Python that has to be told
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

PROJECT = Path(__file__).resolve().parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "wirewatch-setup"  # written last: without it the set-up was interrupted
TOOLS = PROJECT / ".wirewatch" / "setup"
UV = "uv==0.13.9"
UV_FOLDER = TOOLS / UV
BASE = getattr(sys, "_base_executable", None) or sys.executable  # not the one inside .venv, should that run us
PYTHONS = ((3, 11), (3, 12), (3, 13))  # the oldest first; the lock is for these
EMBEDDED = {(system, cpu) for system in ("linux", "darwin") for cpu in ("x86_64", "aarch64", "arm64")}
ROOM = 1_000_000_000  # bytes of all packages

COMMANDS = {
    "setup": "make the virtual environment, and nothing more",
    "demo": "show the whole of Wirewatch at work on a small site of its own",
    "up": "start the local stack: PostgreSQL and Airflow",
    "down": "stop the local stack and the demo",
    "test": "run the tests (arguments go to pytest)",
    "bench": "measure the crawler against the demo site and write docs/benchmarks.md (names of cases: only those)",
    "docs": "write docs/reference/ anew from the code and its database",
    "lint": "check style, types, the direction of imports and that docs/reference/ is what the code says",
    "lock": "write requirements.txt anew from requirements.in (--upgrade: newer versions)",
}
MODULES = {
    "demo": ["demo"],
    "test": ["pytest"],
    "bench": ["benchmarks"],
    "docs": ["reference"],
    "up": ["wirewatch.local", "up"],
    "down": ["wirewatch.local", "down"],
}
# A process for each core; in the order of their names, since the longest, tests/browser, comes first.
PARALLEL = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadscope", "--no-loadscope-reorder"]
LINT = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"], ["lint-imports"], ["python", "-m", "reference", "--check"])
LOCK = "pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url requirements.in -o requirements.txt"


# What in the caller's environment would send packages elsewhere.
DISTURBING = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV")


PYPI = "https://pypi.org/simple"
INDEX_OF_UV = ("UV_DEFAULT_INDEX", "UV_INDEX_URL")

# What pip and uv say, in lower case, and what it means.
NO_ROOM = ("no space left on device",)
DISK_FULL = "The disk is full: make room and call this again; it goes on from here."
NO_ANSWER = (
    "network was disabled",
    "failed to fetch",
    "error sending request",
    "max retries exceeded",
    "no matching distribution",
)
INDEX_SILENT = (
    "Packages cannot be had from {index}: check the network (HTTPS_PROXY is honoured), or name another index in PIP_INDEX_URL."
)


class SetupError(Exception):
    """Why there is no virtual environment, and the cure."""


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code; 2 when there is no such command or this Python will not do."""
    name, rest = (arguments[0] if arguments else ""), arguments[1:]
    if name not in COMMANDS:
        say("usage: python3 run.py NAME [ARGUMENT…]\n" + "\n".join(f"  {each:6} {what}" for each, what in COMMANDS.items()))
        return 0 if name in ("-h", "--help", "help") else 2
    if not PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[-1]:
        return run_with_another_python(arguments)
    try:
        if name in ("demo", "up"):
            check_postgres()
        set_up()
        return run(name, rest)
    except SetupError as error:
        say(str(error))
        return 2
    except OSError as error:
        say(advice(error))
        return 2
    except subprocess.CalledProcessError as error:
        say(f"Set-up failed at: {' '.join(map(str, error.cmd))}")
        return 1
    except KeyboardInterrupt:
        return 130


def run(name: str, rest: list[str]) -> int:
    """Run the command in the virtual environment."""
    if name in MODULES:
        # In place of this process, so that signals and the exit code are the command's own.
        os.chdir(PROJECT)
        os.execv(PYTHON, [str(PYTHON), "-m", *MODULES[name], *(parallel(rest) if name == "test" else []), *rest])  # noqa: S606 - no shell, our own interpreter
    if name == "lint":
        codes = [call([str(PYTHON.parent / each[0]), *each[1:]]) for each in LINT]
        return int(any(codes))  # one that a signal ended has a negative code
    if name == "lock":
        return lock(rest)
    return 0


def parallel(rest: list[str]) -> list[str]:
    """What lets pytest use all cores; nothing where single files are named, since more processes would only start more slowly."""
    return [] if any(".py" in each for each in rest) else PARALLEL


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
    if not whole:
        check_machine()
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
    make_venv(VENV)
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


def make_venv(folder: Path) -> None:
    if not importlib.util.find_spec("ensurepip"):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise SetupError(
            f"This Python cannot make virtual environments: install them (Debian, Ubuntu: apt install python{version}-venv)."
        )
    quietly([BASE, "-m", "venv", "--clear", str(folder)])


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two commands in two terminals of a fresh clone: the second waits for the first one's set-up.

    The programs of the set-up hold the lock too: should this process alone be killed, the next one waits for them.
    """
    TOOLS.mkdir(parents=True, exist_ok=True)
    with (TOOLS / "lock").open("w") as handle:
        os.set_inheritable(handle.fileno(), True)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is at work; waiting for its end …")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


# --- programs of the set-up ---------------------------------------------------------------------------


def quietly(command: list[str]) -> None:
    """Run a program of the set-up; only what it says when it fails is shown. Raises SetupError for a known cause."""
    # close_fds=False: they hold the lock.
    done = subprocess.run(
        command, cwd=PROJECT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, close_fds=False
    )
    if done.returncode:
        for cause, signs in {DISK_FULL: NO_ROOM, INDEX_SILENT: NO_ANSWER}.items():
            if any(sign in done.stdout.lower() for sign in signs):
                raise SetupError(cause.format(index=urlsplit(index()).hostname))
        say(done.stdout[-2000:])
        done.check_returncode()


@lru_cache
def environment() -> dict[str, str]:
    """What pip and uv are started with: one index for both, and no patience with an index that does not answer."""
    env = {name: value for name, value in os.environ.items() if name not in DISTURBING}
    if not any(name in env for name in INDEX_OF_UV):
        env["UV_DEFAULT_INDEX"] = index()
    if not may_write(Path(os.path.expanduser("~/.cache/uv"))):
        env.setdefault("UV_CACHE_DIR", str(TOOLS / "cache"))  # a service's user may have no home
    if not reachable(index()):
        say(f"{urlsplit(index()).hostname} does not answer; trying with the packages that are on this machine …")
        env.update(UV_OFFLINE="1", PIP_RETRIES="0", PIP_DEFAULT_TIMEOUT="3")
    return env


@lru_cache
def index() -> str:
    """The address of the package index that pip or uv was told to use, in the environment or in pip's configuration."""
    told = (os.environ.get(name) for name in (*INDEX_OF_UV, "PIP_INDEX_URL"))
    return next(filter(None, told), None) or output_of([BASE, "-m", "pip", "config", "get", "global.index-url"]) or PYPI


def reachable(url: str) -> bool:
    """Whether anybody listens there, or at the proxy on the way; asked because pip and uv try for minutes."""
    asked = urlsplit(url)
    proxy = None if not asked.hostname or proxy_bypass(asked.hostname) else getproxies().get(asked.scheme)
    way = urlsplit(proxy) if proxy else asked
    if not way.hostname:
        return True  # a folder, or nothing we can read: they will find out
    try:
        socket.create_connection((way.hostname, way.port or (443 if way.scheme == "https" else 80)), timeout=5).close()
    except OSError:
        return False
    return True


def may_write(path: Path) -> bool:
    """Whether the path, or what has to be made on the way to it, may be written."""
    return os.access(next(each for each in (path, *path.parents) if each.exists()), os.W_OK)


def answers(command: list[str]) -> bool:
    """Whether a program is there and works; a shim on PATH may stand for one that is not installed."""
    return output_of(command) is not None


def output_of(command: list[str]) -> str | None:
    """What a program prints on stdout; None when it is not there or fails."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    except OSError:
        return None
    return None if done.returncode else done.stdout.strip()


# --- the machine --------------------------------------------------------------------------------------


def run_with_another_python(arguments: list[str]) -> int:
    """Go on with a Python that will do, in place of this process; 2 when there is none."""
    wanted = f"import sys; sys.exit(not {PYTHONS[0]} <= sys.version_info[:2] <= {PYTHONS[-1]})"
    for name in ("python3.11", "python3.12", "python3.13", "python3"):
        found = shutil.which(name)
        if found and answers([found, "-c", wanted]):
            os.execv(found, [found, str(PROJECT / "run.py"), *arguments])  # noqa: S606 - no shell
    say(
        f"Wirewatch runs on Python 3.11, 3.12 or 3.13 and this is {sys.version.split()[0]}: install one, or start run.py with it."
    )
    return 2


def check_machine() -> None:
    """Raise SetupError where the packages cannot be installed, before minutes are spent on finding out."""
    if "musl" in (sysconfig.get_config_var("SOABI") or ""):
        raise SetupError(
            "This Python is built on musl (Alpine Linux), and some packages are only there for glibc: "
            "use Debian, Ubuntu or Fedora, or the container image python:3.11-slim."
        )
    free = shutil.disk_usage(PROJECT).free
    if free < ROOM:
        raise SetupError(f"The packages need {ROOM / 1e9:.1f} GB in {PROJECT} and {free / 1e9:.1f} GB are free: make room there.")


def check_postgres() -> None:
    """Raise SetupError where no embedded PostgreSQL can be had."""
    if (sys.platform, platform.machine()) not in EMBEDDED:
        raise SetupError(
            f"There is no embedded PostgreSQL for {sys.platform} on {platform.machine()}: `demo` and `up` need Linux or macOS on "
            "x86-64 or ARM. Name a server of your own in WIREWATCH_DATABASE_URL and use `.venv/bin/wirewatch`."
        )


def advice(error: OSError) -> str:
    """What the system refused, and the cure where there is one."""
    if error.errno == errno.ENOSPC:
        return DISK_FULL
    refused = f"{error.filename or PROJECT}: {error.strerror}."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{refused} Wirewatch keeps its packages and its data in its own folder: copy the project to one you may write in."
    return refused


def say(words: str) -> None:
    """Progress and complaints go to stderr; stdout belongs to the command."""
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
