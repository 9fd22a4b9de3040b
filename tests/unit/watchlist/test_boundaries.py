"""Where a listed name begins and ends: the sixteen ways in which matchers are known to fail."""

from __future__ import annotations

import unicodedata

import pytest

from wirewatch.configured import Entity, Watchlist
from wirewatch.watchlist.matcher import Matcher
from wirewatch.watchlist.names.exact import SCORE_AS_LISTED

MATCHER = Matcher(
    Watchlist(
        name="test",
        title="Test",
        entities=(
            Entity(
                name="Sergei Lavrov",
                country="ru",
                aliases=("Ludenko",),
                native=("Сергей Лавров", "쎄르게이 라브로브", "라브로브", "拉夫罗夫", "谢尔盖·拉夫罗夫"),
            ),
            Entity(name="Igor Vasil'ev", country="ru"),
            Entity(name="Mikhail Bonch-Bruyevich", country="ru"),
            Entity(name="Vasily Orlov", country="ru", aliases=("V. I. Orlov",)),
            Entity(name="Semyon Gradov", country="ru", aliases=("S.M. Gradov",)),
            Entity(name="Yuri Belkin", country="ru", aliases=("Yu. Belkin",)),
            Entity(name="Alexander Kozlov", country="ru", native=("꼬즐로브",)),
            Entity(name="Kim Jong Un", country="kp"),
            Entity(name="Han Tok Su"),
        ),
    )
)


def surfaces(body: str) -> list[str]:
    return [mention.surface for mention in MATCHER.find({"body": body})]


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


# A name, and what stands around it, in each of the ways at which matchers are known to fail.
SIXTEEN = {
    "no-break space": ("met Sergei\u00a0Lavrov today", "Sergei\u00a0Lavrov"),
    "line break": ("met Sergei\nLavrov today", "Sergei\nLavrov"),
    "two spaces": ("met Sergei  Lavrov today", "Sergei  Lavrov"),
    "full width": ("met Ｓｅｒｇｅｉ Ｌａｖｒｏｖ today", "Ｓｅｒｇｅｉ Ｌａｖｒｏｖ"),
    "soft hyphen": ("met Ser\u00adgei Lav\u00adrov today", "Ser\u00adgei Lav\u00adrov"),
    "all capitals": ("SERGEI LAVROV ARRIVES", "SERGEI LAVROV"),
    "possessive": ("Sergei Lavrov's visit", "Sergei Lavrov"),
    "possessive with a typographic apostrophe": ("Sergei Lavrov’s visit", "Sergei Lavrov"),
    "quotation marks": ("“Sergei Lavrov”", "Sergei Lavrov"),
    "hyphen behind the name": ("the Sergei Lavrov-led delegation", "Sergei Lavrov"),
    "hyphen to another name": ("a Kim-Sergei Lavrov meeting", "Sergei Lavrov"),
    "Hangul with a particle": ("오늘 라브로브는 말하였다", "라브로브"),
    "Hangul with a title and a particle": ("외무상 쎄르게이 라브로브동지를 만났다", "쎄르게이 라브로브"),
    "decomposed Hangul": (decomposed("외무상 라브로브동지가"), decomposed("라브로브")),
    "Cyrillic": ("министр Сергей Лавров прибыл", "Сергей Лавров"),
    "Han without spaces": ("俄罗斯外长拉夫罗夫抵达", "拉夫罗夫"),
}
MORE = {
    "comma": ("met Sergei Lavrov, minister", "Sergei Lavrov"),
    "brackets": ("(Sergei Lavrov)", "Sergei Lavrov"),
    "Kim behind a hyphen": ("the Sergei Lavrov-Kim meeting", "Sergei Lavrov"),
    "non-breaking hyphen": ("the Sergei Lavrov‑led delegation", "Sergei Lavrov"),
    "space before the comma": ("Kim Jong Un , general secretary", "Kim Jong Un"),
    "an alias of one word": ("met Ludenko there", "Ludenko"),
    "glued on the left": ("the respected ComradeKim Jong Un came", "Kim Jong Un"),
    "glued on the right": ("Kim Jong Unreceived them", "Kim Jong Un"),
    "glued to a title": ("PresidentSergei Lavrov came", "Sergei Lavrov"),
    "glued inside": ("met SergeiLavrov there", "SergeiLavrov"),
    "typographic apostrophe inside": ("met Igor Vasil’ev there", "Igor Vasil’ev"),
    "non-breaking hyphen inside": ("met Mikhail Bonch‑Bruyevich there", "Mikhail Bonch‑Bruyevich"),
    "another middle dot": ("外长谢尔盖•拉夫罗夫抵达", "谢尔盖•拉夫罗夫"),
    "listed with a space, printed without": ("met V.I. Orlov there", "V.I. Orlov"),
    "no space at all behind the initials": ("met V.I.Orlov there", "V.I.Orlov"),
    "initials with spaces": ("met V. I. Orlov there", "V. I. Orlov"),
    "initials over a line break": ("met V. I.\nOrlov there", "V. I.\nOrlov"),
    "listed without spaces, printed with": ("met S. M. Gradov there", "S. M. Gradov"),
    "one initial of two letters": ("met Yu.Belkin there", "Yu.Belkin"),
}


@pytest.mark.parametrize(("body", "surface"), [*SIXTEEN.values(), *MORE.values()], ids=[*SIXTEEN, *MORE])
@pytest.mark.parametrize(
    "around", ["{}", "Yesterday he came.\n\n{}\n\nHe left.", "Über {}"], ids=["alone", "in a body", "not ASCII"]
)
def test_a_whole_name_is_found_with_its_span_in_the_original(body: str, surface: str, around: str) -> None:
    text = around.format(body)
    (mention,) = MATCHER.find({"body": text})
    assert (mention.surface, text[mention.start : mention.end], mention.score) == (surface, surface, SCORE_AS_LISTED)


@pytest.mark.parametrize(
    "body",
    [
        "the Ludenkova sisters",
        "in Preludenko town",
        "Sergei Lavrovsky sang",
        "Sergei Lavrov-Petrovsky sang",
        "Mamin-Sergei Lavrov sang",
        "Sergei\n\nLavrov",
        "O'Ludenko came",
        "a ludenko is no name in small letters",
        "the Sergei Lavrov museum opened on the Sergei Lavrov street",
        "they sang in a school named after Sergei Lavrov there",
        "the Sergei Lavrov Moscow State Conservatory",
        "오늘 알라브로브가 왔다",
        "작가 꼬즐로브스끼가 왔다",
        "министр Сергей Лавровский",
        "Han referred to it, and Kim in the message said so",
        "Ham Tok Su and Han Tok Soo came",
        "Kim Jong Unsan",
    ],
)
def test_a_part_of_a_longer_word_or_another_name_is_nobody(body: str) -> None:
    assert surfaces(body) == []


def test_another_spelling_of_a_double_surname_is_found_though_neither_half_is_a_surname() -> None:
    assert surfaces("Mihail Bonch-Bruyevich came.") == ["Mihail Bonch-Bruyevich"]
