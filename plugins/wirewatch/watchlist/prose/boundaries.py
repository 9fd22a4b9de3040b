"""Where a name begins and ends in a normalised text: possessives, hyphens, and scripts without spaces."""

from __future__ import annotations

import re

from wirewatch.text.sounds import is_hangul

_APOSTROPHES = "'ʼʹ"
_HYPHEN = "-"
_POSSESSIVE_OR_END = re.compile(r"['ʼʹ](?:s(?![^\W_])|(?![^\W_]))")

# 뻬뜨로브스끼 is Petrovsky, not Petrov with a particle.
_HANGUL_NAME_GOES_ON = re.compile(r"[쓰스][끼키]")

# "Putin-Kim talks" joins two people; "Novikov-Priboi" is one other man.
_KOREAN_LEADERS = ("kim",)


def stands_alone(text: str, start: int, end: int, capital_after: bool = False) -> bool:
    """Tell whether the span is a whole name, no part of a longer word.

    `capital_after` says whether the letter after a following hyphen is a capital in the original. Hangul: strict on the left,
    any particle or title may follow ("뿌찐대통령의", "라브로브동지"). Han needs no boundary.
    """
    return _starts_name(text, start) and _ends_name(text, end, capital_after)


def _starts_name(text: str, start: int) -> bool:
    if start == 0:
        return True
    if text[start - 1] == _HYPHEN and text[:start].rstrip(_HYPHEN)[-1:].isalnum():
        return text[:start].rstrip(_HYPHEN).endswith(_KOREAN_LEADERS)
    return not _joined(text[start - 1], text[start])


def _ends_name(text: str, end: int, capital_after: bool) -> bool:
    if end == len(text):
        return True
    last, following = text[end - 1], text[end]
    if is_hangul(last) and is_hangul(following):
        return _HANGUL_NAME_GOES_ON.match(text, end) is None
    if following in _APOSTROPHES:
        return _POSSESSIVE_OR_END.match(text, end) is not None
    if following == _HYPHEN and text[end + 1 : end + 2].isalnum():
        return not capital_after or text.startswith(_KOREAN_LEADERS, end + 1)
    return not _joined(last, following)


def _joined(left: str, right: str) -> bool:
    """Tell whether two neighbours belong to one word."""
    if not (left.isalnum() and right.isalnum()):
        return False
    if _is_han(left) or _is_han(right):
        return False
    return is_hangul(left) == is_hangul(right)


def _is_han(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff"
