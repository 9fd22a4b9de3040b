"""What a page shows besides its content: scripts, menus, hidden parts, forms, and the sign-up popup that may lie over it.

The popup's classes are on record, its markup is not; so it is also known by its email or password field, and it reaches as
far around that field as nothing but an invitation is said.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

from wirewatch.sites.kcna_watch.urls import article_key

_NEVER_READ = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "svg",
        "object",
        "canvas",
        "audio",
        "video",
        "select",
        "textarea",
        "input",
        "button",
        "label",
        "datalist",
        "head",
        "title",
        "rp",
        "rt",
    ]
)
# Left out unless a missing end tag made them swallow the page.
_LEFT_OUT = frozenset({"nav", "form", "dialog"})
_OUTERMOST = frozenset({"html", "body", "main", "article", "[document]"})
_PAGE_WORDS = re.compile(r"\bMore From\b|\bDate\s*:\s*\d|Read original version|\bMore Articles\b", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASSES = frozenset({"sr-only", "visually-hidden", "screen-reader-text"})
_POPUP_CLASSES = ["nk-paywall-free-member-form", "free-member-form-inner"]
_FIELD = re.compile(r"e-?mail|passw|pwd|user_login", re.IGNORECASE)
_INVITATION = re.compile(
    r"\bsign(?:ing)?[ -]?(?:up|in)\b|\blog ?in\b|\bfree member|\bmembership\b|\bpassword\b|\be-?mail\b|\bsubscri|\bnewsletter\b"
    r"|\bfree\b.*\baccount\b|\byour account\b|\bcreate an account\b|\bNK PRO\b|^(?:close|×|✕|x)$",
    re.IGNORECASE,
)
_LONGEST_INVITATION = 400  # characters around a form; a paragraph of an article beside it is longer or says something else


def is_noise(tag: Tag) -> bool:
    """Whether the element is nothing a reader reads as content."""
    if tag.name in _NEVER_READ or is_hidden(tag):
        return True
    left_out = tag.name in _LEFT_OUT or tag.get("role") in ("dialog", "alertdialog", "navigation")
    return left_out and not _holds_page(tag)


def is_hidden(tag: Tag) -> bool:
    """Whether the element says of itself that it is not shown (`hidden`, `display:none`, for screen readers only)."""
    if tag.name in _OUTERMOST:
        return False
    classes = set(tag.get_attribute_list("class"))
    return tag.has_attr("hidden") or bool(_HIDDEN_STYLE.search(str(tag.get("style", "")))) or bool(classes & _HIDDEN_CLASSES)


def signup_forms(soup: BeautifulSoup) -> list[Tag]:
    """The visible sign-up and login forms: of a known class, or with a field for an email address or a password."""
    fields = [field for field in soup.find_all("input") if _asks_who(field)]
    forms = [field.find_parent("form") or field.parent for field in fields]
    found = [*soup.find_all(class_=_POPUP_CLASSES), *forms]
    return [form for form in found if isinstance(form, Tag) and not any(is_hidden(tag) for tag in (form, *form.parents))]


def popups(soup: BeautifulSoup) -> list[Tag]:
    """The elements that are sign-up forms together with the invitation around them, and nothing of the page itself."""
    return [_with_invitation(form) for form in signup_forms(soup) if form.name not in _OUTERMOST and not _holds_page(form)]


def _asks_who(field: Tag) -> bool:
    kind = str(field.get("type", "text")).lower()
    if kind in ("email", "password"):
        return True
    named = " ".join(str(field.get(name, "")) for name in ("name", "id", "placeholder"))
    return kind == "text" and bool(_FIELD.search(named))


def _holds_page(tag: Tag) -> bool:
    if _PAGE_WORDS.search(tag.get_text(" ")):
        return True
    return tag.name == "form" and any(article_key(str(link["href"])) for link in tag.find_all("a", href=True))


def _with_invitation(form: Tag) -> Tag:
    popup = form
    while (parent := popup.parent) is not None and parent.name not in _OUTERMOST and _only_invites(parent, popup):
        popup = parent
    return popup


def _only_invites(parent: Tag, popup: Tag) -> bool:
    """Whether the words of `parent` outside `popup` are nothing but "Create a free account to go on reading" and the like."""
    inside = {id(text) for text in popup.find_all(string=True)}
    others = [text.strip() for text in parent.find_all(string=True) if text.strip() and id(text) not in inside]
    inviting = sum(bool(_INVITATION.search(text)) for text in others)
    return sum(map(len, others)) <= _LONGEST_INVITATION and 2 * inviting >= len(others) and not _holds_page(parent)
