"""The pictures of the README, from a demo that runs: `.venv/bin/python -m demo.pictures` writes docs/images/ anew."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from wirewatch.local.airflow_api import Client, wait
from wirewatch.local.airflow_processes import USER, client, ui_address
from wirewatch.local.home import demo_home, ports, secrets

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
PERSON = "Sergey Lavrov"
MAIL_HEIGHT = 700  # at most
REST_SECONDS = 120
# Nothing but the page asked for: no sync, no updates, no look-ups of its own.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def main() -> int:
    """Take both pictures; 1 where no Chromium is installed, or where runs of the demo do not end."""
    if chromium() is None:
        print("No Chromium is installed.", file=sys.stderr)
        return 1
    home = demo_home()
    if not wait(lambda: at_rest(client(home)), REST_SECONDS, pause=2):
        print("The demo is still at work: call this again.", file=sys.stderr)
        return 1
    with window() as page:
        take_mail(page, f"http://127.0.0.1:{ports(home)['mailpage']}/")
        take_airflow(page, ui_address(home), secrets(home).admin_password)
    return 0


def chromium() -> str | None:
    """The browser of this machine, if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def window() -> Iterator[Page]:
    """A browser window of the size of a laptop's."""
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        size = {"width": 1200, "height": 760}
        browser = playwright.chromium.launch_persistent_context(
            profile, executable_path=chromium(), args=QUIET, headless=True, viewport=size
        )
        yield browser.new_page()
        browser.close()


def take_mail(page: Page, address: str) -> None:
    """The beginning of a mail about the person, as a mail program shows it, down to the end of a mention."""
    page.goto(address)
    link = page.get_by_role("link", name=PERSON).first.get_attribute("href") or ""
    page.set_viewport_size({"width": 760, "height": 1200})
    page.goto(f"{address.rstrip('/')}{link}/html")
    page.locator("mark").first.wait_for()
    ends = [box["y"] + box["height"] for why in page.get_by_text("Why:").all() if (box := why.bounding_box())]
    height = max(end for end in ends if end <= MAIL_HEIGHT) + 24
    page.screenshot(path=FOLDER / "mail.png", clip={"x": 0, "y": 0, "width": 760, "height": height})


def take_airflow(page: Page, address: str, password: str) -> None:
    """What the operator sees: all DAGs with their last runs."""
    page.set_viewport_size({"width": 1200, "height": 890})
    page.goto(address)
    page.fill("input[name=username]", USER)
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.get_by_text("Dags").first.wait_for()
    page.goto(f"{address}/dags")
    page.get_by_label("Show table view").click()
    page.get_by_text("Reparse", exact=True).first.wait_for()
    page.wait_for_timeout(3000)  # the runs come after the names
    page.screenshot(path=FOLDER / "airflow.png")


def at_rest(airflow: Client) -> bool:
    """Whether no run is at work, or waits to be."""
    return not any(airflow.get("/dags/~/dagRuns", state=state, limit=1)["total_entries"] for state in ("running", "queued"))


if __name__ == "__main__":
    sys.exit(main())
