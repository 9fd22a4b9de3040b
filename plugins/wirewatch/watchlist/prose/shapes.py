"""Names of people by their shape alone: a Korean surname and its syllables, a known given name, initials, or a run of capitals."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from wirewatch.text.fold import fold
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.surroundings import in_institution
from wirewatch.watchlist.prose.titles import TITLE_WORDS
from wirewatch.watchlist.prose.vocabulary import (
    CONNECTORS,
    GIVEN_NAMES,
    INSTITUTIONS,
    KOREAN_SURNAMES,
    ORDINARY,
    ORGANISATIONS,
    is_patronymic,
)

_NO_NAME = TITLE_WORDS | ORDINARY | INSTITUTIONS | ORGANISATIONS
# Longer than an initial, and neither a surname nor a given name beside all that they are: most capitals that are nobody's name.
_BEGINS_NONE = frozenset(
    word for word in _NO_NAME if len(word) > 2 and word not in KOREAN_SURNAMES and fold(word) not in GIVEN_NAMES
)
_MOSTLY_WORDS = ORDINARY | TITLE_WORDS | {"no", "won"}
_INSIDE = frozenset({" ", "-", ". ", "."})
_AFTER_THESE_NO_NAME = CONNECTORS - {"and"} | {"at", "into", "from", "near"}
LONGEST_SYLLABLE = 7


@dataclass(frozen=True)
class Name:
    """A name in the words first … last (exclusive) of a passage; `sure`: a given name, initials or Korean syllables show it."""

    first: int
    last: int
    korean: bool = False
    sure: bool = True

    @property
    def full(self) -> bool:
        """Whether more than a surname is printed."""
        return self.last - self.first > 1


def names(passage: Passage, begin: int, end: int) -> Iterator[Name]:
    """Yield the names in the words begin … end (exclusive), in order. Only a place in a list makes one that is not `sure` a name."""
    done, texts = begin, passage.words.texts
    for index in passage.capital_words[bisect_left(passage.capital_words, begin) : bisect_left(passage.capital_words, end)]:
        if index < done or texts[index] in _BEGINS_NONE:
            continue
        done = _korean(passage, index, end)
        if done:
            yield Name(index, done, korean=True)
            continue
        done = _run(passage, index, end)
        name = _name_in(passage, index, done) if done > index else None
        if name and not in_institution(passage, name.first, name.last - 1):
            yield name


def is_lone_surname(passage: Passage, index: int) -> bool:
    """Tell whether a capitalised word is a Korean surname without a given name: "Kim met the guests"."""
    word, words = passage.words.texts[index], passage.words
    if word not in KOREAN_SURNAMES or word in _MOSTLY_WORDS or "-" in (passage.gap(index), passage.gap(index - 1)):
        return False
    return not _korean(passage, index, len(words))


def only_korean(passage: Passage, surname: str) -> Name | None:
    """Return the first full name with the Korean surname, where the text has one such name and no other."""
    texts = passage.words.texts
    starts = (first for first in passage.capital_words if texts[first] == surname)
    whole = [Name(first, last, korean=True) for first in starts if (last := _korean(passage, first, len(texts)))]
    found = [name for name in whole if not in_institution(passage, name.first, name.last - 1)]
    return found[0] if len({tuple(texts[name.first : name.last]) for name in found}) == 1 else None


def _korean(passage: Passage, index: int, end: int) -> int:
    """Return where a Korean name ends that begins with the word, or 0: "Pak Su Il", "An Tong Chun"; no sentence's "So Russia"."""
    word = passage.words.texts[index]
    if word not in KOREAN_SURNAMES or not passage.words.capitals[index]:
        return 0
    last = index + 1
    while last < min(end, index + 3) and _is_syllable(passage, last, last == index + 2):
        last += 1
    if word in _MOSTLY_WORDS:
        whole = (
            last == index + 3 and _korean(passage, index + 1, min(end, index + 4)) < index + 4
        )  # no "So" before "Kim Yong Gun"
        return last if whole else 0
    return last if last > index + 1 else 0


def _is_syllable(passage: Passage, index: int, second: bool) -> bool:
    """Tell whether a word is a syllable of a given name; newspapers print the second small behind a hyphen: "Kim Jong-il"."""
    word, gap = passage.words.texts[index], passage.words.gaps[index - 1]
    short = len(word) <= (3 if word in _NO_NAME else LONGEST_SYLLABLE)
    return short and gap in (" ", "-") and (passage.words.capitals[index] or (second and gap == "-"))


def _run(passage: Passage, index: int, end: int) -> int:
    """Return where the run of capitals that are no title's words and no ordinary ones ends; the index itself where none begins."""
    last = index
    while last < end and (last == index or _goes_on(passage, last, end)) and _is_name_word(passage, last):
        last += 1
    return last


def _goes_on(passage: Passage, index: int, end: int) -> bool:
    return _joins(passage, index - 1) and not _korean(passage, index, end)


def _joins(passage: Passage, index: int) -> bool:
    gap = passage.words.gaps[index]
    return gap in (" ", "-") or (gap in _INSIDE and passage.is_initial(index))


def _is_name_word(passage: Passage, index: int) -> bool:
    words = passage.words
    word = words.texts[index]
    if not words.capitals[index] or not word[0].isalpha():
        return False
    if len(word) <= 2 and passage.is_initial(index):
        return word not in _NO_NAME or passage.gap(index).startswith(".")  # "A." is no article
    if fold(word) in GIVEN_NAMES:
        return True
    return (
        word not in _NO_NAME
        and not passage.original[slice(*passage.normal.original(words.starts[index], words.ends[index]))].isupper()
    )


def _name_in(passage: Passage, first: int, last: int) -> Name | None:
    """Return the name in a run: given name first, surname first, with initials, or unknown and then only by its place."""
    given = next((at for at in range(first, last) if fold(passage.words.texts[at]) in GIVEN_NAMES), None)
    if given is not None:
        return _with_given(passage, first, given, last)
    after = first > 0 and passage.words.texts[first - 1] in _AFTER_THESE_NO_NAME and passage.adjacent(first - 1)
    if passage.is_initial(first):
        return Name(first, last) if last - first <= 4 and not passage.is_initial(last - 1) else None
    if after or not 1 <= last - first <= 4:
        return None
    return Name(first, last, sure=last - first == 3 and is_patronymic(passage.words.texts[first + 1]))


def _with_given(passage: Passage, first: int, given: int, last: int) -> Name | None:
    patronymic = given + 1 < last and is_patronymic(passage.words.texts[given + 1])
    after = given + 2 if patronymic else given + 1
    while after < last and passage.is_initial(after):
        after += 1
    if after < last:
        end = _past_hyphens(passage, after + 1, last)
        return Name(given, end) if end == last else None  # "Igor Moiseyev Dance": the run goes on, so it names a thing
    begin = given - 1
    while begin > first and passage.gap(begin - 1) == "-":
        begin -= 1
    return Name(begin, last) if begin >= first else None


def _past_hyphens(passage: Passage, end: int, last: int) -> int:
    while end < last and passage.gap(end - 1) == "-":
        end += 1
    return end
