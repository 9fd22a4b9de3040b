"""The operator's own account session: shown to the source's own address, to nobody else, and never written down."""

from __future__ import annotations

import json
import logging

import pytest
from sqlalchemy import Engine, text

from demo.site import DemoSite
from tests.conftest import LAST_DAY
from tests.integration.test_fetching import Doorkeeper
from tests.integration.web import Web, answer
from wirewatch.configured import Listing, Source
from wirewatch.errors import ConfigError
from wirewatch.fetching import Fetcher, access
from wirewatch.pipeline import host
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.crawl import crawl

SECRET = "s3cr3t-of-the-desk"  # noqa: S105 - nobody's
EXTRA = {"cookies": {"wordpress_logged_in_1": SECRET, "lang": "en"}, "headers": {"X-Desk": f"{SECRET}-2"}}


def variable(**connection: object) -> dict[str, str]:
    """The environment with the connection in Airflow's JSON form."""
    return {access.VARIABLE: json.dumps({"conn_type": "http", **connection})}


def test_the_session_is_sent_with_every_request_to_the_sources_own_address(web: Web, source: Source) -> None:
    web.ways["/page"] = answer(302, Location="/new")
    web.ways["/new"] = answer(200, b"text", Set_Cookie=f"session={SECRET}; path=/")
    session = access.from_environment(source, variable(extra=EXTRA))

    response = Fetcher(source, Doorkeeper(robots=None), session=session).fetch(f"{web.url}/page")

    assert web.paths == ["/robots.txt", "/page", "/new"]
    assert {headers.get("Cookie") for _, _, headers in web.seen} == {f"wordpress_logged_in_1={SECRET}; lang=en"}
    assert {headers.get("X-Desk") for _, _, headers in web.seen} == {f"{SECRET}-2"}
    assert {headers["User-Agent"] for _, _, headers in web.seen} == {source.politeness.user_agent}
    assert SECRET not in str(response)


def test_the_session_does_not_follow_to_another_host_of_the_site(monkeypatch: pytest.MonkeyPatch, web: Web) -> None:
    """Both names are reached through a proxy of the test's own, which sees what each of them would get."""
    monkeypatch.setenv("http_proxy", web.url)
    live = Source(key="x", label="X", base_url="http://kcnawatch.org", listing=Listing(method="more_articles", id=1))
    web.ways["http://kcnawatch.org/page"] = answer(302, Location="http://kcnawatch.xyz/page")
    web.ways["http://kcnawatch.xyz/page"] = answer(200, b"text")
    session = access.from_environment(live, variable(host="kcnawatch.org", extra=EXTRA))

    assert Fetcher(live, Doorkeeper(), session=session, sleep=lambda _: None).fetch("http://kcnawatch.org/page").body == b"text"
    assert [SECRET in str(headers) for _, _, headers in web.seen] == [True, False]


@pytest.mark.parametrize("extra", [EXTRA, json.dumps(EXTRA)])
def test_the_extra_may_be_an_object_or_its_text(source: Source, extra: object) -> None:
    assert access.from_environment(source, variable(extra=extra))["Cookie"].startswith("wordpress_logged_in_1=")


@pytest.mark.parametrize(
    ("host_name", "sent"), [("", True), ("127.0.0.1", True), ("kcnawatch.org", False), ("127.0.0.1:1", False)]
)
def test_a_session_for_another_host_is_not_sent(source: Source, host_name: str, sent: bool) -> None:
    assert bool(access.from_environment(source, variable(host=host_name, extra=EXTRA))) == sent


def test_without_the_connection_nothing_is_sent(source: Source) -> None:
    assert access.from_environment(source, {}) == {}
    assert access.from_environment(source, variable(login="desk@newsroom.example")) == {}


def test_a_password_is_not_used_and_that_is_said(source: Source, caplog: pytest.LogCaptureFixture) -> None:
    assert access.from_environment(source, variable(login="desk", password=SECRET)) == {}
    assert "does not log in" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    "written",
    [
        f"http://desk:{SECRET}@kcnawatch.org",
        f'["{SECRET}"]',
        f'{{"extra": "{SECRET}"}}',
        f'{{"extra": ["{SECRET}"]}}',
        f'{{"extra": {{"cookies": "{SECRET}"}}}}',
        f'{{"extra": {{"cookies": {{"a": "{SECRET};"}}}}}}',
        f'{{"extra": {{"cookies": {{"a b": "{SECRET}"}}}}}}',
        f'{{"extra": {{"headers": {{"a": "{SECRET}\\r\\nX: y"}}}}}}',
        f'{{"extra": {{"headers": {{"a": ["{SECRET}"]}}}}}}',
        f'{{"extra": {{"headers": {{"User-Agent": "{SECRET}"}}}}}}',
        f'{{"extra": {{"headers": {{"host": "{SECRET}"}}}}}}',
        f'{{"extra": {{"headers": {{"Cookie": "a={SECRET}"}}, "cookies": {{"b": "c"}}}}}}',
    ],
)
def test_what_cannot_be_sent_is_refused_in_words_that_hold_no_secret(source: Source, written: str) -> None:
    with pytest.raises(ConfigError) as caught:
        access.from_environment(source, {access.VARIABLE: written})
    told: BaseException | None = caught.value
    assert "wirewatch_site" in str(told).lower()
    while told is not None:
        assert SECRET not in str(told)
        told = told.__cause__


def test_a_crawl_with_a_session_leaves_no_trace_of_it(
    site: DemoSite, kcna: Source, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    site.behave("articles", "signup_page")
    session = access.session_headers(kcna, "", EXTRA)
    fetcher = host.fetcher(engine, kcna, session=session)
    report = crawl(engine, kcna, Window(LAST_DAY, LAST_DAY), [], {}, "run", fetcher=fetcher)

    assert report.crawl.state == "access_wall"
    assert SECRET not in caplog.text
    assert SECRET not in repr(vars(report))
    for name in ("capture", "host", "crawl", "source_state", "entry"):
        with engine.begin() as db:
            assert SECRET not in str(db.execute(text(f"select * from {name}")).all())  # noqa: S608 - our own words
