"""Names of countries and their citizens as lists print them, and the two letters of ISO 3166 a watchlist has."""

from __future__ import annotations

# Those whose people state media write about most; of others only files that print the two letters give a country.
_NAMES = {
    "ru": "russia; russian federation; russian; ussr; soviet union",
    "kp": "north korea; korea, north; democratic people's republic of korea; dprk; north korean",
    "kr": "south korea; korea, south; republic of korea; south korean",
    "cn": "china; people's republic of china; chinese",
    "by": "belarus; belarusian",
    "ua": "ukraine; ukrainian",
    "us": "united states; united states of america; usa; american",
    "gb": "united kingdom; great britain; british",
    "jp": "japan; japanese",
    "vn": "vietnam; viet nam; vietnamese",
    "la": "laos; lao people's democratic republic; lao; laotian",
    "mn": "mongolia; mongolian",
    "cu": "cuba; cuban",
    "sy": "syria; syrian arab republic; syrian",
    "ir": "iran; iran, islamic republic of; islamic republic of iran; iranian",
    "mm": "burma; myanmar; burmese",
    "kz": "kazakhstan; kazakh; kazakhstani",
    "kg": "kyrgyzstan; kyrgyz; kyrgyz republic",
    "uz": "uzbekistan; uzbek",
    "tj": "tajikistan; tajik",
    "tm": "turkmenistan; turkmen",
    "am": "armenia; armenian",
    "az": "azerbaijan; azerbaijani",
    "ge": "georgia; georgian",
    "md": "moldova; republic of moldova; moldovan",
    "lv": "latvia; latvian",
    "lt": "lithuania; lithuanian",
    "ee": "estonia; estonian",
    "pl": "poland; polish",
    "de": "germany; german",
    "fr": "france; french",
    "it": "italy; italian",
    "rs": "serbia; serbian",
    "hu": "hungary; hungarian",
    "cz": "czech republic; czechia; czech",
    "bg": "bulgaria; bulgarian",
    "tr": "turkey; türkiye; turkish",
    "in": "india; indian",
    "pk": "pakistan; pakistani",
    "id": "indonesia; indonesian",
    "ve": "venezuela; venezuelan",
    "ni": "nicaragua; nicaraguan",
    "il": "israel; israeli",
    "cy": "cyprus; cypriot",
}
_CODES = {name: code for code, names in _NAMES.items() for name in names.split("; ")} | {"suhh": "ru", "su": "ru"}


def code(printed: str) -> str | None:
    """Return the two letters of a country given by them or by name; None for one that is not known, or a part of one (ua-cri)."""
    text = " ".join(printed.casefold().split())
    if text in _CODES:
        return _CODES[text]
    return text if len(text) == 2 and text.isascii() and text.isalpha() else None


def codes(printed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the two letters of each country that is known, each once."""
    return tuple(dict.fromkeys(found for one in printed if (found := code(one))))
