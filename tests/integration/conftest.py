"""What tests of fetching share: a server of their own, and a source on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.web import Web, serve, source_at
from wirewatch.configured import Source


@pytest.fixture
def web() -> Iterator[Web]:
    """A server of the test's own on loopback."""
    with serve() as web:
        yield web


@pytest.fixture
def source(web: Web) -> Source:
    """A source on that server."""
    return source_at(web.url)
