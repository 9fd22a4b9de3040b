"""A romanisation fold: spellings of one Cyrillic name compare equal (Sergei, Sergey; Aleksandr, Alexandr, Alexander).

Only true transliteration variants; what a misprint makes of a name is weighed in watchlist.names.slips.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SOFT = "'"

# Each rule is one Cyrillic letter (or ending) that tables of romanisation write in several ways; the order matters.
_RULES = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"w", "v"),
        (r"(?<=[oe])ff$", "v"),  # Romanoff
        (r"x", "ks"),  # Alexei, Aleksei
        (r"s(?:h|t)?ch", "sch"),  # щ
        (r"tch", "ch"),
        (r"kh", "h"),  # Ulrikh, Ulrih; Lepekha, Lepeha
        (r"dj", "dzh"),
        (r"^j(?=i)", "zh"),  # Jirinovski, as French writes it
        (r"tz", "ts"),
        (r"c(?!h)", "k"),  # Victor, Viktor
        (r"[yij]o", "e"),  # ё: Ryzhyov, Ryzhev
        (r"(?<=[cszh]h)ov$", "ev"),  # Gorbachov, Gorbachev
        (r"[yij]+(?=[au])", SOFT),  # я, ю
        (r"[yij]+(?=[eo])", ""),  # soft е: Vasilyev, Vasiliev; Minayenko, Minaenko; Yevgeni, Evgeni
        (r"[yij]+", "i"),  # -y, -iy, -ii; ы and и
        (r"(.)\1+", r"\1"),  # Gennadi, Genadi; Lissitsyn (as French writes it), Lisitsyn
        (r"(?<=[dt])r$", "er"),  # Alexandr, Alexander; Petr, Peter
    )
)
_CARONS = str.maketrans({"č": "ch", "š": "sh", "ž": "zh", "ŝ": "shch", "ё": "е"})
_SIGNS = re.compile(r"['’ʼʹʺ`\-]")

_LATIN = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziiklmnoprstufye", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya", "ё": "yo"}
)


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """Return the key under which all romanisations of one Cyrillic name are equal; the word may be Latin or Cyrillic.

    A mark stands where я or ю was: Akimov and Yakimov are two names, and д before ю may be misprinted as ж, before у it may not.
    """
    key = _SIGNS.sub("", romanised(word))
    for pattern, written in _RULES:
        key = pattern.sub(written, key)
    return key


def romanised(word: str) -> str:
    """Return a Latin or Cyrillic word in plain lower-case Latin letters, its spelling otherwise kept."""
    latin = word.casefold().translate(_LATIN).translate(_CARONS)
    if latin.isascii():
        return latin
    return "".join(letter for letter in unicodedata.normalize("NFD", latin) if not unicodedata.combining(letter))
