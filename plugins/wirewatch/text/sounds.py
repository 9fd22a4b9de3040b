"""How a Russian name sounds, coarsely, so that its Latin or Cyrillic spelling can be compared with one in Hangul.

Korean prints Russian names by ear and in two ways: 쎄르게이 라브로브 in Pyongyang, 세르게이 라브로프 in Seoul. Both are cut into beats
(a consonant and the vowels after it) as the Latin spelling is; ㄹ is l and r, ㅡ is no vowel, ㅅ and ㅆ are s, sh and shch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from wirewatch.text.fold import romanised

_HANGUL = re.compile("[가-힣]")
_FIRST_SYLLABLE, _LAST_SYLLABLE = "가", "힣"
_ONSETS = ("g", "k", "n", "d", "t", "r", "m", "b", "p", "s", "s", "", "j", "c", "c", "k", "t", "p", "h")
# A small w is the glide of 와 and 위: in DPRK spelling it is a v (와씰리, 윅또르, 월로진), or nothing after another consonant (쉬).
# "Y" is ㅓ, which stands for an e or an o only now and then (알렉산더).
_VOWELS = ("A", "E", "IA", "IE", "Y", "E", "IY", "IE", "O", "wA", "wE", "wE", "IO", "U", "wO", "wE", "wI", "IU", "", "I", "I")
# "q" is ㅇ (ng); "?" is a cluster that no foreign name has.
_CODAS: tuple[str, ...] = (
    "",
    "k",
    "k",
    "?",
    "n",
    "?",
    "?",
    "t",
    "r",
    *"???????",
    "m",
    "b",
    "?",
    "s",
    "s",
    "q",
    "j",
    "c",
    "k",
    "t",
    "p",
    "h",
)

_SPELLINGS = (
    "b=b g=g k=k m=m n=n p=p r=r s=s h=h v=b w=b l=r f=p ph=p c=k ck=k q=k x=ks kh=h d=d t=t th=t z=j dz=j zh=J dzh=J dj=J j=J"
    " ts=c tz=c ch=C tch=C sh=S shch=S sch=S a=A e=E i=I o=O u=U y=I '=I"
)
_LATIN = dict(pair.split("=") for pair in _SPELLINGS.split())
_LATIN_SOUND = re.compile("|".join(sorted(_LATIN, key=len, reverse=True)))

# What one Latin spelling may stand for: Vladimir is 울라지미르 or 블라디미르, Alexander is Alexandr (or 알렉산더), shch is one sound or two, f is ㅎ in 화리드.
_OPEN_SPELLINGS = (
    (re.compile(r"^[vw](?=[bdghklmnprstz])"), ("v", "u")),
    (re.compile(r"(?<=[dt])er$"), ("r", "er", "e")),
    (re.compile(r"shch"), ("shch", "sh-ch")),
    (re.compile(r"tsh"), ("t-sh",)),
    (re.compile(r"^j(?=[aeou])|(?<=[aeiou])j|j$"), ("i", "j")),
    (re.compile(r"f"), ("f", "h")),
)
_NOT_A_SOUND = re.compile(r"[^a-z'-]")

_PIECES = re.compile(r"[a-z?]|[AEIOUY]+")
_DOUBLED = re.compile(r"([A-Z?])\1+")
_BEAT = re.compile(r"([a-zJCS?]?)([AEIOUY]*)")
_CLASSES = dict(zip("gkdtjcJCbpsSnqmrh?", "KKTTTTTTPPSSNNMRH?", strict=True)) | {"": "."}
_HUSHING = frozenset("JCS")
_VOICED = frozenset("gdbjJ")


@dataclass(frozen=True, slots=True)
class Beat:
    """A consonant ("" at the beginning of a word) and the vowels after it, y-glides left out."""

    consonant: str
    vowels: str
    soft: bool

    @property
    def kind(self) -> str:
        """The consonant's coarse class, "." for none: d, t, z, ts and ch are one, for the DPRK writes де 제 and ти 찌."""
        return _CLASSES[self.consonant]


Sound = tuple[Beat, ...]


@dataclass(frozen=True, order=True, slots=True)
class Distance:
    """How far a Hangul spelling is from a name: sounds that are another's, and sounds the Latin spelling leaves open."""

    different: int = 0
    open: int = 0

    def __add__(self, other: Distance) -> Distance:
        return Distance(self.different + other.different, self.open + other.open)


def is_hangul(letter: str) -> bool:
    """Tell whether the letter is a Hangul syllable."""
    return _FIRST_SYLLABLE <= letter <= _LAST_SYLLABLE


def has_hangul(text: str) -> bool:
    """Tell whether a Hangul syllable stands anywhere in the text."""
    return not text.isascii() and _HANGUL.search(text) is not None


@lru_cache(maxsize=65536)
def heard(hangul: str) -> Sound:
    """Return the sound of a word in Hangul syllables."""
    return _beats("".join(map(_syllable, hangul)))


def spoken(name: str) -> frozenset[Sound]:
    """Return the sounds a Latin or Cyrillic word may stand for."""
    latin = _NOT_A_SOUND.sub("", re.sub("[’ʼʹ`]", "'", romanised(name)))
    choices = [writings if pattern.search(latin) else ("",) for pattern, writings in _OPEN_SPELLINGS]
    return frozenset(_beats(_letters(_written(latin, choice))) for choice in product(*choices))


@lru_cache(maxsize=65536)
def skeleton(sound: Sound) -> str:
    """Return the coarse consonants of a sound: equal for every spelling of one name, and few ordinary words have it."""
    return "".join(beat.kind for beat in sound)


@lru_cache(maxsize=65536)
def skeleton_of(hangul: str) -> str:
    """Return skeleton(heard(hangul)) many times faster, for words that are most likely nobody's name."""
    frame = "".join(map(_frame, hangul))
    return ("." if frame[:1] == "-" else "") + _DOUBLED.sub(r"\1", frame).replace("-", "")


def distance(name: Sound, hangul: Sound) -> Distance:
    """Return how far the Hangul is from the name; both must have one skeleton."""
    pairs = list(zip(name, hangul, strict=True))
    following = [beat.kind for beat in hangul[1:]] + [""]
    return sum((_of_beats(ours, theirs, after) for (ours, theirs), after in zip(pairs, following, strict=True)), Distance())


def same_end(name: Sound, hangul: Sound) -> bool:
    """Tell whether both end in the same vowels: Petrova (뻬뜨로바) is another person than Petrov."""
    ours, theirs = name[-1], hangul[-1]
    return _of_vowels(ours, theirs).different == 0


def may_begin(name: Sound, initial: Sound) -> bool:
    """Tell whether a name may begin with the sound of an initial: 브 for Vladimir, 아 for Alexander."""
    ours, theirs = name[0], initial[0]
    if ours.kind != theirs.kind or not ours.consonant:
        return ours.kind == theirs.kind and ours.vowels[:1] == theirs.vowels[:1]
    return (ours.consonant in _VOICED) == (theirs.consonant in _VOICED)


@lru_cache(maxsize=12000)
def _frame(letter: str) -> str:
    """Return the classes of a syllable's consonants, its vowels a dash."""
    return "".join("-" if piece.isupper() else _CLASSES[piece] for piece in _PIECES.findall(_syllable(letter)))


def _syllable(letter: str) -> str:
    if not is_hangul(letter):
        return "?"
    rest, coda = divmod(ord(letter) - ord(_FIRST_SYLLABLE), 28)
    onset, vowel = divmod(rest, 21)
    consonant, vowels = _ONSETS[onset], _VOWELS[vowel]
    if vowels.startswith("w"):
        consonant, vowels = consonant or "b", vowels[1:]
    return consonant + vowels + _CODAS[coda]


def _written(latin: str, choice: tuple[str, ...]) -> str:
    for (pattern, _), writing in zip(_OPEN_SPELLINGS, choice, strict=True):
        latin = pattern.sub(writing, latin) if writing else latin
    return latin


def _letters(latin: str) -> str:
    return "".join(_LATIN[found.group()] for found in _LATIN_SOUND.finditer(latin))


def _beats(letters: str) -> Sound:
    """Cut sounds into beats; of a doubled consonant (안나, 올레그 with its two ㄹ) the second stays."""
    beats: list[Beat] = []
    for consonant, vowels in _BEAT.findall(letters):
        if not consonant and not vowels:
            continue
        beat = Beat(consonant, _plain(vowels), vowels[:1] in ("I", "E"))
        if beats and not beats[-1].vowels and beats[-1].kind == beat.kind:
            beats.pop()
        beats.append(beat)
    return tuple(beats)


def _plain(vowels: str) -> str:
    """Drop glides (Ananyev, 아나니예브; Matvienko, 마뜨비옌꼬) and doubled vowels."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"I+(?=[AEOUY])", "", vowels))


def _of_beats(ours: Beat, theirs: Beat, after: str) -> Distance:
    return _of_consonants(ours, theirs, after) + _of_vowels(ours, theirs)


def _of_consonants(ours: Beat, theirs: Beat, after: str) -> Distance:
    if ours.consonant.lower() == theirs.consonant:
        return Distance()
    if theirs.consonant == "q":
        return Distance(different=int(after != "K"))
    if ours.kind == "T" and not _softened(ours, theirs):
        return Distance(different=1)
    loud = (ours.consonant in _VOICED) != (theirs.consonant in _VOICED)
    return Distance(different=int(loud and bool(theirs.vowels) and bool(ours.vowels)))


def _softened(ours: Beat, theirs: Beat) -> bool:
    """Tell whether a d or t may be heard as ㅈ, ㅉ, ㅊ: before a soft vowel, or a soft sign that Latin leaves out (쁘리호지꼬)."""
    stops, hisses = frozenset("dt"), frozenset("jcJC")
    if (ours.consonant in stops) == (theirs.consonant in stops):
        return True
    soft_sign = not ours.vowels and theirs.vowels in ("I", "")
    return ours.consonant in stops and theirs.consonant in hisses and (ours.soft or soft_sign)


def _of_vowels(ours: Beat, theirs: Beat) -> Distance:
    if ours.vowels == theirs.vowels:
        return Distance()
    if not ours.vowels and (theirs.vowels == "I" or (theirs.vowels == "U" and ours.consonant in _HUSHING)):
        return Distance(open=int(ours.consonant not in _HUSHING))
    if theirs.vowels in (
        ours.vowels.replace("E", "O"),
        ours.vowels.replace("E", "Y"),
    ):  # Gorbachev 고르바쵸브, Alexander 알렉산더
        return Distance(open=1)
    return Distance(different=1)
