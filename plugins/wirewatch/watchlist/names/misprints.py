"""Misprinted full names: a given name of the list, equal or by rule, beside a word that may be a misprint of the surname.

Precision first: what spelling alone cannot tell ("Sorin" for Zorin, an ordinary other surname) needs a title that agrees with a
role on the list. East Asian names are never on this way: persons.py gives them no parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wirewatch.models import Tier
from wirewatch.text.fold import fold
from wirewatch.watchlist.names.slips import SAME, Misprint
from wirewatch.watchlist.names.spelled import DEAREST_GIVEN, LONG, NO_NAMES, SHORTEST_GIVEN, Near, Spotted, Surnames, name_goes_on
from wirewatch.watchlist.persons import Person
from wirewatch.watchlist.prose.agreement import agrees
from wirewatch.watchlist.prose.article import Article, Find, is_whole_word
from wirewatch.watchlist.prose.beside import said, titles_beside
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.places import foreign_places
from wirewatch.watchlist.prose.surroundings import in_institution
from wirewatch.watchlist.prose.titles import Title
from wirewatch.watchlist.prose.vocabulary import is_ordinary_surname, is_patronymic

SCORE_NEAREST = 0.92  # what a slip of no cost would score; below a true spelling
LOWEST_SCORE = 0.5
PLAIN_ALONE = 9  # the same for a slip by no rule where no title stands beside the name
VERY_LONG = 10
SHORTEST_LOUD = 6
SHORTEST_SLIGHT = 5
SHORTEST_TELLING = 6
ONE_SLIP = 0.6
CLEARER = 0.4  # by how much the nearest person must be nearer than the next


@dataclass(frozen=True)
class Support:
    """What the titles beside a name say of a person: an office of the list, a title of the country, or of somebody else."""

    office: Title | None = None
    national: Title | None = None
    against: bool = False
    other: bool = False  # a title of the country that is none of the person's roles on the list
    titled: Title | None = None  # any title, in an article that speaks of the country
    junior: bool = False  # a title of the country that many hold
    home: bool = True  # the article speaks of the country
    silent: bool = False  # it speaks of no country but Korea


@dataclass(frozen=True)
class _Name:
    """A given name and a word beside it that may be a surname, with the words they span."""

    first: int
    last: int
    surname: int
    patronymic: str
    givens: Mapping[str, Misprint]


def misprinted_finds(article: Article, names: Spotted, surnames: Surnames) -> Iterator[Find]:
    """Yield each full name that is a misprint of a listed one: "Andrei Lybkin", "Byacheslav Rybkin", "Lybkin Andrei"."""
    passage = names.passage
    for begin, given, likes in names.givens:
        for name in _names(passage, begin, given, likes):
            near = _nearest(passage, name, surnames)
            if near and may_be_surname(passage, name.surname) and not in_institution(passage, name.first, name.last):
                yield from _find(article, passage, name, *near)


def may_be_surname(passage: Passage, index: int) -> bool:
    """Tell whether a word that spelling allows can be a surname there: a whole word that never stands in lower case."""
    word = passage.words[index]
    return word.capital and is_whole_word(passage, index) and word.text not in passage.lower_case


def support(article: Article, person: Person, titles: tuple[Title, ...]) -> Support:
    """Return what the titles beside a name say for and against the person."""
    country = person.entity.country
    own = [title for title in titles if not title.foreign_to(country) and (title.of(country) or article.speaks_of(country))]
    offices = (*own, *(title for title in titles if title.international))
    office = next((title for title in offices if agrees(title, person.entity.roles, country)), None)
    national = next((title for title in own if title.of(country) and not title.junior), None)
    junior = office is None and any(title.junior for title in titles)
    against = office is None and any(title.foreign_to(country) for title in titles)
    other = bool(person.entity.roles) and bool(own) and office is None
    silent = foreign_places(country).isdisjoint(article.nations)
    return Support(office, national, against, other, own[0] if own else None, junior, article.speaks_of(country), silent)


def is_allowed(surname: Misprint, given: Misprint, length: int, ordinary: bool, beside: Support) -> bool:
    """Tell whether the slips are few enough for a surname of that many letters, given what stands beside it."""
    cost = surname.cost + given.cost
    if beside.office:
        return length >= 5 and cost <= 2.0
    if beside.against or (beside.other and length < LONG) or not (beside.home or _is_known(surname, given, length, beside)):
        return False
    certain = beside.national is not None and given is SAME
    slight = surname.slight and certain and length >= SHORTEST_SLIGHT
    if ordinary and not slight:
        return False
    if beside.junior:  # many hold it, so that only the whole name but for one slip by rule tells who
        near = length > LONG if surname is SAME else (length >= LONG or surname.telling) and cost <= ONE_SLIP
        return near and not beside.other and surname.ruled and not surname.loud
    if slight:
        return True
    if surname.loud and not (certain and length >= SHORTEST_LOUD):
        return False
    if surname.ruled:
        return cost <= _room(length, beside)
    return surname.plain == 1 and not beside.other and cost <= 1.3 and length >= (LONG + 1 if beside.titled else PLAIN_ALONE)


def _is_known(surname: Misprint, given: Misprint, length: int, beside: Support) -> bool:
    """Tell whether a name is as clear as its true spelling would be, in an article that names no country at all."""
    return surname.telling and given is SAME and length >= SHORTEST_TELLING and beside.silent


def _room(length: int, beside: Support) -> float:
    """Return what slips by rule may cost: the longer the surname, the less it can be another one."""
    room = 0.6 if length <= 5 else 1.1 if length <= LONG else 1.6
    return room + (0.0 if not beside.national else 0.3 if length < VERY_LONG else 0.5)


def score(*misprints: Misprint) -> float:
    """Return the score of a misprinted name; it falls with the cost."""
    cost = sum(slips.cost for slips in misprints)
    return max(LOWEST_SCORE, round(SCORE_NEAREST - 0.12 * cost, 2))


def _names(passage: Passage, begin: int, given: int, likes: Mapping[str, Misprint]) -> Iterator[_Name]:
    """Yield the given name (the words begin–given) with the surname after it ("Andrei V. Lybkin"), or before it ("Lybkin Andrei Viktorovich")."""
    surname, patronymic = given, ""
    if passage.adjacent(given):
        surname = given + 1
        if passage.is_initial(surname):
            surname += 1
        elif is_patronymic(passage.words.texts[surname]) and passage.adjacent(surname) and passage.words.capitals[surname + 1]:
            patronymic = passage.words.texts[surname]
            surname += 1
    if surname > given:
        yield _Name(begin, surname, surname, patronymic, likes)
    if begin and passage.adjacent(begin - 1):
        last = given + 1 if passage.adjacent(given) and is_patronymic(passage.words.texts[given + 1]) else given
        if not name_goes_on(passage, last) and not _name_begins(passage, begin - 1):
            yield _Name(begin - 1, last, begin - 1, passage.words.texts[last] if last > given else "", likes)


def _name_begins(passage: Passage, index: int) -> bool:
    """Tell whether the word before a surname belongs to its name, so that the given name after it is another's."""
    if not index or not passage.adjacent(index - 1):
        return False
    before = passage.words[index - 1]
    return before.capital and before.text not in NO_NAMES


def _nearest(passage: Passage, name: _Name, surnames: Surnames) -> tuple[Near, Misprint] | None:
    """Return the person meant, with the slips in the surname and in the given name; of two as near as each other none."""
    word = passage.words.texts[name.surname]
    listed = surnames.people(word)
    if any(name.givens.get(given) is SAME for person in listed for given in person.givens):
        return None
    meant = []
    for near in (*(Near(person, SAME) for person in listed), *surnames.near(word)):
        given = min((name.givens[like] for like in near.person.givens if like in name.givens), key=_cost, default=None)
        if given is None or (given.cost > DEAREST_GIVEN and near.misprint is not SAME):
            continue
        if not name.patronymic or near.person.may_be_called(fold(name.patronymic)):
            meant.append((near, given))
    meant.sort(key=lambda one: one[0].misprint.cost + one[1].cost)
    if len(meant) > 1 and _total(*meant[1]) - _total(*meant[0]) < CLEARER:
        return None
    return meant[0] if meant else None


def _cost(slips: Misprint) -> float:
    return slips.cost


def _total(near: Near, given: Misprint) -> float:
    return near.misprint.cost + given.cost


def _find(article: Article, passage: Passage, name: _Name, near: Near, given: Misprint) -> Iterator[Find]:
    person, slips = near
    beside = support(article, person, titles_beside(passage, name.first, name.last))
    word = passage.words.texts[name.surname]
    length = person.shortest_surname
    ordinary = slips is not SAME and is_ordinary_surname(word)
    if not is_allowed(slips, given, length, ordinary, beside):
        return
    start, end = passage.words.starts[name.first], passage.words.ends[name.last]
    sure = slips.ruled and slips.cost + given.cost <= 1.1 and _is_sure(beside, length, ordinary or _is_brief(name, given))
    tier: Tier = "confirmed" if sure else "probable"
    reason = f"printed “{passage.printed(start, end)}”; list has {person.entity.name}: {_why(passage, slips, given, beside)}"
    yield Find(person, passage, start, end, tier, score(slips, given), reason, whole=True)


def _is_brief(name: _Name, given: Misprint) -> bool:
    """Tell whether a slip is in a given name so short that it may be another word: "Rev" for Lev."""
    return given is not SAME and any(len(like) <= SHORTEST_GIVEN for like, slips in name.givens.items() if slips is given)


def _is_sure(beside: Support, length: int, doubtful: bool) -> bool:
    """Tell whether a slip by rule leaves no doubt: an office of the list, a title of the country, or a surname long enough."""
    if beside.office or beside.other or beside.junior or doubtful or not beside.home:
        return beside.office is not None
    return beside.national is not None or length >= (LONG if beside.titled else LONG + 1)


def _why(passage: Passage, surname: Misprint, given: Misprint, beside: Support) -> str:
    words = [surname.words or "same surname", f"{given.words} in the given name" if given.slips else "same given name"]
    if beside.office:
        words.append(f"role {said(passage, beside.office)} agrees")
    elif title := beside.national or beside.titled:
        words.append(f"beside the title {said(passage, title)}")
    return ", ".join(words)
