"""The titles of a name, with the body each is of where that is printed apart from it.

"The delegation of the Tomsk Regional Duma headed by Chairman N", "President N of the Republic of Tuva": the title itself says
nothing of where its holder is from, but the words beside it do.
"""

from __future__ import annotations

from dataclasses import replace

from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.titles import (
    INSIDE_GAPS,
    TITLE_WORDS,
    Body,
    Title,
    title_after,
    title_before,
    title_from,
    title_up_to,
)
from wirewatch.watchlist.prose.vocabulary import BODIES, COURTESY

MOST_WORDS = 20  # of a body's name

_LED = frozenset({"headed", "led"})
_HEADS = (["heads"], ["leads"], ["chairs"])
_BEARS = frozenset({"is", "serves", "works", "acts"})
_AS = frozenset({"also", "now", "currently", "concurrently", "as"})
_KINDS = BODIES | {"delegation", "group", "mission"}  # what somebody heads: no "who leads the country"
_ITS = frozenset({"its", "their", "the"}) | COURTESY
_ARTICLES = frozenset({"the", "a", "an"})
_TO_OTHERS = frozenset({"for", "to", "in", "and"})
_JOINING = frozenset({"of", "for", "to", "in", "and"})  # what an article follows inside a body's name


def titles_beside(passage: Passage, first: int, last: int) -> tuple[Title, ...]:
    """Return the titles of the name in the words first–last, the one before it first."""
    before = title_before(passage, first)
    led = _body_led(passage, passage.word_at(before.start) if before else first)
    body = _body_behind(passage, last) or led
    before = replace(before, body=body) if before else _title_apart(passage, first, last)
    after = title_after(passage, last) or _title_in_clause(passage, last)
    return tuple(title for title in (before, after and replace(after, body=led)) if title)


def said(passage: Passage, title: Title) -> str:
    """Return the title in quotation marks as it is printed, with what it is of where it names no country itself."""
    printed = f"“{passage.printed(title.start, title.end)}”"
    if not title.body or not replace(title, body=None).bare:
        return printed
    return f"{printed} (of “{passage.printed(title.body.start, title.body.end)}”)"


def _title_apart(passage: Passage, first: int, last: int) -> Title | None:
    """Return the title of "the chief executive of the Russian Railways, N, …": in a list it would be another's, who stands before it."""
    if not first or passage.gap(first - 1) != ", " or passage.gap(last) == " ":
        return None
    title = title_up_to(passage, first)
    article = passage.word_at(title.start) - 1 if title else -1
    if article < 0 or passage.words.texts[article] not in _ARTICLES:
        return None
    leads_on = passage.adjacent(article - 1) and passage.words.texts[article - 1] != "and"
    return title if leads_on or passage.opens_sentence(article) else None


def _title_in_clause(passage: Passage, last: int) -> Title | None:
    """Return what a clause says somebody is, or heads: "N, who heads the Committee for Sport of …", printed from that verb on."""
    words, verb = passage.words, last + 2
    if passage.gap(last) not in (", ", " ") or words.texts[last + 1 : last + 2] != ["who"]:
        return None
    if words.texts[verb : verb + 1] not in _HEADS:
        return _title_borne(passage, verb)
    end = verb + 1
    while (
        end < len(words.texts) and end - verb < MOST_WORDS and passage.gap(end - 1) in INSIDE_GAPS and _is_of_body(passage, end)
    ):
        end += 1
    body = _body(passage, verb + 1, end)
    if body is None or _KINDS.isdisjoint(body.words):
        return None
    return Title((words.texts[verb], *body.words), words.starts[verb], body.end)


def _title_borne(passage: Passage, verb: int) -> Title | None:
    """Return the title of "who is chairman of …", "who serves as an adviser to …"; "who was …" is one of the past."""
    begin = verb
    while begin < len(passage.words) and passage.words.texts[begin] in (_BEARS if begin == verb else _AS):
        begin += 1
    if begin == verb or passage.words.texts[begin : begin + 1] == ["in"]:  # "is in charge of …"
        return None
    return title_from(passage, begin)


def _body_led(passage: Passage, first: int) -> Body | None:
    """Return what whoever is printed from the word `first` on is the head of: "the United Farmers' Party headed by its chairman N"."""
    texts, index = passage.words.texts, first - 1
    while index > 1 and texts[index] in _ITS and passage.adjacent(index):
        index -= 1
    if index < 2 or texts[index] != "by" or texts[index - 1] not in _LED or passage.gap(index - 2) not in (" ", ", "):
        return None
    begin = end = index - 1
    while begin > 0 and end - begin < MOST_WORDS and (begin == end or passage.gap(begin - 1) in INSIDE_GAPS):
        if not _is_of_body(passage, begin - 1):
            break
        begin -= 1
        if texts[begin] in _ARTICLES and begin and texts[begin - 1] not in _JOINING:
            break
    return _body(passage, begin, end)


def _body_behind(passage: Passage, last: int) -> Body | None:
    """Return what "of …" right behind the name names: "President N of the Republic of Tuva"."""
    texts, begin = passage.words.texts, last + 1
    if not passage.adjacent(last) or texts[begin] != "of":
        return None
    end = begin + 1
    while end < len(texts) and end - begin < MOST_WORDS and passage.gap(end - 1) in INSIDE_GAPS and _is_of_body(passage, end):
        end += 1
    return _body(passage, begin, end)


def _is_of_body(passage: Passage, index: int) -> bool:
    """Tell whether the word may be one of a body's name: the "for" of "Committee for Sport", not that of "for Kim"."""
    texts = passage.words.texts
    if texts[index] == "on":  # "Committee on International Affairs", no "on Friday"
        return passage.words.capitals[index + 1 : index + 2] == [True] and texts[index + 1] in TITLE_WORDS
    if texts[index] in _TO_OTHERS and texts[index + 1 : index + 2] != ["the"]:
        return not TITLE_WORDS.isdisjoint(texts[index + 1 : index + 2])
    return texts[index] in TITLE_WORDS or passage.words.capitals[index]


def _body(passage: Passage, begin: int, end: int) -> Body | None:
    words = passage.words
    while end > begin and words.texts[end - 1] in _JOINING | _ARTICLES:
        end -= 1
    while begin < end and words.texts[begin] in _JOINING | _ARTICLES:
        begin += 1
    return Body(tuple(words.texts[begin:end]), words.starts[begin], words.ends[end - 1]) if begin < end else None
