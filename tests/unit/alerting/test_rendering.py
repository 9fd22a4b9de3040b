"""How a message reads: who, where, when, the proof, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup

from tests.unit.alerting.example_lines import TALKS, made
from wirewatch.alerting.rendering import AlertLine, render
from wirewatch.models import ONLY_LISTING


def person(name: str, **values: object) -> AlertLine:
    """The same article with another person."""
    sentence = f"Present was {name}, an official."
    return replace(TALKS, person=name, surface=name, sentence=sentence, mark_start=12, mark_end=12 + len(name), **values)  # type: ignore[arg-type]


def test_the_subject_of_one_article_says_who_where_and_the_title() -> None:
    message = made(TALKS, person("Andrei Rudenko"))
    assert message.subject == "Sergei Lavrov, Andrei Rudenko in KCNA.kp (En): Talks Held between Foreign Ministers"


def test_the_subject_of_several_articles_counts_people_and_articles() -> None:
    names = ["Vladimir Putin", "Sergei Lavrov", "Andrei Rudenko", "Denis Manturov", "Alexandr Kozlov"]
    lines = [person(name, story_id=n, url=f"https://kcnawatch.org/newstream/1-{n}/") for n, name in enumerate(names)]
    lines[0] = replace(lines[0], source="Voice of Korea (EN)", published_on=date(2026, 11, 1))
    subject = made(*lines).subject
    assert subject == "Alexandr Kozlov, Denis Manturov and 3 more in KCNA.kp (En), Voice of Korea (EN) – 5 articles"


@pytest.mark.parametrize("articles", [1, 3])
def test_a_subject_of_long_names_stays_short_and_keeps_its_end(articles: int) -> None:
    long = "Konstantin Konstantinovich Konstantinopolsky-Rozhdestvensky"
    lines = [
        person(f"{long} {n}", story_id=n, url=f"https://kcnawatch.org/newstream/1-{n}/", source="S" * 70) for n in range(articles)
    ]
    subject = made(*lines).subject
    assert len(subject) <= 120
    assert subject.startswith(long)
    assert articles == 1 or subject.endswith(" – 3 articles")


def test_a_message_with_nothing_sure_says_so_in_the_subject() -> None:
    assert made(replace(TALKS, tier="probable")).subject.startswith("Probably Sergei Lavrov in ")
    assert made(replace(TALKS, tier="probable"), person("Andrei Rudenko")).subject.startswith("Andrei Rudenko, Sergei Lavrov in ")


@pytest.mark.parametrize("form", ["text", "html"])
def test_each_person_has_role_title_source_day_sentence_reason_and_links(form: str) -> None:
    body = getattr(made(TALKS), form)
    for wanted in (
        "Sergei Lavrov",
        "foreign minister of the Russian Federation",
        "Talks Held between Foreign Ministers",
        "KCNA.kp (En)",
        "20 November 2026",
        "full name as on the list",
        "https://kcnawatch.org/newstream/1795132800-123456789/talks-held/",
        "http://www.kcna.kp/en/article/q/0a1b2c.kcmsf",
        "russian-officials",
        "Wirewatch",
    ):
        assert wanted in body


def test_the_name_is_marked_inside_the_sentence() -> None:
    message = made(replace(TALKS, sentence="Met with Sergei Lavrov here.", mark_start=9, mark_end=22))
    assert "Met with »Sergei Lavrov« here." in message.text
    assert ">Sergei Lavrov</mark> here." in message.html
    assert "> Met with *Sergei Lavrov* here." in str(message.blocks)


def test_a_probable_person_asks_to_be_checked_and_shows_the_printed_spelling() -> None:
    message = made(replace(TALKS, person="Andrei Rudenko", surface="Andrei Ludenko", tier="probable"))
    assert "PROBABLE – please check" in message.text
    assert "probable – please check" in message.html
    assert all("(printed “Andrei Ludenko”)" in " ".join(body.split()) for body in (message.text, message.html))
    assert "please check" not in made(TALKS).html
    assert "printed" not in made(TALKS).text


def test_a_late_article_says_when_it_was_found() -> None:
    late = made(replace(TALKS, late_found_on=date(2026, 11, 24)))
    assert all("late, found 24 Nov" in body for body in (late.text, late.html, str(late.blocks)))
    assert "late" not in made(TALKS).text


def test_a_line_without_role_title_day_and_original_still_reads() -> None:
    message = made(replace(TALKS, role=None, title=None, published_on=None, original_url=None))
    for body in (message.text, message.html, message.subject, str(message.blocks)):
        assert "None" not in body
    assert "(no title printed)" in message.subject
    assert "no date printed" in message.text


def test_the_reader_learns_that_only_the_listing_was_read() -> None:
    for line in (replace(TALKS, field="listing"), replace(TALKS, field="listing", reason=f"printed {'x' * 400}; {ONLY_LISTING}")):
        message = made(replace(line, tier="probable"))
        for body in (" ".join(message.text.split()), message.html, str(message.blocks)):
            assert body.count(ONLY_LISTING) == 1
            assert "probable – please check" in body.replace("PROBABLE", "probable")
    assert "stands in the headline" in " ".join(made(replace(TALKS, field="title")).text.split())


def test_stories_stand_newest_day_first_and_undated_last() -> None:
    days = {1: date(2026, 11, 18), 2: date(2026, 11, 20), 3: None}
    lines = [
        replace(TALKS, story_id=n, title=f"Story {n}", url=f"https://kcnawatch.org/newstream/1-{n}/", published_on=day)
        for n, day in days.items()
    ]
    text = made(*lines).text
    assert text.index("Story 2") < text.index("Story 1") < text.index("Story 3")


def test_a_person_whom_two_rules_report_stands_once_under_both_rules() -> None:
    message = made(TALKS, replace(TALKS, rule="ministers", tier="probable"))
    assert message.html.count("<mark") == 1
    assert "rules “ministers” and “russian-officials”" in " ".join(message.text.split())
    assert "please check" not in message.html, "the sure finding wins"


def test_two_articles_of_one_story_stay_together() -> None:
    other = person(
        "Andrei Rudenko", url="https://kcnawatch.org/newstream/2-2/", title="The Same Talks", published_on=date(2026, 11, 21)
    )
    between = person("Denis Manturov", story_id=2, url="https://kcnawatch.org/newstream/3-3/", title="Another Story")
    text = made(TALKS, between, other).text
    assert text.index("Talks Held") < text.index("The Same Talks") < text.index("Another Story")


def test_a_long_sentence_is_cut_at_words_around_the_name() -> None:
    sentence = "word " * 300 + "Sergei Lavrov" + " word" * 300
    message = made(replace(TALKS, sentence=sentence, mark_start=1500, mark_end=1513))
    quoted = BeautifulSoup(message.html, "lxml").find("blockquote")
    assert quoted is not None
    assert 580 < len(quoted.get_text()) <= 600
    assert quoted.get_text().startswith("…word word")
    assert quoted.get_text().endswith("word word…")
    assert "word Sergei Lavrov word" in quoted.get_text()


def test_a_mark_outside_of_the_sentence_marks_nothing() -> None:
    message = made(replace(TALKS, mark_start=400, mark_end=413))
    assert "<mark" not in message.html
    assert "»" not in message.text
    assert "arrived in Pyongyang on Thursday." in message.html


def test_the_page_is_linked_only_if_its_address_is_known() -> None:
    linked = render("m", "desk@example.org", [TALKS], "https://airflow.example.org/")
    assert "https://airflow.example.org/" in linked.html
    assert "https://airflow.example.org/" in linked.text
    assert "Open Wirewatch" not in made(TALKS).html


def test_an_empty_message_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        made()


def test_blanks_at_the_edges_of_a_mark_stay_outside_of_it() -> None:
    assert "Met »Sergei Lavrov« here." in made(replace(TALKS, sentence="Met Sergei Lavrov here.", mark_start=3, mark_end=18)).text


def test_three_rules_are_named_in_words() -> None:
    lines = [replace(TALKS, rule=rule) for rule in ("c", "a", "b")]
    assert "the rules “a”, “b” and “c”." in made(*lines).text
