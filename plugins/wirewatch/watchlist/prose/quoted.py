"""Names in quotation marks that belong to a role: "director of the State Corporation "Svetlana" of Russia", 《붉은새벽》당 서기.

Only what a role is printed as goes on over them. A choir called "Ukraine" does not tell whose its singer is.
"""

from __future__ import annotations

import re

from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.titles import TITLE_WORDS
from wirewatch.watchlist.prose.vocabulary import CONNECTORS

_QUOTED = re.compile(r'((?: of| for)?(?: the)? ")[^"\n.;:!?]{2,50}?[,.]?"')
_CLOSING = re.compile(r'[,.]?"')
_LEADS_AWAY = frozenset({"and", "to", "for", "in"})
_MARKS = ("《", "》")
_MOST_QUOTED = 30  # code points


def with_quoted_names(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """Return the span of a role (normalised offsets) with the quoted names that it opens with, closes with or is cut in."""
    text = passage.normal.text
    start = _quotation_before(text, start)
    if text.count('"', start, end) % 2:
        closing = _CLOSING.match(text, end)
        return start, _beyond(passage, closing.end()) if closing else end
    quoted = _QUOTED.match(text, end)
    if quoted and passage.capital(quoted.end(1)):
        return start, _beyond(passage, quoted.end())
    return start, end


def _beyond(passage: Passage, end: int) -> int:
    """Return where the title ends that goes on behind the quotation: '"Dawn" | Theatre of Russia'."""
    index, after = passage.word_at(end), end
    goes_on = TITLE_WORDS - _LEADS_AWAY
    while index < len(passage.words) and passage.normal.text[after : passage.words.starts[index]] == " ":
        if passage.words.texts[index] not in goes_on:
            break
        after = passage.words.ends[index]
        end = end if passage.words.texts[index] in CONNECTORS else after
        index += 1
    return end


def _quotation_before(text: str, start: int) -> int:
    """Return where 《 stands, if the role goes on right behind 》."""
    opening, closing = _MARKS
    if not text.startswith(closing, start - 1):
        return start
    opened = text.rfind(opening, max(0, start - _MOST_QUOTED), start)
    return opened if opened >= 0 and "." not in text[opened:start] else start
