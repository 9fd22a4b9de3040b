"""The dates a page prints: `13/07/2025`, `July 01, 2011`, `(Juche112.10.20.)`, `Pyongyang, July 13 (KCNA) --`.

Days are days in Korea. Nothing is guessed: an impossible or ambiguous date is None, and 06/11/2024 is 6 November.
"""

from __future__ import annotations

import re
from datetime import date

from wirewatch.text.days import day_of

# Rodong prints full-width figures and signs (`４월 １２일`, `（２０２５．７．１３．）`); one for one, so that offsets stay.
_NARROW = {0xFF01 + n: chr(0x21 + n) for n in range(94)} | {0x3000: " "}

_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTHS = {name[:3]: number for number, name in enumerate(_NAMES, 1)}
_MONTH = r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thurs?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_TIME = r"(?:,?\s+(?:at\s+)?\d{1,2}:\d{2}.{0,12})?"

_WORDS = (
    re.compile(rf"{_WEEKDAY}{_MONTH}\s*{_DAY}\s*,?\s*{_YEAR}{_TIME}", re.IGNORECASE),
    re.compile(rf"{_WEEKDAY}{_DAY}\s+{_MONTH},?\s+{_YEAR}{_TIME}", re.IGNORECASE),
)
_LABEL = re.compile(r"^(?:date|published|posted|updated)(?:\s+on)?\s*:?\s*", re.IGNORECASE)
_NUMBERS = re.compile(r"(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
# `www.kcna.kp (Juche112.10.20.)` (Korean pages: 주체) until 2024, `www.kcna.kp (2025.07.13.)` later.
_FOOTER_DAY = re.compile(
    r"(?:(?:Juche|주체)\s*(?P<juche>\d{1,3})|(?P<year>\d{4}))\s*\.\s*(?P<month>\d{1,2})\s*\.\s*(?P<day>\d{1,2})", re.IGNORECASE
)
_DATELINE = re.compile(rf"[^\W\d_][^,()\d]{{1,40}},\s*{_MONTH}\s*{_DAY}\s*\([^()]{{2,40}}\)\s*[-–—]")
_KOREAN_DATELINE = re.compile(r"\(?\s*[^\W\d_]{2,20}\s*(?P<month>\d{1,2})\s*월\s*(?P<day>\d{1,2})\s*일\s*발")
_LONGEST_DATELINE = 200  # characters
JUCHE_OFFSET = 1911
# "February 17, 2026Feb 17, 2026": the day the page was viewed, long and short, glued.
_GLUED = re.compile(r"(?<=\d{4})\s*(?=[A-Z][a-z]{2})")


def narrow(text: str) -> str:
    """The text with full-width figures, letters and signs as plain ones, code point for code point."""
    return text.translate(_NARROW)


def day_in_words(text: str) -> date | None:
    """The day of a text that is a date in words and nothing else (`July 01, 2011`, `Published: 1 July 2011`)."""
    bare = _LABEL.sub("", narrow(text).strip(" \t|·•–—,"))
    for pattern in _WORDS:
        if found := pattern.fullmatch(bare):
            return day_of(int(found["year"]), _month(found["month"]), int(found["day"]))
    return None


def day_of_date_line(text: str) -> date | None:
    """The day of the `Date:` line: DD/MM/YYYY, never MM/DD; a date in words or YYYY-MM-DD is clear as well."""
    plain = narrow(text).strip()
    found = _NUMBERS.fullmatch(plain) or _ISO.fullmatch(plain)
    if found:
        return day_of(int(found["year"]), int(found["month"]), int(found["day"]))
    return day_in_words(text)


def day_of_footer(text: str) -> date | None:
    """The day of `www.kcna.kp (Juche112.10.20.)` (Juche year + 1911) or `(2025.07.13.)`."""
    found = _FOOTER_DAY.search(narrow(text))
    if not found:
        return None
    year = int(found["juche"]) + JUCHE_OFFSET if found["juche"] else int(found["year"])
    return day_of(year, int(found["month"]), int(found["day"]))


def is_dateline(text: str) -> bool:
    """Whether a paragraph begins like `Pyongyang, July 13 (KCNA) --`."""
    return _dateline(text) is not None


def day_of_dateline(text: str, near: date | None) -> date | None:
    """The day a paragraph's dateline names; it prints no year, so the one that brings it nearest to `near`."""
    found = _dateline(text)
    if not found or near is None:
        return None
    month = _month(found["month"])
    days = [day_of(year, month, int(found["day"])) for year in (near.year - 1, near.year, near.year + 1)]
    return min((day for day in days if day), key=lambda day: abs(day - near), default=None)


def _dateline(text: str) -> re.Match[str] | None:
    beginning = narrow(text[:_LONGEST_DATELINE])
    return _DATELINE.match(beginning) or _KOREAN_DATELINE.match(beginning)


def is_view_date(text: str) -> bool:
    """Whether a line is the day of viewing on top of every page: "February 17, 2026Feb 17, 2026"."""
    days = [day_in_words(part) for part in _GLUED.split(text)]
    return len(days) == 2 and None not in days


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS[text[:3].lower()]
