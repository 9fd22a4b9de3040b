"""Names compared by sound: a Latin or Cyrillic spelling with one in Hangul."""

from __future__ import annotations

import pytest

from wirewatch.text.sounds import distance, has_hangul, heard, skeleton, skeleton_of, spoken


def different(name: str, hangul: str) -> int | None:
    """Return how many sounds differ from the nearest reading of the name; None where the consonants are another word's."""
    sounds = [sound for sound in spoken(name) if skeleton(sound) == skeleton_of(hangul)]
    return min((distance(sound, heard(hangul)).different for sound in sounds), default=None)


@pytest.mark.parametrize(
    ("name", "pyongyang", "seoul"),
    [
        ("Vladimir", "울라지미르", "블라디미르"),
        ("Vladislav", "울라지슬라브", "블라디슬라프"),
        ("Sergey", "쎄르게이", "세르게이"),
        ("Alexander", "알렉싼드르", "알렉산드르"),
        ("Alexander", "알렉싼드르", "알렉산더"),
        ("Denis", "제니스", "데니스"),
        ("Konstantin", "꼰스딴찐", "콘스탄틴"),
        ("Valentina", "왈렌찌나", "발렌티나"),
        ("Viktor", "윅또르", "빅토르"),
        ("Yevgeny", "옙게니", "예브게니"),
        ("Fyodor", "표도르", "표도르"),
        ("Igor", "이고리", "이고르"),
        ("Ilya", "일리야", "일리야"),
        ("Gorbachev", "고르바쵸브", "고르바초프"),
        ("Degtyarenko", "제그쨔렌꼬", "데그탸렌코"),
        ("Kuznetsov", "꾸즈네쪼브", "쿠즈네초프"),
        ("Prokhorov", "쁘로호로브", "프로호로프"),
        ("Prikhodchenko", "쁘리호드첸꼬", "프리호드첸코"),
        ("Zhukovsky", "쥬꼽스끼", "주콥스키"),
        ("Shcherbina", "쉐르비나", "시체르비나"),
        ("Saveliev", "싸벨리예브", "사벨리예프"),
        ("Solovyov", "쏠로비요브", "솔로비요프"),
        ("Matveyenko", "마뜨베옌꼬", "마트베옌코"),
        ("Ушаков", "우샤꼬브", "우샤코프"),
        ("Тюленев", "쮸레네브", "튤레네프"),
    ],
)
def test_both_korean_spellings_sound_like_the_name(name: str, pyongyang: str, seoul: str) -> None:
    assert (different(name, pyongyang), different(name, seoul)) == (0, 0)


@pytest.mark.parametrize(
    ("name", "hangul"),
    [
        ("Kozlov", "고즐로브"),  # g is no k
        ("Morgulov", "모르구노브"),
        ("Ivanov", "이와노바"),  # a woman
        ("Titov", "지또브"),  # z or soft d is no t
        ("Bulgakov", "불가꼬바"),
        ("Zaitsev", "다이쩨브"),  # nor z a d
        ("Tokarev", "쪼까레브"),  # only before e and i
        ("Zimin", "씨민"),  # s is no z
        ("Rudenko", "루단꼬"),
        ("Golikov", "글리꼬브"),
    ],
)
def test_another_name_sounds_different(name: str, hangul: str) -> None:
    assert different(name, hangul) != 0


@pytest.mark.parametrize("word", ["올레그", "안나", "필립쁘", "와씰리", "을", "평양", "닭", "특명전권대사", "쎄르게이"])
def test_the_quick_skeleton_is_that_of_the_sound(word: str) -> None:
    assert skeleton_of(word) == skeleton(heard(word))


def test_hangul_is_seen_among_other_letters() -> None:
    assert has_hangul("the word 동지 here")
    assert not has_hangul("Сергей “Lavrov” 拉夫罗夫")
