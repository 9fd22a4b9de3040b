"""A long backfill through the real scheduler, killed in the middle: `.venv/bin/python -m tests.endurance.run [--days 60] [--kills 2]`.

Prints what it sees as it goes, and one JSON object at the end; exit code 1 where something was lost, doubled or told. With 60 days it
takes about ten minutes. Meanwhile it starts a daily run and a poll, and measures how soon they get their turn.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import text

from tests.endurance.rig import DAG, NUMBER, Rig, Size

LONG = 1800.0


def main() -> int:
    """Run it and say what happened."""
    options = arguments()
    home = Path(tempfile.mkdtemp(prefix="wirewatch-endurance-"))
    home.chmod(0o755)
    began = time.monotonic()

    def say(words: object) -> None:
        print(f"[{time.monotonic() - began:6.1f} s] {words}", file=sys.stderr, flush=True)

    rig = Rig(home, Size(options.days, options.per_day, options.delay))
    try:
        found = interrupted(rig, options.kills, say) if not options.turns else {}
        found |= turns(rig, say) if options.turns else {}
    finally:
        rig.down()
        shutil.rmtree(home, ignore_errors=True)
    print(json.dumps(found, default=str))
    return 1 if wrong(found) else 0


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--per-day", type=int, default=10)
    parser.add_argument("--delay", type=float, default=0.1, help="seconds between two requests")
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--turns", action="store_true", help="no kills: measure how soon a daily run and a poll get their turn")
    return parser.parse_args()


def interrupted(rig: Rig, kills: int, say: Any) -> dict[str, Any]:
    """Fill the days, the scheduler and its tasks being killed so many times on the way; returns what was counted."""
    began = time.monotonic()
    rig.switch_on("alert", DAG)
    rig.wait(
        "the daily run",
        lambda: any(run["run_type"] == "scheduled" and run["state"] == "success" for run in rig.client.runs(DAG)),
        180,
    )
    before, daily = rig.counts(), rig.one("select count(*) from article")
    say(f"daily run done, {daily} articles; backfill of {rig.size.days} days begins")
    rig.backfill()
    for number in range(1, kills + 1):
        goal = rig.size.days * rig.size.per_day * number // (kills + 1)
        rig.wait(f"{goal} articles", lambda goal=goal: rig.articles() >= goal, LONG)  # type: ignore[misc]
        killed = rig.kill_scheduler()
        say(f"killed {len(killed)} processes at {rig.articles()} articles; {rig.states()}")
    rig.wait("the backfill", rig.backfilled, LONG)
    say(f"backfill done: {rig.states()}")
    return counted(rig, before, kills) | {"seconds": round(time.monotonic() - began)}


def counted(rig: Rig, before: Any, kills: int) -> dict[str, Any]:
    """What the store holds of the days, against what the site has and was asked for."""
    after, days = rig.counts(), rig.span
    with rig.engine.begin() as db:
        stored = db.execute(text(STORED), days).mappings().one()
    return {
        "days": rig.size.days,
        "kills": kills,
        "on_the_site": len(rig.volume.between(days["first"], days["last"], NUMBER)),
        **stored,
        "article_requests": after["article"] - before["article"],
        "listing_requests": after["listing"] - before["listing"],
    }


STORED = """
    with those as (select * from article where published_on between :first and :last)
    select (select count(*) from those) as articles,
           (select count(*) from revision where article_id in (select id from those)) as revisions,
           (select count(*) from those where not historical) as not_historical,
           (select count(*) from mention m join revision r on r.id = m.revision_id
            where r.article_id in (select id from those)) as mentions,
           (select count(*) from alert l join mention m on m.id = l.mention_id join revision r on r.id = m.revision_id
            where r.article_id in (select id from those)) as alerts,
           (select count(*) from coverage where state = 'complete' and day between :first and :last) as days_complete
"""


def wrong(found: dict[str, Any]) -> list[str]:
    """What should not be so: something lost, doubled, or told."""
    if "articles" not in found:
        return []
    same = {found["on_the_site"], found["articles"], found["revisions"]}
    complaints = {
        "lost or doubled": len(same) != 1,
        "more than the pages in flight fetched twice": found["article_requests"] > found["articles"] + found["kills"],
        "days not complete": found["days_complete"] != found["days"],
        "told or taken for news": bool(found["alerts"] or found["not_historical"]),
        "nobody mentioned": not found["mentions"],
    }
    return [words for words, so in complaints.items() if so]


def turns(rig: Rig, say: Any) -> dict[str, Any]:
    """While a backfill runs: seconds until a daily run is done with its listing and has its first article, and a poll has told."""
    rig.switch_on("alert", DAG, "poll_listings")
    rig.wait("the first daily run", lambda: any(run["state"] == "success" for run in rig.client.runs(DAG)), 180)
    rig.backfill()
    rig.wait("a part of the backfill", lambda: rig.articles() >= 15, LONG)
    late = rig.last_day - timedelta(days=1)
    for n in range(12):
        _add(rig, late, f"Late report {n}", ["Workers of the capital planted trees.", "They were praised."])
    backfilled, began = rig.articles(), datetime.now(UTC)
    run = rig.client.trigger(DAG, {"first_day": str(late), "last_day": str(late)})
    rig.wait("the daily run", lambda: rig.client.run(DAG, run)["state"] in ("success", "failed"), 600)
    tasks = rig.client.get(f"/dags/{DAG}/dagRuns/{run}/taskInstances", limit=100)["task_instances"]
    waits = {
        f"{task['task_id']} {task['map_index']}": [_since(began, task["start_date"]), _since(began, task["end_date"])]
        for task in tasks
    }
    say(f"daily run: {waits}, meanwhile {rig.articles() - backfilled} articles of the backfill")
    return {"batch_seconds": 10 * rig.size.delay, "daily": waits, "poll": polled(rig, say), "backfill": rig.states()}


def polled(rig: Rig, say: Any) -> dict[str, float]:
    """Seconds from the start of a poll until the article, its alert and the last message are there."""
    today = rig.last_day + timedelta(days=1)
    _add(rig, today, "Talks in Pyongyang", ["Foreign Minister Sergei Lavrov arrived in Pyongyang.", "He was met at the airport."])
    before, began = rig.one("select count(*) from delivery where state = 'sent'"), time.monotonic()
    rig.client.trigger("poll_listings")
    found = {}
    rig.wait("the article", lambda: rig.one("select count(*) from revision where title = 'Talks in Pyongyang'") > 0, 300)
    found["article"] = round(time.monotonic() - began, 1)
    rig.wait("the messages", lambda: rig.one("select count(*) from delivery where state = 'sent'") >= before + 3, 300)
    found["messages"] = round(time.monotonic() - began, 1)
    say(f"poll: {found}")
    return found


def _add(rig: Rig, day: object, title: str, paragraphs: list[str]) -> None:
    body = {"day": str(day), "source": NUMBER, "title": title, "paragraphs": paragraphs}
    requests.post(f"http://127.0.0.1:{rig.ports['site']}/__demo/add", json=body, timeout=10).raise_for_status()


def _since(began: datetime, stamp: str | None) -> float | None:
    return round((datetime.fromisoformat(stamp) - began).total_seconds(), 1) if stamp else None


if __name__ == "__main__":
    sys.exit(main())
