"""Titles beside a name: "Russian Foreign Minister Sergei Lavrov" before it, "N, ambassador of Russia to the DPRK," after it.

Conservative: a phrase counts only while each of its words is known to stand in titles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from wirewatch.text.fold import fold
from wirewatch.watchlist.prose.organisations import is_acronym, leads_organisation
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.places import (
    ALL_NATIONS,
    ALL_PLACES,
    KOREAN,
    NATIONS,
    foreign_places,
    is_russia,
    names_russia,
    places,
    without_studied,
)
from wirewatch.watchlist.prose.vocabulary import (
    BODIES,
    CONNECTORS,
    COURTESY,
    DIPLOMATS,
    DOMAIN,
    GIVEN_NAMES,
    HEADS,
    JUNIOR,
    MILITARY_RANKS,
    PRIVATE,
    QUALIFIERS,
    RANKS,
    STATE_OFFICES,
)

TITLE_WORDS = COURTESY | HEADS | JUNIOR | RANKS | DOMAIN | QUALIFIERS | CONNECTORS | ALL_PLACES

_COMMA = re.compile(r"\.?\s*,\s*")  # "Orlov S. V., ambassador"
INSIDE_GAPS = frozenset({" ", "-", "'", "’", "’ ", "' "})
_BARE_COURTESY = COURTESY - MILITARY_RANKS
# No ranks: of "Army General N, chief of staff" only the second tells who that is.
OFFICES = HEADS | JUNIOR
# What a title does not begin or end with, and after what an unknown capital may go on.
_OPEN_BEFORE, _OPEN_AFTER = CONNECTORS | COURTESY, CONNECTORS | _BARE_COURTESY
_BEFORE_ANOTHER, _LEADING_ON = CONNECTORS | {"then", "concurrently"}, CONNECTORS - {"and"}
# What the names of institutes end in, beside what those of a state's bodies do: "Center for Korean Studies".
_ENDS_OF_BODIES = BODIES | {"studies", "sciences", "asia", "africa", "america", "europe"}
_LEADING = frozenset({"leading", "principal"})
_PARTS_FROM_NAME = frozenset({"and", "of", "to", "for", "in"})
MOST_UNKNOWN = 4  # words at a title's end
_SHARED = frozenset({"friendship", "solidarity", "society", "association", "cooperation", "exchange", "relations", "ties"})
_SENT_TO = frozenset({"to", "in", "for", "with", "on"})
_IN_NAMES_OF_COUNTRIES = ALL_NATIONS | {
    "the",
    "of",
    "republic",
    "people",
    "s",
    "democratic",
    "socialist",
    "federal",
    "kingdom",
    "islamic",
}


@dataclass(frozen=True)
class Body:
    """What a title is of, printed apart from it: its words in lower case and its span in the normalised text."""

    words: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Title:
    """A title as printed: its words in lower case and its span in the normalised text."""

    words: tuple[str, ...]
    start: int
    end: int
    body: Body | None = None

    @property
    def all_words(self) -> tuple[str, ...]:
        """The words of the title and of the body it is of."""
        return self.words + (self.body.words if self.body else ())

    @property
    def whose(self) -> tuple[str, ...]:
        """The words that may tell whose it is: a "Center for Korean Studies" need not be a Korean one."""
        return without_studied(self.all_words)

    def of(self, country: str | None) -> bool:
        """Whether the title names the country, given by its ISO code, a region of it or a chamber that only it has."""
        words = self.whose
        return not places(country).isdisjoint(words) or (is_russia(country) and names_russia(words))

    def foreign_to(self, country: str | None) -> bool:
        """Whether the title names another country and not this one, or is clearly one of another state."""
        if self.of_predecessor(country):
            return False
        return (not self.of(country) and not ALL_NATIONS.isdisjoint(self.whose)) or self.of_another_state(country)

    def of_another_state(self, country: str | None) -> bool:
        """Whether the title is one of another state: "Bulgarian ambassador to Russia", "minister of Culture of Moldova".

        Where somebody is sent says nothing of whose he is ("ambassador to Belarus"), nor does a title that Koreans gave.
        """
        states = frozenset(word for index, word in enumerate(self.whose) if word in ALL_PLACES and not self._is_sent_to(index))
        return states.isdisjoint(places(country)) and not states.isdisjoint(foreign_places(country))

    def _is_sent_to(self, index: int) -> bool:
        words = self.whose
        while index and words[index - 1] in _IN_NAMES_OF_COUNTRIES:
            index -= 1
        return index > 0 and words[index - 1] in _SENT_TO

    @property
    def soviet(self) -> bool:
        """Whether the title is of the Soviet Union and of no state that came after it."""
        return not NATIONS["su"].isdisjoint(self.all_words) and ALL_PLACES.intersection(self.all_words) <= NATIONS["su"] | KOREAN

    def of_predecessor(self, country: str | None) -> bool:
        """Whether the title is one that a Russian had in the Soviet Union: who is a "former" minister of it came through its end."""
        return is_russia(country) and self.soviet and "former" in self.words

    @property
    def bare(self) -> bool:
        """Whether the title names no country at all."""
        return ALL_PLACES.isdisjoint(self.whose) and not names_russia(self.whose)

    @property
    def international(self) -> bool:
        """Whether the title is one at the head of an international organisation: "UN Secretary-General"."""
        return self.bare and leads_organisation(self.all_words)

    @property
    def private(self) -> bool:
        """Whether the title is one in an association, a school or a troupe, no office of a state."""
        return not PRIVATE.isdisjoint(self.all_words)

    @property
    def of_state(self) -> bool:
        """Whether nobody but a state has such an office: president, premier, foreign minister."""
        words = self.words
        return not STATE_OFFICES.isdisjoint(words) or ("minister" in words and not DOMAIN.isdisjoint(words))

    @property
    def junior(self) -> bool:
        """Whether the title is one that many hold, as that of an embassy's counsellor or first secretary."""
        embassy = "embassy" in self.all_words or "consulate" in self.all_words
        return not JUNIOR.isdisjoint(self.words) or (embassy and "ambassador" not in self.words)

    @property
    def diplomatic(self) -> bool:
        """Whether the title is one of an embassy or a consulate."""
        return not DIPLOMATS.isdisjoint(self.all_words)


def title_before(passage: Passage, first: int) -> Title | None:
    """Return the title that runs up to the word `first`, as in "T N", or None: in "the Russian president and N" it is another's."""
    if first > 0 and passage.words.texts[first - 1] in _PARTS_FROM_NAME:
        return None
    return title_up_to(passage, first) if first and _goes_back(passage, first - 1) else None


def title_up_to(passage: Passage, first: int) -> Title | None:
    """Return the title whose last word stands before the word `first`, whatever is between the two."""
    begin = first - 1 if passage.words.texts[first - 1] in TITLE_WORDS else first
    while 0 < begin < first and _goes_back(passage, begin - 1):
        begin -= 1
    begin = _own_part(passage, begin, first)
    while begin < first and passage.words.texts[begin] in _OPEN_BEFORE and not _opens_title(passage, begin):
        begin += 1
    end = first
    while end > begin and passage.words.texts[end - 1] in _OPEN_AFTER:
        end -= 1
    return _title(passage, begin, _without_rank(passage, begin, end))


def _without_rank(passage: Passage, begin: int, end: int) -> int:
    """Return where an office ends behind which a rank leads to the name: "Defence Minister | Colonel General N", no "Secretary General"."""
    rank = end
    while rank > begin and passage.words.texts[rank - 1] in MILITARY_RANKS and passage.words.capitals[rank - 1]:
        rank -= 1
    only_general = passage.words.texts[rank:end] == ["general"]
    return end if only_general or OFFICES.isdisjoint(passage.words.texts[begin:rank]) else rank


def title_after(passage: Passage, last: int) -> Title | None:
    """Return the title that follows the word `last` after a comma, as in "N, T,", or None.

    A list such as "Foreign Minister N, Minister of Health N" also has a title after its comma: it belongs to the next name.
    """
    if not _COMMA.fullmatch(passage.gap(last)):
        return None
    return title_from(passage, last + 1)


def title_from(passage: Passage, begin: int) -> Title | None:
    """Return the title that begins with the word and ends before a next name, or None."""
    end = begin
    while end < len(passage.words) and (end == begin or _is_inside(passage, end)) and not _begins_anew(passage, end):
        if not _goes_on(passage, begin, end):
            if passage.words.capitals[end]:
                return None
            break
        end += 1
    tail = _tail(passage, end)
    while end > begin and passage.words.texts[end - 1] in _BEFORE_ANOTHER:
        end -= 1
    while begin < end and passage.words.texts[begin] in CONNECTORS:
        begin += 1
    title = _title(passage, begin, end)
    return replace(title, end=passage.words.ends[tail - 1]) if title and tail else title


def _is_inside(passage: Passage, index: int) -> bool:
    """Tell whether what stands before the word parts no title: a space, or the stop of "St. Petersburg"."""
    gap = passage.gap(index - 1)
    stop = gap == ". " and passage.words.texts[index - 1] == "st"
    return gap in INSIDE_GAPS or stop or _is_in_central_committee(passage, index) or _lists_fields(passage, index)


def _is_in_central_committee(passage: Passage, index: int) -> bool:
    """Tell whether the word stands in "C.C., Communist Party" where a stop or comma parts no title."""
    texts, gap = passage.words.texts, passage.gap(index - 1)
    if texts[index - 1 : index + 1] == ["c", "c"]:
        return gap in (".", ". ")
    before = texts[max(0, index - 2) : index]
    if before == ["central", "committee"]:
        return gap == ", " and "party" in texts[index : index + 4] and HEADS.isdisjoint(texts[index : index + 4])
    if texts[index - 1] != "cc" and before != ["c", "c"]:
        return False
    if gap in ("., ", ", "):
        return passage.words.capitals[index] or texts[index] == "the"
    return gap == ". " and texts[index] in TITLE_WORDS


def _begins_anew(passage: Passage, index: int) -> bool:
    """Tell whether a headline or a caption begins with the word, which nothing but a line's end parts from the title before it."""
    words = passage.words
    return words.texts[index] in ("the", "a", "an") and words.capitals[index] and words.texts[index - 1] not in CONNECTORS


def _tail(passage: Passage, end: int) -> int | None:
    """Return where words close the title that are known from none: "president of a | business union,"."""
    words = passage.words
    if end == len(words) or words.texts[end - 1] not in ("of", "the", "a", "an") or not passage.adjacent(end - 1):
        return None
    for index in range(end, min(end + MOST_UNKNOWN, len(words))):
        if words.capitals[index]:
            return None
        if not passage.adjacent(index):
            return index + 1 if passage.gap(index)[:1] in (",", ".") else None
    return None


def _goes_back(passage: Passage, index: int) -> bool:
    """Tell whether the word belongs to a title that stands behind it."""
    if not _is_inside(passage, index + 1):
        return False
    word = passage.words.texts[index]
    known = word in TITLE_WORDS or _is_leading(passage, index) or _is_in_central_committee(passage, index + 1)
    return known or is_acronym(passage, index) or _is_on(passage, index) or (word == "st" and passage.gap(index) == ". ")


def _is_on(passage: Passage, index: int) -> bool:
    """Tell whether the word is the "on" of "Committee on International Affairs", and none of "on Friday"."""
    return passage.words.texts[index] == "on" and passage.adjacent(index) and _is_field(passage, index + 1)


def _is_field(passage: Passage, index: int) -> bool:
    words = passage.words
    return index < len(words) and words.texts[index] in DOMAIN and words.capitals[index]


def _lists_fields(passage: Passage, index: int) -> bool:
    """Tell whether a comma before the word parts the fields of one office: "Construction, Housing and Utilities"."""
    if index < 1 or passage.gap(index - 1) != ", " or not _is_field(passage, index - 1) or not _is_field(passage, index):
        return False
    while _is_field(passage, index + 1) and passage.gap(index) in (" ", ", "):
        index += 1
    return passage.words.texts[index + 1 : index + 2] == ["and"] and _is_field(passage, index + 2)


def _opens_title(passage: Passage, index: int) -> bool:
    return passage.words.texts[index] == "general" and passage.words.texts[index + 1] in {"director", "secretary", "manager"}


def _goes_on(passage: Passage, begin: int, index: int) -> bool:
    """Tell whether a title goes on with the word: unknown capitals only as in "president of the Republic of Buryatia"."""
    words = passage.words
    word = words.texts[index]
    if (
        word in TITLE_WORDS
        or _is_leading(passage, index)
        or is_acronym(passage, index)
        or (index > begin and (word[0].isdigit() or _is_on(passage, index) or _is_its(passage, index)))
        or _is_with_korea(passage, begin, index)
    ):
        return True
    if index == begin or not words.capitals[index] or fold(word) in GIVEN_NAMES:
        return False
    before = words.texts[index - 1]
    return before in _LEADING_ON or before not in TITLE_WORDS or _is_in_body(passage, begin, index)


def _is_leading(passage: Passage, index: int) -> bool:
    """Tell whether the word is the "leading" of "leading researcher"."""
    return passage.words.texts[index] in _LEADING and passage.adjacent(index) and passage.words.texts[index + 1] in JUNIOR


def _is_with_korea(passage: Passage, begin: int, index: int) -> bool:
    """Tell whether the word is the "with" of "Society for Friendship and Culture with the DPRK", none of "with the DPRK delegation"."""
    texts = passage.words.texts
    if texts[index] != "with" or _SHARED.isdisjoint(texts[begin:index]):
        return False
    country = index + (2 if texts[index + 1 : index + 2] == ["the"] else 1)
    if not KOREAN.intersection(texts[country : country + 1]):
        return False
    return not passage.adjacent(country) or not passage.words.capitals[country + 1]


def _is_its(passage: Passage, index: int) -> bool:
    return passage.words.texts[index] == "its" and passage.words.texts[index - 1] == "of"


def _is_in_body(passage: Passage, begin: int, index: int) -> bool:
    """Tell whether an unknown capital belongs to a body: "head of the Property | Management Department", no "minister of Health | N"."""
    words = passage.words
    if "of" not in words.texts[begin:index]:
        return False
    while passage.adjacent(index) and words.capitals[index + 1] and words.texts[index] not in _ENDS_OF_BODIES:
        index += 1
    return words.texts[index] in _ENDS_OF_BODIES


def _own_part(passage: Passage, begin: int, first: int) -> int:
    """Cut "ambassador to Russia and Foreign Minister N" and "party and Ambassador N" after the "and"."""
    for index in range(first - 1, begin, -1):
        if passage.words.texts[index] != "and":
            continue
        left = [word.capital for word in passage.words[begin:index] if word.text in HEADS]
        right = [word.capital for word in passage.words[index:first] if word.text in HEADS]
        small = not any(word.capital for word in passage.words[begin:index])
        if right and ((left and not any(left) and any(right)) or (small and not left)):
            return index + 1
    return begin


def _title(passage: Passage, begin: int, end: int) -> Title | None:
    words = tuple(passage.words.texts[begin:end])
    if OFFICES.isdisjoint(words):
        return None
    stop = words[-2:] == ("c", "c") and passage.gap(end - 1).startswith(".")  # "member of the C.C."
    return Title(words, passage.words.starts[begin], passage.words.ends[end - 1] + stop)
