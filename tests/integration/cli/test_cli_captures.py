"""`captures`, `reparse` and `ingest` as an operator types them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlalchemy import Engine

from demo.site import DemoSite
from tests.conftest import LAST_DAY
from tests.integration.cli.command import Run
from tests.integration.storage.rows import do, one
from tests.unit.sites.pages import URL, Story, known


def test_what_could_not_be_read_is_listed_shown_and_read_again(run: Run, site: DemoSite, engine: Engine) -> None:
    site.behave("articles", "generic", match="press-review")
    run("crawl", "kcna-en", "--from", LAST_DAY, "--to", LAST_DAY)

    (page,) = run("captures", "list", "--failed", "--json").objects
    assert page["state"] == "unreadable"
    assert "generic Newstream page" in page["reason"]
    assert "press-review" in run("captures", "list", "--source", "kcna-en").out

    again = run("reparse", "kcna-en", "--from", LAST_DAY, "--to", LAST_DAY, "--json")
    assert (again.code, again.object["read"], again.object["unchanged"], again.object["unreadable"]) == (1, 8, 7, 1)

    do(engine, "update capture set fetched_at = now() - interval '2 days'")
    archived = run("captures", "archive", "--json")
    assert (archived.code, archived.object) == (0, {"captures": 8, "files": 1, "problems": []})
    shown = run("captures", "show", page["id"]).out
    assert hashlib.sha256(shown.encode()).hexdigest() == page["sha256"]
    assert run("captures", "show", 999).code == 1


def test_mistakes_in_what_is_asked_are_answered_with_two(run: Run, tmp_path: Path) -> None:
    assert run("reparse", "--from", "2026-11-20", "--to", "2026-11-01").code == 2
    (tmp_path / "urls").write_text("page.html example\n")
    wrong = run("ingest", tmp_path, "--urls", tmp_path / "urls")
    assert (wrong.code, "urls:1:" in wrong.err) == (2, True)


def test_an_archive_nobody_can_reach_is_a_mistake_in_the_settings(run: Run, folder: Path) -> None:
    (folder / "settings.yml").write_text('archive: {path: "nowhere://bucket"}\n')
    said = run("captures", "archive", "--json")
    assert (said.code, "nowhere" in said.object["reason"]) == (2, True)


def test_saved_pages_are_taken_and_what_is_wrong_is_said(run: Run, engine: Engine, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.html").write_text(known(Story()))
    (pages / "b.html").write_text("")
    (tmp_path / "urls.csv").write_text(f"url,path\n{URL},pages/a.html\n")

    first = run("ingest", pages, "--urls", tmp_path / "urls.csv", "--json")
    second = run("ingest", pages / "a.html", "--urls", tmp_path / "urls.csv")

    assert (first.code, first.object["stored"], list(first.object["refused"])) == (1, 1, [str(pages / "b.html")])
    assert (second.code, "1 known" in second.out) == (0, True)
    assert one(engine, "select count(*) from article") == 1


def test_what_was_skipped_and_what_nobody_configured_is_counted(run: Run, engine: Engine, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "notes.txt").write_text("not a page")
    (pages / "style.css").write_text("p {}")
    (pages / "a.html").write_text(known(Story()).replace("KCNA.kp (En)", "Nobody Press"))
    (tmp_path / "urls").write_text(f"pages/a.html {URL}\n")

    taken = run("ingest", pages, "--urls", tmp_path / "urls", "--json").object

    assert (taken["skipped"], taken["without_source"]) == ({"other file": 2}, {"Nobody Press": 1})
