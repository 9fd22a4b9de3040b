"""The bench itself, on sites of a few days: real requests, real rows, a table."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks import __main__ as bench
from benchmarks.peers import Walker, gallop, naive_walk
from demo.site import DemoSite
from demo.volume import DAY, Volume, ingest_day

LAST_DAY = date(2026, 11, 20)


def test_cases_print_one_table_with_the_measured_beside_the_promised(
    server: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "plugins:.")
    bench.main(["--tiny", "--server", server, "year", "speed"])
    table = capsys.readouterr().out.splitlines()
    assert table[0].startswith("| case | by | measured | least possible | target | found | verdict |")
    backfills = [line for line in table if line.startswith("| backfill of 6 days | more articles")]
    assert len(backfills) == 1
    assert "17/17" in backfills[0]
    assert "2 of 2 mentions" in backfills[0]
    assert any(line.startswith("| from request to stored and matched") for line in table)


def test_a_case_that_does_not_exist_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        bench.main(["yaer"])
    assert ended.value.code == 2
    assert "no case is called yaer; there are normal-day" in capsys.readouterr().err


@pytest.mark.parametrize("walk", [naive_walk, gallop])
@pytest.mark.parametrize("days_ago", [0, 1, 30, 59])
def test_the_peers_find_a_whole_day_while_items_arrive(walk: object, days_ago: int) -> None:
    volume = Volume(LAST_DAY, 60, (5, 9))
    site = DemoSite(LAST_DAY, items=volume).start()
    site.drift(3)
    walker, day = Walker(site.base_url, 10), LAST_DAY - days_ago * DAY
    walk(walker, day)  # type: ignore[operator]
    site.stop()
    assert walker.found >= {item.ts_id for item in volume.of_day(day, 156) if ingest_day(item) == day}
    assert walker.asked == site.counts["listing"]
