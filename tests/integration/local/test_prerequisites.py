"""What a machine may lack: each time one sentence with the cure, within seconds, and exit code 2."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from wirewatch.config import PROJECT

BASE = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
STDLIB = Path(sysconfig.get_path("stdlib"))
ALONE = {"PATH": "/usr/bin:/bin", "PIP_CONFIG_FILE": os.devnull}  # no uv on PATH, no index but the one a test names

only_root_mounts = pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="only root may mount a small disk")


def fill(folder: Path) -> Path:
    """A project of one package, not yet set up."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(PROJECT / "run.py", folder)
    (folder / "requirements.txt").write_text("wirewatch-needs-this==1\n")
    (folder / "pyproject.toml").write_text("[project]\n")
    return folder


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A small project in a folder with a blank in its name."""
    return fill(tmp_path / "a clone")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A project on a disk of 400 KB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk], check=True)
    yield fill(disk)
    subprocess.run(["umount", disk], check=True)


def complaint(clone: Path, command: str = "setup", python: Path = BASE, before: tuple[str, ...] = (), **env: str) -> str:
    """What `run.py COMMAND` says when it gives up with exit code 2."""
    done = subprocess.run(
        [*before, python, clone / "run.py", command], env={**ALONE, **env}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr.splitlines()[-1]


def test_a_python_without_venv_names_the_package_to_install(clone: Path, tmp_path: Path) -> None:
    stripped = tmp_path / "python"
    library = stripped / "lib" / STDLIB.name
    library.mkdir(parents=True)
    (stripped / "bin").mkdir()
    shutil.copy(BASE, stripped / "bin" / "python3")
    for part in STDLIB.iterdir():
        if part.name not in ("ensurepip", "site-packages", "dist-packages"):
            (library / part.name).symlink_to(part)
    for part in STDLIB.parent.glob("libpython*"):  # of an interpreter that looks for it beside itself
        (stripped / "lib" / part.name).symlink_to(part)

    said = complaint(clone, python=stripped / "bin" / "python3")

    assert f"apt install python3.{sys.version_info.minor}-venv" in said


def test_a_python_on_musl_is_told_to_take_one_on_glibc(clone: Path, tmp_path: Path) -> None:
    (tmp_path / "as_on_alpine.py").write_text("build_time_vars = {'SOABI': 'cpython-311-x86_64-linux-musl'}\n")

    said = complaint(clone, PYTHONPATH=str(tmp_path), _PYTHON_SYSCONFIGDATA_NAME="as_on_alpine")

    assert "musl" in said
    assert "python:3.11-slim" in said


def test_an_index_that_does_not_answer_is_named_and_not_its_password(clone: Path, tmp_path: Path) -> None:
    said = complaint(clone, PIP_INDEX_URL="http://somebody:secret@127.0.0.1:9/simple", UV_CACHE_DIR=str(tmp_path / "cache"))

    assert "127.0.0.1" in said
    assert "PIP_INDEX_URL" in said
    assert "secret" not in said


@only_root_mounts
def test_a_disk_too_small_for_the_packages_is_said_before_they_are_fetched(small_disk: Path) -> None:
    assert "1.0 GB" in complaint(small_disk)


@only_root_mounts
def test_a_disk_that_fills_up_while_packages_are_unpacked_is_called_full(small_disk: Path, tmp_path: Path) -> None:
    (small_disk / "run.py").write_text((small_disk / "run.py").read_text().replace("ROOM = 1_000_000_000", "ROOM = 1"))
    with zipfile.ZipFile(tmp_path / "uv-0.13.9-py3-none-any.whl", "w") as wheel:
        wheel.writestr("uv-0.13.9.dist-info/METADATA", "Metadata-Version: 2.1\nName: uv\nVersion: 0.13.9\n")
        wheel.writestr("uv-0.13.9.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("large.bin", bytes(1_000_000))
        wheel.writestr("uv-0.13.9.dist-info/RECORD", "large.bin,,\n")

    said = complaint(small_disk, PIP_INDEX_URL=tmp_path.as_uri(), PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path))

    assert "disk is full" in said


@only_root_mounts
def test_a_disk_that_may_not_be_written_sends_the_project_elsewhere(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)

    assert "copy the project to one you may write in" in complaint(small_disk)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_of_somebody_else_sends_the_project_elsewhere(clone: Path) -> None:
    clone.chmod(0o555)

    assert "copy the project to one you may write in" in complaint(clone)


@pytest.mark.skipif(not shutil.which("setarch") or os.uname().machine != "x86_64", reason="needs a processor that can act older")
@pytest.mark.parametrize("command", ["demo", "up"])
def test_a_processor_without_a_database_of_ours_is_told_to_name_another(clone: Path, command: str) -> None:
    said = complaint(clone, command, before=("setarch", "i686"))

    assert "i686" in said
    assert "WIREWATCH_DATABASE_URL" in said
