"""What a capture turned out to be, written on its row: an article, or why it is none.

A page that fails the contract is unreadable: it is kept with its reason, shown by `wirewatch captures list --failed`, and read again
by `wirewatch reparse`. What came in a page's place (a sign-up wall, a challenge) is evidence, and is not read again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from wirewatch.errors import AccessDenied, RetryableError, WirewatchError
from wirewatch.sites.kcna_watch import article
from wirewatch.storage import captures
from wirewatch.storage.captures import Kind

log = logging.getLogger(__name__)

GONE = (404, 410)


class Unforeseen(WirewatchError):
    """A fault of ours while one article was read; the log has the rest."""


@contextmanager
def boundary(what: str) -> Iterator[None]:
    """The one place where everything is caught: what goes wrong with one article, and has no name, is raised as Unforeseen."""
    try:
        yield
    except WirewatchError:
        raise
    except Exception as error:
        log.exception("%s failed unexpectedly", what)
        raise Unforeseen(f"unexpected {type(error).__name__} while reading the page") from error


@contextmanager
def judging(engine: Engine, capture_id: int) -> Iterator[None]:
    """Write on the capture whatever is raised while it is read, and raise it again."""
    try:
        with boundary(f"capture {capture_id}"):
            yield
    except WirewatchError as error:
        _judge(engine, capture_id, kind(error), error.reason)
        raise


def kind(error: WirewatchError) -> Kind:
    """What an answer is that gave this error instead of an article."""
    if isinstance(error, AccessDenied | RetryableError):
        return "refused"
    return "gone" if error.evidence.get("status") in GONE else "unreadable"


def _judge(engine: Engine, capture_id: int, what: Kind, reason: str) -> None:
    with engine.begin() as db:
        captures.judge(db, capture_id, what, reason, article.PARSER_VERSION)
