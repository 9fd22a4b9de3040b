"""Fetching over real sockets: honest, patient, and stopped by nothing that one page can do."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.integration.web import Handler, Way, Web, answer, half, half_chunked, hang_up, in_turn
from wirewatch.configured import Source
from wirewatch.errors import AccessDenied, PermanentError, RetryableError, State
from wirewatch.fetching import Fetcher, Limits

NO_RULES = ""


@dataclass
class Doorkeeper:
    """A host that is always open; `robots` None means that nobody has read it yet."""

    robots: str | None = NO_RULES
    reserved: int = 0

    def reserve(self, delay_seconds: float = 0) -> float:
        self.reserved += 1
        return 0.0

    def stop_if_closed(self) -> None:
        """Nobody closes this door."""

    def known_robots(self, newer_than: datetime) -> str | None:
        return self.robots

    def remember_robots(self, robots: str) -> None:
        self.robots = robots


@pytest.fixture
def slept() -> list[float]:
    """How long the fetcher wanted to sleep, each time."""
    return []


@pytest.fixture
def fetcher(source: Source, slept: list[float]) -> Fetcher:
    """A fetcher that knows robots.txt and does not really sleep."""
    return Fetcher(source, Doorkeeper(), sleep=slept.append)


def limited(source: Source, **limits: float) -> Fetcher:
    """A fetcher with limits of the test's own."""
    return Fetcher(source, Doorkeeper(), sleep=lambda _: None, limits=Limits(**limits))  # type: ignore[arg-type]


def asking_robots(source: Source) -> Fetcher:
    return Fetcher(source, Doorkeeper(robots=None), sleep=lambda _: None)


# --- who we say we are, and robots.txt -----------------------------------------------------------


def test_every_request_says_who_we_are(web: Web, source: Source) -> None:
    web.ways["/page"] = answer(200, b"text", Content_Type="text/html")

    response = asking_robots(source).fetch(f"{web.url}/page")

    assert (response.status, response.body, response.headers["content-type"]) == (200, b"text", "text/html")
    assert web.paths == ["/robots.txt", "/page"]
    assert {headers["User-Agent"] for _, _, headers in web.seen} == {"Wirewatch/0.1 (desk@newsroom.example)"}
    assert timedelta(0) <= datetime.now(UTC) - response.fetched_at < timedelta(seconds=10)


@pytest.mark.parametrize("agent", ["*", "wirewatch"])
def test_what_robots_txt_forbids_is_not_asked_for(web: Web, source: Source, agent: str) -> None:
    web.ways["/robots.txt"] = answer(200, f"User-agent: {agent}\nDisallow: /secret/\n".encode())
    web.ways["/open/page"] = answer(200, b"text")
    fetcher = asking_robots(source)

    with pytest.raises(AccessDenied, match="does not allow /secret/page") as caught:
        fetcher.fetch(f"{web.url}/secret/page")

    assert caught.value.state is State.ROBOTS_DISALLOWED
    assert fetcher.fetch(f"{web.url}/open/page").status == 200
    assert web.paths == ["/robots.txt", "/open/page"]


def test_rules_for_others_do_not_bind_us(web: Web, source: Source) -> None:
    web.ways["/robots.txt"] = answer(200, b"User-agent: otherbot\nDisallow: /\n")
    web.ways["/page"] = answer(200, b"text")

    assert asking_robots(source).fetch(f"{web.url}/page").status == 200


@pytest.mark.parametrize("status", [404, 403, 410])
def test_no_robots_txt_means_no_rules(web: Web, source: Source, status: int) -> None:
    web.ways["/robots.txt"] = answer(status, b"User-agent: *\nDisallow: /\n")
    web.ways["/page"] = answer(200, b"text")

    assert asking_robots(source).fetch(f"{web.url}/page").status == 200


def test_a_robots_txt_that_cannot_be_read_means_stay_away(web: Web, source: Source) -> None:
    web.ways["/robots.txt"] = answer(503)
    web.ways["/page"] = answer(200, b"text")
    fetcher = asking_robots(source)

    with pytest.raises(RetryableError) as caught:
        fetcher.fetch(f"{web.url}/page")

    assert caught.value.state is State.DOWN
    assert caught.value.reason.startswith("robots.txt cannot be read")
    assert "/page" not in web.paths
    assert (fetcher.requests_made, fetcher.requests_for_robots) == (3, 3)


def test_robots_txt_is_asked_for_once_and_not_at_all_where_it_is_switched_off(web: Web, source: Source) -> None:
    web.ways["/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /page\n")
    web.ways["/page"] = answer(200, b"text")
    careless = replace(source, politeness=replace(source.politeness, obey_robots=False))

    assert asking_robots(careless).fetch(f"{web.url}/page").status == 200
    obeying = asking_robots(source)
    assert [obeying.allowed(f"{web.url}/{name}") for name in ("page", "other", "page")] == [False, True, False]
    assert web.paths == ["/page", "/robots.txt"]
    assert (obeying.requests_made, obeying.requests_for_robots) == (1, 1)


# --- redirects -----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_within_the_host_is_followed(web: Web, fetcher: Fetcher, status: int) -> None:
    web.ways["/old"] = answer(status, Location="/new/page")
    web.ways["/new/page"] = answer(200, b"here")

    response = fetcher.fetch(f"{web.url}/old")

    assert (response.body, response.url, response.final_url) == (b"here", f"{web.url}/old", f"{web.url}/new/page")
    assert fetcher.requests_made == 2


@pytest.mark.parametrize(
    "target", ["http://127.0.0.2:9/members/", "https://signup.example/free-member-form/", "//elsewhere.example/"]
)
def test_a_redirect_to_another_host_is_not_followed_and_final_url_tells(web: Web, fetcher: Fetcher, target: str) -> None:
    web.ways["/page"] = answer(302, Location=target)

    response = fetcher.fetch(f"{web.url}/page")

    assert response.status == 302
    assert response.final_url.endswith(target)
    assert web.paths == ["/page"]


def test_redirects_that_never_end_cost_only_that_page(web: Web, fetcher: Fetcher) -> None:
    web.ways["/a"] = answer(302, Location="/b")
    web.ways["/b"] = answer(302, Location="/a")
    web.ways["/page"] = answer(200, b"text")

    with pytest.raises(PermanentError, match="more than 5 redirects"):
        fetcher.fetch(f"{web.url}/a")

    assert len(web.paths) == 6
    assert fetcher.fetch(f"{web.url}/page").body == b"text"


def test_five_redirects_are_followed(web: Web, fetcher: Fetcher) -> None:
    for n in range(5):
        web.ways[f"/{n}"] = answer(302, Location=f"/{n + 1}")
    web.ways["/5"] = answer(200, b"text")

    assert fetcher.fetch(f"{web.url}/0").body == b"text"


def test_a_redirect_to_what_is_no_address_costs_only_that_page(web: Web, fetcher: Fetcher) -> None:
    web.ways["/page"] = answer(302, Location="http://[")

    with pytest.raises(PermanentError, match="redirects to what is no address"):
        fetcher.fetch(f"{web.url}/page")
    assert web.paths == ["/page"]


@pytest.mark.parametrize("location", ["http://127.0.0.1:99999999/", "", "/page"])
def test_a_redirect_to_nowhere_comes_back_as_it_is(web: Web, fetcher: Fetcher, location: str) -> None:
    web.ways["/page"] = answer(302, Location=location)

    assert fetcher.fetch(f"{web.url}/page").status == 302
    assert web.paths == ["/page"]


def test_a_redirect_to_itself_is_not_followed_and_says_why(web: Web, fetcher: Fetcher) -> None:
    web.ways["/page"] = answer(302, Location="/page")

    assert fetcher.fetch(f"{web.url}/page").unfollowed == "it is the address that was asked for"
    assert web.paths == ["/page"]


# --- trouble -------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 204, 403, 404, 410])
def test_any_other_status_is_returned_as_it_came(web: Web, fetcher: Fetcher, status: int) -> None:
    web.ways["/page"] = answer(status)

    assert fetcher.fetch(f"{web.url}/page").status == status
    assert fetcher.requests_made == 1


@pytest.mark.parametrize(
    ("way", "words"),
    [
        (answer(500), "answers 500"),
        (answer(503), "answers 503"),
        (hang_up, "no connection, or it was cut"),
        (half, "the connection was cut"),
        (half_chunked, "the connection was cut"),
    ],
)
def test_trouble_is_tried_three_times_and_then_said_in_plain_words(
    web: Web, fetcher: Fetcher, slept: list[float], way: Way, words: str
) -> None:
    web.ways["/page"] = way

    with pytest.raises(RetryableError) as caught:
        fetcher.fetch(f"{web.url}/page")

    assert caught.value.state is State.DOWN
    assert words in caught.value.reason
    assert not any(sign in caught.value.reason for sign in ("<", "0x", "object", "Error", "Pool"))
    assert (len(web.paths), fetcher.requests_made, len(slept)) == (3, 3, 2)


def test_a_challenge_is_not_asked_again_whatever_its_status(web: Web, fetcher: Fetcher) -> None:
    web.ways["/page"] = answer(503, b"<title>Just a moment...</title>", Content_Type="text/html")

    assert fetcher.fetch(f"{web.url}/page").status == 503
    assert len(web.paths) == 1


def test_what_a_broken_site_says_is_kept_as_evidence(web: Web, fetcher: Fetcher) -> None:
    web.ways["/page"] = answer(502, b"<title>Bad Gateway</title><p>nginx</p>", Content_Type="text/html")

    with pytest.raises(RetryableError) as caught:
        fetcher.fetch(f"{web.url}/page")
    url = f"{web.url}/page"
    assert caught.value.evidence == {"url": url, "status": 502, "final_url": url, "title": "Bad Gateway", "text": "nginx"}


def test_an_unchanged_page_comes_back_as_304_with_its_headers(web: Web, fetcher: Fetcher) -> None:
    def conditional(handler: Handler) -> None:
        known = handler.headers.get("If-None-Match") == '"1"'
        handler.head(304 if known else 200, {"ETag": '"1"', "Content-Length": "0" if known else "4"})
        handler.wfile.write(b"" if known else b"text")

    web.ways["/page"] = conditional
    first = fetcher.fetch(f"{web.url}/page")
    again = fetcher.fetch(f"{web.url}/page", {"If-None-Match": first.headers["etag"]})

    assert (first.status, again.status, again.body, again.headers["etag"]) == (200, 304, b"", '"1"')


@pytest.mark.parametrize("way", [answer(502), hang_up, half, half_chunked])
def test_a_page_that_comes_at_the_second_try_is_whole(web: Web, fetcher: Fetcher, way: Way) -> None:
    web.ways["/page"] = in_turn(way, answer(200, b"whole"))

    assert fetcher.fetch(f"{web.url}/page").body == b"whole"


def test_nobody_listening_is_plain_words_too(source: Source) -> None:
    nowhere = replace(source, base_url="http://127.0.0.1:1")

    with pytest.raises(RetryableError, match=r"^127\.0\.0\.1:1 cannot be read: no connection"):
        Fetcher(nowhere, Doorkeeper(), sleep=lambda _: None).fetch("http://127.0.0.1:1/page")


def test_broken_compression_is_said_as_such(web: Web, fetcher: Fetcher) -> None:
    web.ways["/page"] = answer(200, b"this is no gzip", Content_Encoding="gzip")

    with pytest.raises(RetryableError, match="compressed in a broken way"):
        fetcher.fetch(f"{web.url}/page")


def test_a_server_that_says_nothing_is_given_up(web: Web, source: Source) -> None:
    fetcher = limited(source, read_seconds=0.2)
    web.ways["/page"] = lambda handler: time.sleep(1)

    with pytest.raises(RetryableError, match=r"no answer within 0\.2 seconds"):
        fetcher.fetch(f"{web.url}/page")


def test_a_short_retry_after_is_waited_for_once(web: Web, fetcher: Fetcher, slept: list[float]) -> None:
    web.ways["/page"] = in_turn(answer(429, Retry_After="1"), answer(200, b"text"))

    assert fetcher.fetch(f"{web.url}/page").body == b"text"
    assert slept == [1.0]


def test_a_second_429_is_returned(web: Web, fetcher: Fetcher, slept: list[float]) -> None:
    web.ways["/page"] = answer(429, Retry_After="1")

    assert fetcher.fetch(f"{web.url}/page").status == 429
    assert (slept, len(web.paths)) == ([1.0], 2)


@pytest.mark.parametrize("headers", [{"Retry_After": "3600"}, {"Retry_After": "soon"}, {"Retry_After": "\u00b2"}, {}])
def test_a_long_or_unreadable_retry_after_is_not_waited_for(
    web: Web, fetcher: Fetcher, slept: list[float], headers: dict[str, str]
) -> None:
    web.ways["/page"] = answer(429, b"", **headers)

    assert fetcher.fetch(f"{web.url}/page").status == 429
    assert (slept, len(web.paths)) == ([], 1)


# --- limits --------------------------------------------------------------------------------------


def endless(handler: Handler) -> None:
    handler.head(200, {"Transfer-Encoding": "chunked"})
    while True:
        handler.wfile.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")


def dripping(chunked: bool) -> Way:
    """Byte after byte, each soon enough for the socket's own timeout."""

    def way(handler: Handler) -> None:
        handler.head(200, {"Transfer-Encoding": "chunked"} if chunked else {"Content-Length": "100000"})
        for _ in range(600):
            handler.wfile.write(b"1\r\nx\r\n" if chunked else b"x")
            time.sleep(0.05)
        hang_up(handler)

    return way


@pytest.mark.parametrize(
    "way", [endless, answer(200, b"x" * 70_000), answer(200, gzip.compress(b"x" * 70_000), Content_Encoding="gzip")]
)
def test_a_page_over_the_limit_costs_only_itself(web: Web, source: Source, way: Way) -> None:
    fetcher = limited(source, bytes=65_536)
    web.ways["/large"] = way
    web.ways["/page"] = answer(200, b"x" * 65_536)

    with pytest.raises(PermanentError, match="larger than"):
        fetcher.fetch(f"{web.url}/large")

    assert web.paths == ["/large"]
    assert len(fetcher.fetch(f"{web.url}/page").body) == 65_536


def test_a_gzip_bomb_is_not_unpacked(web: Web, source: Source) -> None:
    """64 MiB of zeros in 64 KiB; unpacked whole they would all lie in memory before anybody counts them."""
    fetcher = limited(source, bytes=1024 * 1024)
    web.ways["/bomb"] = answer(200, gzip.compress(bytes(64 * 1024 * 1024)), Content_Encoding="gzip")

    tracemalloc.start()
    with pytest.raises(PermanentError, match="larger than 1 MiB"):
        fetcher.fetch(f"{web.url}/bomb")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 16 * 1024 * 1024


@pytest.mark.parametrize("chunked", [True, False])
def test_a_page_that_drips_costs_only_itself(web: Web, source: Source, chunked: bool) -> None:
    fetcher = limited(source, deadline_seconds=0.3)
    web.ways["/drip"] = dripping(chunked)
    web.ways["/page"] = answer(200, b"text")

    started = time.monotonic()
    with pytest.raises(RetryableError, match="took longer than"):
        fetcher.fetch(f"{web.url}/drip")

    assert time.monotonic() - started < 15  # whole, it takes thirty seconds
    assert fetcher.fetch(f"{web.url}/page").body == b"text"
