#!/usr/bin/env python3
"""Whether a container does its work: `healthy.py URL [PART]` or `healthy.py worker`; exit code 0 or 1.

Run every half minute, so it must cost little: Airflow itself, whose import takes seconds, is never imported.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from urllib.error import URLError
from urllib.request import urlopen

SECONDS = 10


def main(arguments: list[str]) -> int:
    """Look; returns the exit code."""
    healthy = worker_answers() if arguments == ["worker"] else answers(*arguments)
    return 0 if healthy else 1


def answers(url: str, part: str | None = None) -> bool:
    """Whether the address answers; with a part, whether Airflow's health page (`/api/v2/monitor/health`) calls that part healthy."""
    try:
        with urlopen(url, timeout=SECONDS) as answer:  # noqa: S310 - an address of our own
            return part is None or (json.load(answer).get(part) or {}).get("status") == "healthy"
    except (URLError, OSError, ValueError) as error:
        print(f"{url}: {error}", file=sys.stderr)
        return False


def worker_answers() -> bool:
    """Whether the Celery worker of this container answers a ping through the broker."""
    from celery import Celery  # a third of a second; the other checks do without

    app = Celery(broker=os.environ["AIRFLOW__CELERY__BROKER_URL"])
    return bool(app.control.ping(destination=[f"celery@{os.environ.get('HOSTNAME') or socket.gethostname()}"], timeout=SECONDS))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
