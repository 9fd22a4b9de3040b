"""Which mentions alert, and who gets which alert."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from wirewatch.alerting.policy import Candidate, decide, group, is_historical
from wirewatch.configured import Alerting, Channel, Rule
from wirewatch.errors import ConfigError

TODAY = date(2026, 11, 21)
LAVROV = Candidate(
    mention_id=10,
    story_id=1,
    watchlist="russian-officials",
    entity_id="sergei-lavrov",
    name="Sergei Lavrov",
    tier="confirmed",
    field="body",
    found_on=TODAY,
    source_key="kcna-en",
    published_on=TODAY - timedelta(days=1),
)
RUDENKO = replace(LAVROV, mention_id=11, entity_id="andrei-rudenko", name="Andrei Rudenko")
CHANNELS = {
    "desk": Channel(kind="email", conn_id="wirewatch_smtp", to=("desk@example.org", "night@example.org")),
    "editor": Channel(kind="email", conn_id="wirewatch_smtp", to=("Desk@example.org", "editor@example.org")),
    "room": Channel(kind="slack", conn_id="wirewatch_slack"),
}


def alerting(*rules: dict[str, Any], **values: Any) -> Alerting:
    """Alerting with these rules (default: one that asks for everything)."""
    made = tuple(Rule(**{"name": f"rule-{n}", "channels": ("desk",), **rule}) for n, rule in enumerate(rules or ({},)))
    return Alerting(channels=CHANNELS, rules=made, **values)


def test_two_people_in_one_story_make_two_alerts() -> None:
    drafts = decide([LAVROV, RUDENKO], alerting())
    assert [(draft.rule, draft.story_id, draft.entity_id, draft.kind) for draft in drafts] == [
        ("rule-0", 1, "sergei-lavrov", "mention"),
        ("rule-0", 1, "andrei-rudenko", "mention"),
    ]


def test_many_mentions_of_one_person_in_one_story_make_one_alert() -> None:
    again = [replace(LAVROV, mention_id=n, source_key="vok-en") for n in (20, 21)]
    assert len(decide([LAVROV, *again], alerting())) == 1
    assert len(decide([LAVROV, replace(LAVROV, story_id=2)], alerting())) == 2


@pytest.mark.parametrize(
    ("others", "best"),
    [
        ([replace(LAVROV, mention_id=1, tier="probable")], 10),
        ([replace(LAVROV, mention_id=1, field="listing")], 10),
        ([replace(LAVROV, mention_id=1, field="title")], 10),
        ([replace(LAVROV, mention_id=1)], 1),
        ([replace(LAVROV, mention_id=99, published_on=TODAY - timedelta(days=2))], 99),
        ([replace(LAVROV, mention_id=1, historical=True)], 10),
    ],
)
def test_the_best_mention_shows_the_alert(others: list[Candidate], best: int) -> None:
    assert decide([*others, LAVROV], alerting())[0].mention_id == best
    assert decide([LAVROV, *others], alerting())[0].mention_id == best


@pytest.mark.parametrize(
    ("rule", "fires"),
    [
        ({"watchlists": ("russian-officials",)}, True),
        ({"watchlists": ("others",)}, False),
        ({"entities": ("sergei-lavrov",)}, True),
        ({"entities": ("sergei lavrov",)}, True),
        ({"entities": ("Vladimir Putin",)}, False),
        ({"sources": ("kcna-en",)}, True),
        ({"sources": ("vok-en",)}, False),
        ({"tiers": ("probable",)}, False),
        ({"kinds": ()}, False),
        ({"pace": "daily"}, True),  # told at once until there are digests
    ],
)
def test_a_rule_fires_only_on_what_it_asks_for(rule: dict[str, Any], fires: bool) -> None:
    assert bool(decide([LAVROV], alerting(rule))) is fires


def test_a_mention_of_no_known_source_fires_only_rules_for_all_sources() -> None:
    unknown = replace(LAVROV, source_key=None)
    assert [draft.rule for draft in decide([unknown], alerting({}, {"sources": ("kcna-en",)}))] == ["rule-0"]


@pytest.mark.parametrize("mute", ["sergei-lavrov", "Sergei Lavrov", "SERGEI LAVROV"])
def test_a_muted_person_makes_no_alert(mute: str) -> None:
    assert [draft.entity_id for draft in decide([LAVROV, RUDENKO], alerting(mutes=(mute,)))] == ["andrei-rudenko"]


@pytest.mark.parametrize(
    ("values", "historical"),
    [
        ({}, False),
        ({"historical": True}, True),
        ({"published_on": TODAY - timedelta(days=30)}, False),
        ({"published_on": TODAY - timedelta(days=31)}, True),
        ({"watch_since": TODAY}, True),
        ({"watch_since": TODAY - timedelta(days=1)}, False),
        ({"published_on": None, "watch_since": TODAY}, False),
        ({"published_on": None, "historical": True}, True),
        ({"published_on": TODAY + timedelta(days=1)}, False),
    ],
)
def test_historical_mentions_never_alert_at_once(values: dict[str, Any], historical: bool) -> None:
    candidate = replace(LAVROV, **values)
    assert is_historical(candidate, late_days=30) is historical
    assert bool(decide([candidate], alerting())) is not historical


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, False), (2, True), (30, True)])
def test_an_article_found_two_days_after_its_day_is_late(days: int, late: bool) -> None:
    assert decide([replace(LAVROV, published_on=TODAY - timedelta(days=days))], alerting())[0].late is late


def test_an_undated_article_alerts_and_is_not_called_late() -> None:
    assert [draft.late for draft in decide([replace(LAVROV, published_on=None)], alerting())] == [False]


def test_deciding_twice_gives_the_same_alerts_in_the_same_order() -> None:
    rules = alerting({}, {"tiers": ("confirmed",)})
    assert decide([LAVROV, RUDENKO], rules) == decide([RUDENKO, LAVROV], rules)


def test_everybody_gets_one_parcel_with_all_alerts_of_the_run() -> None:
    rules = alerting({"channels": ("desk", "room")})
    drafts = decide([LAVROV, RUDENKO], rules)
    assert [(parcel.channel, parcel.recipient, len(parcel.alerts)) for parcel in group(drafts, rules)] == [
        ("desk", "desk@example.org", 2),
        ("desk", "night@example.org", 2),
        ("room", "wirewatch_slack", 2),
    ]


def test_an_address_on_two_channels_gets_one_parcel() -> None:
    rules = alerting({"channels": ("desk",)}, {"channels": ("editor",), "entities": ("Sergei Lavrov",)})
    parcels = {parcel.recipient: [alert.rule for alert in parcel.alerts] for parcel in group(decide([LAVROV], rules), rules)}
    assert parcels == {
        "desk@example.org": ["rule-0", "rule-1"],
        "night@example.org": ["rule-0"],
        "editor@example.org": ["rule-1"],
    }


def test_stored_alerts_are_grouped_like_drafts_and_gone_rules_tell_nobody() -> None:
    @dataclass(frozen=True)
    class Stored:
        rule: str
        id: int

    parcels = group([Stored("rule-0", 7), Stored("renamed", 8)], alerting())
    assert [[alert.id for alert in parcel.alerts] for parcel in parcels] == [[7], [7]]


def test_a_rule_with_an_unknown_channel_is_a_mistake_in_the_configuration() -> None:
    with pytest.raises(ConfigError, match="names the channel nowhere"):
        group([], alerting({"channels": ("nowhere",)}))
