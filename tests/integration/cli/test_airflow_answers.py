"""doctor and an Airflow with more of everything than one page of its API holds, or that is none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.integration.web import Handler, Way, Web, answer, serve
from wirewatch.cli import connected
from wirewatch.configured import Airflow, Source
from wirewatch.local.airflow_api import AirflowError, Client
from wirewatch.pipeline.doctor_airflow import airflow_checks

MOST = 100  # Airflow's own maximum_page_limit


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as web:
        said(web, "/auth/token", {"access_token": "a"})
        said(web, "/api/v2/version", {"version": "3.3.2"})
        said(
            web,
            "/api/v2/monitor/health",
            {part: {"status": "healthy"} for part in ("metadatabase", "scheduler", "dag_processor", "triggerer")},
        )
        yield web


def said(web: Web, path: str, answered: object) -> None:
    web.ways[path] = answer(200, json.dumps(answered).encode())


def pages(key: str, rows: list[dict[str, object]]) -> Way:
    """A list as Airflow gives it: never more than MOST at once, whatever is asked for."""

    def way(handler: Handler) -> None:
        asked = parse_qs(urlsplit(handler.path).query)
        begin, limit = int(asked.get("offset", ["0"])[0]), min(MOST, int(asked.get("limit", ["50"])[0]))
        answer(200, json.dumps({key: rows[begin : begin + limit], "total_entries": len(rows)}).encode())(handler)

    return way


def dag(name: str, file: str) -> dict[str, object]:
    return {"dag_id": name, "timetable_summary": None, "is_paused": False, "bundle_name": "dags-folder", "relative_fileloc": file}


def error(file: str) -> dict[str, object]:
    return {"filename": file, "bundle_name": "dags-folder", "stack_trace": "Traceback\nNameError: no such name"}


def filled(web: Web, source: Source, errors: list[dict[str, object]]) -> list[tuple[str, str, str]]:
    names = Airflow()
    others = [dag(f"other_{number}", "wirewatch/crawl.py") for number in range(120)]
    ours = [dag("alert", "wirewatch/alert.py"), dag(names.crawl_dag(source), "wirewatch/crawl.py")]
    web.ways["/api/v2/dags"] = pages("dags", [*others, *ours])
    web.ways["/api/v2/importErrors"] = pages("import_errors", errors)
    web.ways["/api/v2/pools"] = pages("pools", [{"name": f"a pool {number}", "slots": 1} for number in range(120)])
    for name in names.pools([source]):
        said(web, f"/api/v2/pools/{name}", {"name": name, "slots": 1})
    return [(check.about, check.result, check.words) for check in airflow_checks(Client(web.url, "a", "b"), names, [source])]


def test_dags_and_pools_behind_the_first_hundred_are_there(web: Web, kcna: Source) -> None:
    assert [check[:2] for check in filled(web, kcna, [])] == [("Airflow", "ok"), ("DAGs", "ok"), ("pools", "ok")]


def test_our_broken_file_is_found_behind_a_hundred_of_theirs_and_one_of_its_name_is_theirs(web: Web, kcna: Source) -> None:
    theirs = [error(f"{number}/alert.py") for number in range(120)]

    assert filled(web, kcna, theirs)[1][:2] == ("DAGs", "ok")
    assert filled(web, kcna, [*theirs, error("wirewatch/alert.py")])[1] == (
        "DAGs",
        "failed",
        "1 of our files cannot be read; alert.py: NameError: no such name",
    )


def test_what_comes_after_a_question_without_an_answer_is_not_checked(web: Web, kcna: Source) -> None:
    found = list(airflow_checks(Client(web.url, "a", "b"), Airflow(), [kcna]))

    assert [(check.about, check.result) for check in found] == [("Airflow", "ok"), ("DAGs", "failed"), ("pools", "not checked")]


@pytest.mark.parametrize("answered", [b"<html>Welcome</html>", b'{"detail": "no"}', b"[]", b""])
def test_an_address_that_is_no_airflow_is_said_to_be_none(web: Web, answered: bytes) -> None:
    web.ways["/auth/token"] = answer(200, answered)

    with pytest.raises(AirflowError, match=r"is that Airflow\?|no Airflow 3"):
        Client(web.url, "a", "b")


def test_a_login_with_signs_that_mean_something_in_an_address_is_read(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    taken = web.ways["/auth/token"]

    def listens(handler: Handler) -> None:
        asked.append(handler.body)
        taken(handler)

    web.ways["/auth/token"] = listens
    monkeypatch.setenv(connected.ADDRESS, web.url.replace("://", "://desk%40home:p%3A%2F%25@"))

    client = connected.airflow()

    assert client is not None
    assert client.address == web.url
    assert json.loads(asked[0]) == {"username": "desk@home", "password": "p:/%"}
