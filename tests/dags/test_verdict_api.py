"""The HTTP API inside Airflow's own web application: who may read, who may judge, and what that does."""

# ruff: noqa: F811 - fixtures of a neighbour

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import InternalError
from sqlalchemy.pool import NullPool

from tests.dags.test_dag_runs import connected, receivers  # noqa: F401
from tests.integration.pipeline.rows import put
from wirewatch import config
from wirewatch.configured import Source
from wirewatch.pipeline.match import match
from wirewatch.storage import crawls

As = Callable[..., Any]


@pytest.fixture(scope="session")
def web(airflow_database: None) -> Any:
    """Airflow's web application with our plugin in it."""
    from airflow.api_fastapi.app import create_app

    return create_app(apps="core")


@pytest.fixture
def stored(connected: Path, engine: Engine, kcna: Source) -> Engine:
    """Two mentions of one man."""
    from wirewatch.orchestration import connections

    connections.engine.cache_clear()
    connections.reading_engine.cache_clear()
    with engine.begin() as db:
        crawls.register(db, kcna, kcna.start_date)
    put(engine, 1, "Sergei Lavrov arrived. It rained.")
    put(engine, 2, "Sergei Lavrov arrived. Later it snowed.")
    match(engine, list(config.load_watchlists().values()))
    return engine


@pytest.fixture
def client(web: Any, stored: Engine) -> As:
    """client(role) → an HTTP client signed in with that role, by token or, as a browser is, by cookie; None: not signed in."""
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
    from fastapi.testclient import TestClient

    def signed_in(role: str | None, cookie: bool = False) -> Any:
        client = TestClient(web, base_url="http://airflow.example")
        if role:
            token = get_auth_manager().generate_jwt(SimpleAuthManagerUser(username=f"ann the {role}", role=role))
            if cookie:
                client.cookies.set("_token", token)
            else:
                client.headers["Authorization"] = f"Bearer {token}"
        return client

    return signed_in


REJECTION = {"mention_id": 1, "ruling": "rejected", "note": "another man"}


def test_nobody_reads_or_judges_without_signing_in(client: As) -> None:
    nobody = client(None)

    answers = [nobody.get("/wirewatch/api/mentions"), nobody.get("/wirewatch/api/verdicts"), nobody.get("/wirewatch/anything")]
    answers += [nobody.post("/wirewatch/api/verdicts", json=REJECTION), nobody.post("/wirewatch/api/verdicts/1/undo")]

    assert [answer.status_code for answer in answers if answer.status_code != 404] == [401] * 4
    assert answers[2].status_code in (401, 404)
    assert nobody.get("/wirewatch/docs").status_code == nobody.get("/wirewatch/openapi.json").status_code == 404


def test_a_viewer_reads_and_may_not_judge(client: As) -> None:
    viewer = client("VIEWER")

    read = viewer.get("/wirewatch/api/mentions", params={"person": "sergey-lavrov", "tier": "confirmed", "from": "2026-01-01"})

    assert (read.status_code, [mention["id"] for mention in read.json()]) == (200, [2, 1])
    assert viewer.get("/wirewatch/api/mentions", params={"to": "2026-01-01"}).json() == []
    assert viewer.get("/wirewatch/api/mentions", params={"tiers": "confirmed"}).status_code == 422
    assert viewer.post("/wirewatch/api/verdicts", json=REJECTION).status_code == 403
    assert viewer.post("/wirewatch/api/verdicts/1/undo").status_code == 403


def test_a_user_judges_under_the_name_they_signed_in_with_and_takes_it_back(client: As, stored: Engine) -> None:
    user = client("USER")

    given = user.post("/wirewatch/api/verdicts", json=REJECTION)
    twice = user.post("/wirewatch/api/verdicts", json={**REJECTION, "mention_id": 2})
    unknown = user.post("/wirewatch/api/verdicts", json={**REJECTION, "mention_id": 999})
    pretended = user.post("/wirewatch/api/verdicts", json={**REJECTION, "by": "the boss"})
    left = user.get("/wirewatch/api/mentions").json()
    undone = user.post(f"/wirewatch/api/verdicts/{given.json()['id']}/undo")

    assert (given.status_code, given.json()["by"], given.json()["note"]) == (201, "ann the USER", "another man")
    assert (twice.status_code, unknown.status_code, pretended.status_code) == (409, 404, 422)
    assert "stands already" in twice.json()["reason"]
    assert left == []
    assert (undone.status_code, undone.json()["undone_by"]) == (200, "ann the USER")
    assert len(user.get("/wirewatch/api/mentions").json()) == 2
    assert [one["ruling"] for one in user.get("/wirewatch/api/verdicts", params={"list": "russian-officials"}).json()] == [
        "rejected"
    ]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://airflow.example"}, 403),
        ({"Origin": "http://airflow.example"}, 201),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://behind-a-proxy.example"}, 201),
    ],
)
def test_a_page_of_another_site_cannot_judge_with_the_cookie_of_whoever_looks_at_it(
    client: As, stored: Engine, headers: dict[str, str], status: int
) -> None:
    user = client("USER", cookie=True)

    assert user.post("/wirewatch/api/verdicts", json=REJECTION, headers=headers).status_code == status
    with stored.begin() as db:
        assert db.execute(text("select count(*) from verdict")).scalar_one() == (status == 201)


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ('{"mention_id": 1, "ruling": "rejected", "note": "a\\u0000b"}', 422, "body.note: String should match"),
        ('{"mention_id": 1, "ruling": "rejected", "note": "\\ud800"}', 422, "body.note: Input should be a valid string"),
        ('{"mention_id": 1, "ruling": "rejected", "\\ud800": 1}', 422, "body: Input should be a valid string"),
        ('{"mention_id": true, "ruling": "rejected"}', 422, "body.mention_id"),
        ('{"mention_id": 9223372036854775808, "ruling": "rejected"}', 422, "body.mention_id"),
        ('{"note": "' + "a" * 70_000 + '"}', 413, "65536 bytes"),
    ],
)
def test_what_the_store_cannot_hold_is_refused_in_words_that_do_not_repeat_it(
    client: As, stored: Engine, body: str, status: int, said: str
) -> None:
    answer = client("USER").post("/wirewatch/api/verdicts", content=body, headers={"Content-Type": "application/json"})

    assert (answer.status_code, said in answer.json()["reason"]) == (status, True), answer.text
    assert len(answer.text) < 300
    with stored.begin() as db:
        assert db.execute(text("select count(*) from verdict")).scalar_one() == 0


@pytest.mark.parametrize(
    ("path", "query"),
    [("mentions", {"person": "a\0b"}), ("mentions", {"before": str(2**63)}), ("verdicts", {"list": "a\0b"})],
)
def test_a_question_the_store_cannot_be_asked_is_refused(client: As, path: str, query: dict[str, str]) -> None:
    assert client("VIEWER").get(f"/wirewatch/api/{path}", params=query).status_code == 422


@pytest.fixture
def reader_url(server: str, database_url: str) -> str:
    """The address of the test's database as a login that may only read."""
    with create_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as db:
        db.execute(text("create role looks_on login password 'secret' in role wirewatch_reader"))
    return make_url(database_url).set(username="looks_on", password="secret").render_as_string(hide_password=False)  # noqa: S106


def test_pages_are_read_as_the_reader_and_verdicts_written_as_the_pipeline(
    client: As, stored: Engine, reader_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wirewatch.orchestration import connections

    monkeypatch.setenv("WIREWATCH_READER_URL", reader_url)
    user = client("USER")

    assert len(user.get("/wirewatch/api/mentions").json()) == 2
    assert user.post("/wirewatch/api/verdicts", json=REJECTION).status_code == 201
    assert [one["by"] for one in user.get("/wirewatch/api/verdicts").json()] == ["ann the USER"]
    with connections.reading_engine().connect() as db:
        who = db.execute(text("select current_user || ' ' || current_setting('transaction_read_only')")).scalar_one()
    assert who == "looks_on on"


def test_without_a_reader_the_pages_are_read_as_the_pipeline_in_read_only_sessions(client: As, stored: Engine) -> None:
    from wirewatch.orchestration import connections

    assert len(client("VIEWER").get("/wirewatch/api/mentions").json()) == 2
    with connections.reading_engine().connect() as db, pytest.raises(InternalError, match="read-only"):
        db.execute(text("delete from verdict"))
