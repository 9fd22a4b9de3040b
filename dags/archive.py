"""# Archive

Reads the pages that could not be read again where the parser is newer than the last one that tried, and packs the captures of finished days (UTC) into
WARC files: `archive` in `config/settings.yml` says where (a folder, or a bucket) and whether one file holds a month or a day of a source.

**When.** Daily at 14:00 KST, after the crawls. A day off is made up by the next run.

**Safe.** A capture's bytes leave the database only after the written file was read back and every record's hash agreed. Killed
anywhere, the next run goes on. Clearing a task is safe. Another tool may read the files at any time; do not edit or append to them.

| red | do |
| --- | --- |
| `reread` | The database cannot be reached. A page that still cannot be read is not red: `wirewatch captures list --failed` shows it. |
| `archive`: a file is shorter, missing or not what it was | Put that file back from a backup; the others were written. |
| `archive`: the file holds pages the database does not know | The database is older than the archive. Move the file away, and give it to `wirewatch ingest`. |
| `archive`: another run is writing the archive | Wait; it is tried again. |

To move the archive: stop this DAG, copy the folder, change `archive.path`, start it again.
"""

from __future__ import annotations

from airflow.sdk import CronTriggerTimetable, dag

from wirewatch.orchestration import captures, schedule


@dag(
    **schedule.called("archive", "Archive", "archive"),
    schedule=CronTriggerTimetable("0 14 * * *", timezone="Asia/Seoul"),
    default_args=schedule.RETRYING,
    doc_md=__doc__,
)
def archive() -> None:
    """Two tasks that do not wait for each other: either one's failure makes the run red."""
    captures.reread()
    captures.archive()


archive()
