"""The state folder of a stack: its secrets, its ports and its locks.

A state folder ("home") belongs to one stack: the live one's is `config.home()`, the demo's lies in it.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets as randomness
import socket
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, fields
from itertools import chain
from pathlib import Path
from typing import TextIO

from wirewatch import config

MARK = "WIREWATCH_STACK"
NEARBY = 50  # how many ports from the preferred one on are tried


class StackError(Exception):
    """The local stack cannot do what it was asked; the text says why, in words for the person who asked."""


def _password() -> str:
    return randomness.token_hex(16)


def _fernet_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


@dataclass(frozen=True)
class Secrets:
    """What only this stack may know; made at its first start, so no password stands in the project.

    `cluster` is not a password: it names the database's folder where that cannot lie in the home itself.
    """

    database_password: str = field(default_factory=_password)  # of the cluster's superuser
    owner_password: str = field(default_factory=_password)  # these four: of the logins in `logins.py`
    pipeline_password: str = field(default_factory=_password)
    reader_password: str = field(default_factory=_password)
    airflow_password: str = field(default_factory=_password)
    admin_password: str = field(default_factory=lambda: randomness.token_hex(8))
    supervisor_password: str = field(default_factory=_password)
    fernet_key: str = field(default_factory=_fernet_key)
    jwt_secret: str = field(default_factory=lambda: randomness.token_urlsafe(64))
    api_secret_key: str = field(default_factory=lambda: randomness.token_urlsafe(48))
    webhook_token: str = field(default_factory=_password)  # of the demo's loopback webhook
    cluster: str = field(default_factory=lambda: randomness.token_hex(6))


def demo_home() -> Path:
    """State folder of the demo: it has its own database, Airflow home and configuration."""
    return config.home() / "demo"


def mark(home: Path) -> dict[str, str]:
    """The environment variable by which, and by it alone, the processes of the home's stack are known when it is ended."""
    return {MARK: str(home.resolve())}


def private_folder(home: Path, name: str) -> Path:
    """Folder `name` of the home, made if it is missing; only its owner may look inside."""
    folder = home / name
    home.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@contextmanager
def locked(home: Path, name: str, while_busy: Callable[[], object] | None = None) -> Iterator[None]:
    """Hold the home's lock `name`; the kernel frees it when the holder dies, so it is never stale. Not re-entrant.

    `while_busy`, if there is one, is called again and again for as long as somebody else holds it.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / f"{name}.lock").open("w") as handle:
        while while_busy and not _lock_now(handle):
            while_busy()
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _lock_now(handle: TextIO) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read (0600); readers see the old text or the new one, never half of it."""
    half = path.with_name(f"{path.name}.{os.getpid()}.new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    half.replace(path)


def _read_json(path: Path) -> dict[str, object]:
    return dict(json.loads(path.read_text())) if path.exists() else {}


def secrets(home: Path) -> Secrets:
    """The home's secrets; what is missing is made and kept in `secrets.json` (0600)."""
    path = home / "secrets.json"
    with locked(home, "secrets"):
        stored = _read_json(path)
        names = [each.name for each in fields(Secrets)]
        known = Secrets(**{name: str(stored[name]) for name in names if name in stored})
        if stored != asdict(known):
            write_private(path, json.dumps(asdict(known), indent=2) + "\n")
    return known


def ports(home: Path) -> dict[str, int]:
    """The ports chosen so far, by service; they stay the same from start to start unless a stranger takes one."""
    return {name: int(str(number)) for name, number in _read_json(home / "ports.json").items()}


@contextmanager
def claimed_ports(home: Path, preferred: Mapping[str, int], *, ours: Collection[str] = ()) -> Iterator[dict[str, int]]:
    """Choose a port on 127.0.0.1 for each named service, keep them in `ports.json`; yields all known ones.

    The port of the last start comes first, then the preferred one and those after it, then any free one. Until the block ends no
    other home chooses them, so start the services inside it. Services in `ours` run already and keep their ports.
    """
    with ExitStack() as claims:
        with locked(home, "ports"):
            known = ports(home)
            for name, wish in preferred.items():
                others, last = {number for other, number in known.items() if other != name}, known.get(name, wish)
                number = claims.enter_context(_claim_one_of((last, *range(wish, wish + NEARBY)), others, ours=name in ours))
                if number != last:
                    print(f"Port {last} is taken by another program: {name} moves to {number}.", file=sys.stderr)
                known[name] = number
            write_private(home / "ports.json", json.dumps(known, indent=2) + "\n")
        yield known


@contextmanager
def _claim_one_of(wishes: Iterable[int], taken: Collection[int], *, ours: bool) -> Iterator[int]:
    """The first of the ports, else any other, that can be had; nobody else gets it until the block ends.

    The claim is the UDP port of the same number: holding the TCP one would keep the service itself from it, and a file
    would outlive a killed claimant.
    """
    # Near the wish first: easy to recognise, and not from the range that outgoing connections borrow from.
    for port in chain(wishes, _any_ports()):
        with socket.socket(type=socket.SOCK_DGRAM) as claim:
            if port not in taken and ((_bind(claim, port) and is_free(port)) or ours):
                yield port
                return


def is_free(port: int) -> bool:
    """Whether nobody listens on the port of 127.0.0.1."""
    with socket.socket() as probe:
        # Without it a port would look taken for a minute after its last connection was closed.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return _bind(probe, port)


def _bind(probe: socket.socket, port: int) -> bool:
    try:
        probe.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True


def _any_ports() -> Iterator[int]:
    """Ports that the kernel says are free, without end."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            yield int(probe.getsockname()[1])
