"""Who is meant beside titles of other states, inside institutions, and behind bare titles: invented officials in sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from wirewatch.configured import Entity, Role, Watchlist
from wirewatch.models import Mention
from wirewatch.watchlist.matcher import Matcher
from wirewatch.watchlist.prose.passage import passages
from wirewatch.watchlist.prose.titles import title_after, title_before

NAMES = ("Igor Kovalev", "Viktor Shibanov", "Anton Chirkunov", "Yury Pogodayev", "Nikolai Petrushev", "Yunus-bek Batyrov")
MATCHER = Matcher(
    Watchlist(
        entities=(
            *(Entity(name=name, country="ru") for name in NAMES),
            Entity(name="Maxim Golovenko", country="by"),
            Entity(name="Oleg Dyagilev", country="ru", roles=(Role(title="Ambassador to Mongolia", unverified=True),)),
        ),
        name="test",
    )
)


def found(body: str) -> list[Mention]:
    return MATCHER.find({"body": body}, date(2024, 5, 4))


def said(body: str) -> list[tuple[str, str]]:
    return [(mention.surface, mention.tier) for mention in found(body)]


@pytest.mark.parametrize(
    "body",
    [
        "Igor Kovalev, Bulgarian ambassador to the DPRK, hosted a reception. Igor Kovalev made a speech. Kovalev left.",
        "Igor Kovalev, Bulgarian ambassador to Russia, hosted a reception. Ambassador Kovalev left.",
        "Igor Kovalev, minister of Culture of Moldova, met the Russian guests.",
        "U.S. Ambassador Igor Kovalev met the Russian guests.",
        "Igor Kovalev, counsellor of the Belarusian embassy here, was present.",
        "Belarusian Deputy Prime Minister Igor Kovalev arrived in Minsk.",
        "Viktor Shibanov, former president of the Republic of Moldova, died.",
        "Igor Kovalev, Soviet ballet dancer of the Bolshoi Theatre, danced.",
        "Igor Kovalev, Soviet film director, made it.",
        "Ukrainian Igor Kovalev sang, and Viktor Shibanov of Moldova won the race.",
        "Maxim Golovenko, Russian minister of Industry, arrived in Minsk.",
    ],
)
def test_a_full_name_beside_a_title_of_another_state_is_a_namesake(body: str) -> None:
    assert said(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "Igor Kovalev, Russian ambassador to Belarus, came.",
        "Igor Kovalev, ambassador to the Republic of Belarus, came.",
        "Igor Kovalev, envoy to Mongolia, came.",
        "Igor Kovalev, minister of Foreign Affairs of Russia on a visit to the DPRK, came.",
        "Igor Kovalev, chairman of the Russian side to the DPRK-Russia committee, came.",
        "Igor Kovalev, co-chairman of the China-Russia committee, came.",
        "Igor Kovalev, honorary citizen of Pyongyang, came.",
        "Igor Kovalev, adviser to the DPRK embassy, came.",
        "The president of Belarus and Igor Kovalev met.",
        "He handed a letter from the president of Belarus to Igor Kovalev.",
        "Igor Kovalev, Belarusian Foreign Minister Pavel Rogach and others met.",
        "Igor Kovalev, chairman of the State Duma Committee on Relations with Belarus, came.",
    ],
)
def test_a_title_that_only_names_another_country_takes_nobody_away(body: str) -> None:
    assert said(body) == [("Igor Kovalev", "confirmed")]


def test_a_namesake_in_the_article_leaves_only_names_beside_titles_of_the_own_country() -> None:
    body = "Igor Kovalev, Bulgarian ambassador, met Igor Kovalev, foreign minister of Russia. Igor Kovalev smiled."
    assert [mention.role for mention in found(body)] == ["foreign minister of Russia"]


def test_an_office_of_the_soviet_union_or_one_the_list_knows_abroad_is_only_probable() -> None:
    (mention,) = found("Igor Kovalev, Soviet foreign minister, came in 1986.")
    assert (mention.tier, mention.reason) == (
        "probable",
        "printed “Igor Kovalev”, the name on the list; but the title “Soviet foreign minister” is of the Soviet Union",
    )
    assert said("Mongolian Ambassador Oleg Dyagilev came.") == [("Oleg Dyagilev", "probable")]


@pytest.mark.parametrize(
    "body",
    [
        "Igor Kovalev, former foreign minister of the Soviet Union, sent a card.",
        "The former foreign minister of the USSR Igor Kovalev sent a card.",
        "Former Soviet Foreign Minister Igor Kovalev sent a card.",
        "전 쏘련외무상 윅또르 쉬바노브는 축하장을 보내여왔다.",
    ],
)
def test_a_former_office_of_the_soviet_union_says_nothing_against_a_russian(body: str) -> None:
    assert [tier for _, tier in said(body)] == ["confirmed"]


def test_a_former_office_of_the_soviet_union_makes_a_surname_no_surer_and_others_only_probable() -> None:
    assert said("Pogodayev, former foreign minister of the Soviet Union, wrote.") == []
    assert said("Maxim Golovenko, former foreign minister of the Soviet Union, wrote.") == [("Maxim Golovenko", "probable")]
    assert said("Igor Kovalev, former dancer of a Soviet ballet, wrote.") == []


@pytest.mark.parametrize(
    "body",
    [
        "He saw the Komsomolsk-on-Amur Igor Kovalev Aviation Plant of Russia.",
        "The Igor Kovalev Machine-Building Works makes tractors of Russia.",
        "They visited the Viktor Shibanov Cosmonaut Training Center.",
        "The I. V. Shibanov University of Russia sent guests.",
        "The theatre named after Hero of the Soviet Union Igor Kovalev opened.",
        "The Russian submarine Viktor Shibanov called at the port.",
        "They flew from Igor Kovalev Airport in Russia.",
    ],
)
def test_an_institution_that_bears_a_full_name_is_no_person(body: str) -> None:
    assert said(body) == []


def test_a_list_of_words_behind_a_name_ends_at_an_office_or_a_verb() -> None:
    assert said("Igor Kovalev Director Moscow Aviation Plant came.") == [("Igor Kovalev", "confirmed")]
    assert said("The school named after Gorky by Igor Kovalev opened.") == [("Igor Kovalev", "confirmed")]


def test_a_bare_title_is_some_evidence_where_the_country_is_spoken_of_or_the_office_is_a_states() -> None:
    (mention,) = found("President Shibanov sent a message. Moscow is far.")
    assert (mention.tier, mention.reason) == (
        "probable",
        "surname “Shibanov” beside the title “President”, which names no country; the article speaks of Russia",
    )
    (mention,) = found("Foreign Minister Shibanov sent a message.")
    assert mention.reason.endswith("“Foreign Minister”, which names no country")


@pytest.mark.parametrize(
    "body",
    [
        "Director Shibanov sent a message.",  # nothing speaks of the country
        "Director Kovalev sent a message to Russia.",  # a surname of many
        "Director Shibanov of a Mongolian farm went to Russia.",
        "Foreign Minister Shibanov went home to Mongolia.",
        "Conductor Shibanov of the Russian orchestra bowed.",
        "President Shibanov of the Russian Veterans Association bowed.",
        "President of the Russian Veterans Association Shibanov bowed.",
    ],
)
def test_a_bare_title_is_none_for_lesser_offices_abroad(body: str) -> None:
    assert said(body) == []


@pytest.mark.parametrize(
    ("body", "surface"),
    [
        ("Pogodayev Yu. A., director of an agency of Russia, came.", "Pogodayev Yu. A."),
        ("Pogodayev Y.A., director of an agency of Russia, came.", "Pogodayev Y.A."),
        ("Yu. Pogodayev, director of an agency of Russia, came.", "Yu. Pogodayev"),
    ],
)
def test_initials_stand_before_or_behind_the_surname(body: str, surface: str) -> None:
    (mention,) = found(body)
    assert (mention.surface, mention.tier) == (surface, "probable")
    assert mention.reason.startswith(f"initials and surname “{surface}” beside the Russian title")


def test_initials_behind_the_surname_tell_namesakes_apart() -> None:
    assert said("Pogodayev V. A., director of an agency of Russia, came.") == []


@pytest.mark.parametrize(
    ("printed", "slips"),
    [
        ("Nikolai Bedrushev", "b printed for p, d printed for t"),
        ("Nikolai Petrusev", "s printed for sh"),
    ],
)
def test_loud_slips_count_beside_a_title_of_the_country_alone(printed: str, slips: str) -> None:
    (mention,) = found(f"{printed}, secretary of the Security Council of Russia, came.")
    assert slips in mention.reason
    assert said(f"{printed} came to Russia.") == []


@pytest.mark.parametrize("printed", ["Yunus-Bek Batyrov", "Yunus-bek Batirov", "Yunus-Bek Batirob"])
def test_a_hyphen_may_stand_in_the_given_name(printed: str) -> None:
    assert said(f"{printed}, vice-minister of Defence of Russia, came.") == [(printed, "confirmed")]


def test_j_before_i_is_no_russian_short_i() -> None:
    one = Matcher(Watchlist(entities=(Entity(name="Pavel Zhirinsky", country="ru"),)))
    (mention,) = one.find({"body": "Pavel Jirinski of Russia came."})
    assert mention.reason == "printed “Pavel Jirinski”, a spelling of the list's Pavel Zhirinsky"


def test_a_misprint_needs_an_article_that_speaks_of_the_country() -> None:
    assert said("Anton Tsirkunov wrote a novel. Anton Chirikunov read it.") == []
    assert said("Anton Chirkunob read a novel in Siberia.") == [("Anton Chirkunob", "confirmed")]


@pytest.mark.parametrize("printed", ["Anton Chirkunob", "Anton Chirkunof", "Conductor Nikolai Petrushep"])
def test_an_ending_that_no_surname_has_needs_no_country(printed: str) -> None:
    assert said(f"{printed} gave a concert in Pyongyang.") == [(printed.removeprefix("Conductor "), "probable")]
    assert said(f"{printed} gave a concert in Sofia, Bulgaria.") == []


@pytest.mark.parametrize("printed", ["Andrei Chirkunob", "Anton Chilkunob", "Antong Chirkunob", "Chirkunob"])
def test_such_an_ending_alone_makes_nobody_beside_another_slip_or_without_the_given_name(printed: str) -> None:
    assert said(f"{printed} gave a concert in Pyongyang.") == []


@pytest.mark.parametrize(
    "body",
    [
        "In Moldova Anton Chirkunov, a deputy prefect, opened a mill.",
        "News of today -- In neighbouring Moldova Anton Chirkunov, an elder of a village, opened a mill.",
        "On May 3 in the Republic of Moldova Anton Chirkunov, an elder of a village, opened a mill.",
        "In Moldova Deputy Governor Anton Chirkunov opened a mill. Chirkunov left.",
    ],
)
def test_a_lesser_office_in_a_sentence_about_another_country_is_a_namesakes(body: str) -> None:
    assert said(body) == []


def test_where_the_article_speaks_of_russia_too_one_of_many_abroad_is_probable() -> None:
    (mention,) = found("In Moldova Anton Chirkunov, a deputy prefect, opened a mill. Russia bought it.")
    assert (mention.tier, mention.reason) == (
        "probable",
        "printed “Anton Chirkunov”, the name on the list; but the sentence is about another country",
    )


@pytest.mark.parametrize(
    "body",
    [
        "In Moldova Anton Chirkunov met the president.",
        "In Minsk Anton Chirkunov, minister of Justice, met his counterpart.",
        "In Moldova Anton Chirkunov, a guest from Russia, sang.",
        "In Pyongyang Anton Chirkunov, a deputy chairman, sang.",
        "In Moldova the guests left. Anton Chirkunov, a deputy chairman, sang.",
    ],
)
def test_other_sentences_that_open_abroad_doubt_nobody(body: str) -> None:
    assert said(body) == [("Anton Chirkunov", "confirmed")]


def test_a_title_that_many_hold_leaves_a_whole_name_with_one_slip_probable() -> None:
    assert said("Anton Chirkunob, military attache of the Russian embassy, came.") == [("Anton Chirkunob", "probable")]
    assert said("Chirkunob, military attache of the Russian embassy, came.") == []


OFFICES = """director of the Federal Security Service of Russia
head of the Federal Agency for Youth Affairs
chairman of the State Duma Committee on International Affairs
minister of Construction, Housing and Utilities of Russia
minister for the Development of the Far East and the Arctic of the Russian Federation
deputy secretary of the Security Council of Russia
commander of the Pacific Fleet of the Russian Navy
chief of the Main Military-Political Directorate of the Russian Armed Forces
head of the Republic of Buryatia
mayor of Vladivostok
general director of the Russian Railways Company
state secretary and vice-minister of Defence of Russia
press secretary of the Russian president
military attache of the Russian embassy
president of the Russian Academy of Sciences
metropolitan of Vladivostok and Primorye of the Russian Orthodox Church
director general of the ITAR-TASS News Agency
chairman of the Central Election Commission of Russia
director of the First Asian Department of the Ministry of Foreign Affairs of Russia
chairman of the Legislative Assembly of the Maritime Territory"""


@pytest.mark.parametrize("office", OFFICES.split("\n"))
def test_every_kind_of_russian_office_is_read_whole(office: str) -> None:
    (after,) = passages({"body": f"They met Ivan Dragunkov, {office}, on Friday."})
    (before,) = passages({"body": f"On Friday {office[0].upper()}{office[1:]} Ivan Dragunkov arrived."})
    behind = title_after(after, after.words.texts.index("dragunkov"))
    ahead = title_before(before, before.words.texts.index("ivan"))
    assert behind
    assert ahead
    assert after.printed(behind.start, behind.end) == office
    assert before.printed(ahead.start, ahead.end).lower() == office.lower()
    assert ahead.of("ru") == behind.of("ru")
