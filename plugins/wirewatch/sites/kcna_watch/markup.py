"""A page as lines of text: what a reader sees between two block elements or `<br>`s, in order, with links and images.

No page's HTML is on record, so everything after this module reads words, not tags. A line remembers where its words
stood (heading, links, logos), because a title, an item of a list and a sign-up form differ in that and not in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup, ParserRejectedMarkup, Tag
from bs4.element import CData, NavigableString, PageElement

from wirewatch.sites.kcna_watch.charsets import decode
from wirewatch.sites.kcna_watch.noise import is_noise, popups

# Elements a browser starts on a new line (HTML Standard, 15.3); unknown elements are inline, except dashed ones.
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "plaintext",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "xmp",
    ]
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PREFORMATTED = frozenset({"pre", "xmp", "listing", "plaintext"})
# Parts of words: `4<sup>th</sup>`, `<mark>Russia</mark>n`.
_PARTS_OF_WORDS = frozenset({"sup", "sub", "mark", "wbr"})

# Named one by one: state media print `<Rodong Sinmun>` in plain text.
_TAGS = re.compile(
    r"<(?:!doctype|!--|/?(?:html|head|body|title|meta|link|script|style|div|p|br|hr|a|b|i|u|em|strong|font|span|nobr|img|center|h[1-6]"
    r"|table|tbody|tr|td|th|ul|ol|li|dl|dt|dd|section|article|aside|main|header|footer|nav|form|input|button|pre|blockquote|figure)\b)",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACE_BEFORE = re.compile(r"\s+(?=[,;:!?)\]”]|['’]s\b|\.(?:[\s”’\"')\]]|$))")
_SPACE_AFTER = re.compile(r"(?<=[(\[“])\s+")
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.IGNORECASE)
# "Comrade<nobr><span>Kim Jong Un" needs a space; "<b>김정은</b>동지" and "<b>U</b>nder" must not get one.
_ENDS_WORD = re.compile(r"(?:[A-Za-z\u00c0-\u024f\u0400-\u04ff][,;:]?|[a-z]{2}[.!?])$")
_STARTS_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u0400-\u04ff]")
_DROP_CAP = re.compile(r"(?:^|\W)[A-Z]$")


@dataclass(frozen=True, eq=False)
class Piece:
    """Words of one text node as they stand in the page, or an image (`src` and no words)."""

    text: str
    node: Tag | None = None
    href: str | None = None
    src: str | None = None
    alt: str | None = None


@dataclass(frozen=True, eq=False)
class Line:
    """What stands between two breaks; `text` is empty for a line of images or empty links."""

    text: str
    pieces: tuple[Piece, ...] = ()
    heading: Tag | None = None

    @property
    def linked(self) -> bool:
        """Whether every word of the line is part of a link."""
        worded = [piece for piece in self.pieces if piece.text.strip()]
        return bool(worded) and all(piece.href is not None for piece in worded)

    @property
    def around(self) -> Iterator[Tag]:
        """The elements the line's words stand in, inside out."""
        return ancestors(next((piece.node for piece in self.pieces if piece.node is not None), None))


@dataclass(frozen=True, eq=False)
class Page:
    """A page's lines in order; `soup` is None for plain text."""

    lines: tuple[Line, ...]
    title: str | None = None
    soup: BeautifulSoup | None = None


def read_page(body: bytes, url: str, content_type: str | None = None) -> Page:
    """The page of a response's bytes, its links joined on `url`; a body without any tag is read line by line. Never raises."""
    text = decode(body, content_type)
    if not _TAGS.search(text):
        return Page(tuple(Line(line, (Piece(line),)) for line in map(tidy, text.splitlines()) if line))
    try:
        soup = BeautifulSoup(_XML_DECLARATION.sub("", text), "lxml")
    except ParserRejectedMarkup:
        return Page(())
    base = soup.find("base", href=True)
    place = absolute(url, str(base["href"])) if isinstance(base, Tag) else url
    title = soup.find("title")
    return Page(tuple(_lines(soup, place)), tidy(title.get_text()) if title else None, soup)


def absolute(url: str, href: str) -> str:
    """The address a link on the page of `url` leads to, without its fragment; the link itself where it is no address or a place on the page."""
    if href.strip().startswith("#"):
        return href
    try:
        return urldefrag(urljoin(url, href.strip())).url
    except ValueError:
        return href


def ancestors(node: Tag | None) -> Iterator[Tag]:
    """The element itself and everything around it, inside out."""
    while node is not None:
        yield node
        node = node.parent


def stands_aside(line: Line) -> bool:
    """Whether a line stands in a sidebar or in the page's own footer (an item may have a footer of its own)."""
    return any(
        tag.name == "aside" or (tag.name == "footer" and tag.parent is not None and tag.parent.name == "body")
        for tag in line.around
    )


def tidy(text: str) -> str:
    """Whitespace collapsed, none before punctuation ("Kim Jong Un , general"), no invisible characters."""
    collapsed = " ".join(_INVISIBLE.sub("", text).split())
    return _SPACE_AFTER.sub("", _SPACE_BEFORE.sub("", collapsed))


def join(pieces: Iterable[Piece]) -> str:
    """The words of pieces that stand in one line, with a space where two elements would glue two words."""
    texts: list[str] = []
    last: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last is not None and _glued(last, piece):
            texts.append(" ")
        texts.append(piece.text)
        last = piece
    return tidy("".join(texts))


def _glued(left: Piece, right: Piece) -> bool:
    if any(piece.node is not None and piece.node.name in _PARTS_OF_WORDS for piece in (left, right)):
        return False
    if _DROP_CAP.search(left.text) and right.text[0].islower():
        return False
    return bool(_ENDS_WORD.search(left.text) and _STARTS_WORD.match(right.text))


def _lines(soup: BeautifulSoup, url: str) -> Iterator[Line]:
    pieces: list[Piece] = []
    for node in _stream(soup):
        if isinstance(node, Tag) and node.name == "img":
            pieces.append(_image(node, url))
        elif isinstance(node, NavigableString):
            first, *others = _parts(node, url)
            pieces.append(first)
            for part in others:
                yield from _line(pieces)
                pieces = [part]
        elif isinstance(node, Tag) and _breaks(node):
            yield from _line(pieces)
            pieces = []
    yield from _line(pieces)


def _line(pieces: list[Piece]) -> Iterator[Line]:
    text = join(pieces)
    if text or any(piece.src or piece.href for piece in pieces):
        node = next((piece.node for piece in pieces if piece.text.strip()), None)
        yield Line(text, tuple(pieces), next((tag for tag in ancestors(node) if tag.name in HEADINGS), None))


def _stream(soup: BeautifulSoup) -> Iterator[PageElement]:
    """Text nodes and, at their start and at their end, elements; without noise and without recursion (pages nest deep)."""
    skipped = {id(tag) for tag in popups(soup)}
    stack: list[tuple[PageElement, bool]] = [(soup, True)]
    while stack:
        node, opening = stack.pop()
        if not isinstance(node, Tag):
            if type(node) in (NavigableString, CData):
                yield node
            continue
        if opening and (id(node) in skipped or is_noise(node)):
            continue
        yield node
        if opening and node.name not in ("img", "br"):
            stack.append((node, False))
            stack.extend((child, True) for child in reversed(node.contents))


def _breaks(tag: Tag) -> bool:
    return tag.name in BLOCKS or "-" in tag.name or bool(_BLOCK_STYLE.search(str(tag.get("style", ""))))


def _parts(text: NavigableString, url: str) -> list[Piece]:
    """The text node as one piece; one for each line where the page keeps line ends (`<pre>`)."""
    node = text.parent
    parts = str(text).split("\n") if _keeps_line_ends(node) else [str(text)]
    href = _href(node, url)
    return [Piece(part, node, href) for part in parts]


def _keeps_line_ends(node: Tag | None) -> bool:
    return any(
        tag.name in _PREFORMATTED or "white-space:pre" in str(tag.get("style", "")).replace(" ", "") for tag in ancestors(node)
    )


def _href(node: Tag | None, url: str) -> str | None:
    link = next((tag for tag in ancestors(node) if tag.name == "a" and tag.has_attr("href")), None)
    return absolute(url, str(link["href"])) if link else None


def _image(tag: Tag, url: str) -> Piece:
    """The image with the address it will have once a script has loaded it."""
    sources = (tag.get(name) for name in ("data-src", "data-lazy-src", "data-original", "src"))
    src = next((str(source) for source in sources if source and not str(source).startswith("data:")), "")
    return Piece("", tag, _href(tag, url), src, tidy(str(tag.get("alt", ""))))
