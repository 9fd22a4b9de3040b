"""verdicts: an analyst says no or yes to a mention, or takes that back. Attributed, dated, reversible.

What is said counts at once for what is stored and not told yet, and for everything matched from then on. It makes the list another one,
so that `rematch` brings the archive up to it.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Engine

from wirewatch.configured import Watchlist
from wirewatch.errors import PermanentError
from wirewatch.storage import alerts, found, verdicts
from wirewatch.storage.found import Found
from wirewatch.storage.verdicts import Given
from wirewatch.watchlist.verdicts import Judged, Ruling, Verdict, why_no_alias, words_key


class UnknownId(PermanentError):
    """There is no mention, or no verdict, with that id."""


def give(
    engine: Engine, watchlists: Mapping[str, Watchlist], mention_id: int, ruling: Ruling, by: str, note: str | None = None
) -> Given:
    """Keep what `by` says of a mention. A rejected one is retired at once, wherever these words are printed, and its alert if unsent.

    Raises UnknownId, and PermanentError, saying why, where the words cannot be an alias or a verdict on them stands already.
    """
    by = _signed(by)
    with engine.begin() as db:
        alerts.deciding(db)
        mention = found.mention(db, mention_id)
        if mention is None:
            raise UnknownId(f"There is no mention {mention_id}. `wirewatch mentions` shows their ids.")
        if ruling is Ruling.ACCEPTED:
            _refuse_alias(db, watchlists, mention)
        verdict = Verdict(ruling, mention.entity, mention.surface, mention.sentence)
        verdict_id = verdicts.record(db, mention.list, mention_id, verdict, by, note)
        if verdict_id is None:
            raise PermanentError(
                f"A verdict on these words stands already (`wirewatch verdict list --list {mention.list}`): undo it first."
            )
        if ruling is Ruling.REJECTED:
            _retire(db, verdict_id, mention)
        return _get(db, verdict_id)


def undo(engine: Engine, verdict_id: int, by: str) -> Given:
    """Take a verdict back; the row stays. What it retired is a mention again, and told of if nobody was told before.

    Raises UnknownId, and PermanentError for one that was undone before.
    """
    by = _signed(by)
    with engine.begin() as db:
        alerts.deciding(db)
        given = _get(db, verdict_id)
        if given.undone_at is not None:
            raise PermanentError(
                f"{given.undone_by} undid verdict {verdict_id} already, on {given.undone_at:%Y-%m-%d %H:%M} UTC."
            )
        verdicts.undo(db, verdict_id, by)
        return _get(db, verdict_id)


def _get(db: Connection, verdict_id: int) -> Given:
    given = verdicts.get(db, verdict_id)
    if given is None:
        raise UnknownId(f"There is no verdict {verdict_id}. `wirewatch verdict list` shows their ids.")
    return given


def _signed(by: str) -> str:
    if not by.strip():
        raise PermanentError("A verdict needs the name of whoever gives it.")
    return by.strip()


def _refuse_alias(db: Connection, watchlists: Mapping[str, Watchlist], mention: Found) -> None:
    watchlist = watchlists.get(mention.list)
    if watchlist is None:
        raise PermanentError(f"There is no list {mention.list} any more.")
    judged = Judged(watchlist, verdicts.standing(db, mention.list))
    if reason := why_no_alias(judged.watchlist, mention.entity, " ".join(mention.surface.split())):
        raise PermanentError(f"{reason[0].upper()}{reason[1:]}.")


def _retire(db: Connection, verdict_id: int, mention: Found) -> None:
    words = words_key(mention.surface, mention.sentence)
    same = [
        id_
        for id_, surface, sentence in verdicts.printed(db, mention.list, mention.entity)
        if words_key(surface, sentence) == words
    ]
    verdicts.retire(db, verdict_id, same)
    alerts.withdraw(db, same)
