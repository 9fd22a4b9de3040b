"""supervisord with real programs: what is started is kept alive, and all of it ends."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from wirewatch.local import supervise
from wirewatch.local.home import claimed_ports, secrets

# A program that renames itself, as Airflow's processes do, and has a child that does not die of a polite request.
STUBBORN = """
import subprocess, sys, time
from setproctitle import setproctitle
subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"])
setproctitle("a very long title that overwrites whatever lies behind the arguments " * 20)
time.sleep(600)
"""


@pytest.fixture
def env(home: Path) -> Iterator[dict[str, str]]:
    with claimed_ports(home, {"supervisor": 9001}):
        yield {**os.environ, "SPT_NOENV": "1", "WIREWATCH_STACK": str(home), "SECRET_OF_A_TEST": "do-not-write-me-down"}


@pytest.fixture
def programs(tmp_path: Path) -> dict[str, list[str]]:
    script = tmp_path / "stubborn program.py"
    script.write_text(STUBBORN)
    return {"stubborn": [sys.executable, str(script)], "quiet": ["/bin/sleep", "600"]}


def _wait(done: Callable[[], bool]) -> None:
    limit = time.monotonic() + 60
    while not done():
        assert time.monotonic() < limit, "it did not happen"
        time.sleep(0.05)


def _all_run(home: Path) -> bool:
    return set(supervise.status(home).values()) == {"RUNNING"} and len(supervise.marked(home)) >= 4


def _supervisor(home: Path) -> psutil.Process:
    """By the number it wrote: a program that it is about to start looks like itself for a moment."""
    file = home / "supervisor" / "supervisord.pid"
    _wait(lambda: file.exists() and file.read_text().strip())
    return psutil.Process(int(file.read_text()))


def test_programs_run_and_all_of_them_end_within_seconds(home: Path, env: dict[str, str], programs: dict[str, list[str]]) -> None:
    assert supervise.start(home, programs, env)
    _wait(lambda: _all_run(home))

    begin = time.monotonic()
    assert supervise.stop(home)

    assert time.monotonic() - begin < 60  # its child would sleep for ten minutes
    assert supervise.marked(home) == []
    assert supervise.status(home) == {}
    assert not supervise.stop(home)


def test_a_program_that_dies_is_started_again(home: Path, env: dict[str, str], programs: dict[str, list[str]]) -> None:
    supervise.start(home, programs, env)
    _wait(lambda: _all_run(home))
    (victim,) = [process for process in supervise.marked(home) if process.name() == "sleep"]
    victim.kill()

    _wait(lambda: any(process.pid != victim.pid and process.name() == "sleep" for process in supervise.marked(home)))
    assert not victim.is_running()


def test_everything_ends_even_when_supervisord_itself_was_killed(
    home: Path, env: dict[str, str], programs: dict[str, list[str]]
) -> None:
    supervise.start(home, programs, env)
    _wait(lambda: _all_run(home))
    _supervisor(home).kill()
    _wait(lambda: not supervise.running(home))
    assert len(supervise.marked(home)) >= 3

    assert supervise.stop(home)
    assert supervise.marked(home) == []


def test_what_runs_already_is_left_alone_and_changed_settings_start_it_anew(
    home: Path, env: dict[str, str], programs: dict[str, list[str]]
) -> None:
    supervise.start(home, programs, env)
    first = _supervisor(home).pid

    assert not supervise.start(home, programs, env)
    assert _supervisor(home).pid == first
    assert supervise.start(home, programs, {**env, "WIREWATCH_CONFIG": "/elsewhere"})
    assert _supervisor(home).pid != first


def test_a_changed_way_out_starts_it_anew_and_what_else_changes_in_a_shell_does_not(home: Path, env: dict[str, str]) -> None:
    programs = {"quiet": ["/bin/sleep", "600"]}
    supervise.start(home, programs, env)

    for changed in ("https_proxy", "REQUESTS_CA_BUNDLE"):
        env[changed] = "/elsewhere"
        assert supervise.start(home, programs, env), changed
        assert not supervise.start(home, programs, {**env, "TERM": "another"})


def test_a_stranger_who_listens_and_says_nothing_is_not_waited_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "ANSWER_SECONDS", 0.2)
    with claimed_ports(home, {"supervisor": 9001}) as claimed, socket.socket() as stranger:
        stranger.bind(("127.0.0.1", claimed["supervisor"]))
        stranger.listen()

        assert not supervise.running(home)


def test_a_percent_sign_in_the_path_of_the_home_is_a_letter_like_any_other(tmp_path: Path) -> None:
    home = tmp_path / "50%s of it"
    try:
        with claimed_ports(home, {"supervisor": 9001}):
            assert supervise.start(home, {"quiet": ["/bin/echo", "50%"]}, {**os.environ, "WIREWATCH_STACK": str(home)})
        _wait(lambda: (home / "logs" / "quiet.log").exists() and "50%" in (home / "logs" / "quiet.log").read_text())
        assert (home / "supervisor" / "supervisord.pid").exists()
    finally:
        assert supervise.stop(home)


def test_no_secret_stands_in_a_file_but_the_secrets_file(home: Path, env: dict[str, str], programs: dict[str, list[str]]) -> None:
    supervise.start(home, programs, env)

    written = "".join(file.read_text() for file in (home / "supervisor").iterdir())
    assert "do-not-write-me-down" not in written
    assert secrets(home).supervisor_password not in written


def test_another_homes_processes_are_not_touched(
    home: Path, env: dict[str, str], programs: dict[str, list[str]], tmp_path: Path
) -> None:
    supervise.start(home, programs, env)
    _wait(lambda: _all_run(home))

    assert not supervise.stop(tmp_path / "another home")
    assert _all_run(home)
