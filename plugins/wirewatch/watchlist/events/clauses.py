"""Who did what to whom in one bare English sentence: every verb of an event with the people before and after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from wirewatch.watchlist.events.days import MONTHS
from wirewatch.watchlist.events.hit import LISTS, LONGEST_SUBJECT, Hit, names, other
from wirewatch.watchlist.events.messages import messages
from wirewatch.watchlist.events.openings import LONGEST, Index, beginnings, openings, phrase
from wirewatch.watchlist.events.speech import LEADS, WORDS, at_talks, has_verb, is_said_now, speaker, statements
from wirewatch.watchlist.events.verbs import (
    EVERYBODY,
    LIST,
    PARTIES,
    PARTY,
    SAID,
    SAME,
    THEIRS,
    VERBS,
    Verb,
)

__all__ = ["SAME", "THEIRS", "Hit", "hits", "is_memory", "is_party", "main_kind"]

_AFTER_PREPOSITION = re.compile(
    r"\b(?:of|to|from|with|for|by|between|against|under|in|on|at|like|towards?|about|behind|over|than)(?: the)?$"
)
_ASIDE = re.compile(
    rf" , (?:accompanied|guided|escorted|flanked|conducted|invited|together|along) (?!with <)(?:[^,<]*? ,|[^,<]*{LIST})"
    rf"|(?: ,)? (?:on behalf of|in the name of|at the invitation of|upon (?:the )?(?:authorization|instructions?) of) (?:(?!<)[\w'’]+ ){{0,3}}?{LIST}(?: ,)?(?= |$)"
)
_HIS_PARTY = re.compile(
    r"(?<=>)(?: ,)? (?:and|with) (?:his|her|their) (?:party|wife|husband|spouse|entourage|suite)(?= and | ,|$| )(?: ,)?"
)
_OF_COUNTRY = re.compile(
    r"(?<=>) (?:of|from) (?:the )?(?:\w+ )?\w+(?= (?:and|,) <| $|$)"
)  # "<0> of the union and <1> of the north met"
_GOES_ON = re.compile(r"\b(?:and|then|before|after|while|but)(?: ,)?(?: \w+ly| then| also)?$|, where (?:he|she|it|they)$")
# "<0> plans to visit Pyongyang, the ministry said".
_ANOTHER_SUBJECT = re.compile(r" (?!,)[^,]+ , (?:the|they|it)\b[^,]{0,40}$")
_RELATIVE = re.compile(r"^ that (?=had|has|have|was|were|is)")
_WHO = re.compile(r"(?: ,)? who\b")
# "The board , whose chairman is <0> , announced": who stands in such a clause is none the rest speaks of.
_OF_WHICH = re.compile(r"(?: ,)? (?:whose|whom|(?:of|for|to|by|with|under) (?:which|whom)) [^,;:]* ,(?= |$)")
# "The artistes who took part in the festival left": not the verb of the sentence.
_IN_CLAUSE = re.compile(r"\b(?:who|which) (?:(?:had|have|has) )?(?:\w+ly )?$")
# "The wife of <0>" is not he.
_NOT_HE = re.compile(r"\b(?:wife|husband|spouse|entourage|retinue|suite(?: members)?|members of the suite) of <\d+>")
_WHOSE = re.compile(r"(?: ,)? (?:whose|(?:of|for|to|by|with|under) (?:which|whom))\b")
# "<0> is said to have", "<0> was told": he speaks none of it.
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)(?: \w+ly| also)? $")
_LONGEST_BETWEEN = 300  # code points between subject and verb

# What is reported or remembered did not happen now.
_REPORTED = re.compile(
    rf"\b(?:said|says|adding|saying|stressing|noting|news that)\b|\b(?:{SAID}|reported to|informed|conviction|belief|hope|expressing)\b(?: [\w'’]+){{0,6}}? that\b"
)
_REMEMBERED = re.compile(
    r"\b(?:recall\w*|look(?:ed|s|ing) back|remember\w*|reminded|(?:last|previous) (?:year|month|january|february|march|april|may|june|july"
    r"|august|september|october|november|december)|years? ago|in (?:\w+ )?(?:19|20)\d\d|at that time|(?:reached|agreed|made|discussed|adopted) (?:up)?(?:on|at|between|during)"
    r"|when (?:he|she|they|it))\b|\bwhen <|\bwhere (?<!, where )(?:he|she|it|they)\b"
)
# "Visited the country in 2019": the year of an event that is no news.
_LONG_AGO = re.compile(
    rf"(?:(?! (?:signed|adopted|founded|concluded|published|and(?! (?:met|had|held|left|went|took|\w+ed)))\b)[^,;:]){{0,60}}? (?:in (?:\w+ )?(?:19|20)\d\d"
    rf"|in (?:(?:early|late|mid) )?(?:{MONTHS})(?! ?\d)|last (?:year|month)|years? ago|(?:two|three|several|many|a (?:couple|number) of) times)\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SPEAKER = re.compile(r"\b(?:i|we|my|me|us)\b(?! ?[.,]? ?\d)")

_SPEAKER_LAST = re.compile(r", (?:he|she|they|the \w+)$")
_HOST = phrase(
    rf"\b{PARTY} (?:was|were) (?:given|hosted|held|arranged)(?: [\w'’]+){{0,6}}? by (?:(?!by\b)[\w'’]+ ){{0,4}}?(?P<host>{LIST})"
)
_HONOUR = phrase(
    rf"\b{PARTY}\b[^;:]*? (?:in (?:honou?r|welcome) of|to (?:welcome|honou?r|mark the visit of)|welcoming|for) (?P<rest>[^;:]*)"
)
_HELD = re.compile(
    rf"\b(?:hosted|gave|given|arranged|held|hosts|gives|at|attending|was|attended) (?:[\w'’]+ ){{0,6}}?{PARTY}\b"
    rf"|\b{PARTY} (?:(?:to|in|for|marking) (?:(?!(?:was|were|is|that|who|which)\b)[\w'’]+ ){{1,16}}?)?(?:was|took place)\b"
)
_TOGETHER = phrase(rf"\b(?:(?:together|along) )?with (?:(?!<)[\w'’]+ ){{0,3}}?(?P<companions>{LIST})")
_ACCOMPANIED = phrase(
    rf"\b(?:accompanied by (?:(?!<)[\w'’]+ ){{0,3}}?|with (?={LIST} (?:attending|present|in attendance)))(?P<companions>{LIST})"
)
_GIVER = re.compile(rf"\b(?:of|from) (?P<giver>{LIST})")
_END_OF_LIST = re.compile(
    r"\b(?:on (?:the )?(?:occasion|behalf)|in (?:reply|connection)|congratulating|through|via|conveyed|who(?! (?:is|also|doubles|serves|concurrently))|that|which|expressing|adding|saying)\b|[;:]"
)


_OF_GUESTS = frozenset({"arrived", "left", "visited", "attended", "met", "talks", "reception", "message"})
_BY_OPENING = Index(openings(verb.needs or verb.words.pattern) for verb in VERBS)
_MANY_BY_OPENING = Index(words.openings for words, _ in EVERYBODY)
_REVIEW = re.compile(
    r"\b(?:newspapers?|papers?|magazines?|dail(?:y|ies)|web ?sites?|home ?pages?|internet|agenc(?:y|ies)|broadcasting|tv|radio|media|journals?|periodicals?)\b"
    r"[^;:]{0,120}?\b(?:carried|carries|published|posted|ran|dedicated|edited|printed|aired)\b"
    r"[^;:]{0,80}?\b(?:articles?|write-?ups?|essays?|features?|special|commentar(?:y|ies)|photos?|news|stor(?:y|ies)|reports?|impressions?)\b"
)


@dataclass(frozen=True)
class _Clause:
    verb: Verb
    start: int
    end: int
    subject: tuple[int, ...]
    object: tuple[int, ...]
    giver: tuple[int, ...] = ()  # "<0> conveyed greetings of <1> to <2>"


def hits(text: str) -> list[Hit]:
    """Return what the names of a bare sentence take part in; a name may have several."""
    begun = beginnings(text)
    clauses = _clauses(text, begun)
    told = (*_of_clauses(clauses), *_receptions(text, begun, clauses), *_companions(text, begun, clauses))
    found = [*_of_many(text, begun), *messages(text, begun), *told, *at_talks(text, begun), *statements(text, begun)]
    last = _end_of_news(text) if any(hit.kind not in WORDS for hit in found) else -1
    return [hit for hit in found if (is_said_now(text, hit.place) if hit.kind in WORDS else _is_news(text, hit.place, last))]


def _is_news(text: str, place: int, last: int) -> bool:
    return place <= last and not _LONG_AGO.match(text, place)


def is_party(text: str) -> bool:
    """Tell whether the bare sentence speaks of a reception that is given now."""
    return any(word in text for word in PARTIES) and _HELD.search(text) is not None


def main_kind(text: str) -> str | None:
    """Return the kind of the sentence's first verb, whoever its subject is: "delegations … arrived here"."""
    told = [(verb.subject, found.start()) for verb, found in _verbs(text, beginnings(text), _OF_GUESTS)]
    main = (kind for kind, place in told if not _IN_CLAUSE.search(text, max(0, place - 30), place))
    return next(main, told[0][0] if told else None)


def is_review(text: str) -> bool:
    """Tell whether a sentence in small letters says that a newspaper carried an article."""
    return _REVIEW.search(text) is not None


def is_memory(text: str) -> bool:
    """Tell whether a sentence speaks of itself (a message, a speech) or of the past, so that its days are not the news'."""
    return _SPEAKER.search(text) is not None or _REMEMBERED.search(text) is not None


def is_old(text: str) -> bool:
    """Tell whether a bare sentence speaks of long ago, or of itself."""
    return is_memory(text) or _LONG_AGO.match(text) is not None or _YEAR.search(text) is not None


def _end_of_news(text: str) -> int:
    """Return the place after which all is reported speech or memory, and so no event of this article; -1 where all of it is."""
    remembered, reported = _REMEMBERED.search(text), _REPORTED.search(text)
    if _SPEAKER.search(text) or (reported and _speaks_last(text, reported.start())):
        return -1
    return min((found.start() for found in (remembered, reported) if found), default=len(text))


def _speaks_last(text: str, said: int) -> bool:
    """ "The talks … were held , <0> said": the sentence before is what was said."""
    before = text[:said].rstrip()
    return _names_speaker(before) and has_verb(before.rpartition(",")[0])


def _names_speaker(text: str) -> bool:
    """Tell whether the text ends in a comma and who speaks, one or a list; names of a list may have commas of their own."""
    if _SPEAKER_LAST.search(text):
        return True
    last = next(reversed(list(LISTS.finditer(text))), None) if text.endswith((">", ",")) else None
    return last is not None and last.end() == len(text) and ", <" in text[max(0, last.start() - 2) :]


def _of_many(text: str, begun: frozenset[str]) -> Iterator[Hit]:
    for words, kind in (EVERYBODY[number] for number in _MANY_BY_OPENING.among(begun)):
        for found in words.all(text, begun):
            end = _END_OF_LIST.search(text, found.end())
            named = names(_NOT_HE.sub("", text[found.end() : end.start() if end else len(text)]))
            yield from (Hit(name, kind, found.start()) for name in named)


def _of_clauses(clauses: Sequence[_Clause]) -> Iterator[Hit]:
    for clause in clauses:
        verb, subject, object_ = clause.verb, clause.subject, clause.object
        if verb.subject:
            alone = verb.object and not object_ and len(subject) > 1
            for name in subject:
                yield Hit(name, verb.subject, clause.start, other(name, subject if alone else object_))
        if verb.object:
            for name in object_:
                yield Hit(name, verb.object, clause.start, other(name, clause.giver or (subject if verb.subject else object_)))


def _clauses(text: str, begun: frozenset[str]) -> list[_Clause]:
    clauses: list[_Clause] = []
    for verb, found in _verbs(text, begun):
        if (clauses and found.start() < clauses[-1].end) or _is_no_news(verb, text, found.start()):
            continue
        object_ = verb.leads.match(text, found.end()) if verb.leads else None
        named = _objects(text, object_) if object_ else ()
        if verb.needs_object and not named and not _is_mutual(verb, text, found):
            continue
        subject = _subject(text, found.start(), clauses)
        if verb.subject == "said":
            subject = speaker(text, found.start(), subject)
        giver = _giver(text, found.end(), object_) if verb.object == "message" and object_ else ()
        clauses.append(_Clause(verb, found.start(), found.end(), subject, named, giver))
    return clauses


def _giver(text: str, place: int, found: re.Match[str]) -> tuple[int, ...]:
    """Return whose greetings or gift it is that another conveys."""
    of = _GIVER.search(text, place, found.start("object"))
    return names(of["giver"]) if of else ()


def _is_no_news(verb: Verb, text: str, place: int) -> bool:
    passive = verb.subject == "said" and _PASSIVE.search(text, max(0, place - 30), place)
    return bool(passive) or text.endswith(("had ", "had been "), 0, place)


def _objects(text: str, found: re.Match[str]) -> tuple[int, ...]:
    """ "<0> met <1> and <2> met <3>": the last of the list is the next verb's."""
    named, after = names(found["object"]), found.end("object") + 1
    goes_on = len(named) > 1 and not found["object"].endswith(",") and _is_verb(text, after)
    return named[:-1] if goes_on else named


def _is_verb(text: str, place: int) -> bool:
    return any(VERBS[number].words.match(text, place) for number in _BY_OPENING.among(beginnings(text[place : place + LONGEST])))


def _is_mutual(verb: Verb, text: str, found: re.Match[str]) -> bool:
    """ "<0> and <1> met in Moscow"."""
    return found.group() in ("met", "talked", "conversed") and len(_subject(text, found.start(), [])) > 1


def _verbs(text: str, begun: frozenset[str], kinds: Set[str] | None = None) -> list[tuple[Verb, re.Match[str]]]:
    """Return the verbs of the text in order, of some kinds or of all."""
    near = [(number, VERBS[number]) for number in _BY_OPENING.among(begun) if kinds is None or VERBS[number].subject in kinds]
    found = [(match.start(), number, verb, match) for number, verb in near for match in verb.words.finditer(text)]
    return [(verb, match) for _, _, verb, match in sorted(found, key=lambda one: one[:2])]


def _subject(text: str, place: int, earlier: list[_Clause]) -> tuple[int, ...]:
    """Return the names that stand as the subject left of a verb; "and" goes on with the last one's."""
    first = max(0, place - LONGEST_SUBJECT)
    left = text[first:place].rstrip()
    if _GOES_ON.search(left):
        return earlier[-1].subject if earlier else _opening(left)
    bare = _OF_COUNTRY.sub("", _HIS_PARTY.sub("", _ASIDE.sub(" ", _OF_WHICH.sub("", left + " ")))).rstrip()
    lists = list(LISTS.finditer(bare))
    if not lists:
        return ()
    last, named = lists[-1], names(lists[-1].group())
    between, before = bare[last.end() :], bare[: last.start()].rstrip()
    if (
        len(between) > _LONGEST_BETWEEN
        or between.startswith(" 's")
        or _WHOSE.match(between)
        or re.search(r"(?<!^)\bthat\b|[;:]", _RELATIVE.sub("", between))
    ):
        return ()
    if earlier and earlier[-1].start >= first + left.rfind(last.group()):
        return earlier[-1].subject if left.endswith(",") else ()
    if _ANOTHER_SUBJECT.match(between):
        return ()
    taken = earlier[-1].object if earlier and not _WHO.match(between) else ()
    own = tuple(name for name in named if name not in taken)
    if own == named and before != "from" and _AFTER_PREPOSITION.search(before) and not LEADS.search(before):
        return ()
    return own  # "met with <1> and <2> discussed": the preposition is that of the one who was met


def _opening(left: str) -> tuple[int, ...]:
    """Return the only names, where the sentence opens with them: "<0> boarded a train and left"."""
    lists = list(LISTS.finditer(left))
    return names(lists[0].group()) if len(lists) == 1 and lists[0].start() == 0 else ()


def _receptions(text: str, begun: frozenset[str], clauses: Sequence[_Clause]) -> Iterator[Hit]:
    for found in _HOST.all(text, begun):
        yield from (Hit(name, "reception", found.start()) for name in names(found["host"]))
    honour = next(_HONOUR.all(text, begun), None)
    if honour is None:
        return
    hosts = [clause.subject for clause in clauses if clause.verb.subject == "reception"]
    host = hosts[0] if hosts else ()
    guests = names(re.split(r"\b(?:at the invitation|who|on behalf)\b", honour["rest"])[0])
    yield from (Hit(name, "reception", honour.start(), other(name, host)) for name in guests)
    yield from (Hit(name, "reception", honour.start(), other(name, guests)) for name in host)


def _companions(text: str, begun: frozenset[str], clauses: Sequence[_Clause]) -> Iterator[Hit]:
    """ "Watched a performance together with <0>": he does what the verb before says."""
    for found in _TOGETHER.all(text, begun):
        kind, place = next(((one.verb.subject, one.start) for one in reversed(clauses) if one.start < found.start()), (None, 0))
        if kind in ("attended", "visited", "reception"):
            yield from (Hit(name, kind, place) for name in names(found["companions"]))
    for found in _ACCOMPANIED.all(text, begun):
        yield from (Hit(name, "attended", found.start()) for name in names(found["companions"]))
