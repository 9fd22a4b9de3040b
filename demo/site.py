"""The demo site's server: `python -m demo.site --port P --last-day YYYY-MM-DD [--host 127.0.0.1]`.

With `--days 60 --per-day 20` (or `18-42`) it is a site of that size, see `demo.volume`; `--drift N` lets a new item arrive with every
N-th request.
Tests use `DemoSite` in process; other processes use the paths under `/__demo/`. Days are Korean days.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from demo import distortion, edition, pages, volume
from demo.behaviour import Switch, Switchboard
from demo.edition import KCNA, PUBLICATIONS, Item, Publication
from demo.reply import ZERO, Reply, html, plain
from demo.shelf import Items, Shelf
from demo.validators import MODES as VALIDATOR_MODES
from demo.validators import is_unchanged, validators

ARTICLE_PATH = re.compile(r"/newstream/(\d+-\d+)(/|$)")
KINDS = ("robots", "listing", "search", "article", "other")
REMOVALS = ("404", "410", "generic")  # how a removed article answers
# The smallest PNG there is, for every picture a page links to.
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


class DemoSite:
    """The site of one calendar: start(), stop(), base_url; `counts` of requests by kind; switches and late changes."""

    def __init__(self, last_day: date, port: int = 0, host: str = "127.0.0.1", items: Items | None = None) -> None:
        self.last_day = last_day
        self.viewed_on = last_day + timedelta(days=1)
        self.items = edition.edition(last_day) if items is None else items
        self._drift: tuple[int, int] | None = None
        self.switchboard = Switchboard()
        self._counts: Counter[str] = Counter()
        self._removed: dict[str, tuple[Item, str]] = {}
        self._edits: Counter[str] = Counter()
        self._validators = "none"
        self._lock = threading.Lock()
        self._server = Server((host, port), Handler)
        self._server.site = self

    @property
    def items(self) -> Items:
        """What the site holds."""
        return self._items

    @items.setter
    def items(self, items: Items | list[Item]) -> None:
        self._items: Items = Shelf(items) if isinstance(items, list) else items

    @property
    def base_url(self) -> str:
        """Where the site is reached, without a trailing slash."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    @property
    def counts(self) -> dict[str, int]:
        """How many requests came in so far, by kind."""
        with self._lock:
            return {kind: self._counts[kind] for kind in KINDS}

    def start(self) -> DemoSite:
        """Serve in a thread of its own."""
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop serving and free the port."""
        self._server.shutdown()
        self._server.server_close()

    def behave(self, kind: str, mode: str, times: int | None = None, match: str | None = None, seconds: float = 1.0) -> None:
        """Answer requests of `kind` in another way, `times` times.

        `seconds` is the delay of `slow` and the Retry-After of `too_many`. Mode "ok" ends the other ways.
        Raises ValueError for an unknown kind or mode.
        """
        self.switchboard.set(kind, mode, times, match, seconds)

    def edit(self, ts_id: str, body_suffix: str) -> Item:
        """Add words to the end of an article, as an edit by the state would. Raises KeyError for an unknown article."""
        with self._lock:
            old = self.find(ts_id)
            if old is None:
                raise KeyError(ts_id)
            new = replace(old, paragraphs=(*old.paragraphs[:-1], f"{old.paragraphs[-1]} {body_suffix}"))
            self.items.replace(new)
            self._edits[ts_id] += 1
            return new

    def remove(self, ts_id: str, how: str = "generic") -> Item:
        """Take an article away: from then on its page answers "404", "410" or the "generic" page. Raises KeyError or ValueError."""
        if how not in REMOVALS:
            raise ValueError(f"how is one of {', '.join(REMOVALS)}; got {how!r}")
        with self._lock:
            item = self.find(ts_id)
            if item is None:
                raise KeyError(ts_id)
            self._removed[ts_id] = (item, how)
            self.items = [other for other in self.items[:] if other.ts_id != ts_id]
            return item

    def restore(self, ts_id: str) -> Item:
        """Bring a removed article back. Raises KeyError for one that was not removed."""
        with self._lock:
            item, _ = self._removed.pop(ts_id)
            self.items.put(item)
            return item

    def validate(self, mode: str) -> None:
        """Which ETag and Last-Modified article pages carry: "none", those of the article's "content", or of the whole "page"."""
        if mode not in VALIDATOR_MODES:
            raise ValueError(f"mode is one of {', '.join(VALIDATOR_MODES)}; got {mode!r}")
        self._validators = mode

    def add(self, day: date, source: str | int, title: str, paragraphs: list[str]) -> Item:
        """Publish a late article of `day`: it stands on top of the listing. `source` is a label or a number, else KeyError."""
        with self._lock:
            item = edition.late_item(publication_of(source), day, title, paragraphs, self.items[:1][0].ingested + 60)
            self.items.put(item)
            return item

    def drift(self, every: int, source: str | int = KCNA.id) -> None:
        """From now on a new item of the day of viewing arrives on top with every N-th request; 0 ends it."""
        self._drift = (every, publication_of(source).id) if every else None

    def find(self, ts_id: str) -> Item | None:
        """Return the article with that `<unixts>-<id>`."""
        return self.items.find(ts_id)

    def of_source(self, number: str | None) -> Sequence[Item] | None:
        """Return a source's items in listing order, None if the site has no such source."""
        return self.items.of_source(int(number)) if number in map(str, PUBLICATIONS) else None

    def answer(self, target: str, host: str) -> Reply:
        """Return the reply to a GET of that path and query, asked at that host ("http://127.0.0.1:8000")."""
        kind = kind_of(target)
        with self._lock:
            self._counts[kind] += 1
            asked = self._counts.total()
        if self._drift and asked % self._drift[0] == 0:
            self._arrive(asked, self._drift[1])
        switch = self.switchboard.take("articles" if kind == "article" else kind, target)
        reply = self._proper_answer(kind, target, host)
        return self._distorted(reply, switch, host) if switch else reply

    def _arrive(self, asked: int, source: int) -> None:
        self.add(self.viewed_on, source, *volume.news(asked, self.viewed_on))

    def _proper_answer(self, kind: str, target: str, host: str) -> Reply:
        path, query = _split(target)
        if kind == "robots":
            return plain(pages.ROBOTS)
        if kind == "listing":
            return self._listing(query, host)
        if kind == "search":
            return html(pages.search_page(self._found(query), host, self.viewed_on))
        if kind == "article":
            return self._article(path, host)
        return self._other(path, host)

    def _listing(self, query: dict[str, str], host: str) -> Reply:
        number = query.get("id")
        offset, count = query.get("from", ""), query.get("to", "")
        if (
            query.get("action") != "get_cat_by_source"
            or self.of_source(number) is None
            or not (offset.isdecimal() and count.isdecimal())
        ):
            return ZERO
        return html(pages.listing_fragment(self.items.listed(int(str(number)), int(offset), int(count)), host))

    def _found(self, query: dict[str, str]) -> list[tuple[Item, str]]:
        """Search as the site does: an unknown source or a date that is none finds nothing."""
        source = query.get("source") or None
        try:
            start, end = (_search_day(query.get(name)) for name in ("start", "end"))
        except ValueError:
            return []
        if source and self.of_source(source) is None:
            return []
        found = self.items.between(start, end, int(source) if source else None)
        words = query.get("s", "").lower()
        return pages.searched([item for item in found if not words or _contains(item, words)])

    def _article(self, path: str, host: str) -> Reply:
        match = ARTICLE_PATH.match(path)
        item = self.find(match[1]) if match else None
        if item:
            reply = html(pages.article_page(item, self.items.of_source(item.publication.id), host, self.viewed_on))
            edits = self._edits[item.ts_id]
            return replace(reply, headers=validators(self._validators, item, reply.body, edits, self.viewed_on))
        _, how = self._removed.get(match[1] if match else "", (None, "generic"))
        return self._generic(host) if how == "generic" else html(f"<h1>{how}</h1>", int(how))

    def _other(self, path: str, host: str) -> Reply:
        if path.startswith("/uploads/"):
            return Reply(PIXEL, 200, "image/png")
        if path == "/free-member-form":
            return html(pages.signup_page(self.viewed_on))
        if path == "/terms":
            return html(pages.terms_page(self.viewed_on))
        if path in ("", "/newstream"):
            return self._generic(host)
        items = self.of_source(path.removeprefix("/article/"))
        return self._first_of(items, host) if items else plain("Not found\n", 404)

    def _generic(self, host: str) -> Reply:
        return self._first_of(self.items, host)

    def _first_of(self, items: Items | Sequence[Item], host: str) -> Reply:
        return html(pages.generic_page(pages.listed(items[: pages.GENERIC_LENGTH]), host, self.viewed_on))

    def _distorted(self, reply: Reply, switch: Switch, host: str) -> Reply:
        match switch.mode:
            case "signup_redirect":
                return Reply(b"", 302, headers={"Location": f"{host}/free-member-form/"})
            case "signup_page":
                return html(pages.signup_page(self.viewed_on))
            case "popup":
                return replace(reply, body=pages.with_popup(reply.body.decode()).encode())
            case "generic":
                return self._generic(host)
            case "forbidden":
                return html("<h1>403 Forbidden</h1>", 403)
            case "too_many":
                return replace(html("<h1>429 Too Many Requests</h1>", 429), headers={"Retry-After": f"{switch.seconds:.0f}"})
            case "error":
                return html("<h1>500 Internal Server Error</h1>", 500)
            case "cut":
                return replace(reply, body=reply.body[: len(reply.body) // 2], promised=len(reply.body))
            case "slow":
                time.sleep(switch.seconds)
                return reply
            case "zero":
                return html("0")
            case "empty":
                return html("")
            case "robots_none":
                return plain(pages.ROBOTS_NONE) if switch.kind == "robots" else reply
            case hostile:
                return distortion.WAYS[hostile](reply, switch, host)

    def command(self, path: str, wish: dict[str, Any]) -> dict[str, Any]:
        """Carry out a POST to `/__demo/`: behave, edit, remove, restore, validators or add. Raises LookupError, TypeError or ValueError for a bad one."""
        if path == "/__demo/behave":
            self.behave(**wish)
            return {"ok": True}
        if path == "/__demo/edit":
            return {"ts_id": self.edit(**wish).ts_id}
        if path == "/__demo/remove":
            return {"ts_id": self.remove(**wish).ts_id}
        if path == "/__demo/restore":
            return {"ts_id": self.restore(**wish).ts_id}
        if path == "/__demo/validators":
            self.validate(**wish)
            return {"ok": True}
        if path == "/__demo/add":
            return {"ts_id": self.add(date.fromisoformat(wish.pop("day")), **wish).ts_id}
        raise LookupError(path)


def kind_of(target: str) -> str:
    """Return what a path and query ask for: robots, listing, search, article or other."""
    path, query = _split(target)
    if path == "/robots.txt":
        return "robots"
    if path == "/wp-admin/admin-ajax.php":
        return "listing"
    if path == "" and "s" in query:
        return "search"
    return "article" if path.startswith("/newstream/") else "other"


def publication_of(source: str | int) -> Publication:
    """Return the source with that label or number. Raises KeyError if there is none."""
    for publication in PUBLICATIONS.values():
        if source in (publication.label, publication.id):
            return publication
    raise KeyError(source)


def _split(target: str) -> tuple[str, dict[str, str]]:
    """Return the path without trailing slash, and the last value of each parameter of the query."""
    parts = urlsplit(target)
    query = parse_qs(parts.query, keep_blank_values=True)
    return parts.path.rstrip("/"), {name: values[-1] for name, values in query.items()}


def _search_day(text: str | None) -> date | None:
    """Read DD-MM-YYYY. Raises ValueError for anything else but nothing."""
    return datetime.strptime(text, "%d-%m-%Y").date() if text else None  # noqa: DTZ007 - a day has no time zone


def _contains(item: Item, words: str) -> bool:
    return words in " ".join((item.title, *item.paragraphs)).lower()


class Server(ThreadingHTTPServer):
    """The socket and its threads."""

    daemon_threads = True
    request_queue_size = 64
    site: DemoSite

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up; show everything else."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Carries requests to the site and its replies back. HTTP/1.0: no connection outlives its answer, so stop() ends them all."""

    server_version = "demo"

    @property
    def site(self) -> DemoSite:
        """The site this server serves."""
        return cast(Server, self.server).site

    def do_GET(self) -> None:
        """Answer a page, or the counts."""
        if self.path == "/__demo/counts":
            return self._send(_json(self.site.counts))
        host = self.headers.get("Host")
        reply = self.site.answer(self.path, f"http://{host}" if host else self.site.base_url)
        return self._send(Reply(b"", 304, headers=reply.headers) if is_unchanged(reply.headers, self.headers) else reply)

    def do_POST(self) -> None:
        """Carry out a command of a test."""
        try:
            wish = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            reply = _json(self.site.command(self.path.rstrip("/"), wish))
        except (LookupError, TypeError, ValueError) as problem:
            reply = _json({"ok": False, "reason": str(problem)}, 400)
        self._send(reply)

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing."""

    def _send(self, reply: Reply) -> None:
        if reply.by_hand:
            reply.by_hand(self.wfile.write)
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(reply.promised or len(reply.body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)


def _json(value: dict[str, Any], status: int = 200) -> Reply:
    return Reply(json.dumps(value).encode(), status, "application/json")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; prints nothing."""
    parser = argparse.ArgumentParser(description="Serve the demo site.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument(
        "--last-day", type=date.fromisoformat, required=True, help="the last watch day, a day in Korea (YYYY-MM-DD)"
    )
    parser.add_argument("--host", default="127.0.0.1")
    volume.add_options(parser)
    options = parser.parse_args(arguments)
    site = DemoSite(options.last_day, options.port, options.host, volume.from_options(options))
    site.drift(options.drift)
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # before the first thread, so that only sigwait sees them
    site.start()
    signal.sigwait(ends)
    return 0


if __name__ == "__main__":
    sys.exit(main())
