"""What a response means where the contract fails: the site said no, is down, has moved, or has changed its shape.

The contract always comes first, because `<title>Newstream | KCNA Watch</title>` is on every page and a sign-up popup may lie
over a readable article; only then do status, redirects, forms and titles count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from wirewatch.errors import AccessDenied, PermanentError, RetryableError, SourceChanged, State, WirewatchError
from wirewatch.models import Article, ListingPage, Response
from wirewatch.sites.kcna_watch.article import read_article
from wirewatch.sites.kcna_watch.items import read_items
from wirewatch.sites.kcna_watch.landmarks import DateLine, find_date_line, find_more_from, first_prose
from wirewatch.sites.kcna_watch.listing import read_listing
from wirewatch.sites.kcna_watch.markup import Line, Page, read_page
from wirewatch.sites.kcna_watch.noise import signup_forms
from wirewatch.sites.kcna_watch.urls import article_key

_WALL_PATH = re.compile(r"free-member|sign-?up|sign-?in|log-?in|wp-login|register|membership|account", re.IGNORECASE)
_CHALLENGE = re.compile(
    r"just a moment\.\.\.|checking (?:if the site connection|your browser)|verify(?:ing)? (?:that )?you are (?:a )?human|attention required"
    r"|enable javascript and cookies to continue|ddos protection|cf-chl|challenge-platform|g-recaptcha-challenge|are you a robot",
    re.IGNORECASE,
)
_LONGEST_CHALLENGE = 3000  # characters of text; a challenge page says little, a page that mentions reCAPTCHA says more
_GENERIC_ITEMS = 3
_GONE = (404, 410)
_BINARY = re.compile(r"(?:image|video|audio|font)/|application/(?:pdf|zip|octet-stream)", re.IGNORECASE)


def read_article_response(
    response: Response, url: str, listed_on: date | None = None, listed_title: str | None = None
) -> Article:
    """The article of a response to a request for `url`; raises what the caller must do where there is none."""
    if response.status != 200:
        raise refusal(response, url) or _unexpected(response)
    if _BINARY.match(_header(response, "content-type")):
        raise PermanentError("the answer is not an HTML page", State.OK, _evidence(response, None))
    if article_key(response.final_url) not in (None, article_key(url)) and article_key(url) is not None:
        raise PermanentError("the site answered with another article", State.OK, _evidence(response, None))
    try:
        return read_article(response.body, url, _header(response, "content-type"), listed_on, listed_title)
    except SourceChanged as error:
        raise _explained(error, response, url) from error


def read_listing_response(response: Response) -> ListingPage:
    """The listing in a response; raises SourceChanged, AccessDenied or RetryableError where there is none.

    A listing that is gone, and the bare `0` that WordPress sends with status 400 for an unknown action, are changes of the source.
    """
    if response.status != 200:
        error = refusal(response, response.url)
        if error is None or isinstance(error, PermanentError):
            kind = "empty" if response.body.strip() in (b"", b"0", b"-1") else "no_items"
            why = error.reason if error and response.unfollowed else f"status {response.status}"
            raise SourceChanged(f"the listing is not there ({why})", {**evidence(response), "kind": kind})
        raise error
    try:
        return read_listing(response.body, response.final_url, _header(response, "content-type"))
    except SourceChanged as error:
        raise _explained(error, response, response.url) from error


def refusal(response: Response, requested_url: str) -> WirewatchError | None:
    """Why the site did not give what `requested_url` asked for, as the error to raise; None where nothing says why.

    Only for a response that is not 200 or failed the contract. `evidence` holds status, final_url, title and 200 characters of text.
    """
    page = read_page(response.body, response.final_url, _header(response, "content-type"))
    evidence = _evidence(response, page)
    return (
        _from_challenge(response, page, evidence)
        or _from_address(response, requested_url, evidence)
        or _from_status(response, evidence)
        or (_from_markup(page, evidence) if response.status == 200 else None)
    )


def is_challenge(response: Response) -> bool:
    """Whether an answer, whatever its status, asks for a proof that a person is reading."""
    return (
        _from_challenge(response, read_page(response.body, response.final_url, _header(response, "content-type")), {}) is not None
    )


def evidence(response: Response) -> dict[str, object]:
    """What an answer looked like: the url asked for, status, final_url, title and the first 200 characters of its text."""
    return _evidence(response, read_page(response.body, response.final_url, _header(response, "content-type")))


def _from_challenge(response: Response, page: Page, evidence: dict[str, object]) -> WirewatchError | None:
    text = " ".join(line.text for line in page.lines)
    shown = f"{page.title or ''} {text}" if len(text) <= _LONGEST_CHALLENGE else page.title or ""
    if _header(response, "cf-mitigated") or _CHALLENGE.search(shown):
        reason = "the site asks for a proof that a person is reading (a challenge page)"
        return AccessDenied(reason, State.BLOCKED, {**evidence, "kind": "challenge"})
    return None


def _from_address(response: Response, requested_url: str, evidence: dict[str, object]) -> WirewatchError | None:
    """A redirect to the sign-up: seen as 302 to `free-member-form`, behind `signup.koreapro.org`."""
    address = _header(response, "location") if 300 <= response.status < 400 else response.final_url
    if address != requested_url and _is_wall(address):
        return AccessDenied("the site sent us to its sign-up or login page", State.ACCESS_WALL, evidence)
    return None


def _is_wall(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return article_key(address) is None and bool(_WALL_PATH.search(f"{parts.netloc}{parts.path}"))


def _from_status(response: Response, evidence: dict[str, object]) -> WirewatchError | None:
    status = response.status
    if status in (401, 403, 451):
        return AccessDenied(f"the site refuses us (status {status})", State.BLOCKED, evidence)
    if status == 429:
        asked = {"retry_after": response.retry_after} if response.retry_after is not None else {}
        return AccessDenied("the site says we ask too often (status 429)", State.BLOCKED, {**evidence, **asked})
    if status == 304:  # nothing conditional was asked, or the caller would have taken it; a cache in between is confused
        return RetryableError("the site says that the page has not changed (304), which it was not asked", State.DOWN, evidence)
    if response.unfollowed:
        where = urlsplit(response.final_url)._replace(query="", fragment="").geturl()
        reason = f"the site sends us on to {where}, and we do not follow: {response.unfollowed}"
        return PermanentError(reason, State.LAYOUT_CHANGED, evidence)
    if status in _GONE:
        return PermanentError(f"the page is gone ({status})", State.OK, evidence)
    if status >= 500 or status in (408, 425):
        return RetryableError(f"the site is down (status {status})", State.DOWN, evidence)
    return None


def _from_markup(page: Page, evidence: dict[str, object]) -> WirewatchError | None:
    if page.soup is None:
        return None
    lines = [line for line in page.lines if line.text]
    date_line = find_date_line(lines)
    items = 0 if date_line else len(read_items(page.lines))
    if signup_forms(page.soup) and not _has_text(lines, date_line) and items < _GENERIC_ITEMS:
        return AccessDenied("a sign-up or login form stands in place of the content", State.ACCESS_WALL, evidence)
    if items >= _GENERIC_ITEMS:
        return SourceChanged("the generic Newstream page came instead of what was asked for", {**evidence, "kind": "generic"})
    return None


def _has_text(lines: Sequence[Line], date_line: DateLine | None) -> bool:
    """Whether running text stands between Date line and "More From": the form is a popup over an article that failed otherwise."""
    if date_line is None:
        return False
    start = date_line.last + 1
    more_from = find_more_from(lines, start)
    end = more_from.first if more_from else len(lines)
    return first_prose(lines, start, end) < end


def _explained(error: SourceChanged, response: Response, requested_url: str) -> WirewatchError:
    """The refusal that explains why the contract failed, else the failure itself with the response's evidence."""
    refused = refusal(response, requested_url)
    if isinstance(refused, AccessDenied) or (refused and error.evidence.get("kind") is None):
        return refused
    page = read_page(response.body, response.final_url, _header(response, "content-type"))
    return SourceChanged(error.reason, {**_evidence(response, page), **error.evidence})


def _unexpected(response: Response) -> WirewatchError:
    return PermanentError(f"the site answered with status {response.status}", State.OK, _evidence(response, None))


def _evidence(response: Response, page: Page | None) -> dict[str, object]:
    text = " ".join(line.text for line in page.lines) if page else ""
    return {
        "url": response.url,
        "status": response.status,
        "final_url": response.final_url,
        "title": page.title if page else None,
        "text": text[:200],
    }


def _header(response: Response, name: str) -> str:
    return next((value for key, value in response.headers.items() if key.lower() == name), "")
