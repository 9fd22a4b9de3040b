"""doctor's lines about database and site: what is failed, what is only not checked, and what they come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from demo.site import DemoSite
from tests.conftest import new_database
from wirewatch.configured import Source, Terms
from wirewatch.pipeline.doctor import SITE, Check, database_checks, exit_code, reason, site_checks
from wirewatch.storage import database

LABELS = {"kcna.kp (en)": "kcna-en", "voice of korea (en)": "vok-en"}


def look(engine: Engine, source: Source) -> dict[str, Check]:
    checks = site_checks(engine, source, LABELS, {})
    assert [check.about for check in checks] == list(SITE)
    assert {check.subject for check in checks} == {source.key}
    return {check.about: check for check in checks}


def results(found: dict[str, Check]) -> dict[str, str]:
    return {about: check.result for about, check in found.items()}


# --- the site ------------------------------------------------------------------------------------


def test_a_site_that_behaves_is_ok_in_all_lines_by_at_most_five_requests(engine: Engine, site: DemoSite, kcna: Source) -> None:
    found = look(engine, kcna)

    assert results(found) == dict.fromkeys(SITE, "ok")
    assert found["site"].words == f"{kcna.base_url} answers; {sum(site.counts.values())} of at most 5 requests made"
    assert sum(site.counts.values()) <= 5
    assert exit_code(list(found.values())) == 0


def test_a_wall_fails_access_with_a_cure_and_leaves_the_rest_unchecked(engine: Engine, site: DemoSite, kcna: Source) -> None:
    site.behave("all", "signup_redirect", match="newstream")
    site.behave("listing", "signup_page")

    found = look(engine, kcna)

    assert results(found) == {**dict.fromkeys(SITE, "not checked"), "site": "ok", "robots": "ok", "access": "failed"}
    assert "wirewatch_site" in (found["access"].cure or "")
    assert "{key}" not in (found["access"].cure or "")
    assert exit_code(list(found.values())) == 3


def test_a_host_that_a_refusal_closed_is_not_asked_and_is_still_exit_3(engine: Engine, site: DemoSite, kcna: Source) -> None:
    site.behave("all", "forbidden")
    look(engine, kcna)
    asked = sum(site.counts.values())

    found = look(engine, kcna)

    assert sum(site.counts.values()) == asked
    assert (found["site"].result, found["access"].result) == ("not checked", "failed")
    assert "is closed until" in found["access"].words
    assert "sources reopen kcna-en" in (found["access"].cure or "")
    assert exit_code(list(found.values())) == 3


def test_a_site_that_does_not_answer_fails_and_nothing_else_is_said_of_it(engine: Engine, site: DemoSite, kcna: Source) -> None:
    site.stop()

    found = look(engine, kcna)

    assert results(found) == {**dict.fromkeys(SITE, "not checked"), "site": "failed"}
    assert "HTTPS_PROXY" in (found["site"].cure or "")
    assert exit_code(list(found.values())) == 1


def test_robots_that_forbid_fail_and_are_exit_3(engine: Engine, site: DemoSite, kcna: Source) -> None:
    site.behave("robots", "robots_none")

    found = look(engine, kcna)

    assert results(found) == {**dict.fromkeys(SITE, "not checked"), "site": "ok", "robots": "failed"}
    assert reason(list(found.values())) == f"robots kcna-en: {found['robots'].words}"
    assert exit_code(list(found.values())) == 3


def test_a_site_that_goes_down_after_a_page_fails_with_what_it_said_then(engine: Engine, site: DemoSite, kcna: Source) -> None:
    site.behave("articles", "error")

    found = look(engine, kcna)

    assert (found["site"].result, found["access"].result, found["article"].result) == ("failed", "ok", "not checked")
    assert found["site"].words == f"{kcna.base_url}: {found['article'].words}"
    assert "requests" in found["site"].words
    assert exit_code(list(found.values())) == 1


def test_a_first_page_that_cannot_be_read_is_the_reason_and_says_nothing_of_access(
    engine: Engine, site: DemoSite, kcna: Source
) -> None:
    site.behave("listing", "script_only")
    site.behave("search", "script_only")

    found = look(engine, kcna)

    assert (found["site"].result, found["listing"].result, found["access"].result) == ("ok", "failed", "not checked")
    assert reason(list(found.values())) == f"listing kcna-en: {found['listing'].words}"
    assert exit_code(list(found.values())) == 3


def test_a_day_whose_requests_are_used_up_is_not_ok(engine: Engine, site: DemoSite, kcna: Source) -> None:
    last = replace(kcna, politeness=replace(kcna.politeness, max_requests_per_day=1))

    found = look(engine, last), look(engine, last)

    for each in found:
        assert each["site"].result == "failed"
        assert "max_requests_per_day" in (each["site"].cure or "")
        assert exit_code(list(each.values())) == 1


def test_a_wrong_number_names_the_line_to_change(
    engine: Engine, site: DemoSite, kcna: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sources").mkdir()
    file = tmp_path / "sources" / "vok-en.yml"
    file.write_text(
        f"key: vok-en\nlabel: Voice of Korea (EN)\nbase_url: {kcna.base_url}\nstart_date: 2026-11-01\n"
        "listing:\n  method: more_articles\n  id: 156\n"
    )
    monkeypatch.setenv("WIREWATCH_CONFIG", str(tmp_path))

    found = look(engine, replace(kcna, key="vok-en", label="Voice of Korea (EN)"))

    assert found["listing"].result == "failed"
    assert (found["listing"].cure or "").startswith(f"{file}:7: id: null")


def test_a_live_site_whose_terms_nobody_accepted_is_not_asked(engine: Engine, kcna: Source) -> None:
    live = replace(kcna, base_url="https://kcnawatch.org", terms=None)

    found = look(engine, live)

    assert set(results(found).values()) == {"not checked"}
    assert "sources probe kcna-en" in (found["site"].cure or "")
    with engine.begin() as db:
        assert db.execute(text("select count(*) from host")).scalar_one() == 0


def test_terms_are_asked_for_on_the_live_site_only(engine: Engine, site: DemoSite, kcna: Source) -> None:
    assert look(engine, replace(kcna, terms=Terms("A. Reader", date(2026, 11, 1))))["site"].result == "ok"
    assert look(engine, replace(kcna, terms=None))["site"].result == "ok"


# --- the database --------------------------------------------------------------------------------


def test_the_newest_schema_is_ok_and_the_database_is_named_without_its_password(engine: Engine) -> None:
    where, migrations = database_checks(engine)

    assert (where.result, migrations.result) == ("ok", "ok")
    assert f"database {engine.url.database} at 127.0.0.1:{engine.url.port}" in where.words
    assert str(engine.url.password) not in where.words


def test_migrations_that_have_not_run_fail_and_are_not_run(server: str) -> None:
    empty = database.connect(new_database(server))

    first, second = database_checks(empty), database_checks(empty)

    assert first == second
    assert (first[0].result, first[1].result) == ("ok", "failed")
    assert "db upgrade" in (first[1].cure or "")
    empty.dispose()


def test_a_database_that_does_not_answer_fails_and_its_migrations_are_not_checked() -> None:
    where, migrations = database_checks(database.connect("postgresql+psycopg2://desk:secret@127.0.0.1:9/none"))

    assert (where.result, migrations.result) == ("failed", "not checked")
    assert "secret" not in where.words


# --- what they come to ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("checks", "code", "why"),
    [
        ([Check("pools", "ok", "x"), Check("SMTP", "warning", "no TLS")], 0, None),
        ([Check("article", "not checked", "x")], 0, None),
        ([Check("SMTP", "failed", "refused", subject="mail")], 1, "SMTP mail: refused"),
        ([Check("SMTP", "failed", "refused"), Check("access", "failed", "a wall", refused=True)], 3, "SMTP: refused"),
    ],
)
def test_the_exit_code_and_reason_follow_from_what_failed(checks: list[Check], code: int, why: str | None) -> None:
    assert (exit_code(checks), reason(checks)) == (code, why)
