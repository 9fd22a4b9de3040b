"""How a printed word may have come from a listed one: named slips of the pen, each with a cost.

State media take foreign names from their Korean form, which knows no v, f, z or clusters of consonants: "Borontsov" for
Vorontsov, "Lybkin" for Rybkin, "Zementyev" for Dementyev, "Pashuko" for Pashko. Those slips follow rules. Besides them any hand drops,
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
MOST_LETTERS = 6  # that stand in one of the words only: three replaced ones
DEAREST = 2.1  # what costs as much as this is another name

# One sign for each consonant that romanisation writes in two letters; q is the English j ("Jementyev").
_SIGNS = (("dzh", "J"), ("sch", "W"), ("zh", "Z"), ("sh", "H"), ("ch", "C"), ("ts", "T"))
_LETTERS = {"J": "dzh", "W": "shch", "Z": "zh", "H": "sh", "C": "ch", "T": "ts", "q": "j", "h": "kh"}
_CLASSES = str.maketrans("bpvfmnlrtdszqJTZHCWkgh", "PPPPMNLLSSSSSSSSSSSKKK", "aeiou'")
_START, _END = "^", "$"
_NOT_BESIDE_DROPPED = VOWELS | {SOFT, _END}
_RUN = re.compile(r"(.)\1+")
_SIBILANTS = frozenset("zZqJTCHW")
_BEFORE_SOFT = frozenset("ei" + SOFT)
_VOWEL_OR_EDGE = VOWELS | {_START}
_ENGLISH_J = "q"
_WRITTEN_DZ = frozenset("zZ")  # one letter in Korean with dz, so that either is printed for the other
_LIQUIDS = frozenset("lr")
_BEFORE_LAST_V = frozenset("oe")


class Slip(NamedTuple):
    """One difference: its cost, whether a rule of the Korean round trip explains it, whether no rule does at all; in words."""

    cost: float
    words: str
    ruled: bool = True
    unruly: bool = False
    loud: bool = False  # a rule that makes many real surnames of others, so that only a title lets it count
    slight: bool = False  # hardly ever makes another surname, so that alone it counts for one that looks ordinary too
    telling: bool = False  # makes what is nobody's surname, so that the name is known without a word of its country


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
        """Whether a consonant was printed for one that neither rule nor hand takes for it ("Sorin" for Zorin)."""
        return any(slip.unruly for slip in self.slips)

    @property
    def loud(self) -> bool:
        """Whether a slip makes other real surnames so often that a title has to stand beside it: "Badrushin" for Patrushin."""
        return any(slip.loud for slip in self.slips)

    @property
    def plain(self) -> int:
        """How many slips no rule explains."""
        return sum(not slip.ruled for slip in self.slips)

    @property
    def slight(self) -> bool:
        """Whether a slight slip is all there is: "Olrov" or "Orolov" for Orlov, "Krukov" for Kryukov, "Kobjev" for Kobzev."""
        return len(self.slips) == 1 and self.slips[0].slight

    @property
    def telling(self) -> bool:
        """Whether all there is is an ending that no surname has: "Orlieb" for Orlyev, "Orlief"."""
        return len(self.slips) == 1 and self.slips[0].telling

    @property
    def words(self) -> str:
        """The slips in words: "b printed for v, one vowel dropped"."""
        return ", ".join(slip.words for slip in self.slips)


SAME = Misprint(())
_NO_SLIP = Slip(0.0, "")
_SWAPPED = Slip(1.0, "two letters swapped", ruled=False)
_SWAPPED_LIQUIDS = Slip(0.8, "r and l swapped", ruled=False, slight=True)
_D_BEFORE_Z, _D_PUT_BEFORE_Z = Slip(0.4, "z printed for dz"), Slip(0.5, "dz printed for z")
_SH_AFTER_T = Slip(0.6, "s printed for sh")  # "Ahmetsin" for Akhmetshin: its ts is read as one letter
_TOO_DEAR: tuple[float, tuple[Slip, ...]] = (DEAREST, ())


def readings(word: str) -> tuple[str, ...]:
    """Return the printed word encoded; twice where its j may be a Russian й or an English j ("Jementyev")."""
    return tuple(dict.fromkeys(encoded(word, english) for english in (False, True))) if "j" in word else (encoded(word),)


def encoded(word: str, english_j: bool = False) -> str:
    """Return the sounds of a word, one sign each; `english_j` keeps j as the consonant instead of a Russian й."""
    return signs(fold(word.replace("j", "q") if english_j else word))


def signs(key: str) -> str:
    """Return a folded word with one sign for each sound."""
    for letters, sign in _SIGNS:
        key = key.replace(letters, sign)
    return key


def skeleton(code: str) -> str:
    """Return the coarse classes of the consonants of an encoded word: labials, liquids, coronals, velars, m, n."""
    return _RUN.sub(r"\1", code.translate(_CLASSES))


# What Korean syllables make of a consonant, and what is read out of them again.
_RULES = {
    ("v", "b"): 0.5,
    ("b", "v"): 0.6,
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
    ("J", "q"): 0.2,
    ("J", "Z"): 0.5,
    ("T", "C"): 0.5,
    ("T", "q"): 0.6,
    ("C", "T"): 0.5,
    ("C", "q"): 0.6,
    ("W", "H"): 0.4,
    ("W", "C"): 0.5,
    ("H", "W"): 0.6,
}
# Korean writes p and b, t and d, k and g with one letter inside a word, and no plain hand tells sh from s.
_LOUD_RULES = {
    ("p", "b"): 0.7,
    ("b", "p"): 0.8,
    ("t", "d"): 0.7,
    ("d", "t"): 0.8,
    ("k", "g"): 0.7,
    ("g", "k"): 0.8,
    ("H", "s"): 0.7,
    ("T", "z"): 0.7,  # "Zagolov" for Tsagolov: Korean has one letter for both
    ("T", "s"): 0.7,  # inside a word before a vowel: -tski and -ski are two endings
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


def misprint(listed: str, printed: str) -> Misprint | None:
    """Return the cheapest slips that turn the encoded listed word into the printed one, or None where they cost too much."""
    if abs(len(listed) - len(printed)) > 2 or (_letters(listed) ^ _letters(printed)).bit_count() > MOST_LETTERS:
        return None
    if listed == printed or _other_gender(listed, printed):
        return None
    first = _common(listed, printed)
    last = _common(listed[:first:-1], printed[:first:-1])
    return _cheapest(f"{_START}{listed}{_END}", f"{_START}{printed}{_END}", max(first, 1), last + 1)


def _cheapest(listed: str, printed: str, first: int, last: int) -> Misprint | None:
    """Fill the table of costs for the part in which the two words differ; both words stand between marks of start and end."""
    rows, columns = len(listed) - last, len(printed) - last
    best: dict[tuple[int, int], tuple[float, tuple[Slip, ...]]] = {(first, first): (0.0, ())}
    for row in range(first, rows + 1):
        for column in range(max(first, row - 2), min(columns, row + 2) + 1):
            cost, slips = best.get((row, column), _TOO_DEAR)
            if cost >= DEAREST:
                continue
            for down, right, slip in _steps(listed, row, printed, column):
                to = (row + down, column + right)
                total = cost + slip.cost
                if total < best.get(to, _TOO_DEAR)[0] and to[0] <= rows and to[1] <= columns:
                    best[to] = (total, (*slips, slip) if slip.cost else slips)
    slips = best.get((rows, columns), _TOO_DEAR)[1]
    return Misprint(slips) if slips else None


def _steps(listed: str, row: int, printed: str, column: int) -> Iterator[tuple[int, int, Slip]]:
    """Yield what may stand at the two places: letters read on the list, letters read in print, the slip between them."""
    here, there = listed[row], printed[column]
    if here == there:
        yield 1, 1, _NO_SLIP
        return
    if SOFT in (here, there):
        yield int(here == SOFT), int(there == SOFT), _softness(here, listed[row - 1], printed[column - 1])
        return
    if _END not in (here, there):
        yield 1, 1, _instead(listed[row - 1], here, listed[row + 1], there)
        if here == printed[column + 1] and there == listed[row + 1]:
            yield 2, 2, _SWAPPED_LIQUIDS if {here, there} == _LIQUIDS else _SWAPPED
        if (here, listed[row + 1], there) == ("t", "H", "T"):
            yield 2, 1, _SH_AFTER_T
    if here != _END and row > 1:
        yield 1, 0, _dropped(listed[row - 1], here, listed[row + 1])
    if there != _END:
        echo = there in printed[max(0, column - 2) : column] + printed[column + 2 : column + 3]
        yield 0, 1, _added(listed[row - 1], there, printed[column + 1], echo)


def _softness(here: str, listed: str, printed: str) -> Slip:
    """Return what a lost or added я or ю costs behind these letters: little, nothing after the sibilant that it made, much in front."""
    if printed in _SIBILANTS and listed != printed:
        return _NO_SLIP
    words = "y dropped" if here == SOFT else "y put in"
    return Slip(1.2, words, ruled=False) if printed == _START else Slip(0.3, words, slight=True)


@lru_cache(maxsize=8192)
def _instead(before: str, here: str, following: str, there: str) -> Slip:
    words = f"{_LETTERS.get(there, there)} printed for {_LETTERS.get(here, here)}"
    if here in VOWELS and there in VOWELS:
        if (here, there, following) == ("o", "e", "v") and before in _SIBILANTS:
            return _NO_SLIP  # the fold reads a misprinted "-chov" as "-chev"
        yo = (here, there, following) == ("e", "o", "v")
        return Slip(0.6, f"{words} (ё)") if yo else Slip(1.0, words, ruled=False)
    cost = _RULES.get((here, there))
    if following in _BEFORE_SOFT:
        cost = _RULES_BEFORE_SOFT.get((here, there), cost)
        if (here, there) == ("H", "s") and before not in _VOWEL_OR_EDGE:
            cost = 0.6  # "Bersin" for Bershin: Korean has one letter for both before i
    elif following == _END:
        cost = _RULES_AT_END.get((here, there), cost)
    elif before == _START and following not in VOWELS and (here, there) == ("v", "u"):
        cost = 0.6  # Uladimir
    inside = before != _START and following in VOWELS
    if cost is None and (here, there) in _LOUD_RULES and (inside or (here, there) != ("T", "s")):
        return Slip(_LOUD_RULES[here, there], words, loud=True)
    telling = here == "v" and following == _END and before in _BEFORE_LAST_V
    return Slip(cost, words, slight=there == _ENGLISH_J, telling=telling) if cost else Slip(2.0, words, ruled=False, unruly=True)


@lru_cache(maxsize=8192)
def _dropped(before: str, here: str, following: str) -> Slip:
    if here not in VOWELS:
        return _D_BEFORE_Z if here == "d" and following in _WRITTEN_DZ else Slip(1.1, "one consonant dropped", ruled=False)
    ruled = not {before, following} & _NOT_BESIDE_DROPPED
    return Slip(0.5 if ruled else 1.0, "one vowel dropped", ruled)


@lru_cache(maxsize=8192)
def _added(before: str, there: str, following: str, echo: bool) -> Slip:
    """Return what an added letter costs: Korean breaks clusters, and closes no syllable on sh or k; `echo`: the vowel beside it again."""
    if there not in VOWELS:
        return _D_PUT_BEFORE_Z if there == "d" and following in _WRITTEN_DZ else Slip(1.2, "one consonant added", ruled=False)
    broken = before not in VOWELS and following not in VOWELS
    if broken and there in "iu":
        return Slip(0.5, f"{there} put after a consonant" if before != _START else f"{there} put in front")
    inside = broken and following != _END
    return Slip(0.8 if inside else 1.0, "one vowel added", ruled=False, slight=inside and echo and before != _START)


def _common(one: str, other: str) -> int:
    """Return how many letters the words begin with in common."""
    for index, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return index
    return min(len(one), len(other))


@lru_cache(maxsize=65536)
def _letters(code: str) -> int:
    """Return the set of the letters as bits, to tell unlike words apart at once."""
    return sum(1 << ord(letter) - 32 for letter in set(code) if letter.isascii())


def _other_gender(listed: str, printed: str) -> bool:
    """Tell whether only the ending of a woman's name makes the difference: Orlova, Orlov; Polyanskaya, Polyanski."""
    ends = {listed[-1:], printed[-1:]}
    return "a" in ends and not ends <= set("aeou")


@lru_cache(maxsize=1024)
def shortened(bones: str) -> tuple[str, ...]:
    """Return what is left of a skeleton without one of its classes."""
    return tuple({_RUN.sub(r"\1", bones[:place] + bones[place + 1 :]) for place in range(len(bones))})
