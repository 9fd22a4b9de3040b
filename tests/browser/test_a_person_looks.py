"""What an operator and an analyst see, in a real browser. Skipped where no Chromium is installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from demo.pictures import chromium, window
from tests.browser.conftest import Demo

pytestmark = pytest.mark.skipif(chromium() is None, reason="no Chromium is installed")


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A browser window."""
    with window() as page:
        yield page


@pytest.fixture(scope="module")
def logged_in(page: Page, demo: Demo) -> Page:
    """The window, logged in to Airflow with what the demo printed."""
    found = demo.first.summary
    page.goto(found["ui"])
    page.fill("input[name=username]", found["user"])
    page.fill("input[name=password]", found["password"])
    page.click("button[type=submit]")
    expect(page.get_by_text("Dags").first).to_be_visible(timeout=30_000)
    return page


def test_the_operator_finds_a_dag_for_each_source(logged_in: Page, demo: Demo) -> None:
    logged_in.goto(demo.first.summary["ui"] + "/dags")

    for name in ("Crawl KCNA.kp (En)", "Crawl Voice of Korea (EN)", "Alert"):
        expect(logged_in.get_by_text(name, exact=True).first).to_be_visible(timeout=30_000)


def test_the_operator_reads_the_report_of_a_run(logged_in: Page, demo: Demo) -> None:
    run = demo.client.runs("crawl_kcna_en")[-1]["dag_run_id"]
    logged_in.goto(f"{demo.first.summary['ui']}/dags/crawl_kcna_en/runs/{run}/tasks/report")

    expect(logged_in.get_by_text("listed  new  known  stored  failed  coverage")).to_be_visible(timeout=30_000)


def test_the_operator_sees_the_steps_of_a_run_as_a_graph(logged_in: Page, demo: Demo, tmp_path: Path) -> None:
    logged_in.goto(demo.first.summary["ui"] + "/dags/crawl_kcna_en")

    for step in ("discover", "report"):
        expect(logged_in.get_by_text(step, exact=True).first).to_be_visible(timeout=30_000)


def test_the_analyst_reads_a_mail_with_the_name_marked(page: Page, demo: Demo) -> None:
    address = next(line.split()[2] for line in demo.first.lines if line.startswith("Mails, Slack"))
    page.goto(address)
    page.get_by_role("link", name="Sergey Lavrov").first.click()

    mail = page.frame_locator("iframe")
    expect(mail.locator("mark").first).to_be_visible(timeout=10_000)
    expect(mail.get_by_text("Read on KCNA Watch").first).to_be_visible()
