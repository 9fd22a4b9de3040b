"""Whether a name on a list is written in the Korean or Chinese order: surname first, then one or two syllables."""

from __future__ import annotations

import re

from wirewatch.configured import Entity
from wirewatch.text.fold import fold
from wirewatch.text.normalise import plain
from wirewatch.watchlist.prose.vocabulary import CHINESE_SURNAMES, GIVEN_NAMES, KOREAN_SURNAMES

# Syllables as Pyongyang and Seoul romanise them (Thae, Chol, Ryong, Hyeong, Kkoch), and as pinyin does (Xue, Zhang, Lv).
_KOREAN = re.compile(
    r"(?:kk|tt|pp|ss|jj|kh|th|ph|ch|sh|[kgntdrlmbpsjhyw])?(?:[yw]?(?:ae|eo|oe|eu|ee|oo|[aeiou])|ui|wi)(?:ng|ck|[knlmptbg])?"
)
_CHINESE = re.compile(r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:[iu]?(?:ao|ai|ei|ou|[aeiouü])|i[eu]|u[eoi]|er|io)(?:ng|n)?")


def looks_east_asian(entity: Entity) -> bool:
    """Tell whether the name is a Korean or Chinese surname followed by syllables of that language ("Kim In Ryong", "Wang Yi").

    A given name known elsewhere ("Roman Kim", "Kim Yuri") speaks against it.
    """
    words = plain(entity.name).replace("-", " ").split()
    if not 2 <= len(words) <= 3 or any(fold(word) in GIVEN_NAMES for word in words):
        return False
    return _follow(words, KOREAN_SURNAMES, _KOREAN) or _follow(words, CHINESE_SURNAMES, _CHINESE)


def _follow(words: list[str], surnames: frozenset[str], syllable: re.Pattern[str]) -> bool:
    """A surname, then one or two syllables of its language; or, as Western papers turn it, two syllables and then the surname."""
    given = words[1:] if words[0] in surnames else words[:-1] if words[-1] in surnames and len(words) == 3 else []
    return bool(given) and re.fullmatch(rf"(?:{syllable.pattern}){{1,2}}", "".join(given)) is not None
