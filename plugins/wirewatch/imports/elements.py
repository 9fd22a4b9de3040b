"""XML of others, element by element: nothing is fetched, no entity is resolved, and what was read is let go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from wirewatch.imports.records import refused

ROOT = "{*}"  # whatever namespace the file has


def elements(file: Path, names: Sequence[str]) -> Iterator[etree._Element]:
    """The elements with these names, whole, in the order in which they end. Raises ConfigError where the file is cut off or damaged."""
    _refuse_document_type(file)
    read = etree.iterparse(
        str(file),
        events=("end",),
        tag=[f"{ROOT}{name}" for name in names],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
    )
    try:
        for _, element in read:
            yield element
            _let_go(element)
    except etree.XMLSyntaxError as error:
        raise refused(file, error.lineno or 1, f"no whole XML ({error.msg})") from error


def _refuse_document_type(file: Path) -> None:
    """None of the formats has one, and entities of one could be blown up or point elsewhere."""
    with file.open("rb") as stream:
        head = stream.read(65536).replace(b"\0", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise refused(file, 1, "a web page or an XML file with a document type, not a list", "Download the file itself")


def text_of(element: etree._Element | None) -> str:
    """The words of an element, without what only indents them; nothing for one that is not there."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def child(element: etree._Element, name: str) -> str:
    """The words of a child element."""
    return text_of(element.find(f"{ROOT}{name}"))


def _let_go(element: etree._Element) -> None:
    """Empty an element that was read, and drop those before it: files of a hundred megabytes are read this way."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
