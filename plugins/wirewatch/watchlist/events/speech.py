"""Words: whose they are, whether they are told or only told of, and who speaks with whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wirewatch.watchlist.events.hit import LISTS, LONGEST_SUBJECT, WHOLE_LIST, Hit, names, other
from wirewatch.watchlist.events.openings import Index, phrase
from wirewatch.watchlist.events.verbs import LIST, SAID

LEADS = re.compile(r"\b(?:led|headed|guided) by$")
# "What <0> wrote", "a plan for which <0> voiced support": his words are told of, not told.
_TOLD_OF = re.compile(
    r"\b(?:what|(?<!in )(?<!at )(?<!during )(?:which|whom)|(?:who|which) (?:(?!and\b)[\w'’]+ ){0,5}(?!and\b)[\w'’]+)$"
)
# "Since <0> was at the head of the ministry , local papers commented": the one right before the verb speaks.
_OTHER_SPEAKER = re.compile(
    r"(?P<told>[^;:]+) , (?!(?:who|which|and|but|then|also|in|on|at|for|with|by|after|before|when|while|as|however|therefore)\b|\w+(?:ly|ing|ed)\b)[\w'’]+(?: (?!who\b)[\w'’]+){0,5}$"
)
# "The hotel where <0> is staying said".
_SUBORDINATE = re.compile(r"\b(?:where|when|while|since|because|if|until|after|before)$")
_SAID_LONG_AGO = re.compile(
    r"[\w'’]+(?: (?!that\b)[\w'’]+){0,2}? (?:in (?:\w+ )?(?:19|20)\d\d|last (?:year|month)|(?:many |some |\w+ )?years ago)\b"
)
# "Recalling that <0> wrote a book , the article said": the words of the one who recalls.
_SAID_OF = re.compile(rf"^\w+ing(?: \w+)? that\b[^;:]*? , (?=(?:the|it|they|he|she)\b|<\d+> (?:\w+ly )?(?:{SAID})\b)")
_SAID_AT = phrase(
    rf"(?:(?P<speaker>{WHOLE_LIST}) (?:\w+ly )?(?:{SAID}) |^(?=.* (?:{SAID}|exchanged|agreed)\b))(?:at|during|in) (?:the |an? |his |her |their )?(?:(?!<)[\w'’]+ ){{0,4}}?"
    rf"(?:talks|negotiations|consultations|(?P<met>meeting)) with (?:(?!<)[\w'’]+ ){{0,3}}?(?P<other>{LIST})(?! 's)",
    needs="talks|negotiations|consultations|meeting",
)
_SAYS = re.compile(rf" (?:\w+ly )?(?:{SAID})\b")
_SPEAKS_NEXT = re.compile(rf" ; (?P<speaker>{LIST}) (?:\w+ly )?(?:{SAID})\b")
_WORDS = r"(?:words?|remarks?|comments?) (?:of|by|from|made by)"
_IN_PRINT = r"\b(?:was|were) (?:also )?(?:carried|printed|published|quoted|cited|inscribed|written)\b"
_CITED = phrase(
    rf"\b(?:quoted|cited|quoting|citing) (?P<speaker>{LIST})(?: ,)? as\b|\b(?:citing|quoting|according to) (?P<source>{LIST})"
)
_SAID_LAST = phrase(rf", (?:{SAID}) (?P<speaker>{LIST})(?= ?[,;]|$)", needs=SAID)
_IN_HIS_WORDS = phrase(rf"\b(?:in|according to) the {_WORDS} (?P<speaker>{LIST})", needs="words?|remarks?|comments?")
_CARRIED = phrase(
    rf"\b(?:carried|carries|carrying|bore|bears|bearing|print(?:ed|s)|published|quot(?:ed|es|ing)|cit(?:ed|es|ing)|contain(?:ed|s)|(?:inscribed|engraved) with) (?:(?!<)[\w'’]+ ){{0,3}}?{_WORDS} (?P<speaker>{LIST})"
    rf"|\b{_WORDS} (?P<carried>{LIST}) [^;:<]*?{_IN_PRINT}|(?P<own><\d+>) 's (?:words?|remarks?|comments?)\b[^;:<]*?{_IN_PRINT}",
    needs="words?|remarks?|comments?",
)
WORDS = frozenset({"said", "quoted"})
_ISSUED = phrase(
    r"\b(?:statement|communiqu[eé]|declaration)\b(?P<authors>[^;:]*?) (?:was|were) (?:issued|released|published|adopted|made public|announced)"
)
_JOINT_STATEMENT = phrase(rf"\bstatements? (?:between|of|by|from) (?P<authors>{LIST})")
_TELLING = (
    (_CITED, "said"),
    (_SAID_LAST, "said"),
    (_IN_HIS_WORDS, "said"),
    (_CARRIED, "quoted"),  # the day is that of the book or the paper that carries his words
    (_ISSUED, "statement"),
    (_JOINT_STATEMENT, "statement"),
)
_BY_OPENING = Index(words.openings for words, _ in _TELLING)


def has_verb(text: str) -> bool:
    """Tell whether a part of a bare sentence says something, and is no list of titles."""
    return re.search(r"\b(?:is|are|was|were|has|have|had|will|would|can|must|should|met|held|made)\b", text) is not None


def speaker(text: str, place: int, subject: tuple[int, ...]) -> tuple[int, ...]:
    """Return the names of a subject that speak; not the head of a board that does, nor whom its news speaks of."""
    if not subject:
        return ()
    lists = reversed(list(LISTS.finditer(text, max(0, place - LONGEST_SUBJECT), place)))
    last = next((one for one in lists if not set(names(one.group())).isdisjoint(subject)), None)
    if last is None:
        return ()
    before, between = text[: last.start()].rstrip(), text[last.end() : place].rstrip()
    another = _OTHER_SPEAKER.match(between)
    if LEADS.search(before) or _TOLD_OF.search(before) or (_SUBORDINATE.search(before) and has_verb(between)):
        return ()
    if another and has_verb(another["told"]):
        return ()
    return subject


def is_said_now(text: str, place: int) -> bool:
    """Tell whether words are not those of another time ("said in 2009", "wrote years ago"); what he says may well be of one.

    Nor what another one recalls of him before he speaks himself.
    """
    said_of = _SAID_OF.match(text)
    return not _SAID_LONG_AGO.match(text, place) and not (said_of and place < said_of.end())


def at_talks(text: str, begun: frozenset[str]) -> Iterator[Hit]:
    """Return who spoke with whom: "at talks with <0> the minister said", "<0> said at a meeting with <1>"."""
    for found in _SAID_AT.all(text, begun):
        speakers, others = names(found["speaker"] or ""), names(found["other"])
        if not speakers and len(others) > 1 and _SAYS.match(text, found.end()):
            speakers, others = others[-1:], others[:-1]  # "at talks with <0> , <1> said"
        if not speakers and (after := _SPEAKS_NEXT.match(text, found.end())):
            speakers = names(after["speaker"])  # "at talks with <0> on Tuesday, <1> said"
        kind = "met" if found["met"] else "talks"
        yield from (Hit(name, kind, found.start(), other(name, others)) for name in speakers)
        yield from (Hit(name, kind, found.start(), other(name, speakers)) for name in others)


def statements(text: str, begun: frozenset[str]) -> Iterator[Hit]:
    """Return who is cited and whose statement is issued; `begun`: the text's `beginnings`."""
    for words, kind in (_TELLING[number] for number in _BY_OPENING.among(begun)):
        for found in words.all(text, begun):
            speakers = names(found[found.lastgroup or 0])
            yield from (
                Hit(name, kind, found.start(), other(name, speakers) if kind == "statement" else None) for name in speakers
            )
