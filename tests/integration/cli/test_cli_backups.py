"""`backup` and `restore` as a script calls them: JSON alone on stdout, and exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import new_database
from tests.integration.cli.command import Run
from wirewatch import config
from wirewatch.cli.backups import restored_words
from wirewatch.errors import ConfigError
from wirewatch.pipeline.restore import Restored


def test_a_backup_and_its_restore_say_in_json_how_much_they_hold(run: Run, server: str, tmp_path: Path) -> None:
    made = run("backup", tmp_path / "backup", "--json")
    assert (made.code, made.object["path"], made.object["rows"]) == (0, str(tmp_path / "backup"), 0)

    done = run("restore", tmp_path / "backup", "--json", database=new_database(server))
    assert (done.code, done.object["tables"], done.object["differing"]) == (0, made.object["tables"], [])


def test_a_restore_says_what_will_be_told_again_and_how_to_keep_it_silent() -> None:
    words = "\n".join(restored_words(Restored("2026-11-16T20:00:00+00:00", tables=3, rows=5, files=0), Path("backup")))

    assert "nothing after 2026-11-16 20:00 UTC" in words
    assert "told again" in words
    assert "`wirewatch backfill SOURCE 2026-11-16 DAY`" in words  # the day before the one it was in Korea


def test_a_folder_that_is_no_backup_exits_with_2_and_a_damaged_one_with_1(run: Run, server: str, tmp_path: Path) -> None:
    refused = run("restore", tmp_path, "--json")
    assert refused.code == 2
    assert "wirewatch backup" in refused.object["reason"]

    run("backup", tmp_path / "backup")
    (tmp_path / "backup" / "database.dump").unlink()
    damaged = run("restore", tmp_path / "backup", "--json", database=new_database(server))
    assert damaged.code == 1
    assert "database.dump" in damaged.object["reason"]


def test_fewer_days_than_what_still_works_with_them_are_refused_with_their_line(folder: Path) -> None:
    (folder / "settings.yml").write_text("\nretention: {captures_days: 3}\n")
    with pytest.raises(ConfigError, match=r"settings\.yml:2: .*captures_days.* is 3"):
        config.load_settings(folder)
