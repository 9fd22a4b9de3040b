"""The embedded PostgreSQL through what happens to databases: strangers, crashes, two starts at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg2
import pytest
from sqlalchemy import create_engine, text

from wirewatch.config import PROJECT
from wirewatch.local import postgres
from wirewatch.local.home import ports, secrets
from wirewatch.local.processes import alive


def _query(url: str, statement: str) -> object:
    engine = create_engine(url)
    with engine.begin() as connection:
        answer = connection.execute(text(statement))
        value = answer.scalar() if answer.returns_rows else None
    engine.dispose()
    return value


def _servers(home: Path) -> list[psutil.Process]:
    return list(postgres._processes(postgres.cluster(home)))


def _postmaster(home: Path) -> psutil.Process:
    process = postgres._postmaster(postgres.cluster(home))
    assert process is not None
    return process


def test_it_starts_with_both_databases_and_keeps_utf8_utc_and_durability(home: Path) -> None:
    url = postgres.ensure(home)

    assert _query(url, "SELECT current_database()") == "wirewatch"
    assert _query(postgres.url(home, "airflow"), "SELECT current_database()") == "airflow"
    assert _query(url, "SELECT lower('ŁAWROW ЛАВРОВ')") == "ławrow лавров"
    settings = "SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings WHERE name = ANY('{TimeZone,fsync,synchronous_commit}')"
    assert _query(url, settings) == "TimeZone=UTC fsync=on synchronous_commit=on"


def test_only_who_knows_the_password_gets_in_and_only_over_loopback(home: Path) -> None:
    postgres.ensure(home)
    port = ports(home)["postgres"]

    for password in ("", "wirewatch", "postgres"):
        with pytest.raises(psycopg2.OperationalError):
            psycopg2.connect(host="127.0.0.1", port=port, user="wirewatch", password=password, dbname="wirewatch")
    listening = {each.laddr.ip for each in _postmaster(home).net_connections() if each.status == psutil.CONN_LISTEN}
    assert listening == {"127.0.0.1"}
    assert not list(postgres.cluster(home).glob(".s.PGSQL*"))


def test_what_was_committed_survives_the_server_being_killed(home: Path) -> None:
    url = postgres.ensure(home)
    _query(url, "CREATE TABLE kept AS SELECT 7 AS number")

    _postmaster(home).send_signal(signal.SIGKILL)

    assert _query(postgres.ensure(home), "SELECT number FROM kept") == 7


def test_a_backend_that_outlives_its_killed_server_does_not_stop_the_next_one(home: Path) -> None:
    url = postgres.ensure(home)
    busy = psycopg2.connect(url.replace("+psycopg2", ""))
    backend = psutil.Process(busy.info.backend_pid)
    backend.suspend()  # as a long computation would, it does not notice that its server died

    _postmaster(home).send_signal(signal.SIGKILL)

    assert _query(postgres.ensure(home), "SELECT 1") == 1
    busy.close()


def test_a_process_number_left_by_a_crash_and_now_somebody_elses_is_no_server(home: Path) -> None:
    postgres.ensure(home)
    postgres.stop(home)
    with subprocess.Popen(["/bin/sleep", "600"]) as stranger:
        (postgres.cluster(home) / "postmaster.pid").write_text(f"{stranger.pid}\n{postgres.cluster(home)}\n")

        assert not postgres.running(home)
        assert not postgres.stop(home)
        assert _query(postgres.ensure(home), "SELECT 1") == 1
        assert stranger.poll() is None
        stranger.kill()


def test_an_interrupted_first_start_leaves_nothing_that_looks_like_a_cluster(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(postgres, "SETTINGS", None)  # the cluster is made, and then something breaks
        with pytest.raises(TypeError):
            postgres.ensure(home)
    assert not postgres.cluster(home).exists()

    assert _query(postgres.ensure(home), "SELECT 1") == 1
    beside = postgres.cluster(home).parent.glob(f"{postgres.cluster(home).name}.*")
    assert not [each for each in beside if each.is_dir()]  # a file of locks may lie there, too


def test_of_a_start_that_was_killed_nothing_goes_on_and_the_next_one_works(home: Path) -> None:
    program = "import sys; from pathlib import Path; from wirewatch.local.postgres import ensure; ensure(Path(sys.argv[1]))"
    env = {**os.environ, "PYTHONPATH": str(PROJECT / "plugins")}
    folder = postgres.cluster(home)
    with subprocess.Popen([sys.executable, "-c", program, str(home)], env=env) as starter:
        while not (orphans := [each for each in psutil.process_iter() if postgres._starts(each, folder)]):
            assert starter.poll() is None
        for orphan in orphans:
            orphan.suspend()  # else it may end by itself before anybody looks for it
        starter.kill()

    assert postgres.stop(home)
    assert not any(alive(orphan) for orphan in orphans)
    assert not list(postgres._processes(postgres._half_made(folder) / "data"))
    assert _query(postgres.ensure(home), "SELECT 1") == 1


def test_a_server_on_its_way_to_its_folder_is_found_and_another_homes_is_not(home: Path, tmp_path: Path) -> None:
    """As `sh`, and as a postgres that has not changed its folder yet: pg_ctl is gone by then."""
    secrets(home)
    folder, programs = postgres.cluster(home), []
    (tmp_path / "postgres").write_text("#!/bin/sh\nread nothing\n")  # known by the name of its file
    (tmp_path / "postgres").chmod(0o755)
    for place in (folder, tmp_path / f"another{folder}"):
        shell = ["/bin/sh", "-c", f'read nothing; exec "/bin/postgres" -D "{place}" -p 1 < "/dev/null"']
        programs.append([subprocess.Popen(each, stdin=subprocess.PIPE) for each in (shell, [tmp_path / "postgres", "-D", place])])
    ours, theirs = programs
    try:
        assert postgres.stop(home)

        assert [process.wait(1) for process in ours] == [-signal.SIGKILL] * 2
        assert [process.poll() for process in theirs] == [None, None]
    finally:
        for process in (*ours, *theirs):
            process.kill()


def test_a_server_that_recovers_is_waited_for(home: Path) -> None:
    url = postgres.ensure(home)
    _query(url, "CREATE TABLE kept AS SELECT 7 AS number")
    postgres.stop(home)
    folder = postgres.cluster(home)
    with (folder / "postgresql.conf").open("a") as conf:
        conf.write("restore_command = 'sleep 1; false'\nrecovery_target_timeline = 'current'\nhot_standby = off\n")
    (folder / "recovery.signal").touch()
    postgres._run(
        "pg_ctl", "start", "-W", "-D", folder, "-l", folder / "start.log", "-o", f"-p {ports(home)['postgres']}", folder=folder
    )
    while postgres._postmaster(folder) is None:
        pass
    with pytest.raises(postgres.DatabaseError, match=r"refused|starting up|accepting connections"):
        postgres._connect(home, "postgres")

    assert _query(postgres.ensure(home), "SELECT number FROM kept") == 7


def test_two_starts_at_once_give_one_server(home: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from wirewatch.local.postgres import ensure; print(ensure(Path(sys.argv[1])))"
    )
    env = {**os.environ, "PYTHONPATH": str(PROJECT / "plugins")}
    both = [
        subprocess.Popen([sys.executable, "-c", program, str(home)], env=env, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]

    urls = {process.communicate(timeout=60)[0].strip() for process in both}

    assert [process.returncode for process in both] == [0, 0]
    assert urls == {postgres.ensure(home)}
    assert len([process for process in _servers(home) if process.ppid() != _postmaster(home).pid]) == 1


def test_it_outlives_the_process_that_started_it(home: Path) -> None:
    program = "import sys; from pathlib import Path; from wirewatch.local.postgres import ensure; ensure(Path(sys.argv[1]))"
    env = {**os.environ, "PYTHONPATH": str(PROJECT / "plugins")}
    subprocess.run([sys.executable, "-c", program, str(home)], env=env, check=True, timeout=60)

    assert postgres.running(home)


def test_stop_leaves_no_process_and_says_whether_there_was_one(home: Path) -> None:
    postgres.ensure(home)

    assert postgres.stop(home)
    assert not _servers(home)
    assert not postgres.running(home)
    assert not postgres.stop(home)


def test_stopping_what_was_never_started_makes_no_folder(home: Path) -> None:
    assert not postgres.stop(home)
    assert not home.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to hand the server to another user")
def test_root_runs_it_as_nobody_also_where_nobody_cannot_reach_the_home(home: Path) -> None:
    home.mkdir(mode=0o700)
    postgres.ensure(home)

    assert _postmaster(home).username() == "nobody"
    assert postgres.cluster(home) == Path("/var/lib/wirewatch", secrets(home).cluster)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to copy the programs for another user")
@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_root_copies_the_programs_to_where_nobody_can_run_them(umask: int, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = postgres.wheel()
    assert wheel is not None
    before = os.umask(umask)
    try:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)
            monkeypatch.setattr(postgres, "SHARED", Path(folder, "shared"))

            copy = postgres._copy_for_nobody(wheel)

            for program in ("initdb", "pg_ctl", "postgres"):
                done = postgres._as_server(str(copy / "bin" / program), "--version")
                assert "PostgreSQL" in done.stdout, done.stderr
            assert postgres._copy_for_nobody(wheel) == copy
    finally:
        os.umask(before)


def test_a_comment_on_a_database_can_be_read_again(home: Path) -> None:
    postgres.ensure(home)

    assert postgres.database_comment(home, "airflow") is None
    postgres.comment_on_database(home, "airflow", "it's here")
    assert postgres.database_comment(home, "airflow") == "it's here"


def test_homes_that_start_in_the_same_moment_each_get_a_server_of_their_own(tmp_path: Path) -> None:
    homes = [tmp_path / f"home {number}" for number in range(4)]
    try:
        with ThreadPoolExecutor(4) as threads:
            urls = list(threads.map(postgres.ensure, homes))
        assert len(set(urls)) == 4
        assert all(postgres.running(home) for home in homes)
        assert len({ports(home)["postgres"] for home in homes}) == 4
    finally:
        for home in homes:
            postgres.remove(home)
