"""Where a text lost the space between two words: `ComradeKim Jong Un`, `Kim Jong Unreceived`, `PresidentPutin`.

State media print the leaders' names in elements of their own; whoever takes the text out without care glues them to what stands
around. Names are looked for as if the space were there; the text itself stays as it was printed.
"""

from __future__ import annotations

import re

# Before a capital inside a word: after five letters or more (MacArthur, DeGaulle and YouTube stay whole), or after a word of its own.
_BEFORE_CAPITAL = re.compile(
    r"(?:(?<![A-Za-z])[A-Za-z][a-z]{4,}|(?<![A-Za-z])(?:and|by|for|from|in|of|on|than|that|the|to|when|with))(?=[A-Z])"
)
_LEADERS = re.compile(r"Kim\s+(?:Il\s+Sung|Jong\s+(?:Il|Un|Suk))")
# "Kim Jong Ung" and "Kim Jong Unsan" are other people: only a long word, or one of these, is the next one.
_NEXT_WORD = re.compile(
    r"[a-z]{5}|[A-Z][a-z]|(?:and|as|at|by|for|from|gave|had|has|he|held|in|is|made|met|of|on|paid|said|sent|that|the|to|took|was"
    r"|who|will|with)(?![a-z])"
)
_LEADER_GOES_ON = re.compile(_LEADERS.pattern + "[a-z]")
_CASES = bytes(ord("a") if chr(code).islower() else ord("A") if chr(code).isupper() else ord(" ") for code in range(128)).ljust(
    256
)


def lost_spaces(text: str) -> list[int]:
    """The offsets (code points) before which a space is missing, in order."""
    if not _may_have_lost(text):
        return []
    found = {word.end() for word in _BEFORE_CAPITAL.finditer(text)}
    for name in _LEADERS.finditer(text):
        if text[: name.start()][-1:].isalnum():
            found.add(name.start())
        if _NEXT_WORD.match(text, name.end()):
            found.add(name.end())
    return sorted(found)


def _may_have_lost(text: str) -> bool:
    """Tell cheaply, as every text is asked, whether a capital stands inside a word or a leader's name goes on in small letters."""
    return b"aA" in text.encode("ascii", "replace").translate(_CASES) or _LEADER_GOES_ON.search(text) is not None
