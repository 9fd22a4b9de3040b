"""Publications by their logos: listings name an item's source by an image only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

# File name of the logo without its ending; ids of the folders change, the names on record did not.
LOGOS = {
    "kcna-english": "KCNA.kp (En)",
    "kcna-korean": "KCNA.kp (Kr)",
    "kcnaenglish": "KCNA.co.jp (En)",
    "kcnakorean": "KCNA.co.jp (Kr)",
    "rodong-english": "Rodong Sinmun (En)",
    "rodong-korean": "Rodong Sinmun (Kr)",
    "voice-of-korea-en": "Voice of Korea (EN)",
    "voice-of-korea-kr": "Voice of Korea (KR)",
    "minju_choson_logo": "Minju Choson",
    "py-times": "Pyongyang Times",
    "naenarakcnawtch": "Naenara",
    "ryugyong": "Ryugyong",
    "dprk-today": "DPRK Today",
    "tongil-voice": "Tongil Voice",
    "chongnyon-chonwi": "Chongnyon Chonwi",
    "kim-il-sung-university-kr": "Kim Il Sung University",
}
_LABELS = {label.casefold(): label for label in LOGOS.values()}
_FILE_NAME = re.compile(r"([^/?#]+?)(?:-\d+x\d+)?(?:@2x)?\.(?:png|jpe?g|gif|webp|svg|avif)(?:[?#].*)?$", re.IGNORECASE)
# `KCNA.kp (En)`, `Voice of Korea (EN)`: a name with a language in brackets.
_WITH_LANGUAGE = re.compile(r"[^|()]{2,40}\s*\([A-Za-z]{2,3}\)")


def label_of_logo(src: str) -> str | None:
    """The label of the publication whose logo has this file name; None for any other image."""
    found = _FILE_NAME.search(unquote(src.strip()))
    return LOGOS.get(found.group(1).lower()) if found else None


def known_label(text: str) -> str | None:
    """The label as the site prints it when the text is one, whatever its case; else None."""
    return _LABELS.get(text.strip().casefold())


def known_among(labels: Iterable[str]) -> str | None:
    """The first of a source's labels that a logo stands for; None where its logo is not known."""
    return next((known for label in labels if (known := known_label(label))), None)


def looks_like_label(text: str) -> bool:
    """Whether a text is a publication's label, known or not (`Some Paper (Ru)`)."""
    return known_label(text) is not None or _WITH_LANGUAGE.fullmatch(text.strip()) is not None
