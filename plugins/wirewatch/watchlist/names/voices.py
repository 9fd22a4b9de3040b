"""The people of a list by the sound of their names, which a text in Hangul is compared with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from wirewatch.text.sounds import Distance, Sound, distance, heard, is_hangul, same_end, skeleton, skeleton_of, spoken
from wirewatch.watchlist.persons import Person, name_parts, only_exact
from wirewatch.watchlist.prose.vocabulary import GIVEN_NAMES, words_of

SHORTEST, LONGEST = 2, 9  # syllables of a name; a surname of one is any syllable
# What leads to a surname and may stand apart from it in Hangul (알 바라지), as it does in most Latin spellings (bin Sulaiman).
PARTICLES = words_of("알 엘 앗 아쉬 빈 벤 븐 이븐 데 델 드 디 다 두 도스 라 반 본 데르 덴 테르")
MOST_PARTICLES = 2
_LATIN_PARTICLE = re.compile(r"(?<= )(al|el|bin|ben|ibn|de|del|di|da|do|dos|la|van|von|der|den|ter) (?=\w)", re.IGNORECASE)
_KEPT = 65536  # answers; most words of Korean are nobody's name, and come again


@dataclass(frozen=True)
class Voice:
    """A person and the sounds of the parts of the name."""

    person: Person
    givens: frozenset[Sound]
    patronymics: frozenset[Sound]
    surnames: frozenset[Sound]


class Voices:
    """The people of a list whose names may be compared by sound; nobody whose names only count exactly."""

    def __init__(self, people: Iterable[Person]) -> None:
        voices = (_voice(person) for person in people if not only_exact(person.entity))
        self._by_id = {voice.person.id: voice for voice in voices if voice.surnames}
        self._by_surname: dict[str, list[Voice]] = {}
        for voice in self._by_id.values():
            for bones in {skeleton(surname) for surname in voice.surnames}:
                self._by_surname.setdefault(bones, []).append(voice)
        self._beginnings = {bones[:3] for bones in self._by_surname}
        self._listed = _by_skeleton(given for voice in self._by_id.values() for given in voice.givens)
        self.surnames_like = lru_cache(maxsize=_KEPT)(self._surnames_like)
        self.surnames_that_begin = lru_cache(maxsize=_KEPT)(self._surnames_that_begin)
        self.begins_like_surname = lru_cache(maxsize=_KEPT)(self._begins_like_surname)
        self.begins_like_given = lru_cache(maxsize=_KEPT)(self._begins_like_given)
        self.is_listed_given = lru_cache(maxsize=_KEPT)(self._is_listed_given)
        self.is_given = lru_cache(maxsize=_KEPT)(self._is_given)
        self._usual = _by_skeleton(sound for name in GIVEN_NAMES for sound in spoken(name))

    def by_id(self, identity: str) -> Voice | None:
        """Return the voice of the person with that id; None where the names only count exactly."""
        return self._by_id.get(identity)

    def _begins_like_surname(self, word: str) -> bool:
        """Tell whether the word begins with the consonants of a listed surname; most do not, and this is quickly told."""
        bones = skeleton_of(word[:LONGEST])
        return bones[:3] in self._beginnings or bones[:2] in self._beginnings

    def _surnames_like(self, hangul: str) -> tuple[tuple[Voice, Distance], ...]:
        """Return whose surname the syllables may be, and how far they are from it."""
        sound = heard(hangul)
        near = ((voice, nearest_surname(voice, sound)) for voice in self._by_surname.get(skeleton_of(hangul), ()))
        return tuple((voice, far) for voice, far in near if far is not None)

    def _surnames_that_begin(self, hangul: str) -> tuple[tuple[int, Voice, Distance], ...]:
        """Return whose surnames the first syllables may be, by their number, and how far they are from it."""
        lengths = range(SHORTEST, min(len(hangul), LONGEST) + 1)
        return tuple((length, voice, far) for length in lengths for voice, far in self.surnames_like(hangul[:length]))

    def _is_listed_given(self, word: str) -> bool:
        """Tell whether the word may be the given name of somebody on the list."""
        return is_hangul_word(word) and skeleton_of(word) in self._listed

    def _begins_like_given(self, word: str) -> bool:
        """Tell whether the word begins with the consonants of a listed given name."""
        bones = skeleton_of(word)
        return any(bones[:length] in self._listed for length in range(1, len(bones) + 1))

    def _is_given(self, word: str) -> bool:
        """Tell whether the word sounds like a given name, of anybody."""
        if not is_hangul_word(word):
            return False
        sound = heard(word)
        known = (*self._usual.get(skeleton(sound), ()), *self._listed.get(skeleton(sound), ()))
        return any(distance(given, sound).different == 0 for given in known)


def is_hangul_word(word: str) -> bool:
    """Tell whether the word is Hangul throughout and short enough for a name."""
    return len(word) <= LONGEST and all(map(is_hangul, word))


@lru_cache(maxsize=_KEPT)
def nearest(names: frozenset[Sound], sound: Sound) -> Distance | None:
    """Return how far the sound is from the nearest of the names; None where none has its consonants."""
    return min((distance(name, sound) for name in names if skeleton(name) == skeleton(sound)), default=None)


def nearest_surname(voice: Voice, sound: Sound) -> Distance | None:
    """Return how far the sound is from the surname; None too where it ends otherwise, as a woman's does (라브로바)."""
    return nearest(frozenset(surname for surname in voice.surnames if same_end(surname, sound)), sound)


def _by_skeleton(sounds: Iterable[Sound]) -> dict[str, tuple[Sound, ...]]:
    found: dict[str, tuple[Sound, ...]] = {}
    for sound in sounds:
        found[skeleton(sound)] = (*found.get(skeleton(sound), ()), sound)
    return found


def _voice(person: Person) -> Voice:
    joined = (_LATIN_PARTICLE.sub(r"\1-", spelling) for spelling in person.spellings)
    parts = [part for spelling in joined if (part := name_parts(spelling))]
    givens, patronymics, surnames = (
        frozenset(sound for words in parts if words[place] for sound in spoken(words[place])) for place in range(3)
    )
    return Voice(person, givens, patronymics, surnames)
