"""The demo site's ways to answer badly: hostile, slow, ill-declared or changed answers made from a proper one.

Each takes a proper reply and the switch that is on. Some write their answer by hand, byte after byte, over the raw connection.
"""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from demo.behaviour import Switch
    from demo.reply import Reply

LARGE = 64 * 1024 * 1024
PIECE = bytes(64 * 1024)
HTML = "text/html; charset=UTF-8"
CHALLENGE = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
    "<p>Verify you are human by completing the action below. Enable JavaScript and cookies to continue.</p></body></html>"
)
SCRIPT_ONLY = '<!DOCTYPE html><html><head><title>Newstream</title></head><body><div id="app"></div><script src="/app.js"></script></body></html>'
# Another look: other tags, and not a class that was there before.
OTHER_TAGS = {"article": "li", "section": "div", "main": "div", "h2": "h1", "h3": "h5", "h4": "h6"}
KOREAN = "(조선중앙통신)"  # as old Korean pages print it


def challenge(reply: Reply, switch: Switch, host: str) -> Reply:
    """A page that asks for a proof that a person is reading."""
    return replace(reply, body=CHALLENGE.encode(), status=403, content_type=HTML)


def redirect_loop(reply: Reply, switch: Switch, host: str) -> Reply:
    """A redirect to an address of this site that redirects again, without end: the switch sees to that."""
    return replace(reply, body=b"", status=302, headers={"Location": f"?s=&again={time.monotonic_ns()}"})


def redirect_elsewhere(reply: Reply, switch: Switch, host: str) -> Reply:
    """A redirect to another site."""
    return replace(reply, body=b"", status=302, headers={"Location": "https://elsewhere.example/welcome"})


def redirect_private(reply: Reply, switch: Switch, host: str) -> Reply:
    """A redirect into the reader's own network."""
    return replace(reply, body=b"", status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"})


def drip(reply: Reply, switch: Switch, host: str) -> Reply:
    """The body a byte at a time, `seconds` apart."""
    head = _head(f"Content-Type: {HTML}", f"Content-Length: {len(reply.body)}")
    return replace(reply, by_hand=lambda write: _slowly(write, head, reply.body, switch.seconds))


def drip_headers(reply: Reply, switch: Switch, host: str) -> Reply:
    """The header a byte at a time, `seconds` apart, and no end of it."""
    endless = b"X-More: " + b"x" * 60_000
    return replace(reply, by_hand=lambda write: _slowly(write, b"", b"HTTP/1.0 200 OK\r\n" + endless, switch.seconds))


def large(reply: Reply, switch: Switch, host: str) -> Reply:
    """64 MB of a page."""
    return replace(reply, by_hand=lambda write: _all(write, _large_page()))


def bomb(reply: Reply, switch: Switch, host: str) -> Reply:
    """64 MB packed into a few dozen kilobytes."""
    return replace(reply, body=_bomb(), content_type=HTML, headers={"Content-Encoding": "gzip"})


def wrong_charset(reply: Reply, switch: Switch, host: str) -> Reply:
    """UTF-8 that is declared as something else."""
    text = _without_charset(reply.body.decode()).replace("<head>", '<head><meta charset="ISO-8859-1">')
    return replace(reply, body=text.encode(), content_type="text/html; charset=ISO-8859-1")


def legacy_charset(reply: Reply, switch: Switch, host: str) -> Reply:
    """A page with Korean words in the charset of old Korean sites, which nothing declares."""
    text = re.sub(r"(</a></h4>|</h2>)", rf" {KOREAN}\1", _without_charset(reply.body.decode()))
    return replace(reply, body=text.encode("cp949", "xmlcharrefreplace"), content_type="text/html")


def restyled(reply: Reply, switch: Switch, host: str) -> Reply:
    """The same words under other tags and classes."""
    text = re.sub(r'\bclass="[^"]*"', 'class="css-1x7q"', reply.body.decode())
    text = re.sub(r"(</?)(\w+)", lambda tag: tag[1] + OTHER_TAGS.get(tag[2], tag[2]), text)
    return replace(reply, body=text.encode())


def script_only(reply: Reply, switch: Switch, host: str) -> Reply:
    """A page without words: what it shows is fetched by a script."""
    return replace(reply, body=SCRIPT_ONLY.encode(), status=200, content_type=HTML)


WAYS: dict[str, Callable[[Reply, Switch, str], Reply]] = {
    way.__name__: way
    for way in (
        challenge,
        redirect_loop,
        redirect_elsewhere,
        redirect_private,
        drip,
        drip_headers,
        large,
        bomb,
        wrong_charset,
        legacy_charset,
        restyled,
        script_only,
    )
}


def _head(*lines: str) -> bytes:
    return "\r\n".join(["HTTP/1.0 200 OK", *lines, "", ""]).encode()


def _slowly(write: Callable[[bytes], object], at_once: bytes, rest: bytes, seconds: float) -> None:
    write(at_once)
    for byte in rest:
        write(bytes([byte]))
        time.sleep(seconds)


def _all(write: Callable[[bytes], object], pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        write(piece)


def _large_page() -> Iterator[bytes]:
    yield _head(f"Content-Type: {HTML}", f"Content-Length: {LARGE}")
    for _ in range(LARGE // len(PIECE)):
        yield PIECE


@cache
def _bomb() -> bytes:
    return gzip.compress(bytes(LARGE), 9)


def _without_charset(page: str) -> str:
    return re.sub(r'<meta charset="[^"]*">', "", page)
