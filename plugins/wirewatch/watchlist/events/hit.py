"""What a bare sentence says of one of its names, and how its lists of names are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wirewatch.watchlist.events.verbs import JOINING, LIST

LISTS = re.compile(LIST)
_NAME = re.compile(r"<(\d+)>")
LONGEST_SUBJECT = 600  # code points left of a verb

# A list from its first name on. What is found from there is found from none of the others, and trying each takes the square of the time.
_JOINING = ("", *(f"{word} " for word in JOINING))
WHOLE_LIST = "<" + "".join(rf"(?<!>{comma} {word}<)" for comma in ("", " ,") for word in _JOINING) + LIST.removeprefix("<")


@dataclass(frozen=True)
class Hit:
    """What a name of the sentence takes part in: the place of the verb in the skeleton, and the name opposite."""

    name: int
    kind: str
    place: int
    opposite: int | None = None


def names(text: str) -> tuple[int, ...]:
    """Return the numbers of the names in a part of a bare sentence, in order."""
    return tuple(int(found[1]) for found in _NAME.finditer(text))


def other(name: int, side: Sequence[int]) -> int | None:
    """Return the first name of a side that is not this one."""
    return next((one for one in side if one != name), None)
