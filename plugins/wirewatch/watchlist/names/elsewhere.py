"""Namesakes in the service of another state: "Igor Ivanov, Bulgarian ambassador", whose full name is a listed Russian's.

A full name is the strongest evidence there is, so only a title that clearly belongs to another state outweighs it. Where one
stands beside a name, that name counts for the listed person nowhere in the article but beside a title of his own country.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from wirewatch.text.sounds import is_hangul
from wirewatch.watchlist.persons import Person
from wirewatch.watchlist.prose.article import Article, Find
from wirewatch.watchlist.prose.beside import titles_beside
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.places import ADJECTIVE, SOVIET, countries, foreign_places, places
from wirewatch.watchlist.prose.titles import Title

SCORE_DOUBTFUL = 0.55
_OF = ("of the republic of", "of the", "of")
_IN_WHICH_COUNTRY = 5  # words from "In" to the country: "In the Republic of Moldova"
_TO_THE_NAME = 8  # words from there to a name that is said of the country, titles included
_ONE_OF_MANY = re.compile(r", an? (?=[a-z])")


def in_another_service(article: Article, finds: Iterable[Find]) -> frozenset[str]:
    """Return the ids of the people whose name stands beside a title of another state somewhere in the article."""
    return frozenset(find.person.id for find in finds if _is_another_states(article, find))


def without_namesakes(article: Article, finds: Iterable[Find], elsewhere: frozenset[str]) -> list[Find]:
    """Return the finds without those of the people in another service; a title of their own country keeps one."""
    kept = (find for find in finds if find.person.id not in elsewhere or _has_own_title(article, find))
    return [_doubted(find) if _may_be_elsewhere(article, find) else find for find in kept]


def _may_be_elsewhere(article: Article, find: Find) -> bool:
    """Tell whether a title may be another state's: it is by a word that names that state, or the Soviet Union, and the article has none."""
    nations = article.nations
    return not foreign_places(find.person.entity.country).isdisjoint(nations) or not SOVIET.isdisjoint(nations)


def _is_another_states(article: Article, find: Find) -> bool:
    if not _can_be_told(find):
        return False
    by_title = _may_be_elsewhere(article, find) and any(_is_of_another_state(title, find.person) for title in _titles(find))
    return by_title or (_is_called_foreign(find) and not _titles(find)) or _is_local_abroad(article, find)


def _is_local_abroad(article: Article, find: Find) -> bool:
    """Tell whether an office that names no country is held abroad: "In Moldova N, a deputy prefect, …", and not a word of his own."""
    country = find.person.entity.country
    if article.speaks_of(country) or find.person.entity.roles or not _stands_abroad(find):
        return False
    titles = _titles(find)
    minor = [title for title in titles if title.bare and not title.of_state]
    return bool(minor) if titles else _is_one_of_many(find)


def _is_one_of_many(find: Find) -> bool:
    return _ONE_OF_MANY.match(find.passage.normal.text, find.end) is not None


def _stands_abroad(find: Find) -> bool:
    """Tell whether the sentence says before the name where that is, and it is another country: "On May 3 in Moldova N"."""
    passage, first = find.passage, _words(find)[0]
    texts = passage.words.texts
    floor = max(0, first - _TO_THE_NAME)
    opening = next((at for at in range(first, floor - 1, -1) if passage.opens_sentence(at)), first)
    country = find.person.entity.country
    inside = next((at for at in range(opening, first) if texts[at] == "in"), first)
    where = texts[inside + 1 : min(first, inside + 1 + _IN_WHICH_COUNTRY)]
    end = passage.word_at(passage.sentence(find.start, find.end)[1])
    return not foreign_places(country).isdisjoint(where) and places(country).isdisjoint(texts[opening:end])


def _is_of_another_state(title: Title, person: Person) -> bool:
    soviet = title.soviet and (title.junior or title.private)
    return soviet or (title.of_another_state(person.entity.country) and not _has_role_there(person, title))


def _doubted(find: Find) -> Find:
    """Return the find as probable where its title is one of the Soviet Union, or of another state the list gives a role in."""
    country = find.person.entity.country
    if not _can_be_told(find):
        return find
    for title in _titles(find):
        if not title.of_predecessor(country) and (title.soviet or title.of_another_state(country)):
            printed = find.passage.printed(title.start, title.end)
            reason = f"{find.reason}; but the title “{printed}” is of {'the Soviet Union' if title.soviet else 'another state'}"
            return replace(find, tier="probable", score=min(find.score, SCORE_DOUBTFUL), reason=reason, whole=False)
    if not any(title.of(country) for title in _titles(find)) and _is_one_of_many(find) and _stands_abroad(find):
        reason = f"{find.reason}; but the sentence is about another country"
        return replace(find, tier="probable", score=min(find.score, SCORE_DOUBTFUL), reason=reason, whole=False)
    return find


def _can_be_told(find: Find) -> bool:
    """Tell whether the name is in words with spaces, of a person whose country is known and whose names are read by their parts."""
    first, last = _words(find)
    hangul = is_hangul(find.passage.normal.text[find.end - 1])
    return bool(find.person.entity.country and find.person.surnames) and not hangul and first <= last


def _has_own_title(article: Article, find: Find) -> bool:
    country = find.person.entity.country
    return _can_be_told(find) and not _is_another_states(article, find) and any(title.of(country) for title in _titles(find))


def _titles(find: Find) -> tuple[Title, ...]:
    return titles_beside(find.passage, *_words(find))


def _words(find: Find) -> tuple[int, int]:
    return find.passage.word_at(find.start), find.passage.word_at(find.end) - 1


def _has_role_there(person: Person, title: Title) -> bool:
    states = countries(foreign_places(person.entity.country).intersection(title.all_words))
    return any(not states.isdisjoint(countries(role.title.casefold().split())) for role in person.entity.roles)


def _is_called_foreign(find: Find) -> bool:
    """Tell whether the name has another country beside it and no title: "Bulgarian Igor Ivanov", "Igor Ivanov of Bulgaria"."""
    passage, country = find.passage, find.person.entity.country
    first, last = _words(find)
    abroad = foreign_places(country)
    before = passage.words[first - 1].text if first > 0 and passage.adjacent(first - 1) else ""
    after = _country_after(passage, last)
    return (before in abroad and ADJECTIVE.search(before) is not None) or (after in abroad and after not in places(country))


def _country_after(passage: Passage, last: int) -> str:
    following = passage.normal.text[passage.words[last].end : passage.words[last].end + 60]
    for of in _OF:
        if following.startswith(f" {of} "):
            return re.split(r"[^\w]", following[len(of) + 2 :], maxsplit=1)[0]
    return ""
