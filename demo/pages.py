"""The demo site's pages: items in, HTML out. The shape is the one rebuilt from what is on record of KCNA Watch."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from itertools import islice
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from demo.edition import MONTHS, Item

LEADER = "Kim Jong Un"
SEARCH_LIMIT = 100
GENERIC_LENGTH = 10

ROBOTS = "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n"
ROBOTS_NONE = "User-agent: *\nDisallow: /\n"

_environment = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)


def long_date(day: date) -> str:
    """Write a day as listings do: `November 05, 2026`, the day with two digits."""
    return f"{MONTHS[day.month - 1]} {day.day:02d}, {day.year}"


def view_date(day: date) -> str:
    """Write the day of viewing as it stands on top of every page: twice, and glued."""
    name = MONTHS[day.month - 1]
    return f"{name} {day.day}, {day.year}{name[:3]} {day.day}, {day.year}"


def with_leader(paragraph: str) -> Markup:
    """Put the leader's name in elements of its own, with the space inside: text of it reads "Kim Jong Un , general"."""
    element = Markup('<nobr><span class="fSpecCs">Kim Jong Un </span></nobr>')
    return element.join(escape(part) for part in paragraph.split(LEADER))


_environment.filters.update(long_date=long_date, view_date=view_date, with_leader=with_leader)


def article_page(item: Item, items: Iterable[Item], host: str, viewed_on: date) -> str:
    """Return the page of `item`; `items` are all items in listing order, from which "More From" takes its own."""
    others = (other for other in items if other.publication == item.publication and other.ts_id != item.ts_id)
    shown = list(islice(others, _sidebar_length(item)))
    return _render("article.html", item=item, others=shown, host=host, viewed_on=viewed_on)


def listing_fragment(entries: list[tuple[Item, str]], host: str) -> str:
    """Return what the "More Articles" request answers: items without a page around them, nothing past the end."""
    return _render("fragment.html", entries=entries, host=host) if entries else ""


def search_page(entries: list[tuple[Item, str]], host: str, viewed_on: date) -> str:
    """Return the first 100 entries found, with "More Articles" under them only if there are more."""
    shown, more = entries[:SEARCH_LIMIT], len(entries) > SEARCH_LIMIT
    return _render("search.html", entries=shown, more=more, host=host, viewed_on=viewed_on)


def generic_page(entries: list[tuple[Item, str]], host: str, viewed_on: date) -> str:
    """Return the Newstream page, which the site also gives for an article it does not know."""
    return _render("generic.html", entries=entries[:GENERIC_LENGTH], host=host, viewed_on=viewed_on)


def signup_page(viewed_on: date) -> str:
    """Return the form that asks the visitor to become a member."""
    return _render("signup.html", viewed_on=viewed_on)


def terms_page(viewed_on: date) -> str:
    """Return the page that says what this site is."""
    return _render("terms.html", viewed_on=viewed_on)


def with_popup(html: str) -> str:
    """Lay the sign-up popup over a page that can still be read."""
    popup = _render("popup.html")
    return html.replace("</body>", popup + "</body>") if "</body>" in html else html + popup


def listed(items: Iterable[Item]) -> list[tuple[Item, str]]:
    """Return the entries of a listing: an item stands there once for each of its URLs."""
    return [(item, path) for item in items for path in item.paths]


def searched(items: list[Item]) -> list[tuple[Item, str]]:
    """Return the entries in the search page's order: whole days, the days out of order, newest first inside a day."""
    days = sorted({item.day for item in items})
    shuffled = days[::2][::-1] + days[1::2]
    return listed([item for day in shuffled for item in items if item.day == day])


def _sidebar_length(item: Item) -> int:
    """Between 11 and 20, as on the pages on record."""
    return 11 + hashlib.sha256(item.ts_id.encode()).digest()[0] % 10


def _render(template: str, **values: object) -> str:
    return _environment.get_template(template).render(**values)
