"""What a page gives away about the site: its numbers for publications, their labels, and where its terms are.

How "More Articles" asks for more is not on record, so every form seen elsewhere is looked for: `/article/156/` (2022),
`action=get_cat_by_source&…&id=189661` (2022), `/?s=…&source=190036`, and numbers in `data-` attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from bs4 import Tag

from wirewatch.sites.kcna_watch.landmarks import is_more_control
from wirewatch.sites.kcna_watch.markup import Page, absolute, ancestors, tidy
from wirewatch.sites.kcna_watch.sources import looks_like_label
from wirewatch.sites.kcna_watch.urls import article_key

Kind = Literal["more_articles", "search", "page"]

_REQUEST = "get_cat_by_source"
_NUMBER = r"[\"'\s]*[=:][\"'\s+]*(?P<id>[0-9]{1,9})(?![0-9])"
# `action=get_cat_by_source&die=true&…&id=189661`, `{action: "get_cat_by_source", id: 189661}`, the id before the action, or in
# a variable of the same script.
_IDS_OF_REQUEST = (
    re.compile(rf"{_REQUEST}[^;}}<>]{{0,300}}?(?<![a-z])id{_NUMBER}", re.IGNORECASE),
    re.compile(rf"(?<![a-z])id{_NUMBER}[^;}}<>]{{0,300}}?{_REQUEST}", re.IGNORECASE),
    re.compile(rf"(?:source|cat|category|term|publication)_?id{_NUMBER}", re.IGNORECASE),
)
_PAGE = re.compile(r"/article/(?P<id>[0-9]{1,9})/?(?:[?#].*)?$")
_SEARCH = re.compile(r"[?&]source=(?P<id>[0-9]{1,9})(?![0-9])")
_DATA = re.compile(r"data-(?:source|cat|category|term|publication|post)?-?(?:id)?")
_DATA_LEVELS = 3  # the control itself and so many elements around it may carry its number
_MORE_FROM = re.compile(r"^More\s+From\s+", re.IGNORECASE)
_TERMS_WORDS = re.compile(r"\bterms\b|\bconditions of use\b|\bacceptable use\b", re.IGNORECASE)
_TERMS_PATH = re.compile(r"/[a-z0-9-]*\bterms\b[a-z0-9-]*/?(?:[?#].*)?$", re.IGNORECASE)


@dataclass(frozen=True)
class IdClue:
    """A number of a publication: what it is for, where it stood, the label beside it, and whether "More Articles" carried it."""

    id: int
    kind: Kind
    where: str
    label: str | None = None
    more: bool = False


@dataclass(frozen=True)
class TermsLink:
    """A link to the site's terms."""

    text: str
    url: str


@dataclass(frozen=True)
class Target:
    """The number of one publication; `id` is None where nothing shows it, and `why` says where it stood or what is in doubt."""

    id: int | None
    kind: Kind | None
    why: str


def id_clues(page: Page, url: str) -> tuple[IdClue, ...]:
    """Every number of a publication that the page of `url` shows, each once."""
    found = [clue for tag in _tags(page) for clue in _clues_of(tag, url)]
    return tuple(dict.fromkeys(found))


def target_of(clues: Iterable[IdClue], label: str) -> Target:
    """The number "More Articles" of a publication's page leads to, by the best evidence: the control itself, then the request
    in a script, then a link or choice with the publication's name. Of two numbers of one rank neither is taken."""
    clues = list(clues)
    named = [clue for clue in clues if clue.label and clue.label.casefold() == label.casefold()]
    unnamed_request = [clue for clue in clues if clue.kind == "more_articles" and clue.label is None]
    for rank in ([clue for clue in clues if clue.more], unnamed_request, named):
        best = [clue for clue in rank if clue.kind == "more_articles"] or rank
        if len({clue.id for clue in best}) == 1:
            return Target(best[0].id, best[0].kind, f"{best[0].id} stands in {best[0].where}")
        if best:
            return Target(None, None, "it is one of " + ", ".join(f"{clue.id} ({clue.where})" for clue in best))
    return Target(None, None, "the page does not show it")


def terms_links(page: Page, url: str) -> tuple[TermsLink, ...]:
    """The links that lead to the site's terms by their words or their address, each address once."""
    links = [tag for tag in _tags(page) if tag.name == "a" and tag.has_attr("href")]
    found = [TermsLink(tidy(tag.get_text(" ")), absolute(url, str(tag["href"]))) for tag in links]
    terms: dict[str, TermsLink] = {}
    for link in found:
        if article_key(link.url) is None and (_TERMS_WORDS.search(link.text) or _TERMS_PATH.search(link.url)):
            terms.setdefault(link.url, link)
    return tuple(terms.values())


def _tags(page: Page) -> list[Tag]:
    return list(page.soup.find_all(True)) if page.soup else []


def _clues_of(tag: Tag, url: str) -> Iterator[IdClue]:
    if tag.name == "script":
        yield from (IdClue(number, "more_articles", "an inline script") for number in _ids_of_request(tag.get_text()))
    if tag.name == "option" and str(tag.get("value", "")).isdecimal() and _is_source_choice(tag):
        yield IdClue(int(str(tag["value"])), "search", "a choice of the search form", tidy(tag.get_text(" ")) or None)
    more = _is_more(tag)
    for name, value in _attributes(tag):
        yield from _in_attribute(tag, name, value, more)
    if more:
        yield from _in_data(tag)


def _in_attribute(tag: Tag, name: str, value: str, more: bool) -> Iterator[IdClue]:
    label = _label(tag)
    where = "“More Articles”" if more else f"the link “{label}”" if label else f"an attribute {name}"
    yield from (IdClue(number, "more_articles", f"{where} ({_REQUEST})", label, more) for number in _ids_of_request(value))
    if name == "href" and (found := _PAGE.search(value)):
        yield IdClue(int(found["id"]), "page", f"{where} (/article/{found['id']}/)", label, more)
    if name == "href" and (found := _SEARCH.search(value)):
        yield IdClue(int(found["id"]), "search", f"{where} (source={found['id']})", label, more)


def _in_data(control: Tag) -> Iterator[IdClue]:
    """Numbers in the attributes of the control or of the elements right around it: the nearest element that has any."""
    for tag in list(ancestors(control))[:_DATA_LEVELS]:
        found = [(name, value) for name, value in _attributes(tag) if value.isdecimal() and _DATA.fullmatch(name)]
        yield from (IdClue(int(value), "more_articles", f"“More Articles” ({name})", None, True) for name, value in found)
        if found:
            return


def _ids_of_request(text: str) -> list[int]:
    """The ids of "More Articles" requests in a script, an address or an attribute."""
    plain = text.replace("\\/", "/").replace("\\u0026", "&").replace("&amp;", "&")
    if _REQUEST not in plain:
        return []
    ids = ([int(found["id"]) for found in pattern.finditer(plain)] for pattern in _IDS_OF_REQUEST)
    return list(dict.fromkeys(next((found for found in ids if found), [])))


def _attributes(tag: Tag) -> list[tuple[str, str]]:
    return [(name, " ".join(value) if isinstance(value, list) else str(value)) for name, value in tag.attrs.items()]


def _is_more(tag: Tag) -> bool:
    """A control "More Articles" (`More` alone is many things)."""
    words = str(tag.get("value", "")) if tag.name == "input" else tidy(tag.get_text(" "))
    control = tag.name in ("a", "button", "input") or tag.get("role") == "button" or tag.has_attr("onclick")
    return control and " " in words and is_more_control(words)


def _is_source_choice(option: Tag) -> bool:
    select = option.find_parent("select")
    return select is not None and "source" in f"{select.get('name', '')} {select.get('id', '')}".lower()


def _label(tag: Tag) -> str | None:
    """The publication a link names: `KCNA.kp (En)`, `More From KCNA.kp (En)`."""
    words = _MORE_FROM.sub("", tidy(tag.get_text(" "))) if tag.name == "a" else ""
    return words if words and looks_like_label(words) else None
