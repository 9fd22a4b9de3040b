"""Floors under what the matcher makes of a bare list of names on real labelled articles; raise them when it gets better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from tests.labels.score_events import event_labels, score_events
from tests.labels.score_names import NamesScore, score_names
from tests.labels.statemedia import SPLITS, STATEMEDIA, Corpus, wilson
from wirewatch.models import Mention

pytestmark = pytest.mark.skipif(not STATEMEDIA.is_dir(), reason="the labelled articles are not here")

# Pairs that may be missed at most, of 141, 87 and 54.
MISSES = {"all": 0, "odd": 0, "even": 0}

# Events and days that may be wrong at most, of 87 and 54, and of 80 and 50.
WRONG_EVENTS = {"odd": 0, "even": 8}
WRONG_DAYS = {"odd": 0, "even": 3}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus()


@pytest.fixture(scope="module")
def mentions(corpus: Corpus) -> Mapping[str, Sequence[Mention]]:
    return corpus.mentions()


def names(corpus: Corpus, mentions: Mapping[str, Sequence[Mention]], split: str) -> NamesScore:
    return score_names(corpus, mentions, None if split == "all" else split)


@pytest.mark.parametrize("split", ["all", *SPLITS])
def test_nobody_is_found_who_is_not_named(corpus: Corpus, mentions: Mapping[str, Sequence[Mention]], split: str) -> None:
    score = names(corpus, mentions, split)
    assert (score.precision, score.confirmed_precision) == (1.0, 1.0), score.complaints


@pytest.mark.parametrize("split", ["all", *SPLITS])
def test_hardly_anybody_named_is_missed(corpus: Corpus, mentions: Mapping[str, Sequence[Mention]], split: str) -> None:
    score = names(corpus, mentions, split)
    assert score.wanted > MISSES[split]
    assert score.wanted - score.right <= MISSES[split], score.complaints


@pytest.mark.parametrize("split", ["all", *SPLITS])
def test_a_found_person_is_found_where_the_name_is_printed(
    corpus: Corpus, mentions: Mapping[str, Sequence[Mention]], split: str
) -> None:
    assert names(corpus, mentions, split).span_hit == 1.0


@pytest.mark.parametrize("split", SPLITS)
def test_every_labelled_event_is_of_a_person_named_in_the_text(corpus: Corpus, split: str) -> None:
    texts = corpus.texts()
    for label in event_labels(corpus, split):
        assert label.counterpart is None or label.counterpart in texts[label.text]
        assert label.event in {
            "met", "talks", "arrived", "left", "visited", "message", "reception", "attended", "statement", "quoted", "passing",
        }  # fmt: skip


@pytest.mark.parametrize("split", SPLITS)
def test_events_are_said_as_a_reader_labelled_them(corpus: Corpus, mentions: Mapping[str, Sequence[Mention]], split: str) -> None:
    score = score_events(event_labels(corpus, split), mentions)
    assert score.labelled.total() > WRONG_EVENTS[split]
    assert score.labelled.total() - score.right.total() <= WRONG_EVENTS[split], score.wrong
    assert score.days["printed"] - score.days["right"] <= WRONG_DAYS[split], score.wrong
    assert (score.days["invented"], score.counterparts["wrong"]) == (0, 0), score.wrong


def test_an_event_that_nobody_says_counts_as_missed(corpus: Corpus) -> None:
    labels = event_labels(corpus, "odd")
    score = score_events(labels, {number: [] for number in corpus.texts()})
    assert (score.right.total(), score.labelled.total()) == (0, len(labels))
    assert len(score.wrong) == len(labels)


def test_the_interval_of_a_share_is_wilsons() -> None:
    assert wilson(9, 10) == pytest.approx((0.5958, 0.9821), abs=1e-4)
    assert wilson(141, 141) == pytest.approx((0.9735, 1.0), abs=1e-4)
