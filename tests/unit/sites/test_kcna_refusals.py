"""What answers mean that are not what was asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.unit.sites.pages import CHROME, HEAD, POPUP, THEMES, URL, VOK, Story
from wirewatch.errors import AccessDenied, PermanentError, RetryableError, SourceChanged, State, WirewatchError
from wirewatch.models import Response
from wirewatch.sites.kcna_watch.refusals import is_challenge, read_article_response, read_listing_response, refusal

LISTING = "https://kcnawatch.org/wp-admin/admin-ajax.php?action=get_cat_by_source&die=true&from=0&to=10&sort=&id=1"
ITEMS = "".join(
    f'<article><h4><a href="/newstream/1-{n}/x">Title {n}</a></h4><p>July 0{n}, 2011</p></article>' for n in (1, 2, 3)
)


def answer(body: str = "", status: int = 200, final_url: str = URL, url: str = URL, **headers: str) -> Response:
    named = {"Content-Type": "text/html; charset=utf-8"} | {key.replace("_", "-"): value for key, value in headers.items()}
    return Response(url, final_url, status, named, body.encode(), datetime(2026, 11, 1, tzinfo=UTC))


def refused(response: Response) -> WirewatchError:
    with pytest.raises(WirewatchError) as error:
        read_article_response(response, URL)
    assert {"status", "final_url", "title", "text"} <= set(error.value.evidence)
    assert " " in error.value.reason
    return error.value


@pytest.mark.parametrize(
    ("status", "kind", "state"),
    [
        (401, AccessDenied, State.BLOCKED),
        (403, AccessDenied, State.BLOCKED),
        (429, AccessDenied, State.BLOCKED),
        (404, PermanentError, State.OK),
        (410, PermanentError, State.OK),
        (418, PermanentError, State.OK),
        (304, RetryableError, State.DOWN),
        (500, RetryableError, State.DOWN),
        (503, RetryableError, State.DOWN),
    ],
)
def test_the_status_says_what_to_do(status: int, kind: type[WirewatchError], state: State) -> None:
    error = refused(answer("<p>Sorry</p>", status))
    assert (type(error), error.state) == (kind, state)


@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_challenge_is_a_block_whatever_its_status(status: int) -> None:
    error = refused(answer("<title>Just a moment...</title><p>Checking your browser before accessing</p>", status))
    assert (type(error), error.state) == (AccessDenied, State.BLOCKED)


@pytest.mark.parametrize(
    "final",
    [
        "https://kcnawatch.org/free-member-form/?x=1",
        "https://signup.koreapro.org/",
        "https://kcnawatch.org/wp-login.php?redirect_to=x",
    ],
)
def test_a_redirect_to_the_sign_up_is_a_wall(final: str) -> None:
    error = refused(answer("<p>Welcome</p>", final_url=final))
    assert (type(error), error.state) == (AccessDenied, State.ACCESS_WALL)
    unfollowed = refusal(answer("", 302, Location=final), URL)
    assert unfollowed is not None
    assert unfollowed.state is State.ACCESS_WALL


def test_a_form_in_place_of_the_content_is_a_wall() -> None:
    error = refused(answer(f"{HEAD}<body>{CHROME}{POPUP}</body>"))
    assert (type(error), error.state) == (AccessDenied, State.ACCESS_WALL)
    with_header = refused(
        answer(THEMES["known"](Story(paragraphs=(), footer=None)).replace("<div class=", POPUP + "<div class=", 1))
    )
    assert with_header.state is State.ACCESS_WALL


def test_the_generic_page_is_a_change_with_and_without_a_popup() -> None:
    for popup in ("", POPUP):
        error = refused(answer(f"{HEAD}<body>{CHROME}{popup}{ITEMS}</body>"))
        assert isinstance(error, SourceChanged)
        assert "generic Newstream page" in error.reason


def test_a_readable_article_wins_over_title_popup_and_slug() -> None:
    url = "https://kcnawatch.org/newstream/5-6/login-and-signup-registered"
    page = THEMES["known"](Story()).replace("<body>", f"<body>{POPUP}")
    assert read_article_response(answer(page, final_url=url, url=url), url).body == Story().body


def test_a_page_cut_short_under_a_popup_is_a_change_and_not_a_wall() -> None:
    page = THEMES["known"](VOK.but(more_from=None)).replace("<body>", f"<body>{POPUP}")
    assert isinstance(refused(answer(page)), SourceChanged)


def test_another_article_and_a_pdf_are_not_this_one() -> None:
    other = refused(answer(THEMES["known"](Story()), final_url="https://kcnawatch.org/newstream/1-1/other/"))
    assert type(other) is PermanentError
    assert type(refused(answer("%PDF-1.4", Content_Type="application/pdf"))) is PermanentError


def listing_refused(response: Response) -> WirewatchError:
    with pytest.raises(WirewatchError) as error:
        read_listing_response(response)
    return error.value


def test_listings_are_read_or_refused_by_the_same_rules() -> None:
    assert len(read_listing_response(answer(ITEMS, url=LISTING, final_url=LISTING)).entries) == 3
    wall = listing_refused(answer(f"<body>{POPUP}</body>", url=LISTING, final_url=LISTING))
    assert (type(wall), wall.state) == (AccessDenied, State.ACCESS_WALL)
    assert listing_refused(answer("", 403, url=LISTING)).state is State.BLOCKED
    assert type(listing_refused(answer("", 502, url=LISTING))) is RetryableError


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [("0", 200, "empty"), ("0", 400, "empty"), ("<p>Hello there</p>", 200, "no_items"), ("gone", 404, "no_items")],
)
def test_a_listing_without_items_keeps_its_kind(body: str, status: int, kind: str) -> None:
    error = listing_refused(answer(body, status, url=LISTING, final_url=LISTING))
    assert isinstance(error, SourceChanged)
    assert error.evidence["kind"] == kind
    assert error.evidence["status"] == status


@pytest.mark.parametrize("target", ["https://elsewhere.example/welcome?who=us", "http://169.254.169.254/latest"])
def test_a_redirect_that_was_not_followed_says_where_and_why(target: str) -> None:
    sent_on = answer("", 302, final_url=target, Location=target)
    error = refused(replace(sent_on, unfollowed="it is no host of this site"))
    assert (type(error), error.state) == (PermanentError, State.LAYOUT_CHANGED)
    assert target.partition("?")[0] in error.reason
    assert "it is no host of this site" in error.reason
    assert "who=us" not in error.reason

    listing = listing_refused(replace(sent_on, url=LISTING, unfollowed="it is not encrypted"))
    assert type(listing) is SourceChanged
    assert "it is not encrypted" in listing.reason


def test_a_wall_on_another_host_is_a_wall_although_nobody_followed() -> None:
    target = "https://signup.koreapro.org/"
    error = refused(replace(answer("", 302, final_url=target, Location=target), unfollowed="it is no host of this site"))
    assert error.state is State.ACCESS_WALL


@pytest.mark.parametrize(("after", "seconds"), [("7200", 7200), ("Tue, 01 Dec 2026 00:00:00 GMT", 30 * 24 * 3600)])
def test_429_keeps_how_long_the_site_wants_to_be_left_alone(after: str, seconds: float) -> None:
    assert refused(answer("", 429, Retry_After=after)).evidence["retry_after"] == seconds


def test_a_listing_that_has_not_changed_since_nobody_asked_is_trouble_that_passes() -> None:
    error = listing_refused(answer("", 304, url=LISTING, final_url=LISTING))
    assert (type(error), error.state) == (RetryableError, State.DOWN)


@pytest.mark.parametrize(
    ("body", "status", "challenge"),
    [("<title>Just a moment...</title>", 503, True), ("<h1>503 Service Unavailable</h1>", 503, False), ("", 500, False)],
)
def test_a_challenge_is_told_from_a_site_that_is_down(body: str, status: int, challenge: bool) -> None:
    assert is_challenge(answer(body, status)) == challenge
