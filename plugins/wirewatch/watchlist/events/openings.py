"""Patterns that need not be tried: how the words begin that a pattern can begin with, against how those of a sentence do.

The rules are hundreds of phrases, and a sentence holds the first word of few of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST = 3  # letters; enough to tell most words
_OPENING = re.compile(rf"\b\w{{1,{LONGEST}}}|,")
_CUT = "~"  # stands for what is not one given letter
_INNERMOST = re.compile(r"\((?P<sort>\?(?:[:=!]|<[=!]|P<\w+>))?(?P<inside>[^()]*)\)(?P<optional>[?*]|\{0,\d+\})?\??")
_NO_LETTER = re.compile(r"\[[^\]]*\]|\\.|\w[?*]")  # any of several, or a letter that may be left out


def beginnings(text: str) -> frozenset[str]:
    """Return the first letters of all words of a sentence, the comma where it has one, and what stands first behind a ^."""
    begun = _OPENING.findall(text)
    first = _OPENING.match(text)
    return frozenset((*begun, f"^{first.group()}") if first else begun)


def openings(pattern: str) -> frozenset[str]:
    """Return the first letters of all words the pattern can begin with: whatever it finds begins with one of these.

    For patterns that begin at a word. Raises ValueError for one whose first letters are not given.
    """
    left = _NO_LETTER.sub(_CUT, pattern.replace(r"\b", ""))
    while "(" in left:
        left = _INNERMOST.sub(_heads, left, count=1)
    found = [_opening(head) for alternative in left.split("|") for head in _each(alternative)]
    if None in found:
        raise ValueError(f"a pattern that does not begin with a word: {pattern}")
    return frozenset(opening for opening in found if opening)


def _each(alternative: str) -> list[str]:
    anchor = "^" if alternative.startswith("^") else ""
    return [anchor + head for head in alternative[len(anchor) :].partition(" ")[0].split("/")]


def _opening(head: str) -> str | None:
    """Return the first letters of a word, None where there is none or it goes on in several ways before there are enough."""
    word, cut, _ = head.removeprefix("^").partition(_CUT)
    found = _OPENING.match(word)
    if found is None or (cut and len(word) < LONGEST):
        return None
    return "^" + found.group() if head.startswith("^") else found.group()


def _heads(group: re.Match[str]) -> str:
    """Return what stands for a group without groups in it: nothing for a condition, its first words at an opening, else a gap."""
    if group["sort"] in ("?=", "?!", "?<=", "?<!"):
        return ""
    alternatives = group["inside"].split("|")
    if group.start() and group.string[group.start() - 1] not in "(|:>/^":
        return " " if all(alternative.startswith(" ") for alternative in alternatives) else _CUT
    goes_on = _CUT if not group["optional"] and group.string[group.end() : group.end() + 1].isalnum() else ""
    heads = "/".join(head + goes_on for alternative in alternatives if (head := alternative.partition(" ")[0]))
    return heads + ("/" if group["optional"] else "")


@dataclass(frozen=True)
class Phrase:
    """A pattern that is tried only where it can be found; `anchored`: at the begin of a sentence and nowhere else."""

    words: re.Pattern[str]
    openings: frozenset[str]
    anchored: bool = False

    def may_stand(self, begun: frozenset[str]) -> bool:
        """Tell whether the pattern may be found at all in a text; `begun`: the text's `beginnings`."""
        return not self.openings.isdisjoint(begun)

    def all(self, text: str, begun: frozenset[str]) -> Iterator[re.Match[str]]:
        """Return all places of a text; `begun`: the text's `beginnings`."""
        if not self.may_stand(begun):
            return iter(())
        return filter(None, (self.words.match(text),)) if self.anchored else self.words.finditer(text)


def phrase(pattern: str, needs: str | None = None) -> Phrase:
    """Return the pattern as a phrase; `needs`: the pattern of words one of which it holds, where it does not begin with words."""
    begun = openings(pattern) if needs is None else frozenset()
    anchored = bool(begun) and all(opening.startswith("^") for opening in begun)
    return Phrase(re.compile(pattern), begun or openings(needs or pattern), anchored)


class Index:
    """Phrases by their openings, so that one look finds all that a text can hold."""

    def __init__(self, phrases: Iterable[frozenset[str]]) -> None:
        self._numbers: dict[str, list[int]] = {}
        for number, begun in enumerate(phrases):
            for opening in begun:
                self._numbers.setdefault(opening, []).append(number)

    def among(self, begun: frozenset[str]) -> list[int]:
        """Return the numbers of those that may be found, in their order; `begun`: the text's `beginnings`."""
        return sorted({number for opening in begun & self._numbers.keys() for number in self._numbers[opening]})
