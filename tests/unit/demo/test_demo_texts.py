"""What the demo site holds: its calendar, its texts, and the table of who is named where."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from demo import pages
from demo.edition import KCNA, KST, PUBLICATIONS, TEXTS, VOICE, Item, edition, listing_order, ordinal, slug

LAST_DAY = date(2026, 11, 20)
ITEMS = edition(LAST_DAY)
EXPECTED: dict[str, list[dict[str, Any]]] = yaml.safe_load((TEXTS / "expected.yml").read_text(encoding="utf-8"))
SEEDS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "seeds"
# Every surname of an expected person, however printed, and the traps beside them.
SURNAMES = re.compile(
    r"\b(Putin|Lavrov|Rudenko|Ludenko|Matsegora|Shoigu|Kozlov|Manturov|Mantrov|Belousov|Volodin|Matviyenko|Overchuk|Novak|Nobak)\b"
)
NAMESAKE = re.compile(r"(Arkady|Counsellor) Lavrov")


def item_named(title: str, source: str, day: int) -> Item:
    """Return the one item that a row of expected.yml speaks of."""
    found = [i for i in ITEMS if (i.title, i.publication.label, i.day) == (title, source, LAST_DAY + timedelta(days=day))]
    assert len(found) == 1, (title, source, day)
    return found[0]


def body(item: Item) -> str:
    return "\n".join(item.paragraphs)


@pytest.mark.parametrize("publication", [KCNA, VOICE])
def test_five_watch_days_hold_eight_items_and_the_day_after_holds_two(publication: object) -> None:
    days = Counter((item.day - LAST_DAY).days for item in ITEMS if item.publication == publication)
    assert [days[day] for day in (-4, -3, -2, -1, 0, 1)] == [8, 8, 8, 8, 8, 2]


@pytest.mark.parametrize("publication", [KCNA, VOICE])
def test_seven_archive_days_hold_four_to_six_items(publication: object) -> None:
    days = Counter((item.day - LAST_DAY).days for item in ITEMS if item.publication == publication)
    assert sorted(days) == list(range(-11, 2))
    assert all(4 <= days[day] <= 6 for day in range(-11, -4))


@pytest.mark.parametrize("publication", [KCNA, VOICE])
def test_the_oldest_two_days_fill_a_whole_listing_page(publication: object) -> None:
    listed = [item for item, _ in pages.listed(ITEMS) if item.publication == publication]
    ten_by_ten = [listed[start : start + 10] for start in range(0, len(listed), 10)]
    assert any(len(page) == 10 and all(item.day < LAST_DAY - timedelta(days=9) for item in page) for page in ten_by_ten)


def test_the_same_last_day_gives_the_same_items_and_another_gives_other_urls() -> None:
    assert edition(LAST_DAY) == ITEMS
    assert not {item.ts_id for item in edition(date(2026, 11, 21))} & {item.ts_id for item in ITEMS}


def test_timestamp_and_number_are_unique_together_but_timestamps_alone_are_not() -> None:
    assert len({item.ts_id for item in ITEMS}) == len(ITEMS)
    assert len({(item.publication, item.ingested) for item in ITEMS}) < len(ITEMS)
    assert {len(str(item.number)) for item in ITEMS} == {6, 7, 8, 9}


def test_items_are_taken_in_on_their_own_korean_day_but_for_the_reingested_ones() -> None:
    late = [item for item in ITEMS if datetime.fromtimestamp(item.ingested, KST).date() != item.day]
    assert sorted((late_item.title, (late_item.day - LAST_DAY).days) for late_item in late) == [
        ("Anniversary of School of Music Marked", -2),
        ("Floral Basket from Cuban Students", -8),
        ("New bakery in Tanchon", -7),
    ]


def test_a_reingested_item_stands_out_of_order_in_the_listing() -> None:
    days = [item.day for item in listing_order(ITEMS) if item.publication == KCNA]
    assert days != sorted(days, reverse=True)


def test_no_two_bodies_are_alike() -> None:
    assert max(Counter(body(item).partition("--")[2] or body(item) for item in ITEMS).values()) == 1


def test_agency_items_carry_the_dateline_of_their_day_except_anecdotes() -> None:
    agency = [item for item in ITEMS if item.publication.agency]
    without = [item for item in agency if not body(item).startswith(f"Pyongyang, November {item.day.day} (KCNA) -- ")]
    assert [item.paragraphs[0].startswith("One day in June") for item in without] == [True, True]


def test_both_footers_name_the_listing_day() -> None:
    for item in ITEMS:
        forms = {f"www.kcna.kp (Juche115.11.{item.day.day}.)", f"www.kcna.kp (2026.11.{item.day.day:02d}.)"}
        assert item.footer in forms if item.publication.agency else item.footer is None
    assert {"Juche" in (item.footer or "") for item in ITEMS if item.publication.agency} == {True, False}


def test_voice_of_korea_tells_days_by_number_only() -> None:
    voice = " ".join(body(item) for item in ITEMS if item.publication == VOICE)
    assert "on the 19th" in voice
    assert "(KCNA)" not in voice
    assert not re.search(r"\b(Nov|November)\b", voice)


@pytest.mark.parametrize("row", EXPECTED["articles"], ids=lambda row: f"{row['source']} {row['day']} {row['title']}")
def test_expected_names_are_printed_in_the_body(row: dict[str, Any]) -> None:
    text = body(item_named(row["title"], row["source"], row["day"]))
    places = [text.find(printed) for person in row["people"] for printed in person["printed"]]
    assert -1 not in places
    left = NAMESAKE.sub("", text)
    for printed in sorted((printed for person in row["people"] for printed in person["printed"]), key=len, reverse=True):
        left = left.replace(printed, "")
    assert not SURNAMES.search(left), "a name is printed in a form the table does not hold"


def test_no_other_article_names_one_of_them() -> None:
    expected = {item_named(row["title"], row["source"], row["day"]).ts_id for row in EXPECTED["articles"]}
    naming = {item.ts_id for item in ITEMS if SURNAMES.search(NAMESAKE.sub("", body(item)))}
    assert naming == expected
    assert len([row for row in EXPECTED["articles"] if row["day"] >= -4]) == 14


@pytest.mark.parametrize("row", EXPECTED["sidebar_only"], ids=lambda row: row["title"])
def test_a_name_stands_in_the_sidebar_of_a_page_whose_body_has_none(row: dict[str, Any]) -> None:
    item = item_named(row["title"], row["source"], row["day"])
    article, _, sidebar = pages.article_page(item, ITEMS, "http://demo", LAST_DAY).partition("More From")
    assert "Russia" not in article
    assert all(name in sidebar for name in row["named"])


def test_the_traps_are_set() -> None:
    texts = " ".join(body(item) for item in ITEMS)
    assert all(trap in texts for trap in ("Arkady Lavrov, counsellor", "Alexandrov Ensemble", "Counsellor Lavrov"))
    assert Counter(item.title for item in ITEMS)["Press Review"] >= 5


@pytest.mark.parametrize("last_day", [date(2024, 2, 29), date(2026, 1, 2), date(2026, 12, 31)])
def test_every_calendar_can_be_set(last_day: date) -> None:
    items = edition(last_day)
    assert len({item.ts_id for item in items}) == len(items) == len(ITEMS)
    assert all(len(item.excerpt) <= 130 for item in items)


def test_ordinals_and_slugs_are_written_as_usual() -> None:
    assert [ordinal(day) for day in (1, 2, 3, 4, 11, 12, 13, 21, 22, 30, 31)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "30th", "31st"
    ]  # fmt: skip
    assert slug("Children's Palace: Robots (2)") == "childrens-palace-robots-2"
    assert len(slug("long " * 100)) == 200


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real pages are not here")
def test_no_run_of_fourteen_words_stands_in_a_real_page() -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[a-z]+", text.lower())
        return {tuple(words[start : start + 14]) for start in range(len(words) - 13)}

    real = set[tuple[str, ...]]().union(*(runs(path.read_text(encoding="utf-8")) for path in SEEDS.glob("*.txt")))
    assert not {" ".join(run) for item in ITEMS for run in runs(body(item)) & real}


def test_sources_have_the_numbers_of_the_real_site() -> None:
    assert {number: publication.label for number, publication in PUBLICATIONS.items()} == {
        156: "KCNA.kp (En)",
        163: "Voice of Korea (EN)",
    }
