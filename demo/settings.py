"""The demo's own configuration and calendar, written into its state folder at the first start and kept: both may be edited."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from demo.edition import KCNA, KST, PUBLICATIONS, Publication
from wirewatch.configured import Listing, Politeness, Source
from wirewatch.local.home import secrets

PROJECT = Path(__file__).resolve().parents[1]
WATCH_DAYS = 5
ARCHIVE_DAYS = 7
RUN_HOUR = 9  # the crawl DAGs run at 09:00 in Korea

CHANNELS = {
    "desk-mail": {"kind": "email", "conn_id": "wirewatch_smtp", "to": ["desk@demo.example", "analyst@demo.example"]},
    "desk-slack": {"kind": "slack", "conn_id": "wirewatch_slack"},
}
RULES = [{"name": "russian-officials", "watchlists": ["russian-officials"], "channels": ["desk-mail", "desk-slack"]}]


@dataclass(frozen=True)
class Calendar:
    """The Korean days of the demo, fixed at its first start; `last` is the day the first scheduled run is for."""

    first: date
    last: date


def calendar(home: Path, now: datetime) -> Calendar:
    """The demo's calendar: as fixed before, else the days that a run scheduled now would be for."""
    file = home / "calendar.json"
    if not file.exists():
        korean = now.astimezone(KST)
        last = korean.date() - timedelta(days=1 if korean.hour >= RUN_HOUR else 2)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"last_day": last.isoformat()}) + "\n")
    last = date.fromisoformat(json.loads(file.read_text())["last_day"])
    return Calendar(last - timedelta(days=WATCH_DAYS - 1), last)


def write_config(home: Path, days: Calendar, ports: Mapping[str, int], host: str = "127.0.0.1") -> Path:
    """The demo's configuration folder: two sources on the demo site, which is at `host`, the project's watchlist, one rule.

    Files that are there are left as they are, but for the port of the demo site, which may have changed.
    """
    folder = home / "config"
    for name in ("sources", "watchlists"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for publication in PUBLICATIONS.values():
        source = source_settings(publication, days, f"http://{host}:{ports['site']}")
        _write_once(folder / "sources" / f"{source['key']}.yml", dump(source))
    for watchlist in (PROJECT / "config" / "watchlists").glob("*.yml"):
        _write_once(folder / "watchlists" / watchlist.name, watchlist.read_text(encoding="utf-8"))
    _write_once(
        folder / "alerts.yml", dump({"channels": CHANNELS, "rules": RULES, "operators": ["desk-slack"], "page_after_hours": 0})
    )
    _move_to_port(folder / "sources", ports["site"])
    return folder


def _move_to_port(sources: Path, port: int) -> None:
    for file in sources.glob("*.yml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"(?m)^(base_url: http://127\.0\.0\.1:)\d+$", rf"\g<1>{port}", text), encoding="utf-8")


def source_settings(publication: Publication, days: Calendar, base_url: str) -> dict[str, Any]:
    """The source file of one of the publications of the demo site at `base_url`."""
    return {
        "key": f"{publication.key}-en",
        "label": publication.label,
        "site": "kcna_watch",
        "base_url": base_url,
        "listing": {"method": "more_articles", "id": publication.id, "page_size": 10},
        "start_date": days.first - timedelta(days=ARCHIVE_DAYS),
        "watch_since": days.first,
        # The demo site is ours; a real one is asked once in several seconds.
        "politeness": {"delay_seconds": 0, "max_requests_per_day": 5000, "user_agent": "Wirewatch demo"},
        "enabled": True,
    }


def kcna_at(base_url: str, **changes: Any) -> Source:
    """KCNA on the demo site at `base_url`, as tests read it: by paging and without a delay, but for `changes`."""
    listing, politeness = Listing(method="more_articles", id=KCNA.id), Politeness(delay_seconds=0)
    source = Source(key="kcna-en", label=KCNA.label, base_url=base_url, listing=listing, politeness=politeness, enabled=True)
    return replace(source, **{"start_date": date(2026, 11, 1), **changes})


def connections(home: Path, ports: Mapping[str, int]) -> dict[str, dict[str, object]]:
    """Airflow's connections to the loopback receivers."""
    mail = {"disable_ssl": True, "disable_tls": True, "from_email": "Wirewatch <wirewatch@demo.example>"}
    return {
        "wirewatch_smtp": {"conn_type": "smtp", "host": "127.0.0.1", "port": ports["smtp"], "extra": mail},
        "wirewatch_slack": {
            "conn_type": "slackwebhook",
            "host": f"http://127.0.0.1:{ports['mailpage']}/services",
            "password": f"T0/B0/{secrets(home).webhook_token}",
        },
    }


def dump(content: object) -> str:
    """The content as YAML, in the order given."""
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True)


def _write_once(file: Path, text: str) -> None:
    if not file.exists():
        file.write_text(text, encoding="utf-8")
