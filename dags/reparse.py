"""# Reparse

Reads stored pages again without the network, after the parser was mended. Trigger it by hand; empty fields mean everything.

- A text that differs becomes a revision with cause `reparsed`. It never alerts for an article that was matched before, and is never
  called an edit. Dates, source and warnings are brought up to date.
- A page that could not be read and now can (`failed_only` reads these alone) is news: it alerts, marked late, unless a backfill found it.

**Red**: an article that could be read before cannot be read by this parser. Nothing of it was changed; the log names its URL. Mend the
parser and run this again. Pages that were unreadable and still are do not make it red: `wirewatch captures list --failed`.
"""

from __future__ import annotations

from airflow.sdk import dag

from wirewatch.orchestration import captures, schedule


@dag(
    **schedule.called("reparse", "Reparse", "reparse"),
    schedule=None,
    params=captures.PARAMS,
    default_args=schedule.RETRYING,
    doc_md=__doc__,
)
def reparse() -> None:
    """One task: read again, then match."""
    captures.reparse()


reparse()
