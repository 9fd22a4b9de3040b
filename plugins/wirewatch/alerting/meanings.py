"""What operators may be told of: what each is called, what Wirewatch does about it by itself, and what a person should do. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from wirewatch.errors import State
from wirewatch.models import FaultKind

CLOSED = "Wirewatch stopped at once and asks the site for nothing{until}. The first run after that asks again, and reads what was missed."
ASK_NOW = (
    "When the cause is seen to, `wirewatch sources reopen {key}` opens the site again: the next run asks it, or the one you trigger "
    "in Airflow."
)
READ_AGAIN = (
    "There is nothing to do: the next runs read what was missed, at most thirty days back. "
    "`wirewatch coverage {key} --from DAY --to DAY` says what is still open."
)
NOTHING_TO_DO = "There is nothing to do."


@dataclass(frozen=True)
class Meaning:
    """A trouble as a subject says it, `{names}` being what it is about; what happens by itself; what to do; how its end is said."""

    words: str
    by_itself: str
    to_do: str
    was: str
    over: str
    after: str = NOTHING_TO_DO


def _source(words: str, was: str, by_itself: str, to_do: str) -> Meaning:
    return Meaning("{names} " + words, by_itself, to_do, "{names} " + was, "{names} can be read again", READ_AGAIN)


STATES = {
    State.BLOCKED: _source(
        "is blocked",
        "was blocked",
        CLOSED,
        "What to do: open that address in a browser, from this network. If it opens, ask more slowly (politeness in the source's "
        f"file) and let user_agent name an address the site can write to. If it does not, ask the site. {ASK_NOW}",
    ),
    State.ACCESS_WALL: _source(
        "is behind a sign-up wall",
        "was behind a sign-up wall",
        f"{CLOSED} Nothing is read around the wall.",
        "What to do: open that address in a browser. If it wants you to sign up, read the site's terms; the session of an account "
        "of your own can be put into the Airflow connection wirewatch_site, and if one is there, it has ended. " + ASK_NOW,
    ),
    State.LAYOUT_CHANGED: _source(
        "answers, but cannot be read",
        "answered, but could not be read",
        "Wirewatch keeps the article pages it got, leaves the days open, and every run tries them again.",
        "What to do: open that address in a browser. If it looks as ever, its markup changed: the reader needs a mend, and then "
        "reads the kept pages too. If it is something else, look at base_url and listing in the source's file; "
        "`wirewatch sources probe {key}` says which part does not behave.",
    ),
    State.ROBOTS_DISALLOWED: _source(
        "is closed to us by robots.txt",
        "was closed to us by robots.txt",
        CLOSED,
        f"What to do: ask the site, or switch the source off (enabled: false in its file). {ASK_NOW}",
    ),
    State.DOWN: _source(
        "does not answer",
        "did not answer",
        "Wirewatch tries again: several times in a run, and in every run. The days stay open until their articles are read.",
        "What to do: nothing today. If it lasts a day, see whether that address opens in a browser from this network, "
        "and whether HTTPS_PROXY and the certificates are right.",
    ),
}

FAULTS = {
    FaultKind.TASK_FAILED: Meaning(
        "{names} fails",
        "Its retries are used up. The next scheduled run begins anew; what was stored stays.",
        "What to do: read the log at that address. When the cause is seen to, clear the task in Airflow: that is safe at any time.",
        "{names} failed",
        "{names} succeeds again",
    ),
    FaultKind.DAG_BROKEN: Meaning(
        "the DAG file {names} cannot be loaded",
        "Airflow starts no new run of its DAGs until it can.",
        "What to do: mend what the last line names, a configuration file or the code; `wirewatch config check` finds mistakes in "
        "configuration. Airflow loads the file again by itself.",
        "the DAG file {names} could not be loaded",
        "the DAG file {names} is loaded again",
    ),
    FaultKind.RUNS_OVERDUE: Meaning(
        "no run for 26 hours: {names}",
        "Nothing: a run that is not started reads nothing. Once it runs again it makes up for the days missed, at most thirty.",
        "What to do: see in Airflow whether the DAG is paused, has an import error or waits for a pool that has no free slot. A source "
        "that is not wanted any more is switched off in its file (enabled: false), not by pausing its DAG.",
        "there was no run: {names}",
        "it runs again: {names}",
    ),
    FaultKind.UNDELIVERED: Meaning(
        "messages do not leave: {names}",
        "Those that wait are tried again once an hour at least. Those refused for good are not; later ones are still sent.",
        "What to do: correct the recipient or the channel in alerts.yml, or its Airflow connection, and see what arrives with "
        "`wirewatch alerts test`. What somebody missed: `wirewatch mentions --from DAY`.",
        "messages did not leave: {names}",
        "messages are taken again: {names}",
    ),
    FaultKind.UNREADABLE_PAGES: Meaning(
        "article pages cannot be read: {names}",
        "The pages are kept, what the listing said of them was matched, and the next runs ask for them again.",
        "What to do: `wirewatch captures list --failed` shows them. Open one in a browser; if it is an article like others, the reader "
        "needs a mend, and then `wirewatch reparse` reads the kept pages.",
        "article pages could not be read: {names}",
        "no article page is left unread: {names}",
    ),
    FaultKind.OLDER_PAGES: Meaning(
        "older pages of {names} are gone at once",
        "Nothing counts as removed before repeated checks prove it. New articles are read as ever.",
        "What to do: open one of the articles in a browser. Closed or moved pages need a look at the source's terms and at base_url; "
        "the next nightly recheck asks again.",
        "older pages of {names} were gone at once",
        "no more pages of {names} are gone at once",
        "There is nothing to do: what is gone is asked for again, and counts as removed after three checks that prove it.",
    ),
    FaultKind.HEARTBEAT: Meaning(
        "the monitor does not take the heartbeat",
        "Wirewatch tries again every quarter of an hour.",
        "What to do: see whether heartbeat_url in settings.yml is still what the monitor gave you, and whether this machine reaches it.",
        "the monitor did not take the heartbeat",
        "the monitor takes the heartbeat again",
    ),
}

MEANING: dict[str, Meaning] = {
    **{key.value: one for key, one in STATES.items()},
    **{key.value: one for key, one in FAULTS.items()},
}

# What cannot wait for the morning; of the first it must have lasted a while (`page_after_hours`).
PAGES_AFTER_A_WHILE = (
    State.BLOCKED.value,
    State.ACCESS_WALL.value,
    State.ROBOTS_DISALLOWED.value,
    State.LAYOUT_CHANGED.value,
    FaultKind.OLDER_PAGES.value,
)
PAGES_AT_ONCE = (FaultKind.UNDELIVERED.value, FaultKind.RUNS_OVERDUE.value)
