"""One deadline holds for all that a page can do to us, and only public addresses are asked on behalf of the live site."""

from __future__ import annotations

import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.integration.test_fetching import Doorkeeper
from tests.integration.web import Handler, Way, Web, answer, in_turn, source_at
from wirewatch.configured import Source
from wirewatch.errors import AccessDenied, PermanentError, RetryableError, State
from wirewatch.fetching import Fetcher, Limits
from wirewatch.fetching.body import Broken, TooLarge, unpacked
from wirewatch.fetching.line import Astray, refuse_private

DEADLINE = 0.6
MARGIN = 12  # seconds that a busy machine may need on top; without a deadline each of these takes twenty and more


def hasty(source: Source, robots: str | None = "", **limits: float) -> Fetcher:
    """A fetcher with a short deadline, which really sleeps."""
    return Fetcher(source, Doorkeeper(robots), limits=Limits(deadline_seconds=DEADLINE, **limits))  # type: ignore[arg-type]


def late(fetcher: Fetcher, url: str) -> RetryableError:
    """The error of a page that takes too long, which must come in time."""
    begun = time.monotonic()
    with pytest.raises(RetryableError) as caught:
        fetcher.fetch(url)
    assert time.monotonic() - begun < DEADLINE + MARGIN
    return caught.value


# --- what holds the deadline ---------------------------------------------------------------------


def dripping_header(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-More: ")
    drip(handler.wfile.write)


def endless_continue(handler: Handler) -> None:
    for _ in range(1000):
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.02)


def dripping_without_length(handler: Handler) -> None:
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    drip(handler.wfile.write)


def redirect_with_endless_body(handler: Handler) -> None:
    handler.head(302, {"Location": "/page", "Transfer-Encoding": "chunked"})
    while True:
        handler.wfile.write(b"1\r\nx\r\n")
        time.sleep(0.02)


def drip(write: Callable[[bytes], object]) -> None:
    for _ in range(1000):
        write(b"x")
        time.sleep(0.02)


@pytest.mark.parametrize("way", [dripping_header, endless_continue, dripping_without_length])
def test_a_page_that_drips_anywhere_costs_its_deadline_and_nothing_else(web: Web, source: Source, way: Way) -> None:
    web.ways["/slow"] = way
    web.ways["/page"] = answer(200, b"text")
    fetcher = hasty(source)

    error = late(fetcher, f"{web.url}/slow")

    assert "took longer than 0.6 seconds" in error.reason
    assert web.paths == ["/slow"]
    assert fetcher.fetch(f"{web.url}/page").body == b"text"


def test_the_body_of_a_redirect_is_not_waited_for(web: Web, source: Source) -> None:
    web.ways["/old"] = redirect_with_endless_body
    web.ways["/page"] = answer(200, b"text")

    assert hasty(source).fetch(f"{web.url}/old").body == b"text"


def test_attempts_and_the_pauses_between_them_end_at_the_deadline(web: Web, source: Source) -> None:
    web.ways["/page"] = answer(503, Retry_After="1")
    assert late(hasty(source, attempts=50), f"{web.url}/page").state is State.DOWN
    assert web.paths == ["/page"]

    web.ways["/other"] = answer(503)
    assert late(hasty(source, attempts=50), f"{web.url}/other").state is State.DOWN


def test_a_503_that_names_a_moment_is_asked_again_then(web: Web, source: Source) -> None:
    web.ways["/page"] = in_turn(answer(503, Retry_After="0"), answer(200, b"text"))
    assert hasty(source).fetch(f"{web.url}/page").body == b"text"


def test_redirects_that_each_take_their_time_end_at_the_deadline(web: Web, source: Source) -> None:
    def slowly(handler: Handler) -> None:
        time.sleep(0.25)
        handler.head(302, {"Location": f"{handler.path}x", "Content-Length": "0"})

    for n in range(8):
        web.ways["/a" + "x" * n] = slowly
    assert late(hasty(source, redirects=50), f"{web.url}/a").state is State.DOWN
    assert len(web.paths) <= 4


def test_a_name_server_that_does_not_answer_ends_at_the_deadline(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one stand-in here: no test can make a name server of the machine fall silent."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: time.sleep(5) or [])
    nowhere = replace(source, base_url="http://kcna.example")
    assert late(hasty(nowhere), "http://kcna.example/page").state is State.DOWN


def test_a_host_that_takes_connections_and_says_nothing_ends_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}"
        secure = url.replace("http:", "https:")
        assert late(hasty(source_at(url)), f"{url}/page").state is State.DOWN
        assert late(hasty(source_at(secure)), f"{secure}/page").state is State.DOWN


def test_waiting_for_our_own_slot_is_not_the_pages_time(web: Web, source: Source) -> None:
    class Busy(Doorkeeper):
        def reserve(self, delay_seconds: float = 0) -> float:
            return DEADLINE + 0.3

    web.ways["/old"] = answer(302, Location="/new")
    web.ways["/new"] = answer(200, b"text")
    fetcher = Fetcher(source, Busy(), limits=Limits(deadline_seconds=DEADLINE))

    assert fetcher.fetch(f"{web.url}/old").body == b"text"


def test_a_refusal_that_another_task_met_ends_the_wait_for_a_slot(web: Web, source: Source) -> None:
    class Closing(Doorkeeper):
        def reserve(self, delay_seconds: float = 0) -> float:
            return 60

        def stop_if_closed(self) -> None:
            raise AccessDenied("closed", State.BLOCKED, {"closed": True})

    begun = time.monotonic()
    with pytest.raises(AccessDenied, match="closed"):
        Fetcher(source, Closing(), limits=Limits(look_seconds=0.1)).fetch(f"{web.url}/page")
    assert time.monotonic() - begun < 20  # the slot is a minute away
    assert web.paths == []


# --- Retry-After ---------------------------------------------------------------------------------


def test_a_retry_after_that_is_a_date_is_waited_for(web: Web, source: Source) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    web.ways["/page"] = in_turn(answer(429, Retry_After=soon), answer(200, b"text"))
    slept: list[float] = []

    assert Fetcher(source, Doorkeeper(), sleep=slept.append).fetch(f"{web.url}/page").body == b"text"
    assert sum(slept) <= 1


# --- bodies --------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "gzip, identity, deflate"])
def test_a_body_packed_twice_or_as_nobody_asked_is_refused(web: Web, source: Source, encoding: str) -> None:
    web.ways["/page"] = answer(200, b"whatever", Content_Encoding=encoding)
    with pytest.raises(RetryableError, match="in a way nobody asked for"):
        hasty(source, attempts=1).fetch(f"{web.url}/page")


def packed(body: bytes, window: int) -> bytes:
    packer = zlib.compressobj(wbits=window)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(("encoding", "window"), [("gzip", 31), ("x-gzip", 31), ("deflate", 15), ("deflate", -15)])
def test_what_servers_send_is_unpacked(encoding: str, window: int) -> None:
    assert unpacked(packed(b"text" * 99, window), encoding, 1000) == b"text" * 99
    with pytest.raises(TooLarge):
        unpacked(packed(b"text" * 99, window), encoding, 300)
    with pytest.raises(Broken):
        unpacked(packed(b"text" * 99, window)[:-6], encoding, 1000)


def test_a_packet_of_two_members_is_one_body() -> None:
    assert unpacked(packed(b"one ", 31) + packed(b"two", 31) + b"\0\0", "gzip", 100) == b"one two"


def test_a_page_of_nothing_but_tags_is_not_handed_to_the_reader(web: Web, source: Source) -> None:
    """2 MB of them took the reader minutes: more than any deadline, and it could not be interrupted."""
    web.ways["/page"] = answer(200, b"<p>a" * 40_000, Content_Type="text/html")
    with pytest.raises(PermanentError, match=r"made of more than 30,000 tags"):
        hasty(source).fetch(f"{web.url}/page")


# --- robots.txt ----------------------------------------------------------------------------------

FORBIDS = b"User-agent: *\nDisallow: /secret/\n"


def test_a_redirect_to_what_robots_txt_forbids_is_not_followed(web: Web, source: Source) -> None:
    web.ways["/robots.txt"] = answer(200, FORBIDS)
    web.ways["/page"] = answer(302, Location="/secret/page")
    response = hasty(source, robots=None).fetch(f"{web.url}/page")

    assert (response.status, response.final_url) == (302, f"{web.url}/secret/page")
    assert response.unfollowed == "robots.txt does not allow it"
    assert web.paths == ["/robots.txt", "/page"]


def test_the_first_half_mebibyte_of_robots_txt_counts(web: Web, source: Source) -> None:
    web.ways["/robots.txt"] = answer(200, FORBIDS + b"# more\n" * 100_000 + b"Disallow: /page\n")
    fetcher = hasty(source, robots=None)
    assert [fetcher.allowed(f"{web.url}{path}") for path in ("/secret/x", "/page")] == [False, True]


@pytest.mark.parametrize(
    "way",
    [
        answer(200, b"<!DOCTYPE html><html><body><form>Sign up</form></body></html>", Content_Type="text/html"),
        answer(302, Location="https://elsewhere.example/robots.txt"),
        answer(302, Location="/robots.txt?again"),
        answer(200, b"\0" * 1000),
        answer(200, "\ufeff# nothing forbidden".encode()),
    ],
)
def test_what_is_no_robots_txt_holds_no_rules(web: Web, source: Source, way: Way) -> None:
    web.ways["/robots.txt"] = way
    assert hasty(source, robots=None).allowed(f"{web.url}/page")


def test_a_byte_order_mark_hides_no_rule(web: Web, source: Source) -> None:
    web.ways["/robots.txt"] = answer(200, "\ufeffUser-agent: *\nDisallow: /page\n".encode())
    assert not hasty(source, robots=None).allowed(f"{web.url}/page")


def test_being_told_that_we_ask_too_often_is_no_word_about_rules(web: Web, source: Source) -> None:
    web.ways["/robots.txt"] = answer(429)
    with pytest.raises(AccessDenied) as caught:
        hasty(source, robots=None).fetch(f"{web.url}/page")
    assert caught.value.state is State.BLOCKED
    assert web.paths == ["/robots.txt"]


# --- where the line leads ------------------------------------------------------------------------


def private(address: str) -> bool:
    """Whether we refuse to be led there."""
    try:
        refuse_private(address)
    except Astray:
        return True
    return False


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "::1", "fe80::1", "fd00::1"]
)
def test_addresses_that_are_not_public(address: str) -> None:
    mapped = [f"::ffff:{address}"] if "." in address else []
    assert all(private(one) for one in [address, *mapped])


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_addresses_that_are_public(address: str) -> None:
    assert not private(address)


def leading_to(port: int) -> Callable[..., object]:
    """A name server by whose word every name is this machine."""
    return lambda *args, **kwargs: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


def test_the_live_sites_name_is_not_followed_into_our_own_network(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", leading_to(int(web.url.rpartition(":")[2])))
    with pytest.raises(RetryableError, match=r"its name leads to 127\.0\.0\.1, an address that is not public"):
        hasty(source_at("http://kcnawatch.org"), attempts=1).fetch("http://kcnawatch.org/newstream/1-1/x")
    assert web.seen == []


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("http://kcnawatch.org/newstream/", "it is not encrypted"),
        ("https://kcnawatch.org:8443/newstream/", "it is no host of this site"),
        ("https://127.0.0.1/", "it is no host of this site"),
        ("https://kcnawatch.org.evil.example/", "it is no host of this site"),
        ("https://user@kcnawatch.org/", "it is no host of this site"),
        ("https://kcnawatch.xyz/newstream/", None),
        ("https://www.kcnawatch.org/newstream/", None),
    ],
)
def test_which_redirects_of_the_live_site_are_followed(target: str, why: str | None) -> None:
    fetcher = hasty(source_at("https://kcnawatch.org"))
    assert fetcher._why_not("https://kcnawatch.org/newstream/1-1/x", target, only_robots=False) == why


# --- certificates and proxies --------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate of a test's own for 127.0.0.1, in one file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now, here = datetime.now(UTC), x509.IPAddress(ip_address("127.0.0.1"))
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([here]), critical=False)
    signed = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(key, hashes.SHA256())
    plain = serialization.NoEncryption()
    file = tmp_path / "own.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return file


@contextmanager
def encrypted(certificate: Path) -> Iterator[str]:
    """An address that answers "text" to whoever trusts the certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        while True:
            try:
                raw, _ = server.accept()
                with context.wrap_socket(raw, server_side=True) as line:
                    line.recv(65536)
                    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntext")
            except ssl.SSLError:
                continue
            except OSError:
                return

    threading.Thread(target=run, daemon=True).start()
    yield f"https://127.0.0.1:{server.getsockname()[1]}"
    server.close()


def test_a_certificate_nobody_vouches_for_is_refused_and_a_bundle_of_ones_own_counts(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with encrypted(certificate) as url:
        with pytest.raises(RetryableError, match="TLS certificate cannot be verified"):
            hasty(source_at(url), attempts=1).fetch(f"{url}/page")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        assert hasty(source_at(url)).fetch(f"{url}/page").body == b"text"


def test_a_proxy_is_used_where_one_is_set(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that only the proxy can look up; the proxy's own address is the operator's word and need not be public."""
    monkeypatch.setenv("http_proxy", web.url)
    web.ways["http://kcnawatch.org/page"] = answer(200, b"text")

    assert hasty(source_at("http://kcnawatch.org")).fetch("http://kcnawatch.org/page").body == b"text"
    assert web.paths == ["http://kcnawatch.org/page"]


def test_a_proxy_that_refuses_is_named(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", web.url)
    with pytest.raises(RetryableError, match=r"the proxy .* does not let us through"):
        hasty(source_at("https://kcnawatch.org"), attempts=1).fetch("https://kcnawatch.org/page")
