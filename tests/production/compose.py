"""docker-compose.yml as processes: each service's own command and environment, its image's entry point before it, on loopback.

What a container engine would give is put in its place: names of services become 127.0.0.1, the ports of the file become free ones,
volumes become folders, and every container has a root folder of its own for what it alone may see.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import yaml

from tests import loopback
from wirewatch.config import PROJECT
from wirewatch.local.processes import end

FILE = PROJECT / "docker-compose.yml"
PORTS = ("5432", "6379", "8080", "8974", "8090", "8025", "8091")
PLACE = re.compile(r"\$\{(\w+):-([^}]*)\}")
HOST = re.compile(r'(?<=@)postgres\b|(?<=[/"])(redis|api-server|demo-site|demo-receivers)(?=[:"])|^0\.0\.0\.0$')
Service = dict[str, Any]


def services(environment: Mapping[str, str] | None = None) -> dict[str, Service]:
    """The services of the file by name, `${NAME:-default}` filled in from this environment."""
    given = environment or {}
    text = PLACE.sub(lambda place: given.get(place[1]) or place[2], FILE.read_text())
    found: dict[str, Service] = yaml.load(text, Loader=yaml.CSafeLoader)["services"]
    return found


def dockerfile(instruction: str) -> str:
    """The last value of an instruction of the Dockerfile."""
    return re.findall(rf"(?m)^{instruction} (.*)$", (PROJECT / "Dockerfile").read_text())[-1]


def free_ports(names: tuple[str, ...]) -> dict[str, int]:
    """A free port on loopback for each name."""
    return dict(zip(names, loopback.free_ports(len(names)), strict=True))


@dataclass
class Loopback:
    """The containers of one network, as processes below one folder."""

    folder: Path
    services: dict[str, Service]
    ports: dict[str, int] = field(default_factory=lambda: free_ports(PORTS))
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(
        self, service: str, container: str = "", more: Mapping[str, str] | None = None, arguments: tuple[str, ...] = ()
    ) -> None:
        """Start a container of the service; `more` settings and `arguments` are what an engine would do by other means."""
        name = container or service
        command = [*self.command(service, name), *arguments]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                env={**self.environment(service, name), **(more or {})},
                cwd=PROJECT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def finish(self, service: str, seconds: float = 240) -> None:
        """Run a one-shot service to its end. Raises AssertionError with its words where it fails."""
        self.start(service)
        assert self.running.pop(service).wait(seconds) == 0, self.log(service)

    def kill(self, name: str) -> list[int]:
        """End a container at once, all its processes; returns their numbers."""
        process = psutil.Process(self.running.pop(name).pid)
        found = [process, *process.children(recursive=True)]
        end(found, (signal.SIGKILL, 10))
        return [each.pid for each in found]

    def down(self) -> None:
        """End all containers, politely and then not."""
        found = [process for one in self.running.values() for process in _family(one.pid)]
        end(found, (signal.SIGTERM, 5), (signal.SIGKILL, 5))
        for process in self.running.values():
            process.wait(5)
        self.running.clear()

    def healthy(self, service: str, container: str = "") -> bool:
        """Whether the service's own health check says so of the container."""
        kind, *test = self.services[service]["healthcheck"]["test"]
        assert kind == "CMD"
        name = container or service
        command, env = self.here(name, test), {**self.environment(service, name), "HOSTNAME": name}
        return subprocess.run(command, env=env, cwd=PROJECT, capture_output=True).returncode == 0

    def wait_healthy(self, *names: str, seconds: float = 240) -> None:
        """Wait until their health checks pass. Raises AssertionError naming those that do not."""
        until, left = time.monotonic() + seconds, list(names)
        while left and time.monotonic() < until and not any(self.running[name].poll() for name in left):
            left = [name for name in left if not self.healthy(name)]
            time.sleep(0.5)
        assert not left, f"{left}: {self.log(left[0])}"

    def log(self, name: str) -> str:
        """The end of what a container said."""
        return (self.folder / f"{name}.log").read_text(errors="replace")[-3000:]

    # --- what an engine would do ---------------------------------------------------------------------

    def command(self, service: str, name: str) -> list[str]:
        """What is run: the image's entry point, if the image is ours, and the service's command."""
        found = self.services[service]
        entry = json.loads(dockerfile("ENTRYPOINT")) if found["image"].startswith("wirewatch:") else []
        return self.here(name, [*entry, *found["command"]])

    def environment(self, service: str, name: str) -> dict[str, str]:
        """The container's whole environment."""
        given = {key: str(value or "") for key, value in (self.services[service].get("environment") or {}).items()}
        path = f"{Path(sys.executable).parent}:{os.defpath}"
        translated = {key: self.here(name, [value])[0] for key, value in given.items()}
        return {"PATH": path, "LANG": "C.UTF-8", "WIREWATCH_SECRETS_FOLDER": str(self.root(name) / "run/secrets"), **translated}

    def here(self, name: str, words: list[str]) -> list[str]:
        """Paths, hosts and ports of a container as they are on this machine."""
        return [self._ports(self._hosts(self._paths(name, word))) for word in words]

    def _paths(self, name: str, word: str) -> str:
        root = self.root(name)
        return re.sub(
            r"/(etc|var/lib)/wirewatch\b", lambda place: f"{root}{place[0]}", word.replace("/opt/wirewatch", str(PROJECT))
        )

    def _hosts(self, word: str) -> str:
        return HOST.sub("127.0.0.1", word)

    def _ports(self, word: str) -> str:
        return re.sub(r"\b\d{4}\b", lambda port: str(self.ports.get(port[0], port[0])), word)

    def root(self, name: str) -> Path:
        """The container's own file system, its volumes linked into it."""
        root = self.folder / "containers" / name
        if not root.exists():
            (root / "var/lib/wirewatch/airflow").mkdir(parents=True)
            (root / "var/lib/wirewatch/airflow/airflow.cfg").touch()  # as in the Dockerfile
            for mount in self.services.get(name, self.services.get(name.rsplit("-", 1)[0], {})).get("volumes") or []:
                source, target = mount.split(":")[:2]
                self._mount(root, source, target)
        return root

    def _mount(self, root: Path, source: str, target: str) -> None:
        volume = self.folder / "volumes" / source if "/" not in source else PROJECT / source
        volume.mkdir(parents=True, exist_ok=True)
        place = root / target.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(volume)


def _family(pid: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
