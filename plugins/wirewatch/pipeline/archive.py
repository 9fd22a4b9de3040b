"""archive: the captures of finished days leave their rows for WARC files, once the file was read back.

A day is finished when it has ended in UTC, the time in which captures are dated. Killed anywhere, the next run finds either the bytes
in the rows, and writes them again over what the dead run left, or the rows switched: nothing is lost, nothing stands twice.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Engine

from wirewatch.archive import Archive
from wirewatch.errors import PermanentError, RetryableError, WirewatchError
from wirewatch.models import ArchiveFile, Place, Response
from wirewatch.storage import archives, captures
from wirewatch.storage.archives import Pile

log = logging.getLogger(__name__)


@dataclass
class Archived:
    """How many captures went into how many files, and what stands in the way of the others."""

    captures: int = 0
    files: int = 0
    problems: list[str] = field(default_factory=list)


def archive(engine: Engine, store: Archive, per: Literal["month", "day"], now: datetime) -> Archived:
    """Archive what was captured before today (UTC). Raises RetryableError while another run does the same.

    A file that cannot be written or is not what it was stops no other. Older files are looked for, too.
    """
    done = Archived()
    with archives.alone(engine) as mine:
        if not mine:
            raise RetryableError("another run is writing the archive")
        with engine.begin() as db:
            piles = archives.waiting(db, now.astimezone(UTC).date(), per)
        for pile in piles:
            try:
                _pack(engine, store, pile, done)
            except WirewatchError as error:
                log.warning("archive file %s: %s", pile.file.name, error.reason)
                done.problems.append(error.reason)
        done.problems += [problem for problem in _look_after(engine, store) if problem not in done.problems]
    return done


def _look_after(engine: Engine, store: Archive) -> list[str]:
    """What is wrong with the files that are there already: one that is lost must be missed while there is a backup of it."""
    with engine.begin() as db:
        files = archives.files(db)
    try:
        return store.shortened(files) if files else []
    except WirewatchError as error:
        return [error.reason]


def _pack(engine: Engine, store: Archive, pile: Pile, done: Archived) -> None:
    _refuse_unknown(engine, store, pile.file)
    digests: dict[int, bytes] = {}
    file, places = store.extend(pile.file, _readable(engine, pile, digests, done))
    if not places:
        return
    _read_back(store, places, digests)
    with engine.begin() as db:
        archives.switch(db, file, places)
    done.captures += len(places)
    done.files += 1


def _readable(engine: Engine, pile: Pile, digests: dict[int, bytes], done: Archived) -> Iterator[tuple[int, Response]]:
    """The captures of the pile one after another, each one's SHA-256 noted. A row that is damaged keeps its bytes and is named."""
    for capture_id in pile.capture_ids:
        try:
            with engine.begin() as db:
                response = captures.response(db, capture_id, _not_archived)
        except PermanentError as error:
            done.problems.append(error.reason)
            continue
        digests[capture_id] = hashlib.sha256(response.body).digest()
        yield capture_id, response


def _not_archived(place: Place) -> bytes:
    raise PermanentError(f"{place.file}: a capture on its way to the archive is there already")


def _read_back(store: Archive, places: dict[int, Place], digests: dict[int, bytes]) -> None:
    """Raise PermanentError unless every record can be read where it was put and holds the bytes that were received."""
    for capture_id, place in places.items():
        if hashlib.sha256(store.read(place)).digest() != digests[capture_id]:
            raise PermanentError(
                f"{place.file}: capture {capture_id} reads otherwise than it was written. Its row keeps the bytes."
            )


def _refuse_unknown(engine: Engine, store: Archive, file: ArchiveFile) -> None:
    """Raise PermanentError where the file holds pages that are in no row: a database older than the archive must not cut it short."""
    pages = store.left_over(file)
    with engine.begin() as db:
        lost = pages - archives.known(db, pages) if pages else set()
    if lost:
        raise PermanentError(
            f"{file.name} in the archive holds {len(lost)} pages that the database does not know (was it put back from a backup?). "
            "Move the file away and give it to `wirewatch ingest`; the next run writes it anew."
        )
