"""What a printed word may owe to a listed one, slip by slip."""

from __future__ import annotations

import pytest

from wirewatch.watchlist.names.slips import Misprint, encoded, misprint, readings


def slips(listed: str, printed: str) -> Misprint | None:
    found = [one for reading in readings(printed) if (one := misprint(encoded(listed), reading))]
    return min(found, key=lambda one: one.cost, default=None)


@pytest.mark.parametrize(
    ("listed", "printed", "words"),
    [
        ("vorontsov", "borontsov", "b printed for v"),
        ("babkin", "bavkin", "v printed for b"),
        ("rybkin", "lybkin", "l printed for r"),
        ("galkin", "garkin", "r printed for l"),
        ("filatov", "pilatov", "p printed for f"),
        ("dementyev", "zementyev", "z printed for d"),
        ("dementyev", "jementyev", "j printed for d"),
        ("dyuzhin", "zhuzhin", "zh printed for d"),
        ("tyumenev", "tsyumenev", "ts printed for t"),
        ("tikhonov", "tikonov", "k printed for kh"),
        ("zuyev", "zhuyev", "zh printed for z"),
        ("zhilin", "jilin", "j printed for zh"),
        ("kuznetsov", "kuznechov", "ch printed for ts"),
        ("shchukarev", "shukarev", "sh printed for shch"),
        ("pashko", "pashuko", "u put after a consonant"),
        ("gorodko", "gorodiko", "i put after a consonant"),
        ("manuilov", "manilov", "one vowel dropped"),
        ("kovalyov", "kovalov", "o printed for e (ё)"),
        ("vlasov", "ulasov", "u printed for v"),
        ("panov", "panop", "p printed for v"),
        ("dzhaparidze", "japaridze", "j printed for dzh"),
        ("mishunin", "misunin", "s printed for sh"),
        ("degtyanov", "zegtsyanov", "z printed for d, ts printed for t"),
        ("kuptsov", "kupsov", "s printed for ts"),
        ("kvartshin", "kvartsin", "s printed for sh"),
        ("bershin", "bersin", "s printed for sh"),
        ("lavadze", "lavaze", "z printed for dz"),
        ("ryabzin", "ryabdzin", "dz printed for z"),
        ("zyurin", "zurin", "y dropped"),
        ("marchuk", "marchyuk", "y put in"),
    ],
)
def test_the_korean_round_trip_has_a_name_for_each_slip(listed: str, printed: str, words: str) -> None:
    found = slips(listed, printed)
    assert found is not None
    assert found.words == words
    assert found.ruled or listed == "manuilov", "beside another vowel no cluster is broken"
    assert 0 < found.cost <= 1.1


@pytest.mark.parametrize(
    ("listed", "printed", "words"),
    [
        ("petrenkov", "petenkov", "one consonant dropped"),
        ("petrenkov", "pertenkov", "two letters swapped"),
        ("petrenkov", "patrenkov", "a printed for e"),
        ("petrenkov", "petrentkov", "one consonant added"),
    ],
)
def test_a_slip_by_no_rule_costs_more(listed: str, printed: str, words: str) -> None:
    found = slips(listed, printed)
    assert found is not None
    assert (found.words, found.ruled, found.plain, found.unruly) == (words, False, 1, False)
    assert found.cost >= 1.0


def test_what_hangs_on_a_soft_vowel_needs_it() -> None:
    assert slips("dubov", "zubov").unruly, "д before у stays д"  # type: ignore[union-attr]
    assert slips("dyubov", "zyubov").ruled  # type: ignore[union-attr]
    assert slips("akimov", "yakimov").ruled is False, "А and Я begin two names"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("listed", "printed"),
    [
        ("petrov", "petrova"),
        ("petrova", "petrov"),
        ("orlovskaya", "orlovsky"),
        ("orlovich", "orlovicha"),
        ("petrov", "petrovsky"),
        ("gromov", "hwang"),
        ("petrov", "petrov"),
        ("larionov", "lavrentyev"),
    ],
)
def test_another_ending_or_another_word_is_no_misprint(listed: str, printed: str) -> None:
    assert slips(listed, printed) is None


def test_a_consonant_that_nobody_takes_for_the_other_is_unruly() -> None:
    found = slips("zorin", "sorin")
    assert found is not None
    assert (found.unruly, found.words) == (True, "s printed for z")


@pytest.mark.parametrize(
    ("listed", "printed"), [("garlov", "galrov"), ("garlov", "garalov"), ("kryukov", "krukov"), ("rubzov", "rubjov")]
)
def test_some_slips_make_hardly_another_name(listed: str, printed: str) -> None:
    found = slips(listed, printed)
    assert found is not None
    assert found.slight


def test_ts_printed_as_z_makes_other_surnames_so_that_only_a_title_lets_it_count() -> None:
    found = slips("tsvigunov", "zvigunov")
    assert found is not None
    assert (found.words, found.ruled, found.loud) == ("z printed for ts", True, True)


@pytest.mark.parametrize(
    ("listed", "printed", "telling"),
    [
        ("dorgiev", "dorgieb", True),
        ("chirkunov", "chirkunof", True),
        ("vadkin", "badkin", False),
        ("dorgiev", "dolgieb", False),
    ],
)
def test_the_last_v_of_a_surname_printed_otherwise_is_telling_where_nothing_else_differs(
    listed: str, printed: str, telling: bool
) -> None:
    found = slips(listed, printed)
    assert found is not None
    assert found.telling is telling


@pytest.mark.parametrize(
    ("listed", "printed"), [("garlov", "garelov"), ("garmov", "gamrov"), ("kryukov", "kluukov"), ("belitski", "beliski")]
)
def test_others_do(listed: str, printed: str) -> None:
    found = slips(listed, printed)
    assert found is None or not found.slight
