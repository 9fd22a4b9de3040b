"""Bytes to text. What is valid UTF-8 is UTF-8 whatever a header claims; then the declared charset; never a slow guess."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff]")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

# What browsers read under these names (https://encoding.spec.whatwg.org/#names-and-labels).
_WIDER = {"euc-kr": "cp949", "ks_c_5601-1987": "cp949", "iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252"}
_META_BYTES = 4096


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a response's bytes without control characters; what cannot be decoded becomes U+FFFD."""
    declared = list(_declared(body, content_type))
    for charset in _candidates(body, declared):
        text = _decoded(body, charset)
        if text is not None:
            return _clean(text)
    return _clean(body.decode(declared[0] if declared else "cp1252", "replace"))


def _candidates(body: bytes, declared: list[str]) -> Iterator[str]:
    yield from (charset for bom, charset in _BOMS if body.startswith(bom))
    if b"\x00" not in body and b"\x1b" not in body:
        yield "utf-8"
    yield from declared
    yield "euc_kr"  # strict and narrow: hardly any text in windows-1252 is valid in it


def _declared(body: bytes, content_type: str | None) -> Iterator[str]:
    """Charsets named by the header, then by the page, as far as Python knows them."""
    for place in (content_type or "", body[:_META_BYTES].decode("latin-1")):
        found = _CHARSET.search(place)
        charset = _WIDER.get(found.group(1).lower(), found.group(1)) if found else None
        if charset and _decoded(b"", charset) is not None:
            yield charset


def _decoded(body: bytes, charset: str) -> str | None:
    """The text, None where a byte does not fit; a character cut off at the very end is left out."""
    try:
        b"".decode(charset)  # refuses codecs that are no text encodings, such as "hex"
        return codecs.getincrementaldecoder(charset)("strict").decode(body)
    except (LookupError, UnicodeError):
        return None


def _clean(text: str) -> str:
    return _CONTROL.sub("", text.encode("utf-8", "replace").decode())
