"""The fetcher: asks for pages of one source when the host's row allows it, follows redirects within the site, tries again in measure."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import requests
from protego import Protego
from tenacity import (
    RetryCallState,
    Retrying,
    before_sleep_log,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

from wirewatch.config import LIVE_HOSTS, is_live
from wirewatch.configured import Politeness, Source
from wirewatch.errors import AccessDenied, PermanentError, RetryableError, State
from wirewatch.fetching.body import Broken, NotAsked, TooLarge, read_body, refuse_many_tags
from wirewatch.fetching.limits import LIMITS, Deadline, Limits
from wirewatch.fetching.line import Astray, Line
from wirewatch.models import Response
from wirewatch.sites.kcna_watch import refusals

log = logging.getLogger(__name__)

REDIRECTS = (301, 302, 303, 307, 308)
SECRET = ("set-cookie", "set-cookie2")
SLOWEST_CRAWL_DELAY = 60.0
# How old a copy of robots.txt may be: what RFC 9309 (2.4) allows at most, what another task of the same morning has read, none at all.
ROBOTS_VALID = timedelta(hours=24)
ROBOTS_JUST_READ = timedelta(minutes=10)
ROBOTS_ANEW = timedelta(0)
BACKOFF = wait_random_exponential(multiplier=0.5, max=20)


class Host(Protocol):
    """The host's row, wherever it is kept."""

    def reserve(self, delay_seconds: float) -> float:
        """Seconds to sleep before the next request, the one after it being `delay_seconds` later. Raises AccessDenied or RetryableError when there is none."""

    def stop_if_closed(self) -> None:
        """Raise AccessDenied while the host is closed."""

    def known_robots(self, newer_than: datetime) -> str | None:
        """robots.txt if it was read after that time."""

    def remember_robots(self, robots: str) -> None:
        """Keep robots.txt."""


class Fetcher:
    """Fetches pages of one source, and counts its requests, those for robots.txt (`requests_for_robots`) among them.

    `session` are headers of the operator's own account session (`access.py`); they go to the source's own address and nowhere else.
    """

    def __init__(
        self,
        source: Source,
        host: Host,
        robots_age: timedelta = ROBOTS_VALID,
        sleep: Callable[[float], None] = time.sleep,
        session: Mapping[str, str] | None = None,
        limits: Limits = LIMITS,
    ) -> None:
        self.source = source
        self.requests_made = 0
        self.requests_for_robots = 0
        self._host = host
        self._sleep = sleep
        self._limits = limits
        self._own = dict(session or {})
        self._robots: Protego | None = None
        self._robots_since = datetime.now(UTC) - robots_age
        self._line = Line(anywhere=not is_live(source))
        self._session = _session(self._line, self._manners.user_agent)

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
        return max(self._manners.delay_seconds, min(float(asked or 0), SLOWEST_CRAWL_DELAY))

    def fetch(self, url: str, conditions: Mapping[str, str] | None = None) -> Response:
        """The answer to one GET, redirects within the site's hosts followed; any status but 5xx and 429 is returned as it came.

        `conditions` are request headers that make it a conditional GET (If-None-Match, If-Modified-Since); unchanged is status 304.
        A redirect that is not followed is returned too, `final_url` being its target and `unfollowed` the reason in words.

        Raises RetryableError (down, budget_spent), AccessDenied (robots_disallowed, or the host is closed), PermanentError (a page
        that is too large, or that nobody can arrive at).
        """
        if not self.allowed(url):
            raise AccessDenied(
                f"robots.txt of {urlsplit(url).netloc} does not allow {urlsplit(url).path}",
                State.ROBOTS_DISALLOWED,
                _no_answer(url),
            )
        return self._patiently(url, conditions)

    # --- again and again, on and on --------------------------------------------------------------

    def _patiently(self, url: str, conditions: Mapping[str, str] | None = None, only_robots: bool = False) -> Response:
        deadline = Deadline(self._limits.deadline_seconds)
        retrying = Retrying(
            retry=retry_if_exception_type(_Unwell),
            stop=lambda state: stop_after_attempt(self._limits.attempts)(state) or state.upcoming_sleep >= deadline.left,
            wait=_pause,
            sleep=self._wait,
            before_sleep=before_sleep_log(log, logging.INFO),
            reraise=True,
        )
        try:
            return retrying(self._follow, url, conditions, deadline, only_robots)
        except _Unwell as error:
            evidence = refusals.evidence(error.response) if error.response else _no_answer(url)
            raise RetryableError(error.reason, State.DOWN, evidence) from error

    def _follow(self, url: str, conditions: Mapping[str, str] | None, deadline: Deadline, only_robots: bool) -> Response:
        """One attempt. A redirect that leaves the site is not followed: its target shows in `final_url`."""
        asked, redirects, waited = url, 0, False
        while True:
            response = self._get(url, conditions, deadline, only_robots)
            pause = response.retry_after
            if response.status == 429 and not waited and pause is not None and pause < deadline.left:
                waited = True
                self._wait(pause)
                continue
            if response.status >= 500 and not refusals.is_challenge(response):
                raise _Unwell(f"{urlsplit(url).netloc} answers {response.status}", replace(response, url=asked))
            if response.status not in REDIRECTS:
                return replace(response, url=asked)
            target = _target(response)
            if why := self._why_not(url, target, only_robots):
                return replace(response, url=asked, final_url=target, unfollowed=why)
            url, redirects = target, redirects + 1
            if redirects > self._limits.redirects:
                raise PermanentError(
                    f"more than {self._limits.redirects} redirects from {urlsplit(asked).path}",
                    State.LAYOUT_CHANGED,
                    _no_answer(url),
                )

    def _why_not(self, url: str, target: str, only_robots: bool) -> str | None:
        """Why a redirect is not followed, in words. Any address that is not the site's own is refused by that, private ones too."""
        if target == url:
            return "it is the address that was asked for"
        if not self._is_ours(target):
            return "it is no host of this site"
        if url.startswith("https:") and not target.startswith("https:"):
            return "it is not encrypted"
        if not only_robots and not self.allowed(target):
            return "robots.txt does not allow it"
        return None

    def _is_ours(self, url: str) -> bool:
        netloc = urlsplit(url).netloc.lower()
        return netloc == self.source.host or (is_live(self.source) and netloc.removeprefix("www.") in LIVE_HOSTS)

    # --- one request -----------------------------------------------------------------------------

    def _get(self, url: str, conditions: Mapping[str, str] | None, deadline: Deadline, only_robots: bool) -> Response:
        with deadline.paused():
            self._wait(self._host.reserve(self._delay()))
        self.requests_made += 1
        most = self._limits.robots_bytes if only_robots else self._limits.bytes
        with self._line.until(deadline):
            response, trouble = None, None
            try:
                response = self._ask(url, conditions, most, only_robots)
            except TooLarge as error:
                raise PermanentError(f"the page is {error}", State.LAYOUT_CHANGED, _no_answer(url)) from error
            except (requests.RequestException, HTTPError, Astray, Broken, NotAsked, UnicodeError) as error:
                trouble = error
        if not deadline.left:
            # Not worth another attempt now: a page that drips costs its own deadline, once. Cut here, its body is not whole either.
            reason = f"the page took longer than {deadline.seconds:g} seconds"
            raise RetryableError(reason, State.DOWN, _no_answer(url)) from trouble
        if response is None:
            raise _Unwell(f"{urlsplit(url).netloc} cannot be read: {self._plain(trouble)}") from trouble
        return response

    def _ask(self, url: str, conditions: Mapping[str, str] | None, most: int, beginning: bool) -> Response:
        headers = {**(self._own if self._is_own(url) else {}), **(conditions or {})}
        seconds = (self._limits.connect_seconds, self._limits.read_seconds)
        with self._session.get(url, headers=headers, stream=True, allow_redirects=False, timeout=seconds) as answer:
            body = b"" if answer.is_redirect else read_body(answer, most, beginning)
            if not beginning:
                refuse_many_tags(body, self._limits.tags)
            # A session's cookies are the operator's: they must not end up in captures.
            kept = {name.lower(): _printable(value) for name, value in answer.headers.items() if name.lower() not in SECRET}
            return Response(url, url, answer.status_code, kept, body, datetime.now(UTC))

    def _is_own(self, url: str) -> bool:
        asked, own = urlsplit(url), urlsplit(self.source.base_url)
        return (asked.scheme, asked.netloc.lower()) == (own.scheme, own.netloc.lower())

    def _wait(self, seconds: float) -> None:
        """Sleep. A refusal that another task met meanwhile ends the waiting, and the request is not made."""
        while seconds > 0:
            self._sleep(min(seconds, self._limits.look_seconds))
            seconds -= self._limits.look_seconds
            self._host.stop_if_closed()

    # --- robots.txt ------------------------------------------------------------------------------

    def _read_robots(self) -> str:
        """robots.txt; no rules where the site has none to be read.

        RFC 9309, 2.3.1: 4xx and redirects without end mean no rules, 5xx and silence mean stay away. 429 is no word about rules: it
        says that we ask too often. A page of HTML in its place holds no rules; what it says (a wall, a challenge) the next page says too.
        """
        known = self._host.known_robots(self._robots_since)
        if known is not None:
            return known
        before, robots = self.requests_made, ""
        try:
            with suppress(PermanentError):
                robots = _rules(self._patiently(urljoin(self.source.base_url, "/robots.txt"), only_robots=True))
        except RetryableError as error:
            if error.state is State.DOWN:
                error.reason = f"robots.txt cannot be read, and without it nothing else is asked for: {error.reason}"
            raise
        finally:
            self.requests_for_robots += self.requests_made - before
        self._host.remember_robots(robots)
        return robots

    def _plain(self, error: Exception | None) -> str:
        """The kind of trouble in words; the libraries' own texts hold object addresses."""
        match error:
            case Astray():
                return str(error)
            case requests.exceptions.SSLError():
                return "its TLS certificate cannot be verified, or the encrypted connection was cut"
            case requests.exceptions.ProxyError():
                return "the proxy (HTTPS_PROXY) does not let us through"
            case requests.ConnectTimeout():
                return f"no connection within {self._limits.connect_seconds:g} seconds"
            case requests.Timeout() | ReadTimeoutError():
                return f"no answer within {self._limits.read_seconds:g} seconds"
            case ProtocolError():
                return "the connection was cut in the middle of the page"
            case Broken():
                return "the page is compressed in a broken way, or was cut off"
            case NotAsked():
                return "the page is compressed in a way nobody asked for"
            case requests.ConnectionError():
                return "no connection, or it was cut"
        return type(error).__name__


class _Unwell(Exception):
    """The other side is not well now; worth another attempt."""

    def __init__(self, reason: str, response: Response | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.response = response


class _Plainly(requests.Session):
    """A session that leaves redirects alone: requests would read the whole body of one to be told not to follow it."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None: `Fetcher` follows by its own rules."""
        return None


def _session(line: Line, user_agent: str) -> requests.Session:
    session = _Plainly()
    session.mount("http://", line)
    session.mount("https://", line)
    # One request in five seconds is nothing to keep a connection open for.
    session.headers.update({"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate", "Connection": "close"})
    return session


def _pause(state: RetryCallState) -> float:
    """Seconds before the next attempt: what the site asks for, else longer and longer, by chance, so that tasks do not come together."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.response.retry_after if isinstance(error, _Unwell) and error.response else None
    return float(BACKOFF(state)) if asked is None else asked


def _target(response: Response) -> str:
    """Where a redirect sends us; its own address where it does not say."""
    try:
        target = urljoin(response.url, response.headers.get("location", ""))
        urlsplit(target)
    except ValueError as error:
        raise PermanentError(f"{urlsplit(response.url).netloc} redirects to what is no address", State.LAYOUT_CHANGED) from error
    return target


def _rules(answer: Response) -> str:
    """The rules in an answer to the request for robots.txt."""
    if (answer.status == 429 or answer.status >= 500) and (refused := refusals.refusal(answer, answer.url)):
        raise refused
    return _printable(answer.body.decode("utf-8-sig", "replace")) if answer.status == 200 else ""


def _printable(words: str) -> str:
    """Without what no header, address or robots.txt needs and no database takes."""
    return words.replace("\0", "")


def _no_answer(url: str) -> dict[str, object]:
    """Evidence in the shape of `refusals.evidence`, where there was nothing to be read."""
    return {"url": url, "status": None, "final_url": url, "title": None, "text": ""}
