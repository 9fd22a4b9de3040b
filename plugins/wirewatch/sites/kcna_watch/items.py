"""Items of a list of articles, from the lines of a page: listings and "More From" share them.

A line belongs to the one article that is linked in the nearest element around it that links any article at all. Where items
have no element of their own (flat siblings, two table rows an item), no line found so holds a date, and order decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bs4 import Tag

from wirewatch.models import Entry
from wirewatch.sites.kcna_watch.dates import day_in_words, is_view_date
from wirewatch.sites.kcna_watch.landmarks import is_chrome, is_more_control, same_words
from wirewatch.sites.kcna_watch.markup import Line, Piece, ancestors, join
from wirewatch.sites.kcna_watch.sources import known_label, label_of_logo
from wirewatch.sites.kcna_watch.urls import article_key, url_hash

_SHORTEST_EXCERPT = 12
_READ_MORE = frozenset({"read more", "more", "continue reading", "read", "full text", "read article", "view", "»", "…", "..."})


# Which article a piece links to, by the piece's identity.
Keys = dict[int, str]


@dataclass(frozen=True)
class Item:
    """The lines of one article in a list, its address, and the day where order had to find it."""

    url: str
    key: str
    lines: tuple[Line, ...]
    day: date | None


def read_items(lines: Sequence[Line]) -> tuple[Entry, ...]:
    """The articles linked in these lines, each once, in order, with what the lines around the links say of them."""
    return tuple(_entry(item) for item in find_items(lines)[0])


def linked_key(piece: Piece) -> str | None:
    """Key of the article a piece links to, None for words without such a link."""
    return article_key(piece.href) if piece.href else None


def day_of_line(line: Line) -> date | None:
    """The day a line prints: the line is a date, or one of its elements or `|`-parts is."""
    if is_view_date(line.text):
        return None
    texts = [line.text, *(part for piece in line.pieces for part in piece.text.replace("·", "|").replace("•", "|").split("|"))]
    return next((day for text in texts if (day := day_in_words(text))), None)


def find_items(lines: Sequence[Line], besides: str | None = None) -> tuple[list[Item], bool]:
    """The items of the articles linked in these lines except the one with key `besides`, and whether only order tells them apart."""
    linked = ((piece, linked_key(piece)) for line in lines for piece in line.pieces)
    keys = {id(piece): key for piece, key in linked if key is not None and key != besides}
    order = list(dict.fromkeys(keys.values()))
    owned = _owned_lines(lines, keys)
    days: dict[str, date | None] = {}
    flat = bool(order) and not any(day_of_line(line) for own in owned.values() for line in own) and any(map(day_of_line, lines))
    if flat:
        owned, days = _flat_lines(lines, keys)
    elif len(order) == 1:
        owned = {order[0]: _nearby(owned[order[0]], keys)}
    # Its own lines first; where broken tags leave the link out of them, wherever it stands.
    return [Item(_url([*owned[key], *lines], key), key, tuple(owned[key]), days.get(key)) for key in order], flat


def _owned_lines(lines: Sequence[Line], keys: Keys) -> dict[str, list[Line]]:
    around: defaultdict[int, set[str]] = defaultdict(set)
    for piece in (piece for line in lines for piece in line.pieces if id(piece) in keys):
        for tag in ancestors(piece.node):
            around[id(tag)].add(keys[id(piece)])
    owned: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for key in _owners(line, keys, around):
            owned[key].append(line)
    return owned


def _owners(line: Line, keys: Keys, around: dict[int, set[str]]) -> set[str]:
    own = {keys[id(piece)] for piece in line.pieces if id(piece) in keys}
    if own:
        return own
    node = next((piece.node for piece in line.pieces if piece.text.strip() or piece.src), None)
    nearest = next((around[id(tag)] for tag in ancestors(node) if id(tag) in around), set())
    return nearest if len(nearest) == 1 else set()


def _nearby(lines: list[Line], keys: Keys) -> list[Line]:
    """The lines of a page's only item: nothing else bounds it, so those in the smallest element with a date and an excerpt."""
    first = next(index for index, line in enumerate(lines) if _links(line, keys))
    dated: list[Line] = []
    for tag in ancestors(next(piece.node for piece in lines[first].pieces if id(piece) in keys)):
        inside = [line for line in lines if _stands_in(line, tag)]
        below = [line for line in inside if any(line is other for other in lines[first:])]
        for found in (below, inside):
            if any(map(day_of_line, found)):
                dated = dated or found
                if len({line.text for line in found if line.text and not day_of_line(line)}) > 1:
                    return found
    return dated or [line for line in lines if _links(line, keys)]


def _stands_in(line: Line, tag: Tag) -> bool:
    return any(tag is around for piece in line.pieces[:1] for around in ancestors(piece.node))


def _flat_lines(lines: Sequence[Line], keys: Keys) -> tuple[dict[str, list[Line]], dict[str, date | None]]:
    """Lines from one article's first link to the next one's; the date stands in between, or above each link."""
    starts = _starts(lines, keys)
    ends = [start for start, _ in starts[1:]] + [_end_of_list(lines, starts[-1][0])]
    owned: dict[str, list[Line]] = {}
    days: dict[str, date | None] = {}
    above = _dates_stand_above(lines, starts[0][0], range(starts[-1][0], ends[-1]))
    for (start, key), end in zip(starts, ends, strict=True):
        segment = lines[start:end]
        owned[key] = [line for line in segment if day_of_line(line) is None or any(id(piece) in keys for piece in line.pieces)]
        dated = lines[start::-1] if above else segment
        days[key] = next((day for line in dated if (day := day_of_line(line))), None)
    return owned, days


def _starts(lines: Sequence[Line], keys: Keys) -> list[tuple[int, str]]:
    """Where each article's lines begin: its first link, or the logo right above it."""
    first: dict[str, int] = {}
    for index, line in enumerate(lines):
        for piece in line.pieces:
            if id(piece) in keys:
                first.setdefault(keys[id(piece)], index)
    return [
        (index - 1 if index and not lines[index - 1].text and not _links(lines[index - 1], keys) else index, key)
        for key, index in first.items()
    ]


def _links(line: Line, keys: Keys) -> bool:
    return any(id(piece) in keys for piece in line.pieces)


def _end_of_list(lines: Sequence[Line], last: int) -> int:
    """End of the last item: the "More Articles" control, else one line (the excerpt again) below its date."""
    for index in range(last, len(lines)):
        if is_more_control(lines[index].text):
            return index
        if day_of_line(lines[index]):
            return min(index + 2, len(lines))
    return len(lines)


def _dates_stand_above(lines: Sequence[Line], first: int, last: range) -> bool:
    """Whether every date stands above its link: one right above the first link and none below the last."""
    above = next((line for line in reversed(lines[:first]) if line.text), None)
    return above is not None and day_of_line(above) is not None and not any(day_of_line(lines[index]) for index in last)


def _url(lines: Sequence[Line], key: str) -> str:
    links = [piece for line in lines for piece in line.pieces if linked_key(piece) == key]
    best = next((piece for piece in links if piece.text.strip()), links[0])
    return best.href or ""


def _entry(item: Item) -> Entry:
    title = _title(item)
    texts = list(_texts(item))
    excerpt = next((text for text in texts if len(text) >= _SHORTEST_EXCERPT and not same_words(text, title)), None)
    day = item.day or next((day for line in item.lines if (day := day_of_line(line))), None)
    return Entry(item.url, url_hash(item.url), title, excerpt, day, _source_label(item.lines, texts))


def _title(item: Item) -> str | None:
    """The link's words in a heading, else in any line; a heading where the link says nothing ("Read more", a picture)."""
    linked = [(line, text) for line in item.lines if (text := _link_text(line, item.key)) and _is_title(text)]
    headed = [text for line, text in linked if line.heading is not None]
    unlinked = [line.text for line in item.lines if line.heading is not None and _is_title(line.text)]
    return next(iter([*headed, *(unlinked[:1] if not linked else []), *(text for _, text in linked)]), None)


def _link_text(line: Line, key: str) -> str:
    return join(piece for piece in line.pieces if linked_key(piece) == key)


def _is_title(text: str) -> bool:
    plain = text.casefold().strip(" .…»›→>[]")
    return bool(plain) and plain not in _READ_MORE and day_in_words(text) is None and known_label(text) is None


def _texts(item: Item) -> Iterator[str]:
    """What the item's lines say besides title link and date."""
    for line in item.lines:
        words = [piece for piece in line.pieces if not day_in_words(piece.text)]
        unlinked = join(piece for piece in words if linked_key(piece) != item.key)
        text = (unlinked or join(words)).strip(" |·•–—")
        if text and not is_more_control(text) and day_in_words(text) is None and (unlinked or not is_chrome(line)):
            yield text


def _source_label(lines: Sequence[Line], texts: list[str]) -> str | None:
    images = [piece for line in lines for piece in line.pieces if piece.src is not None]
    labels = [label_of_logo(image.src or "") or known_label(image.alt or "") for image in images]
    return next((label for label in [*labels, *map(known_label, texts)] if label), None)
