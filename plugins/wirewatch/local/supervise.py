"""The stack's processes under supervisord: started together, restarted when they die, ended without orphans.

Every process carries `WIREWATCH_STACK=<home>` in its environment; by that mark, and by it alone, `stop` knows what is ours.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import shlex
import signal
import subprocess
import sys
import xmlrpc.client
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil

from wirewatch.config import PROJECT
from wirewatch.local.home import MARK, StackError, locked, mark, ports, private_folder, secrets, write_private
from wirewatch.local.processes import end

Programs = Mapping[str, Sequence[str]]

USER = "wirewatch"
ROUNDS = 3  # of looking for what is left: a process may fork while it is being ended
ANSWER_SECONDS = 10  # what supervisord gets to answer, which does so at once
STOP_SECONDS = 4  # what a program gets to end by itself; Airflow's triggerer may take ten and more
# Of the environment what its processes behave by, beside our own and Airflow's: in capitals and in small letters.
WAY_OUT = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")

SUPERVISOR = """\
[supervisord]
logfile = {logs}/supervisord.log
logfile_maxbytes = 2MB
logfile_backups = 1
pidfile = {folder}/supervisord.pid
childlogdir = {logs}
{as_root}
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

[inet_http_server]
port = 127.0.0.1:{port}
username = {user}
password = {{SHA}}{password}
"""

PROGRAM = """
[program:{name}]
command = {command}
autorestart = true
startretries = 1000000
stopasgroup = true
killasgroup = true
stopwaitsecs = {stop_seconds}
redirect_stderr = true
stdout_logfile = {logs}/{name}.log
stdout_logfile_maxbytes = 5MB
stdout_logfile_backups = 2
"""


class SupervisorError(StackError):
    """supervisord did not start; the text holds its own words."""


def start(home: Path, programs: Programs, env: Mapping[str, str]) -> bool:
    """Run the programs (name → command) under supervisord with `env` as their whole environment.

    What runs already with the same commands, settings and code is left alone (returns False); else it is started anew.
    """
    with locked(home, "supervise"):
        wanted, folder = _fingerprint(programs, env), private_folder(home, "supervisor")
        if running(home):
            if (folder / "fingerprint").read_text() == wanted:
                return False
            stop(home)
        write_private(folder / "supervisord.conf", _config(home, programs))
        write_private(folder / "fingerprint", wanted)
        _launch(folder / "supervisord.conf", env)
    return True


def status(home: Path) -> dict[str, str]:
    """State of each program (RUNNING, STARTING, BACKOFF, FATAL …) as supervisord tells it; empty when none runs."""
    if "supervisor" not in ports(home):
        return {}
    address = f"http://{USER}:{secrets(home).supervisor_password}@127.0.0.1:{ports(home)['supervisor']}/RPC2"
    try:
        with xmlrpc.client.ServerProxy(address, transport=_Impatient()) as server:
            answer = server.supervisor.getAllProcessInfo()
    except (OSError, xmlrpc.client.Error, http.client.HTTPException):
        return {}
    return {str(program["name"]): str(program["statename"]) for program in answer} if isinstance(answer, list) else {}


class _Impatient(xmlrpc.client.Transport):
    """Whatever listens on the port of a supervisord that died may say nothing at all."""

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        """The connection, with a limit to its silence."""
        connection = super().make_connection(host)
        connection.timeout = ANSWER_SECONDS
        return connection


def running(home: Path) -> bool:
    """Whether this home's supervisord runs and answers."""
    return bool(status(home))


def stop(home: Path) -> bool:
    """End supervisord, its programs and whatever else carries the home's mark; False when there was nothing. Takes ≤ 10 s."""
    supervisors = [process for process in marked(home) if "supervisor.supervisord" in _cmdline(process)]
    # supervisord ends its programs in order, groups and all; when it was killed, the next lines do.
    end(supervisors, (signal.SIGTERM, STOP_SECONDS + 3), (signal.SIGKILL, 1))
    ended = bool(supervisors)
    for _ in range(ROUNDS):
        left = marked(home)
        end(left, (signal.SIGTERM, 1), (signal.SIGKILL, 1))
        ended = ended or bool(left)
    return ended


def marked(home: Path) -> list[psutil.Process]:
    """The processes of the home's stack, by the mark in their environment; never the caller or its parents."""
    mine = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    return [process for process in psutil.process_iter() if process.pid not in mine and _mark(process) == mark(home)[MARK]]


def _mark(process: psutil.Process) -> str | None:
    try:
        return process.environ().get(MARK)
    except (psutil.Error, OSError):  # gone in the meantime, or somebody else's
        return None


def _cmdline(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _launch(conf: Path, env: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(conf)]
    done = subprocess.run(command, env=dict(env), cwd=PROJECT, capture_output=True, text=True, start_new_session=True)
    if done.returncode:
        # Only the beginning: about its configuration supervisord complains with the whole environment, secrets and all.
        raise SupervisorError(f"supervisord did not start: {(done.stderr.strip() or done.stdout.strip())[:100]} …")


def _fingerprint(programs: Programs, env: Mapping[str, str]) -> str:
    ours = {name: value for name, value in env.items() if name.startswith(("AIRFLOW", "WIREWATCH")) or name.upper() in WAY_OUT}
    settings = {"programs": {name: list(command) for name, command in programs.items()}, "env": ours, "code": _code()}
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


def _code() -> str:
    """A hash of what the programs have in memory once they run: our code and the versions of all packages."""
    files = sorted([*(PROJECT / "plugins").rglob("*.py"), *(PROJECT / "demo").rglob("*.py"), PROJECT / "requirements.txt"])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _config(home: Path, programs: Programs) -> str:
    """supervisord's configuration; holds no secret but the hash of its own password.

    Paths are relative to the project, where supervisord is started: a ` ;` in the project's own would mean something to it.
    """
    logs = _escaped(_relative(private_folder(home, "logs")))
    head = SUPERVISOR.format(
        logs=logs,
        folder=_escaped(_relative(home / "supervisor")),
        as_root="user = root\n" if os.geteuid() == 0 else "",  # saying so silences a warning
        port=ports(home)["supervisor"],
        user=USER,
        password=hashlib.sha1(secrets(home).supervisor_password.encode()).hexdigest(),  # noqa: S324 - the one form supervisor reads
    )
    parts = [
        # Escaped twice, for supervisord reads a program's log file twice.
        PROGRAM.format(logs=_escaped(logs), name=name, command=_command_line(command), stop_seconds=STOP_SECONDS)
        for name, command in programs.items()
    ]
    return head + "".join(parts)


def _command_line(command: Sequence[str]) -> str:
    return _escaped(shlex.join([_relative(Path(command[0])), *command[1:]]))


def _escaped(words: str) -> str:
    return words.replace("%", "%%")


def _relative(path: Path) -> str:
    return os.path.relpath(path, PROJECT)
