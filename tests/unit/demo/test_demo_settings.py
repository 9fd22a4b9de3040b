"""The demo's configuration and calendar: made once, then the user's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from demo import settings
from wirewatch.config import load_alerting, load_sources, load_watchlists

PORTS = {"site": 8090, "smtp": 8025, "mailpage": 8091}
MORNING = datetime(2026, 11, 21, 3, tzinfo=UTC)  # noon in Korea


def test_the_calendar_is_fixed_at_the_first_start(tmp_path: Path) -> None:
    first = settings.calendar(tmp_path, MORNING)

    assert first == settings.Calendar(date(2026, 11, 16), date(2026, 11, 20))
    assert settings.calendar(tmp_path, datetime(2027, 3, 1, tzinfo=UTC)) == first


def test_before_nine_in_korea_the_last_scheduled_day_is_the_one_before(tmp_path: Path) -> None:
    before_nine = datetime(2026, 11, 20, 23, 59, tzinfo=UTC)  # 08:59 on the 21st in Korea

    assert settings.calendar(tmp_path, before_nine).last == date(2026, 11, 19)


def test_the_configuration_it_writes_is_valid(tmp_path: Path) -> None:
    folder = settings.write_config(tmp_path, settings.calendar(tmp_path, MORNING), PORTS)

    assert set(load_sources(folder)) == {"kcna-en", "vok-en"}
    assert load_watchlists(folder)
    assert load_alerting(folder).rules


def test_what_a_user_edited_stays_and_only_the_port_moves(tmp_path: Path) -> None:
    days = settings.calendar(tmp_path, MORNING)
    folder = settings.write_config(tmp_path, days, PORTS)
    file = folder / "sources" / "kcna-en.yml"
    file.write_text(file.read_text() + "language: en\n")
    (folder / "alerts.yml").write_text("channels: {}\nrules: []\n")

    settings.write_config(tmp_path, days, {**PORTS, "site": 9999})

    assert "language: en" in file.read_text()
    assert load_sources(folder)["kcna-en"].base_url == "http://127.0.0.1:9999"
    assert load_alerting(folder).rules == ()
