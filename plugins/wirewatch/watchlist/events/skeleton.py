"""A sentence laid bare: names as <0>, <1>, without titles, appositions, days, brackets and quotations, one space between words.

What is left is the form the rules are written for: "<0> , received <1> on a visit to the dprk".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from wirewatch.watchlist.events.days import Spoken
from wirewatch.watchlist.events.openings import Phrase, beginnings, phrase
from wirewatch.watchlist.events.verbs import JOINING
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.people import Named
from wirewatch.watchlist.prose.vocabulary import HEADS

_QUOTES = re.compile(r"[\"“”«»]")
_LED = phrase(
    r"(?:^|(?<=\bwith )|(?<=\bby )|\b(?:members of )?(?:the|an?|its|another) )(?:(?!(?:the|an?|of|and|with|by|to|from|met|received|when|that)\b)[\w'’]+ ){0,6}?"
    r"(?:delegations?|mission|party|orchestra|troupe|ensemble|group|team|company|choir|squad|entourage|contingent|students|artistes|representatives)"
    r"(?: (?!(?:led|headed|is|was|were|are)\b)[\w'’]+| ,){0,40}? (?:(?:led|headed|guided) by (?:(?!<)[\w'’]+ ){0,4}?|with (?=<\d+>(?: ,)? as (?:its |the |their )?(?:head|leader|chief)\b))"
    r"(?P<leader><\d+>)(?: ,)?(?: as (?:its |the |their )?(?:head|leader|chief)\b(?: ,)?)?",
    needs="led|headed|guided|with",
)

# What a news agency tells is the news; that it tells it is none: "KCNA said N had received …", "…, the state media reported".
_AGENCY = r"(?:the )?(?:(?!<)[\w'’]+ ){0,6}?(?:agency|kcna|media|report|reports|news agency kcna|rodong sinmun|yonhap|tass)"
_TELLS = r"(?:said|says|reports?|reported|announced|added)"
_BY_AGENCY = phrase(
    rf"^(?:but )?{_AGENCY} (?:also )?{_TELLS} (?:that )?(?=(?!the agency)\S)|^(?:according to|citing) {_AGENCY} , "
    rf"| , (?:{_AGENCY} {_TELLS}|{_TELLS} {_AGENCY}|(?:according to|citing) {_AGENCY})(?: ,)?$"
    rf"| (?:the )?(?:kcna|(?:korean central )?news agency|state media) {_TELLS}$",  # a day and its comma stood before
    needs=f"{_TELLS}|according|citing",
)
_NEAR_THE_SUBJECT = 4  # words
# "During his stay he had talks with N", as printed and in a bare sentence.
DURING = r"(?:during|after|following) (?:his|her|its|their|the) (?:(?!s?he\b)[\w'’]+ ){0,3}?(?:stay|visit|trip|tour|sojourn)\b[^,;:<]{0,40}?(?: ?,)? "
_HE = re.compile(rf"^((?:there |then |later |{DURING})?)s?he ")
_ONE = re.compile(rf"<(\d+)>(?! (?:, )?(?:(?:{'|'.join(JOINING)}) )?<)(?! 's)")
_RELATIVES = frozenset({"who", "whom", "whose", "which", "where"})
# "The deputy minister of security of the DPRK, N, and …": a title that a comma parts from the name.
_TITLE_APART = phrase(
    rf"(?:^|(?<= between )|(?<= with )|(?<= by )|(?<= and )|(?<= met )|(?<= from ))(?:the |an? )?(?:(?!<|by\b|with\b|and\b|between\b|from\b)[\w'’]+ ){{0,4}}?(?:{'|'.join(sorted(HEADS))})"
    r"(?: (?:of|to|in|for|at|on)(?: (?!<|by\b|with\b|met\b|said\b)[\w'’]+){1,9})? , (?=<\d+> (?:,|<|and\b))",
    needs="|".join(HEADS),
)
# "The minister and her Russian counterpart N met": what he is to the other is a title of his.
_COUNTERPART = phrase(r"(?:his|her|their|its) (?:(?!<)[\w'’]+ ){0,2}?counterparts? (?=<)", needs="counterparts?")


@dataclass(frozen=True)
class Skeleton:
    """The bare sentence; `offsets`: where its words stand in the normalised text."""

    text: str
    names: tuple[Named, ...]
    offsets: tuple[int, ...]

    def offset(self, place: int) -> int:
        """Return the offset in the normalised text of a place in the skeleton."""
        return self.offsets[self.text.count(" ", 0, place)] if self.offsets else 0


def with_subject(bare: Skeleton, who: Named) -> Skeleton:
    """Return the bare sentence with a person for the "he" it opens with, if it does."""
    text, found = _HE.subn(rf"\g<1><{len(bare.names)}> ", bare.text)
    return Skeleton(text, (*bare.names, who), bare.offsets) if found else bare


def about_one(bare: Skeleton) -> Named | None:
    """Return whom the sentence is about, where it opens with one name and no list of names."""
    found = _ONE.match(bare.text)
    return bare.names[int(found[1])] if found else None


def skeleton(passage: Passage, first: int, end: int, names: Sequence[Named], days: Sequence[Spoken]) -> Skeleton:
    """Return the words first–end laid bare."""
    tokens = _tokens(passage, first, end, names, days)
    begun = beginnings(_text(tokens))
    tokens = _without_agency(tokens, begun)
    for words in (_COUNTERPART, _TITLE_APART, _LED):
        tokens = _without(tokens, words, begun)
    return Skeleton(_text(tokens), tuple(names), tuple([offset for _, offset in tokens]))


Token = tuple[str, int]


def _tokens(passage: Passage, first: int, end: int, names: Sequence[Named], days: Sequence[Spoken]) -> list[Token]:
    by_begin = {name.begin: number for number, name in enumerate(names)}
    tokens: list[Token] = []
    words = passage.words
    brackets, quoted = False, _QUOTES.match(passage.normal.text, max(0, words.starts[first] - 1)) is not None
    index = first
    while index < end:
        start, last = words.starts[index], index
        number = by_begin.get(index)
        if number is not None:
            last = names[number].end - 1
        hidden = brackets or quoted or (bool(days) and any(day.start <= start < day.end for day in days))
        if not hidden:
            tokens.append((_word(passage, index) if number is None else f"<{number}>", start))
        gap = passage.gap(last)
        if gap == " " and last == index and number is None:
            index += 1
            continue
        if number is not None:
            tokens += _possessive(passage, names[number], start, hidden)
        over = _over(passage, index, last)
        brackets = _open(over, brackets)
        quoted ^= len(_QUOTES.findall(over)) % 2 == 1
        if (last + 1 < end and not hidden and number is None) or (
            number is not None and names[number].end == names[number].last + 1 and not hidden
        ):
            tokens += _mark(gap, words.ends[index])
        elif hidden and number is None and "," in gap:
            tokens += _after_day(tokens, words.texts[last + 1 : last + 2], last + 1 in by_begin, words.ends[index])
        index = last + 1
    return tokens


def _after_day(tokens: Sequence[Token], following: Sequence[str], name_follows: bool, offset: int) -> list[Token]:
    """Return the mark that stays where a day is left out.

    "Hosted by <0> on Tuesday, <1> said": two people, no list. "<0>, whom <1> met on Tuesday, said": the clause is over.
    """
    if name_follows and tokens and tokens[-1][0].startswith("<"):
        return [(";", offset)]
    open_words = takewhile(lambda token: token[0] not in ",;:", reversed(tokens))
    in_clause = any(word in _RELATIVES for word, _ in open_words)
    return [(",", offset)] if in_clause or not _RELATIVES.isdisjoint(following) else []


def _over(passage: Passage, first: int, last: int) -> str:
    """Return what stands from the end of the first word to the begin of the one after the last: 'chairman of “A Just Cause”, '."""
    words = passage.words
    return passage.normal.text[words.ends[first] : words.ends[last]] + passage.gap(last)


def _word(passage: Passage, index: int) -> str:
    word = passage.words.texts[index]
    return "'s" if word == "s" and index > 0 and passage.gap(index - 1) in ("'", "’") else word


def _possessive(passage: Passage, name: Named, start: int, hidden: bool) -> list[Token]:
    return [] if hidden or passage.gap(name.last) not in ("'", "’") or name.end == name.last + 1 else [("'s", start)]


def _mark(gap: str, offset: int) -> list[Token]:
    return next(([(mark, offset)] for mark in ",;:" if mark in gap), [])


def _open(gap: str, brackets: bool) -> bool:
    opened, closed = gap.rfind("("), gap.rfind(")")
    return brackets if opened == closed == -1 else opened > closed


def _text(tokens: Sequence[Token]) -> str:
    return " ".join([word for word, _ in tokens])


def _without_agency(tokens: list[Token], begun: frozenset[str]) -> list[Token]:
    """Leave out who tells the news; "KCNA said N had received" is then "N received"."""
    kept = _without(tokens, _BY_AGENCY, begun)
    if len(kept) == len(tokens):
        return kept
    had = next((place for place, (word, _) in enumerate(kept[:_NEAR_THE_SUBJECT]) if word == "had"), None)
    return kept if had is None else kept[:had] + kept[had + 1 :]


def _without(tokens: list[Token], words: Phrase, begun: frozenset[str]) -> list[Token]:
    """Leave out what the words find, but their leader: what "a military delegation of … led by <0>" does is his doing."""
    if not words.may_stand(begun) or not (found := list(words.words.finditer(_text(tokens)))):
        return tokens
    starts, kept, position = [one.start() for one in found], [], 0
    for word, offset in tokens:
        inside = found[max(0, bisect_right(starts, position) - 1)]
        if not inside.start() <= position < inside.end() or word == inside.groupdict().get("leader"):
            kept.append((word, offset))
        position += len(word) + 1
    return kept
