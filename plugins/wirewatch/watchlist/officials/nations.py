"""Whose office a title names: by the country's words, or by a region or chamber that is Russia's without naming it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, pairwise

from wirewatch.watchlist.officials.vocabulary import PART_OF_COUNTRY, RUSSIAN_PAIRS, RUSSIAN_PARTS, SENT_ABROAD
from wirewatch.watchlist.prose.places import NATIONS, without_studied

DPRK = "dprk"
NATION_WORDS = {word: DPRK if code == "kp" else code for code, words in NATIONS.items() if code for word in words}

OTHER_NATIONS = {word: code for word, code in NATION_WORDS.items() if code != DPRK}
_OTHERS = frozenset({"south", *OTHER_NATIONS})


def nation_of(words: Sequence[str]) -> str | None:
    """Return the code of the country whose office a title's words name, or None.

    "Russian ambassador to the DPRK" is Russia's and "DPRK ambassador to Russia" the DPRK's: where somebody is sent is not who
    sends them.
    """
    words = without_studied(words)
    for place in compress(range(len(words)), map(NATION_WORDS.__contains__, words)):
        if not _is_abroad(words[:place]):
            return _code(words, place)
    return "ru" if _names_part_of_russia(words) else None


def names_others(words: Sequence[str]) -> bool:
    """Tell whether any of the words names another country than the DPRK: without one `nation_of` gives no other for any of them."""
    return not _OTHERS.isdisjoint(words) or _names_part_of_russia(words)


def _code(words: Sequence[str], place: int) -> str:
    """The country that a word of NATION_WORDS names."""
    south = place > 0 and words[place - 1] == "south" and words[place] in ("korea", "korean")
    return "kr" if south else NATION_WORDS[words[place]]


def _is_abroad(before: Sequence[str]) -> bool:
    words = list(before)
    while words and words[-1] in PART_OF_COUNTRY:
        words.pop()
    if words[-1:] == ["with"]:  # "Amur Society for Friendship with the DPRK"
        return True
    return words[-1:] in (["to"], ["in"]) and not SENT_ABROAD.isdisjoint(words)


def _names_part_of_russia(words: Sequence[str]) -> bool:
    return not RUSSIAN_PARTS.isdisjoint(words) or not RUSSIAN_PAIRS.isdisjoint(pairwise(words))
