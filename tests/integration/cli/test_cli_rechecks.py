"""`wirewatch recheck` and `wirewatch revisions`, as installed."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from demo.site import DemoSite
from tests.conftest import LAST_DAY
from tests.integration.cli.command import Run


@pytest.fixture
def stored(run: Run, engine: Engine) -> None:
    """The newest day of KCNA, read yesterday."""
    assert run("crawl", "kcna-en", "--from", LAST_DAY, "--json").code == 0
    with engine.begin() as db:
        db.execute(text("update capture set fetched_at = fetched_at - interval '1 day'"))
        db.execute(text("update article set published_on = current_date - 1"))


def test_a_recheck_finds_an_edit_and_revisions_shows_it(stored: None, run: Run, site: DemoSite) -> None:
    item = next(item for item in site.items if item.day == LAST_DAY and item.publication.id == 156)
    site.edit(item.ts_id, "It was quiet.")

    first, second = run("recheck", "kcna-en", "--json"), run("recheck")
    url = f"https://kcnawatch.org/newstream/{item.ts_id}/whatever/"
    shown, said = run("revisions", url), run("revisions", url, "--json")

    assert (first.code, second.code) == (0, 0)
    assert first.object["results"] == {
        "unchanged_304": 0, "unchanged": 7, "edited": 1, "gone": 0, "unreadable": 0, "refused": 0, "down": 0
    }  # fmt: skip
    assert [item.ts_id in edited for edited in first.object["edited"]] == [True]
    assert second.out.strip() == "kcna-en: ok: nothing was due; 0 requests"
    assert "{+It was quiet." in shown.out
    assert "Revision 2, edited" in shown.out
    assert [revision["cause"] for revision in said.object["revisions"]] == ["published", "edited"]
    assert {what for what, _ in said.object["revisions"][1]["diff"]["body"]} >= {"unchanged", "added"}
    assert [check["result"] for check in said.object["checks"]] == ["edited"]


def test_a_refused_recheck_exits_3_with_the_whole_object(stored: None, run: Run, site: DemoSite) -> None:
    site.behave("articles", "forbidden")

    said = run("recheck", "kcna-en", "--json")

    assert said.code == 3
    assert (said.object["state"], said.object["left"], said.object["results"]["refused"]) == ("blocked", 8, 1)
    assert "403" in said.object["reason"]


def test_an_unknown_article_and_a_source_that_is_off_are_named(run: Run) -> None:
    unknown, off = run("revisions", "https://kcnawatch.org/newstream/1-2/x/"), run("recheck", "vok-en")

    assert (unknown.code, off.code) == (1, 2)
    assert "is not in the store" in unknown.err
    assert "vok-en is not read again" in off.err
