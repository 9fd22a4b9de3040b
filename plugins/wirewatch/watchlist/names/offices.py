"""Offices without a name: "the Russian ambassador to the DPRK", 로씨야대통령. Whoever held the office on the day of publication is meant.

Only where the list dates the office (`from`, and `to` where it has ended) and one person holds it on that day; only offices that
one person holds at a time; and only whole titles: "the press secretary of the Russian president" is no president.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from wirewatch.configured import Role
from wirewatch.text.normalise import plain
from wirewatch.watchlist.persons import Person
from wirewatch.watchlist.prose import korean
from wirewatch.watchlist.prose.agreement import same_office
from wirewatch.watchlist.prose.article import Article, Find
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.places import ALL_NATIONS, NATIONS, nation
from wirewatch.watchlist.prose.titles import TITLE_WORDS, Title
from wirewatch.watchlist.prose.vocabulary import CONNECTORS, HEADS, JUNIOR, ORDINARY

SCORE_OFFICE_ALONE = 0.5

# Many hold these at a time, or they are only part of an office.
_MANY = (
    frozenset({"deputy", "vice", "aide", "assistant", "adviser", "advisor", "envoy", "representative", "member", "senator"})
    | JUNIOR
)
_ABROAD = ALL_NATIONS - NATIONS["kp"]
_CHAIRS = frozenset({"speaker", "chairman", "chairwoman", "chairperson"})
_NOT_NOW = frozenset({"former", "then", "acting", "incoming", "outgoing", "new", "elect", "ex", "late"})
_NOT_THE = frozenset({"a", "an", "any", "every", "each", "no", "another", "some", "first", "second", "third", "next", "as"})
_OFFICE_OF = re.compile(
    r"\b(?:office|post|position|title|apparatus|secretariat|staff|prize|cup|grant|residence|election|inauguration|candidates?|reserve"
    r"|council|department|directorate|plane|elected|appointed|became|become|named|inaugurated|called|former|then|ex)"
    r"(?: (?:of|as|to|for|by))?(?: the)? ?-?$"
)
_OFFICES_OWN = re.compile(
    r"['’]s? (?:office|administration|apparatus|press|staff|prize|cup|plane|residence|secretariat|envoy|aide|advis[eo]r|spokes\w+"
    r"|representative|wife|deputy|assistant)\b"
)
_REACH = 80  # code points; in a title no country stands farther from its office
_PRECEDING = 40  # code points in which the words of _OFFICE_OF stand
_GAPS = frozenset({" ", "-", "'", "’", "’ ", "' "})
_HYPHENS = ("-", "‐", "‑")
_ON = frozenset({"of", "the", "in"})
_PLACES = frozenset({"dprk", "pyongyang", "moscow", "russia", "vladivostok"})
_DPRK = re.compile("democratic people['’]s republic of korea")


class Offices:
    """The dated offices of a list, and who holds them when."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._held = [
            (role, person) for person in people for role in person.entity.roles if role.from_ and _MANY.isdisjoint(_words(role))
        ]
        heads = sorted({word for role, _ in self._held for word in _heads(role)})
        self._heads = re.compile(rf"\b(?:{'|'.join(heads)})\b")
        self._nations = frozenset(word for _, person in self._held for word in nation(person.entity.country))

    def finds(self, article: Article, named: frozenset[str]) -> list[Find]:
        """Return the first place of each office without a name whose holder on the day of publication is not named (by id)."""
        if not self._held or article.published_on is None:
            return []
        found: dict[str, Find] = {}
        for passage in article.passages:
            for title in self._titles(article, passage):
                holder = self._holder(title, article.published_on)
                if holder and holder.id not in named:
                    found.setdefault(holder.id, _find(passage, title, holder))
        return list(found.values())

    def _titles(self, article: Article, passage: Passage) -> Iterator[Title]:
        text = passage.normal.text
        for head in self._heads.finditer(text) if any(word in text for word in self._nations) else ():
            around = text[max(0, head.start() - _REACH) : head.end() + _REACH]
            index = passage.word_at(head.start())
            if any(word in around for word in self._nations) and (title := _english(passage, index)):
                yield title
        if passage in article.korean:
            yield from korean.titles_without_name(passage)

    def _holder(self, title: Title, day: date) -> Person | None:
        """Return who holds exactly that office on the day; None where nobody, or more than one, does."""
        if not _MANY.isdisjoint(title.words) or not _NOT_NOW.isdisjoint(title.words):
            return None
        holders = {person.id: person for role, person in self._held if _held_on(role, day) and _is(title, role, person)}
        return next(iter(holders.values())) if len(holders) == 1 else None


def _is(title: Title, role: Role, person: Person) -> bool:
    """Tell whether the title is the office and names its country, not as that which an ambassador is sent to."""
    country = person.entity.country
    words = title.words
    abroad = "ambassador" in words and "to" in words and not nation(country).isdisjoint(words[words.index("to") :])
    return title.of(country) and not abroad and same_office(title, role, country)


def _held_on(role: Role, day: date) -> bool:
    return role.from_ is not None and role.from_ <= day and (role.to is None or day <= role.to)


def _words(role: Role) -> frozenset[str]:
    return frozenset(plain(role.title).replace("-", " ").replace("'", " ").split())


def _heads(role: Role) -> frozenset[str]:
    """Return the words a printed form of the office may be found by: "chairman" and "speaker" stand for each other."""
    heads = _words(role) & HEADS
    return heads | _CHAIRS if heads & _CHAIRS else heads


def _english(passage: Passage, head: int) -> Title | None:
    """Return the whole title around an office, where no name stands beside it and it is "the" office, not "a"."""
    words, (begin, end) = passage.words, _run(passage, head)
    texts = tuple(word.text for word in words[begin:end])
    if _name_before(passage, begin) or _name_after(passage, end, texts):
        return None
    text, before = passage.normal.text, max(0, words[begin].start - _PRECEDING)
    if _OFFICE_OF.search(text[before : words[begin].start]) or _OFFICES_OWN.match(text, words[end - 1].end):
        return None
    return Title(texts, words[begin].start, words[end - 1].end)


def _run(passage: Passage, head: int) -> tuple[int, int]:
    """Return the words of the title around the head: from the last to the next word that is no part of titles."""
    words, begin, end = passage.words, head, head + 1
    while begin > 0 and passage.gap(begin - 1) in _GAPS and words[begin - 1].text in TITLE_WORDS - {"and"}:
        begin -= 1
    while (
        end < len(words)
        and passage.gap(end - 1) in _GAPS
        and words[end].text in TITLE_WORDS
        and not _stops(passage, begin, head, end)
    ):
        end += 1
    while begin < head and words[begin].text in CONNECTORS:
        begin += 1
    while end > head + 1 and words[end - 1].text in CONNECTORS:
        end -= 1
    return begin, end


def _stops(passage: Passage, begin: int, head: int, index: int) -> bool:
    """Tell whether a title is over before the word: "the Russian president | and the …", "the Russian president | for the …"."""
    word, following = passage.words[index].text, passage.words[index + 1].text if index + 1 < len(passage.words) else ""
    if word == "democratic":
        return _DPRK.match(passage.normal.text, passage.words[index].start) is not None
    has_of = any(earlier.text == "of" for earlier in passage.words[head:index])
    if word == "and":
        return not has_of or following in HEADS or following in ("the", "his", "her", "its", "their")
    whole = not _ABROAD.isdisjoint(earlier.text for earlier in passage.words[begin:index])
    return word in ("for", "in", "to") and whole and passage.words[head].text != "ambassador" and (has_of or head - begin > 1)


def _name_before(passage: Passage, begin: int) -> bool:
    """Tell whether the title is somebody's: "Putin, the Russian president"; or nobody's in particular: "a Russian president"."""
    index = begin - 1
    if passage.words[begin].text in _NOT_THE or (
        index >= 0 and passage.adjacent(index) and passage.words[index].text in _NOT_THE
    ):
        return True
    while index >= 0 and passage.adjacent(index) and passage.words[index].text == "the":
        index -= 1
    gap = passage.gap(index).strip() if index >= 0 else "."
    return gap in ("", ",") and _is_name(passage, index)


def _name_after(passage: Passage, end: int, texts: tuple[str, ...]) -> bool:
    """Tell whether a name or more of the title follows: "Putin", "to Syria", "Academy of Sciences", "-elect"."""
    if passage.gap(end - 1)[:1] in _HYPHENS:
        return True
    index, linking = end, _ON | {"to"} if "ambassador" in texts else _ON
    while index < len(passage.words) and passage.adjacent(index - 1) and passage.words[index].text in linking:
        index += 1
    return passage.gap(index - 1).strip() in ("", ",") and _is_name(passage, index)


def _is_name(passage: Passage, index: int) -> bool:
    if index >= len(passage.words):
        return False
    word = passage.words[index]
    return word.capital and word.text not in ORDINARY | _PLACES and not _DPRK.match(passage.normal.text, word.start)


def _find(passage: Passage, title: Title, holder: Person) -> Find:
    printed = passage.printed(title.start, title.end)
    reason = f"“{printed}” without a name: {holder.entity.name} holds that office on the day of publication according to the list"
    return Find(holder, passage, title.start, title.end, "probable", SCORE_OFFICE_ALONE, reason, office=True)
