"""Which format a file has, told from what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wirewatch.configured import Entity
from wirewatch.imports import european_union, ofac, opensanctions, spreadsheet, united_kingdom, wikidata
from wirewatch.imports.records import PassedOver, Record, refused

HEAD = 65536  # bytes; a header, or the root and its first elements
_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_SDN_ROW = re.compile(rb'\s*\d+,"?[^\r\n]*-0-')
_ALT_ROW = re.compile(rb'\s*\d+,\s*\d+,\s*"?(?:aka|fka|nka)', re.IGNORECASE)
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


@dataclass(frozen=True)
class Format:
    """A format: what it is called, whose it is, and how people are read from a file of it."""

    name: str
    title: str
    read: Callable[[Path], Iterator[Record | PassedOver | tuple[str, Entity]]]


FORMATS = {
    one.name: one
    for one in (
        Format("opensanctions-csv", "OpenSanctions targets.simple.csv", opensanctions.read_simple),
        Format("ftm", "FollowTheMoney entities, JSON lines", opensanctions.read_entities),
        Format("ofac-csv", "OFAC sdn.csv (with alt.csv beside it)", ofac.read_csv),
        Format("ofac-xml", "OFAC sdn_advanced.xml", ofac.read_advanced),
        Format("uk-xml", "UK sanctions list, XML", united_kingdom.read_xml),
        Format("uk-csv", "UK lists of OFSI and FCDO, CSV", united_kingdom.read_csv),
        Format("eu-csv", "EU consolidated list (FSF), CSV", european_union.read),
        Format("wikidata", "Wikidata SPARQL JSON", wikidata.read),
        Format("csv", "Wirewatch's own CSV (watchlist export)", spreadsheet.read),
    )
}


def format_of(file: Path, name: str | None = None) -> Format:
    """Return the format of that name, or the one the file has.

    Raises ConfigError, in words, where the file is empty, packed, a web page or nothing that is known.
    """
    with file.open("rb") as stream:
        head = stream.read(HEAD).removeprefix(b"\xef\xbb\xbf")
    _refuse_unreadable(file, head)
    start = head.lstrip()
    if name is None:
        name = _xml(head) if start.startswith(b"<") else _json(file, head) if start.startswith((b"{", b"[")) else _csv(file, head)
    if name is None:
        known = "; ".join(f"{one.name} ({one.title})" for one in FORMATS.values())
        raise refused(file, 1, "no format that is known", f"Known are: {known}. Say which with --format")
    return FORMATS[name]


def _refuse_unreadable(file: Path, head: bytes) -> None:
    if not head.strip():
        raise refused(file, 1, "the file is empty")
    if head.startswith(_PACKED):
        raise refused(file, 1, "the file is packed (zip, gz)", "Unpack it first")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refused(file, 1, "UTF-16, not UTF-8", "Save it as UTF-8")
    if re.match(rb"\s*<(?:!DOCTYPE\s+)?html", head, re.IGNORECASE):
        raise refused(file, 1, "a web page, not a list", "Download the file itself")


def _xml(head: bytes) -> str | None:
    root = _ROOT.search(head)
    return {b"Sanctions": "ofac-xml", b"Designations": "uk-xml"}.get(root[1]) if root else None


def _json(file: Path, head: bytes) -> str | None:
    if head.lstrip().startswith(b"[") and b"wikidata.org/entity/" in head:
        raise refused(file, 1, "Wikidata's short JSON, which has no languages", "Download “JSON (verbose)”")
    if re.search(rb'"(?:head|results)"\s*:\s*\{', head) and not re.search(rb'"schema"\s*:', head):
        return "wikidata"
    return "ftm" if re.match(rb'\s*\{[^\n]*"(?:schema|properties)"\s*:', head) else None


def _csv(file: Path, head: bytes) -> str | None:
    top = head.split(b"\n")[:4]
    columns = [{cell.strip(b' \r"') for cell in re.split(rb"[,;]", line)} for line in top]
    if any(b"Entity_LogicalId" in row for row in columns):
        return "eu-csv"
    if any({b"Name 6", b"Name 1"} <= row for row in columns):
        return "uk-csv"
    if {b"schema", b"name", b"aliases"} <= columns[0]:
        return "opensanctions-csv"
    if {b"name", b"aliases", b"native", b"roles"} <= columns[0]:
        return "csv"
    if _ALT_ROW.match(top[0]):
        raise refused(file, 1, "OFAC's aliases alone", "Give sdn.csv, and leave this file beside it as alt.csv")
    return "ofac-csv" if _SDN_ROW.match(top[0]) else None
