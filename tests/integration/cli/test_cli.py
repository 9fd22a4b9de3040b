"""The command: what it prints where, and the exit codes scripts rely on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner
from sqlalchemy import Engine, text

from demo.site import DemoSite
from tests.conftest import LAST_DAY, new_database
from tests.integration.cli.command import Run, Said, write
from wirewatch.cli import cli
from wirewatch.models import KST

FIRST_DAY = LAST_DAY - timedelta(days=4)
DAY_KEYS = {"listed", "new", "known", "stored", "failed", "complete"}
CRAWL_KEYS = {"source", "state", "reason", "days", "requests", "requests_listing", "requests_article", "mentions"}


def crawl_last_day(run: Run, *more: str) -> Said:
    return run("crawl", "kcna-en", "--from", LAST_DAY, "--to", LAST_DAY, "--json", *more)


# --- crawl ---------------------------------------------------------------------------------------


def test_crawl_prints_one_object_with_the_contracts_keys(run: Run) -> None:
    said = run("crawl", "kcna-en", "--from", LAST_DAY - timedelta(days=1), "--to", LAST_DAY, "--json")

    assert said.code == 0
    assert set(said.object) >= CRAWL_KEYS
    assert (said.object["source"], said.object["state"], said.object["reason"]) == ("kcna-en", "ok", None)
    assert list(said.object["days"]) == ["2026-11-19", "2026-11-20"]
    assert all(set(day) == DAY_KEYS for day in said.object["days"].values())
    assert said.object["days"]["2026-11-20"] == {
        "listed": 8,
        "new": 8,
        "known": 0,
        "stored": 8,
        "failed": 0,
        "complete": True,
    }
    assert said.object["mentions"] > 0
    assert "16 articles to read" in said.err


def test_the_requests_of_a_crawl_add_up_to_what_the_site_counted(installed: Run, site: DemoSite) -> None:
    found = crawl_last_day(installed).object

    assert found["requests"] == sum(site.counts.values())
    assert (found["requests_listing"], found["requests_article"]) == (site.counts["listing"], site.counts["article"])


def test_a_second_crawl_says_that_everything_is_known(run: Run) -> None:
    crawl_last_day(run)

    again = crawl_last_day(run)

    assert again.code == 0
    assert again.object["days"]["2026-11-20"] | {"new": 0, "known": 8, "stored": 8} == again.object["days"]["2026-11-20"]
    assert again.object["requests_article"] == 0


def test_without_json_a_table_for_people_stands_on_stdout(run: Run) -> None:
    said = run("crawl", "kcna-en", "--from", LAST_DAY)

    assert said.code == 0
    assert "2026-11-20" in said.out
    assert "Mentioned: " in said.out
    assert not said.out.startswith("{")


@pytest.mark.parametrize(
    ("mode", "state"),
    [("forbidden", "blocked"), ("signup_page", "access_wall"), ("zero", "layout_changed"), ("robots_none", "robots_disallowed")],
)
def test_a_refusal_is_exit_3_with_the_whole_object_and_its_reason(run: Run, site: DemoSite, mode: str, state: str) -> None:
    for kind in ("robots",) if mode == "robots_none" else ("listing", "search"):
        site.behave(kind, mode)

    said = crawl_last_day(run)

    assert said.code == 3
    assert set(said.object) >= CRAWL_KEYS
    assert said.object["state"] == state
    assert said.object["reason"]
    assert said.object["days"]["2026-11-20"] == {
        "listed": 0,
        "new": 0,
        "known": 0,
        "stored": 0,
        "failed": 0,
        "complete": False,
    }


def test_a_closed_host_is_asked_again_only_with_reopen(run: Run, site: DemoSite) -> None:
    site.behave("articles", "forbidden", times=1)
    assert crawl_last_day(run).code == 3
    asked = site.counts

    closed = crawl_last_day(run)
    assert (closed.code, closed.object["state"], site.counts) == (3, "blocked", asked)
    assert crawl_last_day(run, "--reopen").code == 0


@pytest.mark.parametrize("kind", ["listing", "robots"])
def test_a_site_that_is_down_is_exit_1(run: Run, site: DemoSite, kind: str) -> None:
    site.behave(kind, "error")

    said = crawl_last_day(run)

    assert (said.code, said.object["state"]) == (1, "down")
    assert "answers 500" in said.object["reason"]


def test_one_article_that_fails_is_exit_1_and_said(run: Run, site: DemoSite) -> None:
    site.behave("articles", "generic", match="press-review")

    said = crawl_last_day(run)

    assert (said.code, said.object["state"]) == (1, "ok")
    assert said.object["days"]["2026-11-20"]["failed"] == 1
    assert "press-review" in said.object["reason"]


def test_a_day_that_is_not_over_is_exit_1_and_named(run: Run) -> None:
    today = datetime.now(KST).date()

    said = run("crawl", "kcna-en", "--from", today, "--json")

    assert said.code == 1
    assert said.object["days"][today.isoformat()]["complete"] is False
    assert said.object["reason"] == f"not complete yet: {today}"


def test_a_disabled_source_is_exit_2_with_the_whole_object(run: Run, site: DemoSite) -> None:
    said = run("crawl", "vok-en", "--from", LAST_DAY, "--json")

    assert said.code == 2
    assert set(said.object) >= CRAWL_KEYS
    assert said.object["state"] == "disabled"
    assert "switched off" in said.object["reason"]
    assert sum(site.counts.values()) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nobody", "--from", LAST_DAY), ("“nobody”", "kcna-en, vok-en")),
        (("kcna-en", "--from", LAST_DAY, "--to", FIRST_DAY), ("2026-11-20", "is after", "Swap them")),
        (("kcna-en", "--from", "2026-10-31"), ("starts on 2026-11-01", "start_date")),
        (("kcna-en", "--from", "20/11/2026"), ("20/11/2026",)),
        ((), ("SOURCE",)),
    ],
)
def test_wrong_usage_is_exit_2_and_says_the_cure(
    run: Run, site: DemoSite, arguments: tuple[object, ...], words: tuple[str, ...]
) -> None:
    said = run("crawl", *arguments)

    assert (said.code, said.out) == (2, "")
    for word in words:
        assert word in said.err
    assert sum(site.counts.values()) == 0


def test_a_database_that_does_not_answer_is_exit_2_and_says_so(run: Run) -> None:
    for command in (("crawl", "kcna-en", "--from", LAST_DAY), ("db", "status"), ("db", "upgrade")):
        said = run(*command, database="postgresql+psycopg2://nobody@127.0.0.1:1/x")

        assert said.code == 2
        assert "WIREWATCH_DATABASE_URL" in said.err


# --- backfill and coverage -----------------------------------------------------------------------


def test_a_backfill_stores_its_days_as_historical(run: Run, engine: Engine) -> None:
    said = run("backfill", "kcna-en", FIRST_DAY, LAST_DAY, "--json")

    assert said.code == 0
    assert [day["stored"] for day in said.object["days"].values()] == [8] * 5
    with engine.begin() as db:
        assert list(db.execute(text("select distinct historical from mention")).scalars()) == [True]


def test_a_backfill_of_one_day_the_wrong_way_round_is_refused(run: Run) -> None:
    assert run("backfill", "kcna-en", LAST_DAY, FIRST_DAY).code == 2


def test_coverage_names_the_state_of_every_day(run: Run) -> None:
    crawl_last_day(run)

    one = run("coverage", "kcna-en", "--from", LAST_DAY, "--to", LAST_DAY, "--json")
    two = run("coverage", "kcna-en", "--from", LAST_DAY - timedelta(days=1), "--to", LAST_DAY, "--json")
    table = run("coverage", "kcna-en", "--from", LAST_DAY, "--to", LAST_DAY)

    assert (one.code, one.object["source"], one.object["days"]) == (0, "kcna-en", {"2026-11-20": "complete"})
    assert "whole page of older entries" in one.object["evidence"]["2026-11-20"]["older"]
    assert one.object["evidence"]["2026-11-20"]["as_of"]
    assert (two.code, two.object["days"]) == (1, {"2026-11-19": "missing", "2026-11-20": "complete"})
    assert two.object["missing"] == ["2026-11-19"]
    assert table.out.startswith("2026-11-20  complete  newer: an entry of 2026-11-21 was listed; older: ")


@pytest.mark.parametrize(
    "command",
    [
        ("coverage", "kcna-en", "--from", LAST_DAY, "--to", FIRST_DAY),
        ("coverage", "nobody", "--from", LAST_DAY, "--to", LAST_DAY),
        ("recheck", "vok-en"),
        ("reparse", "nobody"),
        ("captures", "list", "--source", "nobody"),
        ("sources", "enable", "nobody"),
    ],
)
def test_what_is_refused_before_it_begins_is_json_too(run: Run, command: tuple[object, ...]) -> None:
    said = run(*command, "--json")

    assert (said.code, said.err) == (2, "")
    assert said.object["reason"]


# --- configuration, database, help ---------------------------------------------------------------


def test_sources_list_says_why_one_is_off(run: Run, site: DemoSite) -> None:
    said = run("sources", "list", "--json")
    table = run("sources", "list")

    assert [(one["source"], one["off"] is None) for one in said.objects] == [("kcna-en", True), ("vok-en", False)]
    assert said.objects[0]["base_url"] == site.base_url
    assert (said.code, table.code) == (0, 0)
    assert table.out.splitlines()[:2] == ["source   label                state", "kcna-en  KCNA.kp (En)         on"]
    assert "switched off" in table.out


def test_config_check_counts_what_there_is(run: Run) -> None:
    said = run("config", "check")

    assert said.code == 0
    assert all(line.startswith("warning: ") and " since 2025-" in line for line in said.err.splitlines())  # who died in office
    assert said.out == "2 sources, 2 watchlists with 65 people, 1 rules\n"


def test_config_check_warns_of_a_rule_for_an_unknown_source(run: Run, folder: Path) -> None:
    content = yaml.safe_load((folder / "alerts.yml").read_text())
    content["rules"][0]["sources"] = ["kcna-en", "rodong"]
    write(folder / "alerts.yml", content)

    said = run("config", "check")

    assert said.code == 0
    assert "warning" in said.err
    assert "rodong" in said.err


def test_config_check_warns_of_a_pace_that_nobody_keeps_yet(run: Run, folder: Path) -> None:
    file = folder / "alerts.yml"
    content = yaml.safe_load(file.read_text())
    content["rules"].append({**content["rules"][0], "name": "slow", "pace": "weekly"})
    write(file, content)
    line = file.read_text()[: file.read_text().index("pace: weekly")].count("\n") + 1

    said = run("config", "check")

    assert said.code == 0
    assert f"warning: {file}:{line}: rule slow has pace weekly; there are no digests yet, it tells at once\n" in said.err


def test_config_check_names_file_line_and_cure_of_a_mistake(run: Run, folder: Path) -> None:
    file = folder / "sources" / "kcna-en.yml"
    file.write_text(file.read_text().replace("delay_seconds", "delay_second"))
    line = file.read_text()[: file.read_text().index("delay_second")].count("\n") + 1

    said = run("config", "check")

    assert (said.code, said.out) == (2, "")
    assert said.err == f"{file}:{line}: “politeness.delay_second” is not a known key. Did you mean “delay_seconds”?\n"


def test_db_status_tells_what_upgrade_will_run(run: Run, server: str) -> None:
    fresh = new_database(server)

    before = run("db", "status", database=fresh)
    upgrade = run("db", "upgrade", database=fresh)
    after = run("db", "status", database=fresh)

    assert (before.code, before.out.splitlines()[0]) == (1, "to run: 001_store.sql")
    assert upgrade.code == 0
    assert (after.code, after.out.splitlines()[0]) == (0, "The database is up to date.")
    assert "You are wirewatch, a superuser." in after.out


def commands(group: click.Group = cli, before: str = "") -> Iterator[str]:
    """Every command there is, as it is typed."""
    yield before
    for name, command in group.commands.items():
        words = f"{before} {name}".strip()
        yield from commands(command, words) if isinstance(command, click.Group) else [words]


@pytest.mark.parametrize("command", list(commands()))
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_works_everywhere_without_a_database(command: str, flag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x")

    shown = CliRunner().invoke(cli, [*command.split(), flag])

    assert shown.exit_code == 0
    assert shown.output.startswith("Usage: ")
    assert "--help" in shown.output
    assert "..." not in shown.output.partition("Commands:")[2], "a line of the help is cut"


def test_the_installed_command_shows_its_help(installed: Run) -> None:
    said = installed("--help", database="postgresql://nobody@127.0.0.1:1/x")

    assert (said.code, said.err) == (0, "")
    assert all(f"  {command} " in said.out for command in cli.commands)
    assert installed("crwl").code == 2
