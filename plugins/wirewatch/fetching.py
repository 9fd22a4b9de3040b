"""Fetching as a good guest: one session, one slot at a time, robots.txt, limits on everything.

Storage is not imported here: who keeps the host's row comes in as the `Host` protocol.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import requests
from protego import Protego
from tenacity import Retrying, before_sleep_log, retry_if_exception_type, stop_after_attempt, wait_random_exponential
from urllib3.exceptions import DecodeError, HTTPError, ProtocolError, ReadTimeoutError

from wirewatch.config import LIVE_HOSTS, is_live
from wirewatch.errors import AccessDenied, PermanentError, RetryableError, State
from wirewatch.models import Politeness, Response, Source

log = logging.getLogger(__name__)

CONNECT_SECONDS = 10
READ_SECONDS = 30
DEADLINE_SECONDS = 60
MAX_BYTES = 16 * 1024 * 1024
MAX_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
ATTEMPTS = 3
LONGEST_WAIT_SECONDS = 60  # a longer Retry-After means: not today
ROBOTS_VALID = timedelta(hours=24)  # RFC 9309, 2.4: a cached copy should not be used longer


class Host(Protocol):
    """The host's row, wherever it is kept."""

    def reserve(self, delay_seconds: float) -> float:
        """Seconds to sleep before the next request, the one after it being `delay_seconds` later. Raises AccessDenied or RetryableError when there is none."""

    def known_robots(self, newer_than: datetime) -> str | None:
        """robots.txt if it was read after that time."""

    def remember_robots(self, robots: str) -> None:
        """Keep robots.txt."""


class Fetcher:
    """Fetches pages of one source, and counts its requests, those for robots.txt (`requests_for_robots`) among them."""

    def __init__(
        self, source: Source, host: Host, fresh_robots: bool = False, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.source = source
        self.requests_made = 0
        self.requests_for_robots = 0
        self._host = host
        self._sleep = sleep
        self._robots: Protego | None = None
        self._robots_since = datetime.now(UTC) if fresh_robots else datetime.now(UTC) - ROBOTS_VALID
        self._session = requests.Session()
        self._session.headers["User-Agent"] = self._manners.user_agent
        self._session.headers["Accept-Encoding"] = "gzip, deflate"

    @property
    def _manners(self) -> Politeness:
        return self.source.politeness

    def allowed(self, url: str) -> bool:
        """What robots.txt says of this URL. True when the source is configured not to ask."""
        if not self._manners.obey_robots:
            return True
        if self._robots is None:
            self._robots = Protego.parse(self._read_robots())
        return self._robots.can_fetch(url, self._manners.user_agent)

    def _delay(self) -> float:
        """Seconds between two requests: what is configured, or what robots.txt asks for where that is more (within reason)."""
        asked = self._robots.crawl_delay(self._manners.user_agent) if self._robots else None
        return max(self._manners.delay_seconds, min(float(asked or 0), LONGEST_WAIT_SECONDS))

    def fetch(self, url: str, conditions: Mapping[str, str] | None = None) -> Response:
        """The answer to one GET, redirects within the site's hosts followed; any status but 5xx and 429 is returned as it came.

        `conditions` are request headers that make it a conditional GET (If-None-Match, If-Modified-Since); unchanged is status 304.

        Raises RetryableError (down, budget_spent), AccessDenied (robots_disallowed, or the host is closed), PermanentError (too large).
        """
        if not self.allowed(url):
            raise AccessDenied(
                f"robots.txt of {urlsplit(url).netloc} does not allow {urlsplit(url).path}", State.ROBOTS_DISALLOWED
            )
        return self._patiently(url, conditions)

    def _patiently(self, url: str, conditions: Mapping[str, str] | None = None) -> Response:
        retrying = Retrying(
            retry=retry_if_exception_type(_Unwell),
            stop=stop_after_attempt(ATTEMPTS),
            wait=wait_random_exponential(multiplier=0.5, max=20),
            sleep=self._sleep,
            before_sleep=before_sleep_log(log, logging.INFO),
            reraise=True,
        )
        try:
            return retrying(self._follow, url, conditions)
        except _Unwell as error:
            raise RetryableError(error.reason, State.DOWN, {"url": url}) from error

    def _follow(self, url: str, conditions: Mapping[str, str] | None) -> Response:
        """One attempt. A redirect that leaves the site is not followed: its target shows in `final_url`."""
        asked, waited = url, False
        for _ in range(MAX_REDIRECTS + 1):
            response = self._get(url, conditions)
            target = urljoin(url, response.headers.get("location", "")) if response.status in REDIRECTS else url
            if response.status == 429 and not waited and (pause := _retry_after(response)) is not None:
                waited = True
                self._sleep(pause)
            elif response.status >= 500:
                raise _Unwell(f"{urlsplit(url).netloc} answers {response.status}")
            elif target == url or not self._is_ours(target):
                return Response(asked, target, response.status, response.headers, response.body, response.fetched_at)
            url = target
        raise PermanentError(f"more than {MAX_REDIRECTS} redirects from {asked}")

    def _is_ours(self, url: str) -> bool:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        same = urlsplit(url).netloc == urlsplit(self.source.base_url).netloc
        return same or (is_live(self.source) and host in LIVE_HOSTS)

    def _get(self, url: str, conditions: Mapping[str, str] | None) -> Response:
        pause = self._host.reserve(self._delay())
        if pause:
            self._sleep(pause)
        self.requests_made += 1
        started = time.monotonic()
        try:
            with self._session.get(
                url, headers=conditions, stream=True, allow_redirects=False, timeout=(CONNECT_SECONDS, READ_SECONDS)
            ) as answer:
                body = _body(answer, started)
                headers = {name.lower(): value for name, value in answer.headers.items()}
                return Response(url, url, answer.status_code, headers, body, datetime.now(UTC))
        except (requests.RequestException, HTTPError) as error:
            raise _Unwell(f"{urlsplit(url).netloc} cannot be read: {_plain(error)}") from error
        except ValueError as error:  # requests reads a redirect's address also where it is told not to follow
            raise PermanentError(f"{urlsplit(url).netloc} redirects to what is no address") from error

    def _read_robots(self) -> str:
        """robots.txt; none where the site has none (RFC 9309, 2.3.1: 4xx means no rules, 5xx means stay away)."""
        known = self._host.known_robots(self._robots_since)
        if known is not None:
            return known
        before = self.requests_made
        try:
            answer = self._patiently(urljoin(self.source.base_url, "/robots.txt"))
        finally:
            self.requests_for_robots += self.requests_made - before
        robots = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
        self._host.remember_robots(robots)
        return robots


class _Unwell(Exception):
    """The other side is not well now; worth another attempt."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _body(answer: requests.Response, started: float) -> bytes:
    """The whole body, or an error: too large, too slow, or cut off before its announced end."""
    body = bytearray()
    # read1 returns what has come. iter_content waits for a full chunk, and a page that drips would outlive every deadline.
    while chunk := answer.raw.read1(64 * 1024, decode_content=True):
        body += chunk
        if len(body) > MAX_BYTES:
            raise PermanentError(f"the page is larger than {MAX_BYTES // 1024 // 1024} MiB")
        if time.monotonic() - started > DEADLINE_SECONDS:
            # Not worth another attempt now: a page that drips costs its own deadline, once.
            raise RetryableError(f"the page took longer than {DEADLINE_SECONDS} seconds", State.DOWN)
    return bytes(body)


def _retry_after(response: Response) -> float | None:
    """Seconds the site asks us to wait, when that is worth waiting for."""
    value = response.headers.get("retry-after", "")
    return float(value) if value.isascii() and value.isdigit() and int(value) <= LONGEST_WAIT_SECONDS else None


def _plain(error: requests.RequestException | HTTPError) -> str:
    """The kind of trouble in words; the library's own text holds object addresses."""
    if isinstance(error, requests.exceptions.SSLError):
        return "its TLS certificate cannot be verified"
    if isinstance(error, requests.Timeout | ReadTimeoutError):
        return f"no answer within {READ_SECONDS} seconds"
    if isinstance(error, ProtocolError):
        return "the connection was cut in the middle of the page"
    if isinstance(error, DecodeError):
        return "the page is compressed in a broken way"
    if isinstance(error, requests.ConnectionError):
        return "no connection, or it was cut"
    return type(error).__name__
