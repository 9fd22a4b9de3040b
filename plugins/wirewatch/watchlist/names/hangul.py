"""Names in Hangul, by their sound: 쎄르게이 라브로브동지 and 세르게이 라브로프 are Sergey Lavrov without a word on the list.

A full name needs its given name and its surname side by side. A surname alone counts after the full name, or beside a title of the
person's country. People whose names only count exactly (Koreans, Chinese …) are looked for by the full name on the list alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from wirewatch.text.sounds import Distance, Sound, heard, is_hangul, may_begin
from wirewatch.watchlist.names.surnames import (
    SCORE_AFTER_FULL,
    SCORE_BY_OTHER_TITLE,
    SCORE_BY_TITLE,
    SCORE_DISTINCTIVE,
    SCORE_TITLE_ELSEWHERE,
    Verdict,
    described,
)
from wirewatch.watchlist.names.voices import (
    LONGEST,
    MOST_PARTICLES,
    PARTICLES,
    SHORTEST,
    Voice,
    Voices,
    is_hangul_word,
    nearest,
)
from wirewatch.watchlist.persons import Person
from wirewatch.watchlist.prose.agreement import agrees
from wirewatch.watchlist.prose.article import Article, Find
from wirewatch.watchlist.prose.boundaries import stands_alone
from wirewatch.watchlist.prose.korean import (
    ends_in_office,
    in_english,
    initials_before,
    is_foreign,
    is_of_another_country,
    may_be_glued,
    speaks_of,
    titles_beside,
)
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.titles import Title

SCORE_IN_HANGUL = 0.95
SCORE_NEARLY = 0.6
MOST_OPEN = 2  # sounds that the Latin spelling leaves open, in a full name
ENOUGH_BEATS = 3  # of a surname in which one sound may differ
CLOSE = Distance(different=0, open=1)  # of a surname that stands alone

_SPACE = re.compile(r" ?[·ㆍ‧∙・]? ?")
_PATRONYMIC = re.compile(r".+(?:[비위이]치|브나|프나|우나|니치나)")
_PATRONYMIC_FIRST = re.compile(r"[가-힣]+?(?:[비위이]치|브나|프나|우나|니치나)")
_PYONGYANG = re.compile("[까-낗따-띻빠-삫싸-앃짜-찧]|브$")
_FOREIGN_END = re.compile("..(?:브|꼬|끼|예프|옌코|스키)$")
_SEOUL = re.compile("[카-킿타-팋]|프$")


@dataclass(frozen=True)
class _Reading:
    """A surname read in a word: whose, up to which offset, how far from the list's spelling."""

    voice: Voice
    end: int
    far: Distance


@dataclass(frozen=True)
class _Known:
    """The article, the surnames of its full names by person, and the people beside whose surname a title stands."""

    article: Article
    printed: dict[str, frozenset[str]]
    titled: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Place:
    """A surname that stands alone, whose it may be, and the titles beside it by the end of the reading."""

    passage: Passage
    start: int
    readings: tuple[_Reading, ...]
    titles: dict[int, tuple[Title, ...]]


def hangul_full_finds(article: Article, voices: Voices) -> Iterator[Find]:
    """Yield each full name, with or without a patronymic, in either order or glued together: 울라지미르 울라지미로비치 뿌찐대통령의."""
    for passage in article.korean:
        for find in _fulls(passage, voices):
            theirs = not is_of_another_country(passage, find.start, find.end, find.person.entity.country)
            if theirs and (find.whole or _at_home(article, find.person)):
                yield find


def _fulls(passage: Passage, voices: Voices) -> Iterator[Find]:
    texts = passage.words.texts
    for index in compress(range(len(texts)), map(voices.begins_like_given, texts)):
        if voices.is_listed_given(texts[index]):
            for surname in _surname_places(passage, index):
                yield from _full(passage, index, surname, voices)
        yield from _in_one_word(passage, index, voices)
        if index and _SPACE.fullmatch(passage.gap(index - 1)):
            yield from _surname_first(passage, index, voices)


def _surname_first(passage: Passage, given: int, voices: Voices) -> Iterator[Find]:
    """Yield the names whose surname is the word before the given name: 라브로브 쎄르게이, 찌또브 울라지미르 뻬뜨로비치."""
    surname = passage.words[given - 1]
    for voice, far in voices.surnames_like(surname.text) if is_hangul_word(surname.text) else ():
        end = _end_of_given(passage, given, voice)
        if end and far <= CLOSE and not (given > 1 and _is_before(passage, given - 1, voice)):
            yield from _whole_find(passage, surname.start, end, _Reading(voice, end, far))


def _is_before(passage: Passage, surname: int, voice: Voice) -> bool:
    """Tell whether the person's own given name stands before the surname already."""
    return passage.adjacent(surname - 1) and nearest(voice.givens, heard(passage.words[surname - 1].text)) is not None


def _end_of_given(passage: Passage, given: int, voice: Voice) -> int | None:
    """Return where the person's given name ends in the word, or the patronymic behind it; None where there is another's."""
    word = passage.words[given]
    end = _end_of_sound(passage, given, voice.givens)
    if end == word.end and passage.adjacent(given) and (patronymic := _PATRONYMIC_FIRST.match(passage.words[given + 1].text)):
        after = passage.words[given + 1].start + patronymic.end()
        return after if may_be_glued(passage.normal.text, after) else None
    return end


def _end_of_sound(passage: Passage, index: int, sounds: frozenset[Sound]) -> int | None:
    word = passage.words[index]
    for length in range(min(len(word.text), LONGEST), SHORTEST - 1, -1):
        far = nearest(sounds, heard(word.text[:length]))
        if far is not None and far.different == 0 and may_be_glued(passage.normal.text, word.start + length):
            return word.start + length
    return None


def _in_one_word(passage: Passage, index: int, voices: Voices) -> Iterator[Find]:
    """Yield the names whose given name and surname stand without a space: 쎄르게이라브로브동지."""
    word, text = passage.words[index], passage.normal.text
    for cut in range(SHORTEST, min(len(word.text) - SHORTEST, LONGEST) + 1):
        if not voices.is_listed_given(word.text[:cut]):
            continue
        for length in range(SHORTEST, min(len(word.text) - cut, LONGEST) + 1):
            end = word.start + cut + length
            for voice, far in voices.surnames_like(word.text[cut : cut + length]):
                given = nearest(voice.givens, heard(word.text[:cut]))
                if given is not None and may_be_glued(text, end):
                    yield from _whole_find(passage, word.start, end, _Reading(voice, end, far + given))


def _whole_find(passage: Passage, start: int, end: int, reading: _Reading) -> Iterator[Find]:
    """Yield the find where nothing differs; in these orders a name that is only nearly the same is nobody's."""
    if reading.far.different == 0 and reading.far.open <= MOST_OPEN:
        printed, person = passage.printed(start, end), reading.voice.person
        reason = f"printed “{printed}”, {_whose_spelling(printed)} of the list's {person.entity.name}"
        yield Find(person, passage, start, end, "confirmed", SCORE_IN_HANGUL, reason, whole=True)


def hangul_surname_finds(article: Article, voices: Voices, whole: Sequence[Find]) -> list[Find]:
    """Return the surnames that stand alone in Hangul and count, given the full names found in the article."""
    if not article.korean:
        return []
    known = _Known(article, _printed_surnames(whole, voices))
    places = [place for passage in article.korean for place in _places(passage, voices, known)]
    titled = frozenset(find.person.id for place in places for find in _alone(place, known))
    return [find for place in places for find in _alone(place, replace(known, titled=titled))]


def _surname_places(passage: Passage, given: int) -> Iterator[int]:
    """Yield the words that may be the surname: the next one, or the one after a patronymic."""
    if _SPACE.fullmatch(passage.gap(given)):
        yield given + 1
        if _PATRONYMIC.fullmatch(passage.words[given + 1].text) and _SPACE.fullmatch(passage.gap(given + 1)):
            yield given + 2


def _full(passage: Passage, given: int, surname: int, voices: Voices) -> Iterator[Find]:
    readings = [
        _Reading(reading.voice, reading.end, reading.far + before)
        for reading in _readings(passage, surname, voices)
        if (before := _before(passage, given, surname, reading.voice)) is not None and before.different == 0
    ]
    if readings:
        nearest_far = min(reading.far for reading in readings)
        for reading in readings:
            if reading.far == nearest_far:
                start = passage.words[given].start
                yield from _whole_find(passage, start, reading.end, reading)
                yield from _nearly(passage, start, reading)


def _readings(passage: Passage, index: int, voices: Voices) -> Iterator[_Reading]:
    """Yield for each person the best reading of the word's first syllables as the surname; the rest is a particle or a title."""
    best: dict[str, _Reading] = {}
    text = "".join(passage.words.texts[index : _last_of_surname(passage, index) + 1])
    if not voices.begins_like_surname(text):
        return
    for length, voice, far in voices.surnames_that_begin(text):
        end = _end_of(passage, index, length)
        nearer = voice.person.id not in best or far < best[voice.person.id].far
        if nearer and may_be_glued(passage.normal.text, end):
            best[voice.person.id] = _Reading(voice, end, far)
    yield from best.values()


def _last_of_surname(passage: Passage, index: int) -> int:
    """Return the last word of the surname: the other half of a double one (리보바-벨로바), or what particles lead to (알 바라지)."""
    if passage.gap(index) == "-":
        return index + 1
    last = index
    while last < index + MOST_PARTICLES and passage.words.texts[last] in PARTICLES and passage.adjacent(last):
        last += 1
    return last


def _end_of(passage: Passage, index: int, length: int) -> int:
    """Return where so many letters end from the beginning of the word on, those of the next words counted."""
    while (beyond := length - len(passage.words.texts[index])) > 0:
        index, length = index + 1, beyond
    return passage.words.starts[index] + length


def _before(passage: Passage, given: int, surname: int, voice: Voice) -> Distance | None:
    """Return how far the given name, and the patronymic if there is one, are from the person's; None where they are another's."""
    far = nearest(voice.givens, heard(passage.words[given].text))
    if far is None or surname == given + 1 or not voice.patronymics:
        return far
    middle = nearest(voice.patronymics, heard(passage.words[given + 1].text))
    return far + middle if middle is not None else None


def _nearly(passage: Passage, start: int, reading: _Reading) -> Iterator[Find]:
    long_enough = any(len(surname) >= ENOUGH_BEATS for surname in reading.voice.surnames)
    if reading.far.different == 1 and not reading.far.open and long_enough:
        printed, person = passage.printed(start, reading.end), reading.voice.person
        reason = f"printed “{printed}”, which sounds nearly like the list's {person.entity.name}: one sound differs"
        yield Find(person, passage, start, reading.end, "probable", SCORE_NEARLY, reason)


def _whose_spelling(printed: str) -> str:
    """Only the DPRK writes tense consonants and -브; Seoul's rules have neither."""
    if _PYONGYANG.search(printed):
        return "the DPRK's Korean spelling"
    return "South Korea's spelling" if _SEOUL.search(printed) else "the Korean spelling"


def _printed_surnames(whole: Sequence[Find], voices: Voices) -> dict[str, frozenset[str]]:
    """Return, by person, the surnames in Hangul of the full names found."""
    printed: dict[str, frozenset[str]] = {}
    for find in whole:
        if find.whole:
            words = [word for word in find.passage.normal.text[find.start : find.end].split() if is_hangul_word(word)]
            alike = [word for word in words if any(voice.person is find.person for voice, _ in voices.surnames_like(word))]
            names = {word for word in alike or words[1:][-1:] if len(word) >= SHORTEST}
            printed[find.person.id] = printed.get(find.person.id, frozenset()) | names
    return printed


def _at_home(article: Article, person: Person) -> bool:
    return speaks_of(article, person.entity.country)


def _places(passage: Passage, voices: Voices, known: _Known) -> Iterator[_Place]:
    for index in _likely(passage, voices, known):
        if readings := _surname_readings(passage, index, voices, known):
            possible = tuple(reading for reading in readings if not _is_another(passage, index, reading.voice, voices))
            start = passage.words.starts[index]
            titles = {reading.end: titles_beside(passage, start, reading.end) for reading in possible}
            yield _Place(passage, start, possible, titles)


def _likely(passage: Passage, voices: Voices, known: _Known) -> Iterator[int]:
    """Yield the words that may have readings: they begin as a listed surname sounds, are half of a double one, or as one printed does."""
    words, text = passage.words, passage.normal.text
    printed = tuple(frozenset[str]().union(*known.printed.values()))
    halves = {index for index, gap in enumerate(words.gaps) if gap == "-"} if "-" in text else set()
    for index, (word, start) in enumerate(zip(words.texts, words.starts, strict=True)):
        composed = index in halves or word in PARTICLES
        if (voices.surnames_that_begin(word) or composed or text.startswith(printed, start)) and is_hangul(word[0]):
            yield index


def _surname_readings(passage: Passage, index: int, voices: Voices, known: _Known) -> list[_Reading]:
    """Return whose surname stands alone in the word: one printed in a full name of the article, or one of exactly that sound."""
    start, text = passage.words.starts[index], passage.normal.text
    readings = {reading.voice.person.id: reading for reading in _readings(passage, index, voices) if reading.far <= CLOSE}
    for identity, surnames in known.printed.items():
        for surname in surnames:
            end = start + len(surname)
            if text.startswith(surname, start) and stands_alone(text, start, end) and (voice := voices.by_id(identity)):
                readings[identity] = _Reading(voice, end, Distance())
    return list(readings.values())


def _is_another(passage: Passage, index: int, voice: Voice, voices: Voices) -> bool:
    """Tell whether another person's given name, perhaps with a patronymic, or initials stand before the surname: 아르까지 라브로브."""
    if initials := initials_before(passage, index):
        return not _initials_agree(initials, voice)
    before = index - 1
    while before > 0 and passage.adjacent(before) and _PATRONYMIC.fullmatch(passage.words[before].text):
        before -= 1
    if before < 0 or not passage.adjacent(before) or ends_in_office(passage.words[before].text):
        return False
    word = passage.words[before].text
    return voices.is_given(word) and nearest(voice.givens, heard(word)) is None


def _initials_agree(initials: Sequence[str], voice: Voice) -> bool:
    """Tell whether the first initial may be the given name's and, where the list gives a patronymic, the second one that one's."""
    return all(
        not sounds or any(may_begin(sound, heard(initial)) for sound in sounds)
        for sounds, initial in zip((voice.givens, voice.patronymics), initials, strict=False)
    )


def _alone(place: _Place, known: _Known) -> list[Find]:
    """Return the find of the one person who is meant, or none: two who could be meant are no one."""
    judged = [(reading, verdict) for reading in place.readings if (verdict := _verdict(place, reading, known))]
    if len(judged) != 1:
        return []
    reading, (tier, score, reason) = judged[0]
    return [Find(reading.voice.person, place.passage, place.start, reading.end, tier, score, reason)]


def _verdict(place: _Place, reading: _Reading, known: _Known) -> Verdict | None:
    person, titles = reading.voice.person, place.titles[reading.end]
    name, listed = f"surname “{place.passage.printed(place.start, reading.end)}”", person.entity.name
    country = person.entity.country
    office = next(
        (
            title
            for title in titles
            if agrees(title, person.entity.roles, country) and _is_theirs(place.passage, title, person, known)
        ),
        None,
    )
    if office is None and any(title.junior or is_foreign(place.passage, title, country) for title in titles):
        return None
    if person.id in known.printed:
        return "confirmed", SCORE_AFTER_FULL, f"{name}: the full name stands in the same article ({listed} on the list)"
    if office:
        where = place.passage.printed(office.start, office.end)
        return (
            "confirmed",
            SCORE_BY_TITLE,
            f"{name} beside the title “{where}”{in_english(office)}, an office of the list's {listed}",
        )
    return _weaker(place, reading, known, name) if len(place.readings) == 1 else None


def _weaker(place: _Place, reading: _Reading, known: _Known, name: str) -> Verdict | None:
    person, titles = reading.voice.person, place.titles[reading.end]
    listed = person.entity.name
    if person.entity.surname == "distinctive":
        return "confirmed", SCORE_DISTINCTIVE, f"{name}, which the list calls distinctive for {listed}"
    if initials_before(place.passage, place.passage.word_at(place.start)) and _at_home(known.article, person):
        return "probable", SCORE_BY_OTHER_TITLE, f"{name} behind initials that agree with the list's {listed}"
    if titles and _may_have_any_title(person) and _is_theirs(place.passage, titles[0], person, known):
        where, national = place.passage.printed(titles[0].start, titles[0].end), titles[0].of(person.entity.country)
        reason = (
            f"{name} beside {described(f'“{where}”{in_english(titles[0])}', titles[0], person, _at_home(known.article, person))}"
        )
        if national or (_looks_foreign(place, reading) and (" " not in where or _ends_foreign(place, reading))):
            return "probable", SCORE_BY_OTHER_TITLE if national else SCORE_TITLE_ELSEWHERE, reason
    if person.id in known.titled and not titles:
        return "probable", SCORE_TITLE_ELSEWHERE, f"{name} alone; it stands beside a title of {listed} elsewhere in the article"
    return None


def _looks_foreign(place: _Place, reading: _Reading) -> bool:
    """Tell whether the spelling is no ordinary Korean word's: 울리는 대사 is a line that rings, no ambassador Ulyn."""
    printed = place.passage.normal.text[place.start : reading.end]
    return bool(_PYONGYANG.search(printed) or _SEOUL.search(printed))


def _ends_foreign(place: _Place, reading: _Reading) -> bool:
    """Tell whether the spelling ends as no Korean word does, so that any title will do: 책임주필 꼬모쯔끼."""
    return _FOREIGN_END.search(place.passage.normal.text[place.start : reading.end]) is not None


def _may_have_any_title(person: Person) -> bool:
    return not person.entity.roles and person.entity.surname != "common"


def _is_theirs(passage: Passage, title: Title, person: Person, known: _Known) -> bool:
    """Tell whether the title is one of the person's country: it names it, or no other and the article speaks of it."""
    country = person.entity.country
    return (
        title.of(country) or title.international or (not is_foreign(passage, title, country) and _at_home(known.article, person))
    )
