"""A surname that stands alone or behind initials: whose it is, and how sure that is.

Counted when the full name stands in the same article, when a Russian title of that person stands beside it, or when the list
calls the surname distinctive. Nothing is counted against a given name, initials or a title that contradict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from wirewatch.watchlist.names.spelled import Surnames, surname_words
from wirewatch.watchlist.persons import Person
from wirewatch.watchlist.prose.article import Article, Find
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.surroundings import Lead, contradicts, in_institution, lead, names_namesake
from wirewatch.watchlist.prose.titles import Title, agrees, titles_beside

SCORE_AFTER_FULL = 0.9
SCORE_DISTINCTIVE = 0.85
SCORE_BY_TITLE = 0.8
SCORE_BY_OTHER_TITLE = 0.7  # a Russian title, but the list gives no such role
SCORE_TITLE_ELSEWHERE = 0.65
SCORE_NAMESAKE_IN_ARTICLE = 0.6

Verdict = tuple[Literal["confirmed", "probable"], float, str]


@dataclass(frozen=True)
class Known:
    """What the rest of the article tells: whose full name it holds, whose surname has a title, who has a namesake."""

    full: frozenset[str]
    titled: frozenset[str] = frozenset()
    namesakes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Place:
    """One surname in a passage, with what stands around it."""

    passage: Passage
    last: int
    before: Lead
    people: tuple[Person, ...]
    titles: tuple[Title, ...]
    russian: bool

    @property
    def span(self) -> tuple[int, int]:
        return self.passage.words[self.before.first].start, self.passage.words[self.last].end

    @property
    def printed(self) -> str:
        return self.passage.printed(*self.span)


def surname_finds(article: Article, surnames: Surnames, whole: list[Find]) -> list[Find]:
    """Return the surnames that count, given the full names found in the article."""
    places = [place for passage in article.passages for place in _places(article, passage, surnames, whole)]
    full = frozenset(find.person.id for find in whole if find.whole)
    first = Known(full, namesakes=frozenset(_namesakes(article, surnames)))
    titled = frozenset(find.person.id for place in places for find in _finds(place, first))
    return [find for place in places for find in _finds(place, Known(full, titled, first.namesakes))]


def _places(article: Article, passage: Passage, surnames: Surnames, whole: list[Find]) -> Iterator[_Place]:
    for first, last, people in surname_words(passage, surnames):
        before, start, end = lead(passage, first), passage.words[first].start, passage.words[last].end
        taken = any(find.passage is passage and find.start <= start and end <= find.end for find in whole)
        if not taken and not in_institution(passage, before.first, last):
            titles = titles_beside(passage, before.first, last)
            yield _Place(passage, last, before, people, titles, article.russian)


def _namesakes(article: Article, surnames: Surnames) -> Iterator[str]:
    for passage in article.passages:
        for first, last, people in surname_words(passage, surnames):
            before = lead(passage, first)
            yield from (person.id for person in people if names_namesake(passage, before, last, person))


def _finds(place: _Place, known: Known) -> list[Find]:
    """Return the find of the one person who is meant, or none: two who could be meant are no one."""
    possible = [person for person in place.people if not contradicts(place.passage, place.before, place.last, person)]
    judged = [(person, verdict) for person in possible if (verdict := _verdict(place, person, possible, known))]
    if len(judged) != 1:
        return []
    person, verdict = judged[0]
    start, end = place.span
    tier, score, reason = verdict
    return [Find(person, place.passage, start, end, tier, score, reason)]


def _verdict(place: _Place, person: Person, possible: list[Person], known: Known) -> Verdict | None:
    office = next((title for title in place.titles if _is_office_of(place, title, person)), None)
    if office is None and any(title.junior or title.foreign for title in place.titles):
        return None
    name, listed = f"surname “{place.printed}”", person.entity.name
    if person.id in known.full:
        return _after_full(place, name, listed, office is None and person.id in known.namesakes)
    if office:
        where = place.passage.printed(office.start, office.end)
        return "confirmed", SCORE_BY_TITLE, f"{name} beside the title “{where}”, an office of the list's {listed}"
    return None if len(possible) > 1 else _weaker(place, person, name, known)


def _after_full(place: _Place, name: str, listed: str, doubtful: bool) -> Verdict:
    if doubtful:
        reason = f"{name}: the full name stands in the same article, but so does another person of that surname"
        return "probable", SCORE_NAMESAKE_IN_ARTICLE, reason
    return "confirmed", SCORE_AFTER_FULL, f"{name}: the full name stands in the same article ({listed} on the list)"


def _weaker(place: _Place, person: Person, name: str, known: Known) -> Verdict | None:
    listed = person.entity.name
    if person.entity.surname == "distinctive":
        return "confirmed", SCORE_DISTINCTIVE, f"{name}, which the list calls distinctive for {listed}"
    if title := _other_title(place, person):
        where = place.passage.printed(title.start, title.end)
        reason = f"{name} beside the title “{where}”, for which the list gives {listed} no role to compare"
        return "probable", SCORE_BY_OTHER_TITLE, reason
    if person.id in known.titled and person.id not in known.namesakes and not place.titles:
        return "probable", SCORE_TITLE_ELSEWHERE, f"{name} alone; it stands beside a title of {listed} elsewhere in the article"
    return None


def _other_title(place: _Place, person: Person) -> Title | None:
    """Return a title that is some evidence: a Russian one where the list gives no roles, any after initials."""
    unlisted = not person.entity.roles and person.entity.surname != "common"
    initials = bool(place.before.initials)
    return next((t for t in place.titles if (t.russian and (unlisted or initials)) or (initials and place.russian)), None)


def _is_office_of(place: _Place, title: Title, person: Person) -> bool:
    return not title.foreign and (title.russian or place.russian) and agrees(title, person.entity.roles)
