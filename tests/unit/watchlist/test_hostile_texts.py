"""Texts that nobody would write: every span still quotes the text, and none takes long for what it holds."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirewatch.configured import Entity, Role, Watchlist
from wirewatch.watchlist.matcher import Matcher
from wirewatch.watchlist.officials import printed
from wirewatch.watchlist.prose.passage import Field

ROLES = (Role("Minister of Transport", from_=date(2020, 1, 1)),)
MATCHER = Matcher(
    Watchlist((Entity("Oleg Tarasov", country="ru", roles=ROLES), Entity("Irina Volkova", country="ru")), "list", "list")
)
DAY = date(2026, 11, 20)

PIECES = [
    *("Oleg Tarasov", "O. TARASOV", "Tarasov’s", "Darasobu", "Oleg Ta\u00adra\u200bsov", "Irina\nVolkova", "올레그 따라쏘브동지는 "),
    *("the Russian Minister of Transport ", "로씨야련방 운수상 ", "Present were ", "delegation headed by ", "arrived on Oct. 19, ", " met "),
    *("\u200b", "\u202e", "\u2066", "\u0301", "İ", "ß", "ﬁ", "\0", "👨‍👩‍👧", "\r\n", "\u2028", "-\n", "ﷺ", "½", "\u1100\u1161", "拉夫罗夫", ", ", ". ", "《", "》"),
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25).map("".join), st.text(max_size=20))
def test_every_span_quotes_the_text_whatever_it_holds(body: str, title: str) -> None:
    texts: dict[Field, str] = {"title": title, "body": body.encode(errors="ignore").decode()}

    for mention in MATCHER.find(texts, DAY):
        assert texts[mention.field][mention.start : mention.end] == mention.surface != ""
        assert mention.surface in mention.sentence in texts[mention.field]
    for one in printed.officials(texts):
        assert texts[one.field][one.start : one.end].split() == one.name.split() != []


LONG = {
    "one official all the time": "Oleg Tarasov, Minister of Transport of Russia, " * 4000,
    "one name all the time": "Irina Volkova and " * 4000,
    "a word without end": "따라쏘브" * 4000,
    "words that are nobody's": "".join(f"Bakr{'aeiou'[n % 5]}{n:b} ".replace("0", "lu").replace("1", "te") for n in range(30000)),
    "one capital": "A. " * 100_000,
    "asides in asides": "(" * 50_000 + "Oleg Tarasov" + ")" * 50_000,
    "a letter and its accents": "Tarasov" + "\u0301" * 200_000,
    "a megabyte in a line": "minister of " * 85_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_no_text_takes_long_for_what_it_holds(text: str) -> None:
    began = time.process_time()
    MATCHER.find({"body": text}, DAY)
    printed.officials({"body": text})

    assert time.process_time() - began < 20  # what compares each with each takes minutes
