"""run.py: the first thing anybody starts, so it must say plainly what is wrong."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from wirewatch.config import PROJECT


@pytest.fixture
def run() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run", PROJECT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path, run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two files whose environment was set up."""
    (tmp_path / "requirements.txt").write_text("one==1\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    monkeypatch.setattr(run, "PROJECT", tmp_path)
    monkeypatch.setattr(run, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(run, "TOOLS", tmp_path / "tools")
    (tmp_path / "stamp").write_text("\n".join(run.stamp()))
    return tmp_path


def test_an_unknown_command_lists_the_known_ones_on_stderr() -> None:
    done = subprocess.run([sys.executable, str(PROJECT / "run.py"), "nonsense"], capture_output=True, text=True)

    assert done.returncode == 2
    assert done.stdout == ""
    assert re.findall(r"^  (\w+)", done.stderr, re.M) == ["setup", "demo", "up", "down", "test", "bench", "docs", "lint", "lock"]


def test_make_knows_the_same_commands(run: ModuleType) -> None:
    (names,) = re.findall(r"^COMMANDS := (.*)$", (PROJECT / "Makefile").read_text(), re.M)

    assert names.split() == list(run.COMMANDS)


def test_nothing_is_installed_while_the_environment_agrees(
    run: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "install", lambda: pytest.fail("it installed"))

    run.set_up()


@pytest.mark.parametrize("file", ["requirements.txt", "pyproject.toml", "stamp"])
def test_a_change_or_an_interrupted_setup_installs_again(
    run: ModuleType, project: Path, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / file).write_text("changed\n")
    installed: list[bool] = []
    monkeypatch.setattr(run, "install", lambda: installed.append(True))

    run.set_up()
    run.set_up()

    assert installed == [True]


@pytest.mark.parametrize(
    ("arguments", "processes"), [([], True), (["-x", "tests/unit"], True), (["tests/unit/test_words.py::test_one", "-x"], False)]
)
def test_many_files_are_tested_in_parallel_and_single_ones_are_not(
    run: ModuleType, arguments: list[str], processes: bool
) -> None:
    assert ("-n" in run.parallel(arguments)) is processes


@pytest.mark.parametrize(("program", "code"), [("exit 0", 0), ("exit 1", 1), ("kill -9 $$", 1)])
def test_lint_is_red_also_where_a_linter_was_killed(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, code: int
) -> None:
    for name, lines in {"first": program, "last": "touch ran"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{lines}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setattr(run, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(run, "PROJECT", tmp_path)
    monkeypatch.setattr(run, "LINT", (["first"], ["last"]))

    assert run.run("lint", []) == code
    assert (tmp_path / "ran").exists()


def test_programs_of_a_setup_that_was_killed_hold_up_the_next_one(
    run: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run.one_at_a_time():
        program = ["/bin/sh", "-c", "read until_it_may_end; exit 0"]
        orphan = subprocess.Popen(program, stdin=subprocess.PIPE, close_fds=False)  # as `quietly` starts its programs
    said: list[str] = []

    def say(words: str) -> None:
        said.append(f"{words} {orphan.poll()}")
        assert orphan.stdin is not None
        orphan.stdin.close()

    monkeypatch.setattr(run, "say", say)
    with run.one_at_a_time():
        assert orphan.wait(timeout=60) == 0
    assert said == ["Another set-up is at work; waiting for its end … None"]


def test_a_python_that_cannot_make_environments_is_told_the_cure(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(run.SetupError, match=r"apt install python3\.\d+-venv"):
        run.make_venv(Path("nowhere"))


def test_a_python_that_is_too_old_and_alone_is_told_the_cure(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "PYTHONS", ((99, 0),))

    assert run.main(["setup"]) == 2
    assert "runs on Python" in capsys.readouterr().err


def test_the_ci_run_is_red_where_a_program_that_tests_need_is_missing(tmp_path: Path) -> None:
    for name, lines in {"id": "echo 1000", "redis-server": "", "make": "echo made"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{lines}\n")
        (tmp_path / name).chmod(0o755)
    for name in ("bash", "sh", "dirname"):
        (tmp_path / name).symlink_to(shutil.which(name) or "")
    command = [str(tmp_path / "bash"), str(PROJECT / ".ci" / "run")]

    def ran() -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True)

    lacks = ran()
    for name in ("chromium", "docker-compose"):
        (tmp_path / name).symlink_to(tmp_path / "redis-server")

    assert (lacks.returncode, lacks.stdout) == (1, "")
    assert lacks.stderr.endswith(": chromium docker-compose\n")
    assert (ran().returncode, ran().stdout) == (0, "made\nmade\n")
