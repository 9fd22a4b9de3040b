"""What the reader and the store cost in CPU, where the site costs nothing and no delay is kept. Figures, not promises."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from benchmarks.ground import crawl_days, new_store, served, source, stored
from benchmarks.scale import Scale
from benchmarks.table import Row
from demo import pages
from demo.edition import KCNA
from demo.volume import DAY
from wirewatch.models import Response
from wirewatch.sites.kcna_watch.article import read_article
from wirewatch.sites.kcna_watch.refusals import read_listing_response

HOST = "http://demo.example"


def speed(server: str, scale: Scale) -> Iterator[Row]:
    """Milliseconds of reading, and articles a second from bytes on the wire to rows in the store."""
    volume = scale.year.volume()
    items = volume.of_source(KCNA.id)[: scale.pages]
    bodies = [pages.article_page(item, volume.of_source(KCNA.id), HOST, volume.last_day).encode() for item in items]
    times = [
        _cpu_ms(lambda body=body, item=item: read_article(body, HOST + item.paths[0]))
        for body, item in zip(bodies, items, strict=True)
    ]
    size = statistics.mean(map(len, bodies)) / 1000
    yield Row("reading an article page", f"{len(bodies)} pages of {size:.0f} kB", _spread(times))
    fragments = [pages.listing_fragment(volume.listed(KCNA.id, start, 10), HOST).encode() for start in range(0, scale.pages, 10)]
    times = [_cpu_ms(lambda page=page: read_listing_response(_response(page))) for page in fragments]
    yield Row("reading a listing page", f"{len(fragments)} pages of 10", _spread(times))
    yield _stored(server, scale)


def _stored(server: str, scale: Scale) -> Row:
    with served(scale.year) as site, new_store(server) as store:
        last = scale.year.last_day - DAY
        wall, cpu = time.monotonic(), time.process_time()
        crawl_days(store, source(site.base_url), last - (scale.year_days // 12) * DAY, last, historical=True)
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
        number = len(stored(store))
    measured = (
        f"{number / wall:.0f} articles a second ({1000 * wall / number:.0f} ms each, {1000 * cpu / number:.0f} ms of our CPU)"
    )
    return Row("from request to stored and matched", f"{number} articles, one process, no delay", measured)


def _cpu_ms(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def _spread(times: list[float]) -> str:
    return f"{statistics.median(times):.1f} ms of CPU (p95 {statistics.quantiles(times, n=20)[-1]:.1f})"


def _response(body: bytes) -> Response:
    headers = {"Content-Type": "text/html; charset=UTF-8"}
    return Response(HOST, HOST, 200, headers, body, datetime.now(UTC))
