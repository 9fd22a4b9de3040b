"""International organisations, which belong to no country: by the capitals they are printed in, or by two words of their names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.vocabulary import words_of

# Printed in capitals throughout: "un" is a Korean syllable otherwise, and "who" is asked of anybody.
ACRONYMS = words_of(
    "un unesco unicef undp unfpa unhcr unep unido iaea who fao wfp ifad imf wto ilo icao imo itu wipo wmo icc icj icrc ifrc ipu opcw"
    " ctbto osce ioc oca fifa fiba afc interpol nato eu au asean apec opec cis csto sco brics"
)
_PAIRS = frozenset(
    {
        ("united", "nations"),
        ("world", "health"),
        ("world", "food"),
        ("world", "trade"),
        ("world", "bank"),
        ("european", "union"),
        ("european", "commission"),
        ("african", "union"),
        ("international", "atomic"),
        ("international", "olympic"),
        ("international", "monetary"),
        ("international", "labour"),
        ("international", "maritime"),
        ("shanghai", "cooperation"),
        ("collective", "security"),
    }
)
# Who leads one, or a part of it; an ambassador or an observer there is a state's, a commander is a general of one.
_LEADING = words_of("secretary director president chairman chairwoman chairperson chief head commissioner")
_SENT = words_of(
    "ambassador envoy representative commander commandant member staff command forces force office association student"
)


def is_acronym(passage: Passage, index: int) -> bool:
    """Tell whether the word is an organisation's name in capitals: UN, IAEA, WHO."""
    words = passage.words
    if words.texts[index] not in ACRONYMS or not words.capitals[index]:
        return False
    return passage.original[slice(*passage.normal.original(words.starts[index], words.ends[index]))].isupper()


def leads_organisation(words: Sequence[str]) -> bool:
    """Tell whether the words of a title that names no country are those of somebody at the head of an organisation."""
    known = frozenset(words)
    if known.isdisjoint(_LEADING) or not known.isdisjoint(_SENT):
        return False
    return not known.isdisjoint(ACRONYMS) or not _PAIRS.isdisjoint(pairwise(words))
