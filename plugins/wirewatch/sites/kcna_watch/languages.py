"""The language of a text by its script: state media print Korean in Hangul, English in Latin letters, others seldom."""

from __future__ import annotations

import re

# In the order of preference where counts are equal; kana tells Japanese from Chinese.
_SCRIPTS = {
    "ko": re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "ja": re.compile("[\u3040-\u30ff]"),
    "zh": re.compile("[\u3400-\u9fff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "en": re.compile("[A-Za-z]"),
}


def language_of(text: str) -> str:
    """ISO 639-1 code of the script that most letters of the text belong to; "en" for Latin letters and for none."""
    counts = {language: len(script.findall(text)) for language, script in _SCRIPTS.items()}
    if counts["ja"] and counts["zh"]:
        counts["ja"] += counts.pop("zh")
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else "en"
