"""What happened with a person, in a reader's words: `met Kim Jong Un, 19 October 2023`. Pure."""

from __future__ import annotations

from datetime import date

# strftime's %B follows the locale of the machine
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

# Of each kind of event: the words with the other side's name, and those without it. A message has two ends, and a reception hosts
# and guests; the sentence that is shown with the words tells which.
_WORDS = {
    "met": ("met {}", "was at a meeting or a welcome"),
    "talks": ("held talks with {}", "held talks"),
    "arrived": ("arrived", "arrived"),
    "left": ("left", "left"),
    "visited": ("visited a site", "visited a site"),
    "message": ("message or gift to or from {}", "sent or received a message or gift"),
    "reception": ("was at a reception with {}", "was at a reception"),
    "attended": ("attended an event", "attended an event"),
    "statement": ("made a statement with {}", "made a statement"),
    "quoted": ("was quoted", "was quoted"),
    "passing": ("named in passing", "named in passing"),
}


def happening(event: str | None, counterpart: str | None = None, day: date | None = None) -> str | None:
    """Return what happened, with whom and when, in words; None where nothing is known of it."""
    if event is None:
        return None
    with_name, alone = _WORDS.get(event, (event, event))
    words = with_name.format(counterpart) if counterpart else alone
    return f"{words}, {day_in_words(day)}" if day else words


def day_in_words(day: date) -> str:
    """`20 November 2026`: no order of figures to guess."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
