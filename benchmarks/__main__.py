"""`make bench`, `python3 run.py bench [CASE…]`: measures, prints one Markdown table, and writes it to docs/benchmarks.md.

With names of cases only those are measured, and of the page only what they make whole is written: `names` alone writes its section.
Progress goes to stderr.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import ground
from benchmarks.archive import random_day
from benchmarks.daily import normal_day
from benchmarks.latency import latency
from benchmarks.names import names
from benchmarks.page import page, sections
from benchmarks.scale import FULL, TINY, Scale
from benchmarks.speed import speed
from benchmarks.table import Row, markdown
from benchmarks.year import year
from wirewatch.config import PROJECT

CASES: dict[str, Callable[[str, Scale], Iterator[Row]]] = {
    "normal-day": normal_day,
    "random-day": random_day,
    "year": year,
    "speed": speed,
    "latency": latency,
    "names": names,
}
SECTIONS = {"crawl": [name for name in CASES if name != "names"], "names": ["names"]}
PAGE = PROJECT / "docs" / "benchmarks.md"
WORDS = Path(__file__).parent / "benchmarks.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; returns 1 when a promise was not kept."""
    parser = argparse.ArgumentParser(prog="run.py bench", description="Measure Wirewatch against a demo site and its counters.")
    parser.add_argument(
        "cases",
        nargs="*",
        metavar="CASE",
        help=f"of {', '.join(CASES)}; default: all. {PAGE.name} gets the sections they make whole",
    )
    parser.add_argument("--tiny", action="store_true", help="with sites of a few days, to try the bench itself; writes nothing")
    parser.add_argument("--server", help="URL of a PostgreSQL server to use instead of one of its own")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.cases if name not in CASES]:
        parser.error(f"no case is called {', '.join(unknown)}; there are {', '.join(CASES)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server and the sites end with us
    began = time.monotonic()
    rows = measure(options.cases or list(CASES), TINY if options.tiny else FULL, options.server, began)
    print(markdown([row for of_case in rows.values() for row in of_case]))
    if not options.tiny:
        _write(rows, time.monotonic() - began)
    return 1 if any(row.met is False for of_case in rows.values() for row in of_case) else 0


def measure(cases: Sequence[str], scale: Scale, server: str | None, began: float) -> dict[str, list[Row]]:
    """The rows of each of these cases, told one by one while they come."""
    rows: dict[str, list[Row]] = {name: [] for name in cases}
    with nullcontext(server) if server else ground.server() as url:
        for name in cases:
            for row in CASES[name](url, scale):
                rows[name].append(row)
                print(f"[{time.monotonic() - began:5.0f} s] {' | '.join(filter(None, row.cells))}", file=sys.stderr, flush=True)
    return rows


def _write(rows: Mapping[str, Sequence[Row]], seconds: float) -> None:
    """Write the sections that were measured to the page; the others keep their figures."""
    where = f"{cpu()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    run = f"Measured on {datetime.now(UTC).date()}, in a run of {seconds / 60:.0f} minutes, on: {where}."
    figures = {
        name: f"{run}\n\n{markdown([row for case in SECTIONS[name] for row in rows[case]])}" for name in sections(rows, SECTIONS)
    }
    if figures:
        before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        PAGE.write_text(page(WORDS.read_text(encoding="utf-8"), before, figures, SECTIONS), encoding="utf-8")


def cpu() -> str:
    """The processor's name, where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    sys.exit(main())
