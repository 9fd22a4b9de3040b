"""A surname that stands alone or behind initials: whose it is, and how sure that is.

Counted when the full name stands in the same article, when a title of that person or of the country stands beside it, or when
the list calls the surname distinctive; misprinted, only after the full name or beside a title. Nothing is counted against a given name, initials or a title that contradict.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from wirewatch.models import Tier
from wirewatch.text.sentences import sentence_at
from wirewatch.watchlist.names.misprints import Support, is_allowed, may_be_surname, score, support
from wirewatch.watchlist.names.slips import SAME, Misprint
from wirewatch.watchlist.names.spelled import Spotted, Surnames
from wirewatch.watchlist.persons import Person
from wirewatch.watchlist.prose.article import Article, Find
from wirewatch.watchlist.prose.beside import said, titles_beside
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.places import country_name, foreign_places, is_russia
from wirewatch.watchlist.prose.surroundings import (
    Lead,
    contradicts,
    in_institution,
    initials_behind,
    lead,
    names_namesake,
)
from wirewatch.watchlist.prose.titles import Title
from wirewatch.watchlist.prose.vocabulary import PRIVATE, is_ordinary_surname

SCORE_AFTER_FULL = 0.9
SCORE_DISTINCTIVE = 0.85
SCORE_BY_TITLE = 0.8
SCORE_BY_OTHER_TITLE = 0.7  # a Russian title, but the list gives no such role
SCORE_BY_INTERNATIONAL_TITLE = 0.7
SCORE_BY_BARE_TITLE = 0.65  # a title that names no country: "President Orlov"
SCORE_TITLE_ELSEWHERE = 0.62
SCORE_NAMESAKE_IN_ARTICLE = 0.6
SCORE_BY_INITIALS = 0.6
SHARE_AFTER_FULL = 0.95  # of what the misprinted full name would score
SHARE_BY_TITLE = 0.75
SHORTEST_BY_COUNTRY = 5  # letters; a shorter surname with a slip is too many people's for a title without a role to tell
SHORTEST_RARE = 6  # letters of a surname that initials alone may tell
REACH_BEHIND = 8  # words

Verdict = tuple[Tier, float, str]
_Spans = dict[str, list[tuple[int, int]]]


@dataclass(frozen=True)
class Known:
    """What the rest of the article tells: whose full name it holds, whose surname has a title, who has a namesake."""

    full: frozenset[str]
    printed: Mapping[tuple[str, str], Tier] = field(default_factory=dict)  # by person and a word of the full name as printed
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
    article: Article
    misprints: Mapping[str, Misprint] = field(default_factory=dict)  # by person, where the surname is not printed as listed

    @property
    def span(self) -> tuple[int, int]:
        end = self.passage.words.ends[self.last]
        behind = self.passage.words.texts[self.last] in self.before.initials and self.passage.normal.text.startswith(".", end)
        return self.passage.words.starts[self.before.first], end + behind

    @property
    def sentence(self) -> frozenset[str]:
        """The words of the sentence the surname stands in."""
        first, last = sentence_at(self.passage.original, *self.passage.normal.original(*self.span))
        return frozenset(Passage(self.passage.field, self.passage.original[first:last]).words.texts)

    @property
    def printed(self) -> str:
        return self.passage.printed(*self.span)


def surname_finds(article: Article, names: Sequence[Spotted], surnames: Surnames, whole: list[Find]) -> list[Find]:
    """Return the surnames that count, given the words that can be names and the full names found in the article."""
    full = frozenset(find.person.id for find in whole if find.whole)
    taken = _spans(whole)
    places = [place for spotted in names for place in _places(article, spotted, taken)]
    places += [place for spotted in names for place in _misprinted(article, spotted, surnames, taken, full)]
    printed = {(find.person.id, word): find.tier for find in whole if find.whole for word in _words(find)}
    first = Known(full, printed, namesakes=frozenset(_namesakes(names)))
    found = [_finds(place, first) for place in places]
    known = replace(
        first,
        titled=frozenset(find.person.id for place, finds in zip(places, found, strict=True) if place.titles for find in finds),
    )
    return [
        find
        for place, finds in zip(places, found, strict=True)
        for find in (_finds(place, known) if _gains(place, known) else finds)
    ]


def _gains(place: _Place, known: Known) -> bool:
    """Tell whether it matters there who has a title elsewhere: it is asked of nobody named in full, nor beside a title."""
    return not place.titles and any(person.id in known.titled and person.id not in known.full for person in place.people)


def _words(find: Find) -> list[str]:
    return find.passage.normal.text[find.start : find.end].split()


def _places(article: Article, names: Spotted, taken: _Spans) -> Iterator[_Place]:
    passage = names.passage
    for first, last, people, before in names.surnames:
        if not _taken(passage, first, last, taken) and not in_institution(passage, before.first, last):
            behind = initials_behind(passage, before, last)
            last, before = (behind[1], behind[0]) if behind else (last, before)
            yield _Place(passage, last, before, people, titles_beside(passage, before.first, last), article)


def _misprinted(article: Article, names: Spotted, surnames: Surnames, taken: _Spans, full: frozenset[str]) -> Iterator[_Place]:
    """Yield the words that may be misprinted surnames: beside a title, else of people named in full."""
    passage = names.passage
    for index in names.near if full or names.accompanied else ():
        before = lead(passage, index)
        if not may_be_surname(passage, index) or _taken(passage, index, index, taken):
            continue
        titles = titles_beside(passage, before.first, index)
        near = [one for one in surnames.near(passage.words.texts[index]) if titles or one.person.id in full]
        if near and not in_institution(passage, before.first, index):
            slips = {one.person.id: one.misprint for one in near}
            yield _Place(passage, index, before, tuple(one.person for one in near), titles, article, slips)


def _spans(whole: Iterable[Find]) -> _Spans:
    """Return where the full names stand, by field, in order; none overlaps another."""
    spans: _Spans = {}
    for find in sorted(whole, key=lambda find: find.start):
        spans.setdefault(find.passage.field, []).append((find.start, find.end))
    return spans


def _taken(passage: Passage, first: int, last: int, taken: _Spans) -> bool:
    """Tell whether a full name holds the words first–last."""
    spans = taken.get(passage.field, [])
    at = bisect_right(spans, passage.words.starts[first], key=lambda span: span[0])
    return at > 0 and passage.words.ends[last] <= spans[at - 1][1]


def _namesakes(names: Sequence[Spotted]) -> Iterator[str]:
    for spotted in names:
        for _, last, people, before in spotted.surnames:
            yield from (person.id for person in people if names_namesake(spotted.passage, before, last, person))


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
    beside = support(place.article, person, place.titles)
    if beside.against or (beside.junior and not _is_rare_with_initials(place, person)):
        return None
    office = beside.office
    kind = "initials and surname" if place.before.initials else "surname"
    name, listed = f"{kind} “{place.printed}”", person.entity.name
    if person.id in place.misprints:
        return _by_misprint(place, person, beside, known)
    if person.id in known.full:
        return _after_full(place, name, listed, office is None and person.id in known.namesakes)
    if office:
        return (
            "confirmed",
            SCORE_BY_TITLE,
            f"{name} beside the title {said(place.passage, office)}, an office of the list's {listed}",
        )
    return None if len(possible) > 1 else _weaker(place, person, name, known)


def _by_misprint(place: _Place, person: Person, beside: Support, known: Known) -> Verdict | None:
    """Judge a misprinted surname: after the full name, or beside a title of the person or of the country."""
    slips = place.misprints[person.id]
    word = place.passage.words.texts[place.last]
    length = person.shortest_surname
    full = person.id in known.full and person.id not in known.namesakes
    before = known.printed.get((person.id, word)) if full else None
    if not (full or beside.office or (beside.national and slips.ruled and length > SHORTEST_BY_COUNTRY)):
        return None
    ordinary = is_ordinary_surname(word) and not beside.office
    if before is None and (ordinary or not is_allowed(slips, SAME, length, ordinary, beside)):
        return None
    title = beside.office or beside.national
    where = f"the title {said(place.passage, title)} beside it" if title else ""
    why = "the full name stands in the same article" if full else where
    kind = "initials and surname" if place.before.initials else "surname"
    reason = f"{kind} “{place.printed}”; list has {person.entity.name}: {slips.words}; {why}"
    return before or "probable", round(score(slips) * (SHARE_AFTER_FULL if full else SHARE_BY_TITLE), 2), reason


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
        return "probable", SCORE_BY_OTHER_TITLE, f"{name} beside {_described(place, title, person)}"
    if title := _international_title(place, person):
        return "probable", SCORE_BY_INTERNATIONAL_TITLE, f"{name} beside {_described(place, title, person)}"
    if title := _bare_title(place, person):
        return "probable", SCORE_BY_BARE_TITLE, f"{name} beside {_described(place, title, person)}"
    if person.id in known.titled and person.id not in known.namesakes and not place.titles:
        return "probable", SCORE_TITLE_ELSEWHERE, f"{name} alone; it stands beside a title of {listed} elsewhere in the article"
    if _is_rare_with_initials(place, person):
        country = country_name(person.entity.country)
        return "probable", SCORE_BY_INITIALS, f"{name}: the initials are those of {listed}, and the article speaks of {country}"
    return None


def _other_title(place: _Place, person: Person) -> Title | None:
    """Return a title that is some evidence: one of the country where the list gives no roles, any after initials."""
    country = person.entity.country
    unlisted = not person.entity.roles and person.entity.surname != "common"
    initials = bool(place.before.initials)
    here = initials and place.article.speaks_of(country)
    titles = [title for title in place.titles if initials or not title.private]
    own = (title for title in titles if here or (title.of(country) and (unlisted or initials)))
    return next(own, None)


def _is_rare_with_initials(place: _Place, person: Person) -> bool:
    """Tell whether a surname that few bear stands behind fitting initials in an article on the country.

    Without a title, or beside one that is no diplomat's: "K. Zharnov, leading researcher of the Center for Korean Studies".
    """
    rare = person.shortest_surname >= SHORTEST_RARE and not any(map(is_ordinary_surname, person.written))
    silent = all(title.junior and not title.diplomatic for title in place.titles)
    untitled = bool(place.before.initials) and silent and person.entity.surname != "common" and not person.entity.roles
    return untitled and rare and place.article.speaks_of(person.entity.country)


def _described(place: _Place, title: Title, person: Person) -> str:
    return described(said(place.passage, title), title, person, place.article.speaks_of(person.entity.country))


def described(printed: str, title: Title, person: Person, home: bool) -> str:
    """Return what a title is evidence of, for a reader; `home`: the article speaks of the person's country."""
    country = person.entity.country
    if title.international:
        return f"the title {printed} of an international organisation"
    if title.of(country):
        whose = f"the Russian title {printed}" if is_russia(country) else f"the title {printed} of the person's country"
    else:
        whose = f"the title {printed}, which names no country"
        whose += f"; the article speaks of {country_name(country)}" if home else ""
    return f"{whose}; it is none of the roles the list gives {person.entity.name}" if person.entity.roles else whose


def _international_title(place: _Place, person: Person) -> Title | None:
    """Return the title at the head of an international organisation that is some evidence for a person without roles on the list."""
    ordinary = any(is_ordinary_surname(surname) for surname in person.written)
    if person.entity.roles or person.entity.surname == "common" or ordinary:
        return None
    return next((title for title in place.titles if title.international and not title.junior), None)


def _bare_title(place: _Place, person: Person) -> Title | None:
    """Return a title without a country that is some evidence for somebody without roles on the list: "President Orlov".

    The article has to speak of the country. A state office does without that where its sentence names no other country; and
    whoever has an ordinary surname, or another country in the sentence, needs a state office.
    """
    if person.entity.roles or person.entity.surname == "common":
        return None
    abroad = foreign_places(person.entity.country)
    if not (PRIVATE | abroad).isdisjoint(_of_what(place)):
        return None
    home = place.article.speaks_of(person.entity.country)
    alone = abroad.isdisjoint(place.sentence)
    ordinary = any(is_ordinary_surname(surname) for surname in person.written)
    for title in place.titles:
        if title.bare and not title.private and ((title.of_state and (home or alone)) or (home and alone and not ordinary)):
            return title
    return None


def _of_what(place: _Place) -> list[str]:
    """Return the words of an "of …" right behind the name: "President Orlov of the Veterans Association"."""
    passage, index = place.passage, place.last
    while passage.adjacent(index) and index - place.last < REACH_BEHIND:
        index += 1
    behind = passage.words.texts[place.last + 1 : index + 1]
    return behind if behind[:1] == ["of"] else []
