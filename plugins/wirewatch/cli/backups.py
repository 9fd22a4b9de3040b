"""`backup` and `restore`: the store, its archive and the configuration in a folder, and back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from wirewatch import archive, config
from wirewatch.cli.output import as_json, emit, say
from wirewatch.cli.store import owner_url, url
from wirewatch.local import postgres
from wirewatch.models import KST
from wirewatch.pipeline.backup import backup as write_backup
from wirewatch.pipeline.restore import Restored
from wirewatch.pipeline.restore import restore as restore_backup
from wirewatch.storage import database


def programs() -> Iterator[Path]:
    """Folders in which pg_dump may lie, in the order in which they are tried: PG_BIN, the wheel's, those on PATH, Debian's."""
    if given := os.environ.get("PG_BIN"):
        yield Path(given)
    if wheel := postgres.wheel():
        yield wheel / "bin"
    yield from (Path(folder) for folder in os.get_exec_path())
    yield from Path("/usr/lib/postgresql").glob("*/bin")


@click.command(short_help="Write the store, its archive and the configuration to a folder.")
@click.argument("path", metavar="[PATH]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--archive/--no-archive", "with_archive", default=True, help="Copy the WARC files of an archive on this machine, too."
)
@as_json
def backup(path: Path | None, with_archive: bool, json_only: bool) -> None:
    """Write the store, its archive and the configuration, as they are at this moment, to a new folder PATH.

    Without PATH: below backups/ in the state folder. What uses the database goes on meanwhile. An archive in a bucket is not copied.
    """
    target = (path or config.home() / "backups" / f"wirewatch-{datetime.now(UTC):%Y%m%dT%H%M%SZ}").absolute()
    made = write_backup(
        database.connect(url()), archive.configured(), config.folder(), programs(), target, with_archive=with_archive, say=say
    )
    counts = {
        "tables": len(made.tables),
        "rows": made.rows,
        "files": len(made.files),
        "bytes": sum(f.bytes for f in made.files.values()),
    }
    if json_only:
        emit({"path": str(target), **counts, "with_archive": made.with_archive})
        return
    click.echo(
        f"{target}: {made.rows} rows of {len(made.tables)} tables, {len(made.files)} files, {counts['bytes'] / 1e6:.1f} MB"
    )
    if not made.with_archive:
        click.echo(f"Without the {len(made.archived)} files of the archive {made.archive}: keep a copy of them, too.")


@click.command(short_help="Put a backup back.")
@click.argument("path", metavar="PATH", type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace a store that holds rows.")
@as_json
def restore(path: Path, overwrite: bool, json_only: bool) -> None:
    """Put the backup in the folder PATH back: checks its files, reads it into the database, compares the numbers of rows.

    The configuration is compared and left alone. Stop everything else that uses the database first.
    """
    engine = database.connect(owner_url())
    done = restore_backup(
        engine, archive.configured(), config.folder(), programs(), path.absolute(), overwrite=overwrite, say=say
    )
    if json_only:
        emit(asdict(done))
    else:
        click.echo("\n".join(restored_words(done, path)))


def restored_words(done: Restored, path: Path) -> list[str]:
    """What a restore did, for people, and what is left for them to do."""
    lines = [
        f"{done.rows} rows of {done.tables} tables are back, as many as were backed up; {done.files} files of the archive copied."
    ]
    lines += [f"Migrations that ran then: {', '.join(done.migrated)}"] if done.migrated else []
    lines += [f"The archive lacks what the backup does not hold: {problem}" for problem in done.missing]
    if done.differing:
        lines.append(
            f"The configuration is not the backup's: {', '.join(done.differing)}. Yours is as it was; the backup's: {path}/config"
        )
    return [*lines, *_told_again(datetime.fromisoformat(done.made_at))]


def _told_again(made_at: datetime) -> list[str]:
    """What the restored store cannot know, and how to keep it silent. The day before may not have been crawled yet when it was made."""
    first = made_at.astimezone(KST).date() - timedelta(days=1)
    return [
        f"It knows nothing after {made_at:%Y-%m-%d %H:%M} UTC: what was found since is found anew, and told again with new alert ids.",
        f"To tell none of it again, before Airflow starts, for each source: `wirewatch backfill SOURCE {first} DAY`, DAY being the last "
        "that was told. A backfill alerts nobody, not of what nobody has heard either: read its summary.",
    ]
