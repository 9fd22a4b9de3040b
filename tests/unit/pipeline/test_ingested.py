"""What the failures of a batch mean: bad pages, a site that is down, or a layout that changed."""

from __future__ import annotations

import pytest

from wirewatch.errors import PermanentError, RetryableError, SourceChanged, WirewatchError
from wirewatch.pipeline.ingest import Ingested, _count_failure


def batch(results: str) -> Ingested:
    """`s` for an article that is stored, `u` for one whose page cannot be read."""
    done = Ingested()
    for result in results:
        if result == "s":
            done.stored += 1
            done.unreadable_in_a_row = 0
        else:
            _count_failure(done, SourceChanged("no body"), first_attempt=True)
    return done


@pytest.mark.parametrize(
    ("results", "changed"),
    [
        ("u", False),
        ("uu", False),
        ("uuu", True),
        ("ssuuu", True),
        ("uusuu", True),  # four of five
        ("uusus", True),  # three of five
        ("sssssssssuusu", True),  # three of 13 are more than a fifth
        ("ssssssssssssuusu", False),  # three of 16 are not
        ("susususs", True),
    ],
)
def test_three_unreadable_in_a_row_or_more_than_a_fifth_are_a_changed_layout(results: str, changed: bool) -> None:
    assert batch(results).layout_changed is changed


@pytest.mark.parametrize(
    ("error", "retryable"),
    [
        (RetryableError("the site is down (status 503)"), 1),
        (PermanentError("the page is larger than 16 MiB"), 0),
        (SourceChanged("no body"), 0),
    ],
)
def test_only_what_another_attempt_may_cure_is_tried_again_at_once(error: WirewatchError, retryable: int) -> None:
    done = Ingested()

    _count_failure(done, error, first_attempt=True)

    assert (done.failed, done.retryable) == (1, retryable)
