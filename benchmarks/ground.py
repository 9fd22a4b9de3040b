"""The ground that every case stands on: a PostgreSQL of its own, a demo site in a process of its own, and the product's use cases."""

from __future__ import annotations

import itertools
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import requests
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from benchmarks.table import Found
from demo.edition import KCNA, Item, Publication
from demo.site import DemoSite
from demo.volume import Volume, ingest_day
from wirewatch import config
from wirewatch.configured import Listing, Politeness, Source
from wirewatch.local import postgres
from wirewatch.pipeline import host
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.crawl import crawl
from wirewatch.pipeline.discover import discover
from wirewatch.pipeline.report import Report
from wirewatch.sites.kcna_watch import urls
from wirewatch.storage import crawls, database

PATIENCE_SECONDS = 20
UNLIMITED = 10_000_000  # requests a day: politeness is measured elsewhere

databases = itertools.count(1)
runs = itertools.count(1)


@contextmanager
def server() -> Iterator[str]:
    """A PostgreSQL server of our own for as long as the block lasts; gives its URL."""
    home = Path(tempfile.mkdtemp(prefix="wirewatch-bench-"))
    try:
        yield postgres.ensure(home)
    finally:
        postgres.remove(home)
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def new_store(server_url: str) -> Iterator[Engine]:
    """An empty database with the newest schema, gone after the block."""
    name = f"bench_{time.time_ns()}_{next(databases)}"
    _execute(server_url, f"create database {name}")
    engine = database.connect(f"{server_url.rpartition('/')[0]}/{name}")
    try:
        database.upgrade(engine)
        yield engine
    finally:
        engine.dispose()
        _execute(server_url, f"drop database {name}")


def _execute(server_url: str, command: str) -> None:
    with create_engine(server_url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as db:
        db.execute(text(command))


# --- the site ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shape:
    """A site: how far it goes back and how much it holds. `drift`: a new item arrives with every N-th request."""

    last_day: date
    days: int
    per_day: tuple[int, int]
    drift: int = 7
    named_every: int = 0

    def volume(self) -> Volume:
        """The same items as the site of this shape serves."""
        return Volume(self.last_day, self.days, self.per_day, named_every=self.named_every)

    @property
    def options(self) -> list[str]:
        """What `python -m demo.site` is asked for."""
        least, most = self.per_day
        wishes = {"days": self.days, "per-day": f"{least}-{most}", "drift": self.drift, "named-every": self.named_every}
        return ["--last-day", str(self.last_day), *(f"--{name}={value}" for name, value in wishes.items())]


@dataclass(frozen=True)
class Site:
    """A demo site that is up, and the truth about what it holds."""

    base_url: str
    volume: Volume

    def counts(self) -> dict[str, int]:
        """How many requests it has seen, by kind."""
        answer: dict[str, int] = requests.get(f"{self.base_url}/__demo/counts", timeout=PATIENCE_SECONDS).json()
        return answer


@contextmanager
def served(shape: Shape) -> Iterator[Site]:
    """A site in a process of its own, so that it does not compete with us for our interpreter."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "demo.site", "--port", str(port), *shape.options]
    with subprocess.Popen(command, cwd=config.PROJECT) as process:
        try:
            site = Site(f"http://127.0.0.1:{port}", shape.volume())
            _wait_for(site)
            yield site
        finally:
            process.terminate()


@contextmanager
def served_here(shape: Shape) -> Iterator[tuple[DemoSite, Site]]:
    """A site in this process, which can be set to a time (`Volume.at`)."""
    volume = shape.volume()
    site = DemoSite(shape.last_day, items=volume).start()
    site.drift(shape.drift)
    try:
        yield site, Site(site.base_url, volume)
    finally:
        site.stop()


def _wait_for(site: Site) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            site.counts()
            return
        except requests.ConnectionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


# --- the product ---------------------------------------------------------------------------------


def source(
    base_url: str, method: str = "more_articles", page_size: int = 10, publication: Publication = KCNA, whole_site: bool = False
) -> Source:
    """A publication on a demo site; with `whole_site` its number is not known, and the search is asked for all of them."""
    return Source(
        key=f"{publication.key}-en",
        label=publication.label,
        base_url=base_url,
        listing=Listing(method=method, id=None if whole_site else publication.id, page_size=page_size),  # type: ignore[arg-type]
        politeness=Politeness(delay_seconds=0, max_requests_per_day=UNLIMITED),
        enabled=True,
    )


def crawl_days(
    engine: Engine, source: Source, first: date, last: date, historical: bool = False, others: Sequence[Source] = ()
) -> Report:
    """The whole way of these days, as `wirewatch crawl` and `backfill` go it. `others` are configured beside the source."""
    labels = crawls.source_keys_by_label([source, *others])
    watchlists = list(config.load_watchlists(config.PROJECT / "config").values())
    return crawl(engine, source, Window(first, last), watchlists, labels, f"bench:{next(runs)}", historical)


def list_days(engine: Engine, source: Source, first: date, last: date) -> None:
    """Only discover, as the first task of a crawl does it."""
    with engine.begin() as db:
        crawls.register(db, source, last)
    labels = crawls.source_keys_by_label([source])
    fetcher = host.fetcher(engine, source)
    discover(engine, fetcher, f"bench:{next(runs)}", Window(first, last), True, labels)


# --- what was found ------------------------------------------------------------------------------


def listed(engine: Engine) -> set[bytes]:
    """The keys of all entries known."""
    return _hashes(engine, "select url_hash from entry")


def stored(engine: Engine) -> set[bytes]:
    """The keys of all articles stored."""
    return _hashes(engine, "select url_hash from article")


def _hashes(engine: Engine, query: str) -> set[bytes]:
    with engine.begin() as db:
        return {bytes(found) for found in db.execute(text(query)).scalars()}


def compare(items: list[Item], known: set[bytes]) -> Found:
    """How many of these items are among the known ones."""
    inside = [url_hash(item) in known for item in items if ingest_day(item) == item.day]
    strays = [url_hash(item) in known for item in items if ingest_day(item) != item.day]
    return Found(sum(inside), len(inside), sum(strays), len(strays))


def url_hash(item: Item) -> bytes:
    """The key under which an item is known in the store."""
    return urls.url_hash(f"https://{urls.ADAPTER_HOST}/newstream/{item.ts_id}/x")
