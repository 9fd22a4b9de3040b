"""The countries that stand in titles, by the words that name them, and the regions and chambers that name Russia without its name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

DPRK = "dprk"

_NAMED = {
    DPRK: "dprk",
    "ru": "russia russian russians rf kremlin duma россия российский российской 로씨야 러시아",
    "kr": "rok",
    "by": "belarus belarusian belarussian",
    "ua": "ukraine ukrainian",
    "kz": "kazakhstan kazakh",
    "kg": "kyrgyzstan kyrgyz",
    "uz": "uzbekistan uzbek",
    "tj": "tajikistan tajik",
    "tm": "turkmenistan turkmen",
    "md": "moldova moldovan",
    "am": "armenia armenian",
    "az": "azerbaijan azerbaijani",
    "ge": "georgia georgian abkhazia abkhazian ossetia",
    "lv": "latvia latvian",
    "lt": "lithuania lithuanian",
    "ee": "estonia estonian",
    "pl": "poland polish",
    "bg": "bulgaria bulgarian",
    "rs": "serbia serbian",
    "sk": "slovakia slovak",
    "cz": "czech",
    "mn": "mongolia mongolian",
    "cn": "china chinese",
    "vn": "vietnam vietnamese",
    "la": "lao laos laotian",
    "kh": "cambodia cambodian",
    "cu": "cuba cuban",
    "jp": "japan japanese",
    "us": "us usa american",
    "gb": "uk britain british",
    "il": "israel israeli",
    "ir": "iran iranian",
    "sy": "syria syrian",
    "in": "india indian",
    "id": "indonesia indonesian",
    "ng": "nigeria nigerian",
    "de": "germany",  # German is a given name too
    "se": "sweden swedish",
    "ch": "switzerland swiss",
}
NATION_WORDS = {word: code for code, words in _NAMED.items() for word in words.split()}

# Russia's regions and chambers as titles print them.
_RUSSIAN_PARTS = frozenset(
    [
        "buryatia",
        "tatarstan",
        "bashkortostan",
        "yakutia",
        "sakha",
        "chechnya",
        "chechen",
        "dagestan",
        "ingushetia",
        "tuva",
        "khakassia",
        "altai",
        "crimea",
        "primorye",
        "primorsky",
        "khabarovsk",
        "vladivostok",
        "sakhalin",
        "kamchatka",
        "magadan",
        "amur",
        "chukotka",
        "birobidzhan",
        "irkutsk",
        "novosibirsk",
        "krasnoyarsk",
        "omsk",
        "tomsk",
        "kemerovo",
        "nakhodka",
        "khasan",
        "ussuriysk",
        "blagoveshchensk",
        "moscow",
        "petersburg",
        "leningrad",
        "sevastopol",
        "rosatom",
        "roscosmos",
    ]
)
_RUSSIAN_PAIRS = frozenset(
    {
        ("maritime", "territory"),
        ("maritime", "territorial"),
        ("maritime", "region"),
        ("federation", "council"),
        ("state", "duma"),
        ("far", "east"),
        ("siberian", "region"),
        ("united", "russia"),
    }
)
# Before a country's name, once they are passed over: "ambassador to the Republic of Belarus".
_PART_OF_NAME = frozenset(
    ["the", "of", "republic", "democratic", "people", "s", "socialist", "federal", "kingdom", "states", "united", "islamic"]
)
_SENT_ABROAD = frozenset(
    [
        "ambassador",
        "envoy",
        "charge",
        "chargé",
        "consul",
        "counsellor",
        "counselor",
        "attache",
        "attaché",
        "representative",
        "embassy",
    ]
)


def nation_of(words: Sequence[str]) -> str | None:
    """Return the code of the country whose office a title's words name, or None.

    "Russian ambassador to the DPRK" is Russia's and "DPRK ambassador to Russia" the DPRK's: where somebody is sent is not who
    sends them.
    """
    for place, word in enumerate(words):
        code = _code(words, place, word)
        if code and not _is_abroad(words[:place]):
            return code
    return "ru" if _names_part_of_russia(words) else None


def _code(words: Sequence[str], place: int, word: str) -> str | None:
    if word in ("korea", "korean"):
        south = place > 0 and words[place - 1] == "south"
        return "kr" if south else DPRK
    return NATION_WORDS.get(word)


def _is_abroad(before: Sequence[str]) -> bool:
    words = list(before)
    while words and words[-1] in _PART_OF_NAME:
        words.pop()
    return bool(words) and words[-1] in ("to", "in", "with") and not _SENT_ABROAD.isdisjoint(words)


def _names_part_of_russia(words: Sequence[str]) -> bool:
    return not _RUSSIAN_PARTS.isdisjoint(words) or not _RUSSIAN_PAIRS.isdisjoint(pairwise(words))
