"""How a printed word may have come from a listed one: named slips of the pen, each with a cost.

State media take foreign names from their Korean form, which knows no v, f, z or clusters of consonants: "Nobak" for Novak,
"Ludenko" for Rudenko, "Zemidov" for Demidov, "Murashuko" for Murashko. Those slips follow rules. Besides them any hand drops,
swaps or mistakes a letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from wirewatch.text.fold import SOFT, fold

VOWELS = frozenset("aeiou")
DEAREST = 2.5  # what costs more than this is another name

# One sign for each consonant that romanisation writes in two letters; q is the English j ("Jemidov").
_SIGNS = (("sch", "W"), ("zh", "Z"), ("sh", "H"), ("ch", "C"), ("ts", "T"))
_LETTERS = {"W": "shch", "Z": "zh", "H": "sh", "C": "ch", "T": "ts", "q": "j", "h": "kh"}
_CLASSES = str.maketrans("bpvfmnlrtdszqTZHCWkgh", "PPPPMNLLSSSSSSSSSSKKK", "aeiou'")
_RUN = re.compile(r"(.)\1+")
_SIBILANTS = frozenset("zZqTCHW")
_BEFORE_SOFT = frozenset("ei" + SOFT)


class Slip(NamedTuple):
    """One difference: its cost, whether a rule of the Korean round trip explains it, whether no rule does at all; in words."""

    cost: float
    words: str
    ruled: bool = True
    unruly: bool = False


@dataclass(frozen=True)
class Misprint:
    """The slips between a listed word and a printed one."""

    slips: tuple[Slip, ...]

    @property
    def cost(self) -> float:
        """The sum of the costs; 0 for equal words, about 0.5 for each slip by rule, 1 and more for others."""
        return sum(slip.cost for slip in self.slips)

    @property
    def ruled(self) -> bool:
        """Whether rules of the Korean round trip explain every slip."""
        return all(slip.ruled for slip in self.slips)

    @property
    def unruly(self) -> bool:
        """Whether a consonant was printed for one that neither rule nor hand takes for it ("Koslov" for Kozlov)."""
        return any(slip.unruly for slip in self.slips)

    @property
    def plain(self) -> int:
        """How many slips no rule explains."""
        return sum(not slip.ruled for slip in self.slips)

    @property
    def words(self) -> str:
        """The slips in words: "b printed for v, one vowel dropped"."""
        return ", ".join(slip.words for slip in self.slips)


SAME = Misprint(())


def readings(word: str) -> tuple[str, ...]:
    """Return the printed word encoded; twice where its j may be a Russian й or an English j ("Jemidov")."""
    return tuple(dict.fromkeys(encoded(word, english) for english in (False, True))) if "j" in word else (encoded(word),)


def encoded(word: str, english_j: bool = False) -> str:
    """Return the sounds of a word, one sign each; `english_j` keeps j as the consonant instead of a Russian й."""
    key = fold(word.replace("j", "q") if english_j else word)
    for letters, sign in _SIGNS:
        key = key.replace(letters, sign)
    return key


def skeleton(code: str) -> str:
    """Return the coarse classes of the consonants of an encoded word: labials, liquids, coronals, velars, m, n."""
    return _RUN.sub(r"\1", code.translate(_CLASSES))


def misprint(listed: str, printed: str) -> Misprint | None:
    """Return the cheapest slips that turn the encoded listed word into the printed one, or None where they cost too much."""
    if listed == printed or abs(len(listed) - len(printed)) > 3 or _other_gender(listed, printed):
        return None
    first = _common(listed, printed)
    last = _common(listed[:first:-1], printed[:first:-1])
    return _cheapest(listed, printed, max(first - 1, 0), last)


def _cheapest(listed: str, printed: str, first: int, last: int) -> Misprint | None:
    """Fill the table of costs for the part in which the two words differ."""
    rows, columns = len(listed) - last, len(printed) - last
    best: dict[tuple[int, int], tuple[float, tuple[Slip, ...]]] = {(first, first): (0.0, ())}
    for row in range(first, rows + 1):
        for column in range(max(first, row - 3), min(columns, row + 3) + 1):
            here = best.get((row, column))
            if here is None or here[0] > DEAREST:
                continue
            for down, right, slip in _steps(listed, row, printed, column):
                to = (row + down, column + right)
                cost = here[0] + (slip.cost if slip else 0.0)
                if to[0] <= rows and to[1] <= columns and (to not in best or cost < best[to][0]):
                    best[to] = (cost, (*here[1], slip) if slip else here[1])
    cost, slips = best.get((rows, columns), (DEAREST + 1, ()))
    return Misprint(slips) if slips and cost <= DEAREST else None


def _steps(listed: str, row: int, printed: str, column: int) -> Iterator[tuple[int, int, Slip | None]]:
    """Yield what may stand at the two places: letters read on the list, letters read in print, the slip between them."""
    here, there = listed[row : row + 1], printed[column : column + 1]
    if here == SOFT or there == SOFT:
        yield int(here == SOFT), int(there == SOFT), _softness(here, there, printed[column - 1 : column])
        return
    if here and here == there:
        yield 1, 1, None
    elif here and there:
        yield 1, 1, _instead(listed, row, printed, column)
    if here and row:
        yield 1, 0, _dropped(listed, row)
    if there and (column or there in VOWELS):
        yield 0, 1, _added(printed, column, listed[row - 1 : row])
    if listed[row : row + 2] == printed[column : column + 2][::-1] and here and here != there:
        yield 2, 2, Slip(1.0, "two letters swapped", ruled=False)


def _softness(here: str, there: str, before: str) -> Slip | None:
    """Return what a lost or added я or ю costs: little in a word, nothing after the sibilant that it made, much in front."""
    if here == there or (before in _SIBILANTS and before):
        return None
    words = "y dropped" if here == SOFT else "y put in"
    return Slip(0.3, words) if before else Slip(1.2, words, ruled=False)


def _instead(listed: str, row: int, printed: str, column: int) -> Slip:
    here, there = listed[row], printed[column]
    if here in VOWELS and there in VOWELS:
        if here == "e" and there == "o" and listed[row:] == "ev":
            return Slip(0.5, "o printed for e (ё)")
        return Slip(1.0, f"{there} printed for {here}", ruled=False)
    cost = _ruled(here, there, listed[row + 1 : row + 2])
    if cost and not (here == "v" and there == "u" and (row or listed[1:2] in VOWELS)):
        return Slip(cost, f"{_shown(there)} printed for {_shown(here)}")
    return Slip(2.0, f"{_shown(there)} printed for {_shown(here)}", ruled=False, unruly=True)


# What Korean syllables make of a consonant, and what is read out of them again.
_RULES = {
    ("v", "b"): 0.5,
    ("b", "v"): 0.6,
    ("v", "u"): 0.6,  # Uladimir
    ("f", "p"): 0.5,
    ("p", "f"): 0.6,
    ("r", "l"): 0.5,
    ("l", "r"): 0.6,
    ("h", "k"): 0.5,
    ("k", "h"): 0.7,
    ("z", "q"): 0.4,
    ("z", "Z"): 0.5,
    ("Z", "z"): 0.6,
    ("Z", "q"): 0.3,
    ("T", "C"): 0.5,
    ("T", "q"): 0.6,
    ("C", "q"): 0.6,
    ("W", "H"): 0.4,
    ("W", "C"): 0.5,
    ("H", "W"): 0.6,
}
_RULES_BEFORE_SOFT = {
    ("d", "z"): 0.5,
    ("d", "Z"): 0.5,
    ("d", "q"): 0.4,
    ("t", "T"): 0.5,
    ("t", "C"): 0.5,
    ("t", "q"): 0.6,
    ("s", "H"): 0.6,
}
_RULES_AT_END = {("v", "p"): 0.6, ("v", "f"): 0.3}


def _ruled(here: str, there: str, following: str) -> float | None:
    """Return the cost where a rule explains the printed consonant, else None."""
    if following in _BEFORE_SOFT and following and (cost := _RULES_BEFORE_SOFT.get((here, there))):
        return cost
    if not following and (cost := _RULES_AT_END.get((here, there))):
        return cost
    return _RULES.get((here, there))


def _dropped(listed: str, row: int) -> Slip:
    if listed[row] not in VOWELS:
        return Slip(1.1, "one consonant dropped", ruled=False)
    between = {listed[row - 1], listed[row + 1 : row + 2] or "a"}
    ruled = between.isdisjoint(VOWELS | {SOFT})
    return Slip(0.5 if ruled else 1.0, "one vowel dropped", ruled)


def _added(printed: str, column: int, before: str) -> Slip:
    letter, following = printed[column], printed[column + 1 : column + 2]
    if letter not in VOWELS:
        return Slip(1.2, "one consonant added", ruled=False)
    broken = before not in VOWELS and following not in VOWELS  # Korean breaks clusters, and closes no syllable on sh or k
    if broken and letter in "iu":
        return Slip(0.5, f"{letter} put after a consonant")
    return Slip(0.8 if broken and following else 1.0, "one vowel added", ruled=False)


def _common(one: str, other: str) -> int:
    """Return how many letters the words begin with in common."""
    for index, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return index
    return min(len(one), len(other))


def _other_gender(listed: str, printed: str) -> bool:
    """Tell whether only the ending of a woman's name makes the difference: Petrova, Petrov; Polyanskaya, Polyanski."""
    return f"{listed}a" == printed or f"{printed}a" == listed or (listed[-1:] == "a") != (printed[-1:] == "a")


def _shown(sign: str) -> str:
    return _LETTERS.get(sign, sign)


@lru_cache(maxsize=1024)
def neighbourhood(bones: str) -> tuple[str, ...]:
    """Return a skeleton and what is left of it without one of its classes."""
    return (bones, *dict.fromkeys(_RUN.sub(r"\1", bones[:place] + bones[place + 1 :]) for place in range(len(bones))))
