"""Whether a source's pages read worse than they used to: a rising share of one warning, before whole articles fail. Pure.

A site that changes its pages a little is still read: without the Date line the listing gives the day, without "More From" an end
mark closes the body. Each such article says so in its warnings; where suddenly many do, a person should look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log

AT_LEAST = 5  # articles with the warning: fewer are odd pages
ENOUGH_BEFORE = 20  # earlier articles: with fewer nobody knows what is usual
JUMP = 0.2  # of all articles
BY_CHANCE = 0.001  # how seldom as many would come of what was usual before


# (address, what its reader warned of)
ReadArticle = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Decline:
    """A warning that has become frequent: how many articles of how many carry it now, and carried it before."""

    warning: str
    now: int
    of_now: int
    before: int
    of_before: int
    urls: tuple[str, ...]

    @property
    def rise(self) -> float:
        """By how much of all articles the warning's share rose."""
        return self.now / self.of_now - self.before / max(1, self.of_before)

    @property
    def is_clear(self) -> bool:
        """Whether this is neither a few odd pages nor what chance makes of what was usual."""
        if self.now < AT_LEAST or self.of_before < ENOUGH_BEFORE or self.rise < JUMP:
            return False
        return _chance(self.now, self.of_now, (self.before + 1) / (self.of_before + 2)) < BY_CHANCE

    @property
    def reason(self) -> str:
        """The decline in a sentence, with an article to look at."""
        return (
            f"{self.now} of the last {self.of_now} articles were read with the warning {self.warning}, before it was "
            f"{self.before} of {self.of_before}; see {self.urls[0]}"
        )

    @property
    def evidence(self) -> dict[str, object]:
        """The same for a script: which warning, its shares, and three articles."""
        shares = {"share_now": round(self.now / self.of_now, 3), "share_before": round(self.before / self.of_before, 3)}
        return {"kind": "warnings", "warning": self.warning, **shares, "urls": list(self.urls)}


def find_decline(now: Sequence[ReadArticle], before: Sequence[ReadArticle]) -> Decline | None:
    """The warning whose share rose most, None where none rose clearly or too little was read to tell."""
    found = [decline for name in sorted(_counts(now)) if (decline := _decline(name, now, before)).is_clear]
    return max(found, key=lambda decline: decline.rise, default=None)


def _decline(warning: str, now: Sequence[ReadArticle], before: Sequence[ReadArticle]) -> Decline:
    urls = tuple(url for url, warnings in now if warning in warnings)
    return Decline(warning, len(urls), len(now), _counts(before)[warning], len(before), urls[:3])


def _counts(articles: Sequence[ReadArticle]) -> Counter[str]:
    return Counter(warning for _, warnings in articles for warning in set(warnings))


def _chance(count: int, of: int, share: float) -> float:
    """How probable `count` or more of `of` articles are, if each has the warning with this probability (the binomial's tail)."""
    ways = (lgamma(of + 1) - lgamma(n + 1) - lgamma(of - n + 1) for n in range(count, of + 1))
    return sum(exp(way + n * log(share) + (of - n) * log(1 - share)) for n, way in enumerate(ways, count))
