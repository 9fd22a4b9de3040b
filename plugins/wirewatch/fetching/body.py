"""A body within limits: counted as it comes, and again while it is unpacked, so that a small packet cannot fill the memory."""

from __future__ import annotations

import zlib

import requests

GZIP = 16 + zlib.MAX_WBITS
ENCODINGS = ("", "identity", "gzip", "x-gzip", "deflate")


class TooLarge(Exception):
    """The body is larger than the limit."""


class NotAsked(Exception):
    """The body is packed in a way nobody asked for, or more than once."""


class Broken(Exception):
    """The body cannot be unpacked, or ends before its packet does."""


def read_body(answer: requests.Response, most: int, beginning: bool = False) -> bytes:
    """The whole body, or only the `beginning` of one that is larger. Raises TooLarge, NotAsked, Broken and urllib3's errors."""
    encoding = answer.headers.get("content-encoding", "").strip().lower()
    if encoding not in ENCODINGS:
        raise NotAsked(encoding[:40])
    received = bytearray()
    # read1 returns what has come; read would wait for a full chunk.
    while chunk := answer.raw.read1(64 * 1024, decode_content=False):
        received += chunk
        if len(received) > most:
            if beginning:
                break
            raise TooLarge
    body = unpacked(bytes(received), encoding, most, beginning)
    return body[:most] if beginning else body


def unpacked(packed: bytes, encoding: str, most: int, beginning: bool = False) -> bytes:
    """The body of a packet; no more than one byte beyond `most` is ever unpacked. Raises TooLarge and Broken."""
    if encoding in ("", "identity") or not packed:
        return packed
    try:
        body = _inflated(packed, encoding, most + 1)
    except (zlib.error, EOFError) as error:
        raise Broken from error
    if len(body) > most and not beginning:
        raise TooLarge
    return body


def _inflated(packed: bytes, encoding: str, most: int) -> bytes:
    """Up to `most` bytes; a gzip packet may have several members. Raises EOFError where the packet is cut off."""
    body = bytearray()
    while packed and len(body) < most:
        decoder = zlib.decompressobj(_window(packed, encoding))
        body += decoder.decompress(packed, most - len(body))
        if not decoder.eof and len(body) < most:
            raise EOFError
        # What follows a gzip member and is none is padding, as gzip(1) has it.
        packed = decoder.unused_data if decoder.unused_data.startswith(b"\x1f\x8b") else b""
    return bytes(body)


def _window(packed: bytes, encoding: str) -> int:
    """zlib's word for the format. Under the name of deflate both zlib's format and the bare one are sent."""
    if encoding != "deflate":
        return GZIP
    looks_like_zlib = len(packed) > 1 and packed[0] & 0x0F == 8 and int.from_bytes(packed[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if looks_like_zlib else -zlib.MAX_WBITS
